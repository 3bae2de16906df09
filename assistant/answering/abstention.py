"""What the assistant says when the documents do not tell."""

from __future__ import annotations

from assistant.answering.names import names
from assistant.answering.texts import spoken, texts
from assistant.answering.words import keywords
from assistant.documents import Answer, Grounding, Retrieval, Sentence

_NEAREST = 3
_NAMED = 4


def abstain(retrieval: Retrieval, empty: bool = False) -> Answer:
    """One plain sentence that names what was looked for, without citations, and the nearest passages to look at.

    ``empty``: there is no document at all.
    """
    query = retrieval.query
    words = texts(query.language)
    about = looked_for(query.text, query.language)
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


def looked_for(question: str, language: str) -> str:
    """What a question is about in the question's own words, quoted: its names, else its longest content words.

    Empty when it has none.
    """
    content = keywords(question, language)
    named = names(question)
    chosen = [word for word in content if word.casefold() in {n.casefold() for n in named}] or content
    quoted = [f"« {word} »" if spoken(language) == "fr" else f"“{word}”" for word in chosen[:_NAMED]]
    return ", ".join(quoted)
