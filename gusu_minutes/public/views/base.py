"""What every reading page does: know its audience, admit or refuse, stay behind the wall, speak the chosen script."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from gusu_minutes.public.audience import AUDIENCES, Audience
from gusu_minutes.public.kept import state, until_next_issue
from gusu_minutes.public.language import html_in_traditional
from gusu_minutes.public.metadata import About, metadata_for
from gusu_minutes.public.wall import only_tables

PAGE_SIZE = 20


class EitherEnd(Paginator):
    """Reads a page of a query from the end that is nearer: the last page of a million rows is as quick as the first.

    The rows stand in an order in which no two are alike.
    """

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        rows, start = self.object_list, (number - 1) * self.per_page
        if not isinstance(rows, QuerySet) or start < self.count / 2:
            return super().page(number)
        behind = max(0, self.count - start - self.per_page)
        return Page(list(rows.reverse()[behind : self.count - start])[::-1], number, self)


class ReadingView(TemplateView):
    """A page of the public or the officials' site. `section` marks the place in the navigation."""

    http_method_names = ["get", "head", "options"]
    section = ""
    keeps = True  # whether a public page shows nothing but editions, their files and what is made of them
    audience: Audience

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        assert request.resolver_match is not None
        self.audience = AUDIENCES[request.resolver_match.namespace]
        made_in = state() if settings.KEPT_PAGES and self.keeps and self.audience.is_public else None
        with only_tables(self.audience.tables):
            response = self.refusal(request) or super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()  # now, while the wall stands
        self.finish(response)
        response.made_in = made_in  # type: ignore[attr-defined]
        # Not by the decorator `conditional_page`: it drops the 304 of a template's response that is rendered already.
        return ConditionalGetMiddleware(lambda _request: response).process_response(request, response)

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """Send strangers to the sign-in page; what is not theirs is not there. Raises Http404."""
        if self.audience.is_public:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(self.audience.permission):
            raise Http404
        return None

    def finish(self, response: Any) -> None:
        """Put the page into Traditional characters if chosen, and say how it may be kept."""
        if get_language() == "zh-hant" and response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = html_in_traditional(response.content.decode()).encode()
        if self.audience.is_public:
            patch_cache_control(response, no_cache=True)  # kept, but asked for again each time: a page may be withdrawn
        else:
            patch_cache_control(response, private=True, no_store=True)
            response["X-Robots-Tag"] = "noindex, nofollow"  # files too
        patch_vary_headers(response, ["Cookie"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = {"audience": self.audience, "section": self.section, "words": "", **kwargs}
        context = super().get_context_data(**known)
        return {**context, "metadata": metadata_for(self.request, self.audience, self.about(context), context)}

    def about(self, context: dict[str, Any]) -> About:
        """Return what the page's head says of it to programs."""
        return About()

    def page_of(self, rows: QuerySet | list) -> tuple[Page, str]:
        """Return the page that ?page= asks for or, where there is none, the nearest one with a sentence on it.

        Rows of a query are counted once for all pages of a list, until something is issued.
        """
        paginator = EitherEnd(rows, PAGE_SIZE)
        if isinstance(rows, QuerySet):
            narrowed = sorted((name, values) for name, values in self.request.GET.lists() if name != "page")
            paginator.count = until_next_issue(self.audience, f"{self.request.path} {narrowed}", rows.count)
        asked = self.request.GET.get("page", "1")
        try:
            return paginator.page(asked), ""
        except (EmptyPage, PageNotAnInteger):
            page = paginator.get_page(asked)
            message = _("There is no page “%(asked)s”; this is page %(shown)d of %(last)d.")
            return page, message % {"asked": asked[:20], "shown": page.number, "last": paginator.num_pages}
