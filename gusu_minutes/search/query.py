"""Find the entries that hold all words of a query, and show where."""

import re
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from gusu_minutes.common.folding import fold

MAX_LENGTH = 100  # characters of a query; forms refuse a longer one


def words_of(query: str) -> list[str]:
    """Split a query at white space into folded words, each once."""
    return list(dict.fromkeys(fold(query).split()))


def matching(query: str) -> Q:
    """Return the condition on entries (rows with `folded`) that all words of the query stand in them."""
    condition = Q()
    for word in words_of(query):
        condition &= Q(folded__contains=word)
    return condition


def match(queryset: QuerySet, query: str) -> QuerySet:
    """Keep the entries in which all words of the query stand; an empty query keeps all."""
    return queryset.filter(matching(query))


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
