"""What a web page says of itself in its head: titles, author, date, organisation, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.loading.inline import Element, name_of

_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "sailthru.author")
_DATE = (
    "article:published_time", "date", "dc.date", "dcterms.date", "dcterms.created", "dcterms.issued", "pubdate",
    "publish-date", "citation_publication_date", "article:modified_time", "dcterms.modified", "last-modified",
)  # fmt: skip
_ORGANISATION = (
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "article:publisher",
    "og:site_name",
    "application-name",
)
_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher", "copyright")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}")
# What browsers and programs that copy sites write at the top of a page.
_SAVED = re.compile(
    r"saved from url=(?:\(\d+\))?(?P<browser>\S+)|saved with singlefile\s+url:\s*(?P<singlefile>\S+)"
    r"|mirrored from (?P<mirror>\S+)",
    re.IGNORECASE,
)
_MOST_COMMENTS = 20
_HOMES = frozenset({"/", "./", "../", "index.html", "/index.html"})
_RIGHTS = re.compile(r"©\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*([^\W\d][^.,;:|–—©\n]{1,60})")


@dataclass(frozen=True, slots=True)
class PageHead:
    """``titles`` are the declared ones, best first; ``names`` what the site calls itself; ``fields`` raw metadata."""

    titles: tuple[str, ...]
    names: frozenset[str]
    fields: Mapping[str, object]


def read_head(tree: Element) -> PageHead:
    """What a page says of itself."""
    metas = _metas(tree)
    linked = list(_linked_data(tree))
    titles = [
        *_values(metas, "og:title", "dc.title", "twitter:title"),
        *(_text(e) for e in tree.iter("title") if not _in_drawing(e)),
    ]
    address = _address(tree, metas)
    names = {*_values(metas, *_NAMES), *_said(linked, "publisher"), *_host(address), *_home(tree)}
    author = _values(metas, *_AUTHOR) or _said(linked, "author")
    organisation = _values(metas, *_ORGANISATION) or _said(linked, "publisher")
    dates = [*_values(metas, *_DATE), *_said(linked, "datePublished")]
    day = next((match.group() for date in dates if (match := _DAY.search(date))), "")
    fields = {
        "author": [text for text in author if not _ADDRESS.match(text)],
        "organisation": [text for text in organisation if not _ADDRESS.match(text)][:1],
        "date": day,
        "source": address,
    }
    return PageHead(tuple(dict.fromkeys(filter(None, titles))), frozenset(names), fields)


def _metas(tree: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = _text_of(meta.get("content"))
        for key in (meta.get("name"), meta.get("property"), meta.get("itemprop"), meta.get("http-equiv")):
            if key and content:
                found.setdefault(key.strip().lower(), []).append(content)
    return found


def _values(metas: Mapping[str, list[str]], *keys: str) -> list[str]:
    """The values of the first of these keys that a page has, and of the others after it, each once."""
    return list(dict.fromkeys(value for key in keys for value in metas.get(key, ())))


def _address(tree: Element, metas: Mapping[str, list[str]]) -> str:
    """Where a page was, if it says so: its canonical address, or the note of whatever program has saved it."""
    canonical = [e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    saved = [match.group(match.lastgroup or 0) for text in _comments(tree) if (match := _SAVED.search(text))]
    saved = [text if "://" in text else f"https://{text}" for text in saved]
    base = [e.get("href") or "" for e in tree.iter("base")]
    return next(
        (text for text in [*canonical, *_values(metas, "og:url"), *saved, *base] if _ADDRESS.fullmatch(text)), ""
    )


def _comments(tree: Element) -> Iterator[str]:
    top = list(tree.itersiblings(preceding=True)) + [e for e in tree.iter() if not isinstance(e.tag, str)]
    for comment in top[:_MOST_COMMENTS]:
        yield comment.text or ""


def _linked_data(tree: Element) -> Iterator[Mapping[str, object]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue
            entries = data if isinstance(data, list) else [data]
            graphs = [entry.get("@graph") if isinstance(entry, dict) else None for entry in entries]
            entries += [inner for graph in graphs if isinstance(graph, list) for inner in graph]
            yield from (entry for entry in entries if isinstance(entry, dict))


def _said(entries: list[Mapping[str, object]], key: str) -> list[str]:
    """The values of a property, or the names of what it points to."""
    values = [value for entry in entries if key in entry for value in _as_list(entry[key])]
    texts = [value.get("name") if isinstance(value, dict) else value for value in values]
    return list(dict.fromkeys(_text_of(text) for text in texts if isinstance(text, str) and text.strip()))


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _host(address: str) -> set[str]:
    """A site's address without ``www.`` and its ending names it, too: ``pole-bois`` of ``www.pole-bois.fr``."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return set()
    return {host, host.rpartition(".")[0]} - {""}


def _home(tree: Element) -> set[str]:
    """What the links to the home page of a site say, most often its name or the description of its logo."""
    homes = [link for link in tree.iter("a") if link.get("href") in _HOMES or link.get("rel") == "home"]
    said = [
        text for link in homes for text in (_text(link), link.get("title"), *(i.get("alt") for i in link.iter("img")))
    ]
    rights = [match[1] for text in tree.itertext() if "©" in text and (match := _RIGHTS.search(text))]
    return {_text_of(text) for text in (*said, *rights) if text and text.strip()}


def _in_drawing(title: Element) -> bool:
    return any(name_of(above) == "svg" for above in title.iterancestors())


def _text(element: Element) -> str:
    return _text_of("".join(element.itertext()))


def _text_of(text: str | None) -> str:
    return " ".join((text or "").split())
