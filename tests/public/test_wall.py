"""The wall at run time: a page that reaches beyond its tables fails instead of leaking."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.public.views.pages import VerifyView
from gusu_minutes.public.wall import WallBreach, only_tables
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import Meeting

PUBLIC = AUDIENCES["public"].tables
INTERNAL = AUDIENCES["internal"].tables


def test_the_public_reads_its_editions_and_what_is_found_of_them():
    editions = (
        "publicedition",
        "publiceditionfile",
        "publicattachment",
        "withheldedition",
        "publicclause",
        "publicclausedepartment",
    )
    search = ("publicentry", "publicentry_index", "publicname", "publicmention", "publictermcount")
    expected = {f"publishing_{name}" for name in editions} | {f"search_{name}" for name in search}
    assert expected == PUBLIC


@pytest.mark.parametrize("name", ["search_internalentry", "search_internalentry_index"])
def test_what_officials_find_is_refused_even_in_plain_sql(db, name):
    with only_tables(PUBLIC), pytest.raises(WallBreach), connection.cursor() as cursor:
        cursor.execute(f"WITH found AS (SELECT * FROM {name}) SELECT * FROM found")


@pytest.mark.parametrize("verb", ["DELETE FROM", "UPDATE", "INSERT INTO"])
def test_a_with_that_writes_is_refused(db, verb):
    with only_tables(PUBLIC), pytest.raises(WallBreach), connection.cursor() as cursor:
        cursor.execute(f"WITH gone AS ({verb} search_publicentry) SELECT 1")


@pytest.mark.parametrize("model", [Meeting, InternalEdition, Session])
def test_other_tables_are_refused(db, model):
    with only_tables(PUBLIC), pytest.raises(WallBreach):
        list(model.objects.all())


def test_a_join_or_subquery_is_refused(db):
    with only_tables(PUBLIC):
        with pytest.raises(WallBreach):
            list(PublicEdition.objects.select_related("meeting"))
        with pytest.raises(WallBreach):
            list(PublicEdition.objects.filter(meeting__in=Meeting.objects.filter(place="x")))


def test_officials_do_not_read_the_records(db):
    with only_tables(INTERNAL):
        list(InternalEdition.objects.all())
        list(Session.objects.all())
        for model in (Meeting, PublicEdition):
            with pytest.raises(WallBreach):
                list(model.objects.all())


@pytest.mark.parametrize("sql", ["DELETE FROM publishing_publicclause", "PRAGMA user_version"])
def test_only_select_passes(db, sql):
    with only_tables(PUBLIC), connection.cursor() as cursor, pytest.raises(WallBreach):
        cursor.execute(sql)


def test_the_wall_falls_with_the_page(db):
    with only_tables(PUBLIC):
        pass
    assert list(Meeting.objects.all()) == []


@pytest.mark.parametrize("address", ["/verify/", "/internal/verify/"])
def test_a_page_that_reads_records_fails(db, persona, monkeypatch, address):
    monkeypatch.setattr(VerifyView, "get_context_data", lambda self, **kwargs: {"rows": list(Meeting.objects.all())})
    with pytest.raises(WallBreach):
        persona("right").get(address)


def test_a_template_that_reads_records_fails(db, client, monkeypatch):
    monkeypatch.setattr(VerifyView, "get_context_data", lambda self, **kwargs: {"SITE_NAME": Meeting.objects.all()})
    with pytest.raises(WallBreach):
        client.get("/verify/")
