"""Tokens of the API, for administrators: seen, and revoked, never made for somebody else."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gusu_minutes.api.models import ApiToken, ApiTokenEvent
from gusu_minutes.api.tokens import revoke_token
from gusu_minutes.clerk.base import ReadOnlyAdmin, by_name
from gusu_minutes.clerk.links import admin_url, list_url
from gusu_minutes.common.errors import DomainError

USER = by_name("user", gettext_lazy("person"))
REVOKED_BY = by_name("revoked_by", gettext_lazy("revoked by"))
BY = by_name("by", gettext_lazy("by"))
STATES = {"valid": gettext_lazy("valid"), "expired": gettext_lazy("expired"), "revoked": gettext_lazy("revoked")}


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """All tokens, with a step that ends one."""

    change_form_template = "admin/token.html"
    list_display = ("name", USER, "scope", "prefix", "state_shown", "created_at", "expires_at", "last_used_at")
    list_filter = ("scope",)
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__username", "user__first_name", "user__last_name")
    date_hierarchy = "created_at"
    fields = (
        "name", USER, "scope", "prefix", "created_at", "expires_at", "revoked_at", REVOKED_BY, "last_used_at",
        "last_refused_at",
    )  # fmt: skip
    readonly_fields = (USER, REVOKED_BY)
    empty_list = gettext_lazy("They appear when somebody makes one on the page “API tokens”.")

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, token: ApiToken) -> str:
        return str(STATES[token.state])

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "revoked_by")

    def may_revoke(self, request: HttpRequest, token: ApiToken) -> bool:
        user: Any = request.user
        return token.state == "valid" and user.has_perm("api.change_apitoken")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.revoke_view)
        return [path("<int:pk>/revoke/", view, name="api_apitoken_revoke"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        token = kwargs["obj"]
        context["revoke_url"] = admin_url(token, "revoke") if self.may_revoke(request, token) else ""
        return super().render_change_form(request, context, **kwargs)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then end the token."""
        token = self.get_queryset(request).filter(pk=pk).first()
        if token is None or not self.may_revoke(request, token):
            raise Http404
        if request.method == "POST":
            try:
                revoke_token(token=token, by=request.user)
            except DomainError as error:
                messages.error(request, str(error))
            else:
                self.log_change(request, token, _("revoked"))
                messages.success(request, _("The token is no longer valid."))
            return redirect(admin_url(token))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revoke token"),
            "record": token,
            "record_url": admin_url(token),
            "crumbs": [(str(self.opts.verbose_name_plural), list_url(ApiToken)), (str(token), admin_url(token))],
        }
        return TemplateResponse(request, "admin/revoke_token.html", context)


@admin.register(ApiTokenEvent)
class ApiTokenEventAdmin(ReadOnlyAdmin):
    """What became of tokens."""

    list_display = ("at", "token", "kind", "reason", BY, "address")
    list_filter = ("kind", "reason")
    list_select_related = ("token", "by")
    search_fields = ("token__name", "token__prefix")
    date_hierarchy = "at"
    fields = ("at", "token", "kind", "reason", BY, "address")
    readonly_fields = (BY,)
    empty_list = gettext_lazy("They appear when somebody makes one on the page “API tokens”.")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("token", "by")
