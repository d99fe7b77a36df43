"""What may be given in, and what to say about a file that cannot be read."""

from typing import Any

# The longest minutes seen have 30,000; a pasted book is a mistake.
MAX_CHARACTERS = 1_000_000


def explain(error: Any) -> Any:
    """Return a sentence for the person who gave the file in: what is wrong with it, and what to do."""
    return str(error)
