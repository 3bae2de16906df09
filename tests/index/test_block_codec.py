"""Blocks come back from their compact form as they went in."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import Block, Box, Cell
from assistant.index.block_codec import decode, encode

_paths = st.lists(st.sampled_from(["A", "B – c", "é\"'"]), max_size=3).map(tuple)
_places = st.integers(0, 10_000)
_sides = st.integers(0, 9000).map(lambda tenths: tenths / 10)
_blocks = st.builds(
    Block, _places, _places, _paths, st.none() | st.integers(1, 99),
    st.sampled_from(["prose", "item", "row", "caption", "note", "code"]), st.integers(0, 8), st.integers(0, 20),
    st.lists(st.builds(Cell, _paths, _places, _places), max_size=3).map(tuple),
    st.lists(st.builds(Box, st.integers(1, 9), _sides, _sides, _sides, _sides), max_size=2).map(tuple),
    st.sampled_from(["", "iv", "A-3"]),
)  # fmt: skip


@given(st.lists(_blocks, max_size=6).map(tuple))
def test_blocks_come_back(blocks):
    assert decode(encode(blocks)) == blocks


def test_what_versions_before_wrote_is_read():
    assert decode('[[0, 4, ["A"], 2], [6, 9, [], null]]') == (Block(0, 4, ("A",), 2), Block(6, 9))
    assert decode("") == ()


def test_a_paragraph_takes_little_room():
    blocks = [Block(at, at + 80, ("Un titre assez long",), 1) for at in range(0, 8000, 82)]
    assert len(encode(blocks)) < 20 * len(blocks)
