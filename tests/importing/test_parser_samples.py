"""The parser against the sample minutes: every record right, every character kept, in either script."""

import json
from pathlib import Path

import pytest

from gusu_minutes.common.folding import fold, to_simplified, to_traditional
from gusu_minutes.importing.parser import Cut, Directory, ParsedMinutes, parse, read_source, reassemble
from tests.importing import score
from tests.importing.texts import SAMPLES, squeezed

TEXTS = sorted(SAMPLES.glob("*.txt"), key=lambda path: path.stem)
WORD_FILES = sorted(SAMPLES.glob("*.docx"), key=lambda path: path.stem)


def gold(path: Path) -> dict:
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def read(path: Path) -> str:
    return read_source(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", [*TEXTS, *WORD_FILES], ids=lambda path: path.name)
def test_every_record_of_a_sample_is_read(path: Path) -> None:
    tally = score.score_one(gold(path), parse(read(path)).to_dict())
    assert tally.misses == []
    assert score.overall(tally) == [1.0] * 8


@pytest.mark.parametrize("path", [*TEXTS, *WORD_FILES], ids=lambda path: path.name)
def test_every_character_of_a_sample_comes_back(path: Path) -> None:
    text = read(path)
    assert squeezed(reassemble(parse(text))) == squeezed(text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_the_other_script_gives_the_same_records(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    simplified = to_simplified(text)
    assert facts(to_traditional(simplified)) == facts(simplified)


def facts(text: str) -> dict:
    """The records, folded; the clauses' words by their length only, since OpenCC does not give every character back."""
    records = json.loads(fold(json.dumps(parse(text).to_dict(), ensure_ascii=False)))
    for item in records["items"]:
        for clause in item["clauses"]:
            clause["text"] = len(clause["text"])
    return records


def test_every_record_knows_its_place_in_the_source() -> None:
    text = (SAMPLES / "gusu-39.txt").read_text(encoding="utf-8")
    parsed = parse(text)
    for cut in parsed.cuts():
        assert squeezed("".join(text[part.start : part.end] for part in cut.parts)) == squeezed(cut)
    lines = text.splitlines()
    clause = parsed.items[1].clauses[0]
    assert clause.text in lines[clause.text.lines[0] - 1]
    assert "parts" not in json.dumps(parsed.to_dict())


def test_what_is_put_together_comes_from_the_records() -> None:
    parsed = parse((SAMPLES / "gusu-39.txt").read_text(encoding="utf-8"))
    title = parsed.items[0].title
    assert title
    altered = type(parsed.items[0])(
        parsed.items[0].number, Cut("改" * len(title), title.parts), None, (), (), parsed.items[0].clauses
    )
    again = ParsedMinutes(
        parsed.meeting,
        parsed.preamble,
        (altered, *parsed.items[1:]),
        parsed.closing,
        parsed.attendance,
        parsed.unparsed,
        parsed.literals,
    )
    assert "一、" + "改" * len(title) in reassemble(again)


def test_a_directory_settles_a_name_that_the_endings_cannot() -> None:
    text = "区政府召开第1次常务会议。\n列席：国网青湖高明 区财政局王镇"
    assert [p.department for p in parse(text).attendance if p.name == "高明"] in ([], [None])
    known = Directory({"国网青湖": "国网青湖供电公司"}, {"高明": ["国网青湖供电公司"]})
    people = parse(text, directory=known).attendance
    assert [(p.department, p.name) for p in people] == [("国网青湖", "高明"), ("区财政局", "王镇")]
