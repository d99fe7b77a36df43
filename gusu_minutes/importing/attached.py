"""What search finds of a file that is attached to a meeting."""

from pathlib import PurePath

from gusu_minutes.common.sheets import SheetError, read_table
from gusu_minutes.importing.parser import SourceError
from gusu_minutes.importing.sources import read_file, refuse_state_secret

# The terms of more do not fit into one entry of PostgreSQL's index (1 MB) if no pair of characters comes twice.
MAX_TEXT = 100_000  # characters


def text_of_attachment(data: bytes, name: str) -> str:
    """Return the text of a file, at most MAX_TEXT characters; empty where none can be read, as of a picture.

    Raises SourceError for a text that is marked as a state secret.
    """
    try:
        text = _table(data, name) if PurePath(name).suffix.lower() in (".xlsx", ".csv") else read_file(data, name)
    except (SourceError, SheetError):
        return ""
    refuse_state_secret(text)
    return text.replace("\0", "").strip()[:MAX_TEXT]


def _table(data: bytes, name: str) -> str:
    return "\n".join(" ".join(filter(None, row)) for _number, row in read_table(data, name))
