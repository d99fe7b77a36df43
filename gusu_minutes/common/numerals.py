"""Chinese numerals."""

_DIGITS = "零一二三四五六七八九"


def to_chinese(number: int) -> str:
    """Return 1–999 as counted in headings: 一, 十, 十一, 二十, 一百零一."""
    if not 0 < number < 1000:
        raise ValueError(f"not between 1 and 999: {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
