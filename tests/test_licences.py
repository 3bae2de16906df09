"""No library that the product needs asks for its own licence to be that of the product: no GPL, no AGPL.

Run by ``make check`` as well.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
# The whole name or its abbreviation, but not the Lesser one, which leaves the licence of the product alone.
_COPYLEFT = re.compile(
    r"(?<!l)(?:a?gpl)|(?<!lesser )(?<!library or lesser )(?:affero )?general public license", re.IGNORECASE
)
_LESSER = re.compile(r"lgpl|lesser general public|library or lesser", re.IGNORECASE)


def needed(requirements: list[str], extras: frozenset[str], seen: set[str]) -> Iterator[Distribution]:
    """What is installed of the libraries that are required, and of those that they require, each once."""
    for text in requirements:
        requirement = Requirement(text)
        wanted = any(
            requirement.marker is None or requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        key = canonicalize_name(requirement.name)
        if not wanted or key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        yield found
        yield from needed(found.requires or [], frozenset(requirement.extras), seen)


def offered(found: Distribution) -> list[str]:
    """The licences among which one may choose, as the library declares them."""
    metadata = found.metadata
    expression = metadata.get("License-Expression")
    if expression:
        return re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    classifiers = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    names = [line.rpartition(" :: ")[2] for line in classifiers if line != "License :: OSI Approved"]
    return names or re.split(r"\s+or\s+|/", (metadata.get("License") or "").split("\n")[0])


def is_copyleft(licence: str) -> bool:
    return _COPYLEFT.search(licence) is not None and _LESSER.search(licence) is None


def test_no_library_is_under_gpl_or_agpl():
    libraries = {
        found.metadata["Name"]: offered(found) for found in needed(PROJECT["dependencies"], frozenset(), set())
    }
    assert len(libraries) > 50, "the libraries of the product were not found"
    assert {name: names for name, names in libraries.items() if all(map(is_copyleft, names))} == {}


@pytest.mark.parametrize(
    ("licence", "copyleft"),
    [
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 or later (GPLv2+)", True),
        ("GPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GNU Library or Lesser General Public License (LGPL)", False),
        ("LGPL-2.1-or-later", False),
        ("MIT", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence, copyleft):
    assert is_copyleft(licence) is copyleft
