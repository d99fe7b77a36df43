from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import UserFactory


@pytest.fixture
def enter(db: None) -> Callable[..., Client]:
    """Return a client signed in as somebody with the roles: enter("leader")."""

    def sign_in(*roles: str) -> Client:
        client = Client()
        client.force_login(UserFactory(roles=list(roles)))
        return client

    return sign_in
