"""From the text that a clerk gave in to the plan of its import."""

from gusu_minutes.common.folding import to_simplified
from gusu_minutes.importing.leftovers import complete
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import Directory, parse
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.planning import build_plan


def text_of(minutes_import: MinutesImport) -> str:
    """Return the text that is read: as it came, or in Simplified characters where the clerk wants so."""
    return to_simplified(minutes_import.source) if minutes_import.to_simplified else minutes_import.source


def plan_import(minutes_import: MinutesImport, known: Known) -> ImportPlan:
    """Return what the import would write now. Queries: one at most."""
    parsed = parse(text_of(minutes_import), directory=directory_of(known))
    return build_plan(complete(parsed), known, minutes_import.choices)


def directory_of(known: Known) -> Directory:
    """Return the names that the parser may trust."""
    return Directory(
        departments={name: one.short_name for one in known.departments for name in one.all_names},
        people={
            person.name: [post.department.short_name for post in known.posts.get(person.pk, ()) if post.department]
            for person in known.people
        },
    )
