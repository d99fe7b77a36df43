"""The chain tells of every alteration, even by somebody who took the triggers away."""

import hashlib
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest import CaptureFixture
from pytest_django import DjangoDbBlocker

from gusu_minutes.common import append_only
from gusu_minutes.publishing.domain import verify, withdraw
from gusu_minutes.publishing.domain.editions import append_pair
from gusu_minutes.publishing.models import InternalClause, InternalEdition, PublicClause, PublicEdition
from meetings.models import Meeting
from tests.factories import UserFactory, draft, issue
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def issue_three() -> None:
    for _ in range(3):
        issue(draft())


@pytest.fixture(scope="session")
def kept_chain(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Kept[None]:
    return Kept.of(issue_three, django_db_blocker)


@pytest.fixture
def unprotected(kept_chain: Kept[None], db: None) -> None:
    kept_chain.put_back()
    connection.check_constraints()  # PostgreSQL alters no table while foreign keys wait to be checked
    append_only.remove(connection)


def _execute(statement: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _named() -> set[str]:
    connection.check_constraints()
    append_only.install(connection)
    return {problem.name for problem in verify()}


def test_an_untouched_chain_is_sound(capsys: CaptureFixture[str]) -> None:
    issue(draft())
    issue(draft())
    call_command("verify_editions")
    out = capsys.readouterr().out
    assert "4 editions verified" in out
    for model in (InternalEdition, PublicEdition):
        assert model.objects.order_by("-sequence")[0].digest in out


def test_the_digest_is_that_of_the_served_bytes() -> None:
    issue(draft())
    edition = PublicEdition.objects.get()
    assert hashlib.sha256(edition.payload.encode()).hexdigest() == edition.digest
    covered = json.loads(edition.payload)
    assert covered["number"] == 1
    assert covered["address"] == edition.meeting.address == edition.address
    assert "meeting" not in covered  # its key would count the drafts before it
    assert covered["previous"] == ""


def test_each_edition_holds_the_digest_before_it() -> None:
    for _ in range(3):
        issue(draft())
    for model in (InternalEdition, PublicEdition):
        digests = [""]
        for edition in model.objects.order_by("sequence"):
            assert edition.previous_digest == digests[-1]
            digests.append(edition.digest)


COLUMNS = {
    "title": "'改'",
    "content": "replace(content, '方案', '方按')",
    "reason": "'改'", "number": "7", "kind": "'correction'",
    "address": "'executive/2024/999'", "published_at": "'2020-01-01 00:00:00+00:00'", "previous_digest": "'00'",
    "digest": "'00'", "algorithm": "'md5'", "series_name": "'改'", "bodies": "'|改|'", "year": "1999",
    "meeting_number": "99", "held_on": "'1999-01-01'", "item_count": "9", "clause_count": "9", "sequence": "99",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("model", [InternalEdition, PublicEdition])
def test_a_changed_column_is_named(unprotected: None, model: Any, column: str, capsys: CaptureFixture[str]) -> None:
    edition = model.objects.order_by("sequence")[1]
    _execute(f"UPDATE {model._meta.db_table} SET {column} = {COLUMNS[column]} WHERE id = {edition.pk}")
    edition.refresh_from_db()
    assert any(str(edition) in name for name in _named())
    with pytest.raises(CommandError):
        call_command("verify_editions")
    assert str(edition) in capsys.readouterr().err


@pytest.mark.parametrize("column", ["published_by_id", "meeting_id"])
@pytest.mark.parametrize("model", [InternalEdition, PublicEdition])
def test_another_author_or_meeting_is_named(unprotected: None, model: Any, column: str) -> None:
    first, second = model.objects.order_by("sequence")[:2]
    if column == "meeting_id":
        _execute(
            f"UPDATE {model._meta.db_table} SET number = 2, meeting_id = {first.meeting_id} WHERE id = {second.pk}"
        )
    else:
        _execute(f"UPDATE {model._meta.db_table} SET {column} = {first.published_by_id} WHERE id = {second.pk}")
    assert any(str(second.address) in name for name in _named())


@pytest.mark.parametrize("model", [InternalEdition, PublicEdition])
@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_removed_edition_is_missed(unprotected: None, model: Any, index: int) -> None:
    edition = model.objects.order_by("sequence")[index]
    kind = "internal" if model is InternalEdition else "public"
    _execute(f"DELETE FROM publishing_{kind}clausedepartment")
    _execute(f"DELETE FROM publishing_{kind}clause")
    _execute(f"DELETE FROM {model._meta.db_table} WHERE id = {edition.pk}")
    assert any(edition.address in name for name in _named())


def test_an_edition_removed_for_both_audiences_is_missed(unprotected: None) -> None:
    address = PublicEdition.objects.order_by("sequence").last().address  # type: ignore[union-attr]
    for kind in ("internal", "public"):
        _execute(f"DELETE FROM publishing_{kind}clausedepartment")
        _execute(f"DELETE FROM publishing_{kind}clause")
        _execute(f"DELETE FROM publishing_{kind}edition WHERE sequence = 3")
    assert address in _named()


def test_a_missing_trigger_is_named(unprotected: None) -> None:
    assert "publishing_publicedition" in {problem.name for problem in verify()}


def _forged(model: Any, **changes: Any) -> None:
    """Change the last edition of a table and hash it again, as somebody with the keys of the house would."""
    edition = model.objects.order_by("sequence").last()
    for name, value in changes.items():
        setattr(edition, name, value)
    _execute(
        f"UPDATE {model._meta.db_table} SET content = %s, digest = %s WHERE id = {edition.pk}",
        [edition.content, edition.computed_digest()],
    )


@pytest.mark.parametrize("models", [[InternalEdition], [PublicEdition], [InternalEdition, PublicEdition]])
def test_a_last_edition_hashed_again_is_named(unprotected: None, models: list[Any]) -> None:
    for model in models:
        content = model.objects.order_by("sequence").last().content.replace("同意", "不同意")
        _forged(model, content=content)
    address = PublicEdition.objects.order_by("sequence").last().address  # type: ignore[union-attr]
    assert address in _named()


def test_an_edition_that_no_verb_made_is_named() -> None:
    meeting = issue(draft())
    last = InternalEdition.objects.get()
    append_pair(
        meeting=meeting, internal=last.document, public=PublicEdition.objects.get().document, kind="correction",
        reason="伪造", public_reason="", by=last.published_by, at=timezone.now(),
    )  # fmt: skip
    assert meeting.address in _named()


def test_a_withdrawal_taken_back_behind_our_backs_is_named(unprotected: None) -> None:
    meeting = Meeting.objects.order_by("pk").last()
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="撤回。")  # type: ignore[arg-type]
    assert _named() == set()
    append_only.remove(connection)
    for kind in ("internal", "public"):
        _execute(f"DELETE FROM publishing_{kind}edition WHERE kind = 'withdrawal'")
    assert meeting.address in _named()  # type: ignore[union-attr]


@pytest.mark.parametrize("model", [InternalClause, PublicClause])
def test_a_searchable_row_that_says_something_else_is_named(model: Any) -> None:
    meeting = issue(draft(items=2))
    assert _named() == set()
    model.objects.filter(position=1).update(text="伪造")
    assert any(meeting.address in name for name in _named())


def test_a_searchable_row_of_no_edition_is_named() -> None:
    meeting = issue(draft())
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="撤回。")
    PublicClause.objects.create(
        edition=PublicEdition.objects.first(), meeting_id=meeting.pk, key="x", position=0, text="旧文", item_key="y",
        item_kind="study", held_on=meeting.held_on,
    )  # fmt: skip
    assert any(meeting.address in name for name in _named())


def test_a_trigger_that_does_nothing_is_named(unprotected: None) -> None:
    append_only.install(connection)
    assert append_only.unprotected_tables(connection) == []
    table = PublicEdition._meta.db_table
    if connection.vendor == "sqlite":
        _execute(f"DROP TRIGGER {table}_no_update")
        _execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN 0 BEGIN SELECT 1; END")
        assert append_only.unprotected_tables(connection) == [table]
    else:
        body = "BEGIN RETURN NEW; END"
        _execute(f"CREATE OR REPLACE FUNCTION gusu_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        assert table in append_only.unprotected_tables(connection)
    append_only.remove(connection)
