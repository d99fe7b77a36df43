"""The clerk's room: Django's admin with our face, our dashboard and our sign-in."""

from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk import dashboard
from gusu_minutes.clerk.open_data import open_data


class ClerkAdminSite(admin.AdminSite):
    """The clerk's room."""

    site_title = _("Clerk's room")
    site_header = _("Clerk's room")
    index_title = _("What waits for you")
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one sign-in page of all rooms; who is signed in and has no business here is refused."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(target, settings.LOGIN_URL)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().index(request, {**dashboard.context(request.user), **(extra_context or {})})

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a view; a query with null characters, which PostgreSQL does not compare, is refused (400)."""
        wrapped = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("null characters in the query")
            return wrapped(request, *args, **kwargs)

        return update_wrapper(checked, wrapped)

    def get_urls(self) -> list[Any]:
        return [
            path("import/", include("gusu_minutes.clerk.importing.urls")),
            path("directory/", include("gusu_minutes.clerk.directory.urls")),
            path("open-data/", self.admin_view(open_data), name="open_data"),
            *super().get_urls(),
        ]
