"""Addresses of saved searches under /accounts/; the private feed stands outside of it, in gusu_minutes/urls.py."""

from django.urls import path

from gusu_minutes.following import views

urlpatterns = [
    path("searches/", views.saved_searches, name="saved_searches"),
    path("searches/new/<slug:room>/", views.save, name="save_search"),
    path("searches/<int:pk>/", views.saved_search, name="saved_search"),
    path("searches/<int:pk>/delete/", views.delete, name="delete_search"),
    path("searches/<int:pk>/feed/", views.make_feed, name="make_search_feed"),
    path("searches/<int:pk>/feed/end/", views.end_feed, name="end_search_feed"),
]
