"""The languages of the interface."""

from __future__ import annotations

from typing import Literal

UiLanguage = Literal["fr", "en"]
UI_LANGUAGES: tuple[UiLanguage, ...] = ("fr", "en")


def preferred_language(accept_language: str) -> UiLanguage:
    """The interface language for an ``Accept-Language`` header: French or English, whichever comes first.

    >>> preferred_language("de-DE,de;q=0.9,fr;q=0.8,en;q=0.7")
    'fr'
    >>> preferred_language("")
    'en'
    """
    weighted: list[tuple[float, int, UiLanguage]] = []
    for place, part in enumerate(accept_language.split(",")):
        name, _, parameters = part.strip().partition(";")
        code = name.strip().lower()[:2]
        try:
            weight = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if code == "fr":
            weighted.append((-weight, place, "fr"))
        elif code == "en":
            weighted.append((-weight, place, "en"))
    return min(weighted)[2] if weighted else "en"
