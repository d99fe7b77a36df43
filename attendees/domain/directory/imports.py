"""The verbs of an import of the directory: give a table in, see what it would change, take it over."""

from itertools import zip_longest
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attendees.domain.directory.columns import COLUMNS, KEYS, column_of
from attendees.domain.directory.departments import plan_departments
from attendees.domain.directory.plan import DirectoryPlan
from attendees.domain.directory.posts import plan_posts
from attendees.enums import DirectoryTable
from attendees.models import Appointment, Department, DirectoryImport, Person
from attendees.rules import CAN_IMPORT
from gusu_minutes.common.errors import IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.common.models import Versioned
from gusu_minutes.common.sheets import SheetError, read_table

_SENTENCES = {
    "empty": gettext_lazy("The file has no rows in it."),
    "too_large": gettext_lazy("The file is larger than 20 MB."),
    "too_many_rows": gettext_lazy("The sheet has more than 20,000 rows; empty rows at its end count too."),
    "unknown_type": gettext_lazy("Only .csv and .xlsx files can be read. Save the table as one of these."),
    "undecodable": gettext_lazy("The text is neither UTF-8 nor UTF-16 nor GB18030. Save it as UTF-8."),
    "damaged": gettext_lazy("This is no table, or it is damaged. Open it in Excel or WPS and save it anew as .xlsx."),
    "macros": gettext_lazy("The workbook contains macros. Save it as .xlsx without macros."),
    "encrypted": gettext_lazy("The workbook is protected by a password. Save it without one."),
}
_UNSAFE = gettext_lazy("The workbook is built in an unsafe way and is not opened. Save it anew in Excel or WPS.")


class AlreadyApplied(IllegalMove):
    """The import was taken over before; nothing is done twice."""

    def __init__(self) -> None:
        super().__init__(_("This import was taken over already; nothing was changed."))


def begin_import(*, table: str, data: bytes, file_name: str, by: Any) -> DirectoryImport:
    """Put the rows of a file on record and return their import; nothing of the directory is changed.

    `table` is one of DirectoryTable. Raises NotAllowed, or IllegalMove for a file that is no such table.
    """
    _require(table, by)
    try:
        (_number, headings), *lines = read_table(data, file_name)
    except SheetError as error:
        raise IllegalMove(_SENTENCES.get(error.code, _UNSAFE)) from error
    columns = [column_of(table, heading) for heading in headings]
    known = [column for column in columns if column]
    if len(known) != len(set(known)):
        raise IllegalMove(_("Two columns have the same heading."))
    if not set(known) & set(KEYS[table]):
        wanted = "、".join(COLUMNS[table].values())
        raise IllegalMove(_("The first row must hold the headings. There are: %(headings)s.") % {"headings": wanted})
    if not lines:
        raise IllegalMove(_SENTENCES["empty"])
    rows = []
    for number, cells in lines:
        pairs = zip_longest(columns, cells[: len(columns)], fillvalue="")
        rows.append((number, {column: text for column, text in pairs if column}))
    return DirectoryImport.objects.create(
        table=table,
        file_name=file_name[-200:],
        rows=[row for row in rows if any(row[1].values())],
        ignored=[heading for heading, column in zip(headings, columns, strict=True) if heading and not column],
        created_by=by,
    )


def plan_import(directory_import: DirectoryImport, *, locked: bool = False) -> DirectoryPlan:
    """Return what the import would change now. Queries: 1 for departments, 3 for posts; `locked` holds the rows."""
    rows = [(number, values) for number, values in directory_import.rows]
    departments = list(_all(Department, locked))
    if directory_import.table == DirectoryTable.DEPARTMENTS:
        return plan_departments(rows, departments)
    return plan_posts(
        rows, departments=departments, people=list(_all(Person, locked)), posts=list(_all(Appointment, locked))
    )


def apply_import(*, directory_import: DirectoryImport, digest: str, by: Any) -> DirectoryImport:
    """Take the rows over, all or none, each with its history, and return the import as it stands then.

    `digest` is that of the plan the person saw. Raises NotAllowed, AlreadyApplied, IllegalMove while a row is refused
    or nothing changes, StaleVersion where the directory was changed since.
    """
    _require(directory_import.table, by)
    try:
        with transaction.atomic():
            return _apply(directory_import, digest, by)
    except IntegrityError as error:
        raise StaleVersion from error


def _apply(directory_import: DirectoryImport, digest: str, by: Any) -> DirectoryImport:
    locked = DirectoryImport.objects.select_for_update().get(pk=directory_import.pk)
    if locked.applied_at is not None:
        raise AlreadyApplied
    plan = plan_import(locked, locked=True)
    if plan.digest != digest:
        raise StaleVersion
    if plan.refused:
        raise IllegalMove(_("Some rows cannot be taken over; mend the file and give it in again."))
    if not plan.changes_anything:
        raise IllegalMove(_("The directory says all this already."))
    reason = _("imported: %(name)s") % {"name": locked.file_name}
    plan.write(lambda record: record.save_as(by=by, reason=reason))
    locked.applied_by, locked.applied_at, locked.counts = by, timezone.now(), plan.counts
    locked.save(update_fields=["applied_by", "applied_at", "counts"])
    return locked


def _all(model: type[Versioned], locked: bool) -> Any:
    rows = model._default_manager.order_by("pk")
    return rows.select_for_update() if locked else rows


def _require(table: str, by: Any) -> None:
    if not CAN_IMPORT[table].test(by):
        raise NotAllowed
