"""Which professions are alike: by what their descriptions say, by their codes, and by what they name. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.professions.catalogue import Profession

Vectors = NDArray[np.float32]

NAMED_BONUS = 0.3
"""Added to the similarity of a profession that the description itself names as a neighbour: the author's word goes
before that of the vectors, whose similarities between different jobs lie within about .3 of each other."""
CODE_BONUS = 0.1
"""Added for a common ROME or ESCO code: less than the author's word, more than the noise of the vectors."""


def neighbours(
    profession: Profession, others: Sequence[Profession], vectors: Mapping[str, Vectors], most: int = 4
) -> list[Profession]:
    """The professions nearest to one, best first; ``vectors`` are unit vectors, shape (dimension,), by id."""
    own = vectors.get(profession.id)
    scored: list[tuple[float, str, Profession]] = []
    for other in others:
        if other.id == profession.id:
            continue
        vector = vectors.get(other.id)
        score = float(own @ vector) if own is not None and vector is not None else 0.0
        score += NAMED_BONUS * (other.id in profession.neighbours or profession.id in other.neighbours)
        common = {*profession.rome, *profession.esco} & {*other.rome, *other.esco}
        score += CODE_BONUS * bool(common)
        scored.append((-score, other.id, other))
    return [other for _, _, other in sorted(scored, key=lambda item: item[:2])[:most]]


def layout(vectors: Vectors) -> NDArray[np.float64]:
    """Points in the unit square for unit vectors, shape (n, dimension): near where the vectors are near. Shape (n, 2).

    Classical scaling (Torgerson 1952) on the chords between the vectors, which is the projection on the two
    directions of most variance; then ranks are mixed in, which spreads a crowd without changing who is left of whom.
    """
    count = len(vectors)
    if count < 2:
        return np.full((count, 2), 0.5)
    moved = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    left, scale, _ = np.linalg.svd(moved, full_matrices=False)
    points = np.zeros((count, 2))
    for axis in range(min(2, len(scale))):
        column = left[:, axis] * scale[axis]
        # The sign of a singular vector is arbitrary: the largest entry is made positive, so that it is always the same.
        points[:, axis] = column * (1 if column[np.argmax(np.abs(column))] >= 0 else -1)
    return (_to_unit(points) + _ranks(points)) / 2


def _to_unit(points: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = points.min(axis=0), points.max(axis=0)
    scaled: NDArray[np.float64] = (points - low) / np.maximum(high - low, 1e-12)
    return scaled


def _ranks(points: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks: NDArray[np.float64] = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable").astype(np.float64)
    return ranks / max(len(points) - 1, 1)
