"""Questions about the documents of a corpus, made from templates: some that they answer, more that they do not.

The templates ask of each cluster and job what nothing in its documents tells (``missing``: what the list of
:mod:`assistant.retrieval.attributes` holds, ``unlisted``: what it does not), claim what never happened (``premise``),
or ask what every sheet of the corpus has a section on (``answerable``). They replace nobody's real questions: the
confidence is fitted on them and checked on others.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.documents import DocumentInfo
from assistant.index.lexical import names

_PLACES = ("Marseille", "Brest", "Lille", "Strasbourg", "Perpignan", "Berlin", "Toronto", "Madrid")
_BEFORE = re.compile(r"\s*(?:[:(/]|\s[–—]\s)")
_SHARE = 3  # one of so many templates of each group is asked of a document: all together would drown the other sets


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A question with its group and the key of what it is about: all questions on one thing share it."""

    text: str
    group: str
    about: str


def questions(documents: Iterable[DocumentInfo]) -> Iterator[Synthetic]:
    """Questions on every cluster and job of a corpus, in both languages; the same ones in every run."""
    whole = [each for each in documents if "#" not in each.path and _name(each)]
    clusters = sorted({each.metadata.cluster[0] for each in whole if each.metadata.kind == "report"})
    for document in whole:
        kind = "job" if document.metadata.kind == "job" else "cluster"
        about = document.metadata.extra.get("id", (document.path,))[0]
        for place, (of, group, french, english) in enumerate(_templates()):
            seed = zlib.crc32(f"{about} {place}".encode())
            if of != kind or seed % _SHARE:
                continue
            others = [name for name in clusters if name not in document.metadata.cluster] or ["Airbus"]
            # A cluster has one name, so it can be asked about in the language that its document is not in.
            own = kind == "job" or seed // 5 % 2
            text = (french if (document.metadata.language == "fr") == bool(own) else english).format(
                name=_name(document),
                other=others[seed // 7 % len(others)],
                place=_PLACES[seed // 11 % len(_PLACES)],
                year=2009 + seed // 13 % 12,
            )
            yield Synthetic(text, group, about)


@cache
def _templates() -> tuple[tuple[str, str, str, str], ...]:
    rows = files(__package__).joinpath("templates.tsv").read_text("utf-8").splitlines()
    return tuple((kind, group, french, english) for kind, group, french, english in (row.split("\t") for row in rows))


def _name(document: DocumentInfo) -> str:
    """The name by which questions call what the document is about; empty for an overview of many things."""
    known = document.metadata
    if known.kind == "job":
        title = _BEFORE.split(known.title, maxsplit=1)[0]
        return title[:1].lower() + title[1:] if known.language == "fr" else title.lower()
    called = [name for name in names(document) if name in known.cluster]
    return called[0] if len(called) == 1 else ""
