"""The pages of an office's own Word layouts."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gusu_minutes.documents.layouts import check_layout
from gusu_minutes.documents.models import LAYOUT_CHOICES, WordLayout
from tests.clerk.pages import address, filled
from tests.documents.layout_files import layout_record, word
from tests.factories import SeriesFactory

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/documents/wordlayout/", "/admin/documents/wordlayout/add/"


def upload(client, content=None, name="版式.docx", **more):
    content = word("{{ title }}") if content is None else content
    sent = {**filled(client.get(ADD)), "name": "版式", "kind": "minutes", "active": "on", **more}
    return client.post(ADD, {**sent, "file": SimpleUploadedFile(name, content)})


# Who may


@pytest.mark.parametrize("page", [LIST, ADD, f"{LIST}start/minutes/"])
def test_a_stranger_signs_in_first(client, page):
    assert "/login" in client.get(page)["Location"]


@pytest.mark.parametrize("role", ["official", "officer"])
def test_other_rooms_have_no_business_here(signed_in, role):
    layout, client = layout_record(kind="minutes"), signed_in(role)
    for page in (LIST, ADD, f"{LIST}start/minutes/", address(layout), address(layout, "download")):
        assert client.get(page, follow=True).status_code == 403


def test_a_supervisor_has_none_either(signed_in):
    layout, client = layout_record(kind="minutes"), signed_in("supervisor")
    for page in (LIST, ADD, f"{LIST}start/minutes/", address(layout), address(layout, "download")):
        assert client.get(page).status_code == 403


@pytest.mark.parametrize("role", ["signatory", "publisher", "auditor"])
def test_others_read(signed_in, role):
    layout, client = layout_record(kind="minutes"), signed_in(role)
    for page in (LIST, f"{LIST}start/minutes/", address(layout), address(layout, "download")):
        assert client.get(page).status_code == 200
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {}).status_code == 403
    assert client.post(address(layout), {}).status_code == 403


def test_nobody_takes_one_out(clerk):
    layout = layout_record(kind="minutes")
    assert clerk.post(address(layout, "delete"), {"post": "yes"}).status_code == 403


# The clerk


def test_a_layout_is_uploaded(clerk):
    content = word("{{ title }}")
    assert upload(clerk, content).status_code == 302
    layout = WordLayout.objects.get()
    assert (layout.size, layout.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (layout.uploaded_by, layout.series, layout.active) == (clerk.user, None, True)
    page = clerk.get(address(layout))
    assert page.status_code == 200
    assert layout.sha256 in page.content.decode()


def test_the_file_comes_back_as_it_was(clerk):
    content = word("{{ title }}")
    upload(clerk, content)
    file = clerk.get(address(WordLayout.objects.get(), "download"))
    assert b"".join(file.streaming_content) == content
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert clerk.get(f"{LIST}99999/download/").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (word("{{ nobody }}"), "nobody"),
        (word("标题", "{{ title"), "{{ title"),
        (b"plain", ".docx"),
        (b"x" * (5 * 1024 * 1024 + 1), "5.0"),
    ],
)
def test_what_is_not_sound_is_refused_with_words(clerk, content, said):
    page = upload(clerk, content)
    assert page.status_code == 200
    assert said in str(page.context["adminform"].form.errors["file"])
    assert not WordLayout.objects.exists()


def test_every_fault_is_said(clerk):
    page = upload(clerk, word("{{ one }}", "{{ two }}"))
    assert len(page.context["adminform"].form.errors["file"]) == 2


def test_a_second_one_in_use_is_refused(clerk):
    series = SeriesFactory()
    layout_record(kind="minutes")
    page = upload(clerk)
    assert page.status_code == 200
    assert page.context["adminform"].form.non_field_errors()
    assert upload(clerk, series=series.pk).status_code == 302
    assert upload(clerk, series=series.pk).status_code == 200
    assert upload(clerk, active="").status_code == 302


def test_one_is_taken_out_of_use(clerk):
    layout = layout_record(kind="minutes")
    sent = filled(clerk.get(address(layout)))
    sent.pop("active")
    assert clerk.post(address(layout), sent).status_code == 302
    layout.refresh_from_db()
    assert not layout.active
    assert layout.history.latest().history_user == clerk.user
    other = layout_record(kind="minutes")
    sent = {**filled(clerk.get(address(layout))), "active": "on"}
    assert clerk.post(address(layout), sent).status_code == 200
    other.refresh_from_db()
    assert other.active


def test_the_file_is_never_replaced(clerk):
    layout = layout_record(kind="minutes")
    sent = {**filled(clerk.get(address(layout))), "name": "新名", "file": SimpleUploadedFile("a.docx", word("x"))}
    clerk.post(address(layout), sent)
    after = WordLayout.objects.get()
    assert (after.name, after.sha256, after.file.name) == ("新名", layout.sha256, layout.file.name)


def test_a_stale_save_shows_both(clerk):
    layout = layout_record(kind="minutes")
    sent = {**filled(clerk.get(address(layout))), "name": "我的"}
    layout.name = "别人的"
    layout.save()
    page = clerk.post(address(layout), sent)
    assert page.status_code == 200
    assert "别人的" in page.content.decode() and "我的" in page.content.decode()


@pytest.mark.parametrize("kind", [kind for kind, _label in LAYOUT_CHOICES])
def test_a_layout_to_begin_with_is_sound(clerk, kind):
    file = clerk.get(f"{LIST}start/{kind}/")
    assert file["Content-Disposition"] == f'attachment; filename="{kind}-layout.docx"'
    check_layout(file.content)


@pytest.mark.parametrize("kind", ["assignment", "volume", "nothing"])
def test_none_of_other_kinds(clerk, kind):
    assert clerk.get(f"{LIST}start/{kind}/").status_code == 404


def test_both_pages_lead_to_them(clerk):
    for page in (LIST, ADD):
        content = clerk.get(page).content.decode()
        assert all(f"{LIST}start/{kind}/" in content for kind, _label in LAYOUT_CHOICES)


def test_the_history(clerk):
    layout = layout_record(kind="minutes", series=SeriesFactory())
    assert clerk.get(address(layout, "history")).status_code == 200
