"""What the admin pages of all records have in common: versions, readable history, no silent deletion."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError, IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from gusu_minutes.clerk import history, once
from gusu_minutes.clerk.fields import LinesField, TextField
from gusu_minutes.clerk.links import list_url
from gusu_minutes.clerk.values import name_of
from gusu_minutes.clerk.versions import VersionedForm


class VersionedFields(admin.options.BaseModelAdmin):
    """A form, or the forms of an inline, that carry the version of the record; JSON lists are edited as lines."""

    form: Any = VersionedForm
    exclude = ("version",)

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the fieldsets that people see; subclasses override this one."""
        return list(self.fieldsets or ())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        shown = self.shown_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return shown
        (name, options), *others = shown
        return [(name, {**options, "fields": (*options["fields"], "version")}), *others]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.JSONField):
            return LinesField(
                label=capfirst(str(db_field.verbose_name)), required=not db_field.blank, help_text=db_field.help_text
            )
        if isinstance(db_field, models.TextField):
            kwargs |= {"form_class": TextField, "widget": admin.widgets.AdminTextareaWidget(attrs={"rows": 4})}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def by_name(field: str, label: Any) -> Any:
    """Return a column, or a field to read, that names the user in `field` as people do."""

    @admin.display(description=label, ordering=field, empty_value="—")
    def shown(record: Any) -> str:
        return name_of(getattr(record, field))

    shown.__name__ = field
    return shown


class NoBulkActions(admin.ModelAdmin):
    """A list without actions: rows are worked on one by one, where their rules are checked."""

    list_per_page = 50
    # What a list without a single row tells the reader to do.
    empty_list: Any = _("They are added here, one by one.")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(str(self.opts.verbose_name_plural))
        context = {"title": title, "crumbs": [], "empty_list": self.empty_list, **(extra_context or {})}
        try:
            return super().changelist_view(request, context)
        except (OverflowError, ValueError, DataError):  # a filter with a value that no row can have
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def name_on_page(self, obj: Any) -> str:
        """Return what the page of a record is headed with."""
        return str(obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        plural = capfirst(str(self.opts.verbose_name_plural))
        context.setdefault("crumbs", [(plural, list_url(self.model))])
        if (record := kwargs.get("obj")) is not None:
            context["heading"] = self.name_on_page(record)
            context["subtitle"] = capfirst(str(self.opts.verbose_name))
        return super().render_change_form(request, context, **kwargs)


class RecordAdmin(VersionedFields, NoBulkActions, SimpleHistoryAdmin):
    """A record with a history. Nothing is deleted unless a subclass says so, and no history is reverted."""

    object_history_template = "admin/history.html"
    history_list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().add_view(request, form_url, {"once": once.mark_of(request), **(extra_context or {})})
        except once.SentAlready as error:
            messages.info(request, str(error))
            return redirect(self.after_adding(request))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            response = super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Somebody else saved the same at this moment; the form, checked anew, says which field it is.
            response = super().changeform_view(request, *args, **kwargs)
        except OverflowError as error:  # a key longer than any
            raise BadRequest("not a choice") from error
        return _shown_again(response) if request.method == "POST" else response

    def after_adding(self, request: HttpRequest) -> str:
        """Return the address of the page on which an added record is seen."""
        return list_url(self.model)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            once.use_up(request)
        if not change or form.has_changed():  # a save that changes nothing is no event
            super().save_model(request, obj, form, change)

    def get_urls(self) -> list[Any]:
        # Without the library's page that writes an old state over the present one.
        return super(SimpleHistoryAdmin, self).get_urls()

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return str(_("History"))

    def get_history_queryset(self, request: HttpRequest, manager: Any, pk_name: str, object_id: Any) -> Any:
        if not str(object_id).isdecimal():
            raise Http404
        rows = manager.filter(**{pk_name: int(object_id)})
        return rows.select_related("history_user").order_by("-history_date", "-history_id")

    def set_history_delta_changes(self, request: HttpRequest, page: Any, foreign_keys_are_objs: bool = True) -> None:
        rows = list(page.object_list)
        page.object_list = rows
        everything = page.paginator.object_list
        older = everything[page.end_index() : page.end_index() + 1] if page.has_next() else ()
        history.describe(rows, next(iter(older), None))


def _shown_again(response: Any) -> Any:
    """Render a form that is shown again now. Raises BadRequest for a choice that no form of ours offers.

    Django's autocompletes look up what was sent while they are rendered, and fail on what cannot be a key.
    """
    try:
        return response.render() if isinstance(response, TemplateResponse) else response
    except (ValueError, OverflowError, DataError) as error:
        raise BadRequest("not a choice") from error


class ReadOnlyAdmin(NoBulkActions):
    """Rows that are never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
