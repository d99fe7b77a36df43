"""The import wizard: give in a text, look at what was recognised, make the draft."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gusu_minutes.clerk import once
from gusu_minutes.clerk.importing.changes import (
    changes_context,
    crumbs_above,
    not_a_draft,
    taken_over,
    ticks_of,
)
from gusu_minutes.clerk.importing.forms import ReviewForm, StartForm, initial_of
from gusu_minutes.clerk.importing.mending import MendForm, Original
from gusu_minutes.clerk.importing.tidying import Tidying
from gusu_minutes.common.downloads import hand_out
from gusu_minutes.common.errors import DomainError, StaleVersion
from gusu_minutes.importing.apply import AlreadyImported, make_draft
from gusu_minutes.importing.imports import begin_import, keep_choices, mend
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.reading import parsed_of, tidied, untidied
from gusu_minutes.importing.sources import explain_code
from gusu_minutes.importing.summary import summary
from gusu_minutes.importing.tasks import begin_many
from meetings.models import Meeting

_SHOWN = 20


def start(request: HttpRequest) -> HttpResponse:
    """Take a text in; below stand the imports that can be taken up again."""
    _require(request)
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(request, form)
        except once.SentAlready as error:
            messages.info(request, str(error))
            return redirect("admin:import_start")
    unfinished = MinutesImport.objects.filter(meeting=None).select_related("created_by").defer("choices")
    shown = list(unfinished[:_SHOWN])
    context = {
        "title": _("Import minutes"),
        "crumbs": [],
        "form": form,
        "once": once.mark_of(request),
        "unfinished": [(one, explain_code(one.refusal)) for one in shown],
        "waiting": sum(one.is_waiting for one in shown),
    }
    return _page(request, "start", context)


@transaction.atomic
def _begin(request: HttpRequest, form: StartForm) -> HttpResponse:
    """Begin the import of one text, or of many files, which are read in the background. Raises SentAlready."""
    once.use_up(request)
    cleaned, uploads = form.cleaned_data, form.cleaned_data["file"]
    if len(uploads) > 1:
        files = ((upload.name, upload.read()) for upload in uploads)
        imports = begin_many(files=files, to_simplified=cleaned["to_simplified"], by=request.user)
        made = [one for one in imports if one.meeting_id]
        if made:
            names = "、".join(one.file_name for one in made)
            messages.warning(request, _("Imported before; nothing was made.") + " " + names)
        if len(imports) > len(made):
            messages.success(request, _("The files are being read. Each appears below when it is ready."))
        return redirect("admin:import_start")
    minutes_import = begin_import(
        source=cleaned["source"],
        file_name=cleaned["file_name"],
        to_simplified=cleaned["to_simplified"],
        by=request.user,
        data=cleaned["data"],
    )
    return redirect("admin:import_review", minutes_import.pk)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was recognised beside the original; keep choices; make the draft, or change the one that is there."""
    _require(request)
    related = MinutesImport.objects.select_related("meeting", "target__series", "target__chair")
    minutes_import = get_object_or_404(related, pk=pk)
    if not minutes_import.source:  # still to be read, or refused: the list says which
        return redirect("admin:import_start")
    context: dict[str, Any] = {
        "title": _("Check the import"),
        "crumbs": crumbs_above(minutes_import),
        "minutes_import": minutes_import,
    }
    if minutes_import.meeting is not None:
        if request.method == "POST":
            return _refused(request, minutes_import, AlreadyImported(minutes_import.meeting))
        return _page(request, "review", context)
    if minutes_import.target is not None and (away := not_a_draft(request, minutes_import.target)):
        return away
    context |= _recognised(request, minutes_import)
    form = context["form"]
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["version"] == minutes_import.version:
            return _keep(request, minutes_import, form)
        return _stale(request, minutes_import, context)
    return _page(request, "review", context)


def _recognised(request: HttpRequest, minutes_import: MinutesImport) -> dict[str, Any]:
    """Return what the page shows of an import that is worked on."""
    known = Known.load()
    parsed = parsed_of(minutes_import, known)
    written = untidied(parsed, minutes_import, known)
    plan = tidied(written, minutes_import)
    show_all = "all" in request.GET
    initial = initial_of(plan, minutes_import)
    form = ReviewForm(request.POST or None, plan=plan, known=known, show_all=show_all, initial=initial)
    return {
        "original": Original(parsed, minutes_import, request.GET.get("at", "")),
        "plan": plan,
        "form": form,
        "show_all": show_all,
        "tidying": Tidying(written, minutes_import, form),
        **changes_context(request, minutes_import, plan, known),
    }


def file_as_it_came(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the file that an import was read from, always as a download."""
    _require(request)
    minutes_import = get_object_or_404(MinutesImport.objects.exclude(file=""), pk=pk)
    return hand_out(minutes_import.file, minutes_import.file_name)


def mend_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the clerk says of one line of the text, then show the page at that line."""
    _require(request)
    minutes_import = get_object_or_404(MinutesImport, pk=pk)
    form = MendForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no such mend")
    at, how = form.cleaned_data["at"], form.cleaned_data["how"]
    try:
        mend(minutes_import=minutes_import, at=at, how=how, version=form.cleaned_data["version"], by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('admin:import_review', args=[pk])}?at={at}#l-{at}")


def _stale(request: HttpRequest, minutes_import: MinutesImport, context: dict[str, Any]) -> HttpResponse:
    """Show the page as it was sent beside what somebody else kept since."""
    if _is_script(request):
        return _refused(request, minutes_import, StaleVersion())
    form: ReviewForm = context["form"]
    differences = form.differences()
    form.take_version(minutes_import.version)
    return _page(request, "review", {**context, "differences": differences}, status=409)


def _keep(request: HttpRequest, minutes_import: MinutesImport, form: ReviewForm) -> HttpResponse:
    """Keep the choices; then make the draft where that button was pressed."""
    try:
        kept = keep_choices(
            minutes_import=minutes_import,
            choices=form.choices_to_keep(minutes_import.choices),
            version=form.cleaned_data["version"],
            by=request.user,
            to_simplified=form.cleaned_data["to_simplified"],
        )
        if "apply" in request.POST and kept.target is not None:
            return taken_over(request, kept)
        if "apply" in request.POST:
            draft = make_draft(minutes_import=kept, by=request.user)
            messages.success(request, summary(draft.plan))
            return redirect(_address(draft.meeting))
    except DomainError as error:
        return _refused(request, minutes_import, error)
    if _is_script(request):
        return JsonResponse({"version": kept.version})
    messages.success(request, _("Your choices are kept."))
    return redirect(f"{request.path}{ticks_of(request)}" if kept.target else request.get_full_path())


def _refused(request: HttpRequest, minutes_import: MinutesImport, error: DomainError) -> HttpResponse:
    """Say why a step was not done, where the person can go on."""
    if _is_script(request):
        return JsonResponse({"error": str(error)}, status=409)
    if isinstance(error, AlreadyImported):
        link = format_html('{} <a href="{}">{}</a>', str(error), _address(error.meeting), _("Open the draft"))
        messages.warning(request, link)
        return redirect(_address(error.meeting))
    messages.error(request, str(error))
    return redirect(f"{reverse('admin:import_review', args=[minutes_import.pk])}{ticks_of(request)}")


def _address(meeting: Meeting) -> str:
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm("meetings.import_minutes"):
        raise PermissionDenied


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), **context}
    return render(request, f"admin/importing/{name}.html", context, status=status)
