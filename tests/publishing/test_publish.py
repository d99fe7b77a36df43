"""Publish, correct, withdraw: who may, from where, and what comes of it."""

from datetime import date
from typing import Any

import pytest

from attendees.models import Department
from decisions.domain.assign import assign
from decisions.models import Assignment, Resolution
from gusu_minutes.common.errors import IllegalMove, NotAllowed
from gusu_minutes.common.models import Disclosure
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.publishing.diff import compare
from gusu_minutes.publishing.domain import issue_imported, publish, sign, start_correction, withdraw
from gusu_minutes.publishing.models import (
    InternalClause,
    InternalEdition,
    PublicClause,
    PublicClauseDepartment,
    PublicEdition,
)
from meetings.domain.review import return_to_clerk, submit
from meetings.enums import MeetingState
from meetings.models import Meeting
from tests.factories import AssignmentFactory, UserFactory, draft, issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    return UserFactory(roles=["clerk"])


@pytest.fixture
def signatory() -> Any:
    return UserFactory(roles=["signatory"])


@pytest.fixture
def publisher() -> Any:
    return UserFactory(roles=["publisher"])


def test_publishing_freezes_both_editions_and_their_clauses() -> None:
    meeting = draft(items=2, clauses=2)
    hidden = meeting.items.get(position=2)
    hidden.disclosure = Disclosure.INTERNAL
    hidden.save()
    meeting = issue(meeting)
    assert meeting.state == MeetingState.PUBLISHED
    assert InternalEdition.objects.get().clause_count == InternalClause.objects.count() == 4
    assert PublicEdition.objects.get().clause_count == PublicClause.objects.count() == 2
    assert not PublicClause.objects.filter(item_key=hidden.key).exists()


def test_only_signed_minutes_are_published(publisher: Any, clerk: Any) -> None:
    meeting = draft()
    with pytest.raises(IllegalMove):
        publish(meeting=meeting, by=publisher)
    submit(meeting=meeting, by=clerk)
    with pytest.raises(IllegalMove):
        publish(meeting=meeting, by=publisher)
    assert not PublicEdition.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "signatory", "supervisor", "officer", "official", "auditor"])
def test_only_a_publisher_publishes_corrects_and_withdraws(role: str, clerk: Any, signatory: Any) -> None:
    other = UserFactory(roles=[role])
    meeting = draft()
    submit(meeting=meeting, by=clerk)
    sign(meeting=meeting, by=signatory)
    with pytest.raises(NotAllowed):
        publish(meeting=meeting, by=other)
    meeting = issue(draft())
    with pytest.raises(NotAllowed):
        start_correction(meeting=meeting, by=other, reason="笔误")
    with pytest.raises(NotAllowed):
        withdraw(meeting=meeting, by=other, reason="笔误", notice="已撤回")


def test_publishing_twice_changes_nothing(publisher: Any) -> None:
    meeting = issue(draft())
    with pytest.raises(IllegalMove):
        publish(meeting=meeting, by=publisher)
    assert PublicEdition.objects.count() == 1


def test_a_correction_is_a_second_edition_with_its_reasons(publisher: Any, clerk: Any, signatory: Any) -> None:
    meeting = issue(draft())
    start_correction(meeting=meeting, by=publisher, reason="内部说明")
    resolution = Resolution.objects.get()
    resolution.text = "会议原则同意更正后的方案。"
    resolution.save()
    assert PublicEdition.objects.current().get().number == 1  # the published edition stays up meanwhile
    submit(meeting=meeting, by=clerk)
    sign(meeting=meeting, by=signatory)
    internal, public = publish(meeting=meeting, by=publisher, public_reason="更正笔误")
    assert (internal.number, public.number) == (2, 2)
    assert (internal.reason, public.reason) == ("内部说明", "更正笔误")
    assert PublicEdition.objects.current().get() == public
    (change,) = compare(PublicEdition.objects.get(number=1).document, public.document)
    assert (change.kind, change.new) == ("changed", "(一)会议原则同意更正后的方案。")
    assert PublicClause.objects.get().text == "会议原则同意更正后的方案。"


def test_the_address_is_permanent(publisher: Any) -> None:
    meeting = issue(draft(number=39))
    assert meeting.address == "executive/2024/39"
    start_correction(meeting=meeting, by=publisher, reason="改日期")
    meeting.refresh_from_db()
    meeting.held_on, meeting.number = date(2025, 1, 3), 40
    meeting.save()
    assert meeting.address == "executive/2024/39"


def test_addresses_without_a_number_do_not_collide() -> None:
    """And a draft that nobody issued leaves no gap between them."""
    first, _never, second = (draft(number=None, title="现场会") for _ in range(3))
    assert [issue(meeting).address for meeting in (first, second)] == ["executive/2024/1213", "executive/2024/1213-2"]


def test_only_what_was_signed_is_issued(publisher: Any) -> None:
    """Names of the directory and the head of the series stand in the minutes too."""
    meeting = submit(meeting=draft(), by=UserFactory(roles=["clerk"]))
    sign(meeting=meeting, by=UserFactory(roles=["signatory"]))
    series = meeting.series
    series.document_title = "签发后改的红头"
    series.save()
    with pytest.raises(IllegalMove):
        publish(meeting=meeting, by=publisher)
    assert not PublicEdition.objects.exists()
    signatory = UserFactory(roles=["signatory"])
    return_to_clerk(meeting=meeting, by=signatory, reason="红头已改")
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    sign(meeting=meeting, by=signatory)
    publish(meeting=meeting, by=publisher)
    assert "签发后改的红头" in PublicEdition.objects.get().content


def test_withdrawing_leaves_a_notice_and_nothing_else(publisher: Any) -> None:
    meeting = issue(draft())
    text = Resolution.objects.get().text
    withdraw(meeting=meeting, by=publisher, reason="内部说明", notice="本纪要已撤回。")
    public = PublicEdition.objects.get(number=2)
    assert public.is_withdrawal
    assert public.reason == "本纪要已撤回。"
    assert text not in public.content
    assert not PublicEdition.objects.current().exists()
    assert not PublicClause.objects.exists()
    assert text in InternalEdition.objects.get(number=1).content  # it stays on record


@pytest.mark.parametrize("field", ["reason", "notice"])
def test_withdrawing_needs_reason_and_notice(publisher: Any, field: str) -> None:
    meeting = issue(draft())
    words = {"reason": "理由", "notice": "公告", field: "  "}
    with pytest.raises(IllegalMove):
        withdraw(meeting=meeting, by=publisher, **words)
    assert PublicEdition.objects.count() == 1


def test_a_withdrawn_meeting_moves_no_more(publisher: Any) -> None:
    meeting = issue(draft())
    withdraw(meeting=meeting, by=publisher, reason="理由", notice="公告")
    with pytest.raises(IllegalMove):
        start_correction(meeting=meeting, by=publisher, reason="理由")
    with pytest.raises(IllegalMove):
        withdraw(meeting=meeting, by=publisher, reason="理由", notice="公告")


def test_assignments_are_numbered_when_the_minutes_are_issued() -> None:
    meeting = draft(clauses=2, assignments=1)
    assert not Assignment.objects.issued().exists()
    issue(meeting)
    year = Meeting.objects.get().issued_at.year
    numbers = [entry.document_number for entry in Assignment.objects.issued()]
    assert numbers == [f"督〔{year}〕1号", f"督〔{year}〕2号"]
    issue(draft(assignments=1))
    assert Assignment.objects.filter(serial=3).exists()


def test_clauses_name_the_departments_that_may_be_named() -> None:
    meeting = draft()
    resolution = Resolution.objects.get()
    AssignmentFactory(resolution=resolution, disclosure=Disclosure.PUBLIC)
    AssignmentFactory(resolution=resolution)
    meeting.items.get().presenting.add(*Department.objects.all()[:1])
    issue(meeting)
    assert list(PublicClauseDepartment.objects.order_by("role").values_list("role", flat=True)) == [
        "lead",
        "presenting",
    ]


def test_only_an_import_is_issued_as_signed_on_paper(publisher: Any) -> None:
    admin = UserFactory(is_superuser=True)
    with pytest.raises(NotAllowed):
        issue_imported(meeting=draft(), by=publisher)
    with pytest.raises(IllegalMove):
        issue_imported(meeting=draft(), by=admin)


def test_tasks_of_minutes_issued_on_paper_are_assigned_by_choice() -> None:
    admin = UserFactory(is_superuser=True)
    meeting = draft(assignments=1)
    old = Assignment.objects.get()
    MinutesImport(source="旧纪要", created_by=admin, meeting=meeting).save_as(by=admin, reason="导入")
    issue_imported(meeting=meeting, by=admin)
    assert not Assignment.objects.issued().exists()
    meeting.refresh_from_db()
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="补充")
    new = AssignmentFactory(resolution=old.resolution)
    meeting.refresh_from_db()
    issue(meeting)
    assert list(Assignment.objects.issued()) == [new]
    assign(meeting=meeting, assignments=[old], by=UserFactory(roles=["supervisor"]))
    assert Assignment.objects.issued().count() == 2


def test_a_correction_assigns_what_it_proposes(publisher: Any) -> None:
    meeting = issue(draft())
    start_correction(meeting=meeting, by=publisher, reason="补充")
    AssignmentFactory(resolution=Resolution.objects.get())
    meeting.refresh_from_db()
    issue(meeting)
    assert Assignment.objects.issued().count() == 1
