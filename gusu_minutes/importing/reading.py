"""From the text that a clerk gave in to the plan of its import."""

from dataclasses import replace

from gusu_minutes.common.folding import to_simplified
from gusu_minutes.importing.leftovers import complete
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import Directory, Marks, ParsedMinutes, marks_from, parse
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.planning import build_plan
from gusu_minutes.importing.reimport.held import last_import, with_held
from gusu_minutes.importing.tidy import Tidier


def text_of(minutes_import: MinutesImport) -> str:
    """Return the text that is read: as it came, or in Simplified characters where the clerk wants so."""
    return to_simplified(minutes_import.source) if minutes_import.to_simplified else minutes_import.source


def plan_import(minutes_import: MinutesImport, known: Known) -> ImportPlan:
    """Return what the import would write now. Queries: one at most."""
    return plan_parsed(parsed_of(minutes_import, known), minutes_import, known)


def plan_parsed(parsed: ParsedMinutes, minutes_import: MinutesImport, known: Known) -> ImportPlan:
    """Return the plan of what `parsed_of` gave, tidied as the clerk wishes.

    Queries: two at most; two more, with those of its rows, for an import into a draft.
    """
    return tidied(untidied(parsed, minutes_import, known), minutes_import)


def tidied(plan: ImportPlan, minutes_import: MinutesImport) -> ImportPlan:
    """Return the plan with its words tidied as the clerk wishes."""
    return Tidier(plan, minutes_import.choices.get("tidy", ())).plan()


def untidied(parsed: ParsedMinutes, minutes_import: MinutesImport, known: Known) -> ImportPlan:
    """Return the plan with the words as they were written."""
    data, target = complete(parsed), minutes_import.target
    if target is None:
        return build_plan(data, known, minutes_import.choices)
    last = last_import(target)
    said = complete(parsed_of(last, known))["meeting"] if last else None
    plan = build_plan(data, known, with_held(minutes_import.choices, target, data["meeting"], said))
    return replace(plan, problems=tuple(one for one in plan.problems if one.meeting != target))


def parsed_of(minutes_import: MinutesImport, known: Known) -> ParsedMinutes:
    """Return what the parser reads, with what the clerk said of single lines."""
    return parse(text_of(minutes_import), directory=directory_of(known), marks=marks_of(minutes_import))


def marks_of(minutes_import: MinutesImport) -> Marks:
    """Return what the clerk said of single lines, by their place in the text."""
    kept = minutes_import.choices.get("marks", {})
    roles = ((int(at), role) for at, role in kept.get("roles", {}).items())
    return marks_from(roles, kept.get("breaks", ()), kept.get("joins", ()))


def directory_of(known: Known) -> Directory:
    """Return the names that the parser may trust."""
    return Directory(
        departments={name: one.short_name for one in known.departments for name in one.all_names},
        people={
            person.name: [post.department.short_name for post in known.posts.get(person.pk, ()) if post.department]
            for person in known.people
        },
    )
