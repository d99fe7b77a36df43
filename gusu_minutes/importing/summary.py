"""What an import has made, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gusu_minutes.importing.plan import ImportPlan


def summary(plan: ImportPlan) -> str:
    """Return a sentence about what was written, and what was left open."""
    sentence = _(
        "The draft is made: %(items)s agenda items, %(clauses)s resolutions, %(tasks)s assignments, %(people)s people."
    )
    made = sentence % {
        "items": len(plan.items),
        "clauses": plan.clause_count,
        "tasks": plan.made_assignments,
        "people": len(plan.attendance),
    }  # fmt: skip
    new = _("New in the directory: %(units)s departments, %(people)s people.") % {
        "units": len(plan.new_departments),
        "people": len(plan.new_people),
    }
    left = ngettext("%(count)s name was left unlinked.", "%(count)s names were left unlinked.", plan.open_choices) % {
        "count": plan.open_choices
    }
    return " ".join(
        [made, *([new] if plan.new_departments or plan.new_people else []), *([left] if plan.open_choices else [])]
    )
