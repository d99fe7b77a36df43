"""Themes and matters: how they are suggested, kept in the history, and told to each audience."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decisions.domain.drafts import discard_draft, remove_item
from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.common.models import Disclosure
from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.model import Tag
from gusu_minutes.publishing.domain import publish, sign
from gusu_minutes.publishing.domain.verify import verify
from gusu_minutes.publishing.models import PublicEdition
from meetings.domain.filing import suggested_matters, suggested_themes, text_of
from meetings.domain.review import submit
from meetings.models import AgendaItem, Matter, Theme
from tests.factories import (
    AgendaItemFactory,
    MatterFactory,
    MeetingFactory,
    ResolutionFactory,
    ThemeFactory,
    UserFactory,
    issue,
)

pytestmark = pytest.mark.django_db


def themes_of(text):
    return {theme.name for theme in suggested_themes(text)}


# Suggestions


def test_a_theme_is_suggested_by_its_name_and_words_in_any_script():
    ThemeFactory(name="城市更新", words="老旧小区\n 棚戶區 \n\n")
    assert themes_of("研究老舊小區改造") == {"城市更新"}
    assert themes_of("研究棚户区") == {"城市更新"}
    assert themes_of("推进城市更新") == {"城市更新"}
    assert themes_of("研究道路，老旧，小区") == set()  # an empty line of words suggests nothing


def test_a_theme_that_is_not_in_use_is_not_suggested():
    ThemeFactory(name="城市更新", is_active=False)
    assert themes_of("推进城市更新") == set()


@pytest.mark.parametrize(
    ("title", "clause", "found"),
    [
        ("再议", "会议通过《碳達峰方案》。", True),  # the same document, in the other script
        ("听取关于2025年第二季度防汛工作情况的汇报", "。", True),  # nearly the same title
        ("研究护栏", "按照双碳行动总体安排推进。", True),  # the matter by its name
        ("听取关于旅游的汇报", "会议通过《护栏导则》。", False),
        ("", "。", False),
    ],
)
def test_a_matter_is_suggested_by_documents_titles_and_its_name(title, clause, found):
    earlier = AgendaItemFactory(title="听取关于2025年第一季度防汛工作情况的汇报")
    ResolutionFactory(agenda_item=earlier, text="原则同意《碳达峰方案》。")
    earlier.matters.add(MatterFactory(name="双碳行动"))
    AgendaItemFactory(title="").matters.add(MatterFactory(name="不相干"))
    item = AgendaItemFactory(title=title)
    ResolutionFactory(agenda_item=item, text=clause)
    assert [matter.name for matter in suggested_matters(item, text_of(item))] == (["双碳行动"] if found else [])


def test_an_item_does_not_suggest_its_own_matter_to_itself():
    item = AgendaItemFactory(title="审议《方案》")
    item.matters.add(MatterFactory(name="别名"))
    assert suggested_matters(item, text_of(item)) == []


@pytest.mark.parametrize("number", [1, 30])
def test_suggesting_costs_the_same(number):
    for index in range(number):
        item = AgendaItemFactory(title="审议《方案》")
        ResolutionFactory(agenda_item=item)
        item.matters.add(MatterFactory())
        ThemeFactory(name=f"主题{index}")
    item = AgendaItemFactory(title="审议《方案》")
    with CaptureQueriesContext(connection) as queries:
        assert len(suggested_matters(item, text_of(item))) == number
    assert len(queries) == 5


# History


def test_every_way_to_change_them_is_kept():
    item = AgendaItemFactory()
    first, second = ThemeFactory(), ThemeFactory()
    matter = MatterFactory()

    def last():
        row = AgendaItem.history.filter(id=item.pk).latest()
        return {link.theme_id for link in row.themes.all()}, {link.matter_id for link in row.matters.all()}

    item.themes.set([first, second])
    item.matters.add(matter)
    assert last() == ({first.pk, second.pk}, {matter.pk})
    item.themes.remove(first)
    assert last() == ({second.pk}, {matter.pk})
    item.themes.clear()
    item.matters.clear()
    assert last() == (set(), set())
    assert not item.themes.exists()


def test_codes_are_random_and_stay():
    theme, matter = Theme(name="甲"), Matter(name="乙")
    theme.save()
    matter.save()
    codes = theme.code, matter.code
    theme.name, matter.name = "丙", "丁"
    theme.save()
    matter.save()
    assert (theme.code, matter.code) == codes
    assert len(set(codes)) == 2
    assert all(len(code) == 10 for code in codes)
    assert (theme.version, Theme.history.filter(id=theme.pk).count()) == (2, 2)


def test_what_is_filed_goes_with_its_draft():
    meeting = MeetingFactory()
    clerk = UserFactory(roles=["clerk"])
    for item in (AgendaItemFactory(meeting=meeting), AgendaItemFactory(meeting=meeting)):
        item.themes.add(ThemeFactory())
        item.matters.add(MatterFactory())
    remove_item(item=item, by=clerk)
    discard_draft(meeting=meeting, by=clerk)
    assert (Theme.objects.count(), Matter.objects.count(), AgendaItem.themes.through.objects.count()) == (2, 2, 0)


# What each audience is told


@pytest.fixture
def item():
    item = AgendaItemFactory(title="听取关于老旧小区的汇报")
    ResolutionFactory(agenda_item=item, text="原则同意老旧小区改造安排。")
    item.themes.add(ThemeFactory(code="renewal", name="城市更新", words="老旧小区"))
    item.themes.add(ThemeFactory(code="petition", name="信访维稳"))
    item.matters.add(MatterFactory(code="inner", name="内部名称"))
    item.matters.add(MatterFactory(code="shown", name="三香路小区改造（涉诉）", public_name="小区改造"))
    return item


def told(item, build):
    (found,) = build(item.meeting).items
    return {tag.code for tag in found.themes}, {(tag.code, tag.name) for tag in found.matters}


def test_officials_are_told_all(item):
    assert told(item, internal_document) == (
        {"renewal", "petition"},
        {("inner", "内部名称"), ("shown", "三香路小区改造（涉诉）")},
    )


def test_the_public_is_told_themes_and_the_public_names_of_matters(item):
    assert told(item, public_document) == ({"renewal", "petition"}, {("shown", "小区改造")})


@pytest.mark.parametrize("how", ["withheld", "title", "text"])
def test_where_something_is_withheld_only_what_the_public_text_speaks_of_is_told(item, how):
    if how == "withheld":
        ResolutionFactory(agenda_item=item, text="信访维稳", disclosure=Disclosure.INTERNAL)
    elif how == "title":
        item.public_title = "听取关于老舊小区的汇报"
        item.save()
    else:
        resolution = item.resolutions.get()
        resolution.public_text = "同意有关安排。"
        resolution.save()
    assert told(item, public_document) == ({"renewal"}, {("shown", "小区改造")} if how != "text" else set())
    assert len(told(item, internal_document)[0]) == 2


def test_an_item_that_is_filed_under_nothing_is_written_as_before():
    document = internal_document(AgendaItemFactory().meeting).to_dict()
    assert (document["items"][0]["themes"], document["items"][0]["matters"]) == ((), ())


def test_a_theme_renamed_after_the_signature_needs_a_new_one(item):
    meeting = item.meeting
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    sign(meeting=meeting, by=UserFactory(roles=["signatory"]))
    theme = Theme.objects.get(code="renewal")
    theme.name = "旧城改造"
    theme.save()
    with pytest.raises(IllegalMove):
        publish(meeting=meeting, by=UserFactory(roles=["publisher"]))


def test_editions_keep_them_and_verify(item):
    meeting = issue(item.meeting)
    assert list(verify()) == []
    edition = PublicEdition.objects.get(meeting=meeting)
    assert edition.document.items[0].matters == (Tag("shown", "小区改造"),)
