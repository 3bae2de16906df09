from __future__ import annotations

import pytest
from tiny import VOCABULARY, tiny_tokenizer

from assistant.reader import Passage
from assistant.reader.inputs import (
    ABOUT_TOKENS,
    BOS,
    EOS,
    PAD,
    QUESTION_TOKENS,
    TEXT_TOKENS,
    Inputs,
    Tokens,
    collate,
    length,
)
from assistant.sentences import sentence_spans


@pytest.fixture
def inputs() -> Inputs:
    return Inputs(tiny_tokenizer())


def passage(text: str, about: str = "") -> Passage:
    return Passage(about, text, tuple(sentence_spans(text)))


def test_each_token_knows_its_sentence(inputs: Inputs) -> None:
    tokens = inputs.passage(passage("alpha est à brest. Elle forme 60 soudeurs."))
    assert tokens.sentence == (0, 0, 0, 0, 0, 1, 1, 1, 1, 1)
    assert tokens.sentences == 2
    assert [VOCABULARY["alpha"], VOCABULARY["brest"]] == [tokens.ids[0], tokens.ids[3]]


def test_headings_and_what_lies_between_sentences_are_nobodys(inputs: Inputs) -> None:
    about_ids = inputs.question("report : alpha")
    tokens = inputs.passage(Passage("report : alpha", "alpha est à brest", ((0, 5), (12, 17))))
    assert tokens.ids[:3] == about_ids
    assert tokens.sentence == (-1, -1, -1, 0, -1, -1, 1)


def test_a_token_that_two_sentences_share_belongs_to_the_first(inputs: Inputs) -> None:
    assert inputs.passage(Passage("", "alphabeta", ((0, 5), (5, 9)))).sentence == (0,)


@pytest.mark.parametrize(("words", "kept"), [(10, 10), (TEXT_TOKENS, TEXT_TOKENS), (TEXT_TOKENS + 50, TEXT_TOKENS)])
def test_a_long_text_is_cut_and_its_sentences_still_count(inputs: Inputs, words: int, kept: int) -> None:
    text = "\n".join(["alpha"] * words)
    tokens = inputs.passage(passage(text))
    assert len(tokens.ids) == len(tokens.sentence) == kept
    assert tokens.sentences == words


def test_a_long_question_and_long_headings_are_cut(inputs: Inputs) -> None:
    assert len(inputs.question("où " * 500)) == QUESTION_TOKENS
    tokens = inputs.passage(passage("alpha", about="à " * 140))
    assert (len(tokens.ids), tokens.ids[-1]) == (ABOUT_TOKENS + 1, VOCABULARY["alpha"])


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_an_empty_passage_has_no_tokens(inputs: Inputs, text: str) -> None:
    assert inputs.passage(passage(text)) == Tokens((), (), 0)


def test_a_passage_is_made_into_tokens_once(inputs: Inputs) -> None:
    assert inputs.passage(passage("alpha est à brest")) is inputs.passage(passage("alpha est à brest"))
    assert inputs.tokens(passage("alpha")) == inputs.passage(passage("alpha"))


def test_a_batch_is_padded_and_marks_its_two_segments(inputs: Inputs) -> None:
    question = inputs.question("où est alpha ?")
    long, short = inputs.passage(passage("alpha est à brest. Beta forme.")), inputs.passage(passage("beta", about="à"))
    batch = collate([(question, long), (question, short)])
    assert (
        batch.ids.shape == batch.types.shape == batch.mask.shape == batch.sentence.shape == (2, length(question, long))
    )
    first = len(question) + 3
    assert batch.ids[0, :first].tolist() == [BOS, *question, EOS, EOS]
    assert batch.ids[0, first:].tolist() == [*long.ids, EOS]
    assert batch.types[0].tolist() == [0] * first + [1] * (len(long.ids) + 1)
    end = length(question, short)
    assert batch.ids[1, end - 1 :].tolist() == [EOS] + [PAD] * (batch.ids.shape[1] - end)
    assert batch.mask[1].tolist() == [1] * end + [0] * (batch.ids.shape[1] - end)
    assert batch.sentence[1, first : first + 2].tolist() == [-1, 0]
    assert (batch.sentence[:, :first] == -1).all()
    assert batch.sentences == 2


def test_a_batch_of_empty_passages_is_a_batch(inputs: Inputs) -> None:
    batch = collate([((), inputs.passage(passage("")))])
    assert batch.ids.tolist() == [[BOS, EOS, EOS, EOS]]
    assert batch.sentences == 1
