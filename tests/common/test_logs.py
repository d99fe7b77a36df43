"""The log of refusals is a line each; a failure keeps its traceback."""

import logging

import pytest

from gusu_minutes.common.logs import no_routine, short_refusals


@pytest.mark.parametrize(("status", "kept"), [(403, False), (404, False), (409, False), (500, True), (None, True)])
def test_only_failures_have_a_traceback(status, kept):
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Forbidden", (), (ValueError, ValueError(), None)
    )
    if status:
        record.status_code = status
    assert short_refusals(record)
    assert bool(record.exc_info) is kept


@pytest.mark.parametrize(
    ("name", "level", "shown"),
    [
        ("django_tasks", logging.INFO, False),
        ("django_tasks_db.worker", logging.INFO, False),
        ("django_tasks", logging.ERROR, True),
        ("gusu_minutes", logging.INFO, True),
    ],
)
def test_the_worker_s_routine_is_left_out(name, level, shown):
    record = logging.LogRecord(name, level, __file__, 1, "Task", None, None)
    assert no_routine(record) == shown
