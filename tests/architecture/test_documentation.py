"""What README and docs say is there is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.sources import ROOT

DOCUMENTS = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if path.name != "CHANGELOG.md"]
# A command stands in `code` or begins a line of a code block.
COMMAND = r"(?:`|^)(?:[A-Z_]+=\S+ )*(?:\S*/)?"


def names(documents: list[Path], command: str) -> set[tuple[str, str]]:
    """Return (document, name) for each `command name` in the documents."""
    pattern = re.compile(rf"{COMMAND}{command} ([a-z][a-z_]*)", re.MULTILINE)
    return {(path.name, found) for path in documents for found in pattern.findall(path.read_text("utf-8"))}


def test_every_make_target_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert not {(file, target) for file, target in names(DOCUMENTS, "make") if target not in targets}


def test_every_management_command_exists():
    commands = get_commands()
    assert not {(file, name) for file, name in names(DOCUMENTS, r"manage\.py") if name not in commands}


def test_every_setting_is_documented_and_every_documented_one_exists():
    setting = re.compile(r"\b(?:GUSU_[A-Z_]+|DATABASE_URL)\b")
    read = {*setting.findall((ROOT / "gusu_minutes/settings.py").read_text("utf-8")), "DATABASE_URL"}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/deployment.md").read_text("utf-8"), re.MULTILINE))
    assert read == documented


@pytest.mark.parametrize("text", ["`make nonsense`", "make nonsense", "`PORT=1 make nonsense`"])
def test_a_command_is_seen(tmp_path, text):
    document = tmp_path / "a.md"
    document.write_text(f"First.\n{text}\n")
    assert names([document], "make") == {("a.md", "nonsense")}
