"""Files that are issued with minutes: frozen byte for byte, found by what they say, gone when they are taken out."""

import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.common.folding import fold
from gusu_minutes.common.models import Disclosure
from gusu_minutes.publishing.domain import publish, sign, start_correction, verify, withdraw
from gusu_minutes.publishing.models import InternalAttachment, InternalEdition, PublicAttachment, PublicEdition
from gusu_minutes.search import engine, index
from gusu_minutes.search.engine import Asked
from gusu_minutes.search.tables import TABLES
from meetings.domain.review import submit
from meetings.models import Attachment, Meeting
from tests.factories import AgendaItemFactory, AttachmentFactory, UserFactory, draft, issue
from tests.publishing.forged import FORGED, forge

SAID = "项目库共收入三百二十个停车泊位改造点"
INTERNAL = "内部测算的补助标准"


@pytest.fixture
def meeting(db: None) -> Meeting:
    meeting = draft(number=39)
    AttachmentFactory(meeting=meeting, title="停车项目库", content=SAID, disclosure=Disclosure.PUBLIC)
    AttachmentFactory(meeting=meeting, agenda_item=meeting.items.get(), title="测算表", content=INTERNAL)
    return issue(meeting)


def count(audience: str, word: str, kind: str = "attachment") -> int:
    tables, asked = TABLES[audience], Asked((fold(word),))
    found = engine.page_of(tables, asked, engine.counted(tables, asked))
    return tables.entry.objects.filter(pk__in=found, kind=kind).count()


def remove(attachment: Any) -> None:
    attachment.file.storage.delete(attachment.file.name)


def alter(attachment: Any) -> None:
    remove(attachment)
    assert attachment.file.storage.save(attachment.file.name, ContentFile(b"other")) == attachment.file.name


def page(meeting: Meeting, audience: str = "") -> str:
    return f"{audience}/meetings/{meeting.address}/"


def key_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_each_audience_gets_its_files_and_no_other(meeting):
    public, internal = PublicEdition.objects.get(), InternalEdition.objects.get()
    assert [(file.title, file.name, file.size) for file in public.document.attached] == [
        ("停车项目库", "停车项目库.txt", len(SAID.encode()))
    ]
    item = internal.document.items[0].key
    assert [(file.title, file.item) for file in internal.document.attached] == [("停车项目库", ""), ("测算表", item)]
    assert [bytes(one.content).decode() for one in PublicAttachment.objects.all()] == [SAID]
    assert InternalAttachment.objects.count() == 2


def test_what_is_public_of_an_item_that_is_not_stays_with_it(db):
    meeting = draft()
    secret = AgendaItemFactory(meeting=meeting, disclosure=Disclosure.INTERNAL)
    AttachmentFactory(meeting=meeting, agenda_item=secret, disclosure=Disclosure.PUBLIC, content=INTERNAL)
    issue(meeting)
    assert PublicEdition.objects.get().document.attached == ()
    assert not PublicAttachment.objects.exists()
    assert count("internal", INTERNAL) == 1


def test_the_bytes_are_handed_out_as_they_were_issued(meeting):
    alter(Attachment.objects.get(title="停车项目库"))  # the store is not what is read
    file = PublicEdition.objects.get().document.attached[0]
    answer = Client().get(f"{page(meeting)}attachments/{file.key}/")
    assert hashlib.sha256(answer.content).hexdigest() == file.sha256
    assert answer.headers["ETag"] == f'"{file.sha256}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    text = Client().get(page(meeting)).text
    assert f"{page(meeting)}attachments/{file.key}/" in text
    assert file.sha256 in text


def test_a_file_name_says_what_it_is(db):
    meeting = draft()
    AttachmentFactory(meeting=meeting, title="\u202etxt.\u2067a/b\r\nc", content=SAID, disclosure=Disclosure.PUBLIC)
    answer = Client().get(f"{page(issue(meeting))}attachments/{key_of(SAID)}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="_txt._a_b__c.txt"'


@pytest.mark.parametrize(
    ("name", "public", "internal"),
    [("anonymous", 404, 302), ("wrong", 404, 404), ("right", 404, 200), ("clerk", 404, 200)],
)
def test_who_gets_the_internal_file(meeting, name, public, internal):
    client = Client()
    roles = {"wrong": [], "right": ["official"], "clerk": ["clerk"]}.get(name)
    if roles is not None:
        client.force_login(UserFactory(roles=roles))
    path = f"attachments/{key_of(INTERNAL)}/"
    assert client.get(page(meeting) + path).status_code == public
    assert client.get(page(meeting, "/internal") + path).status_code == internal


def test_text_and_title_are_found(meeting):
    assert (count("public", "泊位改造"), count("public", "停车项目库"), count("public", "補助標準")) == (1, 1, 0)
    assert count("internal", "補助標準") == 1
    text = Client().get("/search/?q=泊位改造").text
    assert f"{page(meeting)}#f-{key_of(SAID)}" in text
    assert "<mark>泊位改造</mark>" in text
    for edition in (PublicEdition.objects.get(), InternalEdition.objects.get()):
        assert index.stored(edition) == index.expected(edition)


@pytest.mark.django_db(transaction=True)
def test_the_index_is_made_anew_with_the_texts():
    meeting = draft()
    AttachmentFactory(meeting=meeting, content=SAID, disclosure=Disclosure.PUBLIC)
    issue(meeting)
    TABLES["public"].entry.objects.all().delete()
    assert count("public", "泊位改造") == 0
    call_command("rebuild_search", force=True, quiet=True)
    assert count("public", "泊位改造") == 1


def test_what_a_correction_takes_out_is_not_handed_out_any_more(meeting):
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    Attachment.objects.get(title="停车项目库").delete()
    issue(Meeting.objects.get(pk=meeting.pk))
    assert Client().get(f"{page(meeting)}attachments/{key_of(SAID)}/").status_code == 404
    assert count("public", "泊位改造") == 0
    assert "停车项目库" in Client().get(f"{page(meeting)}editions/2/").text  # as what was taken out
    assert PublicAttachment.objects.count() == 1
    assert list(verify()) == []


def test_bytes_that_stay_are_kept_once(meeting):
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    issue(Meeting.objects.get(pk=meeting.pk))
    assert (PublicAttachment.objects.count(), InternalAttachment.objects.count()) == (1, 2)


def test_withdrawn_minutes_hand_nothing_out(meeting):
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="误发", notice="已撤回。")
    assert Client().get(f"{page(meeting)}attachments/{key_of(SAID)}/").status_code == 410
    assert count("public", "泊位改造") == count("internal", "泊位改造") == 0


def test_what_changes_after_the_signature_is_refused(db):
    meeting = draft()
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    sign(meeting=meeting, by=UserFactory(roles=["signatory"]))
    AttachmentFactory(meeting=meeting)
    with pytest.raises(IllegalMove):
        publish(meeting=meeting, by=UserFactory(roles=["publisher"]))
    assert not InternalEdition.objects.exists()


@pytest.mark.parametrize("harm", [remove, alter])
def test_a_file_that_is_not_what_was_uploaded_stops_the_issue(db, harm):
    meeting = draft()
    attachment = AttachmentFactory(meeting=meeting, title="清单")
    harm(attachment)
    with pytest.raises(IllegalMove, match="清单"):
        issue(meeting)
    assert not InternalEdition.objects.exists()
    assert not InternalAttachment.objects.exists()


@pytest.mark.parametrize("model", [InternalAttachment, PublicAttachment])
@pytest.mark.parametrize("verb", ["UPDATE {} SET text = 'x'", "UPDATE {} SET content = NULL", "DELETE FROM {}"])
def test_the_database_refuses_every_change(meeting, model, verb):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(model._meta.db_table))


@pytest.mark.parametrize("content", FORGED[connection.vendor])
def test_the_check_finds_other_bytes(meeting, content):
    assert list(verify()) == []
    forge(PublicAttachment, f"UPDATE {{}} SET content = {content}")
    (problem,) = verify()
    assert problem.name == f"public {meeting.address}#1"
    assert key_of(SAID)[:12] in problem.message
    with pytest.raises(CommandError):
        call_command("verify_editions")


def test_the_check_finds_missing_bytes(meeting):
    forge(InternalAttachment, f"DELETE FROM {{}} WHERE sha256 LIKE '{key_of(INTERNAL)}%'")
    assert any(key_of(INTERNAL)[:12] in problem.message for problem in verify())


def test_feeds_compare_and_api_tell_of_it(meeting):
    feed = Client().get("/search/feed.atom?q=泊位改造").text
    assert f"{page(meeting)}#f-{key_of(SAID)}" in feed
    api = Client().get(f"/api/v1{page(meeting)}").json()
    (told,) = api["attachments"]
    assert (told["title"], told["sha256"][:16], told["item"]) == ("停车项目库", key_of(SAID), "")
    assert Client().get(told["url"]).content == SAID.encode()
    (found,) = Client().get("/api/v1/search/?q=泊位改造").json()["results"]
    assert found["attachment"]["url"] == told["url"]
    assert found["attachment"]["meeting"]["address"] == meeting.address
    assert found["meeting"] is found["resolution"] is None
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    AttachmentFactory(meeting=meeting, title="补充清单", content="补充", disclosure=Disclosure.PUBLIC)
    issue(Meeting.objects.get(pk=meeting.pk))
    for path in ("editions/2/", "editions/2/compare/1/"):
        assert f"补充清单 · SHA-256 {key_of('补充')}" in Client().get(page(meeting) + path).text


@pytest.mark.parametrize("number", [1, 30])
def test_queries_of_pages_with_files(db, django_assert_num_queries, number):
    meeting = draft()
    for part in range(number):
        AttachmentFactory(meeting=meeting, content=f"泊位改造清单第{part}号", disclosure=Disclosure.PUBLIC)
    meeting = issue(meeting)
    client = Client()
    with django_assert_num_queries(4):
        assert client.get(page(meeting)).status_code == 200
    with django_assert_num_queries(13):
        assert "泊位改造" in client.get("/search/?q=泊位改造").text
    with django_assert_num_queries(2):
        assert client.get(f"{page(meeting)}attachments/{key_of('泊位改造清单第0号')}/").status_code == 200
