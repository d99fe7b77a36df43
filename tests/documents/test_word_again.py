"""A document that was exported as a Word file and is imported again gives the same records."""

import json
from pathlib import Path
from typing import Any

import pytest

from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.documents.word import to_word
from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import ParsedMinutes, parse, read_source
from tests.importing import score
from tests.importing.texts import SAMPLES

SAMPLE_TEXTS = sorted(SAMPLES.glob("*.txt"), key=lambda path: path.stem)
WRITTEN = sorted((SAMPLES.parent / "written").glob("*.txt"), key=lambda path: path.stem)


def read(path: Path) -> ParsedMinutes:
    return parse(read_source(path.read_bytes(), path.name))


def again(parsed: ParsedMinutes, **kwargs: Any) -> ParsedMinutes:
    """Return the records of the document that these make."""
    return parse(read_source(to_word(minutes_paper(document_of(parsed), **kwargs)), "纪要.docx"))


def assert_same(gold: dict[str, Any], parsed: ParsedMinutes) -> None:
    """Every row of the score is full, but for unparsed lines: those of the sheet (mark, number, imprint) differ."""
    tally = score.score_one({**gold, "unparsed": []}, {**parsed.to_dict(), "unparsed": []})
    assert tally.misses == []
    assert score.overall(tally) == [1.0] * 8


@pytest.mark.parametrize("path", SAMPLE_TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("draft", [False, True], ids=["issued", "draft"])
def test_a_sample_comes_back(path: Path, draft: bool) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    first = read(path)
    second = again(first, draft=draft)
    assert_same(gold, second)
    assert list(second.preamble) == [typeset(line) for line in first.preamble]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_what_was_read_of_a_written_text_comes_back(path: Path) -> None:
    first = read(path)
    second = again(first)
    assert_same(first.to_dict(), second)
    assert list(second.preamble) == [typeset(line) for line in first.preamble]


@pytest.mark.parametrize("path", [*SAMPLE_TEXTS, *WRITTEN], ids=lambda path: path.stem)
def test_only_the_sheet_is_left_over(path: Path) -> None:
    """What the importer does not place is what the program printed around the minutes, nothing of their text."""
    document = document_of(read(path))
    paper = minutes_paper(document)
    sheet = "".join([document.head, document.number_line, paper.name, document.issuer, *document.copy_to])
    left = again(read(path)).unparsed
    assert all(
        line in sheet or line.startswith("抄送：") or line.endswith("印发") for line in left
    ), left  # fmt: skip


def test_twice_is_as_once() -> None:
    first = read(SAMPLES / "gusu-39.txt")
    once, twice = (to_word(minutes_paper(document_of(one))) for one in (again(first), again(again(first))))
    assert once == twice
