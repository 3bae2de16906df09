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
from assistant.answering.names import names
from assistant.answering.presenting import subject
from assistant.answering.words import content_stems
from assistant.documents import Answer, DocumentInfo, Turn
from assistant.index.snapshot import Snapshot
from assistant.settings import Settings

_I = re.IGNORECASE
_TURNS = 4
"""How many turns back the subject of a conversation is looked for."""

_QUOTED = 300
"""Characters of each answer that a model is given to word a follow-up."""
_LONGEST = 300
"""Characters of a question in a model's words, beyond which it has answered instead of asked."""

_BEGINS = re.compile(
    r"^\W*(?:(?:ok|oui|d'accord|merci|yes|well|thanks)[\s,.!]+)?"
    r"(?:et|mais|and|but|or|ou alors|sinon|what about|how about|qu'en est-il (?:de|du|des)|même question (?:pour|en|à)"
    r"|same (?:question )?(?:for|in))\b[\s,]*(?:(?:pour|for|about|what about)\s)?",
    _I,
)
_MORE_WORDS = (
    r"dis[- ]m'en plus|dites[- ]m'en plus|en savoir plus|plus de détails|raconte|continue|développe|tell me more"
    r"|more (?:details?|information|about it)|go on|elaborate|say more|details?"
)
_WANTS_MORE = re.compile(rf"^\W*(?:{_MORE_WORDS})\b", _I)
_MORE = re.compile(
    rf"^\W*(?:(?:et|and)\s)?(?:{_MORE_WORDS}|explique|pourquoi|combien|lesquel(?:le)?s|où|quand|qui|comment|why|how"
    r"|how so|how many|which ones?|where|when|who)\b[\w\s'’-]{0,25}\W*$",
    _I,
)
_POINTED_AT_FR = (
    r"métiers?|clusters?|pôles?|postes?|secteurs?|domaines?|diplômes?|documents?|rapports?|professions?|formations?"
    r"|régions?|entreprises?|filières?|associations?|villes?|grappes?|réseaux?|compétences?|études?|programmes?|projets?"
)
_POINTED_AT_EN = (
    r"jobs?|clusters?|professions?|sectors?|regions?|training|firms?|documents?|ones?|skills?|networks?|programmes?"
    r"|programs?|projects?|diplomas?|reports?|occupations?|associations?"
)
_STRONG = re.compile(
    r"\b(?:ça|cela|ceci|celui-ci|celle-ci|ceux-ci|celles-ci|celui-là|celle-là|ce dernier|cette dernière|là-bas"
    rf"|(?:ce|cet|cette|ces|du même|de la même|le même|la même)\s(?:{_POINTED_AT_FR})"
    rf"|(?:this|that|these|those|the same)\s(?:{_POINTED_AT_EN})"
    r"|(?:about|for|of|to|with|do|in|by|from|is) (?:this|that|it|them|these|those)\b(?=\W*$))\b",
    _I,
)
_WEAK = re.compile(
    r"(?:-(?:t-)?(?:ils?|elles?)\b|\b(?:ils?|elles?|lui|eux|son|sa|ses|leurs?)\b"
    r"|\b(?:it|its|they|them|their|he|she|his|her)\b)",
    _I,
)
# A noun phrase before the pronoun is what it stands for: "Comment une entreprise protège-t-elle ses brevets ?"
_ARTICLE = re.compile(r"\b(?:une?|le|la|les|des|l['’]|the|an?)\s?\w{3,}", _I)
_ASKS_BRIEFLY = re.compile(
    r"^\W*(?:quel(?:le)?s?|qui|que|où|quand|combien|comment|pourquoi|what|which|who|where|when|how|why)\b", _I
)
_ENGLISH = re.compile(r"\W*(?:what|which|who|where|when|how|why)\b", _I)

_PLACES = {
    0: r"premier|première|1er|1ère|first",
    1: r"deuxième|second|seconde|2e|2ème|2nd",
    2: r"troisième|3e|3ème|third|3rd",
    3: r"quatrième|4e|4ème|fourth|4th",
    4: r"cinquième|5e|5ème|fifth|5th",
    -1: r"dernier|dernière|last",
}
_ORDINALS = {
    n: re.compile(
        rf"\b(?:le|la|du|au|de la|à la|the)\s(?:{words})\b(?:\s(?:one|cluster|job|métier|pôle|document|profession))?",
        _I,
    )
    for n, words in _PLACES.items()
}


def standalone(
    question: str, conversation: Sequence[Turn], snapshot: Snapshot, settings: Settings | None = None
) -> str:
    """``question`` made complete with what the conversation is about; unchanged if it stands alone.

    With ``settings`` that name a chat model, the model words a follow-up; the rules stand in when it fails.

    >>> standalone("et en Bretagne ?", [turn_on("Quels clusters en Normandie ?")], snapshot)  # doctest: +SKIP
    'Quels clusters en Bretagne ?'
    """
    turns = [turn for turn in conversation[-_TURNS:] if turn.answer.citations or turn.answer.abstained]
    if not turns or not question.strip():
        return question
    by_rules = _by_rules(question, turns, snapshot)
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
    kept = set(content_stems(rewritten, "fr")) & set(content_stems(f"{said} {question}", "fr"))
    return rewritten if kept and "\n" not in rewritten and len(rewritten) <= _LONGEST else ""


def _by_rules(question: str, turns: Sequence[Turn], snapshot: Snapshot) -> str:
    last = turns[-1].answer
    if (document := _numbered(question, last)) is not None:
        return _about(question, subject(document))
    entities = Entities(snapshot.documents.values())
    mentioned = entities.mentions(question)
    if begins := _BEGINS.match(question):
        return _continued(question, question[begins.end() :], mentioned, turns, entities)
    if _depends(question, mentioned):
        topic = _topic(turns, entities)
        return _about(question, topic) if topic else question
    return question


def said_before(question: str, conversation: Sequence[Turn]) -> frozenset[tuple[str, int]]:
    """The places (document, start) of the sentences that an answer to *tell me more* would only repeat."""
    if not conversation or not _WANTS_MORE.match(question):
        return frozenset()
    return frozenset((c.document.id, c.start) for turn in conversation[-_TURNS:] for c in turn.answer.citations)


def _depends(question: str, mentioned: Sequence[Mention]) -> bool:
    """Whether a question that does not begin like a follow-up points back, or only asks."""
    if _STRONG.search(question) and not any(m.kind in ("cluster", "job") for m in mentioned):
        return True
    if mentioned or names(question):
        return False
    if _MORE.match(question):
        return True
    pronoun = _WEAK.search(question)
    if pronoun and not _ARTICLE.search(question, 0, pronoun.start()):
        return True
    language = "en" if _ENGLISH.match(question) else "fr"
    return _ASKS_BRIEFLY.match(question) is not None and len(set(content_stems(question, language))) < 2


def _continued(
    question: str, rest: str, mentioned: Sequence[Mention], turns: Sequence[Turn], entities: Entities
) -> str:
    """A follow-up that begins like one. A name takes the place of the last question's name of the same kind; words
    without a name are asked of the conversation's subject."""
    before = turns[-1].answer.question
    old = entities.mentions(before)
    short = len(rest.split()) <= 6
    for new in mentioned:
        for past in reversed(old):
            if past.kind == new.kind and short:
                return before[: past.start] + question[new.start : new.end] + before[past.end :]
    if mentioned or names(rest):
        return f"{before.rstrip(' ?.!')} {rest}" if short else question
    topic = _topic(turns, entities)
    return _about(rest, topic) if topic else question


def _topic(turns: Sequence[Turn], entities: Entities) -> str:
    """What the conversation is about: the cluster or job last asked about, else the document that answered."""
    for turn in reversed(turns):
        asked = [m for m in entities.mentions(turn.answer.question) if m.kind in ("cluster", "job")]
        if asked:
            return asked[-1].value
        if turn.answer.citations:
            return subject(turn.answer.citations[0].document)
    return ""


def _numbered(question: str, last: Answer) -> DocumentInfo | None:
    """The document that *the second one* means: the second that the last answer cites."""
    documents = list({c.document.id: c.document for c in last.citations}.values())
    for n, pattern in _ORDINALS.items():
        if pattern.search(question) and -len(documents) <= n < len(documents) and len(documents) > 1:
            return documents[n]
    return None


def _about(question: str, topic: str) -> str:
    return f"{question.strip()} ({topic})"
