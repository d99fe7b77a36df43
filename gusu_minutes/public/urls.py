"""Addresses of the reading pages; included twice, as "public" and as "internal"."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.opendata import views as data
from gusu_minutes.public.views import (
    calendar,
    comparison,
    crawlers,
    departments,
    editions,
    feeds,
    files,
    home,
    meetings,
    names,
    pages,
    resolutions,
    search,
)


class AddressConverter(StringConverter):
    """The permanent address of a meeting: series/year/number."""

    regex = r"[-\w]{1,60}/\d{4}/[-\w]{1,60}"


class FormatConverter(StringConverter):
    """The ending of a file that minutes can be had as."""

    regex = "|".join(FORMATS)


class DataFileConverter(StringConverter):
    """A file of the open data: table and scope."""

    regex = r"[a-z]{1,20}-(?:all|\d{4})\.[a-z]{1,5}(?:\.gz)?"


register_converter(DataFileConverter, "data_file")
register_converter(AddressConverter, "address")
register_converter(FormatConverter, "format")

app_name = "site"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("meetings/", meetings.MeetingListView.as_view(), name="meetings"),
    path("meetings/calendar.ics", calendar.CalendarView.as_view(), name="calendar"),
    path("meetings/<address:address>/", meetings.MeetingView.as_view(), name="meeting"),
    path("meetings/<address:address>/editions/", editions.EditionListView.as_view(), name="editions"),
    path("meetings/<address:address>/editions/<int:number>/", editions.EditionView.as_view(), name="edition"),
    path(
        "meetings/<address:address>/editions/<int:number>/compare/",
        comparison.ComparisonView.as_view(),
        name="comparison_latest",
    ),
    path(
        "meetings/<address:address>/editions/<int:number>/compare/<int:other>/",
        comparison.ComparisonView.as_view(),
        name="comparison",
    ),
    path(
        "meetings/<address:address>/editions/<int:number>.json", editions.EditionFileView.as_view(), name="edition_json"
    ),
    path("meetings/<address:address>/editions/<int:number>.xml", editions.AkomaNtosoView.as_view(), name="edition_akn"),
    path(
        "meetings/<address:address>/editions/<int:number>.<format:form>", files.FileView.as_view(), name="edition_file"
    ),
    path("meetings/<address:address>/attachments/<slug:key>/", files.AttachmentView.as_view(), name="attachment"),
    path("volumes/<slug:series>/<int:year>.<format:form>", files.VolumeView.as_view(), name="volume"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("resolutions/", resolutions.ResolutionListView.as_view(), name="resolutions"),
    path("departments/", departments.DepartmentListView.as_view(), name="departments"),
    path("departments/<slug:code>/", departments.DepartmentView.as_view(), name="department"),
    path("people/", names.PersonListView.as_view(), name="people"),
    path("people/<slug:code>/", names.PersonView.as_view(), name="person"),
    path("documents/", names.DocumentListView.as_view(), name="documents"),
    path("documents/<slug:code>/", names.DocumentView.as_view(), name="document"),
    path("themes/", names.ThemeListView.as_view(), name="themes"),
    path("themes/<slug:code>/", names.ThemeView.as_view(), name="theme"),
    path("matters/", names.MatterListView.as_view(), name="matters"),
    path("matters/<slug:code>/", names.MatterView.as_view(), name="matter"),
    path("data/", data.DataView.as_view(), name="data"),
    path("data/manifest.json", data.ManifestView.as_view(), name="data_manifest"),
    path("data/dcat.jsonld", data.CatalogueView.as_view(), name="data_catalogue"),
    path("data/<data_file:file>", data.DataFileView.as_view(), name="data_file"),
    path("feeds/meetings.atom", feeds.EditionFeedView.as_view(), name="feed"),
    path("feeds/series/<slug:series>.atom", feeds.SeriesFeedView.as_view(), name="series_feed"),
    path("feeds/departments/<slug:code>.atom", feeds.DepartmentFeedView.as_view(), name="department_feed"),
    path("feeds/themes/<slug:code>.atom", feeds.ThemeFeedView.as_view(), name="theme_feed"),
    path("feeds/matters/<slug:code>.atom", feeds.MatterFeedView.as_view(), name="matter_feed"),
    path("search/feed.atom", feeds.SearchFeedView.as_view(), name="search_feed"),
    path("robots.txt", crawlers.RobotsView.as_view(), name="robots"),
    path("sitemap.xml", crawlers.SitemapView.as_view(), name="sitemap"),
    path("sitemaps/pages.xml", crawlers.PageSectionView.as_view(), name="sitemap_pages"),
    path("sitemaps/departments.xml", crawlers.DepartmentSectionView.as_view(), name="sitemap_departments"),
    path("sitemaps/names-<int:number>.xml", crawlers.NameSectionView.as_view(), name="sitemap_names"),
    path("sitemaps/meetings-<int:number>.xml", crawlers.MeetingSectionView.as_view(), name="sitemap_meetings"),
    path("verify/", pages.VerifyView.as_view(), name="verify"),
    path("accessibility/", pages.AccessibilityView.as_view(), name="accessibility"),
]
