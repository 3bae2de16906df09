"""Turns a follow-up into a question that stands alone, by rules on what the conversation is about.

Three things make a follow-up: it begins like one (*et en Bretagne ?*, *what about training?*), it points back (*ce
métier*, *it*, *the second one*), or it only asks (*combien ?*). Everything else is a question of its own, whatever
was talked about before, and is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.chat_model import Chat, ChatFailedError, open_chat, prompt
from assistant.answering.cleaning import plain
from assistant.answering.entities import Entities, Mention
from assistant.answering.names import fold, names
from assistant.answering.pointing import (
    BEGINS,
    OF,
    RETURNS,
    THAT_OF,
    WANTS_MORE,
    YEAR_ONLY,
    depends,
    ordinal,
    plural_noun,
    points_at_many,
    put_in,
)
from assistant.answering.presenting import subject
from assistant.answering.words import content_stems, keywords
from assistant.documents import Turn
from assistant.index.snapshot import Snapshot
from assistant.settings import Settings

_TURNS = 4
"""How many turns back the subject of a conversation is looked for."""

_SUBJECTS = ("cluster", "job")

_QUOTED = 300
"""Characters of each answer that a model is given to word a follow-up."""
_LONGEST = 300
"""Characters of a question in a model's words, beyond which it has answered instead of asked."""

_SHORT = 6
"""Words of a follow-up up to which it replaces a part of the last question; a longer one is a question by itself."""

# What stands before a name and goes with it: "dans les" Pays de la Loire, "in" Normandy.
_PREPOSITION = re.compile(
    r"\b(?:dans|en|à|au|aux|sur|chez|in|at|within)\s(?:(?:le|la|les|the)\s|l['’])?$|\b(?:dans|à|chez)\s?l['’]$", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAPITAL = r"[A-ZÀ-Þ][\w&’'-]*\w"
_CAPITALISED = re.compile(rf"{_CAPITAL}(?:\s(?:(?:de|du|des|de la|of|the|&)\s|d['’])?(?:{_CAPITAL}|\d+))*")


def standalone(
    question: str,
    conversation: Sequence[Turn],
    snapshot: Snapshot,
    settings: Settings | None = None,
    entities: Entities | None = None,
) -> str:
    """``question`` made complete with what the conversation is about; unchanged if it stands alone.

    With ``settings`` that name a chat model, the model words a follow-up; the rules stand in when it fails.
    ``entities`` are the names that the snapshot's documents know, if they have been gathered before.

    >>> standalone("et en Bretagne ?", [turn_on("Quels clusters en Normandie ?")], snapshot)  # doctest: +SKIP
    'Quels clusters en Bretagne ?'
    """
    turns = [turn for turn in conversation[-_TURNS:] if turn.answer.citations or turn.answer.abstained]
    if not turns or not question.strip():
        return question
    by_rules = _by_rules(question, turns, entities or Entities(snapshot.documents.values()))
    chat = open_chat(settings) if settings is not None else None
    if by_rules == question or chat is None:
        return by_rules
    return _by_model(question, turns, chat) or by_rules


def _by_model(question: str, turns: Sequence[Turn], chat: Chat) -> str:
    """The follow-up in the model's words; empty when it fails or writes anything but one short question."""
    said = "\n".join(f"Question: {t.answer.question}\nAnswer: {t.answer.text[:_QUOTED]}" for t in turns)
    try:
        written = chat.complete(prompt("rewrite"), f"{said}\n\nLast question: {question}")
    except ChatFailedError:
        return ""
    rewritten = plain(written).strip().strip('"«»“” ')
    known = f"{said} {question}"
    kept = set(content_stems(rewritten, "fr")) & set(content_stems(known, "fr"))
    invented = [name for name in names(rewritten) if name not in fold(known)]
    one_question = "\n" not in rewritten and len(rewritten) <= _LONGEST
    return rewritten if kept and one_question and not invented else ""


def _by_rules(question: str, turns: Sequence[Turn], entities: Entities) -> str:
    if (again := _gone_back(question, turns, entities)) or (again := _numbered(question, turns, entities)):
        return again
    mentioned = entities.mentions(question)
    if begins := BEGINS.match(question):
        return _continued(question, begins.end(), mentioned, turns, entities)
    if depends(question, mentioned):
        topic = _topic(question, turns, entities)
        return _about(question, topic) if topic else question
    return question


def said_before(question: str, conversation: Sequence[Turn]) -> frozenset[tuple[str, int]]:
    """The places (document, start) of the sentences that an answer to *tell me more* would only repeat."""
    if not conversation or not WANTS_MORE.match(question):
        return frozenset()
    return frozenset((c.document.id, c.start) for turn in conversation[-_TURNS:] for c in turn.answer.citations)


def _gone_back(question: str, turns: Sequence[Turn], entities: Entities) -> str:
    """*Back to the first one: how many members?* asks about the first subject of the conversation; empty if it does
    not say so."""
    returns, place = RETURNS.match(question), ordinal(question)
    if returns is None or place is None or place[1].end() > returns.end():
        return ""
    subjects = list(dict.fromkeys(filter(None, (_subject_of(turn, entities) for turn in turns))))
    name = _nth(subjects, place[0])
    return _about(question[returns.end() :], name) if name else ""


def _numbered(question: str, turns: Sequence[Turn], entities: Entities) -> str:
    """The question with the name that *the second one* means: of those that the last question names, else of those
    that its answer cites; empty when there is none."""
    if (place := ordinal(question)) is None:
        return ""
    last = turns[-1].answer
    named = list(dict.fromkeys(m.value for m in entities.mentions(last.question) if m.kind in ("cluster", "job")))
    if len(named) < 2:
        named = list(dict.fromkeys(subject(citation.document) for citation in last.citations))
    name = _nth(named, place[0]) if len(named) > 1 else ""
    return put_in(question, place[1], name) if name else ""


def _nth(named: Sequence[str], n: int) -> str:
    return named[n] if -len(named) <= n < len(named) else ""


def _continued(
    question: str, begun: int, mentioned: Sequence[Mention], turns: Sequence[Turn], entities: Entities
) -> str:
    """A follow-up that begins like one, up to ``begun``. A name or a year takes the place of the last question's of
    the same kind; words without a name are asked of the conversation's subject."""
    before, rest = turns[-1].answer.question, question[begun:]
    old = entities.mentions(before)
    short = len(rest.split()) <= _SHORT
    if (year := YEAR_ONLY.match(rest)) is not None and _YEAR.search(before):
        return _YEAR.sub(year["year"], before)
    if (that := THAT_OF.match(rest)) is not None:
        named = [(m.start, m.end) for m in old if m.kind in _SUBJECTS]
        named = named or [match.span("what") for match in OF.finditer(before)]
        if named:
            return before[: named[-1][0]] + that["what"] + before[named[-1][1] :]
    for new in mentioned:
        replaced = next((m for m in reversed(old) if m.kind == new.kind), None)
        if replaced is not None and short:
            return _swapped(before, replaced, question, new, begun)
    if mentioned or names(rest):
        return f"{before.rstrip(' ?.!')} {rest}" if short else question
    topic = _topic(question, turns, entities)
    return _about(rest, topic) if topic else question


def _swapped(before: str, past: Mention, question: str, new: Mention, begun: int) -> str:
    """``before`` with its mention ``past`` replaced by ``new`` of ``question``, prepositions included."""
    start, end = past.start, past.end
    began = new.start
    theirs = _PREPOSITION.search(before[:start])
    ours = _PREPOSITION.search(question[begun : new.start])
    if theirs and ours:
        start, began = theirs.start(), begun + ours.start()
    return before[:start] + question[began : new.end] + before[end:]


def _topic(question: str, turns: Sequence[Turn], entities: Entities) -> str:
    """What a follow-up is about: the cluster or job last asked about, else what *these jobs* takes up from the
    question before, else a name in that question, else the document that answered it."""
    for turn in reversed(turns):
        if found := _subject_of(turn, entities, question):
            return found
    return ""


def _subject_of(turn: Turn, entities: Entities, follow_up: str = "") -> str:
    asked = turn.answer.question
    mentions = entities.mentions(asked)
    # A cluster by its name in the catalogue, for it has aliases; a job in the reader's words and language.
    known = [m.value if m.kind == "cluster" else asked[m.start : m.end] for m in mentions if m.kind in _SUBJECTS]
    if known:
        return ", ".join(dict.fromkeys(known)) if points_at_many(follow_up) else known[-1]
    cited = list(dict.fromkeys(subject(citation.document) for citation in turn.answer.citations))
    noun = plural_noun(follow_up)
    if (noun and fold(noun).rstrip("s") in fold(asked)) or (points_at_many(follow_up) and len(cited) > 1):
        # The language of a turn that a program sends is not known: a word must carry something in both.
        return " ".join(word for word in keywords(asked, "en") if content_stems(word, "fr"))
    places = [asked[m.start : m.end] for m in mentions]
    return next((name for name in _names(asked) if name not in places), "") or (cited[0] if cited else "")


def _names(question: str) -> list[str]:
    """Capitalised words that stand together and do not merely begin the question; abbreviations are no names here."""
    found = [match.group() for match in _CAPITALISED.finditer(question, 1)]
    return [name for name in found if any(c.islower() for c in name) and names(f"x {name}")]


def _about(question: str, topic: str) -> str:
    return f"{question.strip()} ({topic})"
