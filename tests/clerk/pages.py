"""Reading the clerk's pages as a browser does."""

from typing import Any

from django.forms import BaseForm


def _sent(form: BaseForm) -> dict[str, Any]:
    """Return what a browser sends for a form as it was shown."""
    data = {}
    for field in form:
        widget: Any = getattr(field.field.widget, "widget", field.field.widget)
        value = widget.format_value(field.value()) if hasattr(widget, "format_value") else field.value()
        if isinstance(value, list) and not getattr(widget, "allow_multiple_selected", False):
            value = value[0] if value else ""
        data[field.html_name] = "" if value is None else value
    return data


def filled(response: Any) -> dict[str, Any]:
    """Return what the browser sends when the form of an admin page is saved untouched."""
    data = _sent(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data |= _sent(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _sent(form)
    if "once" in response.context:
        data["once"] = response.context["once"]
    return data


def messages_of(response: Any) -> str:
    """Return the messages shown on a page."""
    return "\n".join(str(message) for message in response.context["messages"])


def address(record: Any, page: str = "change") -> str:
    """Return the address of a record's page in the clerk's room."""
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{page}/"
