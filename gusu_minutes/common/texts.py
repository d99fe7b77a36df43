"""What is named inside a text, the documents in 《》, how a text is set, and what of it a file can hold."""

from __future__ import annotations

import re
from typing import Any

_OPEN, _CLOSE = "《", "》"
_INNERMOST = re.compile("《([^《》]+)》")


def documents_in(text: str) -> list[str]:
    """The titles that stand in 《》, once each, in order, without the brackets.

    A title inside a title (〈…〉, or a second pair of 《》) belongs to the outer one; an unclosed 《 names nothing.
    """
    titles: dict[str, None] = {}
    depth = start = 0
    for position, character in enumerate(text):
        if character == _OPEN:
            if not depth:
                start = position + 1
            depth += 1
        elif character == _CLOSE and depth:
            depth -= 1
            if not depth and (title := text[start:position].strip()):
                titles[title] = None
    if depth:  # an unclosed bracket hides what follows it: read on from behind it
        titles.update(dict.fromkeys(_INNERMOST.findall(text, start)))
    return list(titles)


_NARROW = re.compile(r"(?<=[\u3400-\u9fff\u3000-\u303f”’）)])[,:;?!]")
_WIDE = str.maketrans(",:;?!", "，：；？！")


def typeset(text: Any) -> str:
    """Return the text with narrow punctuation behind Chinese in its wide form, as print has it, of the same length."""
    return _NARROW.sub(lambda found: found[0].translate(_WIDE), str(text))


_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """Return the text without the characters that XML takes in no form (XML 1.0 §2.2)."""
    return _NOT_IN_XML.sub("", text)
