"""Where the sentences of a French or English text begin and end.

Rules instead of a model: they are exact about spans, cost microseconds, and a wrong cut is easy to explain. In the
texts that the loaders make, a line break always ends a line of its own (a paragraph, a list item, a row of a table),
so a sentence never runs across one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A full stop after one of these never ends a sentence: a name or an explanation follows. Case counts: "12 mm. The".
_BEFORE_NAMES = _words("M MM Mr Mrs Ms Dr dr Drs Pr Prof prof Me Mgr St Ste Sts Gen Gén Capt Sgt Lt Cdt Cmdt Rev Hon")
_BEFORE_NAMES |= _words(
    "Gov Sen Mt Sta av cf Cf e.g i.e p.ex c-à-d vs v env approx ca incl excl resp dir coord trad réf"
)
# Nor after one of these before a number: "no. 5", "fig. 2", "vol. III".
_BEFORE_NUMBERS = _words("no nos num p pp art al chap ch fig figs vol vols tab tabl sect ill éd ed pl par tél tel fax")
# These may end a sentence; they do so when the next word is one that begins sentences.
_MAY_END = _words("etc inc ltd co corp cie bros jr sr a.m p.m ph.d m.sc b.sc s.a s.a.s s.a.r.l j.-c ie eg ex nb")
_MAY_END |= _words("jan janv feb févr mar apr avr jun jul juil aug sep sept oct nov dec déc bd boul c")
_BEGINNERS = _words(
    """
    a after all an and another as at although because before both but by during each every for from he her here his how
    however i if in it its many moreover most no on one our she since so some such that the their then there these they
    this those thus to today we what when where which while who why with yet you your
    afin ainsi alors après au aucun aujourd'hui aussi autre aux avant avec bien c' car ce cela celle celui ces cet
    cette ceux chaque cependant ceci certains comme comment d' dans de depuis des dès donc du durant elle elles en
    enfin ensuite entre et il ils j' je l' la le les leur leurs lors lorsque mais malgré même n' ne nos notre nous on or
    où par parmi pendant plus plusieurs pour pourquoi pourtant puis quand que quel quelle quels qu' qui quoi s' sa sans
    selon ses seul si soit son sous sur tous tout toute toutes trois très un une vers voici votre vous
    """
)

_END = re.compile(
    r"""(?P<mark>[.!?…]+)
        (?P<closing>(?:[ \u00a0\u202f]*»|["”’')\].]|[ ]?\[\d+(?:\s?,\s?\d+)*\])*)   # quotes, brackets, [1] [2]
        (?=\s)""",
    re.VERBOSE,
)
_OPENING = "«“‘\"'([{¿¡—–-*•\u00a0\u202f "
_WORD_BEFORE = re.compile(r"[^\s(\[«“\"/'’]*\Z")
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
_NEXT_WORD = re.compile(r"[^\W_]+(?:['’])?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?-?)*[A-ZÀ-ÖØ-Þ]\Z")
_LIST_NUMBER = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\Z")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of ``text`` as ``(start, end)``, in order, without the white space around them.

    Every character that is not white space lies in exactly one span.

    >>> [("M. Roy pèse 3.5 kg. Il va bien !")[a:b] for a, b in sentence_spans("M. Roy pèse 3.5 kg. Il va bien !")]
    ['M. Roy pèse 3.5 kg.', 'Il va bien !']
    """
    spans: list[Span] = []
    for line_start, line_end in _lines(text):
        start = line_start
        for end in _ends(text, line_start, line_end):
            spans.append(_trim(text, start, end))
            start = end
        spans.append(_trim(text, start, line_end))
    return [span for span in spans if span[0] < span[1]]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _ends(text: str, line_start: int, line_end: int) -> Iterator[int]:
    start = line_start
    for match in _END.finditer(text, line_start, line_end):
        after = text[match.end() : min(line_end, match.end() + 40)]
        if _ends_sentence(text[start : match.start()], match["mark"], after):
            yield match.end()
            start = match.end()


def _ends_sentence(before: str, mark: str, after: str) -> bool:
    following = after.lstrip().lstrip(_OPENING)
    if not following or following[0].islower() or following[0] in ")]»,;":
        return False
    if mark != ".":
        return bool(before.strip())
    if _LIST_NUMBER.match(before):
        return False
    found = _WORD_BEFORE.search(before)
    word = found.group().rstrip(",;") if found else ""
    if word in _BEFORE_NAMES or (word.lower() in _BEFORE_NUMBERS and _NUMBER.match(following)):
        return False
    if word.lower() in _MAY_END or _is_initials(word):
        return _begins_sentence(following)
    return True


def _is_initials(word: str) -> bool:
    """``J``, ``J.-P``, ``U.S``: letters that stand alone, the last one a capital."""
    return bool(word) and (len(word) == 1 or "." in word) and _INITIALS.match(word) is not None and _short_parts(word)


def _short_parts(word: str) -> bool:
    return all(len(part) <= 1 for part in re.split(r"[.\-]+", word))


def _is_initial(following: str) -> bool:
    return following[1:2] in {".", "-"}


def _begins_sentence(following: str) -> bool:
    match = _NEXT_WORD.match(following)
    return match is not None and not _is_initial(following) and match.group().lower().replace("’", "'") in _BEGINNERS


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
