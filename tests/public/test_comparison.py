"""Two editions compared: refusals, both looks, any two editions, and nothing of what only officials read."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.models import Resolution
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.models import PublicEdition
from meetings.models import AgendaItem, Meeting
from tests.factories import UserFactory, draft, issue
from tests.public.conftest import SECRET

EDITIONS = "/meetings/executive/2024/39/editions/"


def correct(meeting, old, new, reason="用词更正。"):
    publisher = UserFactory(roles=["publisher"])
    start_correction(meeting=Meeting.objects.get(pk=meeting.pk), by=publisher, reason=f"{SECRET}更正")
    resolution = Resolution.objects.get(agenda_item__meeting=meeting, text__contains=old)
    resolution.text = resolution.text.replace(old, new)
    resolution.save()
    return issue(Meeting.objects.get(pk=meeting.pk), public_reason=reason)


@pytest.fixture
def corrected(minutes):
    """The 39th session in its third edition."""
    correct(minutes, "精细调度", "精准调度")
    return correct(minutes, "精准调度", "统一调度")


def side(text, number):
    """Return the words of one edition in the columns of a page, the hidden ones left out."""
    plain = re.sub(r'<span class="hidden">[^<]*</span>', "", text)
    cells = re.findall(r'<p class="text[^"]*">(.*?)</p>', plain.split('class="compared side"')[1], re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells][number::2]


@pytest.mark.parametrize("tail", ["1/compare/", "9/compare/", *(f"3/compare/{other}/" for other in (0, 3, 4, 9, "x"))])
def test_what_cannot_be_compared_is_404(client, corrected, tail):
    assert client.get(f"{EDITIONS}3/compare/").status_code == 200
    assert client.get(EDITIONS + tail).status_code == 404


def test_strangers_and_others_without_the_right_are_refused(client, persona, corrected):
    address = f"/internal{EDITIONS}3/compare/1/"
    assert client.get(address).status_code == 302
    assert persona("wrong").get(address).status_code == 404
    assert persona("right").get(address).status_code == 200


@pytest.mark.parametrize("tail", ["1/compare/", "2/compare/1/", "3/compare/1/"])
def test_withdrawn_minutes_are_gone(client, persona, corrected, tail):
    publisher = UserFactory(roles=["publisher"])
    withdraw(meeting=Meeting.objects.get(pk=corrected.pk), by=publisher, reason="x", notice="已撤回。")
    answer = client.get(EDITIONS + tail)
    assert answer.status_code == 410
    assert "调度" not in answer.text and "已撤回。" in answer.text
    official = persona("right")
    assert official.get(f"/internal{EDITIONS}4/compare/").status_code == 404, "a withdrawal holds no text"
    assert official.get(f"/internal{EDITIONS}{tail}").status_code == (404 if tail.startswith("1/") else 200)
    assert "精细" in official.get(f"/internal{EDITIONS}3/compare/1/").text


def test_the_one_before_unless_another_is_named(client, corrected):
    before = client.get(f"{EDITIONS}3/compare/").text
    assert "精准" in "".join(side(before, 0)) and "精细" not in before
    first = client.get(f"{EDITIONS}3/compare/1/").text
    assert "(二)请抓好精细调度。<b>&" in side(first, 0)
    assert "(二)请抓好统一调度。<b>&" in side(first, 1)
    assert "精准" not in first


def test_words_are_marked_for_eye_and_ear(client, corrected):
    for look in ("", "?look=inline"):
        text = client.get(f"{EDITIONS}2/compare/1/{look}").text
        assert '<del><span class="hidden">删去：</span>细</del>' in text
        assert '<ins><span class="hidden">新增：</span>准</ins>' in text
        assert "<script" not in text.replace('<script type="application/ld+json">', "")
        assert "style=" not in text
    assert text.count("细") == 1, "in one text, what is common stands once"
    assert 'class="compared inline"' in text


def test_what_is_the_same_is_folded_and_there(client, corrected):
    text = client.get(f"{EDITIONS}2/compare/1/").text
    shown = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert "原则同意《重点项目方案》" in text
    assert "原则同意《重点项目方案》" not in shown
    assert "一、听取关于重点项目的汇报" in shown, "the heading says where the change is"
    assert len(re.findall("… 有 [0-9]+ 段未变", text)) == 3


def test_any_two_are_chosen_with_a_form(client, corrected):
    answer = client.get(f"{EDITIONS}3/compare/?old=3&new=1&look=inline")
    assert answer.headers["Location"] == f"{EDITIONS}3/compare/1/?look=inline"
    assert client.get(f"{EDITIONS}3/compare/?old=2&new=1").headers["Location"] == f"{EDITIONS}2/compare/1/"
    for query in ("old=1&new=1", "old=1&new=9", "old=x&new=²", "old=1"):
        assert client.get(f"{EDITIONS}3/compare/?{query}").status_code == 200
    assert "<option selected>2</option>" in client.get(f"{EDITIONS}3/compare/").text


def test_pages_lead_to_it(client, corrected):
    assert f'"{EDITIONS}3/compare/"' in client.get("/meetings/executive/2024/39/").text
    assert f'"{EDITIONS}3/compare/2/"' in client.get(f"{EDITIONS}3/").text
    editions = client.get(EDITIONS).text
    assert [f'"{EDITIONS}{number}/compare/"' in editions for number in (1, 2, 3)] == [False, True, True]


def test_both_texts_are_indexed_under_their_own_addresses(client, corrected):
    text = client.get(f"{EDITIONS}3/compare/").text
    assert '<meta name="robots" content="noindex, follow">' in text


def test_nothing_internal_is_compared_for_the_public(client, persona, minutes):
    publisher = UserFactory(roles=["publisher"])
    start_correction(meeting=minutes, by=publisher, reason=f"{SECRET}更正")
    hidden = AgendaItem.objects.get(meeting=minutes, disclosure="internal")
    hidden.title = f"再研究{SECRET}"
    hidden.save()
    issue(Meeting.objects.get(pk=minutes.pk), public_reason="核对。")
    for look in ("", "?look=inline"):
        assert SECRET not in client.get(f"{EDITIONS}2/compare/{look}").text
        assert f"研究{SECRET}" in persona("right").get(f"/internal{EDITIONS}2/compare/{look}").text


@pytest.mark.parametrize("size", [1, 30])
def test_two_queries(client, db, size):
    meeting = issue(draft(number=90001, items=size, clauses=2, assignments=1, people=size))
    publisher = UserFactory(roles=["publisher"])
    for _again in range(2 if size == 1 else 5):
        start_correction(meeting=Meeting.objects.get(pk=meeting.pk), by=publisher, reason="更正")
        issue(Meeting.objects.get(pk=meeting.pk), public_reason="更正")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/meetings/executive/2024/90001/editions/2/compare/1/").status_code == 200
    assert len(queries) == 2
    assert PublicEdition.objects.count() > 2
