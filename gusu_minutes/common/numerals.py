"""Chinese numerals ↔ int, as documents write them: 十二, 一百零二, 二〇二四, 42, ４２."""

from __future__ import annotations

_DIGITS = {
    **{c: i for i, c in enumerate("〇一二三四五六七八九")},
    **{c: i for i, c in enumerate("0123456789")},
    **{c: i for i, c in enumerate("０１２３４５６７８９")},
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "两": 2,
    "兩": 2,  # ○ stands in many typed years: 二○二四
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}

NUMERAL_CHARACTERS = "".join(_DIGITS) + "".join(_UNITS) + "".join(_TENS)
"""Every character that `to_int` understands, for use inside a regular expression's brackets."""


def to_int(text: str) -> int | None:
    """Read a numeral below 10,000 (or plain digits of any length up to nine): 十二 → 12, 二〇二四 → 2024, 42 → 42.

    Returns None for anything that is not wholly a numeral.
    """
    text = text.strip()
    if not text or len(text) > 9:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c] if not digit else None
            if digit is None:
                return None
        elif c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        elif c in _TENS:
            total += _TENS[c]
        else:
            return None
    return total + (digit or 0)


def to_chinese(number: int) -> str:
    """Write 0–9999 as a Chinese numeral: 12 → 十二, 102 → 一百零二. Raises ValueError outside that range."""
    if not 0 <= number <= 9999:
        raise ValueError(f"only 0 to 9999 can be written as a Chinese numeral, not {number}")
    if number == 0:
        return "零"
    digits = "零一二三四五六七八九"
    out, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            out += ("零" if gap and out else "") + digits[digit] + unit
            gap = False
        elif out:
            gap = True
    return out.removeprefix("一") if out.startswith("一十") else out
