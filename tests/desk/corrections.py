"""Minutes corrected under an assignment."""

from gusu_minutes.publishing.domain import publish, sign, start_correction
from meetings.domain.review import submit
from meetings.models import Meeting
from tests.decisions.story import Story
from tests.factories import UserFactory


def correct(story: Story, text: str = "区发改局牵头，区商务局配合，做好冬季与春季促消费活动。") -> None:
    """Issue a correction in which the clause reads otherwise."""
    publisher, clerk = UserFactory(roles=["publisher"]), UserFactory(roles=["clerk"])
    start_correction(meeting=story.meeting, by=publisher, reason="更正")
    resolution = story.assignment.resolution
    resolution.text = text
    resolution.save()
    meeting = Meeting.objects.get(pk=story.meeting.pk)
    submit(meeting=meeting, by=clerk)
    sign(meeting=meeting, by=UserFactory(roles=["signatory"]))
    publish(meeting=meeting, by=publisher)
