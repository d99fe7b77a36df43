"""Reading the page of all tasks as a browser does."""

from typing import Any

from tests.clerk.pages import _sent


def typed(response: Any, *ticked: Any) -> dict[str, Any]:
    """Return what the browser sends of the page as it was shown, with the rows of `ticked` ticked."""
    data: dict[str, Any] = {"once": response.context["once"]}
    for clause in response.context["board"].clauses:
        for form in (*(row.form for row in clause.proposed if row.form), *clause.new):
            data |= _sent(form)
    return {**data, "ticked": [str(row.pk) for row in ticked]}


def with_new(client: Any, address: str, clause: Any, **values: str) -> dict[str, Any]:
    """Return what is sent after one more task of a clause was asked for and `values` were typed into its row."""
    page = client.post(address, {**typed(client.get(address)), "add": clause.pk})
    (form,) = next(rows for rows in page.context["board"].clauses if rows.resolution == clause).new
    return typed(page) | {f"{form.prefix}-{name}": value for name, value in values.items()}
