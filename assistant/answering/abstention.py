"""What the assistant says when the documents do not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.entities import Entities
from assistant.answering.names import names
from assistant.answering.texts import spoken, texts
from assistant.answering.words import content_stems, keywords, rarity
from assistant.documents import Answer, Evidence, Grounding, Retrieval, Sentence

_NEAREST = 3
_NAMED = 2

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w&’'.-]*\w|[A-ZÀ-ÖØ-Þ]"
_NAME = re.compile(rf"(?:{_CAPITAL})(?:\s(?:(?:de|du|des|de la|of|the|&|et|and)\s|d['’])?(?:{_CAPITAL}|\d+))*")
_ELISION = re.compile(r"^(?:[CDJLMNST]|Qu)['’]")
# What stands before a noun, as a rule: an article, a preposition, a possessive or a number.
_BEFORE_NOUN = re.compile(
    r"(?:\b(?:le|la|les|un|une|des|du|de|au|aux|à|en|sur|pour|par|avec|sans|dans|ce|cet|cette|ces|son|sa|ses|leurs?"
    r"|mon|ma|mes|notre|nos|votre|vos|quels?|quelles?|the|an?|of|in|on|for|from|with|about|at|by|my|our|your|his|her"
    r"|their|its|this|that|these|those|which|what)\s|\b(?:[ld]|qu)['’])$",
    re.IGNORECASE,
)
# A verb turned round with its pronoun (devient-on), an infinitive, a participle in -ing.
_VERB = re.compile(r"-(?:on|ils?|elles?|je|tu|nous|vous|ce|t-\w+)$|(?:[^\W\d]{2}(?:er|ir|oir|ing))$", re.IGNORECASE)


def abstain(retrieval: Retrieval, entities: Entities | None = None, empty: bool = False) -> Answer:
    """One plain sentence that names what was looked for, without citations, and the nearest passages to look at.

    ``entities`` are the names of the catalogue, where they are at hand; ``empty``: there is no document at all.
    """
    query = retrieval.query
    words = texts(query.language)
    about = looked_for(query.text, query.language, entities or Entities(()), retrieval.evidence)
    if empty:
        said = words.empty_corpus
    elif about:
        said = words.abstain_about.format(about=about)
    else:
        said = words.abstain
    return Answer(
        query.text,
        spoken(query.language),
        (Sentence(said, grounding=Grounding.FRAME),),
        confidence=retrieval.confidence,
        abstained=True,
        nearest=retrieval.evidence[:_NEAREST],
    )


def looked_for(question: str, language: str, entities: Entities, evidence: Sequence[Evidence] = ()) -> str:
    """What a question is about in its own words, quoted, two at most: the clusters and jobs that the catalogue knows,
    else whole names, else the nouns that are rarest in the passages nearest to it.

    Empty when it has none. ``evidence`` are those passages.
    """
    known = [question[m.start : m.end] for m in entities.mentions(question) if m.kind in ("cluster", "job")]
    chosen = known or _names(question) or _rarest(question, language, evidence)
    quoted = [f"« {word} »" if spoken(language) == "fr" else f"“{word}”" for word in dict.fromkeys(chosen[:_NAMED])]
    return ", ".join(quoted)


def _names(question: str) -> list[str]:
    """Capitalised words that stand together, without a word that merely begins the question."""
    capital = names(question)
    found = []
    for match in _NAME.finditer(question):
        words = _ELISION.sub("", match.group()).split()
        while words and not capital.intersection(names(f"x {words[0]}")):
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return found


def _rarest(question: str, language: str, evidence: Sequence[Evidence]) -> list[str]:
    words = [word for word in keywords(question, language) if not _VERB.search(word)]
    nouns = [word for word in words if _is_noun(question, word)] or words
    passages = [content_stems(piece.chunk.text, language) for piece in evidence]
    weights = rarity((stem for word in nouns for stem in content_stems(word, language)), passages)
    rare = sorted(nouns, key=lambda word: -max(weights[stem] for stem in content_stems(word, language)))[:_NAMED]
    return [word for word in nouns if word in rare]


def _is_noun(question: str, word: str) -> bool:
    before = question[: question.find(word)]
    return _BEFORE_NOUN.search(before) is not None
