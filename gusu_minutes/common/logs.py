"""What the log leaves out."""

import logging

_FAILURE = 500


def short_refusals(record: logging.LogRecord) -> bool:
    """Filter: a request that was refused (403, 404 …) is a line, without the traceback of the refusal."""
    if getattr(record, "status_code", _FAILURE) < _FAILURE:
        record.exc_info = record.exc_text = None
    return True


def no_routine(record: logging.LogRecord) -> bool:
    """Filter: the worker's three lines a task are too much to read; what went wrong stays. It sets its levels itself."""
    return record.levelno >= logging.WARNING or not record.name.startswith("django_tasks")
