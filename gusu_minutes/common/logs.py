"""What the log leaves out."""

import logging

_FAILURE = 500


def short_refusals(record: logging.LogRecord) -> bool:
    """Filter: a request that was refused (403, 404 …) is a line, without the traceback of the refusal."""
    if getattr(record, "status_code", _FAILURE) < _FAILURE:
        record.exc_info = record.exc_text = None
    return True
