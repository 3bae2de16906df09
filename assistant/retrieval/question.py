"""The vector that a question is looked for with."""

from __future__ import annotations

import numpy as np

from assistant.documents import Query
from assistant.embedding import Embedder
from assistant.retrieval.centring import LanguageMeans, Vector, centred, question_mean, subject_mean
from assistant.retrieval.subject import subject


def question_vector(query: Query, embedder: Embedder, means: LanguageMeans) -> Vector:
    """The centred vector of what is asked, shape (dimension,), of unit length.

    A question that only asks for a description is its subject. But one word alone, out of any context, says little to
    the model: its vector goes half and half with that of the whole question (nDCG@10 of dense retrieval on questions
    about jobs of one word from .558 to .564; subjects of more words would lose .011).

    Raises:
        EmbeddingModelError: the model cannot be loaded.
    """
    about = subject(query.text, query.language)
    if about is None:
        return _centred_question(embedder.encode_queries([query.text])[0], query, means)
    of_subjects = subject_mean(means, query.language)
    if " " in about:
        return centred(embedder.encode_queries([about])[0], of_subjects)
    word, whole = embedder.encode_queries([about, query.text])
    both = centred(word, of_subjects) + _centred_question(whole, query, means)
    return centred(both, np.zeros_like(both))


def _centred_question(vector: Vector, query: Query, means: LanguageMeans) -> Vector:
    return centred(vector, question_mean(means, query.language))
