"""How a text is cut so that any part of it of one character or more can be found, exactly.

A run is what stands between spaces and punctuation. Of a run its pairs of neighbouring characters are kept,
overlapping, and its last character: 碳达峰20 becomes 碳达 达峰 峰2 20 0. A word of two characters or more stands in
a run exactly where its pairs follow one another; one character begins a pair or is the last of its run.
"""

import hashlib
import re
from collections.abc import Iterator

# Begin a mark and a token of a title: neither is a letter, and to the tokenizer of SQLite both belong to the word.
MARK, TITLE = "§", "¶"
# Letters, figures and Han characters of any plane.
_RUN = re.compile(r"[^\W_]+")


def runs(folded: str) -> list[str]:
    """Return the runs of a folded text."""
    return _RUN.findall(folded)


def pairs(run: str) -> list[str]:
    """Return the overlapping pairs of a run."""
    return [run[start : start + 2] for start in range(len(run) - 1)]


def tokens(folded: str) -> str:
    """Return what is kept of a folded text, between spaces."""
    return " ".join(term for run in runs(folded) for term in (*pairs(run), run[-1]))


def digest(value: object) -> str:
    """Return a short digest of a value, as codes of what has none are made."""
    return hashlib.blake2s(str(value).encode(), digest_size=8).hexdigest()


def mark(kind: str, value: object) -> str:
    """Return the mark by which entries are narrowed down: a letter for what, a digest for which.

    It begins with a sign that no token of a text holds.
    """
    return f"{MARK}{kind}{digest(value)}"


def title_tokens(folded: str) -> Iterator[str]:
    """Yield the tokens of a title, told from those of the text by a sign before them."""
    return (f"{TITLE}{term}" for term in tokens(folded).split())
