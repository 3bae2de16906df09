"""What pages of professions call things, and where they link to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from assistant.documents import DocumentInfo
from assistant.loading.fields import plain
from assistant.professions import Profession
from assistant.professions.browsing import FACETS, SORTS, Facet, Selection
from assistant.web.texts import TEXTS, UiLanguage
from assistant.web.texts.professions import PROFESSIONS
from assistant.web.texts.sectors import sector_name

LONGEST_QUERY = 200  # characters


def profession_link(id_: str) -> str:
    return f"/professions/{quote(id_, safe='')}"


def list_link(facet: str, value: str) -> str:
    """The list of the professions with one value of a facet."""
    return f"/professions?{urlencode({facet: value})}"


def value_name(code: UiLanguage, facet: str, value: str) -> str:
    """A value of a facet in the reader's language."""
    texts = PROFESSIONS[code]
    if facet == "sector":
        return sector_name(value, code)
    return {"level": texts.levels, "driver": texts.drivers}.get(facet, {}).get(value, value)


def also(code: UiLanguage, profession: Profession) -> str:
    """The title in the other language, in words, where it is another."""
    other = profession.titles.get("en" if code == "fr" else "fr", "")
    return PROFESSIONS[code].also.format(title=other) if other and plain(other) != plain(profession.title(code)) else ""


def language_of(document: DocumentInfo, code: UiLanguage) -> str:
    """The name of a document's language where it is not the reader's; else empty."""
    language = document.metadata.language
    return TEXTS[code].languages.get(language, language) if language and language != code else ""


def facts(profession: Profession, code: UiLanguage) -> dict[str, str]:
    """What the metadata say of a profession, in words, by name."""
    texts = PROFESSIONS[code]

    def named(facet: Facet, values: Sequence[str]) -> str:
        return ", ".join(value_name(code, facet, value) for value in values)

    return {
        texts.facets["sector"]: named("sector", (profession.sector,) if profession.sector else ()),
        texts.facets["level"]: named("level", profession.levels),
        texts.facets["driver"]: named("driver", profession.drivers),
        texts.facets["cluster"]: named("cluster", profession.clusters),
        texts.facets["region"]: named("region", profession.regions),
        "ROME": ", ".join(profession.rome),
    }


def clean_query(text: str) -> str:
    """What somebody typed, in one line of bounded length."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_QUERY]


def selection_of(parameters: Iterable[tuple[str, str]]) -> Selection:
    """What an address asks for. What makes no sense is left out: an old link still opens."""
    chosen: dict[Facet, list[str]] = {}
    single: dict[str, str] = {}
    for key, value in parameters:
        facet = next((facet for facet in FACETS if facet == key), None)
        if facet is None:
            single[key] = value
        elif value and value not in chosen.setdefault(facet, []):
            chosen[facet].append(value)
    query = clean_query(single.get("q", ""))
    sort = next((s for s in SORTS if s == single.get("sort") and (query or s != "relevance")), None)
    number = single.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return Selection(
        query, {f: tuple(v) for f, v in chosen.items()}, sort or ("relevance" if query else "title"), page
    )  # fmt: skip


def address(selection: Selection, without: tuple[str, str] | None = None, page: int = 1) -> str:
    """The list as it is, without one value of a facet, or at another page."""
    pairs = [("q", selection.query)] if selection.query else []
    pairs += [(f, v) for f, values in selection.chosen.items() for v in values if (f, v) != without]
    pairs += [("sort", selection.sort)] if selection.sort != ("relevance" if selection.query else "title") else []
    pairs += [("page", str(page))] if page > 1 else []
    return f"/professions?{urlencode(pairs)}" if pairs else "/professions"


def shared(code: UiLanguage) -> dict[str, Any]:
    """What every template of professions may call."""
    return {
        "texts": PROFESSIONS[code],
        "words": TEXTS[code],
        "name": lambda facet, value: value_name(code, facet, value),
        "also": lambda profession: also(code, profession),
        "link": profession_link,
        "list_link": list_link,
    }
