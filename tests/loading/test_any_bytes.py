"""Whatever the bytes, under whatever suffix: documents that keep their promises, or a DocumentError."""

import tempfile
import unicodedata
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import DocumentError
from assistant.loading import SUPPORTED_SUFFIXES
from assistant.loading.files import read_file
from assistant.settings import Settings

SETTINGS = Settings(_env_file=None, ocr="off")
MEMBERS = ["word/document.xml", "ppt/presentation.xml", "xl/workbook.xml", "content.xml", "META-INF/container.xml"]


def check(content, suffix):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a" + suffix)
        file.write_bytes(content)
        try:
            documents = read_file(file, file.name, SETTINGS)
        except DocumentError:
            return
    assert documents
    for document in documents:
        assert document.metadata.title
        assert unicodedata.is_normalized("NFC", document.text)
        assert not set(document.text) & set("\x00\r\u202e\ufeff")
        document.text.encode()
        assert all(block.start < block.end for block in document.blocks)
        assert all(first.end <= second.start for first, second in pairwise(document.blocks))
        outside = list(document.text)
        for block in document.blocks:
            outside[block.start : block.end] = " " * (block.end - block.start)
        assert not "".join(outside).strip()


@pytest.mark.parametrize("suffix", sorted(SUPPORTED_SUFFIXES))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=300))
def test_random_bytes(suffix, content):
    check(content, suffix)


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".odt", ".epub"])
@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=100))
def test_random_archives(suffix, content):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for member in MEMBERS:
            archive.writestr(member, content)
    check(buffer.getvalue(), suffix)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".csv", ".html"])
@settings(max_examples=150, deadline=None)
@given(
    content=st.text(st.sampled_from("aé1 \n#*_`|>-[](){}<!&;:,\"'\\~=.\t\x00\u202e\u0301\ufeffx"), max_size=200)
    | st.text(max_size=100)
)
def test_random_text(suffix, content):
    check(content.encode(errors="ignore"), suffix)
