"""What a correction is said to have changed: also what stands beside the words, and what a name leads to."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from gusu_minutes.documents.model import Attendee, MinutesDocument, Responsibility, Tag, Unit
from gusu_minutes.publishing.comparison import compare_whole
from gusu_minutes.publishing.diff import compare
from tests.publishing.test_comparison import clause, item, minutes

NAME = "“一、听取汇报”"
FAGAI, CAIZHENG = Unit("fagai", "区发改局"), Unit("caizheng", "区财政局")
BUDGET, HOUSING = Tag("budget", "预算"), Tag("housing", "住房")


def changes(old, new):
    with override("en"):
        return [(change.kind, change.where, change.old, change.new) for change in compare(old, new)]


def changed_rows(old, new):
    """Return what the page that compares both shows as changed: (kind, label, old, new)."""
    with override("en"):
        rows = [row for row in compare_whole(old, new) if row.kind != "same"]
    return [(row.kind, row.label, *("".join(text for _, text in side) for side in (row.old, row.new))) for row in rows]


@pytest.mark.parametrize(
    ("before", "after", "kind", "part", "old", "new"),
    [
        ({}, {"themes": (BUDGET, HOUSING)}, "added", "themes", "", "预算、住房"),
        ({"themes": (BUDGET,)}, {"themes": (HOUSING,)}, "changed", "themes", "预算", "住房"),
        ({"themes": (BUDGET,)}, {}, "removed", "themes", "预算", ""),
        ({}, {"matters": (Tag("m1", "旧改"),)}, "added", "matters", "", "旧改"),
        ({"matters": (Tag("m1", "旧改"),)}, {"matters": (Tag("m2", "旧改"),)},
         "changed", "matters", "旧改（m1）", "旧改（m2）"),
        ({"presenting": (FAGAI,)}, {"presenting": (FAGAI, CAIZHENG)},
         "changed", "presented by", "区发改局", "区发改局、区财政局"),
        ({"presenting": (Unit("", "区发改局"),)}, {"presenting": (FAGAI,)},
         "changed", "presented by", "区发改局", "区发改局（fagai）"),
        ({}, {"forwarded_to": ("区委常委会",)}, "added", "forwarded to", "", "区委常委会"),
        ({"kind": "hear"}, {"kind": "study"}, "changed", "kind", "hear a report", "study"),
        ({}, {"outcome": "approved"}, "added", "outcome", "", "approved"),
    ],
)  # fmt: skip
def test_what_is_recorded_of_an_item(before, after, kind, part, old, new):
    one, other = (minutes(items=(item("a", clause("x"), **fields),)) for fields in (before, after))
    assert changes(one, one) == changes(other, other) == []
    assert changes(one, other) == [(kind, f"{NAME}: {part}", old, new)]
    assert changed_rows(one, other) == [(kind, part, old, new)]


def test_an_item_without_a_title_is_called_by_its_first_words():
    one = minutes(items=(item("a", clause("x", "会议原则同意" * 9), title="", number=""),))
    other = replace(one, items=(replace(one.items[0], themes=(BUDGET,)),))
    ((_kind, where, _old, _new),) = changes(one, other)
    assert where == f"“{('会议原则同意' * 9)[:20]}”: themes"


def older(document, number):
    """Return the document as an edition of an older format holds it."""
    data = document.to_dict() | {"format": f"gusu-document/{number}"}
    del data["attached"]
    for entry in data["items"]:
        del entry["themes"], entry["matters"]
    for entry in data["attendance"]:
        del entry["code"]
    return MinutesDocument.from_dict(data)


@pytest.mark.parametrize("number", [1, 2])
def test_what_older_editions_lack_is_added(number):
    people = (Attendee("present", "陈羔", code="chengao"), Attendee("leave", "范剑军"))
    new = minutes(items=(item("a", clause("x"), themes=(BUDGET,)),), attendance=people)
    old = older(new, number)
    assert old.attendance[0].code == "" and old.items[0].themes == ()
    assert changes(old, new) == [
        ("added", f"{NAME}: themes", "", "预算"),
        ("changed", "pages of people", "陈羔", "陈羔（chengao）"),
    ]
    assert changes(old, older(new, number)) == []


def test_whose_page_a_name_leads_to():
    """Who is named in other words is told of by these; who came or is gone, too."""
    old = minutes(
        attendance=(
            Attendee("present", "陈羔", code="chengao"),
            Attendee("present", "李四", code="lisi"),
            Attendee("leave", "范剑军", title="主任", code="fan"),
            Attendee("leave", "王五", code="wangwu"),
        )
    )
    new = minutes(
        attendance=(
            Attendee("present", "陈羔", code="chengao"),
            Attendee("present", "李四", code="lisi-2"),
            Attendee("leave", "范剑军", title="副主任", code="fan-2"),
        )
    )
    assert changes(old, new) == [
        ("changed", "attendance", "范剑军（主任）", "范剑军（副主任）"),
        ("removed", "attendance", "王五", ""),
        ("changed", "pages of people", "李四（lisi）", "李四（lisi-2）"),
    ]
    assert changed_rows(old, new)[-1] == ("changed", "pages of people", "李四（lisi）", "李四（lisi-2）")


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (Responsibility("lead", FAGAI), Responsibility("responsible", FAGAI), "主办 区发改局", "责任单位 区发改局"),
        (Responsibility("lead", FAGAI), Responsibility("lead", Unit("fgj", "区发改局")),
         "主办 区发改局（fagai）", "主办 区发改局（fgj）"),
        (Responsibility("lead", FAGAI, (CAIZHENG,)), Responsibility("lead", FAGAI, due_on="2025-03-31"),
         "主办 区发改局，协办 区财政局", "主办 区发改局，时限 2025年3月31日"),
    ],
)  # fmt: skip
def test_who_must_do_it(before, after, old, new):
    one, other = (minutes(items=(item("a", clause("x", "请办理。", entry)),)) for entry in (before, after))
    assert changes(one, other) == [("changed", "responsibility under “请办理。”", old, new)]
    assert changed_rows(one, other) == [("changed", "", old, new)]
