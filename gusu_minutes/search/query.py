"""The words of a query, and where they stand in a text."""

import re
from collections.abc import Iterator

from gusu_minutes.common.folding import fold

MAX_LENGTH = 100  # characters of a query; forms refuse a longer one


def words_of(query: str) -> list[str]:
    """Split a query at white space into folded words, each once."""
    return list(dict.fromkeys(fold(query).split()))


def pieces(text: str, query: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces as it is written, each with whether it is one of the query's words.

    Folding keeps every character at its place, so what is found in the folded text is cut out of the original.
    """
    words = sorted(words_of(query), key=len, reverse=True)
    end = 0
    if words:
        pattern = "|".join(map(re.escape, words))
        for found in re.finditer(pattern, fold(text)):
            if found.start() > end:
                yield text[end : found.start()], False
            yield text[found.start() : found.end()], True
            end = found.end()
    if end < len(text):
        yield text[end:], False
