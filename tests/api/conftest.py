"""Issued minutes, readers with and without tokens, and no counts left over from another test."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gusu_minutes.api.models import ApiToken
from gusu_minutes.api.tokens import make_token
from gusu_minutes.common.folding import fold
from gusu_minutes.search.tables import TABLES
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    issue,
)
from tests.public.conftest import kept_minutes, minutes, withdrawn  # noqa: F401

API = "/api/v1/"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def token_for(user: Any, scope: str = "internal", days: float = 30) -> tuple[ApiToken, str]:
    return make_token(by=user, name="数据平台", scope=scope, expires_at=timezone.now() + timedelta(days=days))


def bearer(secret: str, scheme: str = "Bearer") -> Client:
    """A client that sends a token with every request."""
    return Client(headers={"Authorization": f"{scheme} {secret}"})


@pytest.fixture
def official(db: None) -> Client:
    return bearer(token_for(UserFactory(roles=["official"]))[1])


@pytest.fixture
def persona(db: None) -> Callable[[str], Client]:
    """A client of a persona: anonymous, public (a token that opens nothing more), official."""

    def make(name: str) -> Client:
        if name == "anonymous":
            return Client()
        scope = {"public": "public", "official": "internal"}[name]
        return bearer(token_for(UserFactory(roles=["official"]), scope)[1])

    return make


def file_under(kind: str, code: str, name: str, audiences: tuple[str, ...] = ("public", "internal")) -> None:
    """Let every resolution be filed under a theme or matter, as an edition of items that are would."""
    for tables in map(TABLES.__getitem__, audiences):
        named = tables.name.objects.create(kind=kind, code=code, name=name, folded=fold(name))
        for entry in tables.entry.objects.filter(kind="clause"):
            tables.mention.objects.create(entry=entry, name=named)


def issue_named(count: int, year: int = 2023) -> None:
    """Issue so many meetings of a year, each with somebody who comes to all, a document, a theme and a matter."""
    person = PersonFactory(code="fanjianjun", name="范剑军")
    for index in range(count):
        # A number that no other meeting of a test has.
        meeting = MeetingFactory(held_on=date(year, 1, 1) + timedelta(days=index), number=90_001 + index)
        item = AgendaItemFactory(meeting=meeting, title="审议《重点项目方案》")
        ResolutionFactory(agenda_item=item, text="原则同意《重点项目方案》。")
        AttendanceFactory(meeting=meeting, name="范剑军", person=person)
        issue(meeting)
    file_under("theme", "jianshe", "城市建设")
    file_under("matter", "gaizao", "老旧小区改造")


def problem_of(response: Any, status: int) -> dict[str, Any]:
    """Return the problem of an answer that must be one of this status."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    found = response.json()
    assert found["status"] == status
    assert found["detail"]
    assert set(found) >= {"type", "title", "status", "detail", "instance"}
    assert "no-store" in response.headers["Cache-Control"]
    return found
