import pytest

from tests.decisions.story import Story
from tests.kept import Kept


@pytest.fixture
def story(kept_story: Kept[Story], db: None) -> Story:
    """An issued assignment in state `assigned`, due in ten days, with its people."""
    return kept_story.put_back()
