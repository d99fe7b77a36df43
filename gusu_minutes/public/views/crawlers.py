"""What programs that gather pages read: robots.txt and the sitemap. There is none of the officials' site."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from gusu_minutes.public.sitemaps import (
    DepartmentSection,
    MeetingSection,
    NameSection,
    PageSection,
    Section,
    meeting_sections,
    name_sections,
)
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.publishing.links import absolute

KEPT_OUT = ("/admin/", "/desk/", "/internal/", "/accounts/", "/calendar/", "/rooms/", "/display/", "/i18n/")


class CrawlerView(ReadingView):
    """A file of the public site only."""

    content_type = "application/xml; charset=utf-8"

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        if not self.audience.is_public:
            raise Http404
        return super().refusal(request)

    def address(self, name: str, *args: object) -> str:
        return absolute("public", reverse(f"public:{name}", args=args))


class RobotsView(CrawlerView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT), ""]
        text = "\n".join([*lines, f"Sitemap: {self.address('sitemap')}", ""])
        return HttpResponse(text, content_type="text/plain; charset=utf-8")


class SitemapView(CrawlerView):
    """The index of all sections."""

    template_name = "sitemap_index.xml"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = [self.address("sitemap_pages"), self.address("sitemap_departments")]
        places += [self.address("sitemap_names", number) for number in name_sections()]
        places += [self.address("sitemap_meetings", number) for number in meeting_sections()]
        return {"sitemaps": [{"location": place} for place in places]}


class SectionView(CrawlerView):
    """One section."""

    template_name = "sitemap.xml"

    def part(self) -> Section:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"urlset": self.part().urls()}


class PageSectionView(SectionView):
    def part(self) -> Section:
        return PageSection()


class DepartmentSectionView(SectionView):
    def part(self) -> Section:
        return DepartmentSection()


class RangeSectionView(SectionView):
    """Raises Http404 for a range that holds nothing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not context["urlset"]:
            raise Http404
        return context


class NameSectionView(RangeSectionView):
    def part(self) -> Section:
        return NameSection(self.kwargs["number"])


class MeetingSectionView(RangeSectionView):
    def part(self) -> Section:
        return MeetingSection(self.kwargs["number"])
