"""Texts of minutes for tests, and how two texts are compared."""

import re
import unicodedata
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"


def squeezed(text: str) -> str:
    """The characters that must come back: without white space, full and half width alike."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
