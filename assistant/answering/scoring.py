"""How likely a sentence answers a question: a logistic model over measures of it and of its place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from assistant.answering.candidates import Candidate, is_row
from assistant.answering.headings import heading_match, names_title, titles
from assistant.answering.presenting import refers_back
from assistant.answering.questions import Asks, asks, counts, has_shape, parts
from assistant.answering.words import asked_stems, content_stems, coverage, rarity
from assistant.documents import Evidence, Query

# Fitted by logistic regression on the sentences of the ten best passages of 1 000 questions (500 French, 500
# English, of public reading-comprehension sets; target: the sentence holds the expected answer), and rounded. Fitted
# on one language alone, they find the answer of the other as well to within one point in a hundred.
_INTERCEPT = -5.0
_COVERAGE = 3.3  # share of the question's words, weighted by rarity, that the sentence has
_NEARNESS = 26.6  # cosine to the question, below that of the nearest sentence of the same language
_DOCUMENT = 1.3  # best fused score of the sentence's document, in [0, 1]
_RANK = 2.0  # 1 / rank of the passage
_SHAPE = 0.8  # whether it holds something of the asked kind: a name, a date, a figure

# Set by hand, as those sets have no headings, tables or descriptions of one thing: each outweighs a middling difference
# of words, none a large one.
_SECTION = 0.8  # how far its heading names what is asked, in [0, 1]
_OPENING = 0.5  # whether it opens the section that is asked about; half for the second sentence, and so on
_ABOUT = 1.5  # whether the document is about the very thing that the question names
_ROW = -1.5  # whether it is a row of a table although no figure, date, list or code is asked for
_CELL = -3.0  # whether it is a value with the name of its column ("Sector: logistics") that nothing asks for
_CODE_ROW = 1.5  # whether it is a row or a cell although a code is asked for
_COUNTS = 1.5  # whether it gives a number of the things whose number is asked for

# Words cannot be compared with those of another language, names and figures aside: then a sentence counts as having
# the share of the question's words that sentences as near to it have in its own language (.5 for the nearest one, .2 at
# .02 below it; measured on the same sets).
_FOREIGN_COVERAGE, _FOREIGN_FALL, _FOREIGN_LEAST = 0.45, 0.02, 0.05

# Nearness where it has not been measured: that of an average sentence.
_UNMEASURED = 0.06

_FOR_ROWS = (Asks.NUMBER, Asks.TIME, Asks.LIST)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with the logit of the probability that it answers the question.

    ``section`` is how far the heading it stands under names what is asked, in [0, 1].
    """

    candidate: Candidate
    logit: float
    section: float = 0.0

    @property
    def probability(self) -> float:
        return 1 / (1 + exp(-self.logit))


class Scorer:
    """Scores the candidates of one question, first by words and place alone, then with their nearness to it.

    ``kind`` is what the question asks for, its first part where it has several.
    """

    def __init__(self, query: Query, candidates: Sequence[Candidate]) -> None:
        self._query = query
        self._candidates = candidates
        self._asked = parts(query.text)[0]
        self.kind: Asks = asks(self._asked)
        self._sections = [_section(candidate, query) for candidate in candidates]
        words = [
            content_stems(_in_context(candidate, section), query.language)
            for candidate, section in zip(candidates, self._sections, strict=True)
        ]
        asked = asked_stems(query.text, query.language)
        weights = rarity(asked, words)
        self._coverage = [coverage(asked, stems, weights) for stems in words]
        self._documents = best_scores(candidate.evidence for candidate in candidates)
        documents = {candidate.evidence.document.id: candidate.evidence.document for candidate in candidates}
        self._about = {
            id_: d.metadata.kind is not None and names_title(query, titles(d)) for id_, d in documents.items()
        }

    def score(self, nearness: Mapping[int, float]) -> list[Scored]:
        """All candidates, best first. ``nearness`` maps a candidate's ``order`` to the cosine of its sentence to the
        question; those left out count as average."""
        best: dict[str, float] = {}
        for candidate in self._candidates:
            if candidate.order in nearness:
                language = candidate.evidence.document.metadata.language
                best[language] = max(best.get(language, -1.0), nearness[candidate.order])
        scored = [
            Scored(candidate, self._logit(candidate, share, self._below(candidate, nearness, best), section), section)
            for candidate, share, section in zip(self._candidates, self._coverage, self._sections, strict=True)
        ]
        return sorted(scored, key=lambda s: (-s.logit, s.candidate.order))

    @staticmethod
    def _below(candidate: Candidate, nearness: Mapping[int, float], best: Mapping[str, float]) -> float:
        if candidate.order not in nearness:
            return _UNMEASURED
        return best[candidate.evidence.document.metadata.language] - nearness[candidate.order]

    def _logit(self, candidate: Candidate, share: float, below: float, section: float) -> float:
        evidence, text, asked = candidate.evidence, candidate.text, self._asked
        language = evidence.document.metadata.language or self._query.language
        if language != self._query.language:
            share = max(share, _FOREIGN_LEAST + _FOREIGN_COVERAGE * exp(-below / _FOREIGN_FALL))
        return (
            _INTERCEPT
            + _COVERAGE * share
            - _NEARNESS * below
            + _DOCUMENT * self._documents[evidence.document.id]
            + _RANK / evidence.rank
            + _SHAPE * has_shape(text, self.kind, asked, language)
            + _SECTION * section
            + (_OPENING / candidate.nth if section == 1.0 else 0.0)
            + _ABOUT * self._about[evidence.document.id]
            + (_COUNTS if self.kind is Asks.NUMBER and counts(text, asked, language) else 0.0)
            + self._of_table(candidate, section)
        )

    def _of_table(self, candidate: Candidate, section: float) -> float:
        cell = bool(candidate.label) and candidate.text.startswith(candidate.label)
        if self.kind is Asks.CODE:
            return _CODE_ROW * (cell or is_row(candidate.text))
        if cell:
            return _CELL * (section == 0.0)
        return _ROW * (is_row(candidate.text) and self.kind not in _FOR_ROWS)


def _section(candidate: Candidate, query: Query) -> float:
    evidence = candidate.evidence
    return heading_match(query.text, query.language, evidence.document.metadata.title, candidate.heading)


def _in_context(candidate: Candidate, section: float) -> str:
    """What a sentence says where it stands: under the heading that is asked about, what title and headings say; an
    item of a list says what its lead-in says of all of them, and a sentence that begins with a pronoun speaks of what
    the document is about."""
    if section == 1.0:
        title = candidate.evidence.document.metadata.title
        return "\n".join((title, *candidate.heading, candidate.before, candidate.text))
    if candidate.is_item:
        return f"{candidate.before}\n{candidate.text}"
    if refers_back(candidate.text):
        return f"{candidate.evidence.document.metadata.title}\n{candidate.text}"
    return candidate.text


def best_scores(evidence: Iterable[Evidence]) -> dict[str, float]:
    """The best score of each document among the evidence, by document id."""
    best: dict[str, float] = {}
    for piece in evidence:
        best[piece.document.id] = max(best.get(piece.document.id, 0.0), piece.score)
    return best
