"""The verbs of an import before it becomes a draft: begin it, keep what the clerk chose."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import IllegalMove, StaleVersion
from gusu_minutes.common.folding import to_simplified as simplified
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import Role


def begin_import(*, source: str, file_name: str, to_simplified: bool, by: Any, data: bytes = b"") -> MinutesImport:
    """Put a text on record as it came, with the file (`data`) it was read from, and return its import.

    Raises IllegalMove for a text with null characters, which no PostgreSQL keeps.
    """
    if "\0" in source:
        raise IllegalMove(_("The text contains null characters: it is not plain text. Upload the file."))
    minutes_import = MinutesImport(
        source=source,
        file_name=file_name[:200],
        digest=digest_of(data or source.encode("utf-8", "surrogatepass")),
        to_simplified=to_simplified,
        created_by=by,
    )
    if data:
        minutes_import.file.name = keep_file(minutes_import.digest, file_name, data)
    minutes_import.save_as(by=by, reason=_("given in"))
    return minutes_import


def keep_file(digest: str, file_name: str, data: bytes) -> str:
    """Keep a file once, under its digest and not under what people call it, and return its name in the storage."""
    name = f"imports/{digest[:2]}/{digest}{PurePath(file_name).suffix.lower()[:6]}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(data))


def digest_of(data: bytes) -> str:
    """Return by what the same file, or the same pasted text, is known again."""
    return hashlib.sha256(data).hexdigest()


def conversion_keeps_places(source: str) -> bool:
    """Whether every line of a text begins at the same offset in Simplified characters."""
    before, after = source.splitlines(keepends=True), simplified(source).splitlines(keepends=True)
    return [len(line) for line in before] == [len(line) for line in after]


@transaction.atomic
def mend(*, minutes_import: MinutesImport, at: int, how: str, version: int, by: Any) -> MinutesImport:
    """Keep what was said of the line that begins at offset `at`, and return the import.

    `how` is a `Role` (what the line is), "join" (it goes on with the paragraph before), "split" (a paragraph begins
    there) or "auto" (nothing is said of it any more). Raises StaleVersion and IllegalMove as `keep_choices`, ValueError
    for another `how`.
    """
    kept = minutes_import.choices.get("marks", {})
    roles = {key: role for key, role in kept.get("roles", {}).items() if key != str(at)}
    breaks, joins = (set(kept.get(name, ())) - {at} for name in ("breaks", "joins"))
    if how == "join":
        joins.add(at)
    elif how == "split":
        breaks.add(at)
    elif how != "auto":
        roles[str(at)] = Role(how).value
        if at in kept.get("breaks", ()):
            breaks.add(at)  # what begins in the middle of a line still begins there
    marks = {"roles": roles, "breaks": sorted(breaks), "joins": sorted(joins)}
    choices = {name: value for name, value in minutes_import.choices.items() if name != "marks"}
    if any(marks.values()):
        choices["marks"] = marks
    return keep_choices(minutes_import=minutes_import, choices=choices, version=version, by=by)


@transaction.atomic
def keep_choices(
    *, minutes_import: MinutesImport, choices: dict[str, Any], version: int, by: Any, to_simplified: bool | None = None
) -> MinutesImport:
    """Keep what was chosen on the page of that `version`, and return the import; None leaves the script as it is.

    Raises StaleVersion where somebody else saved since, IllegalMove for an import that has made its draft, or where
    another script would move the lines that something was said of.
    """
    locked = MinutesImport.objects.select_for_update().get(pk=minutes_import.pk)
    if locked.meeting_id is not None:
        raise IllegalMove(_("This import has made its draft already: go on in the draft."))
    if locked.version != version:
        raise StaleVersion
    script = locked.to_simplified if to_simplified is None else to_simplified
    if script != locked.to_simplified and choices.get("marks") and not conversion_keeps_places(locked.source):
        raise IllegalMove(
            _("Converting the characters would move lines that you mended. Take the mends back first, or import anew.")
        )
    if (locked.choices, locked.to_simplified) != (choices, script):
        locked.choices, locked.to_simplified = choices, script
        locked.save_as(by=by, reason=_("choices kept"))
    return locked
