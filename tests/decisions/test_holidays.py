"""The calendar: what is imported, what an office enters against it, and who may."""

from datetime import date
from io import StringIO
from threading import Barrier, Thread

import chinese_calendar
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decisions.domain import holidays
from decisions.domain.holidays import HolidayImport, import_holidays, remove_day
from decisions.domain.workdays import load_calendar
from decisions.enums import DaySource
from decisions.models import CalendarDay
from gusu_minutes.common.errors import IllegalMove, NotAllowed
from tests.clerk.pages import address, filled
from tests.factories import UserFactory

LIST = reverse("admin:decisions_calendarday_changelist")
ADD = reverse("admin:decisions_calendarday_add")
NATIONAL_DAY = date(2024, 10, 1)
PLAIN_DAY = date(2024, 11, 11)  # a Monday that no notice names


def own(day: date = PLAIN_DAY, **fields: object) -> CalendarDay:
    return CalendarDay.objects.create(day=day, **{"is_working": False, "name": "本机关停电", **fields})


def told(*args: str) -> tuple[str, str]:
    """Return what the command says, and what it warns of."""
    out, err = StringIO(), StringIO()
    call_command("import_holidays", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def clerk(db: None) -> Client:
    client = Client()
    client.user = UserFactory(roles=["clerk"])  # type: ignore[attr-defined]
    client.force_login(client.user)  # type: ignore[attr-defined]
    return client


# What an import does


def test_a_year_is_imported_once(db):
    first = import_holidays([2024])
    assert first == HolidayImport(added=36)
    assert import_holidays([2024]) == HolidayImport(kept=36)
    assert CalendarDay.history.count() == 36
    row = CalendarDay.objects.get(day=NATIONAL_DAY)
    assert (row.is_working, row.name, row.source) == (False, "国庆节", DaySource.STATUTORY)
    sunday = CalendarDay.objects.get(day=date(2024, 9, 29))
    assert (sunday.is_working, sunday.name) == (True, "国庆节")


@pytest.mark.parametrize("year", range(2024, 2027))
def test_every_day_of_a_year_is_as_the_package_says(db, year):
    import_holidays([year])
    calendar = load_calendar(date(year, 1, 1))
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    days = [date.fromordinal(number) for number in range(first, last + 1)]
    assert [day for day in days if calendar.is_working(day) != chinese_calendar.is_workday(day)] == []


def test_an_import_again_is_one_query(db, django_assert_num_queries):
    import_holidays([2024, 2025])
    with django_assert_num_queries(3):  # the rows, and the two of the savepoint
        import_holidays([2024, 2025])


def test_a_year_that_is_not_known_is_named_and_not_guessed(db):
    assert import_holidays([2003, 2199, 99999]) == HolidayImport(unknown=(2003, 2199, 99999))
    assert not CalendarDay.objects.exists()


def test_what_the_office_says_stays(db):
    own(NATIONAL_DAY, is_working=True, name="值班")
    done = import_holidays([2024])
    assert (done.added, done.own) == (35, 1)
    row = CalendarDay.objects.get(day=NATIONAL_DAY)
    assert (row.is_working, row.name, row.source, row.version) == (True, "值班", DaySource.OFFICE, 1)
    own()
    assert import_holidays([2024]) == HolidayImport(kept=35, own=2)


def test_a_notice_that_was_changed_is_followed(db, monkeypatch):
    by = UserFactory()
    import_holidays([2024])
    withdrawn, added = date(2024, 10, 7), date(2024, 10, 8)
    days = {**chinese_calendar.holidays, added: "National Day", date(2024, 10, 6): "Mid-autumn Festival"}
    del days[withdrawn]
    monkeypatch.setattr(holidays.chinese_calendar, "holidays", days)
    assert import_holidays([2024], by=by) == HolidayImport(added=1, changed=1, removed=1, kept=34)
    assert not CalendarDay.objects.filter(day=withdrawn).exists()
    assert CalendarDay.objects.get(day=date(2024, 10, 6)).name == "中秋"
    assert {line.history_user for line in CalendarDay.history.all()[:3]} == {by}


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_each_day_once():
    barrier, done = Barrier(2), []

    def start():
        barrier.wait()
        try:
            done.append(import_holidays([2024]))
        finally:
            connection.close()

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    assert sum(one.added for one in done) == CalendarDay.objects.count() == CalendarDay.history.count() == 36


# The command


def test_the_command_says_what_it_did(db):
    own(NATIONAL_DAY)
    out, err = told("2024", "2199")
    assert "35" in out
    assert "2199" in err
    assert "2024" not in err


def test_by_itself_the_command_takes_this_year_and_the_next(db, monkeypatch):
    last = max(chinese_calendar.holidays).year
    monkeypatch.setattr(timezone, "localdate", lambda: date(last - 1, 11, 1))
    assert told("--quiet") == ("", "")
    years = CalendarDay.objects.values_list("day__year", flat=True)
    assert set(years) == {last - 1, last}
    monkeypatch.setattr(timezone, "localdate", lambda: date(last, 11, 1))
    assert told("--quiet") == ("", "")  # the notice for the next year may not be out yet
    assert str(last + 1) in told()[1]


def test_even_the_quiet_command_says_that_this_year_is_not_known(db, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2198, 1, 1))
    out, err = told("--quiet")
    assert not out
    assert "2198" in err
    assert "2199" not in err


# Taking out


@pytest.mark.parametrize("role", ["signatory", "publisher", "supervisor", "officer", "official", "auditor", None])
def test_only_a_clerk_takes_a_day_out(db, role):
    row = own()
    with pytest.raises(NotAllowed):
        remove_day(day=row, by=UserFactory(roles=[role] if role else []))
    assert CalendarDay.objects.exists()


def test_a_statutory_day_is_not_taken_out(clerk):
    import_holidays([2024])
    row = CalendarDay.objects.get(day=NATIONAL_DAY)
    with pytest.raises(IllegalMove):
        remove_day(day=row, by=clerk.user)
    assert clerk.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    assert CalendarDay.objects.filter(day=NATIONAL_DAY).exists()


def test_after_a_day_of_the_office_the_statutory_one_counts_again(clerk):
    import_holidays([2024])
    CalendarDay.objects.get(day=NATIONAL_DAY).delete()
    row = own(NATIONAL_DAY, is_working=True)
    assert address(row, "delete") in clerk.get(address(row)).content.decode()
    assert clerk.get(address(row, "delete")).status_code == 200
    assert clerk.post(address(row, "delete"), {"post": "yes"}).status_code == 302
    back = CalendarDay.objects.get(day=NATIONAL_DAY)
    assert (back.is_working, back.source) == (False, DaySource.STATUTORY)
    assert CalendarDay.history.filter(id=row.pk, history_type="-").get().history_user == clerk.user


# The clerk's room


@pytest.mark.parametrize("role", [None, "officer", "official", "supervisor", "auditor", "signatory", "publisher"])
def test_others_read_the_calendar_at_most(db, role):
    row, client = own(), Client()
    if role:
        client.force_login(UserFactory(roles=[role]))
    outside = role in (None, "officer", "official")  # they are led to the page to sign in
    for page in (LIST, address(row)):
        assert client.get(page).status_code == (302 if outside else 200)
    writing = {
        ADD: {"day": "2024-11-12", "name": "x"},
        address(row): {"name": "x"},
        address(row, "delete"): {"post": "yes"},
    }
    for page, sent in writing.items():
        assert client.post(page, sent).status_code == (302 if outside else 403)
    row.refresh_from_db()
    assert (row.name, CalendarDay.objects.count()) == ("本机关停电", 1)


def test_a_clerk_adds_a_day(clerk):
    sent = {**filled(clerk.get(ADD)), "day": "2024-11-11", "name": "停电", "source": "statutory"}
    assert clerk.post(ADD, sent).status_code == 302
    row = CalendarDay.objects.get()
    assert (row.day, row.is_working, row.name, row.source) == (PLAIN_DAY, False, "停电", DaySource.OFFICE)
    assert row.history.get().history_user == clerk.user


@pytest.mark.parametrize(("day", "code"), [("2024-10-01", "unique"), ("0202-10-01", "min_value"), ("never", "invalid")])
def test_a_day_that_cannot_be_added_is_explained(clerk, day, code):
    import_holidays([2024])
    page = clerk.post(ADD, {"day": day, "name": "停电"})
    assert [error.code for error in page.context["adminform"].form.errors.as_data()["day"]] == [code]
    assert CalendarDay.objects.count() == 36


def test_who_changes_a_statutory_day_makes_it_the_offices_own(clerk):
    import_holidays([2024])
    row = CalendarDay.objects.get(day=NATIONAL_DAY)
    sent = {**filled(clerk.get(address(row))), "is_working": "on", "day": "2024-11-11"}
    assert clerk.post(address(row), sent).status_code == 302
    row.refresh_from_db()
    assert (row.day, row.is_working, row.source) == (NATIONAL_DAY, True, DaySource.OFFICE)
    assert import_holidays([2024]).own == 1


def test_a_save_that_changes_nothing_leaves_a_day_statutory(clerk):
    import_holidays([2024])
    row = CalendarDay.objects.get(day=NATIONAL_DAY)
    sent = filled(clerk.get(address(row)))
    sent = {name: value for name, value in sent.items() if value is not False}
    assert clerk.post(address(row), sent).status_code == 302
    row.refresh_from_db()
    assert (row.source, row.version) == (DaySource.STATUTORY, 1)
