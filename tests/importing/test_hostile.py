"""Hostile files, and files of the wrong kind: each has its code, its sentence, and costs little.

Each is read in a process of its own that is forked for it; the memory counted is what reading took, in it and in the
worker that reads PDF files, above what both take anyway.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from gusu_minutes.importing.parser import SourceError
from gusu_minutes.importing.sources import explain
from tests.importing.hostile import Case, cases

ROOT = Path(__file__).parents[2]
CASES: dict[str, Case] = dict(cases())
MEGABYTES = 100
HANGS = 30  # seconds; the slowest takes 5 on an idle machine, and what is no PDF bomb far less


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of each file: code, seconds, megabytes."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, (make, name, _code) in enumerate(CASES.values()):
        (folder / f"{number:03}-{name}").write_bytes(make())
    command = [sys.executable, "-m", "tests.importing.measure", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=600)
    results = json.loads(done.stdout)
    return {name: results[f"{number:03}"] for number, name in enumerate(CASES)}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_for_the_right_reason_at_little_cost(case: str, measured: dict[str, dict[str, Any]]) -> None:
    found = measured[case]
    assert found["code"] == CASES[case][2]
    assert found["megabytes"] < MEGABYTES
    assert found["seconds"] < HANGS


@pytest.mark.parametrize("code", sorted({code for _, _, code in CASES.values() if code} | {"too_long", "null"}))
def test_every_refusal_is_a_sentence_in_the_language_of_the_user(code: str) -> None:
    error = SourceError(code, "what programs see")
    with translation.override("zh-hans"):
        sentence = explain(error)
    with translation.override("en"):
        english = explain(error)
    assert re.search("[\u4e00-\u9fff]", sentence)
    assert sentence.endswith("。")
    assert english not in (sentence, "what programs see")
