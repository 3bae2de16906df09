"""Numbers, dates and sizes in the reader's form. Pure."""

from __future__ import annotations

from datetime import datetime

from assistant.web.texts.languages import UiLanguage

_NARROW_SPACE = "\u202f"  # between thousands in French, so that a number never breaks over two lines
_MONTHS: dict[UiLanguage, tuple[str, ...]] = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
_UNITS: dict[UiLanguage, tuple[str, ...]] = {"fr": ("octets", "Ko", "Mo", "Go"), "en": ("bytes", "KB", "MB", "GB")}


def number(value: float, code: UiLanguage, decimals: int = 0) -> str:
    """A number with its thousands apart.

    >>> number(1234567, "en"), number(0.5, "fr", 1)
    ('1,234,567', '0,5')
    """
    text = f"{value:,.{decimals}f}"
    return text if code == "en" else text.replace(",", _NARROW_SPACE).replace(".", ",")


def date(iso: str, code: UiLanguage) -> str:
    """The day of an ISO 8601 moment; empty when there is none.

    >>> date("2026-05-03T10:00:00+00:00", "fr"), date("2026-05-01", "fr"), date("2026-05-03", "en")
    ('3 mai 2026', '1er mai 2026', '3 May 2026')
    """
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    day = "1er" if code == "fr" and moment.day == 1 else str(moment.day)
    return f"{day} {_MONTHS[code][moment.month - 1]} {moment.year}"


def size(octets: int, code: UiLanguage) -> str:
    """A file's size in the largest unit that leaves a whole number before the point.

    >>> size(1536, "en"), size(900, "fr"), size(2_500_000, "fr")
    ('1.5 KB', '900 octets', '2,4 Mo')
    """
    value, unit = float(octets), 0
    while value >= 1024 and unit < len(_UNITS[code]) - 1:
        value, unit = value / 1024, unit + 1
    return f"{number(value, code, 1 if unit and value < 10 else 0)} {_UNITS[code][unit]}"
