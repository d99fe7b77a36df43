"""The words that decide."""

from gusu_minutes.common.folding import fold

# Longer words first: 原则同意 is no 同意.
DECIDING_WORDS: dict[str, tuple[str, ...]] = {
    "rejected": ("不通过", "不同意", "未通过"),
    "revise": ("修改后再议", "再次研究"),
    "deferred": ("缓议", "暂缓"),
    "approved_in_principle": ("原则同意", "原则通过"),
    "adopted": ("审议通过", "通过"),
    "approved": ("同意",),
    "noted": ("听取", "传达学习"),
}


def deciding_outcome(text: str) -> str | None:
    """Return the outcome whose deciding word stands first in the text, or None."""
    folded = fold(text)
    return next((outcome for outcome, words in DECIDING_WORDS.items() if any(word in folded for word in words)), None)
