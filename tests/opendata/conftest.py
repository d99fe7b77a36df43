"""Issued minutes, and a folder of their own for what is made of them."""

from pathlib import Path

import pytest

from gusu_minutes.opendata import shelf
from gusu_minutes.opendata.shelf import Made
from tests.public.conftest import kept_minutes, minutes, persona, withdrawn

__all__ = ["kept_minutes", "minutes", "persona", "withdrawn"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """Where the files of the test go."""
    settings.OPEN_DATA_DIR = tmp_path / "open-data"
    return settings.OPEN_DATA_DIR


def made_of(scope: str) -> Made:
    """Return what was made of a scope, which must be there."""
    made = shelf.read(scope)
    assert made is not None
    return made
