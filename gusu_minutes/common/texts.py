"""Small readings of Chinese text."""

import re

_TITLED = re.compile(r"《([^《》]+)》")


def documents_in(text: str) -> list[str]:
    """Return what stands inside 《》, once each, in order."""
    return list(dict.fromkeys(_TITLED.findall(text)))
