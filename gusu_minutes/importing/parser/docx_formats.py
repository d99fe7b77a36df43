"""The ways in which Word writes a number (w:numFmt, ECMA-376 part 1 §17.18.59), as far as Chinese offices use them."""

from __future__ import annotations

from gusu_minutes.common.numerals import to_chinese

_HAN = {
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCountingThousand",
    "koreanCounting",
    "koreanLegal",
}
_HAN_PLACES = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"}
_HAN_THEN_PLACES = {"chineseCounting", "taiwaneseCounting"}  # 十二, but 一○二
_LEGAL = {
    "chineseLegalSimplified": str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟"),
    "ideographLegalTraditional": str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟"),
}
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_RUNS = {  # one character for each number up to the last
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "decimalEnclosedParen": ("⑴", 20),
}
_WIDE = {"decimalFullWidth", "decimalFullWidth2"}
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_LETTERS = {"lowerLetter": "a", "upperLetter": "A"}
SILENT = {"bullet", "none"}


def formatted(number: int, form: str) -> str:
    """A number as Word writes it in the form; plain digits where the form has no sign for it, or is not known."""
    if number < 0 or number > 9999:
        return str(number)
    if form in _HAN or (form in _HAN_THEN_PLACES and number < 100):
        return to_chinese(number)
    if form in _HAN_PLACES or form in _HAN_THEN_PLACES:
        return str(number).translate(str.maketrans("0123456789", "○一二三四五六七八九"))
    if form in _LEGAL:
        return (("一" if 10 <= number < 20 else "") + to_chinese(number)).translate(_LEGAL[form])  # 壹拾贰
    if form in _CYCLES and 1 <= number <= len(_CYCLES[form]):
        return _CYCLES[form][number - 1]
    if form in _RUNS and 1 <= number <= _RUNS[form][1]:
        return chr(ord(_RUNS[form][0]) + number - 1)
    return _plain(number, form)


def _plain(number: int, form: str) -> str:
    if form in _WIDE:
        return str(number).translate(_WIDE_DIGITS)
    if form in _LETTERS and number:
        turns, place = divmod(number - 1, 26)  # … z, aa, bb
        return chr(ord(_LETTERS[form]) + place) * (turns + 1)
    if form in ("lowerRoman", "upperRoman") and number:
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    return {"decimalZero": f"{number:02}", "numberInDash": f"- {number} -"}.get(form, str(number))


def _roman(number: int) -> str:
    out = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True
    ):
        out += letters * (number // value)
        number %= value
    return out
