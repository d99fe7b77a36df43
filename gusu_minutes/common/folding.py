"""One form for matching: width, case and script folded, character by character, so that offsets hold."""

import unicodedata
from functools import cache

import opencc


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def to_simplified(text: str) -> str:
    """Return the text in Simplified characters (words, not only characters, are converted)."""
    return _converter("t2s").convert(text)


def to_traditional(text: str) -> str:
    """Return the text in Traditional characters (words, not only characters, are converted)."""
    return _converter("s2t").convert(text)


class _Table(dict[int, int]):
    """Folds each character at first sight and remembers it."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        if "\u3400" <= folded[:1]:
            folded = to_simplified(folded)
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the text folded for matching; it has the same length, so offsets into it are offsets into the text."""
    return text.translate(_TABLE)
