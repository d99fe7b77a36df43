"""What is kept of a text so that it can be found."""

from gusu_minutes.common.folding import fold


def fold_entry(title: str, text: str) -> str:
    """Return title and text of a clause as one folded string: Simplified, narrow, lower case."""
    return f"{fold(title)}\n{fold(text)}"
