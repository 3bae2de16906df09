from itertools import groupby

import pytest

from assistant.loading import load_file
from assistant.settings import Settings


@pytest.fixture
def load(tmp_path):
    """Load content under a name: ``load("a.md", b"…")``, with settings and the entry of ``metadata.yaml``."""

    def load(name, content, metadata=None, **settings):
        file = tmp_path / name.replace("/", "_")
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_file(file, name, Settings(_env_file=None, **settings), metadata)

    return load


def sections(document):
    """The text as (heading path, page, text), blocks under one heading and on one page together."""
    found = []
    for (heading, page), blocks in groupby(document.blocks, key=lambda block: (block.heading, block.page)):
        blocks = list(blocks)
        found.append((heading, page, document.text[blocks[0].start : blocks[-1].end]))
    return found


def kinds(document):
    """The blocks as (kind, text)."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
