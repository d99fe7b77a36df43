"""From the glyphs of a page to its lines from top to bottom; the rows of a ruled table are lines with tabs."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from gusu_minutes.importing.pdf.glyphs import Glyph, Rule, Sheet
from gusu_minutes.importing.pdf.shapes import AMBIGUOUS_DOOR, CLOSERS, OPENERS, Row, reads_by_itself

_SPACES = " \u00a0\u3000\u2002\u2003\u2009\u200b\t"
_FAR = 1.5  # em: a gap that parts columns
_WIDE = 0.45  # em: a gap that parts words
# Radicals of which Unicode gives no compatibility form, as EquivalentUnifiedIdeograph.txt has them.
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺊⺋⺌⺎⺐⺒⺓⺕⺖⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺦⺧⺨⺩⺪⺬⺭⺯⺰⺱⺲⺶⺹⺻⺽⺾⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻏⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙几卜卩小兀尢巳幺彐忄扌攵旡月歺母民氵氺灬爫丬牛犭王疋示礻糹纟罓罒羊耂聿臼艹虎衤覀西见角讠贝车辶阝钅長镸长门雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)


def rows_of(sheet: Sheet) -> list[Row]:
    """The lines of a page, from top to bottom."""
    free, cells = _sort(sheet)
    rows = [*_lines(free), *_table_rows(cells)]
    return sorted(rows, key=lambda row: -row.y)


def plain(text: str) -> str:
    """Glyphs as characters: radicals and ligatures become what they stand for; nothing else is changed."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character < "\u2e80":
        return "" if character in "\u00ad\u200b\ufeff" or (character < " " and character != "\t") else character
    if character in _RADICALS:
        return _RADICALS[character]
    if character == AMBIGUOUS_DOOR:
        return character
    if character <= "\u2fdf" or "\uf900" <= character <= "\ufb06":
        return unicodedata.normalize("NFKC", character)
    return character


def _lines(glyphs: Iterable[Glyph]) -> Iterator[Row]:
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: (-one.y, one.x0)):
        if line and abs(line[0].y - glyph.y) > 0.35 * max(line[0].size, glyph.size):
            yield from _row(line)
            line = []
        line.append(glyph)
    yield from _row(line)


def _row(glyphs: list[Glyph]) -> Iterator[Row]:
    """The row of glyphs on one base line, if any of them can be seen."""
    kept: list[tuple[str, Glyph]] = []
    spaces = ""
    for glyph in sorted(glyphs, key=lambda one: one.x0):
        text = plain(glyph.text)
        if not text.strip(_SPACES):
            spaces += text or " "
            continue
        if kept and _same(kept[-1][1], glyph):
            continue  # drawn twice to look bold
        kept.append((spaces if kept else "", glyph._replace(text=text)))
        spaces = ""
    if not kept:
        return
    visible = [glyph for _, glyph in kept]
    size = statistics.median(glyph.size for glyph in visible)
    text = _spaced(kept, size)
    yield Row(text, visible[0].x0, visible[-1].x1, visible[0].y, size, _head(visible), open=bool(spaces))


def _same(before: Glyph, glyph: Glyph) -> bool:
    return before.text == plain(glyph.text) and abs(before.x0 - glyph.x0) < 0.15 * glyph.size


def _spaced(kept: list[tuple[str, Glyph]], size: float) -> str:
    """The text of a row, with the spaces that a reader sees: those of layout are left out, columns parted by tabs."""
    gaps = [after.x0 - before.x1 for (_, before), (_, after) in pairwise(kept)]
    tight = [gap for gap, (spaces, _) in zip(gaps, kept[1:], strict=True) if not spaces]
    usual = max(0.0, statistics.median(tight)) if len(tight) > 4 else 0.0  # what justification put in
    between = [spaces for spaces, _ in kept[1:]]
    spread = len(between) > 12 and sum(spaces == " " for spaces in between) > 0.9 * len(between)
    out = kept[0][1].text
    for gap, (_, before), (spaces, after) in zip(gaps, kept[:-1], kept[1:], strict=True):
        out += _space((gap - usual) / size, spaces, before.text, after.text, spread) + after.text
    return out


def _space(gap: float, spaces: str, before: str, after: str, spread: bool) -> str:
    latin = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
    if spaces:
        if latin:
            return " "
        if gap < 0.1 or (spread and spaces == " "):
            return ""
        return "\t" if gap > 4 * _FAR else spaces
    if gap > _FAR:
        return "\t"
    if gap > (0.2 if latin else _WIDE):
        return " " if latin else "\u3000"
    return ""


def _head(glyphs: list[Glyph]) -> float:
    """The width that a typesetter does not part from the first character: a number, closing punctuation."""
    end = 1
    while end < len(glyphs) and (
        glyphs[end].text in CLOSERS
        or glyphs[end - 1].text in OPENERS
        or (_joins(glyphs[end - 1].text) and _joins(glyphs[end].text))
    ):
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _joins(text: str) -> bool:
    return text.isascii() and text.isalnum()


Box = tuple[int, int, int, int]  # left, bottom, right, top


def _sort(sheet: Sheet) -> tuple[list[Glyph], dict[Box, list[Glyph]]]:
    """Glyphs that stand free, and those in the cells of ruled tables."""
    if not sheet.across or not sheet.down:
        return sheet.glyphs, {}
    free: list[Glyph] = []
    cells: dict[Box, list[Glyph]] = {}
    for glyph in sheet.glyphs:
        box = _cell(sheet, (glyph.x0 + glyph.x1) / 2, glyph.y + 0.3 * glyph.size)
        if box:
            cells.setdefault(box, []).append(glyph)
        else:
            free.append(glyph)
    for box in [one for one in cells if not any(other != one and _beside(one, other) for other in cells)]:
        free += cells.pop(box)  # a frame is no table
    return free, cells


def _cell(sheet: Sheet, x: float, y: float) -> Box | None:
    """The edges nearest to a point, if it is enclosed."""
    above = min((rule.at for rule in sheet.across if rule.at > y and _covers(rule, x)), default=None)
    below = max((rule.at for rule in sheet.across if rule.at <= y and _covers(rule, x)), default=None)
    right = min((rule.at for rule in sheet.down if rule.at > x and _covers(rule, y)), default=None)
    left = max((rule.at for rule in sheet.down if rule.at <= x and _covers(rule, y)), default=None)
    if above is None or below is None or right is None or left is None:
        return None
    return round(left), round(below), round(right), round(above)


def _covers(rule: Rule, place: float) -> bool:
    return rule.start - 1.5 <= place <= rule.end + 1.5


def _beside(one: Box, other: Box) -> bool:
    """Whether two cells share an edge."""
    level = min(one[3], other[3]) - max(one[1], other[1]) > 2
    stacked = min(one[2], other[2]) - max(one[0], other[0]) > 2
    return (level and min(abs(one[0] - other[2]), abs(one[2] - other[0])) <= 3) or (
        stacked and min(abs(one[1] - other[3]), abs(one[3] - other[1])) <= 3
    )


def _table_rows(cells: dict[Box, list[Glyph]]) -> Iterator[Row]:
    """The rows of all tables of a page; what is empty, or belongs to a cell that began further up, is an empty cell."""
    lefts = sorted({box[0] for box in cells})
    line: list[tuple[Box, list[Row]]] = []
    for box, glyphs in sorted(cells.items(), key=lambda one: (-one[0][3], one[0][0])):
        if line and line[0][0][3] - box[3] > 3:
            yield from _table_row(line, lefts)
            line = []
        line.append((box, list(_lines(glyphs))))
    if line:
        yield from _table_row(line, lefts)


def _table_row(cells: list[tuple[Box, list[Row]]], lefts: list[int]) -> Iterator[Row]:
    """One line for a row; a row with sentences or with numbered paragraphs in a cell is read cell by cell."""
    cells = [(box, rows) for box, rows in cells if rows]
    if not cells:
        return
    filled = {box[0]: (box, _cell_text(box, rows)) for box, rows in cells}
    texts: list[str] = []
    covered = 0
    for left in lefts:
        if left in filled:
            covered = filled[left][0][2]
            texts.append(filled[left][1])
        elif left >= covered - 3:
            texts.append("")
    size = statistics.median(row.size for _, rows in cells for row in rows)
    box = cells[0][0]
    lines = ["\t".join(text.replace("\n", " ") for text in texts).rstrip("\t")]
    if any(reads_by_itself(text) for text in texts):
        lines = [line for text in texts for line in text.split("\n") if line.strip()]
    for number, text in enumerate(lines):
        yield Row(text, box[0], box[2], box[3] - 1 - number / 1000, size, box[2] - box[0], True)


def _cell_text(box: Box, rows: list[Row]) -> str:
    out = ""
    for before, row in zip([None, *rows], rows, strict=False):
        if before is not None and before.x1 + row.head < box[2] - row.size:
            out += "\n"
        out += row.text.replace("\t", " ")
    return out
