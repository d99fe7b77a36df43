"""The index says what the current edition says: written with it, gone with it, made anew from it."""

import io

import pytest
from django.core.management import CommandError, call_command

from gusu_minutes.common.folding import fold
from gusu_minutes.common.models import Disclosure
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.domain.verify import verify
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from gusu_minutes.search import engine, index
from gusu_minutes.search.engine import Asked
from gusu_minutes.search.tables import TABLES
from meetings.models import AgendaItem, Meeting
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    DepartmentFactory,
    MeetingFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    issue,
)


def count(audience: str, *words: str) -> int:
    return engine.count(TABLES[audience], Asked(tuple(fold(word) for word in words)))


def names(audience: str, kind: str) -> set[str]:
    return set(TABLES[audience].name.objects.filter(kind=kind).values_list("name", flat=True))


@pytest.fixture
def meeting(db: None) -> Meeting:
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting, title="审议《碳达峰实施方案》")
    item.presenting.add(DepartmentFactory(code="ndrc", short_name="区发改局"))
    ResolutionFactory(agenda_item=item, text="原则同意《碳达峰实施方案》。")
    secret = AgendaItemFactory(meeting=meeting, title="研究人事机密", disclosure=Disclosure.INTERNAL)
    secret.presenting.add(DepartmentFactory(code="secret-office", short_name="机要处"))
    ResolutionFactory(agenda_item=secret, text="同意任免机密名单《机密方案》。")
    AttendanceFactory(meeting=meeting, name="沈一舟", person=PersonFactory(code="shen", name="沈一舟"))
    return issue(meeting)


def test_words_titles_documents_departments_people_and_numbers_are_found(meeting):
    for word in ("碳达峰", "區發改局", "沈一舟", "原则同意", "碳", "舟", meeting.title, "方案》"):
        assert count("public", word) >= 1, word
    assert names("public", "department") == {"区发改局"}
    assert names("public", "person") == {"沈一舟"}
    assert names("public", "document") == {"碳达峰实施方案"}


def test_what_is_internal_is_in_no_public_table(meeting):
    for word in ("机密", "人事", "机要处", "任免"):
        assert count("public", word) == 0
        assert count("internal", word) == 1
    assert "机要处" in names("internal", "department") - names("public", "department")
    for model in (TABLES["public"].entry, TABLES["public"].name):
        for row in model.objects.values():
            assert "机密" not in str(row) and "机要" not in str(row) and "secret-office" not in str(row)


def test_a_correction_replaces_and_a_withdrawal_empties(meeting):
    publisher = UserFactory(roles=["publisher"])
    meeting = start_correction(meeting=meeting, by=publisher, reason="更名")
    item = AgendaItem.objects.get(title__contains="碳达峰")
    item.title = "审议《碳中和行动方案》"
    item.save_as(by=publisher, reason="更名")
    resolution = item.resolutions.get()
    resolution.text = "原则同意。"
    resolution.save_as(by=publisher, reason="更名")
    assert count("public", "碳达峰") == 1
    meeting = issue(meeting)
    assert (count("public", "碳达峰"), count("public", "碳中和")) == (0, 1)
    assert names("public", "document") == {"碳中和行动方案"}
    withdraw(meeting=meeting, by=publisher, reason="错误", notice="撤回")
    for tables in TABLES.values():
        for model in (tables.entry, tables.mention, tables.name):
            assert not model.objects.exists()


def test_names_that_others_mention_stay(meeting):
    other = MeetingFactory(series=meeting.series, number=meeting.number + 1)
    item = AgendaItemFactory(meeting=other, title="听取汇报")
    item.presenting.set(AgendaItem.objects.get(title__contains="碳达峰").presenting.all())
    issue(other)
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="错误", notice="撤回")
    assert names("public", "department") == {"区发改局"}
    assert names("public", "document") == set()


def test_differences_are_told_and_mended(meeting):
    call_command("rebuild_search", check=True, stdout=io.StringIO())
    TABLES["public"].entry.objects.filter(kind="clause").update(folded="别的")
    TABLES["internal"].mention.objects.filter(role="presenting").delete()
    stray = TABLES["public"].entry.objects.earliest("id")
    stray.pk, stray.meeting_id = 5, 999
    stray.save(force_insert=True)
    assert len(list(verify())) == 2
    with pytest.raises(CommandError, match="3 meeting"):
        call_command("rebuild_search", check=True)
    out = io.StringIO()
    call_command("rebuild_search", quiet=True, stdout=out)
    assert "3 meeting(s) written" in out.getvalue()
    assert list(verify()) == []
    out = io.StringIO()
    call_command("rebuild_search", quiet=True, stdout=out)
    assert out.getvalue() == ""
    for model in (InternalEdition, PublicEdition):
        edition = model.objects.get()
        assert index.stored(edition) == index.expected(edition)


def test_at_the_start_only_what_has_no_entries_is_written(meeting):
    TABLES["public"].entry.objects.all().delete()
    TABLES["internal"].entry.objects.filter(kind="clause").update(folded="别的")
    out = io.StringIO()
    call_command("rebuild_search", missing=True, quiet=True, stdout=out)
    assert "1 meeting(s) written" in out.getvalue()
    assert count("public", "碳达峰") == 1
    assert TABLES["internal"].entry.objects.filter(folded="别的").exists()
    out = io.StringIO()
    call_command("rebuild_search", missing=True, quiet=True, stdout=out)
    assert out.getvalue() == ""


@pytest.mark.django_db(transaction=True)
def test_all_is_made_anew_by_force(meeting):
    before = {name: count(name, "碳达峰") for name in TABLES}
    call_command("rebuild_search", force=True, quiet=True, stdout=io.StringIO())
    assert {name: count(name, "碳达峰") for name in TABLES} == before == {"public": 1, "internal": 1}
