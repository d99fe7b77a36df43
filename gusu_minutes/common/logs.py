"""What the log leaves out."""

import logging

_FAILURE = 500


def short_refusals(record: logging.LogRecord) -> bool:
    """Filter: a request that was refused (403, 404 …) is a line, without the traceback of the refusal."""
    if getattr(record, "status_code", _FAILURE) < _FAILURE:
        record.exc_info = record.exc_text = None
    return True


def no_routine(record: logging.LogRecord) -> bool:
    """Filter: the worker, which sets its levels itself, writes three lines a task; what went wrong stays."""
    return record.levelno >= logging.WARNING or not record.name.startswith("django_tasks")
