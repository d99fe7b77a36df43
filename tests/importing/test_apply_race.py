"""Two clicks at the same moment, on real connections."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from gusu_minutes.common.errors import DomainError
from gusu_minutes.importing.apply import AlreadyImported, apply_plan
from gusu_minutes.importing.imports import begin_import
from meetings.models import Meeting
from tests.factories import UserFactory

TEXT = """2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、审议《方案》
(一)会议原则同意《方案》。
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["one import", "two imports of one meeting"])
def test_one_meeting_is_made(same):
    clerk = UserFactory(roles=["clerk"])
    first, second = (begin_import(source=TEXT, file_name="", to_simplified=True, by=clerk) for _ in range(2))
    barrier, refusals = Barrier(2), []

    def click(minutes_import):
        barrier.wait()
        try:
            apply_plan(minutes_import=minutes_import, by=clerk)
        except DomainError as error:
            refusals.append(error)
        finally:
            connection.close()

    clicks = [Thread(target=click, args=[one]) for one in (first, first if same else second)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert Meeting.objects.count() == len(refusals) == 1
    assert isinstance(refusals[0], AlreadyImported) == same
