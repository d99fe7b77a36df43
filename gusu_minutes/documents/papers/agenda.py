"""The agenda (会议议程): time, place and chair, the items with who presents them, who comes."""

from collections.abc import Iterator

from gusu_minutes.documents.paper import Block, Gap, Paper, Paragraph, Roll, Title
from gusu_minutes.documents.papers.meeting import (
    attendee,
    by_kind,
    chair_of,
    coming,
    issuing_office,
    listed_items,
    meeting_name,
    time_of,
)
from gusu_minutes.documents.papers.minutes import roll_entry
from meetings.models import Meeting


def agenda_paper(meeting: Meeting) -> Paper:
    """Return the agenda, from the records as they stand. Five queries beside the meeting and its series.

    The items are headings, not a table, so that a long title runs over the whole width as in the minutes, and the
    navigation of every format leads to them. Who comes for some items only stands there.
    """
    name = meeting_name(meeting, "议程")
    return Paper(
        name=name,
        subject="会议议程",
        author=issuing_office(meeting),
        blocks=(Title(name), Gap(), *_blocks(meeting)),
        day=meeting.held_on.isoformat(),
    )


def _blocks(meeting: Meeting) -> Iterator[Block]:
    people = coming(meeting)
    yield Roll("时间", (time_of(meeting),))
    if meeting.place:
        yield Roll("地点", (meeting.place,))
    if chair := chair_of(meeting):
        yield Roll("主持", (chair,))
    yield Gap()
    items = listed_items(meeting, people)
    for item in items:
        yield Paragraph(lead=item.heading, level=1)
        if item.presenting:
            yield Paragraph(f"汇报单位：{'、'.join(item.presenting)}")
        if item.only_here:
            yield Paragraph(f"参加：{'、'.join(item.only_here)}")
    if not items:
        yield Paragraph("（议题待定）")
    throughout = [person for person in people if not person.items.all()]
    if throughout:
        yield Gap()
        for label, group in by_kind(throughout):
            yield Roll(label, tuple(roll_entry(attendee(person)) for person in group))
