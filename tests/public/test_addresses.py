"""Addresses are for good: no correction moves one, and what was withdrawn answers 410 with its notice in every form."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import RequestFactory

from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.publishing.domain import start_correction
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import InternalEdition, PublicEdition, PublicEditionFile, Rendering
from meetings.models import Meeting, Series
from tests.factories import UserFactory, draft, issue
from tests.public.conftest import SECRET

NOTICE = "引用文件名称有误。"


def test_no_correction_changes_the_address(client, persona, db):
    """There is nothing to redirect from: an address is given once, when the minutes are issued first."""
    meeting = issue(draft(number=39))
    address = meeting.address
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    Series.objects.filter(code="executive").update(code="renamed", name="办公会议")
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.number, meeting.held_on, meeting.year = 40, date(2023, 1, 2), 2023
    meeting.save()
    assert issue(meeting, public_reason="编号有误。").address == address == "executive/2024/39"
    for editions in (PublicEdition, InternalEdition):
        assert list(editions.objects.order_by("number").values_list("address", flat=True)) == [address, address]
    assert client.get(f"/meetings/{address}/").status_code == 200
    assert persona("right").get(f"/internal/meetings/{address}/").status_code == 200
    assert client.get("/meetings/renamed/2023/40/").status_code == 404


def test_an_address_is_never_given_twice(db):
    """Not to another series that takes over the code either."""
    first = issue(draft(number=39))
    Series.objects.filter(code="executive").update(code="renamed", name="办公会议")
    second = issue(draft(number=39))
    assert (first.address, second.address) == ("executive/2024/39", "executive/2024/39-2")


def test_nobody_edits_an_address(db):
    assert not Meeting._meta.get_field("address").editable
    request = RequestFactory().get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    for model in (PublicEdition, InternalEdition):
        assert not admin.site.get_model_admin(model).has_change_permission(request)


def test_an_address_without_its_slash_leads_on(minutes, client):
    answer = client.get("/meetings/executive/2024/39")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/meetings/executive/2024/39/")


@pytest.mark.parametrize("tail", ["", "editions/", "editions/1/", "editions/2/", "editions/1.json", "editions/2.json"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_withdrawn_minutes_are_gone_with_their_notice(client, withdrawn, tail, language):
    client.cookies["django_language"] = language
    answer = client.get(f"/meetings/{withdrawn.address}/{tail}")
    assert answer.status_code == 410
    assert ("引用文件名稱有誤。" if language == "zh-hant" else NOTICE) in answer.text
    assert "撤回的意见" not in answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize("form", list(FORMATS))
def test_their_files_too(client, withdrawn, form):
    make_files(Rendering.objects.get(meeting=withdrawn, number=1))
    assert PublicEditionFile.objects.filter(edition__meeting=withdrawn.pk).count() == 3
    for number in (1, 2):
        answer = client.get(f"/meetings/{withdrawn.address}/editions/{number}.{form}")
        assert answer.status_code == 410
        assert NOTICE in answer.text


def test_lists_do_not_name_them_and_feeds_give_the_notice(client, withdrawn):
    for page in ("/", "/meetings/", "/resolutions/", "/departments/", "/sitemap.xml"):
        assert withdrawn.address not in client.get(page).text
    feed = client.get("/feeds/meetings.atom").text
    assert f"/meetings/{withdrawn.address}/" in feed
    assert NOTICE in feed


def test_editions_lead_to_those_before_and_after(client, minutes):
    start_correction(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="更正")
    meeting = Meeting.objects.get(pk=minutes.pk)
    meeting.closing = "补充。"
    meeting.save()
    issue(meeting)
    editions = "/meetings/executive/2024/39/editions/"
    first, second = client.get(f"{editions}1/").text, client.get(f"{editions}2/").text
    assert 'rel="prev"' not in first
    assert f'rel="next" href="{editions}2/"' in " ".join(first.split())
    assert f'rel="prev" href="{editions}1/"' in " ".join(second.split())
    assert 'rel="next"' not in second
