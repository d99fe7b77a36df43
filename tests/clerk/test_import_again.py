"""Importing again on the clerk's pages: who may, what is shown, what is ticked, and that nobody's work is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from decisions.models import Assignment, Resolution
from gusu_minutes.importing.apply import apply_plan
from gusu_minutes.importing.imports import begin_import
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.reimport.begin import begin_again
from gusu_minutes.publishing.domain import start_correction
from meetings.domain.review import submit
from meetings.models import Meeting
from tests.clerk.pages import address, messages_of
from tests.factories import UserFactory, draft, issue

pytestmark = pytest.mark.django_db

TEXT = """2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、研究供水工作
(一)会议原则同意《供水方案》,请按程序印发实施。
(二)由区水务局牵头实施老旧小区管网改造,2025年6月底前完成。
(三)各街道要做好宣传解释工作,争取群众理解支持。
出席:陈羔 吴强 华建男"""
SHORTER = TEXT.replace("(二)由区水务局牵头实施老旧小区管网改造,2025年6月底前完成。\n", "").replace(
    "(三)各街道要做好宣传解释工作,争取群众理解支持。\n", ""
)


@pytest.fixture
def meeting(clerk):
    first = begin_import(source=TEXT, file_name="", to_simplified=True, by=clerk.user)
    return apply_plan(minutes_import=first, by=clerk.user)


def start(meeting):
    return reverse("admin:import_again", args=[meeting.pk])


def begun(meeting, text, user):
    one = begin_again(meeting=meeting, source=text, file_name="改.docx", to_simplified=True, by=user)
    return one, reverse("admin:import_review", args=[one.pk])


def sent_from(client, url):
    """Return what a browser sends from the page, as it came."""
    context = client.get(url).context
    form = context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    values = {name: "" if value is None else value for name, value in values.items() if value is not False}
    return {**values, "seen": context["changes"].seen, "remove": sorted(context["ticked"])}


def state(meeting):
    rows = Resolution.objects.filter(agenda_item__meeting=meeting).order_by("position")
    return [(one.pk, one.position, one.version, one.text) for one in rows], Assignment.objects.count()


# Refusals


def test_anonymous_is_sent_to_sign_in(client, clerk, meeting):
    _one, review = begun(meeting, SHORTER, clerk.user)
    before = state(meeting)
    for url in (start(meeting), review):
        for answer in (client.get(url, follow=True), client.post(url, {"text": TEXT, "apply": "1"}, follow=True)):
            assert answer.redirect_chain[-1][0].split("?")[0] == reverse("login")
    assert (state(meeting), MinutesImport.objects.count()) == (before, 2)


@pytest.mark.parametrize("role", ["official", "officer", "signatory", "publisher", "supervisor", "auditor"])
def test_others_are_refused(signed_in, clerk, meeting, role):
    _one, review = begun(meeting, SHORTER, clerk.user)
    before, other = state(meeting), signed_in(role)
    for url in (start(meeting), review):
        assert other.get(url, follow=True).status_code == 403
        assert other.post(url, {"text": TEXT, "apply": "1"}, follow=True).status_code == 403
    assert (state(meeting), MinutesImport.objects.count()) == (before, 2)
    page = other.get(address(meeting), follow=True).content.decode()
    assert start(meeting) not in page


def test_a_meeting_that_does_not_exist_is_not_found(clerk):
    assert clerk.get(reverse("admin:import_again", args=[99])).status_code == 404


def test_minutes_in_review_are_left_alone(clerk, meeting):
    _one, review = begun(meeting, SHORTER, clerk.user)
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    before = state(meeting)
    for url in (start(meeting), review):
        for answer in (clerk.get(url, follow=True), clerk.post(url, {"text": TEXT, "apply": "1"}, follow=True)):
            assert "审核中" in messages_of(answer)
    assert state(meeting) == before
    assert start(meeting) not in clerk.get(address(meeting)).content.decode()


def test_issued_minutes_lead_to_the_correction(signed_in, clerk, meeting):
    meeting = issue(meeting)
    both = signed_in("clerk", "publisher")
    said = messages_of(both.get(start(meeting), follow=True))
    assert address(meeting, "correct") in said
    assert address(meeting, "correct") not in messages_of(clerk.get(start(meeting), follow=True))
    start_correction(meeting=meeting, by=both.user, reason="更正")
    assert start(meeting) in clerk.get(address(meeting)).content.decode()
    assert clerk.get(start(meeting)).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": "甲\0乙"},
        {"text": "", "file": SimpleUploadedFile("a.docx", b"PK\x03\x04garbage")},
        {"text": "", "file": [SimpleUploadedFile("a.txt", b"x"), SimpleUploadedFile("b.txt", b"y")]},
    ],
    ids=["empty", "null", "broken", "two files"],
)
def test_what_cannot_be_read_is_said(clerk, meeting, sent):
    answer = clerk.post(start(meeting), sent)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert MinutesImport.objects.count() == 1


# The way through


def test_a_corrected_text_is_given_in_and_taken_over(clerk, meeting):
    assert start(meeting) in clerk.get(address(meeting)).content.decode()
    sent = {"text": TEXT.replace("6月底", "9月底"), "to_simplified": "on", "once": "m"}
    answer = clerk.post(start(meeting), sent)
    one = MinutesImport.objects.get(target=meeting)
    review = reverse("admin:import_review", args=[one.pk])
    assert answer.url == review
    clerk.post(start(meeting), sent)
    assert MinutesImport.objects.filter(target=meeting).count() == 1
    assert review in clerk.get(start(meeting)).content.decode()
    before = state(meeting)
    page = clerk.get(review).content.decode()
    assert "<del>6</del><ins>9</ins>" in page
    assert state(meeting) == before
    answer = clerk.post(review, {**sent_from(clerk, review), "apply": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == address(meeting)
    assert "1" in messages_of(answer)
    (changed,) = (row for row, old in zip(state(meeting)[0], before[0], strict=True) if row != old)
    assert "9月底" in changed[3]
    assert Assignment.objects.count() == 1


def test_a_double_click_changes_once(clerk, meeting):
    _one, review = begun(meeting, TEXT.replace("6月底", "9月底"), clerk.user)
    sent = {**sent_from(clerk, review), "apply": "1"}
    first = clerk.post(review, sent)
    after = state(meeting)
    second = clerk.post(review, sent)
    assert first.url == second.url == address(meeting)
    assert state(meeting) == after


def test_the_same_text_says_so(clerk, meeting):
    one, review = begun(meeting, TEXT, clerk.user)
    before = state(meeting)
    assert "没有变化" in clerk.get(review).content.decode()
    clerk.post(review, {**sent_from(clerk, review), "apply": "1"})
    assert state(meeting) == before
    one.refresh_from_db()
    assert one.meeting == meeting


def test_what_takes_a_task_along_is_ticked_by_hand(clerk, meeting):
    _one, review = begun(meeting, SHORTER, clerk.user)
    page = clerk.get(review)
    pipes, talk = (Resolution.objects.get(text__startswith=start) for start in ("由区水务局", "各街道"))
    assert page.context["ticked"] == {f"resolution-{talk.pk}"}
    (listed,) = re.findall(r'<fieldset class="removals">.*?</fieldset>', page.content.decode(), re.DOTALL)
    assert "区水务局" in listed
    clerk.post(review, {**sent_from(clerk, review), "apply": "1"})
    assert list(Resolution.objects.filter(pk__in=[pipes.pk, talk.pk])) == [pipes]
    assert Assignment.objects.count() == 1
    _one, review = begun(meeting, SHORTER, clerk.user)
    clerk.post(review, {**sent_from(clerk, review), "remove": [f"resolution-{pipes.pk}"], "apply": "1"})
    assert (Resolution.objects.count(), Assignment.objects.count()) == (1, 0)


def test_ticks_stay_when_choices_are_kept(clerk, meeting):
    _one, review = begun(meeting, SHORTER, clerk.user)
    for ticks in ([], ["resolution-1", "resolution-2"]):
        answer = clerk.post(review, {**sent_from(clerk, review), "remove": ticks, "save": "1"}, follow=True)
        assert answer.context["ticked"] == set(ticks)


def test_a_draft_that_somebody_changed_is_shown_anew_with_the_ticks(clerk, meeting):
    one, review = begun(meeting, SHORTER, clerk.user)
    pipes = Resolution.objects.get(text__startswith="由区水务局")
    sent = {**sent_from(clerk, review), "place": "三楼", "remove": [f"resolution-{pipes.pk}"], "apply": "1"}
    talk = Resolution.objects.get(text__startswith="各街道")
    talk.text = "别人改的文字,各街道要做好宣传解释工作。"
    talk.save_as(by=clerk.user, reason="改动")
    before = state(meeting)
    answer = clerk.post(review, sent, follow=True)
    assert state(meeting) == before
    assert messages_of(answer)
    assert answer.context["ticked"] == {f"resolution-{pipes.pk}"}
    assert "别人改的文字" in answer.content.decode()
    one.refresh_from_db()
    assert one.choices["meeting"] == {"place": "三楼"}
    clerk.post(review, {**sent_from(clerk, review), "remove": [], "apply": "1"})
    assert Meeting.objects.get().place == "三楼"


def test_choices_and_mends_work_as_for_a_new_import(clerk, meeting):
    one, review = begun(meeting, TEXT + "\n列席:王勇", clerk.user)
    at = TEXT.index("吴强")
    mend = reverse("admin:import_mend", args=[one.pk])
    clerk.post(mend, {"version": one.version, "at": TEXT.index("(三)"), "how": "ignore"})
    page = clerk.get(review)
    assert [one.is_item for one in page.context["changes"].removals] == [False]
    assert page.context["form"].initial["number"] == 39
    assert at > 0


@pytest.mark.parametrize("size", [1, 30])
def test_the_queries_do_not_grow(clerk, django_assert_num_queries, size):
    meeting = draft(items=size, clauses=2, assignments=1, people=size)
    _one, review = begun(meeting, TEXT, clerk.user)
    clerk.get(review)
    # session, user, two of rights, the import, six of the directory, a meeting in the way, the roll for the names, the
    # import before (twice), six of the draft
    with django_assert_num_queries(21):
        clerk.get(review)
    for _ in range(size - 1):
        begun(meeting, TEXT, clerk.user)
    with django_assert_num_queries(7):
        clerk.get(start(meeting))


@pytest.mark.parametrize("size", [1, 30])
def test_the_queries_do_not_grow_with_an_import_before(clerk, django_assert_num_queries, size):
    text = TEXT + "".join(f"\n{n}.由区第{n}局牵头抓好第{n}项工作。" for n in range(size))
    first = begin_import(source=text, file_name="", to_simplified=True, by=clerk.user)
    meeting = apply_plan(minutes_import=first, by=clerk.user)
    _one, review = begun(meeting, text.replace("抓好", "做好"), clerk.user)
    clerk.get(review)
    with django_assert_num_queries(22):  # and once more a meeting in the way of the import before
        clerk.get(review)
