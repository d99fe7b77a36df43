"""One process of a crowd: somebody who takes random steps on the same assignments as all the others."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

STEPS = 100


def take_steps(database: str, seed: int, people: dict[str, int], keys: list[int]) -> dict[str, int]:
    """Connect to `database` by its name, take STEPS steps and return how often each was taken, and how often refused.

    Runs in a process of its own that has nothing of Django yet.
    """
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()

    from django.contrib.auth import get_user_model
    from django.db import connection

    from gusu_minutes.common.errors import DomainError

    users = get_user_model().objects.in_bulk(people.values())
    dice, outcomes = random.Random(seed), Counter[str]()
    for _ in range(STEPS):
        verb, role = dice.choice(MIX)
        try:
            _take(verb, dice, users[people[role]], dice.choice(keys), seed)
            outcomes[verb] += 1
        except DomainError:
            outcomes["refused"] += 1
    connection.close()
    return dict(outcomes)


MIX = [
    ("acknowledge", "lead"),
    ("report_progress", "lead"),
    ("report_done", "lead"),
    ("contribute", "supporting"),
    ("request_extension", "lead"),
    ("decide_extension", "supervisor"),
    ("close", "supervisor"),
    ("return", "supervisor"),
    ("remind", "supervisor"),
    ("change", "supervisor"),
    ("assign", "supervisor"),
]


def _take(verb: str, dice: random.Random, by: Any, pk: int, seed: int) -> None:
    from django.utils import timezone

    from decisions.domain import assign, change, extensions, verify, work
    from decisions.models import Assignment, ExtensionRequest
    from gusu_minutes.common.errors import IllegalMove
    from tests.factories import AssignmentFactory

    row = Assignment.objects.select_related("resolution__agenda_item__meeting").get(pk=pk)
    words, later = f"{seed} {dice.random()}", timezone.localdate() + timedelta(days=dice.randint(20, 400))
    about: dict[str, Any] = {"assignment": row, "by": by}
    match verb:
        case "acknowledge":
            work.acknowledge(**about, version=row.version)
        case "report_progress":
            gathered = work.waiting_contributions(row)[:2]
            work.report_progress(**about, text=words, percent=dice.randint(0, 100), gathered=gathered)
        case "report_done":
            work.report_done(**about, text=words)
        case "contribute":
            work.contribute(**about, text=words, percent=dice.randint(0, 100))
        case "request_extension":
            extensions.request_extension(**about, reason=words, new_due_on=later)
        case "decide_extension":
            asked = ExtensionRequest.objects.filter(assignment=row).last()
            if asked is None:
                raise IllegalMove("nothing is asked")
            extensions.decide_extension(request=asked, by=by, granted=dice.random() < 0.5, note=words)
        case "close":
            verify.close(**about, version=row.version)
        case "return":
            verify.return_to_department(**about, reason=words)
        case "remind":
            verify.remind(**about, text=words)
        case "change":
            change.change(**about, reason=words, consent="区长同意", task=words)
        case "assign":
            beside = AssignmentFactory(resolution=row.resolution, lead=row.lead, in_minutes=False)
            assign.assign(meeting=row.resolution.agenda_item.meeting, assignments=[beside], by=by)
