"""The steps of a meeting through the pages: refusals, the whole path, nothing done twice."""

import pytest
from django.urls import reverse

from gusu_minutes.clerk.steps import STEPS
from gusu_minutes.publishing.models import InternalEdition, PublicEdition, WithheldEdition
from meetings.domain.review import submit
from meetings.models import Meeting
from tests.clerk.pages import address, messages_of
from tests.factories import draft, issue

REFUSED = {
    "submit": ["signatory", "publisher", "auditor", "supervisor"],
    "sign": ["clerk", "publisher", "auditor", "supervisor"],
    "return": ["clerk", "publisher", "auditor"],
    "publish": ["clerk", "signatory", "auditor"],
    "correct": ["clerk", "signatory", "auditor"],
    "withdraw": ["clerk", "signatory", "auditor"],
}


def take(client, meeting, step, **asked):
    """Open a step's page, confirm it, and return the page that follows."""
    page = client.get(address(meeting, step))
    assert page.status_code == 200, messages_of(client.get(address(meeting)))
    version = page.context["form"]["version"].value()
    return client.post(address(meeting, step), {"version": version, **asked}, follow=True)


def state(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


@pytest.mark.parametrize(("step", "role"), [(step, role) for step, roles in REFUSED.items() for role in roles])
def test_without_the_right_no_step(signed_in, step, role):
    meeting = draft()
    client = signed_in(role)
    assert client.get(address(meeting, step)).status_code == 403
    assert client.post(address(meeting, step), {"version": meeting.version}).status_code == 403
    assert state(meeting) == "drafting"


@pytest.mark.parametrize("step", list(STEPS))
def test_no_such_meeting(signed_in, step):
    client = signed_in("clerk", "signatory", "publisher")
    assert client.get(reverse(f"admin:meetings_meeting_{step}", args=[99999])).status_code == 404


def test_buttons_stand_only_where_they_work(clerk, signatory, publisher):
    meeting = draft()

    def buttons(client):
        return [step.name for step, _address in client.get(address(meeting)).context["steps"]]

    assert (buttons(clerk), buttons(signatory), buttons(publisher)) == (["submit"], [], [])
    take(clerk, meeting, "submit")
    assert (buttons(clerk), buttons(signatory), buttons(publisher)) == ([], ["sign", "return"], [])
    take(signatory, meeting, "sign")
    assert (buttons(clerk), buttons(signatory), buttons(publisher)) == ([], ["return"], ["publish"])
    take(publisher, meeting, "publish")
    assert (buttons(clerk), buttons(signatory), buttons(publisher)) == ([], [], ["correct", "withdraw"])


def test_the_whole_path(clerk, signatory, publisher):
    meeting = draft(items=2, clauses=2)
    take(clerk, meeting, "submit")
    assert state(meeting) == "in_review"
    take(signatory, meeting, "return", reason="第二项缺责任单位")
    assert state(meeting) == "drafting"
    assert "第二项缺责任单位" in clerk.get(address(meeting)).content.decode()
    take(clerk, meeting, "submit")
    take(signatory, meeting, "sign")
    assert state(meeting) == "signed"
    take(publisher, meeting, "publish")
    assert state(meeting) == "published"
    take(publisher, meeting, "correct", reason="错别字")
    assert state(meeting) == "drafting"
    item = meeting.items.order_by("position")[0]
    item.title = "更正后的题目"
    item.save()
    take(clerk, meeting, "submit")
    take(signatory, meeting, "sign")
    page = publisher.get(address(meeting, "publish"))
    assert [change.new for change in page.context["summary"].public_changes] == ["一、更正后的题目"]
    take(publisher, meeting, "publish", public_reason="更正文字", withhold="on")
    assert [row.edition.number for row in WithheldEdition.objects.all()] == [1]
    assert PublicEdition.objects.get(meeting=meeting, number=2).reason == "更正文字"
    assert InternalEdition.objects.get(meeting=meeting, number=2).reason == "错别字"
    take(publisher, meeting, "withdraw", reason="内部原因", notice="本纪要已撤回")
    assert state(meeting) == "withdrawn"
    assert PublicEdition.objects.get(meeting=meeting, number=3).reason == "本纪要已撤回"


def test_who_submits_does_not_sign(signed_in):
    both = signed_in("clerk", "signatory")
    meeting = draft()
    take(both, meeting, "submit")
    page = both.get(address(meeting, "sign"), follow=True)
    assert page.redirect_chain
    assert messages_of(page)
    version = Meeting.objects.get(pk=meeting.pk).version
    assert messages_of(both.post(address(meeting, "sign"), {"version": version}, follow=True))
    assert state(meeting) == "in_review"


@pytest.mark.parametrize(("step", "asked"), [("publish", {}), ("withdraw", {"reason": "r", "notice": "n"})])
def test_a_double_submit_changes_nothing_twice(publisher, signatory, clerk, step, asked):
    meeting = draft()
    if step == "publish":
        take(clerk, meeting, "submit")
        take(signatory, meeting, "sign")
    else:
        issue(meeting)
    sent = {"version": Meeting.objects.get(pk=meeting.pk).version, **asked}
    publisher.post(address(meeting, step), sent)
    once = (InternalEdition.objects.count(), Meeting.history.count(), state(meeting))
    second = publisher.post(address(meeting, step), sent, follow=True)
    assert second.status_code == 200
    assert messages_of(second)
    assert (InternalEdition.objects.count(), Meeting.history.count(), state(meeting)) == once


def test_a_step_from_the_wrong_state_is_a_message(clerk, signatory):
    meeting = draft()
    page = signatory.get(address(meeting, "sign"), follow=True)
    assert page.status_code == 200
    assert messages_of(page)
    page = signatory.post(address(meeting, "sign"), {"version": meeting.version}, follow=True)
    assert messages_of(page)
    assert state(meeting) == "drafting"


def test_what_was_read_is_what_is_signed(clerk, signatory):
    """Returned and submitted again while the signatory read: the signature waits for a second look."""
    meeting = draft()
    take(clerk, meeting, "submit")
    seen = signatory.get(address(meeting, "sign")).context["form"]["version"].value()
    take(signatory, meeting, "return", reason="再改")
    take(clerk, meeting, "submit")
    page = signatory.post(address(meeting, "sign"), {"version": seen}, follow=True)
    assert messages_of(page)
    assert state(meeting) == "in_review"


def test_a_return_needs_a_reason(clerk, signatory):
    meeting = draft()
    take(clerk, meeting, "submit")
    version = Meeting.objects.get(pk=meeting.pk).version
    page = signatory.post(address(meeting, "return"), {"version": version, "reason": "  "})
    assert page.context["form"].errors["reason"]
    assert state(meeting) == "in_review"


def test_an_empty_draft_is_not_submitted(clerk):
    meeting = draft(items=0)
    assert messages_of(take(clerk, meeting, "submit"))
    assert state(meeting) == "drafting"


def test_the_page_says_what_is_held_back(clerk, publisher, signatory):
    meeting = draft(items=2, clauses=2, assignments=1)
    item = meeting.items.order_by("-position")[0]
    item.disclosure, item.disclosure_reason = "internal", "涉及商业秘密"
    item.save()
    submit(meeting=meeting, by=clerk.user)
    take(signatory, meeting, "sign")
    held = publisher.get(address(meeting, "publish")).context["summary"].withheld
    assert [(entry.record, entry.reason) for entry in held.said if entry.record == item] == [(item, "涉及商业秘密")]
    assert len(held.tasks) == 2  # under the public item; the other item's are withheld with it


@pytest.mark.parametrize("size", [1, 30])
def test_queries_of_a_step(publisher, signatory, clerk, django_assert_num_queries, size):
    meeting = draft(items=size, clauses=1, assignments=1, people=size)
    take(clerk, meeting, "submit")
    take(signatory, meeting, "sign")
    with django_assert_num_queries(33):
        publisher.get(address(meeting, "publish"))


def test_a_refused_step_keeps_the_words_typed(clerk, signatory):
    meeting = draft()
    take(clerk, meeting, "submit")
    version = Meeting.objects.get(pk=meeting.pk).version
    page = signatory.post(address(meeting, "return"), {"version": version - 1, "reason": "第三条措辞不清"})
    assert page.status_code == 409
    assert "第三条措辞不清" in page.content.decode()
    assert page.context["form"].non_field_errors()
    again = {"version": page.context["form"]["version"].value(), "reason": "第三条措辞不清"}
    signatory.post(address(meeting, "return"), again)
    assert state(meeting) == "drafting"
