"""Changes single keys of a YAML mapping and leaves every other character, comments included, as it is. Pure.

Values are texts or lists of texts, as the loaders read them. Each result is read again before it is returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from assistant.errors import UsageError

Value = str | tuple[str, ...]
Changes = Mapping[str, Value | None]
"""New values by key; None removes a key."""

_WIDE = 10_000  # characters of a line before PyYAML would fold it


def set_keys(text: str, changes: Changes) -> str:
    """``text``, a block mapping (or nothing but comments), with some keys changed, added or removed.

    Raises:
        UsageError: the text is not such a mapping, or cannot be changed without harm.
    """
    root = _compose(text)
    if root is None:
        return text + ("\n" if text and not text.endswith("\n") else "") + _render(changes, "")
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise UsageError("The metadata is not a list of `key: value` lines; edit it by hand.")
    return _verified(_edited(text, root, changes), (), root, changes)


def set_entry(text: str, name: str, changes: Changes, same: Mapping[str, str]) -> str:
    """``text``, a mapping of names to mappings, with some keys of the entry ``name`` changed.

    Args:
        same: the names of the mapping as written, by the form in which they are compared with ``name``.

    Raises:
        UsageError: the text is not such a mapping, or cannot be changed without harm.
    """
    root = _compose(text)
    written = same.get(name, name)
    if root is not None and (not isinstance(root, yaml.MappingNode) or root.flow_style):
        raise UsageError("metadata.yaml is not a list of paths; edit it by hand.")
    pairs = [] if root is None else _pairs(root)
    pair = next((p for p in pairs if p.key == written), None)
    if pair is None:
        start = text + ("\n" if text and not text.endswith("\n") else "")
        return start + f"{_scalar(name)}:\n" + _render(changes, "  ")
    if isinstance(pair.node, yaml.MappingNode) and not pair.node.flow_style and pair.node.value:
        assert isinstance(root, yaml.MappingNode)
        edited = _edited(text, pair.node, changes)
        if changes and {p.key.strip().lower() for p in _pairs(pair.node)} <= {
            k for k, v in changes.items() if v is None
        }:
            # An entry without fields is refused by those who read the file, so it goes as a whole.
            lines = text.splitlines(keepends=True)
            edited = "".join(lines[: pair.line] + lines[_last_line(text, pair) + 1 :])
        return _verified(edited, (written,), root, changes)
    # One line such as `a.pdf: {title: A}` becomes a block with the same fields.
    old = _plain(pair.node)
    fields = {**(old if isinstance(old, Mapping) else {}), **changes}
    body = _dump({key: _listed(value) for key, value in fields.items() if value is not None})
    block = f"{_scalar(written)}:\n" + "".join(f"  {line}\n" for line in body.splitlines())
    lines = text.splitlines(keepends=True)
    return "".join(lines[: pair.line]) + block + "".join(lines[_last_line(text, pair) + 1 :])


@dataclass(frozen=True, slots=True)
class _Pair:
    key: str
    line: int
    column: int
    node: yaml.Node


def _compose(text: str) -> yaml.Node | None:
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise UsageError("The metadata is not valid YAML; edit it by hand.") from None
    return None if isinstance(node, yaml.ScalarNode) and node.value == "" else node


def _pairs(node: yaml.MappingNode) -> list[_Pair]:
    return [
        _Pair(str(key.value), key.start_mark.line, key.start_mark.column, value)
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    ]


def _edited(text: str, node: yaml.MappingNode, changes: Changes) -> str:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    pairs = _pairs(node)
    indent = " " * pairs[0].column
    by_name = {pair.key.strip().lower(): pair for pair in pairs}
    edits: list[tuple[int, int, str]] = []
    added: dict[str, Value | None] = {}
    for key, value in changes.items():
        pair = by_name.get(key)
        if pair is None:
            added[key] = value
            continue
        end = _last_line(text, pair)
        edits.append((pair.line, end + 1, _replacement(lines, pair, end, value, indent)))
    last = max(_last_line(text, pair) for pair in pairs) + 1
    edits.append((last, last, _render(added, indent)))
    for start, stop, fresh in sorted(edits, reverse=True):
        lines[start:stop] = [fresh]
    return "".join(lines)


def _replacement(lines: list[str], pair: _Pair, end: int, value: Value | None, indent: str) -> str:
    if value is None:
        return ""
    comment = ""
    if pair.line == end and isinstance(pair.node, yaml.ScalarNode):
        rest = lines[end][pair.node.end_mark.column :].rstrip("\n")
        comment = f"  {rest.strip()}" if rest.strip().startswith("#") else ""
    fresh = _render({pair.key: value}, indent).rstrip("\n")
    first, newline, others = fresh.partition("\n")
    return f"{first}{comment}{newline}{others}\n"


def _last_line(text: str, pair: _Pair) -> int:
    """The last line that belongs to a value: the parser's mark lies beyond the comments that follow it."""
    mark = pair.node.end_mark
    lines = text.splitlines()
    end = min(mark.line - (1 if mark.column == 0 and mark.line > pair.line else 0), len(lines) - 1)
    if isinstance(pair.node, yaml.ScalarNode) and pair.node.style not in ("|", ">"):
        return min(mark.line, len(lines) - 1)
    while end > pair.line and (not lines[end].strip() or lines[end].lstrip().startswith("#")):
        end -= 1
    # A nested block's mark may also stand at the key that follows, on its line.
    while end > pair.line and _indent(lines[end]) <= pair.column and not lines[end].lstrip().startswith("- "):
        end -= 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _render(changes: Changes, indent: str) -> str:
    parts = []
    for key, value in changes.items():
        if value is None:
            continue
        if isinstance(value, str):
            parts.append(f"{indent}{key}: {_scalar(value)}\n")
        else:
            parts.append(f"{indent}{key}:\n" + "".join(f"{indent}- {_scalar(item)}\n" for item in value))
    return "".join(parts)


def _scalar(value: str) -> str:
    """A text as it may stand after ``key:``: bare where it reads back as itself, else in quotes."""
    try:
        if "\n" not in value and yaml.load(f"k: {value}\n", Loader=yaml.BaseLoader) == {"k": value} and value:
            return value
    except yaml.YAMLError:
        pass
    quoted = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=_WIDE)
    return str(quoted).strip()


def _dump(fields: Mapping[str, object]) -> str:
    return str(yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False, width=_WIDE))


def _plain(node: yaml.Node) -> object:
    loader = yaml.BaseLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _verified(text: str, inside: tuple[str, ...], before: yaml.MappingNode, changes: Changes) -> str:
    """``text``, once it is known to say what was wanted, and of everything else what it said before."""
    try:
        after = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        after = None
    after = {} if after is None or after == "" else after
    expected = _plain(before)
    assert isinstance(expected, dict)
    target = expected
    for name in inside:
        target = target[name]
    written = {str(key).strip().lower(): key for key in target}
    for key, value in changes.items():
        name = written.get(key, key)
        if value is None:
            target.pop(name, None)
        else:
            target[name] = _listed(value)
    if inside and not target:
        del expected[inside[0]]
    if after != expected:
        raise UsageError("The metadata cannot be changed without harm to the rest; edit it by hand.")
    return text
