"""Eight processes take a hundred steps each at once: nothing is lost, nothing is there twice, nobody is locked out."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from django.db import connection

from decisions.enums import Verb
from decisions.models import Assignment, Event, ExtensionDecision, ExtensionRequest, Gathering, ProgressReport
from tests.decisions.crowd import STEPS, take_steps
from tests.decisions.story import tell
from tests.decisions.test_reports import issued_beside

PROCESSES = 8


@pytest.mark.django_db(transaction=True)
def test_a_crowd_loses_nothing():
    story = tell()
    rows = [story.assignment, *(issued_beside(story) for _ in range(11))]
    for row in rows[1:]:
        row.supporting.add(story.helper)
    before = {row.pk: row.version for row in Assignment.objects.all()}
    told_before = Event.objects.count()
    people = {role: getattr(story, role).pk for role in ("lead", "supporting", "supervisor")}
    connection.close()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        name = connection.settings_dict["NAME"]
        asked = [pool.submit(take_steps, str(name), seed, people, list(before)) for seed in range(PROCESSES)]
        outcomes = sum((Counter(one.result()) for one in asked), Counter())

    assert outcomes.total() == PROCESSES * STEPS
    taken = outcomes.total() - outcomes["refused"]
    assert taken > PROCESSES * STEPS / 4
    assert Event.objects.count() == told_before + taken
    events = Counter(Event.objects.filter(assignment__in=before).values_list("assignment", flat=True))
    for row in Assignment.objects.filter(pk__in=before):
        assert row.version - before[row.pk] == events[row.pk] - 1  # the first one told of the assigning
        assert row.history.filter(version__gt=before[row.pk]).count() == row.version - before[row.pk]
    by_verb = Counter(Event.objects.values_list("verb", flat=True))
    decided = by_verb[Verb.GRANT_EXTENSION] + by_verb[Verb.REFUSE_EXTENSION]
    assert (by_verb[Verb.CLOSE], decided) == (outcomes["close"], outcomes["decide_extension"])
    assert ExtensionDecision.objects.count() == outcomes["decide_extension"]
    assert ExtensionRequest.objects.count() == outcomes["request_extension"]
    reports = outcomes["report_progress"] + outcomes["report_done"] + outcomes["contribute"]
    assert ProgressReport.objects.count() == Event.objects.filter(report__isnull=False).count() == reports
    gathered = Gathering.objects.values_list("contribution", flat=True)
    assert len(gathered) == len(set(gathered))
    serials = Assignment.objects.order_by("serial").values_list("serial", flat=True)
    assert list(serials) == list(range(1, len(before) + outcomes["assign"] + 1))
