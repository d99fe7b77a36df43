"""The directory as a table: out, and in again after a look at what changes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendees.domain.directory.export import export
from attendees.domain.directory.imports import AlreadyApplied, apply_import, begin_import, plan_import
from attendees.enums import DirectoryTable
from attendees.models import Department, DirectoryImport, Person
from attendees.rules import CAN_EXPORT, CAN_IMPORT
from gusu_minutes.clerk.directory.forms import TableForm
from gusu_minutes.clerk.links import list_url
from gusu_minutes.common.errors import DomainError
from gusu_minutes.common.sheets import FORMATS

_LISTED = 10  # imports to take up again
_SHOWN = 300  # rows of a kind that one page shows


def export_table(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of the directory as a file."""
    if table not in CAN_EXPORT or form not in FORMATS:
        raise Http404
    if not CAN_EXPORT[table].test(request.user):
        raise PermissionDenied
    name = f"{table}-{timezone.localdate().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(export(table=table, form=form), content_type=FORMATS[form], headers=headers)


def start(request: HttpRequest) -> HttpResponse:
    """Take a table in; beside it stand the imports that can be taken up again."""
    _require(request, DirectoryTable.DEPARTMENTS)
    initial = {"table": request.GET.get("table", "")}
    form = TableForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        file, table = form.cleaned_data["file"], form.cleaned_data["table"]
        try:
            begun = begin_import(table=table, data=file.read(), file_name=file.name, by=request.user)
            return redirect("admin:directory_review", begun.pk)
        except DomainError as error:
            form.add_error("file", str(error))
    unfinished = DirectoryImport.objects.filter(applied_at=None).select_related("created_by").defer("rows")
    tables = [(value, label) for value, label in DirectoryTable.choices if CAN_EXPORT[value].test(request.user)]
    context = {"title": _("Import the directory"), "form": form, "unfinished": unfinished[:_LISTED], "tables": tables}
    return _page(request, "start", context)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would change, then take it over."""
    _require(request, DirectoryTable.DEPARTMENTS)
    record = get_object_or_404(DirectoryImport.objects.select_related("created_by", "applied_by"), pk=pk)
    _require(request, record.table)
    if request.method == "POST":
        return _apply(request, record)
    context: dict[str, Any] = {"title": _("Check the import"), "record": record, "back": _list_of(record.table)}
    if record.applied_at is None:
        plan = plan_import(record)
        kinds = ((_("New"), "new", plan.new), (_("Changed"), "changed", plan.changed))
        groups = [(label, kind, len(rows), rows[:_SHOWN]) for label, kind, rows in kinds if rows]
        context |= {"plan": plan, "groups": groups, "refused": plan.refused[:_SHOWN], "shown": _SHOWN}
    return _page(request, "review", context)


def _apply(request: HttpRequest, record: DirectoryImport) -> HttpResponse:
    try:
        done = apply_import(directory_import=record, digest=request.POST.get("digest", ""), by=request.user)
    except AlreadyApplied as error:
        messages.info(request, str(error))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        total = done.counts["new"] + done.counts["changed"]
        said = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", total) % {"n": total}
        messages.success(request, said)
        return redirect(_list_of(record.table))
    return redirect("admin:directory_review", record.pk)


def _list_of(table: str) -> str:
    return list_url(Department if table == DirectoryTable.DEPARTMENTS else Person)


def _require(request: HttpRequest, table: str) -> None:
    if not CAN_IMPORT[table].test(request.user):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    crumbs = [(capfirst(str(Department._meta.verbose_name_plural)), list_url(Department))]
    context = {**admin.site.each_context(request), "crumbs": crumbs, **context}
    return render(request, f"admin/directory/{name}.html", context)
