"""One script for matching: text folded character by character, so that offsets hold; and OpenCC for display.

`fold` is for finding (NFKC, Traditional → Simplified, lower case, always 1:1 in length);
`to_simplified` and `to_traditional` are for reading (phrase-aware, length may change).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

_SURROGATES = re.compile("([\ud800-\udfff]+)")


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


class _FoldMap(dict[int, int]):
    """A `str.translate` map that learns each character the first time it is met.

    OpenCC ships its dictionaries in a binary form only, so a character is folded by asking OpenCC for it once.
    """

    def __missing__(self, code: int) -> int:
        folded = self[code] = ord(_fold_character(chr(code)))
        return folded


def _fold_character(character: str) -> str:
    """Fold one character; a step that would change its length, or turn ① into 1, is left out."""
    if unicodedata.category(character) in ("Cs", "No"):
        return character
    for step in (_nfkc, _converter("t2s").convert, str.lower):
        changed = step(character)
        if len(changed) == 1 and not (changed.isspace() and not character.isspace()):
            character = changed
    return character


def _nfkc(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


_FOLD_MAP = _FoldMap()


def fold(text: str) -> str:
    """Text for matching: half-width, Simplified, lower case; `len(fold(text)) == len(text)` always."""
    return text.translate(_FOLD_MAP)


def _convert(text: str, config: str) -> str:
    convert = _converter(config).convert
    if not _SURROGATES.search(text):
        return convert(text)
    return "".join(part if _SURROGATES.match(part) else convert(part) for part in _SURROGATES.split(text))


def to_simplified(text: str) -> str:
    """The text in Simplified characters, by OpenCC's phrases and characters."""
    return _convert(text, "t2s")


def to_traditional(text: str) -> str:
    """The text in Traditional characters as they are used today (核驗, 為, 裡), by OpenCC's phrases and characters."""
    return _convert(text, "s2tw")
