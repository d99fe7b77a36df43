"""History sees `save` and `delete`; what goes around them is used only where it is allowed here, with a reason."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import name, python_files

BYPASSES = {"bulk_create", "bulk_update", "_raw_delete", "cursor", "raw", "update"}
BYPASSES |= {f"a{bypass}" for bypass in BYPASSES}

# (file, call): why no history is lost there
ALLOWED = {
    (
        "decisions/telling/inbox.py",
        "bulk_create",
    ): "notices and mails have no history: they follow from events",
    ("decisions/telling/inbox.py", "update"): "that somebody read a notice is no step of follow-up",
    ("decisions/telling/sending.py", "update"): "claims a message, which has no history, for one worker",
    ("decisions/telling/digest.py", "update"): "claims a round, and notes which mail took a notice up; no history",
    ("gusu_minutes/api/tokens.py", "update"): "notes that a token was used or refused, once a minute; no history",
    ("gusu_minutes/common/append_only.py", "cursor"): "makes the triggers; writes no rows",
    ("gusu_minutes/common/locks.py", "cursor"): "takes a lock; writes no rows",
    ("gusu_minutes/public/kept.py", "cursor"): "asks for the last edition and the last file; writes nothing",
    (
        "gusu_minutes/publishing/domain/clauses.py",
        "bulk_create",
    ): "clauses have no history: they follow from an edition",
    ("gusu_minutes/public/newly.py", "cursor"): "asks the full-text index; writes nothing",
    ("gusu_minutes/publishing/management/commands/rebuild_search.py", "cursor"): "makes an index anew; writes no rows",
    ("gusu_minutes/search/engine.py", "cursor"): "asks the full-text index; writes nothing",
    ("gusu_minutes/search/frequent.py", "cursor"): "counts the terms of entries; writes nothing by it",
    ("gusu_minutes/search/frequent.py", "bulk_create"): "counts have no history: they follow from the entries",
    ("gusu_minutes/search/index.py", "bulk_create"): "what search finds has no history: it follows from an edition",
}


def bypasses(source: str) -> Iterator[tuple[str, int]]:
    """Give each call that writes around history, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BYPASSES:
            # A dict is updated from another; a query set by naming its fields.
            if node.func.attr == "update" and not node.keywords:
                continue
            yield node.func.attr, node.lineno


def found() -> dict[tuple[str, str], int]:
    return {(name(path), call): line for path in python_files() for call, line in bypasses(path.read_text("utf-8"))}


def test_history_is_not_bypassed():
    unknown = [f"{file}:{line} .{call}()" for (file, call), line in found().items() if (file, call) not in ALLOWED]
    assert not unknown, "\n".join(unknown)


def test_no_allowance_outlives_its_use():
    assert not ALLOWED.keys() - found().keys()


@pytest.mark.parametrize(
    "source",
    ["Meeting.objects.update(state='x')", "rows.bulk_create([])", "qs._raw_delete(None)", "connection.cursor()"],
)
def test_a_bypass_is_seen(source):
    assert list(bypasses(source))


def test_a_dict_may_be_updated():
    assert not list(bypasses("context.update({'a': 1})"))
