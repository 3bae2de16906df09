"""Numbers, dates and times as a spreadsheet shows them, by the format codes of Excel (also used by xls and ods). Pure.

A file does not tell in which language it is shown: ``french`` says which decimal sign and which names of months.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from typing import Final

Value = int | float | bool | datetime | date | time | timedelta

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|Standard)'
    r"|(?P<ampm>AM/PM|A/P)|(?P<date>y+|m+|d+|h+|s+)(?P<fraction>\.0+)?|(?P<digits>[0#?][0#?,]*)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_ELAPSED = re.compile(r"(h+|m+|s+)\Z", re.IGNORECASE)
# Built in, and shown as the reader's computer writes short dates.
_SHORT_DATE = "mm-dd-yy"
_EPOCH = datetime(1899, 12, 30)
_SIGNIFICANT = 11

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


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a format: ``text`` to be shown as it is, ``date`` or ``elapsed`` parts, ``digits``, ``%``, ``E``."""

    sort: str
    text: str


def shown(value: Value, code: str, *, french: bool) -> str:
    """The value as the spreadsheet shows it.

    >>> shown(0.245, "0.0%", french=True), shown(1100, "00000", french=True)
    ('24,5 %', '01100')
    >>> shown(612345678, "0# ## ## ## ##", french=True), shown(timedelta(hours=35), "[h]:mm", french=True)
    ('06 12 34 56 78', '35:00')
    """
    if isinstance(value, bool):
        return ("VRAI" if value else "FAUX") if french else ("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _number(value, code, french)
    tokens = _tokens(_sections(code)[0])
    if code == _SHORT_DATE or not any(token.sort in {"date", "elapsed"} for token in tokens):
        return _plain_date(value, french)
    return _moment(value, tokens, french)


def _number(value: int | float, code: str, french: bool) -> str:
    if code == "General":
        return _general(value, french)
    section, negative = _section(value, code)
    tokens = _tokens(section)
    if any(token.sort in {"date", "elapsed"} for token in tokens):
        try:
            return _moment(_EPOCH + timedelta(days=value), tokens, french)
        except (OverflowError, ValueError):
            return _general(value, french)
    if any(token.sort == "general" for token in tokens) or not code:
        number = _general(abs(value) if negative else value, french)
        return "".join(number if token.sort == "general" else token.text for token in tokens) or number
    sorts = {token.sort for token in tokens}
    if "digits" not in sorts:
        return "".join(token.text for token in tokens).strip()
    if "E" in sorts or "/" in sorts:
        return _general(value, french)
    text = _filled(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), tokens, french)
    return ("-" if value < 0 and not negative else "") + text.strip()


def _section(value: int | float, code: str) -> tuple[str, bool]:
    """The part of a format that holds for a value, and whether the format shows the sign itself."""
    sections = _sections(code)
    numeric = sections[:3]
    for section in numeric:
        if match := _CONDITION.search("".join(re.findall(r"\[[<>=][^\]]*\]", section))):
            if _holds(value, match[1], float(match[2])):
                return section, False
        elif any(_CONDITION.search(other) for other in numeric[: numeric.index(section)]):
            return section, False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2 and sections[2].strip():
        return sections[2], False
    return sections[0], False


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit, ">": value > limit, "=": value == limit,
        "<=": value <= limit, ">=": value >= limit, "<>": value != limit,
    }[sign]  # fmt: skip


@lru_cache(maxsize=512)
def _sections(code: str) -> Sequence[str]:
    sections, current, quoted = [""], 0, False
    for char in code:
        quoted ^= char == '"'
        if char == ";" and not quoted:
            sections.append("")
            current += 1
        else:
            sections[current] += char
    return sections


@lru_cache(maxsize=512)
def _tokens(section: str) -> Sequence[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(section):
        if match["quoted"] is not None or match["escaped"] is not None:
            tokens.append(_Token("text", match["quoted"] or match["escaped"] or ""))
        elif match["bracket"] is not None:
            tokens += _bracket(match["bracket"])
        elif match["general"]:
            tokens.append(_Token("general", ""))
        elif match["ampm"]:
            tokens.append(_Token("ampm", match["ampm"]))
        elif match["date"]:
            tokens.append(_Token("date", match["date"].lower()))
        elif match["digits"]:
            tokens.append(_Token("digits", match["digits"]))
        elif match["other"]:
            sort = match["other"] if match["other"] in "%./@Ee" else "text"
            tokens.append(_Token(sort.upper(), match["other"]) if sort in "Ee" else _Token(sort, match["other"]))
        else:
            tokens.append(_Token("text", " "))
    return tokens


def _bracket(content: str) -> list[_Token]:
    if content.startswith("$"):  # a currency with its country, or a country alone
        return [_Token("text", content[1:].partition("-")[0])]
    if _ELAPSED.match(content):
        return [_Token("elapsed", content.lower())]
    return []  # colours, conditions


def _general(value: int | float, french: bool) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    if not isfinite(value):
        return str(value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if abs(number) >= 10**15 or (number and abs(number) < Decimal("1e-9")):
        text = f"{number.normalize():E}" if isinstance(value, float) else str(value)
    else:
        places = max(0, _SIGNIFICANT - 1 - max(0, number.adjusted()))
        text = f"{_rounded(number, places):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if french else text


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if number.adjusted() + places < 27 else number


def _filled(number: Decimal, tokens: Sequence[_Token], french: bool) -> str:
    """The digits of a number put into the places that a format has for them, from the decimal point outwards."""
    point = next((at for at, token in enumerate(tokens) if token.sort == "."), len(tokens))
    places = [at for at, token in enumerate(tokens) if token.sort == "digits"]
    before = [at for at in places if at < point]
    after = [at for at in places if at > point]
    scale = sum(len(tokens[at].text) - len(tokens[at].text.rstrip(",")) for at in before[-1:] + after[-1:])
    number = abs(number) * 100 ** sum(token.sort == "%" for token in tokens) / Decimal(1000) ** scale
    decimals = "".join(tokens[at].text.replace(",", "") for at in after)
    whole, _, fraction = f"{_rounded(number, len(decimals)):f}".partition(".")
    grouped = any("," in tokens[at].text.rstrip(",") for at in before)
    shown_at = _whole(
        whole if whole != "0" else "", [(at, tokens[at].text.replace(",", "")) for at in before], grouped, french
    )
    shown_at |= _decimals(fraction, [(at, tokens[at].text.replace(",", "")) for at in after])
    kept_point = ("," if french else ".") if any(shown_at[at] for at in after) else ""
    pieces = []
    for at, token in enumerate(tokens):
        match token.sort:
            case "digits":
                pieces.append(shown_at[at])
            case ".":
                pieces.append(kept_point)
            case "%":
                pieces.append(" %" if french and not "".join(pieces).endswith((" ", "\xa0")) else "%")
            case _:
                pieces.append(token.text)
    return "".join(pieces)


def _whole(digits: str, places: Sequence[tuple[int, str]], grouped: bool, french: bool) -> dict[int, str]:
    """The digits before the point, filled from the right; the first place takes what is left over."""
    filled: dict[int, str] = {}
    for number, (at, pattern) in enumerate(reversed(places)):
        last = number == len(places) - 1
        taken = digits if last else digits[-len(pattern) :]
        digits = "" if last else digits[: len(digits) - len(taken)]
        filled[at] = taken.rjust(pattern.count("0") if set(pattern) == {"0"} else len(pattern.lstrip("#?")), "0")
    if grouped and len(places) == 1:
        at = places[0][0]
        filled[at] = f"{int(filled[at] or 0):,}".replace(",", " " if french else ",")
    return filled


def _decimals(digits: str, places: Sequence[tuple[int, str]]) -> dict[int, str]:
    filled: dict[int, str] = {}
    for at, pattern in places:
        taken, digits = digits[: len(pattern)], digits[len(pattern) :]
        needed = len(pattern.rstrip("#?"))
        filled[at] = taken[:needed] + taken[needed:].rstrip("0")
    return filled


def _plain_date(value: datetime | date | time | timedelta, french: bool) -> str:
    match value:
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case time():
            return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
        case datetime() if (value.hour, value.minute, value.second) != (0, 0, 0):
            return f"{value:{'%d/%m/%Y' if french else '%Y-%m-%d'}} {value:%H:%M}"
    return f"{value:{'%d/%m/%Y' if french else '%Y-%m-%d'}}"


def _moment(value: datetime | date | time | timedelta, tokens: Sequence[_Token], french: bool) -> str:
    moment = _as_datetime(value)
    elapsed = value if isinstance(value, timedelta) else moment - _EPOCH
    half_day = any(token.sort == "ampm" for token in tokens)
    pieces = []
    for at, token in enumerate(tokens):
        match token.sort:
            case "date":
                pieces.append(_part(moment, token.text, _is_minutes(tokens, at), half_day, french))
            case "elapsed":
                unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
                pieces.append(f"{int(elapsed.total_seconds() + 1e-6) // unit:0{len(token.text)}}")
            case "ampm":
                pieces.append(("AM", "PM")[moment.hour >= 12])
            case "digits" | "@" | "general":
                continue
            case _:
                pieces.append(token.text)
    return "".join(pieces).strip()


def _as_datetime(value: datetime | date | time | timedelta) -> datetime:
    match value:
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)
        case time():
            return datetime.combine(_EPOCH.date(), value)
    return _EPOCH + value


def _is_minutes(tokens: Sequence[_Token], at: int) -> bool:
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
