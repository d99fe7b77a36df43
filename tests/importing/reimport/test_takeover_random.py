"""Whatever comes again: afterwards the draft says what the text says, and a second time nothing changes."""

import random

import pytest

from decisions.models import Assignment, Resolution
from gusu_minutes.importing.apply import apply_plan
from gusu_minutes.importing.imports import begin_import
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.reading import plan_import
from gusu_minutes.importing.reimport.begin import begin_again, changes_of
from gusu_minutes.importing.reimport.takeover import take_over
from meetings.models import AgendaItem
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SENTENCES = [
    "会议同意《供水方案》。", "由区水务局牵头实施管网改造。", "各街道要做好宣传解释工作。", "区财政局要落实专项资金。",
    "由区城管委牵头补种行道树。", "会议同意《绿化方案》。", "要加强统筹协调。", "由区住建委牵头制定年度计划。",
    "会议同意。", "要压实责任。",
]  # fmt: skip
TITLES = ["研究供水工作", "研究绿化工作", "审议《导则》", "听取关于重点项目情况的汇报"]
NAMES = ["陈羔", "吴强", "华建男", "陆文明", "雷波"]


def write(shuffler: random.Random) -> str:
    """Return minutes made of some of the sentences, in any order, some of them reworded."""
    sentences = shuffler.sample(SENTENCES, shuffler.randint(3, len(SENTENCES)))
    sentences = [one.replace("要", "必须") if shuffler.random() < 0.2 else one for one in sentences]
    titles = shuffler.sample(TITLES, shuffler.randint(1, 3))
    lines = ["2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。", "会议议定以下意见:"]
    for at, title in enumerate(titles):
        lines.append(f"{'一二三'[at]}、{title}")
        lines += [f"({'一二三四五六七八九十'[n]}){one}" for n, one in enumerate(sentences[at :: len(titles)])]
    return "\n".join([*lines, "出席:" + " ".join(shuffler.sample(NAMES, shuffler.randint(1, 5)))])


@pytest.mark.parametrize("seed", range(12))
def test_the_draft_says_what_the_text_says(seed):
    shuffler = random.Random(seed)
    clerk = UserFactory(roles=["clerk"])
    first = begin_import(source=write(shuffler), file_name="", to_simplified=True, by=clerk)
    meeting = apply_plan(minutes_import=first, by=clerk)
    for _round in range(3):
        keys = dict(Resolution.objects.values_list("pk", "key"))
        tasks = dict(Assignment.objects.values_list("pk", "resolution"))
        text = write(shuffler)
        one = begin_again(meeting=meeting, source=text, file_name="", to_simplified=True, by=clerk)
        known = Known.load()
        plan = plan_import(one, known)
        changes = changes_of(meeting, plan, known)
        names = [removal.name for removal in changes.removals]
        take_over(minutes_import=one, seen=changes.seen, confirmed=names, by=clerk)
        items = list(meeting.items.order_by("position"))
        assert [(item.title, [clause.text for clause in item.resolutions.order_by("position")]) for item in items] == [
            (item.title, [clause.text for clause in item.clauses]) for item in plan.items
        ]
        assert [entry.name for entry in meeting.attendance.order_by("position")] == [
            entry.name for entry in plan.attendance
        ]
        assert all(keys.get(pk, key) == key for pk, key in Resolution.objects.values_list("pk", "key"))
        left = dict(Assignment.objects.filter(pk__in=tasks).values_list("pk", "resolution"))
        assert all(tasks[pk] == resolution for pk, resolution in left.items())
        for model in (AgendaItem, Resolution):
            assert not model.objects.filter(position__lt=1).exists()
            assert not model.history.filter(position__lt=1).exists()
        again = begin_again(meeting=meeting, source=text, file_name="", to_simplified=True, by=clerk)
        known = Known.load()
        assert not changes_of(meeting, plan_import(again, known), known)
        meeting.refresh_from_db()
