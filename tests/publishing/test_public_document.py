"""What the public may read is built from what is public, and from nothing else."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from decisions.domain.assign import assign
from decisions.domain.change import change, reassign
from decisions.enums import AssignmentState
from decisions.models import Assignment, Resolution
from gusu_minutes.common.models import Disclosure
from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.preamble import ELISION
from gusu_minutes.documents.text import to_text
from meetings.models import AgendaItem, Meeting
from tests.factories import (
    AgendaItemFactory,
    AssignmentFactory,
    AttendanceFactory,
    DepartmentFactory,
    ResolutionFactory,
    UserFactory,
    draft,
    issue,
)

pytestmark = pytest.mark.django_db


def withhold(row: Any) -> None:
    row.disclosure = Disclosure.INTERNAL
    row.save()


def test_nothing_withheld_is_the_whole_document() -> None:
    meeting = draft(items=2, clauses=2)
    assert public_document(meeting) == internal_document(meeting)


@pytest.mark.parametrize("disclosure", [Disclosure.INTERNAL, Disclosure.ON_REQUEST])
def test_an_item_that_is_not_public_is_left_out(disclosure: str) -> None:
    meeting = draft(items=3)
    second = meeting.items.all()[1]
    second.disclosure = disclosure
    second.save()
    document = public_document(meeting)
    assert [item.key for item in document.items] == [
        item.key for item in (meeting.items.all()[0], meeting.items.all()[2])
    ]
    assert [item.number for item in document.items] == ["一", "二"]
    assert document.closing == (ELISION,)
    assert len(internal_document(meeting).items) == 3
    assert internal_document(meeting).closing == ()


def test_a_resolution_that_is_not_public_is_left_out_and_the_rest_counted_anew() -> None:
    meeting = draft(clauses=3)
    resolutions = list(Resolution.objects.order_by("position"))
    withhold(resolutions[0])
    (item,) = public_document(meeting).items
    assert [(clause.number, clause.text) for clause in item.clauses] == [
        ("(一)", resolutions[1].text),
        ("(二)", resolutions[2].text),
    ]
    assert public_document(meeting).closing == (ELISION,)


@pytest.mark.parametrize(
    ("closing", "withheld", "expected"),
    [
        ("", False, ()),
        ("", True, (ELISION,)),
        ("会议还研究了其他事项。", False, ("会议还研究了其他事项。",)),
        ("会议还研究了其他事项。", True, ("会议还研究了其他事项。",)),
        ("会议还研究了其他事项。\n散会。", False, ("散会。", "会议还研究了其他事项。")),
        ("会议还研究了其他事项。\n散会。", True, ("会议还研究了其他事项。",)),
        ("會議還研究了其他事項。", True, ("會議還研究了其他事項。",)),
    ],
)
def test_the_elision_stands_at_the_end_once(closing: str, withheld: bool, expected: tuple[str, ...]) -> None:
    meeting = draft(items=2, closing=closing)
    if withheld:
        withhold(meeting.items.last())
    assert public_document(meeting).closing == expected


def test_the_preamble_does_not_tell_what_is_withheld() -> None:
    meeting = draft(items=2, preamble="区长陈羔主持召开会议，研究机密事项。")
    assert public_document(meeting).preamble == ("区长陈羔主持召开会议，研究机密事项。",)
    withhold(meeting.items.last())
    text = "".join(public_document(meeting).preamble)
    assert "机密" not in text
    assert "2024年12月13日下午，区长陈羔同志主持召开" in text
    meeting.public_preamble = "区长陈羔主持召开会议。"
    meeting.save()
    assert public_document(meeting).preamble == ("区长陈羔主持召开会议。",)


def test_public_words_stand_for_internal_ones() -> None:
    meeting = draft(preamble="研究内部叫法。")
    item = meeting.items.get()
    item.title, item.public_title = "内部叫法", "公开叫法"
    item.save()
    resolution = item.resolutions.get()
    resolution.public_text = "原则同意。"
    resolution.save()
    text = to_text(public_document(meeting))
    assert "公开叫法" in text
    assert "原则同意。" in text
    assert "内部叫法" not in text
    assert resolution.text not in text


def test_documents_outcome_and_forwarding_come_from_public_text_only() -> None:
    meeting = draft(items=0)
    item = AgendaItemFactory(
        meeting=meeting, title="审议方案", outcome="rejected", forwarded_to=["区党工委会议", "区人大常委会会议"]
    )
    ResolutionFactory(agenda_item=item, text="会议听取了《甲方案》，提请区人大常委会会议审议。")
    withhold(ResolutionFactory(agenda_item=item, text="会议不同意《乙方案》，提请区党工委会议研究。"))
    (public,) = public_document(meeting).items
    assert public.documents == ("甲方案",)
    assert public.forwarded_to == ("区人大常委会会议",)
    assert public.outcome == ""
    (internal,) = internal_document(meeting).items
    assert internal.documents == ("甲方案", "乙方案")
    assert internal.outcome == "rejected"


def test_who_is_responsible_is_public_only_where_the_assignment_is() -> None:
    meeting = draft()
    resolution = Resolution.objects.get()
    shown = AssignmentFactory(resolution=resolution, disclosure=Disclosure.PUBLIC)
    shown.supporting.add(DepartmentFactory(short_name="区协办局"))
    AssignmentFactory(resolution=resolution, lead=DepartmentFactory(short_name="区隐名局"))
    (clause,) = public_document(meeting).items[0].clauses
    assert [entry.lead.name for entry in clause.responsibilities] == [shown.lead.short_name]
    assert [unit.name for unit in clause.responsibilities[0].supporting] == ["区协办局"]
    (clause,) = internal_document(meeting).items[0].clauses
    assert len(clause.responsibilities) == 2


def test_how_an_assignment_stands_is_not_public() -> None:
    """Cancelled since, it stands under its clause as it was made public; officials' minutes leave it out."""
    meeting = draft(assignments=1)
    assignment = Assignment.objects.get()
    assignment.disclosure, assignment.state = Disclosure.PUBLIC, AssignmentState.CANCELLED
    assignment.save()
    assert internal_document(meeting).items[0].clauses[0].responsibilities == ()
    assert len(public_document(meeting).items[0].clauses[0].responsibilities) == 1


def test_what_follow_up_changed_stands_in_no_document() -> None:
    meeting = draft(items=0)
    proposal = AssignmentFactory(
        resolution__agenda_item__meeting=meeting, disclosure=Disclosure.PUBLIC, due_on=date(2030, 3, 1)
    )
    proposal.supporting.add(DepartmentFactory())
    meeting = issue(meeting)
    documents = internal_document(meeting), public_document(meeting)
    assert documents[1].items[0].clauses[0].responsibilities[0].due_on == "2030-03-01"
    supervisor = UserFactory(roles=["supervisor"])
    about: dict[str, Any] = {"assignment": proposal, "by": supervisor, "reason": "另有决定", "consent": "区长同意"}
    change(due_on=date(2030, 6, 1), supporting=[DepartmentFactory()], task="新的事项", **about)
    reassign(lead=DepartmentFactory(), **about)
    beside = AssignmentFactory(resolution=proposal.resolution, in_minutes=False)
    assign(meeting=meeting, assignments=[beside], by=supervisor)
    assert (internal_document(meeting), public_document(meeting)) == documents


def test_what_is_withheld_is_not_named_by_the_closing_or_by_where_it_goes() -> None:
    meeting = draft(items=2, closing="会后，就机密事项另行通知。\n会议还研究了其他事项。")
    withhold(meeting.items.last())
    item = meeting.items.order_by("position")[0]
    item.public_title, item.forwarded_to, item.outcome = "某项工作", ["机密常委会"], "rejected"
    item.save()
    document = public_document(meeting)
    assert document.closing == ("会议还研究了其他事项。",)
    assert (document.items[0].forwarded_to, document.items[0].outcome) == ((), "")


def test_somebody_who_came_for_a_withheld_item_only_is_left_out() -> None:
    meeting = draft(items=2, people=1)
    shown, hidden = meeting.items.all()
    withhold(hidden)
    guest = AttendanceFactory(meeting=meeting, name="密客")
    guest.items.add(hidden)
    both = AttendanceFactory(meeting=meeting, name="常客")
    both.items.add(hidden, shown)
    names = [person.name for person in public_document(meeting).attendance]
    assert "密客" not in names
    assert "常客" in names
    assert len(names) == 2


@pytest.mark.parametrize("build", [internal_document, public_document])
def test_queries_do_not_grow(build: Any, django_assert_num_queries: Any) -> None:
    small = draft(items=1, clauses=1, assignments=1)
    large = draft(items=10, clauses=3, assignments=1, people=80)
    withhold(AgendaItem.objects.filter(meeting=large).last())
    for meeting in (small, large):
        meeting = Meeting.objects.select_related("series").get(pk=meeting.pk)
        with django_assert_num_queries(10 if build is internal_document else 11):
            build(meeting)


def test_fixtures_load() -> None:
    call_command("loaddata", "departments", "bodies", "people", "themes", verbosity=0)
