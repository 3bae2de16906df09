import pytest

from assistant.errors import UsageError
from assistant.loading import read_sidecar


def test_no_sidecar_is_no_metadata(tmp_path):
    assert read_sidecar(tmp_path) == {}


def test_entries_by_path(tmp_path):
    (tmp_path / "metadata.yaml").write_text("reports\\a.pdf: {title: A}\n./jobs.csv:\n  columns: {title: Intitulé}\n")
    assert read_sidecar(tmp_path) == {"reports/a.pdf": {"title": "A"}, "jobs.csv": {"columns": {"title": "Intitulé"}}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: b: c", "line 1"),
        ("- a", "must map paths"),
        ("a.pdf: titre", "a.pdf must be fields"),
        ("a.csv: {columns: [a]}", "columns"),
        (b"\xff\xfe\xff", "UTF-8"),
    ],
)
def test_mistakes_are_explained(tmp_path, content, message):
    (tmp_path / "metadata.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError, match=message):
        read_sidecar(tmp_path)
