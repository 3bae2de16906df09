"""Dates and times as a spreadsheet shows them, in French or English. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from assistant.loading.format_codes import Token

EPOCH = datetime(1899, 12, 30)
"""The day from which spreadsheets count."""

Moment = datetime | date | time | timedelta

_MONTHS: Final = {
    True: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
    False: "January February March April May June July August September October November December".split(),  # noqa: SIM905
}
_SHORT_MONTHS: Final = {
    True: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),  # noqa: SIM905
    False: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),  # noqa: SIM905
}
_DAYS: Final = {
    True: "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),  # noqa: SIM905
    False: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),  # noqa: SIM905
}


def plain_date(value: Moment, french: bool) -> str:
    """A moment in the usual form, where a format says nothing of dates."""
    match value:
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case time():
            return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
        case datetime() if (value.hour, value.minute, value.second) != (0, 0, 0):
            return f"{value:{'%d/%m/%Y' if french else '%Y-%m-%d'}} {value:%H:%M}"
    return f"{value:{'%d/%m/%Y' if french else '%Y-%m-%d'}}"


def moment(value: Moment, tokens: Sequence[Token], french: bool) -> str:
    """A moment by the pieces of a format."""
    at = _as_datetime(value)
    elapsed = value if isinstance(value, timedelta) else at - EPOCH
    half_day = any(token.sort == "ampm" for token in tokens)
    pieces = []
    for place, token in enumerate(tokens):
        match token.sort:
            case "date":
                pieces.append(_part(at, token.text, _is_minutes(tokens, place), half_day, french))
            case "elapsed":
                unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
                pieces.append(f"{int(elapsed.total_seconds() + 1e-6) // unit:0{len(token.text)}}")
            case "ampm":
                pieces.append(("AM", "PM")[at.hour >= 12])
            case "digits" | "@" | "general":
                continue
            case _:
                pieces.append(token.text)
    return "".join(pieces).strip()


def _as_datetime(value: Moment) -> datetime:
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)
        case time():
            return datetime.combine(EPOCH.date(), value)
    return EPOCH + value


def _is_minutes(tokens: Sequence[Token], at: int) -> bool:
    """Whether an ``m`` stands for minutes: behind hours, or before seconds."""
    if tokens[at].text[0] != "m" or len(tokens[at].text) > 2:
        return False
    parts = [other for other, token in enumerate(tokens) if token.sort in {"date", "elapsed"}]
    place = parts.index(at)
    before = tokens[parts[place - 1]].text[0] if place else ""
    after = tokens[parts[place + 1]].text[0] if place + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _part(moment: datetime, part: str, minutes: bool, half_day: bool, french: bool) -> str:
    length = len(part)
    match part[0]:
        case "y":
            return f"{moment.year % 100:02}" if length <= 2 else f"{moment.year}"
        case "m" if minutes:
            return f"{moment.minute:0{length}}"
        case "m" if length >= 3:
            names = (_SHORT_MONTHS if length == 3 else _MONTHS)[french]
            return names[moment.month - 1][: 1 if length == 5 else None]
        case "m":
            return f"{moment.month:0{length}}"
        case "d" if length >= 3:
            name = _DAYS[french][moment.weekday()]
            return name[:3] + ("." if french else "") if length == 3 else name
        case "d":
            return f"{moment.day:0{length}}"
        case "h":
            return f"{(moment.hour - 1) % 12 + 1 if half_day else moment.hour:0{length}}"
    return f"{moment.second:0{min(length, 2)}}"
