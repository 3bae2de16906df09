"""YAML that describes documents: front matter at the top of a file, and the ``metadata.yaml`` of a corpus."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import yaml

from assistant.errors import DocumentError, UsageError
from assistant.loading.fields import Fields

SIDECAR = "metadata.yaml"
# More is no front matter but a data file.
_LONGEST = 100_000
_FENCED = re.compile(r"\A\s*---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"\A(?:\s*#.*\n|\s*\n)*[^\W\d][\w .-]*:(?:\s|\Z)")


class _Strings(yaml.BaseLoader):
    """Every scalar stays the string that was written (``no`` is not False), and aliases, which can blow up, fail."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*) are not accepted", event.start_mark)
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[Fields, str]:
    """The front matter's fields and the body below it. Without front matter: no fields, and the whole text.

    Raises:
        DocumentError: ``front-matter``, it is there but is not well-formed; the reason names the line.
    """
    match = _FENCED.match(text[:_LONGEST])
    if match is None or not _KEY.match(match["yaml"]):
        return {}, text
    try:
        fields = _read(match["yaml"])
    except yaml.YAMLError as error:
        lines_above = text[: match.start("yaml")].count("\n")
        raise DocumentError(
            f"The front matter is not valid YAML: {_explain(error, lines_above)}", "front-matter"
        ) from None
    if not isinstance(fields, Mapping):
        return {}, text
    return fields, text[match.end() :]


def read_sidecar(corpus_dir: Path) -> Mapping[str, Mapping[str, object]]:
    """What ``metadata.yaml`` at the root of the corpus says of files that cannot say it themselves.

    Returns:
        Fields by relative path (with ``/``, in NFC); empty where there is no such file.

    Raises:
        UsageError: it is not valid YAML, or not a mapping of paths to mappings; the message names line or entry.
    """
    try:
        text = (corpus_dir / SIDECAR).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{SIDECAR} cannot be read; save it as UTF-8 text.") from None
    try:
        content = _read(text)
    except yaml.YAMLError as error:
        raise UsageError(f"{SIDECAR} is not valid YAML: {_explain(error, 0)}") from None
    if content in (None, ""):
        return {}
    if not isinstance(content, Mapping):
        raise UsageError(f"{SIDECAR} must map paths to fields, such as `reports/a.pdf: {{title: A}}`.")
    return {_path(path): _entry(path, entry) for path, entry in content.items()}


def _path(path: object) -> str:
    # File systems differ in how they write accents; what was typed must find its file on all of them.
    return unicodedata.normalize("NFC", str(path).strip().replace("\\", "/").removeprefix("./"))


def _entry(path: object, entry: object) -> Mapping[str, object]:
    if not isinstance(entry, Mapping) or not all(isinstance(key, str) for key in entry):
        raise UsageError(f"{SIDECAR}: the entry of {path} must be fields, such as `title: A`.")
    columns = entry.get("columns", {})
    if not isinstance(columns, Mapping) or not all(isinstance(name, str) and name for name in columns.values()):
        raise UsageError(f"{SIDECAR}: `columns` of {path} must map names, such as `title: Intitulé`.")
    return entry


def _read(text: str) -> object:
    return yaml.load(text, Loader=_Strings)


def _explain(error: yaml.YAMLError, line_offset: int) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be parsed"
    where = f"line {mark.line + 1 + line_offset}: " if mark is not None else ""
    return f"{where}{problem}. Put values that contain a colon in quotes."
