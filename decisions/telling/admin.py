"""Webhooks and what was sent, for superusers alone: no role of the program has a right to these tables."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.telling.enums import Topic
from decisions.telling.guard import Refused, check
from decisions.telling.models import Delivery, Mail, Sending, Webhook
from decisions.telling.models.sending import new_secret
from decisions.telling.sending import can_be_sent_again, send_again
from decisions.telling.tasks import deliver, send_mail
from gusu_minutes.clerk.base import ReadOnlyAdmin, RecordAdmin, by_name
from gusu_minutes.clerk.links import admin_url, list_url
from gusu_minutes.clerk.versions import VersionedForm
from gusu_minutes.common.errors import DomainError

SENDING_FIELDS = ("key", "attempts", "next_at", "created_at", "started_at", "finished_at", "error")
USER = by_name("user", gettext_lazy("recipient"))


class SuperusersOnly(admin.ModelAdmin):
    def _may(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)


class WebhookForm(VersionedForm):
    """A webhook; its address is looked at as it will be before each sending."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("topics"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None means all."),
    )
    renew = forms.BooleanField(
        label=gettext_lazy("make a new secret"),
        required=False,
        help_text=gettext_lazy("The old one is no longer used from the next delivery on."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "departments", "topics", "active")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            check(url)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        except OSError as error:
            raise forms.ValidationError(_("The name of the host is not known.")) from error
        return url

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("renew"):
            self.instance.secret = new_secret()
        return super().save(commit)


@admin.register(Webhook)
class WebhookAdmin(SuperusersOnly, RecordAdmin):
    form = WebhookForm
    list_display = ("name", "url", "topics_shown", "active")
    list_filter = ("active",)
    search_fields = ("name", "url")
    autocomplete_fields = ("departments",)
    readonly_fields = ("secret",)

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        fields = ("name", "url", "active", "departments", "topics")
        return [(None, {"fields": fields if obj is None else (*fields, "secret", "renew")})]

    def after_adding(self, request: HttpRequest) -> str:
        return list_url(Webhook)

    @admin.display(description=gettext_lazy("topics"))
    def topics_shown(self, webhook: Webhook) -> str:
        return "、".join(webhook.topic_names) or _("all")


class SendingAdmin(SuperusersOnly, ReadOnlyAdmin):
    """What was sent and what was not. What was given up, or lost its worker, can be sent again."""

    change_form_template = "admin/sending.html"
    list_filter: ClassVar[Any] = ("state",)
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    empty_list = gettext_lazy("They appear as follow-up goes on.")
    task: ClassVar[Any]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_again"
        view = self.admin_site.admin_view(self.again_view)
        return [path("<int:pk>/again/", view, name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        record = kwargs["obj"]
        context["again_url"] = admin_url(record, "again") if can_be_sent_again(record) else ""
        return super().render_change_form(request, context, **kwargs)

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then have it sent again."""
        record: Sending | None = self.get_queryset(request).filter(pk=pk).first()
        if record is None or not self.has_view_permission(request, record):
            raise Http404
        if request.method == "POST":
            try:
                send_again(record, enqueue=self.task.enqueue)
            except DomainError as error:
                messages.error(request, str(error))
            else:
                self.log_change(request, record, _("sent again"))
                messages.success(request, _("It is being sent again."))
            return redirect(admin_url(record))
        plural = str(self.opts.verbose_name_plural)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send again"),
            "record": record,
            "record_url": admin_url(record),
            "crumbs": [(plural, list_url(self.model)), (str(record), admin_url(record))],
        }
        return TemplateResponse(request, "admin/send_again.html", context)


@admin.register(Mail)
class MailAdmin(SendingAdmin):
    task = send_mail
    list_display = (USER, "day", "state", "attempts", "created_at", "error", "key")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")
    fieldsets = ((None, {"fields": ("state", USER, "day", *SENDING_FIELDS)}),)
    readonly_fields: ClassVar[Any] = (USER,)


@admin.register(Delivery)
class DeliveryAdmin(SendingAdmin):
    task = deliver
    list_display = ("webhook", "verb", "state", "status_code", "attempts", "created_at", "error", "key")
    list_filter: ClassVar[Any] = ("state", "webhook")
    list_select_related = ("webhook", "event")
    search_fields = ("webhook__name", "error")
    fieldsets = ((None, {"fields": ("state", "webhook", "verb", "status_code", *SENDING_FIELDS)}),)
    readonly_fields: ClassVar[Any] = ("verb",)

    @admin.display(description=gettext_lazy("what"))
    def verb(self, delivery: Delivery) -> str:
        return str(delivery.event.get_verb_display())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("webhook", "event")
