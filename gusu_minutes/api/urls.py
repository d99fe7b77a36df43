"""Addresses of the API's tokens; those of the API itself stand in v1/urls.py."""

from django.urls import path

from gusu_minutes.api import views

urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke, name="revoke_token"),
]
