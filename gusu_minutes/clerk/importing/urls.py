"""Addresses of the import wizard, inside the admin site (admin:import_start, admin:import_review)."""

from django.contrib import admin
from django.urls import path
from django.views.decorators.http import require_POST

from gusu_minutes.clerk.importing import again, views

urlpatterns = [
    path("", admin.site.admin_view(views.start), name="import_start"),
    path("into/<int:pk>/", admin.site.admin_view(again.start_again), name="import_again"),
    path("<int:pk>/file/", admin.site.admin_view(views.file_as_it_came), name="import_file"),
    path("<int:pk>/mend/", admin.site.admin_view(require_POST(views.mend_line)), name="import_mend"),
    path("<int:pk>/", admin.site.admin_view(views.review), name="import_review"),
]
