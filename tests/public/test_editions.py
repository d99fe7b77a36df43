"""Editions: every one on record, its file hashes to its digest, and what changed is said."""

import hashlib

import pytest

from decisions.models import Resolution
from gusu_minutes.publishing.domain import start_correction
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import Meeting
from tests.factories import UserFactory, issue
from tests.public.conftest import SECRET

EDITIONS = "/meetings/executive/2024/39/editions/"


@pytest.fixture
def corrected(minutes) -> Meeting:
    """The 39th session in its second edition, one clause reworded."""
    start_correction(meeting=minutes, by=UserFactory(roles=["publisher"]), reason=f"{SECRET}更正")
    meeting = Meeting.objects.get(pk=minutes.pk)
    resolution = Resolution.objects.get(text__contains="精细调度")
    resolution.text = "请抓好精准调度。"
    resolution.save()
    return issue(meeting, public_reason="用词更正。")


@pytest.mark.parametrize("tail", ["0/", "3/", "99999999999999999999/", "0.json", "3.json", "x/", "-1/", "1"])
def test_what_is_not_there_is_404(client, corrected, tail):
    answer = client.get(EDITIONS + tail)
    assert answer.status_code in {301, 404}
    assert client.get(EDITIONS + tail, follow=True).status_code == (200 if tail == "1" else 404)


@pytest.mark.parametrize("tail", ["", "1/", "2/", "1.json", "2.json"])
def test_editions_of_withdrawn_minutes_are_gone(client, persona, withdrawn, tail):
    address = f"meetings/{withdrawn.address}/editions/{tail}"
    answer = client.get(f"/{address}")
    assert answer.status_code == 410
    assert "撤回的意见" not in answer.text
    assert persona("right").get(f"/internal/{address}").status_code == 200


@pytest.mark.parametrize("number", [1, 2])
def test_the_file_hashes_to_the_digest(client, persona, corrected, number):
    for prefix, model, reader in (("", PublicEdition, client), ("/internal", InternalEdition, persona("right"))):
        answer = reader.get(f"{prefix}{EDITIONS}{number}.json")
        assert answer.headers["Content-Type"].startswith("application/json")
        digest = model.objects.get(number=number).digest
        assert hashlib.sha256(answer.content).hexdigest() == digest
        assert digest in reader.get(f"{prefix}{EDITIONS}{number}/").text


def test_traditional_characters_leave_the_file_alone(client, corrected):
    plain = client.get(f"{EDITIONS}1.json").content
    client.cookies["django_language"] = "zh-hant"
    assert client.get(f"{EDITIONS}1.json").content == plain


def test_the_list_names_all(client, corrected):
    text = client.get(EDITIONS).text
    assert text.index("第 2 版") < text.index("第 1 版</a>")
    for edition in PublicEdition.objects.all():
        assert edition.digest in text
    assert "用词更正。" in text
    assert SECRET not in text


def test_what_changed_is_shown(client, corrected):
    text = client.get(f"{EDITIONS}2/").text
    assert "精细调度" in text.split("<del>")[1].split("</del>")[0]
    assert "精准调度" in text.split("<ins>")[1].split("</ins>")[0]
    assert "<del>" not in client.get(f"{EDITIONS}1/").text


def test_a_former_edition_says_that_it_no_longer_stands(client, corrected):
    assert "本版已不是现行版本" in client.get(f"{EDITIONS}1/").text
    assert "本版已不是现行版本" not in client.get(f"{EDITIONS}2/").text
    assert "精细调度" in client.get(f"{EDITIONS}1/").text


def test_the_page_of_the_minutes_says_that_they_were_corrected(client, corrected):
    text = client.get("/meetings/executive/2024/39/").text
    assert "用词更正。" in text
    assert "精准调度" in text
    assert "精细调度" not in text


def test_an_unchanged_page_is_not_sent_twice(client, corrected):
    first = client.get(f"{EDITIONS}1.json")
    again = client.get(f"{EDITIONS}1.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "no-cache" in first.headers["Cache-Control"]
