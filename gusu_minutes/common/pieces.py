"""Two texts compared piece by piece."""

from collections.abc import Iterator
from difflib import SequenceMatcher

Pieces = tuple[tuple[str, str], ...]

_LONG = 24  # characters from which on a text is compared piece by piece
_TOO_LONG = 8000  # beyond this a comparison by pieces would take seconds


def pieces(old: str, new: str, *, context: int | None = None) -> Pieces:
    """Return (same | del | ins, text) from one text to the other; nothing where they are too short or too long for it.

    Of what stayed the same only `context` characters are kept around a change, or all.
    """
    if min(len(old), len(new)) < _LONG or max(len(old), len(new)) > _TOO_LONG:
        return ()
    return tuple(_pieces(old, new, context))


def _pieces(old: str, new: str, context: int | None) -> Iterator[tuple[str, str]]:
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            text = old[from_old:to_old]
            yield "same", text if context is None else _shorten(text, context, from_old == 0, to_old == len(old))
            continue
        if to_old > from_old:
            yield "del", old[from_old:to_old]
        if to_new > from_new:
            yield "ins", new[from_new:to_new]


def _shorten(text: str, context: int, first: bool, last: bool) -> str:
    """Keep what stands next to a change of a long unchanged stretch."""
    head = "" if first else text[:context]
    tail = "" if last else text[-context:]
    return text if len(text) <= len(head) + len(tail) + 3 else f"{head}…{tail}"
