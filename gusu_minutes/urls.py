"""Addresses of all rooms. The public site and the officials' site are the same pages over different tables."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from decisions.telling.views import calendar
from gusu_minutes import rooms
from gusu_minutes.api.v1.views.description import Nothing
from gusu_minutes.api.views import docs
from gusu_minutes.following.views import feed as search_feed

site = ("gusu_minutes.public.urls", "site")

urlpatterns = [
    path("admin/", admin.site.urls),
    path("desk/", include("decisions.telling.urls")),
    path("desk/", include("decisions.desk.urls")),
    path("calendar/<str:token>.ics", calendar, name="calendar"),
    path("accounts/login/", rooms.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/", include("gusu_minutes.api.urls")),
    path("accounts/", include("gusu_minutes.following.urls")),
    path("searches/<str:token>.atom", search_feed, name="saved_search_feed"),
    path("api/v1/docs/", docs, name="api_docs"),
    path("api/v1/", include("gusu_minutes.api.v1.urls")),
    re_path(r"^api(?:/|\Z)", Nothing.as_view()),
    path("rooms/", rooms.rooms, name="rooms"),
    # Sets nothing but the language; a token would make public pages differ from reader to reader.
    path("i18n/setlang/", csrf_exempt(set_language), name="set_language"),
    path("display/", rooms.display, name="display"),
    path("internal/dashboard/", include("decisions.dashboard.urls")),
    path("", include(site, namespace="public")),
    path("internal/", include(site, namespace="internal")),
]

handler400 = "gusu_minutes.rooms.bad_request"
handler500 = "gusu_minutes.rooms.server_error"
