"""Two people turn out to be one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from attendees.models import Person
from attendees.rules import can_merge_people
from gusu_minutes.common.errors import IllegalMove, NotAllowed
from gusu_minutes.importing.merging.choices import move_choices
from gusu_minutes.importing.merging.references import delete, is_frozen_in, lock_both, move_all, saver, with_names
from gusu_minutes.importing.merging.twins import join_twins


@transaction.atomic
def merge_people(*, duplicate: Person, into: Person, by: Any, reason: str) -> Person:
    """Move posts, attendance and chairs from `duplicate` to `into`, delete the duplicate, and return who is left.

    The names become aliases; what minutes recorded stays as recorded. Queries: about 20, and 4 a row that moves.
    Raises NotAllowed, StaleVersion where one was changed since it was read, IllegalMove with a sentence otherwise.
    """
    if not can_merge_people.test(by):
        raise NotAllowed
    duplicate, into = lock_both(duplicate, into)
    if is_frozen_in(duplicate):
        raise IllegalMove(_("Records that are never changed name “%(name)s”.") % {"name": duplicate})
    words = _("merged: %(old)s (%(code)s) into %(new)s")
    why = words % {"old": duplicate.name, "code": duplicate.code, "new": f"{into.name} ({into.code})"}
    why = f"{why}\n{reason.strip()}".strip()
    save = saver(by, why)
    join_twins(duplicate, into, "person", save=save, by=by, reason=why)
    move_all(duplicate, into, save)
    move_choices("people", duplicate.code, into.code, save)
    into.aliases = with_names(into.aliases, (into.name,), (duplicate.name, *duplicate.aliases))
    save(into)
    delete(duplicate, by, why)
    return into
