"""Addresses of the department room."""

from django.urls import path

from decisions.desk import actions, views
from decisions.desk.board import DeskView
from decisions.desk.bulk import bulk
from decisions.desk.export import export
from decisions.desk.month import MonthView

app_name = "desk"
urlpatterns = [
    path("", DeskView.as_view(), name="home"),
    path("calendar/", MonthView.as_view(), name="calendar"),
    path("bulk/", bulk, name="bulk"),
    path("export.<slug:form>", export, name="export"),
    path("<slug:key>/", views.AssignmentView.as_view(), name="assignment"),
    path("<slug:key>/sheet.<slug:form>", views.sheet, name="sheet"),
    path("<slug:key>/files/<int:pk>/", views.attachment, name="attachment"),
    path("<slug:key>/acknowledge/", actions.acknowledge, name="acknowledge"),
    path("<slug:key>/report/", actions.report_progress, name="report_progress"),
    path("<slug:key>/contribute/", actions.contribute, name="contribute"),
    path("<slug:key>/done/", actions.report_done, name="report_done"),
    path("<slug:key>/close/", actions.close, name="close"),
    path("<slug:key>/return/", actions.return_to_department, name="return"),
    path("<slug:key>/cancel/", actions.cancel, name="cancel"),
    path("<slug:key>/extension/", actions.request_extension, name="request_extension"),
    path("<slug:key>/extension/answer/", actions.decide_extension, name="decide_extension"),
]
