"""Pages of what stands under a meeting: editable only while it is a draft, added from the page of the parent."""

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gusu_minutes.clerk.base import RecordAdmin
from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.ordering import move, numbers_kept_in_order
from gusu_minutes.clerk.parts import parts_of
from gusu_minutes.clerk.trail import crumbs_of, meeting_of, neighbours_of, parent_of, set_meeting
from gusu_minutes.common.errors import DomainError
from gusu_minutes.common.numbering import following
from meetings.domain.moves import lock
from meetings.rules import can_edit_meeting


class PartAdmin(RecordAdmin):
    """A record under a meeting. `parent_field` names the foreign key to the record right above."""

    parent_field: str
    parent_related: tuple[str, ...] = ()  # from the parent up to the meeting, for one query
    positioned = True
    numbered = False  # whether the rows carry numbers that follow their order
    empty_list = gettext_lazy("They are added on the page of a meeting that is a draft.")
    # What stands under it, named in its history, and the foreign key by which it does.
    child_model: type[models.Model] | None = None
    child_field = ""
    change_form_template = "admin/part.html"
    object_history_template = "admin/meeting_history.html"
    delete_confirmation_template = "admin/remove.html"

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or can_edit_meeting.test(request.user, meeting_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What stands in a draft that was never issued may be taken out; of what was issued nothing vanishes."""
        permission = f"{self.opts.app_label}.{get_permission_codename('delete', self.opts)}"
        if obj is None or not request.user.has_perm(permission):
            return False
        meeting = meeting_of(obj)
        return meeting.issued_at is None and can_edit_meeting.test(request.user, meeting)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A part is added from its parent's page, which says where it belongs."""
        return self.parent_field in request.GET and super().has_add_permission(request)

    # The parent, and the meeting locked while something under it is saved

    def get_queryset(self, request: HttpRequest) -> Any:
        related = [
            "__".join((self.parent_field, *self.parent_related[:end])) for end in range(len(self.parent_related) + 1)
        ]
        # Django looks at list_select_related only where nothing else is joined.
        listed = self.list_select_related if isinstance(self.list_select_related, tuple) else ()
        return super().get_queryset(request).select_related(*related, *listed)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST":
            return record
        try:
            meeting = lock(meeting_of(record))
        except DomainError:  # the draft was discarded in the meantime
            return None
        record = super().get_object(request, object_id, from_field)  # as it is now that nobody else changes it
        if record is not None:
            set_meeting(record, meeting)
        return record

    def parent(self, request: HttpRequest) -> Any:
        """Return the parent named in the query string. Raises Http404 for none, PermissionDenied outside a draft."""
        model: Any = self.model._meta.get_field(self.parent_field).related_model
        rows = model._default_manager.select_related(
            *("__".join(self.parent_related[:1]),) if self.parent_related else ()
        )
        try:
            parent = rows.get(pk=request.GET.get(self.parent_field, ""))
        except (ValueError, model.DoesNotExist) as error:
            raise Http404 from error
        meeting = meeting_of(parent)
        if request.method == "POST":
            try:
                meeting = lock(meeting)
            except DomainError as error:
                raise Http404 from error
        if not can_edit_meeting.test(request.user, meeting):
            raise PermissionDenied
        return parent

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form = type(form.__name__, (form,), {"parent": self.parent(request)})
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            setattr(obj, self.parent_field, form.parent)
            if self.positioned:
                obj.position = self.new_position(request, obj)
            if self.numbered and not obj.number:
                obj.number = following(self.siblings(obj).order_by("position").values_list("number", flat=True))
        super().save_model(request, obj, form, change)

    def after_adding(self, request: HttpRequest) -> str:
        model: Any = self.model._meta.get_field(self.parent_field).related_model
        return admin_url(model(pk=int(request.GET[self.parent_field])))

    def new_position(self, request: HttpRequest, obj: Any) -> int:
        return self.siblings(obj).next_position()

    def siblings(self, obj: Any) -> Any:
        return self.model._default_manager.filter(**{self.parent_field: getattr(obj, f"{self.parent_field}_id")})

    def order_kept(self, request: HttpRequest, obj: Any) -> AbstractContextManager[None]:
        """Return a context that leaves numbers in order which were in order before."""
        if not self.numbered:
            return nullcontext()
        return numbers_kept_in_order(siblings=self.siblings(obj), by=request.user)

    # Pages

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<int:pk>/move/", view, name=name), *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a row up or down among its siblings, then show the page it was seen on."""
        with transaction.atomic():
            row = self.get_object(request, str(pk))
            if row is None or not self.positioned:
                raise Http404
            if not self.has_change_permission(request, row):
                raise PermissionDenied
            if request.GET.get("version", str(row.version)) != str(row.version):
                messages.info(request, _("This was done already; nothing was changed."))
                return redirect(admin_url(parent_of(row)))
            with self.order_kept(request, row):
                move(row=row, siblings=self.siblings(row), up=request.POST.get("direction") == "up", by=request.user)
        return redirect(f"{admin_url(parent_of(row))}#{self.opts.model_name}-{row.pk}")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        record = kwargs.get("obj")
        above = context["adminform"].form.parent if record is None else parent_of(record)
        context |= {
            "crumbs": crumbs_of(above),
            "meeting": meeting_of(above),
            "neighbours": neighbours_of(record) if record else None,
            "parent_url": admin_url(above),
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        record = self.get_object(request, object_id)
        context: dict[str, Any] = {"crumbs": crumbs_of(record) if record else None}
        if self.child_model and record:
            context["parts"] = parts_of(self.child_model, **{self.child_field: record})
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def _to_parent(self, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{admin_url(parent_of(obj))}#{self.opts.model_name}-{obj.pk}")

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._to_parent(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return self._to_parent(obj)

    # Taking out

    def goes_with(self, obj: Any) -> list[models.Model]:
        """Return what is taken out together with `obj`."""
        return []

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # The verb decides whether it may go; nothing that goes with it is left out of the list.
        going = [*objs, *self.goes_with(objs[0])]
        counts = Counter(str(row._meta.verbose_name_plural) for row in going)
        return [str(row) for row in going], counts, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        context = dict(extra_context or {})
        if request.method == "GET" and (record := self.get_object(request, object_id)):
            context["crumbs"] = crumbs_of(record)
        try:
            return super().delete_view(request, object_id, context)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.removed_from = admin_url(parent_of(obj))  # type: ignore[attr-defined]
        with self.order_kept(request, obj):
            self.take_out(request, obj)

    def take_out(self, request: HttpRequest, obj: Any) -> None:
        obj.delete_as(by=request.user)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        messages.success(request, _("“%(name)s” was taken out.") % {"name": obj_display})
        return redirect(request.removed_from)  # type: ignore[attr-defined]
