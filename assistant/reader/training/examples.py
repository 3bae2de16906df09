"""Which pairs the network sees: for each question its answer among passages that look like one, for each claim its
siblings. Everything is drawn from one generator of random numbers, so that a seed gives the same training again."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from assistant.reader.inputs import CLAIM, Inputs, Tokens, length
from assistant.reader.reading import Passage
from assistant.reader.training.claims import Words, change_number, make_claims, spoil
from assistant.reader.training.data import Claim, Data, Question
from assistant.reader.training.noise import Noise, add_noise
from assistant.reader.training.orders import Parts, make_order, plant

T = TypeVar("T")

OWN = "own"
"""The set that was written for this product; the others are public benchmarks."""

_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÀ-Þ][\w&-]+(?: [A-ZÀ-Þ][\w&-]+)*")
_FRENCH = frozenset(("le", "la", "les", "de", "des", "et", "du"))
_ENGLISH = frozenset(("the", "of", "and", "to", "is", "a"))
_POOL = 160  # groups that are sorted by length before they are cut into batches


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of what is drawn, and how often it is changed."""

    own: float = 0.5
    written_claims: float = 0.12
    made_claims: float = 0.12
    noise: float = 0.35
    renamed: float = 0.08
    """Questions about a name that are asked with another name: the passage then does not answer."""
    bare: float = 0.12
    """Passages that are read without their headings or with the last one only: documents of others lose them."""
    planted: float = 0.07
    """Passages with an order to a machine in them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair with what is right: ``label`` for the whole, ``sentences`` that belong to the answer.

    ``spoilt`` are the tokens of a claim that depart from the passage; None where that is not known.
    """

    question: tuple[int, ...]
    passage: Tokens
    label: bool
    sentences: tuple[int, ...]
    task: Literal["question", "claim"]
    spoilt: tuple[int, ...] | None = None


Group = tuple[Example, ...]
"""Pairs that are told apart from each other: they share a question, or a passage that claims are made about."""


class Examples:
    """An endless stream of batches. ``mined`` gives for questions, by their number, passages that retrieval finds."""

    def __init__(
        self,
        data: Data,
        mined: Mapping[int, Sequence[int]],
        inputs: Inputs,
        noise: Mapping[str, Noise],
        orders: Mapping[str, Parts],
        words: Mapping[str, Words],
        mix: Mix,
        seed: int,
    ) -> None:
        self._data, self._mined, self._inputs = data, mined, inputs
        self._noise, self._orders, self._words, self._mix = noise, orders, words, mix
        self._chance = random.Random(seed)
        numbered = list(enumerate(data.questions))
        self._own = [n for n, question in numbered if question.set == OWN and not data.held_out(question)]
        self._others = [n for n, question in numbered if question.set != OWN]
        self._kept_out = {n for n, source in enumerate(data.passages) if source.set == OWN and source.held_out}
        # French sets are small: they are drawn four times as often.
        self._weights = [4.0 if data.questions[n].language == "fr" else 1.0 for n in self._others]
        self._claims = [claim for claim in data.claims if not data.held_out(claim)]
        self._about: dict[int, list[Claim]] = defaultdict(list)
        for claim in self._claims:
            self._about[claim.passage].append(claim)
        self._documents: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, source in enumerate(data.passages):
            self._documents[source.set, source.document].append(n)
        self._own_passages = [n for n, source in enumerate(data.passages) if source.set == OWN and not source.held_out]
        self._other_passages = [n for n, source in enumerate(data.passages) if source.set != OWN]
        self._names = sorted({name for n in self._own for name in _NAME.findall(data.questions[n].text)})

    def batches(self, tokens: int) -> Iterator[list[Group]]:
        """Groups of like length together, at most ``tokens`` tokens a batch with the padding."""
        own, claims = self._deal(self._own), self._deal(self._claims)
        while True:
            pool = sorted((self._draw(own, claims) for _ in range(_POOL)), key=_longest)
            batches: list[list[Group]] = [[]]
            for group in filter(None, pool):
                pairs = sum(len(each) for each in batches[-1])
                if batches[-1] and _longest(group) * (pairs + len(group)) > tokens:
                    batches.append([])
                batches[-1].append(group)
            self._chance.shuffle(batches)
            yield from (batch for batch in batches if sum(map(len, batch)) > 2)

    def _deal(self, items: Sequence[T]) -> Iterator[T]:
        """All items in a new order, again and again."""
        while True:
            yield from self._chance.sample(items, len(items))

    def _draw(self, own: Iterator[int], claims: Iterator[Claim]) -> Group:
        at, mix = self._chance.random(), self._mix
        if at < mix.own:
            return self._own_question(next(own))
        if at < mix.own + mix.written_claims:
            return self._written(next(claims))
        if at < mix.own + mix.written_claims + mix.made_claims:
            return self._made()
        return self._other_question(self._chance.choices(self._others, self._weights)[0])

    def _own_question(self, n: int) -> Group:
        chance, question = self._chance, self._data.questions[n]
        if question.answers and chance.random() < self._mix.renamed and (other := self._renamed(question)):
            wrong = [self._pair(other, question, passage, ()) for passage, _ in question.answers[:1]]
            return (*wrong, *self._negatives(question, self._ids(question), self._mined_for(n, 1)))
        ids = self._ids(question)
        answers = [each for each in question.answers if each[0] not in self._kept_out]
        right = [self._pair(ids, question, passage, sentences) for passage, sentences in answers[:2]]
        near = chance.sample(question.not_in, min(len(question.not_in), 1 if right else 2))
        return (*right, *self._negatives(question, ids, [*near, *self._mined_for(n, 2)]))

    def _other_question(self, n: int) -> Group:
        chance, question = self._chance, self._data.questions[n]
        ids = self._ids(question)
        right = [self._pair(ids, question, passage, sentences) for passage, sentences in question.answers[:1]]
        near = chance.sample(question.not_in, min(len(question.not_in), 1))
        if question.answers:
            strings = [text.lower() for text in question.strings]
            here, answered = self._data.passages[question.about], {passage for passage, _ in question.answers}
            siblings = [
                each for each in self._documents[here.set, here.document]
                if each not in answered and not any(text in self._text(each).lower() for text in strings)
            ]  # fmt: skip
            tried = chance.sample(siblings, min(6, len(siblings)))
            near += sorted(tried, key=lambda each: -self._shared(question.text, each))[:2]
        return (*right, *self._negatives(question, ids, near))

    def _written(self, claim: Claim) -> Group:
        """A claim with two of its siblings; where it is true, also spoilt in one place."""
        chance = self._chance
        siblings = [each for each in self._about[claim.passage] if each is not claim]
        claims = [claim, *chance.sample(siblings, min(2, len(siblings)))]
        examples = [self._claim(claim.passage, each.text, each.supported) for each in claims]
        if claim.supported and chance.random() < 0.7:
            passage = self._data.passages[claim.passage].passage
            wrong = list(spoil(claim.text, passage, self._words[claim.language], chance))[:1]
            examples += [self._claim(claim.passage, text, False, claim.text) for text in wrong]
        return tuple(examples)

    def _made(self) -> Group:
        chance = self._chance
        n = chance.choice(self._own_passages if chance.random() < 0.6 else self._other_passages)
        passage = self._data.passages[n].passage
        made = make_claims(passage, self._words[_language(passage.text)], chance)
        return tuple(self._claim(n, text, right, made[0][0]) for text, right in made)

    def _claim(self, n: int, text: str, right: bool, true: str = "") -> Example:
        """A claim about passage ``n``; ``true`` is what a wrong one was made from, where it was made."""
        tokens, ids = self._inputs.passage(self._data.passages[n].passage), self._inputs.question(CLAIM + text)
        spoilt: tuple[int, ...] | None = () if right else None
        if true and not right:
            matcher = SequenceMatcher(None, self._inputs.question(CLAIM + true), ids, autojunk=False)
            places = [(start, end) for kind, _, _, start, end in matcher.get_opcodes() if kind != "equal"]
            # Where words only went away no token is the wrong one, and which ones to judge is not known.
            spoilt = tuple(at for start, end in places for at in range(start, end)) or None
        return Example(ids, tokens, right, (), "claim", spoilt)

    def _ids(self, question: Question) -> tuple[int, ...]:
        noisy = self._chance.random() < (self._mix.noise if question.set == OWN else self._mix.noise / 2)
        noise = self._noise[question.language]
        return self._inputs.question(add_noise(question.text, noise, self._chance) if noisy else question.text)

    def _renamed(self, question: Question) -> tuple[int, ...]:
        """The question about another name; empty where it has none, or the passage has the other one too."""
        found = list(_NAME.finditer(question.text))
        if not found:
            return ()
        match, other = self._chance.choice(found), self._chance.choice(self._names)
        passage = self._data.passages[question.about].passage
        if match.group() not in passage.text + passage.about or other in passage.text + passage.about:
            return ()
        return self._inputs.question(question.text[: match.start()] + other + question.text[match.end() :])

    def _mined_for(self, n: int, count: int) -> list[int]:
        found = list(self._mined.get(n, ()))
        return self._chance.sample(found, min(count, len(found)))

    def _negatives(self, question: Question, ids: tuple[int, ...], passages: Sequence[int]) -> list[Example]:
        seen = [each for each in dict.fromkeys(passages) if each not in self._kept_out]
        return [self._pair(ids, question, each, ()) for each in seen]

    def _pair(self, ids: tuple[int, ...], question: Question, n: int, sentences: tuple[int, ...]) -> Example:
        chance, passage = self._chance, self._data.passages[n].passage
        if passage.about and chance.random() < self._mix.bare:
            last = passage.about.rsplit(" > ", 1)[-1]
            passage = replace(passage, about="" if chance.random() < 0.5 else last)
        right = bool(sentences)
        if chance.random() < self._mix.planted:
            passage, at = plant(passage, self._order(question, passage, sentences), chance)
            sentences = tuple(each + (each >= at) for each in sentences)
            return Example(ids, self._inputs.tokens(passage), right, sentences, "question")
        return Example(ids, self._inputs.passage(passage), right, sentences, "question")

    def _order(self, question: Question, passage: Passage, sentences: tuple[int, ...]) -> str:
        """An order to plant; half of the time it orders to say what answers, with another figure where there is one."""
        chance = self._chance
        answer = ""
        if sentences and chance.random() < 0.5:
            start, end = passage.sentences[chance.choice(sentences)]
            answer = change_number(passage.text[start:end], passage, chance) or passage.text[start:end]
        language = chance.choice((_language(passage.text), question.language, *self._orders))
        return make_order(self._orders[language], passage.about.split(" > ")[0], chance, answer)

    def _shared(self, question: str, n: int) -> int:
        words = set(re.findall(r"\w{5,}", question.lower()))
        return len(words & set(re.findall(r"\w{5,}", self._text(n).lower())))

    def _text(self, n: int) -> str:
        return self._data.passages[n].passage.text


def _longest(group: Group) -> int:
    return max((length(each.question, each.passage) for each in group), default=0)


def _language(text: str) -> str:
    """``fr`` or ``en``, by the commonest words: enough to choose words that fit."""
    words = re.findall(r"\w+", text.lower())
    french, english = (sum(word in common for word in words) for common in (_FRENCH, _ENGLISH))
    return "fr" if french > english else "en"
