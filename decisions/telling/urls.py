"""Addresses of telling in the department room; the private calendar stands outside of it, in gusu_minutes/urls.py."""

from django.urls import path

from decisions.telling import views

app_name = "telling"
urlpatterns = [
    path("inbox/", views.InboxView.as_view(), name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<int:pk>/read/", views.read_one, name="read_one"),
    path("telling/", views.preferences, name="preferences"),
    path("telling/address/", views.address, name="address"),
    path("telling/calendar/", views.new_calendar, name="new_calendar"),
    path("telling/calendar/revoke/", views.revoke_calendar, name="revoke_calendar"),
]
