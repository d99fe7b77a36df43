"""An official document straight from a text: what the sheet says, and what the parser found."""

import json

from gusu_minutes.documents.model import MinutesDocument, canonical_json
from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import parse
from tests.importing.texts import SAMPLES


def document(name: str) -> MinutesDocument:
    return document_of(parse((SAMPLES / f"{name}.txt").read_text(encoding="utf-8-sig")))


def test_a_text_with_its_own_head() -> None:
    made = document("bailu-zhuanti-12")
    assert made.head == "白鹭新区管理委员会专题会议纪要"
    assert made.number_line == "〔2023〕12号"
    assert (made.issuer, made.issued_on) == ("白鹭新区管理委员会办公室", "2023-05-22")
    assert (made.held_on, made.half_day, made.chair_name) == ("2023-05-18", "morning", "管晓东")


def test_a_text_without_one() -> None:
    made = document("gusu-39")
    assert made.head == "保護區管委會、姑蘇區政府常務會議紀要"
    assert made.number_line == "第39次"
    assert (len(made.items), made.clause_count, len(made.attendance)) == (8, 23, 50)
    assert made.items[2].presenting[0].name == "姑蘇生態環境局"


def test_assignments_stand_under_their_clause() -> None:
    clause = document("bailu-zhuanti-12").items[0].clauses[3]
    (task,) = clause.responsibilities
    assert (task.lead.name, task.role, task.due_on) == ("建设局", "lead", "2023-07-31")
    assert [unit.name for unit in task.supporting] == ["规划分局", "滨江街道"]


def test_a_day_without_a_year_stays_open() -> None:
    assert document_of(parse("4月8日，区政府召开常务会议。\n会议同意《办法》。")).held_on == ""


def test_any_text_makes_one() -> None:
    for text in ("", "会议", "一、", "出席：张三", "— 1 —"):
        made = document_of(parse(text))
        assert MinutesDocument.from_dict(json.loads(canonical_json(made.to_dict()))) == made
