"""Giving in a text: who may, what is refused, and that nothing typed is lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.sources import ACCEPTED, MAX_CHARACTERS
from tests.factories import UserFactory
from tests.importing import hostile

SAMPLES = Path(__file__).parents[1] / "importing"

pytestmark = pytest.mark.django_db

TEXT = """2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、审议《方案》
(一)会议原则同意《方案》。
"""


@pytest.fixture
def start():
    return reverse("admin:import_start")


@pytest.fixture
def clerk_client(client):
    client.force_login(UserFactory(username="clerk", roles=["clerk"]))
    return client


def upload(name, data):
    return {"text": "", "file": SimpleUploadedFile(name, data)}


def test_anonymous_is_sent_to_sign_in(client, start):
    for answer in (client.get(start, follow=True), client.post(start, {"text": TEXT}, follow=True)):
        assert answer.redirect_chain[-1][0].split("?")[0] == reverse("login")
    assert not MinutesImport.objects.exists()


@pytest.mark.parametrize("role", ["official", "officer", "signatory", "publisher", "supervisor", "auditor"])
def test_others_are_refused(client, start, role):
    client.force_login(UserFactory(roles=[role]))
    assert client.get(start, follow=True).status_code == 403
    assert client.post(start, {"text": TEXT}, follow=True).status_code == 403
    assert not MinutesImport.objects.exists()


def test_a_post_needs_a_token(start):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(roles=["clerk"]))
    assert strict.post(start, {"text": TEXT}).status_code == 403
    assert not MinutesImport.objects.exists()


def test_a_clerk_pastes_a_text(clerk_client, start):
    answer = clerk_client.post(start, {"text": TEXT.replace("\n", "\r\n"), "to_simplified": "on"})
    given = MinutesImport.objects.get()
    assert answer.url == reverse("admin:import_review", args=[given.pk])
    assert (given.source, given.file_name, given.to_simplified) == (TEXT, "", True)
    assert given.created_by.username == given.history.get().history_user.username == "clerk"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_clerk_uploads_a_file(clerk_client, start, encoding):
    clerk_client.post(start, upload("三十九.txt", TEXT.encode(encoding)))
    given = MinutesImport.objects.get()
    assert (given.source.strip(), given.file_name, given.to_simplified) == (TEXT.strip(), "三十九.txt", False)


def test_a_clerk_uploads_a_pdf(clerk_client, start):
    clerk_client.post(start, upload("纪要.pdf", (SAMPLES / "samples-pdf" / "columns.pdf").read_bytes()))
    given = MinutesImport.objects.get()
    assert given.file_name == "纪要.pdf"
    assert "区长李明主持召开区政府第20次常务会议" in given.source


def test_the_dialog_offers_every_type_that_is_read(clerk_client, start):
    assert f'accept="{ACCEPTED}"' in clerk_client.get(start).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", hostile.pdf_scan(), "扫描件"),
        ("a.doc", hostile.word_stream(0), "另存为 .docx"),
        ("a.doc", hostile.word_stream(0x0100), "密码"),
        ("a.docx", hostile.with_path("word/vbaProject.bin"), "宏"),
        ("a.docx", hostile.billion_laughs(), "不安全"),
    ],
    ids=["scan", "old Word", "password", "macros", "entities"],
)
def test_a_refusal_says_what_to_do(clerk_client, start, settings, name, data, sentence):
    settings.SOFFICE = ""
    answer = clerk_client.post(start, upload(name, data))
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors["file"])
    assert not MinutesImport.objects.exists()


def test_simplifying_is_ticked_on_a_simplified_site(clerk_client, start, settings):
    assert b"checked" in clerk_client.get(start).content
    settings.LANGUAGE_CODE = "zh-hant"
    assert b"checked" not in clerk_client.get(start).content


@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": " \n　 "},
        {"text": "甲\0乙"},
        {"text": "会" * (MAX_CHARACTERS + 1)},
        upload("a.txt", b""),
        upload("a.txt", b"\x00\x01\x02\xff\xfe\x00" * 50),
        upload("a.docx", b"PK\x03\x04garbage"),
        upload("a.docx", b"plain text"),
        upload("a.pdf", b"%PDF-1.4"),
        {**upload("a.txt", TEXT.encode()), "text": TEXT},
    ],
    ids=["empty", "blank", "null", "too long", "no bytes", "garbage", "broken zip", "no zip", "pdf", "both"],
)
def test_what_cannot_be_read_is_said(clerk_client, start, sent):
    answer = clerk_client.post(start, sent)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not MinutesImport.objects.exists()


def test_what_was_typed_is_kept(clerk_client, start):
    answer = clerk_client.post(start, {**upload("a.txt", b"x"), "text": "打了很久的字"})
    assert "打了很久的字" in answer.content.decode()


def test_unfinished_imports_can_be_taken_up_again(clerk_client, start, django_assert_num_queries):
    for _ in range(30):
        clerk_client.post(start, {"text": TEXT})
    with django_assert_num_queries(5):  # session, user, two of rights, the list
        page = clerk_client.get(start).content.decode()
    assert page.count("/admin/import/") - page.count(f'"{start}"') >= 20
