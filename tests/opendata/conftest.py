"""Issued minutes, and a folder of their own for what is made of them."""

from pathlib import Path

import pytest

from tests.public.conftest import minutes, persona, withdrawn

__all__ = ["minutes", "persona", "withdrawn"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """Where the files of the test go."""
    settings.OPEN_DATA_DIR = tmp_path / "open-data"
    return settings.OPEN_DATA_DIR
