from functools import partial
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from gusu_minutes.public.audience import Audience
from gusu_minutes.public.choices import ASSIGNED_ROLES
from gusu_minutes.public.filters import clauses_naming
from gusu_minutes.public.kept import until_next_issue
from gusu_minutes.public.metadata import About, every_meeting, one_of
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.public.views.resolutions import clause_rows
from gusu_minutes.search.enums import NameKind

PRESENTED = Count("clause__item_key", Q(role="presenting"), distinct=True)
ASSIGNED = Count("clause", Q(role__in=ASSIGNED_ROLES), distinct=True)


def counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return code, name, presented and assigned for each department of `rows`."""
    return rows.order_by().values("code").annotate(name=Max("name"), presented=PRESENTED, assigned=ASSIGNED)


def all_counted(audience: Audience) -> list[dict[str, Any]]:
    """Return the same for all departments, by name; an item is counted at its first clause. Queries: three."""
    rows = audience.department.objects.exclude(code="").order_by().values("code")
    first = audience.clause.objects.order_by().values("item_key").annotate(first=Min("pk")).values("first")
    number = Count("clause", distinct=True)
    presented = rows.filter(role="presenting", clause__in=first).annotate(number=number).values_list("code", "number")
    assigned = rows.filter(role__in=ASSIGNED_ROLES).annotate(number=number).values_list("code", "number")
    presented_by, assigned_to = dict(presented), dict(assigned)
    names = dict(
        audience.search.name.objects.filter(kind=NameKind.DEPARTMENT).order_by("pk").values_list("code", "name")
    )
    return [
        {"code": code, "name": name, "presented": presented_by.get(code, 0), "assigned": assigned_to.get(code, 0)}
        for code, name in sorted(names.items(), key=lambda one: one[1])
    ]


class DepartmentListView(ReadingView):
    """Every department that the audience's minutes name, with how often."""

    template_name = "public/departments.html"
    section = "departments"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = until_next_issue(self.audience, "departments", partial(all_counted, self.audience))
        page, notice = self.page_of(rows)
        return super().get_context_data(page=page, notice=notice, **kwargs)

    def about(self, context: dict[str, Any]) -> About:
        description = _("What each department presented to the meetings, and what the meetings gave it to do.")
        return About(_("Departments"), description, follow=(every_meeting(self.audience),))


class DepartmentView(ReadingView):
    """What one department presented, and what was assigned to it (?role=assigned)."""

    template_name = "public/department.html"
    section = "departments"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.kwargs["code"]
        department = counted(self.audience.department.objects.filter(code=code)).order_by("code").first()
        if department is None:
            raise Http404
        role = self.request.GET.get("role") or ("presented" if department["presented"] else "assigned")
        page, notice = self.page_of(self.assigned(code) if role == "assigned" else self.presented(code))
        crumbs = [(_("Departments"), reverse(f"{self.audience.namespace}:departments")), (department["name"], "")]
        return super().get_context_data(
            department=department, role=role, page=page, notice=notice, crumbs=crumbs, **kwargs
        )

    def about(self, context: dict[str, Any]) -> About:
        code, name = context["department"]["code"], context["department"]["name"]
        description = _("What %(department)s presented to the meetings, and what the meetings gave it to do.")
        feed = one_of(self.audience, "department", code, name)
        return About(name, description % {"department": name}, follow=(feed,))

    def _clauses(self, code: str, *roles: str) -> QuerySet[Any]:
        return clause_rows(self.audience).filter(pk__in=clauses_naming(self.audience, code, roles))

    def presented(self, code: str) -> QuerySet[Any]:
        """Return one clause, the first, for each item that the department presented."""
        earlier = self.audience.clause.objects.filter(item_key=OuterRef("item_key"), position__lt=OuterRef("position"))
        return self._clauses(code, "presenting").filter(~Exists(earlier))

    def assigned(self, code: str) -> QuerySet[Any]:
        return self._clauses(code, *ASSIGNED_ROLES)
