"""What the minutes are as an official document: the roll, the chair, the names."""

from dataclasses import replace

import pytest

from gusu_minutes.documents.model import Attendee
from gusu_minutes.documents.paper import Roll
from gusu_minutes.documents.papers.minutes import as_minutes, minutes_paper, roll_entry
from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import parse


@pytest.mark.parametrize(
    ("person", "text"),
    [
        (Attendee("present", "陈羔"), "陈　羔"),
        (Attendee("present", "华建男"), "华建男"),
        (Attendee("present", "王勇", "区财政局"), "区财政局王勇"),
        (Attendee("invited", "祝福", "区人大常委会", "副主任"), "区人大常委会副主任祝福"),
        (Attendee("leave", "张三", "区财政局", "", "王勇"), "区财政局张三（代王勇）"),
    ],
)
def test_somebody_on_the_roll(person: Attendee, text: str) -> None:
    assert roll_entry(person) == text


def test_a_chair_whom_the_text_does_not_name_stands_on_the_roll() -> None:
    document = document_of(parse("2024年12月13日，区长李明主持召开区政府第3次常务会议。\n会议同意甲。"))
    assert not [block for block in minutes_paper(document).blocks if isinstance(block, Roll)]
    untold = minutes_paper(replace(document, preamble=("区政府召开第3次常务会议。",)))
    assert [block for block in untold.blocks if isinstance(block, Roll)] == [Roll("主持", ("区长李明",))]


def test_the_name_is_in_the_script_of_the_meeting() -> None:
    assert as_minutes("姑蘇區政府第39次常務會議") == "姑蘇區政府第39次常務會議紀要"
    assert as_minutes("姑苏区政府第39次常务会议") == "姑苏区政府第39次常务会议纪要"
    assert as_minutes("专题会议纪要") == "专题会议纪要"


def test_the_labels_of_the_roll_too() -> None:
    document = document_of(parse("區政府召開第3次常務會議。\n會議同意甲。\n應邀列席：王強\n記錄：李明"))
    assert [block.label for block in minutes_paper(document).blocks if isinstance(block, Roll)] == ["應邀列席", "記錄"]
