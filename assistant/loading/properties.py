"""What files say of themselves: titles that are none and authors that are programs are told apart. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.loading.cleaning import clean

_PROGRAM_TITLE = re.compile(
    r"(?:microsoft (?:word|excel|powerpoint|office)\b|(?:print|imprimer|layout|mise en page)\b.*\.\w{3,4}\Z|file:|https?://"
    r"|[a-z]:\\|.+\.(?:docx?|docm|indd|pdf|pptx?|xlsx?|odt|odp|ods|qxd|pub|rtf|html?|tmp|cdr|ai)\Z)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a file: empty where it has none that are worth telling. ``date`` is ISO, of the last change."""

    title: str = ""
    author: str = ""
    date: str = ""
    organisation: str = ""

    def fields(self) -> dict[str, object]:
        """Those that go into the metadata."""
        return {"author": self.author, "date": self.date, "organisation": self.organisation}


def properties(title: str = "", author: str = "", date: str = "", organisation: str = "", name: str = "") -> Properties:
    """Properties as written in a file, cleaned of what programs write there; ``name`` is the file's, without suffix."""
    written = _DATE.match(date.strip())
    return Properties(
        usable_title(title, name),
        _name(author),
        "-".join(written.groups()) if written else "",
        _name(organisation),
    )


def usable_title(text: str, name: str = "") -> str:
    """The title that a file gives itself, or nothing where a program put a file name or a word like "untitled"."""
    text = " ".join(clean(text).split())
    useless = (
        not text
        or text.casefold() in _words()["no_titles"]
        or text.casefold() == name.casefold()
        or _PROGRAM_TITLE.match(text)
    )
    return "" if useless or not any(char.isalpha() for char in text) else text


@cache
def _words() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(resources.files("assistant.loading").joinpath("properties.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def _name(text: str) -> str:
    text = " ".join(clean(text).split())
    return "" if text.casefold() in _words()["no_authors"] else text
