"""One step on many: all or none, and who is in the way is named."""

import pytest

from decisions.domain import verify, work
from decisions.domain.bulk import BulkRefused, take_all
from decisions.enums import AssignmentState as S
from decisions.models import Assignment, Event
from tests.decisions.test_reports import issued_beside


def test_all(story):
    rows = [story.assignment, issued_beside(story), issued_beside(story)]
    versions = {row.pk: row.version for row in Assignment.objects.all()}
    assert take_all(work.acknowledge, assignments=rows, by=story.lead, versions=versions) == 3
    assert set(Assignment.objects.values_list("state", flat=True)) == {S.IN_PROGRESS}


@pytest.mark.parametrize("why", ["state", "version", "unseen version"])
def test_or_none(story, why):
    other = issued_beside(story)
    versions = {row.pk: row.version for row in Assignment.objects.all()}
    if why == "state":
        versions[story.assignment.pk] = story.bring_to(S.CANCELLED).version
    elif why == "version":
        versions[other.pk] -= 1
    else:
        del versions[other.pk]
    events = Event.objects.count()
    with pytest.raises(BulkRefused) as refused:
        take_all(
            verify.remind, assignments=[other, story.assignment], by=story.supervisor, versions=versions, text="请抓紧"
        )
    in_the_way = story.assignment if why == "state" else other
    assert [refusal.assignment for refusal in refused.value.refusals] == [in_the_way]
    assert Event.objects.count() == events
