"""The locks hold what pyproject.toml asks for, with hashes, and name no registry."""

import re
import tomllib

import pytest

from tests.architecture.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NAME = re.compile(r"^([A-Za-z0-9._-]+)")
WANTED = {
    "base": PROJECT["project"]["dependencies"],
    "dev": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
    "setup": PROJECT["dependency-groups"]["setup"],
}


@pytest.mark.parametrize("lock", WANTED)
def test_lock(lock):
    text = (ROOT / f"requirements/{lock}.txt").read_text("utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==\S+(?: ; .*)? \\\n    --hash=", text, re.MULTILINE)
    wanted = {re.sub(r"[._-]+", "-", NAME.findall(line)[0]).lower() for line in WANTED[lock]}
    assert wanted <= set(pinned), "run `make lock`"
    assert "://" not in text
    assert len(pinned) == len(re.findall(r"^[a-z0-9-]+", text, re.MULTILINE)), "a package without a hash"
