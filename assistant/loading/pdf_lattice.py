"""Tables whose cells are drawn: rules that cross make a lattice, and where a rule is missing a cell spans. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.loading.pdf_page import Line, Rule

# Points by which edges that are meant to be one may differ, and pieces of one rule may lie apart.
_SAME, _PIECES = 3.0, 4.0
# A page with more of them is a drawing.
_MOST_RULES = 6000
_MOST_FACES = 20_000


@dataclass(frozen=True, slots=True)
class Lattice:
    """Where the columns of a table begin and end (left to right) and its rows (top to bottom), and its rules."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a lattice: its first row and column, how many of them it spans, and the lines of text in it."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]


def find_lattices(rules: Sequence[Rule]) -> Iterator[Lattice]:
    """Rules that touch each other and enclose at least two columns and two rows."""
    if len(rules) > _MOST_RULES:
        return
    whole = [*_joined([rule for rule in rules if rule.horizontal]), *_joined([r for r in rules if not r.horizontal])]
    for group in _touching(whole):
        xs = _levels([rule.left for rule in group if not rule.horizontal])
        ys = _levels([rule.bottom for rule in group if rule.horizontal])[::-1]
        if len(xs) > 2 and len(ys) > 2 and len(xs) * len(ys) <= _MOST_FACES:
            yield Lattice(tuple(xs), tuple(ys), tuple(group))


def fill(lattice: Lattice, lines: Sequence[Line]) -> list[Place]:
    """The cells of a lattice, row by row, with the lines whose middles lie in them."""
    columns, rows = len(lattice.xs) - 1, len(lattice.ys) - 1
    owner = _merged_faces(lattice, rows, columns)
    texts: dict[int, list[Line]] = {}
    for line in lines:
        if (place := _face_of(lattice, line)) is not None:
            texts.setdefault(owner[place[0] * columns + place[1]], []).append(line)
    faces: dict[int, list[int]] = {}
    for face in range(rows * columns):
        faces.setdefault(owner[face], []).append(face)
    places = []
    for first, members in faces.items():
        across = [member % columns for member in members]
        down = [member // columns for member in members]
        row, column = min(down), min(across)
        found = tuple(sorted(texts.get(first, ()), key=lambda line: (-round(line.middle), line.left)))
        places.append(Place(row, column, max(down) - row + 1, max(across) - column + 1, found))
    return sorted(places, key=lambda place: (place.row, place.column))


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one rule put together: they lie in one line and touch."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.bottom), r.left) if r.horizontal else (round(r.left), r.bottom)):
        for at in range(len(whole) - 1, max(-1, len(whole) - 20), -1):
            last = whole[at]
            if rule.horizontal:
                meets = abs(last.bottom - rule.bottom) <= _SAME and rule.left <= last.right + _PIECES
                meets = meets and rule.right >= last.left - _PIECES
                both = Rule(min(last.left, rule.left), max(last.right, rule.right), last.bottom, last.top)
            else:
                meets = abs(last.left - rule.left) <= _SAME and rule.bottom <= last.top + _PIECES
                meets = meets and rule.top >= last.bottom - _PIECES
                both = Rule(last.left, last.right, min(last.bottom, rule.bottom), max(last.top, rule.top))
            if meets:
                whole[at] = both
                break
        else:
            whole.append(rule)
    return whole


def _touching(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of rules in which each one touches another."""
    across = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    group_of = list(range(len(rules)))

    def root(at: int) -> int:
        while group_of[at] != at:
            group_of[at] = group_of[group_of[at]]
            at = group_of[at]
        return at

    for one, horizontal in enumerate(across):
        for other, vertical in enumerate(upright, len(across)):
            if (
                horizontal.left - _SAME <= vertical.left <= horizontal.right + _SAME
                and vertical.bottom - _SAME <= horizontal.bottom <= vertical.top + _SAME
            ):
                group_of[root(other)] = root(one)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate([*across, *upright]):
        groups.setdefault(root(at), []).append(rule)
    yield from groups.values()


def _levels(values: Sequence[float]) -> list[float]:
    """Values in order, those that are nearly the same once."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SAME:
            levels.append(value)
    return levels


def _merged_faces(lattice: Lattice, rows: int, columns: int) -> list[int]:
    """For each face (row after row) the first face of its cell: faces without a rule between them are one cell."""
    upright = [[r for r in lattice.rules if not r.horizontal and abs(r.left - x) <= _SAME] for x in lattice.xs]
    across = [[r for r in lattice.rules if r.horizontal and abs(r.bottom - y) <= _SAME] for y in lattice.ys]
    owner = list(range(rows * columns))

    def root(at: int) -> int:
        while owner[at] != at:
            at = owner[at]
        return at

    def merge(one: int, other: int) -> None:
        first, last = sorted((root(one), root(other)))
        owner[last] = first

    for row in range(rows):
        y = (lattice.ys[row] + lattice.ys[row + 1]) / 2
        for column in range(columns):
            x = (lattice.xs[column] + lattice.xs[column + 1]) / 2
            face = row * columns + column
            if column + 1 < columns and not any(rule.bottom <= y <= rule.top for rule in upright[column + 1]):
                merge(face, face + 1)
            if row + 1 < rows and not any(rule.left <= x <= rule.right for rule in across[row + 1]):
                merge(face, face + columns)
    return [root(face) for face in range(rows * columns)]


def _face_of(lattice: Lattice, line: Line) -> tuple[int, int] | None:
    x, y = (line.left + line.right) / 2, line.middle
    xs, ys = lattice.xs, lattice.ys
    if not (xs[0] - _SAME <= x <= xs[-1] + _SAME and ys[-1] - _SAME <= y <= ys[0] + _SAME):
        return None
    column = max((at for at, begin in enumerate(xs[:-1]) if begin <= x), default=0)
    row = max((at for at, top in enumerate(ys[:-1]) if y <= top), default=0)
    return row, column
