"""Lists of sources at the ends of documents: not evidence, however many names and words of a question they hold."""

from __future__ import annotations

import re

from assistant.documents import Chunk
from assistant.index.analysis import fold

_LIST = re.compile(
    r"(?:\d+[.)]? )?(?:sources?(?: (?:et|and) (?:references|notes|liens|links))?|(?:list of |liste des )?references"
    r"(?: bibliographiques)?|bibliograph(?:y|ie)|works cited|sitograph(?:y|ie)|webograph(?:y|ie)|further reading"
    r"|pour aller plus loin|external links|liens externes|credits|notes(?: (?:et|and) references)?|footnotes)"
)
_ASKED_FOR = re.compile(
    r"\b(?:sources|references|bibliograph\w+|citations?|urls?|https?|websites?|sites? (?:web|internet))\b"
)


def is_reference_list(chunk: Chunk) -> bool:
    """Whether a passage stands under a heading such as *Sources* or *Références*."""
    return bool(chunk.heading) and _LIST.fullmatch(fold(chunk.heading[-1].lower()).strip(" .:")) is not None


def asks_for_sources(question: str) -> bool:
    """Whether a question wants to know where something is written.

    >>> asks_for_sources("Quelles sont les sources sur Réseau Mesure ?"), asks_for_sources("Qui fabrique du verre ?")
    (True, False)
    """
    return _ASKED_FOR.search(fold(question.lower().replace("’", "'"))) is not None
