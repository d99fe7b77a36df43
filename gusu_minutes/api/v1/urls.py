"""Addresses of version 1. A meeting is found at its permanent address, series/year/number, as on the site."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter, StringConverter

from gusu_minutes.api.v1.views import description, directory, meetings, names, resolutions, search
from gusu_minutes.publishing.enums import FileFormat


class WordConverter(StringConverter):
    """One part of a permanent address."""

    regex = r"[-\w]{1,60}"


class FrozenConverter(StringConverter):
    """The ending of a file that editions are frozen as."""

    regex = "|".join(FileFormat.values)


class YearConverter(IntConverter):
    regex = r"[0-9]{4}"

    def to_url(self, value: str | int) -> str:
        return f"{int(value):04d}"


register_converter(WordConverter, "word")
register_converter(FrozenConverter, "frozen")
register_converter(YearConverter, "yyyy")

MEETING = "meetings/<word:series>/<yyyy:year>/<word:number>/"

app_name = "api"
urlpatterns = [
    path("bodies/", directory.BodyListView.as_view(), name="bodies"),
    path("series/", directory.SeriesListView.as_view(), name="series-list"),
    path("series/<word:code>/", directory.SeriesView.as_view(), name="series"),
    path("departments/", directory.DepartmentListView.as_view(), name="departments"),
    path("departments/<word:code>/", directory.DepartmentView.as_view(), name="department"),
    path("meetings/", meetings.MeetingListView.as_view(), name="meetings"),
    path(MEETING, meetings.MeetingView.as_view(), name="meeting"),
    path(f"{MEETING}editions/", meetings.EditionListView.as_view(), name="editions"),
    path(f"{MEETING}editions/<int:edition>/", meetings.EditionView.as_view(), name="edition"),
    path(f"{MEETING}editions/<int:edition>.json", meetings.PayloadView.as_view(), name="edition-payload"),
    path(f"{MEETING}editions/<int:edition>.<frozen:form>", meetings.FileView.as_view(), name="edition-file"),
    path(f"{MEETING}attendance/", meetings.AttendanceView.as_view(), name="attendance"),
    path(f"{MEETING}attachments/<slug:key>/", meetings.AttachmentView.as_view(), name="attachment"),
    path("changes/", meetings.ChangeListView.as_view(), name="changes"),
    path("agenda-items/", resolutions.ItemListView.as_view(), name="agenda-items"),
    path("agenda-items/<slug:key>/", resolutions.ItemView.as_view(), name="agenda-item"),
    path("resolutions/", resolutions.ResolutionListView.as_view(), name="resolutions"),
    path("resolutions/<slug:key>/", resolutions.ResolutionView.as_view(), name="resolution"),
    path("people/", names.PeopleView.as_view(), name="people"),
    path("people/<word:code>/", names.PersonView.as_view(), name="person"),
    path("people/<word:code>/mentions/", names.PersonMentionsView.as_view(), name="person-mentions"),
    path("documents/", names.DocumentsView.as_view(), name="documents"),
    path("documents/<word:code>/", names.DocumentView.as_view(), name="document"),
    path("documents/<word:code>/mentions/", names.DocumentMentionsView.as_view(), name="document-mentions"),
    path("themes/", names.ThemesView.as_view(), name="themes"),
    path("themes/<word:code>/", names.ThemeView.as_view(), name="theme"),
    path("themes/<word:code>/mentions/", names.ThemeMentionsView.as_view(), name="theme-mentions"),
    path("matters/", names.MattersView.as_view(), name="matters"),
    path("matters/<word:code>/", names.MatterView.as_view(), name="matter"),
    path("matters/<word:code>/mentions/", names.MatterMentionsView.as_view(), name="matter-mentions"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("openapi.json", description.DescriptionView.as_view(), {"form": "json"}, name="openapi-json"),
    path("openapi.yaml", description.DescriptionView.as_view(), {"form": "yaml"}, name="openapi-yaml"),
    re_path("", description.Nothing.as_view(), name="nothing"),
]
