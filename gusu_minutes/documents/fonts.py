"""The faces of official documents, which fonts stand in for them here, and which characters none of them has.

Fonts come from the folders of GUSU_FONT_DIRS (an office's own) and from `fonts/`, never from the system: the same
program gives the same pages everywhere.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

from gusu_minutes.documents.paper import Paper

_SONG_FALLBACK = ("Gusu Fallback Serif", "Gusu Fallback Sans")
_HEI_FALLBACK = ("Gusu Fallback Sans", "Gusu Fallback Serif")
_TITLE = ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "方正小标宋简体", "小标宋", "FandolSong")
# First the fonts that GB/T 9704-2012 and its word processors mean, then Fandol, which comes with the program.
FACES: dict[str, tuple[str, ...]] = {
    "mark": (*_TITLE, *_SONG_FALLBACK),
    "title": (*_TITLE, *_SONG_FALLBACK),
    "heading": ("SimHei", "黑体", "FZHei-B01", "FandolHei", *_HEI_FALLBACK),
    "subheading": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FandolKai", *_SONG_FALLBACK),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FandolFang R", *_SONG_FALLBACK),
    "number": ("SimSun", "宋体", "FandolSong", *_SONG_FALLBACK),
}
# Fandol's Song is as heavy as 小标宋 in its bold cut.
_BOLD = {"mark", "title"}


@dataclass(frozen=True, slots=True)
class Font:
    """One font in a file; `index` is its place in a collection. `weight` runs from 100 to 900."""

    family: str
    weight: int
    path: Path
    index: int


def folders() -> list[Path]:
    """Return where fonts are looked for, an office's own first."""
    return [*(Path(folder) for folder in settings.FONT_DIRS), settings.BASE_DIR / "fonts"]


@lru_cache(maxsize=1)
def typst_fonts() -> typst.Fonts:
    """Return the fonts as typst reads them: once, since that takes longer than setting a page. Threads may share it."""
    paths = [str(folder) for folder in folders() if folder.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


@lru_cache(maxsize=1)
def installed() -> dict[str, list[Font]]:
    """Return the upright fonts found, by family."""
    found: dict[str, list[Font]] = {}
    for info in typst_fonts().fonts():
        if info.path and info.style == "normal":
            found.setdefault(info.family, []).append(Font(info.family, info.weight, Path(info.path), info.index))
    return found


@lru_cache(maxsize=16)
def chain(face: str) -> tuple[Font, ...]:
    """Return the fonts of a face in the order in which a character is looked for."""
    weight = 700 if face in _BOLD else 400
    return tuple(
        min(installed()[family], key=lambda font: abs(font.weight - weight))
        for family in FACES[face]
        if family in installed()
    )


@lru_cache(maxsize=64)
def characters(font: Font) -> frozenset[int]:
    """Return the code points that a font has a glyph for."""
    with TTFont(font.path, fontNumber=font.index, lazy=True) as file:
        return frozenset(file.getBestCmap())


# Variation selectors (Unicode 16 §23.4) and the joiner without a glyph: like characters of category Cf they shape their
# neighbours, and nothing stands for them.
_SHAPING = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def leaves_no_mark(character: str) -> bool:
    """Whether a character is not printed, so that no font needs a glyph for it: spaces, joiners, directions."""
    return character.isspace() or unicodedata.category(character) == "Cf" or _SHAPING.match(character) is not None


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font of its face has, and the words around it."""

    character: str
    context: str

    def __str__(self) -> str:
        return f"{self.character} (U+{ord(self.character):04X}): {self.context}"


def missing_glyphs(paper: Paper) -> list[MissingGlyph]:
    """Return what could not be printed, each character once, in order."""
    found: dict[str, MissingGlyph] = {}
    for entry in _missing(paper):
        found.setdefault(entry.character, entry)
    return list(found.values())


def _missing(paper: Paper) -> Iterator[MissingGlyph]:
    for face, text in paper.texts():
        known = [characters(font) for font in chain(face)]
        for position, character in enumerate(text):
            if not leaves_no_mark(character) and not any(ord(character) in font for font in known):
                yield MissingGlyph(character, text[max(0, position - 10) : position + 11])
