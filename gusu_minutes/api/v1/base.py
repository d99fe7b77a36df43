"""What every view of the API does: know who asks, count, stay behind the wall, answer unchanged things with 304."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions, status
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from gusu_minutes.api.v1.authentication import audience_of
from gusu_minutes.api.v1.conditional import Validators
from gusu_minutes.api.v1.pagination import ByEdition, Keyset
from gusu_minutes.api.v1.throttling import Count, address_of, count_request, network_of
from gusu_minutes.public.audience import AUDIENCES, Audience
from gusu_minutes.public.kept import keep, kept_answer, key_of, state
from gusu_minutes.public.wall import only_tables


class TooManyRequests(exceptions.APIException):
    status_code = status.HTTP_429_TOO_MANY_REQUESTS


class ApiView(GenericAPIView):
    """A resource. `answer` makes what GET says, inside the wall and only if the reader's copy is out of date."""

    http_method_names = ["get", "head", "options"]
    audience: Audience = AUDIENCES["public"]
    count: Count | None = None
    many = False
    pagination_class: Any = None
    filter_backends: Any = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A cookie chooses the language of pages; it chooses nothing here.
        with translation.override(settings.LANGUAGE_CODE):
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Any) -> None:
        """Count the request, by address where the token is refused. Raises AuthenticationFailed, TooManyRequests."""
        try:
            token = request.auth
        except exceptions.APIException:
            self._count("anonymous", network_of(address_of(request)))
            raise
        if token is None:
            self._count("anonymous", network_of(address_of(request)))
        else:
            self._count("token", str(token.pk))
        self.audience = audience_of(token)

    def _count(self, policy: str, who: str) -> None:
        self.count = count_request(policy, who)
        if self.count.exceeded:
            message = _("Too many requests; ask again in %(seconds)d seconds.")
            raise TooManyRequests(message % {"seconds": self.count.reset})

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # What the public may read is answered from what is kept, if it was asked for before.
        if not settings.KEPT_PAGES or not self.audience.is_public:
            return self.made(request)
        key = key_of("api", request.build_absolute_uri(), request.headers.get("Accept"))
        if kept := kept_answer(request, key):
            return kept
        made_in = state()
        response = self.made(request)
        # Without Last-Modified the last edition is too young for one: soon the same answer has it.
        if isinstance(response, Response) and request.method == "GET" and response.has_header("Last-Modified"):
            response.add_post_render_callback(partial(keep, key, made_in))
        return response

    def made(self, request: Any) -> HttpResponseBase:
        """Make the answer, or say that the reader's copy is up to date."""
        with only_tables(self.audience.tables):
            validators = Validators(self.audience, request.build_absolute_uri(), files=self.files())
            unchanged: Any = get_conditional_response(request, validators.etag, validators.last_modified)
            response = unchanged or self.answer(request)
            if unchanged is None and response.has_header("ETag"):  # a file, which has one of its own
                return get_conditional_response(request, etag=response["ETag"], response=response) or response
        for name, value in validators.headers.items():
            response[name] = value
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=status.HTTP_204_NO_CONTENT)

    def answer(self, request: Any) -> Any:
        raise NotImplementedError

    def files(self) -> QuerySet | None:
        """Return the files that the answer tells of, if it does."""
        return None

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.count is not None:
            for name, value in self.count.headers.items():
                response[name] = value
        if self.audience.is_public and response.status_code < status.HTTP_400_BAD_REQUEST:
            patch_cache_control(response, public=True, no_cache=True)  # kept, but asked for again: it may be withdrawn
        else:
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Authorization"])
        response["Content-Language"] = settings.LANGUAGE_CODE
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def link(self, name: str, **kwargs: Any) -> str:
        """Return the absolute address of another resource."""
        return self.request.build_absolute_uri(reverse(f"api:{name}", kwargs=kwargs))

    def page(self, name: str, **kwargs: Any) -> str:
        """Return the absolute address of a page for people."""
        return self.request.build_absolute_uri(reverse(f"{self.audience.namespace}:{name}", kwargs=kwargs))

    @property
    def address(self) -> str:
        return "/".join(str(self.kwargs[part]) for part in ("series", "year", "number"))


class DetailView(ApiView):
    """One record, found by `found`."""

    def answer(self, request: Any) -> Response:
        record = self.found()
        if record is None:
            raise exceptions.NotFound(_("There is nothing at this address."))
        return Response(self.get_serializer(record, many=self.many).data)

    def found(self) -> Any:
        """Return the record of the address, or None; where there are `many`, all of them."""
        raise NotImplementedError


class Backend(DjangoFilterBackend):
    """Filters that are told which tables they may look into."""

    def get_filterset_kwargs(self, request: Any, queryset: Any, view: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(request, queryset, view), "audience": view.audience}


class ListView(ApiView):
    """Rows, filtered, page by page. A parameter that the list does not know is refused: a typing error is no filter."""

    many = True
    filter_backends: Any = [Backend]
    filterset_class: Any = None
    pagination_class: type[Keyset] = ByEdition

    def answer(self, request: Any) -> Any:
        self.refuse_odd(request)
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.serialized(page))

    def serialized(self, page: Any) -> Any:
        serializer: BaseSerializer = self.get_serializer(page, many=True)
        return serializer.data

    def refuse_odd(self, request: Any) -> None:
        """Refuse parameters that are unknown, empty or given twice. Raises ValidationError."""
        paginator: Any = self.paginator
        known = {*paginator.parameters(), *(self.filterset_class.base_filters if self.filterset_class else ())}
        unknown = _("There is no such parameter here; there are: %(names)s.") % {"names": ", ".join(sorted(known))}
        errors = {}
        for name, values in request.query_params.lists():
            if name not in known:
                errors[name[:60]] = [unknown]
            elif len(values) > 1 or not values[0]:
                errors[name] = [_("Give it one value.")]
        if errors:
            raise exceptions.ValidationError(errors)
