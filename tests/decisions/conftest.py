import pytest

from tests.decisions.story import Story, tell


@pytest.fixture
def story(db: None) -> Story:
    """An issued assignment in state `assigned`, due in ten days, with its people."""
    return tell()
