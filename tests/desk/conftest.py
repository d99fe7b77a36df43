import pytest
from django.test import Client

from tests.decisions.story import Story
from tests.kept import Kept


@pytest.fixture
def story(kept_story: Kept[Story], db: None) -> Story:
    """An issued assignment in state `assigned`, due in ten days, with its people."""
    return kept_story.put_back()


@pytest.fixture
def enter(story: Story):
    """Return a client signed in as a person of the story: enter("lead")."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(getattr(story, role))
        return client

    return sign_in
