"""Addresses of the department room."""

from django.urls import path

from decisions.desk import actions, drafts, office, views
from decisions.desk.board import DeskView
from decisions.desk.bulk import bulk
from decisions.desk.export import export
from decisions.desk.month import MonthView
from decisions.desk.panels import PANELS

app_name = "desk"
urlpatterns = [
    path("", DeskView.as_view(), name="home"),
    path("calendar/", MonthView.as_view(), name="calendar"),
    path("bulk/", bulk, name="bulk"),
    path("export.<slug:form>", export, name="export"),
    path("office/", office.OfficeView.as_view(), name="office"),
    path("office/<int:pk>/substitute/", office.name_substitute, name="name_substitute"),
    path("office/<int:pk>/hand-over/", office.hand_over, name="hand_over"),
    path("office/substitutions/<int:pk>/end/", office.end_substitution, name="end_substitution"),
    path("<slug:key>/", views.AssignmentView.as_view(), name="assignment"),
    path("<slug:key>/sheet.<slug:form>", views.sheet, name="sheet"),
    path("<slug:key>/files/<int:pk>/", views.attachment, name="attachment"),
    path("<slug:key>/drafts/<slug:verb>/", drafts.keep, name="draft"),
    path("<slug:key>/drafts/<slug:verb>/discard/", drafts.discard, name="discard_draft"),
    # One address a step, named as it: desk:acknowledge.
    *(path(f"<slug:key>/do/{verb}/", actions.take, {"verb": verb}, name=verb) for verb in PANELS),
]
