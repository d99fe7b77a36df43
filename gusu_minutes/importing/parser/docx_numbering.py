"""The numbers that Word counts by itself (w:numPr), as the reader sees them: 一、 (一) 1. a)"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from gusu_minutes.common.numerals import to_chinese

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_TRADITIONAL_DIGITS = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")


class NumberCounter:
    """Counts the list paragraphs of one document, in document order."""

    def __init__(self, document: Any | None) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        if document is not None:
            self._read_numbering(document)
            self._read_styles(document)

    def prefix(self, paragraph: Any, visible: bool) -> str:
        """The number before a paragraph with the space or tab that Word sets behind it; '' where there is none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number_id, level = place
        levels = self._levels.get(self._abstract.get(number_id, ""), {})
        definition = levels.get(level)
        if definition is None or not visible:
            return ""
        counts = self._counts[self._abstract[number_id]]
        start = self._starts.get((number_id, level), _start(definition))
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return self._text(levels, definition, counts)

    def _text(self, levels: dict[int, Any], definition: Any, counts: dict[int, int]) -> str:
        if _value(definition, "numFmt") in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            source = levels.get(level, definition)
            return _formatted(counts.get(level, _start(source)), _value(source, "numFmt") or "decimal")

        text = _PLACE.sub(number, _value(definition, "lvlText") or "")
        return text + {"nothing": "", "space": " "}.get(_value(definition, "suff") or "", "\t" if text else "")

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return None
        style = properties.find(_W + "pStyle")
        own = _num_pr(properties)
        inherited = self._styles.get(style.get(_W + "val")) if style is not None else None
        if own is None:
            return inherited
        number_id, level = own
        if number_id == "0":
            return None
        if number_id is None and inherited:
            number_id = inherited[0]
        return (number_id, level or 0) if number_id else None

    def _read_numbering(self, document: Any) -> None:
        for relation in document.part.rels.values():
            if not relation.reltype.endswith("/numbering") or relation.is_external:
                continue
            root = relation.target_part.element
            for abstract in root.findall(_W + "abstractNum"):
                levels = {int(lvl.get(_W + "ilvl", 0)): lvl for lvl in abstract.findall(_W + "lvl")}
                self._levels[abstract.get(_W + "abstractNumId")] = levels
            for num in root.findall(_W + "num"):
                number_id = num.get(_W + "numId")
                self._abstract[number_id] = _value(num, "abstractNumId") or ""
                for override in num.findall(_W + "lvlOverride"):
                    if start := _value(override, "startOverride"):
                        self._starts[number_id, int(override.get(_W + "ilvl", 0))] = int(start)

    def _read_styles(self, document: Any) -> None:
        for style in document.styles.element.findall(_W + "style"):
            properties = style.find(_W + "pPr")
            own = _num_pr(properties) if properties is not None else None
            if own and own[0] and own[0] != "0":
                self._styles[style.get(_W + "styleId")] = (own[0], own[1] or 0)


def _num_pr(properties: Any) -> tuple[str | None, int | None] | None:
    node = properties.find(_W + "numPr")
    if node is None:
        return None
    level = _value(node, "ilvl")
    return _value(node, "numId"), int(level) if level else None


def _value(node: Any, name: str) -> str | None:
    child = node.find(_W + name)
    return None if child is None else child.get(_W + "val")


def _start(definition: Any) -> int:
    return int(_value(definition, "start") or 1)


def _formatted(number: int, form: str) -> str:
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
    ):
        return to_chinese(number) if 0 <= number <= 9999 else str(number)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return to_chinese(number).translate(_TRADITIONAL_DIGITS) if 0 <= number <= 9999 else str(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number).lower() if form == "lowerRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out += letters
            number -= value
    return out
