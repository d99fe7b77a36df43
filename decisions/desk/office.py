"""The officers' own page: who acts for my departments, who stands in for me, and to whom I hand over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from attendees.domain import offices
from attendees.models import Department, DepartmentOfficer, Substitution
from decisions.desk.access import private_page
from decisions.desk.acting import acting_for
from decisions.desk.office_forms import AccountField, HandOverForm, OfficeForm, SubstituteForm
from gusu_minutes.common.errors import DomainError, NotAllowed

Tried = tuple[int, OfficeForm]


@dataclass(frozen=True, slots=True)
class Seat:
    """One office of a department; the forms are there for the own one only."""

    office: DepartmentOfficer
    forms: list[tuple[str, OfficeForm]]


def _not_over(today: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=today)


def office_page(user: Any, *, tried: Tried | None = None) -> dict[str, Any]:
    """Return the context of desk/office.html; `tried` is (office, bound form) of what was refused.

    Raises Http404 for who neither holds an office, today or later, nor stands in for somebody.
    """
    today = timezone.localdate()
    own = DepartmentOfficer.objects.filter(_not_over(today), user=user).values("department")
    mine = Q(pk__in=own) | Q(pk__in=Department.objects.of_officer(user, today).values("pk"))
    substitutions = Substitution.objects.filter(_not_over(today)).select_related("substitute").order_by("valid_from")
    holders = DepartmentOfficer.objects.filter(_not_over(today)).select_related("user")
    holders = holders.prefetch_related(Prefetch("substitutions", substitutions))
    departments = list(Department.objects.filter(mine).prefetch_related(Prefetch("officers", holders)))
    if not departments:
        raise Http404
    accounts = _accounts(user)
    return {
        "departments": [
            (department, [_seat(office, user, accounts, tried) for office in department.officers.all()])
            for department in departments
        ],
        "acting_for": acting_for(user),
        "today": today,
        "has_office": True,
        "at_office": True,
        "crumbs": [(_("Follow-up"), reverse("desk:home")), (_("My office"), "")],
    }


def _accounts(user: Any) -> list[tuple[Any, str]]:
    label = AccountField("").label_from_instance
    return [(account.pk, label(account)) for account in offices.officer_accounts().exclude(pk=user.pk)]


def _seat(office: DepartmentOfficer, user: Any, accounts: list[tuple[Any, str]], tried: Tried | None) -> Seat:
    if office.user_id != user.pk:
        return Seat(office, [])
    forms: list[tuple[str, OfficeForm]] = []
    for name, kind in (("name_substitute", SubstituteForm), ("hand_over", HandOverForm)):
        form: OfficeForm = kind(auto_id=f"{name}-{office.pk}-%s", accounts=accounts)
        if tried is not None and tried[0] == office.pk and isinstance(tried[1], kind):
            form = tried[1]
        forms.append((reverse(f"desk:{name}", args=[office.pk]), form))
    return Seat(office, forms)


@method_decorator(private_page, name="dispatch")
class OfficeView(LoginRequiredMixin, TemplateView):
    template_name = "desk/office.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | office_page(self.request.user)


@require_POST
@private_page
def name_substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who stands in for me."""
    return _take(request, pk, SubstituteForm, "name_substitute", offices.name_substitute, _("The substitute is named."))


@require_POST
@private_page
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand my office over."""
    return _take(request, pk, HandOverForm, "hand_over", offices.hand_over, _("The office is handed over."))


@require_POST
@private_page
def end_substitution(request: HttpRequest, pk: int) -> HttpResponse:
    """End a substitution of mine before its last day."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk:office"))
    found = get_object_or_404(Substitution.objects.select_related("officer"), pk=pk, officer__user=request.user)
    try:
        offices.end_substitution(substitution=found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The substitution is ended."))
    return redirect("desk:office")


def _take(
    request: HttpRequest, pk: int, kind: type[OfficeForm], name: str, verb: Callable[..., Any], done: str
) -> HttpResponse:
    """Take a step in an office of one's own; another's is not there. A refusal shows the page with what was chosen."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk:office"))
    office = get_object_or_404(DepartmentOfficer, pk=pk, user=request.user)
    form = kind(request.POST, auto_id=f"{name}-{pk}-%s", accounts=_accounts(request.user))
    status = 422
    if form.is_valid():
        try:
            verb(office=office, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            status = 403 if isinstance(error, NotAllowed) else 409
        else:
            messages.success(request, done)
            return redirect("desk:office" if _has_office(request.user) else "rooms")
    return render(request, "desk/office.html", office_page(request.user, tried=(pk, form)), status=status)


def _has_office(user: Any) -> bool:
    """Whether the page is still there after a step: handing over may have ended the last office today."""
    today = timezone.localdate()
    running = DepartmentOfficer.objects.filter(_not_over(today), user=user).exists()
    return running or Department.objects.of_officer(user, today).exists()
