"""Every way into a frozen row: each must be refused, and the row must stand as before."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, ProtectedError

from gusu_minutes.common import append_only
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import Meeting
from tests.factories import AssignmentFactory, ResolutionFactory, draft, issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    meeting = draft()
    AssignmentFactory(resolution=ResolutionFactory(agenda_item=meeting.items.get()))
    return issue(meeting)


def _save(row: Any) -> None:
    row.reason = "altered"
    row.save()


def _update(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(reason="altered")


def _bulk_update(row: Any) -> None:
    row.reason = "altered"
    type(row).objects.bulk_update([row], ["reason"])


def _raw_delete(row: Any) -> None:
    queryset = type(row).objects.filter(pk=row.pk)
    queryset._raw_delete(queryset.db)


def _upsert(row: Any) -> None:
    row.reason = "altered"
    type(row).objects.bulk_create([row], update_conflicts=True, unique_fields=["digest"], update_fields=["reason"])


def _loaddata(row: Any, tmp_path: Any) -> None:
    row.reason = "altered"
    path = tmp_path / "edition.json"
    path.write_text(serializers.serialize("json", [row]))
    call_command("loaddata", str(path), verbosity=0)


def _sql(statement: str) -> Callable[[Any], None]:
    def run(row: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=row._meta.db_table, pk=row.pk))

    return run


ATTACKS: list[Any] = [
    pytest.param(_save, id="save"),
    pytest.param(_update, id="QuerySet.update"),
    pytest.param(_bulk_update, id="bulk_update"),
    pytest.param(_raw_delete, id="_raw_delete"),
    pytest.param(_upsert, id="upsert"),
    pytest.param(lambda row: row.delete(), id="delete"),
    pytest.param(_sql("UPDATE {table} SET reason = 'altered' WHERE id = {pk}"), id="sql update"),
    pytest.param(_sql("UPDATE {table} SET id = 999"), id="sql update of the key"),
    pytest.param(_sql("DELETE FROM {table}"), id="sql delete"),
]


def _state(model: type[Model]) -> str:
    return json.dumps(list(model._default_manager.order_by("pk").values()), default=str)


@pytest.mark.parametrize("model", [InternalEdition, PublicEdition])
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_edition_refuses(meeting: Meeting, model: Any, attack: Callable[[Any], None]) -> None:
    before = _state(model)
    row = model.objects.get(meeting=meeting)
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        attack(row)
    assert _state(model) == before


def test_loaddata_does_not_overwrite(meeting: Meeting, tmp_path: Any) -> None:
    before = _state(PublicEdition)
    with pytest.raises(DatabaseError), transaction.atomic():
        _loaddata(PublicEdition.objects.get(), tmp_path)
    assert _state(PublicEdition) == before


_COLUMNS = ", ".join(str(field.column) for field in PublicEdition._meta.concrete_fields)
_ALTERED = _COLUMNS.replace("title", "'altered'", 1)
# What each database offers besides: an insert over an existing row, emptying a table, posing as a replica.
EVASIONS = {
    "sqlite": [
        f"REPLACE INTO {{table}} ({_COLUMNS}) SELECT {_ALTERED} FROM {{table}}",
        f"INSERT OR REPLACE INTO {{table}} ({_COLUMNS}) SELECT {_ALTERED} FROM {{table}}",
        "UPDATE OR REPLACE {table} SET title = 'altered'",
    ],
    "postgresql": [
        "TRUNCATE {table} CASCADE",
        "SET LOCAL session_replication_role = replica; UPDATE {table} SET title = 'altered'",
        "SET LOCAL session_replication_role = replica; DELETE FROM {table}",
    ],
}


@pytest.mark.parametrize("statement", EVASIONS[connection.vendor])
def test_the_ways_round_are_closed(meeting: Meeting, statement: str) -> None:
    before = _state(PublicEdition)
    connection.check_constraints()  # PostgreSQL refuses TRUNCATE by itself while foreign keys wait to be checked
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=PublicEdition._meta.db_table))
    assert _state(PublicEdition) == before


def test_history_refuses_update_and_delete(meeting: Meeting) -> None:
    models = [model for model in append_only.append_only_models() if model._default_manager.exists()]
    assert Meeting.history.model in models
    for model in models:
        table, column = model._meta.db_table, model._meta.pk.column
        for statement in (f'UPDATE "{table}" SET "{column}" = "{column}"', f'DELETE FROM "{table}"'):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize(
    "victim",
    [
        pytest.param(lambda meeting: meeting, id="the meeting"),
        pytest.param(
            lambda meeting: meeting.items.get().resolutions.last().assignments.get().lead, id="its department"
        ),
        pytest.param(lambda meeting: meeting.issued_by, id="its author"),
        pytest.param(lambda meeting: meeting.series, id="its series"),
    ],
)
def test_what_an_edition_hangs_on_stays(meeting: Meeting, victim: Callable[[Meeting], Model]) -> None:
    row = victim(meeting)
    with pytest.raises(ProtectedError), transaction.atomic():
        row.delete()
    assert type(row)._default_manager.filter(pk=row.pk).exists()
    assert PublicEdition.objects.count() == 1


def test_every_append_only_table_is_protected() -> None:
    assert append_only.unprotected_tables(connection) == []
    append_only.remove(connection)
    assert "publishing_publicedition" in append_only.unprotected_tables(connection)
    append_only.install(connection)
    assert append_only.unprotected_tables(connection) == []
