"""Addresses of the directory as a table, inside the admin site."""

from django.contrib import admin
from django.urls import path

from gusu_minutes.clerk.directory import views

urlpatterns = [
    path("export/<slug:table>.<slug:form>", admin.site.admin_view(views.export_table), name="directory_export"),
    path("import/", admin.site.admin_view(views.start), name="directory_import"),
    path("import/<int:pk>/", admin.site.admin_view(views.review), name="directory_review"),
]
