"""Numbers, dates and times as a spreadsheet shows them, by the format codes of Excel (also used by xls and ods). Pure.

A file does not tell in which language it is shown: ``french`` says which decimal sign and which names of months.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from assistant.loading.date_format import EPOCH, moment, plain_date
from assistant.loading.format_codes import Token, sections, tokens_of

Value = int | float | bool | datetime | date | time | timedelta

# Built in, and shown as the reader's computer writes short dates.
_SHORT_DATE = "mm-dd-yy"
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_SIGNIFICANT = 11


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
    tokens = tokens_of(sections(code)[0])
    if code == _SHORT_DATE or not any(token.sort in {"date", "elapsed"} for token in tokens):
        return plain_date(value, french)
    return moment(value, tokens, french)


def _number(value: int | float, code: str, french: bool) -> str:
    if code == "General":
        return _general(value, french)
    section, negative = _section(value, code)
    tokens = tokens_of(section)
    if any(token.sort in {"date", "elapsed"} for token in tokens):
        try:
            return moment(EPOCH + timedelta(days=value), tokens, french)
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
    parts = sections(code)
    numeric = parts[:3]
    for section in numeric:
        if match := _CONDITION.search("".join(re.findall(r"\[[<>=][^\]]*\]", section))):
            if _holds(value, match[1], float(match[2])):
                return section, False
        elif any(_CONDITION.search(other) for other in numeric[: numeric.index(section)]):
            return section, False
    if value < 0 and len(parts) > 1:
        return parts[1], True
    if value == 0 and len(parts) > 2 and parts[2].strip():
        return parts[2], False
    return parts[0], False


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit, ">": value > limit, "=": value == limit,
        "<=": value <= limit, ">=": value >= limit, "<>": value != limit,
    }[sign]  # fmt: skip


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


def _filled(number: Decimal, tokens: Sequence[Token], french: bool) -> str:
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
