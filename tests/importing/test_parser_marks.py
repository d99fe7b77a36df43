"""What a person says of a line stands over what the parser sees, and nothing is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gusu_minutes.importing.parser import Marks, Role, marks_from, parse, reassemble
from tests.importing.texts import SAMPLES, squeezed

TEXT = """区政府第5次常务会议纪要
2024年3月1日上午,区长王强主持召开区政府第5次常务会议。会议议定以下意见:
一、研究供水工作
会议同意《供水方案》。由区水务局牵头实施。区财政局要做好保障。
二、研究供电工作
会议原则同意《供电方案》,
请尽快印发。
站内广告
张三 李四"""
GUSU = (SAMPLES / "gusu-39.txt").read_text(encoding="utf-8")


def at(words: str) -> int:
    return TEXT.index(words)


def read(roles: dict[str, str] | None = None, breaks: tuple[str, ...] = (), joins: tuple[str, ...] = ()):
    said = [(at(words), role) for words, role in (roles or {}).items()]
    return parse(TEXT, marks=marks_from(said, map(at, breaks), map(at, joins)))


def shape(parsed) -> list[tuple[str | None, list[str]]]:
    return [(item.title, [str(clause.text) for clause in item.clauses]) for item in parsed.items]


def test_without_marks_nothing_changes():
    assert parse(TEXT, marks=Marks()) == parse(TEXT)


def test_a_heading_may_be_said_to_be_a_clause():
    titles = [title for title, _clauses in shape(read({"二、研究供电工作": "clause"}))]
    assert titles == ["研究供水工作"]
    assert ("二、", "研究供电工作") in [
        (c.number, c.text) for c in read({"二、研究供电工作": "clause"}).items[0].clauses
    ]


def test_a_clause_may_be_said_to_be_a_heading():
    assert shape(read({"站内广告": "heading"}))[-1][0] == "站内广告"


def test_a_line_may_be_set_aside():
    parsed = read({"会议同意《供水方案》": "ignore"})
    assert shape(parsed)[0] == ("研究供水工作", [])
    assert any("供水方案" in line for line in parsed.unparsed)


@pytest.mark.parametrize("kind", [role.value for role in Role if role.is_attendance])
def test_a_line_may_be_said_to_name_who_was_there(kind):
    parsed = read({"张三 李四": kind})
    assert [(p.kind, p.name) for p in parsed.attendance] == [(kind, "张三"), (kind, "李四")]


def test_a_line_said_to_be_attendance_that_names_nobody_is_kept():
    parsed = read({"会议同意《供水方案》": "present"})
    assert any("供水方案" in line for line in parsed.unparsed)
    assert parsed.attendance == ()


def test_a_paragraph_is_split_where_it_is_said():
    assert shape(read(breaks=("区财政局要",)))[0][1] == [
        "会议同意《供水方案》。由区水务局牵头实施。",
        "区财政局要做好保障。",
    ]


def test_lines_are_joined_and_parted_where_it_is_said():
    assert shape(read(joins=("请尽快",)))[1][1][:1] == ["会议原则同意《供电方案》,请尽快印发。"]
    assert "请尽快印发。" in shape(read(breaks=("请尽快",)))[1][1]


def test_preamble_and_closing_may_be_said():
    parsed = read({"站内广告": "closing", "会议同意《供水方案》": "preamble"})
    assert "站内广告" in parsed.closing
    assert any("供水方案" in line for line in parsed.preamble)


def test_what_is_said_of_a_line_survives_in_its_words_only():
    with pytest.raises(ValueError, match="title"):
        marks_from([(0, "title")], [], [])


offsets = st.integers(0, len(GUSU))
marks = st.builds(
    marks_from,
    st.lists(st.tuples(offsets, st.sampled_from([role.value for role in Role]))),
    st.lists(offsets),
    st.lists(offsets),
)


@given(marks)
def test_nothing_is_lost_by_any_marks(given_marks):
    assert squeezed(reassemble(parse(GUSU, marks=given_marks))) == squeezed(GUSU)


lines = GUSU.splitlines(keepends=True)
starts = [sum(map(len, lines[:n])) for n in range(len(lines))]


@given(st.dictionaries(st.sampled_from(starts), st.sampled_from(list(Role))), st.sets(st.sampled_from(starts)))
def test_nothing_is_lost_by_marks_on_lines(roles, joins):
    parsed = parse(GUSU, marks=Marks(roles, frozenset(), frozenset(joins)))
    assert squeezed(reassemble(parsed)) == squeezed(GUSU)
