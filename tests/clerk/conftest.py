"""The people of the clerk's room, signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A function that signs a new person with the given roles in: signed_in("clerk")."""

    def sign_in(*roles: str, **fields: Any) -> Client:
        client = Client()
        user = UserFactory(roles=list(roles), **fields)
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    return sign_in


@pytest.fixture
def clerk(signed_in: Callable[..., Client]) -> Client:
    return signed_in("clerk", first_name="文书")


@pytest.fixture
def signatory(signed_in: Callable[..., Client]) -> Client:
    return signed_in("signatory")


@pytest.fixture
def publisher(signed_in: Callable[..., Client]) -> Client:
    return signed_in("publisher")
