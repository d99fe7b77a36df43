"""What every test gets: a database of its own kind, history that can be emptied after a test, and no silent skips."""

import gc
import os
from collections.abc import Generator
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from gusu_minutes.clerk.roles import sync_roles
from gusu_minutes.common import append_only
from gusu_minutes.public import kept
from scripts import STRICT
from tests import template
from tests.decisions.story import Story, tell
from tests.kept import Kept

# Whatever opens the database has one of these; `live_server` asks for its own only when it is set up.
DATABASE_FIXTURES = {"_django_db_helper", "django_db_setup", "live_server"}

for profile, examples in {"daily": 200, "nightly": 2000}.items():
    hypothesis.settings.register_profile(
        profile,
        max_examples=examples,
        deadline=None,  # the machines are noisy
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
# A run makes and drops millions of objects; looking for cycles after every 700 of them took an eighth of its time.
gc.set_threshold(200_000, 50, 100)

hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "daily"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    """Name the tests' database: on SQLite a file, because threads and the live server need real connections to it.

    The folder is new each time: a killed run's write-ahead log beside a new file would be replayed into it.
    """
    if connection.vendor == "sqlite":
        database = tmp_path_factory.mktemp("database") / "test.sqlite3"
        template.copy(template.path(), database)
        settings.DATABASES["default"]["TEST"]["NAME"] = str(database)
        options = settings.DATABASES["default"]["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Migrate what is in the file of this run, which may be a copy of the template; the folder goes with the run's."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """After migrating from nothing, keep the database as the template."""
    if connection.vendor == "sqlite" and not template.path().exists():
        with django_db_blocker.unblock():
            template.keep(template.path())


@pytest.fixture(scope="session")
def kept_story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Kept[Story]:
    return Kept.of(tell, django_db_blocker)


@pytest.fixture(scope="session", autouse=True)
def _emptying_lifts_append_only() -> Generator[None]:
    """A test with real transactions ends by emptying every table, which the triggers refuse: lift them meanwhile.

    Django sends `post_migrate` after emptying, which puts the triggers back; the groups were rows like any other.
    """
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def lift_and_empty(self: TransactionTestCase) -> None:
        append_only.remove(connection)
        empty(self)
        sync_roles(apps)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_empty)
        yield


def uses_database(item: pytest.Item) -> bool:
    """Whether a test may touch the database: pytest-django refuses it to all others."""
    cls = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or (isinstance(cls, type) and issubclass(cls, TransactionTestCase))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what never touches the database: it was run on SQLite, and nothing differs.

    What is marked `once` asks the same statements of it again and again; `make nightly` asks PostgreSQL too.
    """
    if connection.vendor == "sqlite":
        return
    nightly = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
    kept = {item for item in items if uses_database(item) and (nightly or not item.get_closest_marker("once"))}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Generator[None, Any, Any]:
    """Fail a test that gets at the database by a way `uses_database` does not see: PostgreSQL would miss it."""
    item = request.node
    if request.fixturename in DATABASE_FIXTURES and isinstance(item, pytest.Item) and not uses_database(item):
        pytest.fail(f"{item.nodeid} uses the database: mark it django_db")
    return (yield)


def _fail_if_skipped(report: Any) -> None:
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture
def keeping(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Keep pages, and ask the database each time: what waits for a commit does not run in most tests."""
    settings.KEPT_PAGES = 100
    monkeypatch.setattr(kept, "HOLDS", 0)
    kept._Known.answer = None
    caches["pages"].clear()
    yield
    caches["pages"].clear()
