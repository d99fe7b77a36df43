"""The excerpt for one department holds what concerns it, and no word of anything else."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.enums import AssignmentState
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.build import internal_document
from gusu_minutes.documents.model import Clause, Item, MinutesDocument, Responsibility, SeriesInfo, Unit
from gusu_minutes.documents.paper import Head, Paragraph, Table
from gusu_minutes.documents.papers.excerpt import NothingConcerns, excerpt_of, excerpt_paper
from tests.factories import AssignmentFactory, DepartmentFactory, ResolutionFactory, draft

FINANCE, PLANNING, CULTURE = Unit("finance", "区财政局"), Unit("planning", "区发改局"), Unit("culture", "区文旅局")
CANARY = "金丝雀"


def item(key, *clauses, presenting=(), number="一", title="审议方案"):
    return Item(
        key=key,
        number=number,
        title=title,
        kind="study",
        outcome="approved",
        presenting=tuple(presenting),
        documents=(f"{CANARY}文件",),
        forwarded_to=(f"{CANARY}委员会",),
        clauses=tuple(clauses),
    )


def clause(key, text, *responsibilities, number="（一）"):
    return Clause(key, number, text, tuple(responsibilities))


def document(*items):
    return MinutesDocument(
        head="苏州市姑苏区人民政府常务会议纪要",
        number_line="第39次",
        title="姑苏区政府第39次常务会议",
        series=SeriesInfo("executive", "常务会议", "executive"),
        bodies=("姑苏区政府",),
        address="executive/2024/39",
        number=39,
        term=None,
        held_on="2024-12-13",
        half_day="afternoon",
        place="301会议室",
        chair_name="陈羔",
        chair_title="区长",
        document_number="",
        preamble=(f"会议研究了{CANARY}事项。",),
        items=items,
        closing=(f"会议还研究了{CANARY}事项。",),
        attendance=(),
        annexes=(f"{CANARY}附件",),
        copy_to=(f"{CANARY}单位",),
        issuer="姑苏区人民政府办公室",
        issued_on="2024-12-16",
    )


OTHERS = item("x", clause("x1", f"{CANARY}决议", Responsibility("lead", CULTURE)), title=f"{CANARY}议题", number="二")


def table_of(paper):
    return next((block for block in paper.blocks if isinstance(block, Table)), None)


def test_what_it_presented_stands_whole():
    own = item("a", clause("a1", "同意方案。"), clause("a2", "尽快实施。", number="(二)"), presenting=[FINANCE])
    paper = excerpt_paper(document(OTHERS, own), "finance", "区财政局")
    text = [block.whole for block in paper.blocks if isinstance(block, Paragraph)]
    assert text[0] == "区财政局："
    assert text[2:5] == ["一、审议方案", "（一）同意方案。", "（二）尽快实施。"]
    assert table_of(paper) is None
    assert isinstance(paper.blocks[0], Head)
    assert paper.blocks[0].mark == "抄告单"


def test_of_other_items_only_the_resolutions_that_put_it_to_work():
    shared = item(
        "a",
        clause("a1", f"{CANARY}一", Responsibility("lead", PLANNING)),
        clause("a2", "由区发改局牵头。", Responsibility("lead", PLANNING, (FINANCE,), "2024-12-31"), number="(二)"),
        clause("a3", f"{CANARY}三", number="（三）"),
        presenting=[PLANNING],
        number="三",
    )
    paper = excerpt_paper(document(OTHERS, shared), "finance", "区财政局")
    assert CANARY not in repr(paper)
    assert "（二）由区发改局牵头。" in [block.whole for block in paper.blocks if isinstance(block, Paragraph)]
    assert [[cell.text for cell in row] for row in table_of(paper).rows] == [
        ["三（二）", "协办", "区发改局", "区财政局", "2024年12月31日"]
    ]


def test_tasks_of_others_are_left_out():
    own = item(
        "a",
        clause(
            "a1",
            "各单位抓好落实。",
            Responsibility("responsible", FINANCE, due_text="月底前"),
            Responsibility("lead", Unit("other", f"{CANARY}局")),
            Responsibility("lead", CULTURE, (Unit("", f"{CANARY}中心"),)),
        ),
        presenting=[FINANCE],
    )
    paper = excerpt_paper(document(own), "finance", "区财政局")
    assert CANARY not in repr(paper)
    assert [[cell.text for cell in row] for row in table_of(paper).rows] == [
        ["一（一）", "责任单位", "区财政局", "—", "月底前"]
    ]


@pytest.mark.parametrize("code", ["finance", "planning", "culture"])
def test_no_canary_of_another_item(code):
    """Every field of what is left out holds the canary; the excerpt, its metadata included, holds none."""
    unit = {"finance": FINANCE, "planning": PLANNING, "culture": CULTURE}[code]
    canaries = item(
        f"{CANARY}key",
        clause(f"{CANARY}c", f"{CANARY}文", Responsibility("lead", Unit("z", f"{CANARY}局"), due_text=CANARY)),
        presenting=[Unit("z", f"{CANARY}局")],
        number=CANARY,
        title=f"{CANARY}议题《{CANARY}》",
    )
    own = item("a", clause("a1", "同意。", Responsibility("lead", unit)), number="二")
    whole = document(canaries, own, canaries)
    assert CANARY not in repr(excerpt_paper(whole, code, unit.name))
    assert CANARY not in repr(excerpt_of(whole, code))


def test_names_of_documents_are_read_anew():
    own = item("a", clause("a1", "同意《实施方案》。", Responsibility("lead", FINANCE)))
    (cut,) = excerpt_of(document(own), "finance").items
    assert cut.documents == ("实施方案",)
    assert (cut.outcome, cut.forwarded_to) == ("", ())


@pytest.mark.parametrize("code", ["", "nobody"])
def test_nothing_concerns_it(code):
    unlisted = item(
        "a", clause("a1", "同意。", Responsibility("lead", Unit("", "某公司"))), presenting=[Unit("", "某协会")]
    )
    assert excerpt_of(document(unlisted), code).items == ()
    with pytest.raises(NothingConcerns, match="某单位"):
        excerpt_paper(document(unlisted), code, "某单位")
    assert issubclass(NothingConcerns, DomainError)


def test_the_document_is_left_as_it_was():
    whole = document(OTHERS, item("a", clause("a1", "同意。"), presenting=[FINANCE]))
    before = dataclasses.replace(whole)
    excerpt_paper(whole, "finance", "区财政局")
    assert whole == before


@pytest.mark.django_db
def test_from_records_a_cancelled_task_is_none():
    meeting = draft(items=2)
    first, second = (entry.resolutions.get() for entry in meeting.items.order_by("position"))
    unit = DepartmentFactory()
    AssignmentFactory(resolution=first, lead=unit)
    cancelled = AssignmentFactory(resolution=second, lead=unit)
    cancelled.state = AssignmentState.CANCELLED
    cancelled.save()
    ResolutionFactory(agenda_item=second.agenda_item, text=CANARY)
    paper = excerpt_paper(internal_document(meeting), unit.code, unit.name)
    assert first.text in repr(paper)
    assert second.text not in repr(paper)
    assert CANARY not in repr(paper)


CODES = ("finance", "planning", "culture", "")
units = st.sampled_from(CODES).map(lambda code: Unit(code, code or "某公司"))
tasks = st.builds(Responsibility, st.just("lead"), units, st.lists(units, max_size=2).map(tuple))
shapes = st.lists(
    st.tuples(st.lists(units, max_size=2), st.lists(st.lists(tasks, max_size=2), max_size=3)), min_size=1, max_size=4
)


@given(shapes, st.sampled_from(CODES[:3]))
def test_whatever_the_minutes_hold(shape, code):
    """A resolution stands in the excerpt if and only if the department brought its item, or has a task in it."""
    items: list[Item] = []
    wanted: set[str] = set()
    unwanted: set[str] = set()
    for row, (presenting, clauses) in enumerate(shape):
        made = []
        for column, entries in enumerate(clauses):
            text = f"<{row}.{column}>"
            made.append(clause(f"k{row}{column}", text, *entries))
            concerns = any(unit.code == code for unit in presenting) or any(
                code in (entry.lead.code, *(unit.code for unit in entry.supporting)) for entry in entries
            )
            (wanted if concerns else unwanted).add(text)
        items.append(item(f"i{row}", *made, presenting=presenting))
    shown = repr(excerpt_of(document(*items), code))
    assert all(text in shown for text in wanted)
    assert not any(text in shown for text in unwanted)
    if excerpt_of(document(*items), code).items:
        printed = repr(excerpt_paper(document(*items), code, "某单位"))
        assert all(text in printed for text in wanted)
        assert not any(text in printed for text in unwanted)
