"""How a sentence of a document is shown on its own: without bullets, and with the subject that it refers back to."""

from __future__ import annotations

import re

from assistant.answering.candidates import Candidate
from assistant.answering.names import fold
from assistant.answering.orders import is_order
from assistant.documents import DocumentInfo

# Numbers of a document's own list of sources would be taken for ours.
_SOURCE_MARKS = re.compile(r"\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]")

# What is left of a cell that held nothing but such marks.
_EMPTY_CELL = re.compile(r"(?:; |^)[^:;\n]{1,60}:\s*(?=;|$)")

_NOUNS_FR = (
    r"cluster|métier|pôle|grappe|association|entreprise|filière|profession|réseau|document|rapport|programme|projet"
    r"|dispositif|structure|formation|diplôme|fiche|territoire|site|dernier|dernière"
)
_NOUNS_EN = (
    r"cluster|job|profession|association|network|company|firm|organisation|organization|document|report|programme"
    r"|program|project|role|training|diploma|site|latter|occupation"
)
_REFERS_BACK = re.compile(
    r"^(?:[«“\"(]\s?)?(?:"
    r"(?:ils?|elles?|celui-ci|celle-ci|ceux-ci|celles-ci|cela|ceci|ce dernier|cette dernière|ces derniers|son|sa|ses"
    r"|leurs?|y|on y|ce|cet|cette|ces|c['’](?:est|était|étaient)|il y|en outre,? (?:il|elle)|de plus,? (?:il|elle))\b"
    r"|(?:le|la|les|l['’]|du|de la|au|dans le|dans la|dans ce|dans cette|pour ce|pour cette)\s?"
    rf"(?:{_NOUNS_FR})s?\b(?! (?-i:[A-ZÉ]))"
    r"|(?:it|they|he|she|its|their|his|her|this|that|these|those|here|there it)\b"
    rf"|(?:the|in the|in this|for this|at the)\s(?:{_NOUNS_EN})s?\b(?! (?-i:[A-Z]))"
    r")",
    re.IGNORECASE,
)


def refers_back(sentence: str) -> bool:
    """Whether a sentence leans on what stands before it: it begins with a pronoun, or with *the cluster*.

    >>> refers_back("Il compte 240 membres."), refers_back("Neopolia compte 240 membres.")
    (True, False)
    """
    return _REFERS_BACK.match(sentence) is not None


def subject(document: DocumentInfo) -> str:
    """What a document is about, in a few words: its only cluster for a report, else its title up to a colon. Empty
    where that is an order to a machine."""
    about = _subject(document)
    return "" if is_order(about) else about


def _subject(document: DocumentInfo) -> str:
    metadata = document.metadata
    if metadata.kind == "report" and len(metadata.cluster) == 1:
        return metadata.cluster[0]
    return re.split(r"\s*[:–—]\s+|\s*\(", metadata.title, maxsplit=1)[0].strip() or metadata.title


def show(candidate: Candidate, follows: bool, introduce: bool) -> str:
    """The text of a sentence for the reader. ``follows``: what stands before it in its document is shown before it.

    The words are the document's own; what is added stands in square brackets: the line that leads a list in, or what
    the document is about, where the sentence refers back to it or ``introduce`` asks for it.
    """
    text = _SOURCE_MARKS.sub("", candidate.text[candidate.mark :]).strip()
    if candidate.is_row:
        text = _EMPTY_CELL.sub("", text)
    if follows:
        return text
    known, about = candidate.evidence.document.metadata, subject(candidate.evidence.document)
    row_of_one_thing = candidate.is_row and (known.kind == "job" or len(known.cluster) == 1)
    named = introduce or (known.kind and (refers_back(text) or row_of_one_thing))
    if candidate.is_item and candidate.before.rstrip().endswith(":"):
        text = f"[{_SOURCE_MARKS.sub('', candidate.before).rstrip(' :')}] {text}"
        named = introduce
    return f"[{about}] {text}" if named and about and not mentions(text, about) else text


def mentions(text: str, about: str) -> bool:
    """Whether ``text`` names what a document is about."""
    return fold(about) in fold(text)
