"""The addresses of the program and one that answers with two words, behind all the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gusu_minutes.urls import handler400, handler500
from gusu_minutes.urls import urlpatterns as site

__all__ = ["handler400", "handler500", "urlpatterns"]


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world")


urlpatterns = [path("hello/", hello), *site]
