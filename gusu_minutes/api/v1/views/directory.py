"""Departments, series and bodies, as far as minutes name them."""

from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from gusu_minutes.api.v1.base import DetailView, ListView
from gusu_minutes.api.v1.pagination import ByCode
from gusu_minutes.api.v1.rows import BodySerializer, DepartmentSerializer, SeriesDetailSerializer, SeriesSerializer
from gusu_minutes.api.v1.schema import described
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.kept import until_next_issue
from gusu_minutes.public.views.departments import counted

MET = {"meetings": Count("pk"), "first_held_on": Min("held_on"), "last_held_on": Max("held_on")}


@described("departments")
class DepartmentListView(ListView):
    """Counts are made for the departments of the page only."""

    serializer_class = DepartmentSerializer
    filter_backends = []
    pagination_class = ByCode

    def get_queryset(self) -> QuerySet[Any]:
        return self.audience.department.objects.exclude(code="").order_by().values("code").distinct()

    def serialized(self, page: list[dict[str, Any]]) -> Any:
        codes = [row["code"] for row in page]
        return super().serialized(counted(self.audience.department.objects.filter(code__in=codes)).order_by("code"))


@described("department")
class DepartmentView(DetailView):
    serializer_class = DepartmentSerializer

    def found(self) -> Any:
        return counted(self.audience.department.objects.filter(code=self.kwargs["code"])).order_by("code").first()


def series_of(audience: Audience) -> dict[str, dict[str, Any]]:
    """Return each series that met, by its code, with its years and the name it had last."""
    rows = audience.edition.objects.current().order_by().values("series_code", "year")
    found: dict[str, dict[str, Any]] = {}
    for row in rows.annotate(name=Max("series_name"), **MET).order_by("series_code", "year"):
        code = row["series_code"]
        series = _add(found, code, row)
        series |= {"code": code, "name": row["name"]}
        series.setdefault("years", []).append({"year": row["year"], "meetings": row["meetings"]})
    return found


def bodies_of(audience: Audience) -> list[dict[str, Any]]:
    """Return each body that met, by name."""
    found: dict[str, dict[str, Any]] = {}
    for row in audience.edition.objects.current().order_by().values("bodies").annotate(**MET):
        for name in filter(None, row["bodies"].split("|")):
            _add(found, name, row)["name"] = name
    return [found[name] for name in sorted(found)]


def _add(found: dict[str, dict[str, Any]], key: str, row: dict[str, Any]) -> dict[str, Any]:
    """Add the figures of a row to those of `key`, and return them."""
    figures = found.setdefault(key, {name: row[name] for name in MET} | {"meetings": 0})
    figures["meetings"] += row["meetings"]
    figures["first_held_on"] = min(figures["first_held_on"], row["first_held_on"])
    figures["last_held_on"] = max(figures["last_held_on"], row["last_held_on"])
    return figures


def kept_series(audience: Audience) -> dict[str, dict[str, Any]]:
    return until_next_issue(audience, "api-series", lambda: series_of(audience))


@described("series_list")
class SeriesListView(DetailView):
    """Not in pages: a government has few series."""

    many = True
    serializer_class = SeriesSerializer

    def found(self) -> Any:
        return kept_series(self.audience).values()


@described("series")
class SeriesView(DetailView):
    serializer_class = SeriesDetailSerializer

    def found(self) -> Any:
        return kept_series(self.audience).get(self.kwargs["code"])


@described("bodies")
class BodyListView(DetailView):
    """Not in pages: a government has few bodies."""

    many = True
    serializer_class = BodySerializer

    def found(self) -> Any:
        return until_next_issue(self.audience, "api-bodies", lambda: bodies_of(self.audience))
