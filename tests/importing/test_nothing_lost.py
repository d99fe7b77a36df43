"""The promise: the minutes put together again from the records are the text that came in."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from gusu_minutes.common.folding import to_simplified
from gusu_minutes.documents.build import internal_document
from gusu_minutes.documents.text import same_text, squeeze, to_text
from gusu_minutes.importing.apply import apply_plan
from gusu_minutes.importing.imports import begin_import, keep_choices
from gusu_minutes.importing.leftovers import complete
from gusu_minutes.importing.parser import parse
from meetings.models import Meeting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.txt"))
SESSION_39 = Path(settings.BASE_DIR) / "fixtures" / "gusu-39.txt"
# Their roll stands at the end, a line a kind, as we write it too.
SAME_LAYOUT = ("gusu-39", "jiangdu-4-102", "yunze-12")
LABELS = "出席列席参加参会人员记录人请假缺席邀请应邀会议纪要"


def imported(source: str, *, to_simplified: bool = False) -> Meeting:
    clerk = UserFactory(roles=["clerk"])
    begun = begin_import(source=source, file_name="", to_simplified=to_simplified, by=clerk)
    choices = {"meeting": {"held_on": "2025-04-08"}} if "4月8日" in source else {}
    begun = keep_choices(minutes_import=begun, choices=choices, version=begun.version, by=clerk)
    return apply_plan(minutes_import=begun, by=clerk)


def test_the_39th_session_comes_out_as_it_went_in():
    source = SESSION_39.read_text("utf-8")
    assert same_text(to_text(internal_document(imported(source))), source)


@pytest.mark.parametrize("simplify", [False, True], ids=["as it came", "simplified"])
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.stem in SAME_LAYOUT], ids=lambda path: path.stem)
def test_minutes_of_our_layout_come_out_as_they_went_in(path, simplify):
    source = path.read_text("utf-8")
    wanted = to_simplified(source) if simplify else source
    assert same_text(to_text(internal_document(imported(source, to_simplified=simplify))), wanted)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_character_is_lost(path):
    source = path.read_text("utf-8")
    meeting = imported(source)
    kept = Counter(
        squeeze(
            meeting.title
            + meeting.document_number
            + meeting.series.document_title
            + to_text(internal_document(meeting))
            + meeting.unplaced
        )
    )
    lost = Counter(squeeze(source)) - kept
    assert not {character for character in lost if character.isalnum()} - set(LABELS), lost


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "2024年3月8日,区长周岩主持召开区政府第1次常务会议。\n一、研究供热工作\n(一)会议同意方案。\n(二)明确以下事项:\n1.由区住建局牵头。\n二、研究其他\n会议同意。",
            ["(一)会议同意方案。", "(二)明确以下事项:", "1.由区住建局牵头。", "会议同意。"],
        ),
        (
            "2024年3月8日,区长周岩主持召开区政府第1次常务会议。\n一、研究供热工作\n会议听取了汇报。\n会议议定:\n1、同意方案。",
            ["会议听取了汇报。", "会议议定:", "1、同意方案。"],
        ),
    ],
)
def test_lead_ins_are_clauses_again(text, clauses):
    data = complete(parse(text))
    written = [(clause["number"] or "") + clause["text"] for item in data["items"] for clause in item["clauses"]]
    assert written == clauses
