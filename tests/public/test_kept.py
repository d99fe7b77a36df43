"""Public pages are kept whole, and are right at once after whatever changes them."""

import gzip

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decisions.models import Resolution
from gusu_minutes.public import kept
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import Rendering
from meetings.models import Meeting
from tests.factories import UserFactory, issue
from tests.public.conftest import issue_many

MEETING = "/meetings/executive/2024/39/"
PAGES = ["/", "/meetings/", "/resolutions/", "/search/?q=方案", "/departments/", MEETING, f"{MEETING}editions/1.json"]


pytestmark = pytest.mark.usefixtures("keeping")


def queries_of(address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address, headers=headers).status_code in (200, 304)
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
def test_the_second_reader_gets_the_same_answer_by_one_question(minutes, page):
    first = Client().get(page)
    assert queries_of(page) == 1
    second = Client().get(page)
    assert second.content == first.content
    changed = {name for name in first.headers if first.headers[name] != second.headers.get(name)}
    assert not changed
    assert "Accept-Encoding" in second.headers["Vary"]


def test_a_page_is_right_at_once_after_a_correction(minutes):
    before = Client().get(MEETING)
    meeting = Meeting.objects.get(pk=minutes.pk)
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    resolution = Resolution.objects.get(agenda_item__meeting=meeting, text__contains="精细调度")
    resolution.text = "更正后的意见。"
    resolution.save()
    assert Client().get(MEETING).content == before.content
    issue(meeting)
    assert "更正后的意见" in Client().get(MEETING).text


@pytest.mark.parametrize("page", ["/", "/meetings/", "/resolutions/", "/search/?q=方案", MEETING])
def test_nothing_withdrawn_is_left(minutes, page):
    assert "重点项目" in Client().get(page).text
    withdraw(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="误发", notice="引用有误。")
    assert "重点项目方案" not in Client().get(page).text


def test_lists_name_what_was_just_issued(minutes):
    assert "2023" not in Client().get("/meetings/").text
    issue_many(1)
    assert "2023" in Client().get("/meetings/").text


def test_the_files_of_an_edition_appear_when_they_are_made(minutes):
    assert ".pdf" not in Client().get(MEETING).text
    make_files(Rendering.objects.get(meeting=minutes, number=1))
    assert ".pdf" in Client().get(MEETING).text


def test_language_and_look_are_kept_apart(minutes):
    texts = set()
    for cookies in ({}, {"django_language": "en"}, {"django_language": "zh-hant"}, {"type": "large"}):
        for _ in range(2):
            client = Client()
            client.cookies.load(cookies)
            texts.add(client.get(MEETING).content)
    assert len(texts) == 4


def test_a_reader_who_has_the_page_gets_304(minutes):
    tag = Client().get(MEETING).headers["ETag"]
    answer = Client().get(MEETING, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    packed = Client().get(MEETING, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["ETag"] == f"W/{tag}"
    again = Client().get(MEETING, headers={"If-None-Match": packed.headers["ETag"], "Accept-Encoding": "gzip"})
    assert again.status_code == 304
    assert queries_of(MEETING, **{"If-None-Match": tag}) == 1


def test_packed_it_holds_the_same(minutes):
    plain = Client().get(MEETING)
    for _ in range(2):
        packed = Client().get(MEETING, headers={"Accept-Encoding": "br, gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Length"] == str(len(packed.content))
        assert gzip.decompress(packed.content) == plain.content


def test_nothing_is_set_for_a_reader_and_nobody_is_named(minutes, persona):
    for name in ("clerk", "right", "anonymous"):
        answer = persona(name).get(MEETING)
        assert not answer.cookies
        assert "Set-Cookie" not in answer.headers
        assert answer.content == Client().get(MEETING).content


@pytest.mark.parametrize("page", ["/data/", "/internal/", f"/internal{MEETING}", "/accounts/login/", "/nothing/"])
def test_other_pages_are_made_each_time(minutes, persona, page):
    client = persona("right")
    with CaptureQueriesContext(connection) as first:
        client.get(page)
    with CaptureQueriesContext(connection) as second:
        client.get(page)
    assert len(second) == len(first)
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_files_are_not_kept(minutes):
    make_files(Rendering.objects.get(meeting=minutes, number=1))
    for form in ("pdf", "docx", "ofd"):
        assert Client().get(f"{MEETING}editions/1.{form}").status_code == 200
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_what_is_not_there_is_not_kept(minutes):
    assert Client().get("/meetings/executive/2024/40/").status_code == 404
    issue_many(1)
    assert Client().get("/meetings/?page=nonsense").status_code == 200


def test_another_host_is_refused_before_anything_kept_is_shown(minutes, settings):
    settings.ALLOWED_HOSTS = ["minutes.example"]
    assert Client().get(MEETING, headers={"Host": "minutes.example"}).status_code == 200
    assert Client().get(MEETING, headers={"Host": "elsewhere.example"}).status_code == 400


def test_head_is_answered_like_get(minutes):
    get = Client().get(MEETING)
    head = Client().head(MEETING)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", get.headers["ETag"])


def test_a_process_goes_by_an_answer_for_a_moment(minutes, monkeypatch):
    monkeypatch.setattr(kept, "HOLDS", 60)
    first = Client().get(MEETING)
    assert queries_of(MEETING) == 0
    withdraw(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="误发", notice="引用有误。")
    assert Client().get(MEETING).content == first.content
    assert kept._Known.answer is not None
    said, until = kept._Known.answer
    kept._Known.answer = said, until - 60
    assert "引用有误" in Client().get(MEETING).text


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_is_told_when_no_reader_goes_by_an_older_answer(minutes, monkeypatch):
    monkeypatch.setattr(kept, "HOLDS", 0.3)
    meeting = Meeting.objects.get(pk=minutes.pk)
    publisher = UserFactory(roles=["publisher"])
    Client().get(MEETING)
    kept._Known.answer = None
    assert Client().get(MEETING).status_code == 200  # an answer of this moment
    withdraw(meeting=meeting, by=publisher, reason="误发", notice="引用有误。")
    assert Client().get(MEETING).status_code == 410
