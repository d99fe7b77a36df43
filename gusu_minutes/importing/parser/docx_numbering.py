"""The numbers that Word counts by itself (w:numPr), as the reader sees them: 一、 (一) 1. a)"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from typing import Any

from gusu_minutes.importing.parser.docx_formats import SILENT, formatted

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PLACE = re.compile(r"%([1-9])")
_DEEPEST_STYLE = 20  # styles are based on styles; Word allows fewer


class NumberCounter:
    """Counts the list paragraphs of one document, in document order.

    `numbering` and `styles` are the root elements of those parts, or None.
    """

    def __init__(self, numbering: Any | None = None, styles: Any | None = None) -> None:
        self._levels: dict[str, dict[int, Any]] = {}  # by abstractNumId
        self._overrides: dict[tuple[str, int], Any] = {}  # whole levels that one list defines anew
        self._starts: dict[tuple[str, int], int] = {}  # by numId and level, to be used once
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, Any] = {}
        self._default_style: str | None = None
        self._of_style: dict[str, tuple[str, int] | None] = {}
        if numbering is not None and styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_numbering(numbering)
        self._all_starts = dict(self._starts)

    def again(self) -> NumberCounter:
        """A counter of the same lists that has counted nothing yet, for another part of the document."""
        other = copy.copy(self)
        other._counts, other._starts = defaultdict(dict), dict(self._all_starts)
        return other

    def prefix(self, properties: Any | None, visible: bool) -> str:
        """The number before a paragraph with the space or tab that Word sets behind it; '' where there is none.

        `properties` is its w:pPr. A paragraph with no text counts, as it does in Word, but shows nothing here.
        """
        place = self._place(properties)
        if place is None:
            return ""
        number_id, level = place
        abstract = self._abstract.get(number_id, "")
        definition = self._definition(number_id, level)
        if definition is None:
            return ""
        counts = self._counts[abstract]
        begin = self._starts.pop((number_id, level), None)
        if begin is not None:
            counts[level] = begin
        else:
            counts[level] = counts[level] + 1 if level in counts else _start(definition)
        for deeper in [key for key in counts if key > level and self._restarts(number_id, key, level)]:
            del counts[deeper]
        return self._text(number_id, definition, level, counts) if visible else ""

    def _definition(self, number_id: str, level: int) -> Any | None:
        override = self._overrides.get((number_id, level))
        return override if override is not None else self._levels.get(self._abstract.get(number_id, ""), {}).get(level)

    def _restarts(self, number_id: str, deeper: int, level: int) -> bool:
        """Whether a level begins anew after a paragraph of a higher one (w:lvlRestart 0: never; n: after level n)."""
        definition = self._definition(number_id, deeper)
        after = None if definition is None else _value(definition, "lvlRestart")
        return after is None or not after.isdigit() or (after != "0" and level <= int(after) - 1)

    def _text(self, number_id: str, definition: Any, level: int, counts: dict[int, int]) -> str:
        if _form(definition) in SILENT:
            return ""
        legal = definition.find(_W + "isLgl") is not None

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            source = self._definition(number_id, place)
            source = definition if source is None else source
            form = "decimal" if legal and place < level else _form(source)
            return formatted(counts.get(place, _start(source)), form)

        text = _PLACE.sub(number, _value(definition, "lvlText") or "")
        return text + {"nothing": "", "space": " "}.get(_value(definition, "suff") or "", "\t" if text else "")

    def _place(self, properties: Any | None) -> tuple[str, int] | None:
        """Number id and level of a paragraph: its own, or its style's."""
        style = None if properties is None else properties.find(_W + "pStyle")
        inherited = self._style_place(style.get(_W + "val") if style is not None else self._default_style)
        own = None if properties is None else _num_pr(properties)
        if own is None:
            return inherited
        number_id, level = own
        if number_id is None and inherited:
            number_id = inherited[0]
        if number_id is None or number_id == "0":
            return None
        return number_id, level if level is not None else (inherited[1] if inherited else 0)

    def _style_place(self, style: str | None) -> tuple[str, int] | None:
        if style is None or style not in self._styles:
            return None
        if style not in self._of_style:
            self._of_style[style] = self._find_style_place(style)
        return self._of_style[style]

    def _find_style_place(self, style: str) -> tuple[str, int] | None:
        number_id: str | None = None
        level: int | None = None
        current: str | None = style
        for _ in range(_DEEPEST_STYLE):
            node = self._styles.get(current or "")
            if node is None:
                break
            properties = node.find(_W + "pPr")
            own = _num_pr(properties) if properties is not None else None
            if own:
                number_id = own[0] if number_id is None else number_id
                level = own[1] if level is None else level
            if number_id is not None:
                linked = self._linked_level(number_id, current)
                level = linked if level is None else level
                break
            current = _value(node, "basedOn")
        return (number_id, level or 0) if number_id and number_id != "0" else None

    def _linked_level(self, number_id: str, style: str | None) -> int | None:
        """The level that names the style as its own (w:lvl/w:pStyle)."""
        for level, node in self._levels.get(self._abstract.get(number_id, ""), {}).items():
            if _value(node, "pStyle") == style:
                return level
        return None

    def _read_numbering(self, root: Any) -> None:
        links: dict[str, str] = {}
        owners: dict[str, str] = {}
        for abstract in root.findall(_W + "abstractNum"):
            abstract_id = abstract.get(_W + "abstractNumId", "")
            self._levels[abstract_id] = {_level(lvl): lvl for lvl in abstract.findall(_W + "lvl")}
            if name := _value(abstract, "numStyleLink"):
                links[abstract_id] = name
            if name := _value(abstract, "styleLink"):
                owners[name] = abstract_id
        for abstract_id, name in links.items():  # a list that only points to the one that a list style defines
            self._levels[abstract_id] = self._levels[abstract_id] or self._levels.get(owners.get(name, ""), {})
        for num in root.findall(_W + "num"):
            number_id = num.get(_W + "numId", "")
            self._abstract[number_id] = _value(num, "abstractNumId") or ""
            for override in num.findall(_W + "lvlOverride"):
                level = _level(override)
                if (whole := override.find(_W + "lvl")) is not None:
                    self._overrides[number_id, level] = whole
                    self._starts[number_id, level] = _start(whole)
                if start := _value(override, "startOverride"):
                    self._starts[number_id, level] = _int(start, 1)

    def _read_styles(self, root: Any) -> None:
        for style in root.findall(_W + "style"):
            if style.get(_W + "type") == "paragraph":
                self._styles[style.get(_W + "styleId", "")] = style
                if style.get(_W + "default") in ("1", "true", "on"):
                    self._default_style = style.get(_W + "styleId")


def _num_pr(properties: Any) -> tuple[str | None, int | None] | None:
    node = properties.find(_W + "numPr")
    if node is None or node.find(_W + "del") is not None:
        return None
    level = _value(node, "ilvl")
    return _value(node, "numId"), None if level is None else _int(level, 0)


def _form(definition: Any) -> str:
    node = definition.find(_W + "numFmt")
    if node is None:
        node = definition.find(f"{_MC}AlternateContent/{_MC}Fallback/{_W}numFmt")
    return "decimal" if node is None else node.get(_W + "val", "decimal")


def _level(node: Any) -> int:
    return _int(node.get(_W + "ilvl"), 0)


def _value(node: Any, name: str) -> str | None:
    child = node.find(_W + name)
    return None if child is None else child.get(_W + "val")


def _start(definition: Any) -> int:
    return _int(_value(definition, "start"), 1)


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
