"""Two clicks at the same moment, on real connections."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from decisions.models import Resolution
from gusu_minutes.common.errors import DomainError, StaleVersion
from gusu_minutes.importing.apply import AlreadyImported, apply_plan
from gusu_minutes.importing.imports import begin_import
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.reading import plan_import
from gusu_minutes.importing.reimport.begin import begin_again, changes_of
from gusu_minutes.importing.reimport.takeover import take_over
from gusu_minutes.importing.tasks import begin_many
from tests.factories import UserFactory

TEXT = """2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、审议《方案》
(一)会议原则同意《方案》。
"""
MORE = TEXT + "(二)各部门要抓好落实,形成工作合力。\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["one import", "two imports into one draft"])
def test_a_draft_is_changed_once(same):
    clerk = UserFactory(roles=["clerk"])
    first = begin_import(source=TEXT, file_name="", to_simplified=True, by=clerk)
    meeting = apply_plan(minutes_import=first, by=clerk)
    one, two = (begin_again(meeting=meeting, source=MORE, file_name="", to_simplified=True, by=clerk) for _ in range(2))
    known = Known.load()
    seen = changes_of(meeting, plan_import(one, known), known).seen
    barrier, refusals = Barrier(2), []

    def click(minutes_import):
        barrier.wait()
        try:
            take_over(minutes_import=minutes_import, seen=seen, confirmed=(), by=clerk)
        except DomainError as error:
            refusals.append(error)
        finally:
            connection.close()

    clicks = [Thread(target=click, args=[each]) for each in (one, one if same else two)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert Resolution.objects.count() == 2
    assert [type(error) for error in refusals] == [AlreadyImported if same else StaleVersion]


@pytest.mark.django_db
def test_a_file_that_waits_for_its_draft_can_still_make_another(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    clerk = UserFactory(roles=["clerk"])
    first = begin_import(source=TEXT, file_name="", to_simplified=True, by=clerk)
    meeting = apply_plan(minutes_import=first, by=clerk)
    data = MORE.encode()
    waits = begin_again(meeting=meeting, source=MORE, file_name="a.txt", to_simplified=True, by=clerk, data=data)
    (fresh,) = begin_many(files=[("a.txt", data)], to_simplified=True, by=clerk)
    assert fresh.pk != waits.pk
    assert fresh.target is None
