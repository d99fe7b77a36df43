"""Departments, series and bodies, as far as minutes name them."""

from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from rest_framework.response import Response

from gusu_minutes.api.v1.base import DetailView, ListView
from gusu_minutes.api.v1.pagination import ByCode
from gusu_minutes.api.v1.rows import BodySerializer, DepartmentSerializer, SeriesDetailSerializer, SeriesSerializer
from gusu_minutes.api.v1.schema import described
from gusu_minutes.public.audience import Audience
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


def series_of(audience: Audience) -> QuerySet[Any]:
    """Return code, name and figures of each series that met."""
    rows = audience.edition.objects.current().order_by().values("series_code")
    return rows.annotate(name=Max("series_name"), **MET).order_by("series_code")


def series_dict(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**row, "code": row["series_code"], **more}


@described("series_list")
class SeriesListView(DetailView):
    """Not in pages: a government has few series."""

    many = True
    serializer_class = SeriesSerializer

    def answer(self, request: Any) -> Response:
        rows = [series_dict(row) for row in series_of(self.audience)]
        return Response(self.get_serializer(rows, many=True).data)


@described("series")
class SeriesView(DetailView):
    serializer_class = SeriesDetailSerializer

    def found(self) -> Any:
        code = self.kwargs["code"]
        row = series_of(self.audience).filter(series_code=code).first()
        if row is None:
            return None
        current = self.audience.edition.objects.current().filter(series_code=code).order_by()
        years = current.values("year").annotate(meetings=Count("pk")).order_by("year")
        return series_dict(row, years=years)


@described("bodies")
class BodyListView(DetailView):
    """Not in pages: a government has few bodies."""

    many = True
    serializer_class = BodySerializer

    def answer(self, request: Any) -> Response:
        found: dict[str, dict[str, Any]] = {}
        for row in self.audience.edition.objects.current().order_by().values("bodies").annotate(**MET):
            for name in filter(None, row["bodies"].split("|")):
                body = found.setdefault(name, {**row, "name": name, "meetings": 0})
                body["meetings"] += row["meetings"]
                body["first_held_on"] = min(body["first_held_on"], row["first_held_on"])
                body["last_held_on"] = max(body["last_held_on"], row["last_held_on"])
        return Response(self.get_serializer(sorted(found.values(), key=lambda body: body["name"]), many=True).data)
