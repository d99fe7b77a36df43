"""Addresses of the leaders' room."""

from django.urls import path

from decisions.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.DashboardView.as_view(), name="home"),
    path("figures.xlsx", views.workbook, name="workbook"),
    path("circular.<slug:form>", views.circular, name="circular"),
]
