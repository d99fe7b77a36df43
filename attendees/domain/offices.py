"""What an officer does with the own office (单位联络员): name a substitute for days away, hand it over."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attendees.models import Department, DepartmentOfficer, Substitution
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed

OFFICER_ROLE = "officer"  # the group whose accounts may act for a department
MAX_DAYS = 366  # of one substitution


def officer_accounts() -> Any:
    """Return the accounts that may act for a department, by name."""
    users = get_user_model().objects.filter(is_active=True, groups__name=OFFICER_ROLE)
    return users.order_by("last_name", "first_name", "username")


@transaction.atomic
def name_substitute(
    *, office: DepartmentOfficer, by: Any, substitute: Any, valid_from: date, valid_to: date
) -> Substitution:
    """Let `substitute` stand in for `by` in the own office from a day to a day, both included.

    Raises NotAllowed for another's office, IllegalMove for one that is over, DomainError for days that have passed, lie
    beyond the office or are too many, for who is no officer, and where the same was named before.
    """
    office = _own(office, by)
    _check_account(substitute, by)
    if valid_from < timezone.localdate():
        raise DomainError(_("The first day has passed."))
    if valid_to < valid_from:
        raise DomainError(_("The last day lies before the first."))
    if (valid_to - valid_from).days >= MAX_DAYS:
        raise DomainError(_("A substitute stands in for at most a year; hand the office over for longer."))
    if (office.valid_from and valid_from < office.valid_from) or (office.valid_to and valid_to > office.valid_to):
        raise DomainError(_("You do not hold the office on all of these days."))
    if office.substitutions.filter(substitute=substitute, valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        raise DomainError(_("This person stands in for you on some of these days already."))
    substitution = Substitution(officer=office, substitute=substitute, valid_from=valid_from, valid_to=valid_to)
    substitution.save_as(by=by, reason=_("named as substitute"))
    return substitution


@transaction.atomic
def end_substitution(*, substitution: Substitution, by: Any) -> None:
    """End a substitution of the own office now: yesterday is its last day. One that began today or later is removed.

    History keeps either. Raises NotAllowed for another's office, IllegalMove for one that is over.
    """
    _own(substitution.officer, by)
    row = Substitution.objects.select_for_update().filter(pk=substitution.pk).first()
    today = timezone.localdate()
    if row is None or row.valid_to < today:
        raise IllegalMove(_("This substitution is over."))
    if row.valid_from >= today:
        row.delete_as(by=by)
        return
    row.valid_to = today - timedelta(days=1)
    row.save_as(by=by, reason=_("substitution ended early"))


@transaction.atomic
def hand_over(*, office: DepartmentOfficer, by: Any, to: Any, first_day: date) -> DepartmentOfficer:
    """Hand the own office over: `to` holds it from `first_day` on, `by` until the day before. Return the new office.

    It lasts as long as the old one would have; an office that `to` holds or held in the department is prolonged, so the
    department is never without an officer. Raises as `name_substitute` does.
    """
    office = _own(office, by)
    _check_account(to, by)
    if first_day < timezone.localdate():
        raise DomainError(_("The first day has passed."))
    if office.valid_from is not None and first_day <= office.valid_from:
        raise DomainError(_("You have to hold the office for a day at least before you hand it over."))
    if office.valid_to is not None and first_day > office.valid_to:
        raise DomainError(_("You do not hold the office on that day any more."))
    new = DepartmentOfficer.objects.select_for_update().filter(department=office.department, user=to).first()
    if new is None:
        new = DepartmentOfficer(department=office.department, user=to)
        new.valid_from, new.valid_to = first_day, office.valid_to
    else:
        _prolong(new, first_day, office.valid_to)
    office.valid_to = first_day - timedelta(days=1)
    office.save_as(by=by, reason=_("office handed over"))
    new.save_as(by=by, reason=_("office taken over"))
    return new


def _prolong(office: DepartmentOfficer, first_day: date, last_day: date | None) -> None:
    """Make an office hold from `first_day` to `last_day` at least; a gap before it, in the past, is not filled."""
    begun = office.valid_from is None or office.valid_from <= first_day
    running = office.valid_to is None or office.valid_to >= first_day - timedelta(days=1)
    if not (begun and running):
        office.valid_from = first_day
    if office.valid_to is not None:
        office.valid_to = None if last_day is None else max(office.valid_to, last_day)


def _own(office: DepartmentOfficer, by: Any) -> DepartmentOfficer:
    """Lock the department's offices and return this one, if it is the own and not over."""
    # The department's row too: two officers who hand over to each other wait for one another.
    Department.objects.select_for_update().get(pk=office.department_id)
    locked = DepartmentOfficer.objects.select_for_update(of=("self",)).select_related("department").get(pk=office.pk)
    if not by.is_active or locked.user_id != by.pk:
        raise NotAllowed
    if locked.valid_to is not None and locked.valid_to < timezone.localdate():
        raise IllegalMove(_("This office is over."))
    return locked


def _check_account(user: Any, by: Any) -> None:
    if user.pk == by.pk:
        raise DomainError(_("Choose somebody else."))
    if not officer_accounts().filter(pk=user.pk).exists():
        raise DomainError(_("This account is not one of an officer."))
