"""The fixed sentences of public minutes."""

from meetings.models import Meeting

ELISION = "会议还研究了其他事项。"
# As offices write it, in both scripts.
_ELISION_WORDS = ("还研究了其他", "還研究了其他")
HALF_DAYS = {"morning": "上午", "afternoon": "下午", "evening": "晚上"}


def is_elision(line: str) -> bool:
    """Whether a closing line says that the meeting also dealt with other matters."""
    return any(words in line for words in _ELISION_WORDS)


def with_elision(closing: tuple[str, ...]) -> tuple[str, ...]:
    """Return the closing with the elision sentence at its end, once: as written where it stood already."""
    written = [line for line in closing if is_elision(line)]
    return (*(line for line in closing if not is_elision(line)), *(written[:1] or [ELISION]))


def neutral_preamble(meeting: Meeting) -> tuple[str, ...]:
    """Return an opening that names date, chair and meeting and none of the items."""
    day = f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日" + HALF_DAYS.get(
        meeting.half_day, ""
    )
    chair = f"{meeting.chair_title}{meeting.chair_name}同志主持" if meeting.chair_name else ""
    return (f"{day}，{chair}召开{meeting.title}。", "会议议定以下意见：")
