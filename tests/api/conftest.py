"""Issued minutes, readers with and without tokens, and no counts left over from another test."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gusu_minutes.api.models import ApiToken
from gusu_minutes.api.tokens import make_token
from tests.factories import UserFactory
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
