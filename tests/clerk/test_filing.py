"""On the page of an agenda item: choosing themes and matters, what the text suggests, a new matter in one step."""

import pytest

from meetings.models import AgendaItem, Matter, Theme
from tests.clerk.pages import address, filled
from tests.factories import AgendaItemFactory, MatterFactory, ResolutionFactory, ThemeFactory, issue


@pytest.fixture
def item(db):
    item = AgendaItemFactory(title="研究老旧小区改造")
    ResolutionFactory(agenda_item=item, text="会议同意。")
    return item


def labels(page, name):
    return [str(label) for _key, label in page.context["adminform"].form.fields[name].widget.choices]


def save(client, item, **fields):
    page = client.get(address(item))
    return client.post(address(item), {**filled(page), **fields})


def test_who_may_not_edit_is_offered_nothing(clerk, signatory, item):
    ThemeFactory(name="城市更新", words="老旧小区")
    item.themes.add(ThemeFactory(name="民生实事"))
    text = signatory.get(address(item)).text
    assert "民生实事" in text
    assert "城市更新" not in text
    issue(item.meeting)
    text = clerk.get(address(item)).text
    assert "城市更新" not in text and 'name="new_matter"' not in text
    assert clerk.post(address(item), {"new_matter": "新事项"}).status_code == 403
    assert not Matter.objects.exists()


@pytest.mark.parametrize("role", ["signatory", "publisher", "supervisor", "auditor"])
@pytest.mark.parametrize("model", [Theme, Matter])
def test_only_clerks_keep_themes_and_matters(signed_in, role, model):
    record = ThemeFactory() if model is Theme else MatterFactory()
    client = signed_in(role)
    assert client.get(address(record)).status_code == 200
    assert client.post(address(record), {"name": "别的"}).status_code == 403
    assert client.get(f"/admin/meetings/{model._meta.model_name}/add/").status_code == 403
    assert signed_in("clerk").get(f"/admin/meetings/{model._meta.model_name}/add/").status_code == 200


def test_officials_and_officers_do_not_see_them(signed_in):
    record = MatterFactory()
    for role in ("official", "officer", "leader"):
        assert signed_in(role).get(address(record)).status_code in (302, 403)


def test_nothing_is_deleted(clerk):
    assert clerk.post(address(ThemeFactory(), "delete"), {"post": "yes"}).status_code == 403


def test_a_suggestion_that_is_ticked_is_taken(clerk, item):
    theme = ThemeFactory(name="城市更新", words="老旧小区")
    chosen = ThemeFactory(name="民生", words="小区")
    other = AgendaItemFactory(title="研究老旧小区的改造")
    other.matters.add(matter := MatterFactory(name="小区改造"))
    item.themes.add(chosen)
    page = clerk.get(address(item))
    assert labels(page, "suggested_themes") == ["城市更新"]
    assert labels(page, "suggested_matters") == ["小区改造"]
    answer = save(clerk, item, suggested_themes=[theme.pk], suggested_matters=[matter.pk])
    assert answer.status_code == 302
    assert set(item.themes.all()) == {theme, chosen}
    assert list(item.matters.all()) == [matter]
    row = AgendaItem.history.filter(id=item.pk).latest()
    assert row.history_user == clerk.user
    assert row.themes.count() == 2
    page = clerk.get(address(item))
    assert labels(page, "suggested_themes") == labels(page, "suggested_matters") == []


def test_saving_without_a_change_keeps_all(clerk, item):
    item.themes.add(ThemeFactory())
    item.matters.add(MatterFactory())
    version = AgendaItem.objects.get(pk=item.pk).version
    assert save(clerk, item).status_code == 302
    item.refresh_from_db()
    assert (item.themes.count(), item.matters.count(), item.version) == (1, 1, version)


@pytest.mark.parametrize("there", [False, True])
def test_a_new_matter_is_made_and_taken_in_one_step(clerk, item, there):
    if there:
        MatterFactory(name="小区改造")
    save(clerk, item, new_matter=" 小区改造 ")
    matter = Matter.objects.get()
    assert (matter.name, matter.public_name) == ("小区改造", "")
    assert list(item.matters.all()) == [matter]
    if not there:
        assert matter.history.latest().history_user == clerk.user


def test_a_form_with_an_error_makes_no_matter(clerk, item):
    page = save(clerk, item, new_matter="小区改造", kind="x")
    assert page.status_code == 200
    assert "小区改造" in page.text
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"suggested_themes": ["x"]},
        {"suggested_themes": [99]},
        {"suggested_matters": ["9" * 30]},
        {"new_matter": "长" * 121},
        {"new_matter": "\0"},
        {"themes": [99]},
    ],
)
def test_odd_input_is_answered_and_changes_nothing(clerk, item, fields):
    assert save(clerk, item, **fields).status_code in (200, 400)
    assert not (item.themes.exists() or item.matters.exists() or Matter.objects.exists())


def test_who_saves_over_another_is_shown_both(clerk, signed_in, item):
    mine, theirs = ThemeFactory(name="我的"), ThemeFactory(name="他的")
    page = clerk.get(address(item))
    save(signed_in("clerk"), item, themes=[theirs.pk])
    answer = clerk.post(address(item), {**filled(page), "themes": [mine.pk]})
    assert "他的" in answer.text
    assert list(item.themes.all()) == [theirs]


def test_a_new_item_is_filed_at_once(clerk, item):
    theme = ThemeFactory()
    url = f"/admin/meetings/agendaitem/add/?meeting={item.meeting.pk}"
    page = clerk.get(url)
    assert 'name="suggested_themes"' not in page.text
    data = {**filled(page), "title": "审议《方案》", "themes": [theme.pk], "new_matter": "新事项"}
    assert clerk.post(url, data).status_code == 302
    added = AgendaItem.objects.get(title="审议《方案》")
    assert list(added.themes.all()) == [theme]
    assert [matter.name for matter in added.matters.all()] == ["新事项"]


def test_lists_count_the_items_and_lead_to_them(clerk, item):
    for record, name in ((ThemeFactory(), "themes"), (MatterFactory(), "matters")):
        getattr(item, name).add(record)
        page = clerk.get(f"/admin/meetings/{record._meta.model_name}/")
        link = f"/admin/meetings/agendaitem/?{name}__id__exact={record.pk}"
        assert f'<a href="{link}">1</a>' in page.text
        AgendaItemFactory(title="别的议题")
        found = clerk.get(link)
        assert "研究老旧小区改造" in found.text and "别的议题" not in found.text


def test_only_themes_in_use_are_offered(clerk):
    ThemeFactory(name="停用主题", is_active=False)
    ThemeFactory(name="在用主题")
    query = {"app_label": "meetings", "model_name": "agendaitem", "field_name": "themes", "term": "主题"}
    found = clerk.get("/admin/autocomplete/", query).json()["results"]
    assert [row["text"] for row in found] == ["在用主题"]
    assert "停用主题" in clerk.get("/admin/meetings/theme/?q=主题").text


def test_the_preview_tells_what_the_public_is_not_told(clerk, item):
    ResolutionFactory(agenda_item=item, text="信访维稳", disclosure="internal")
    item.themes.add(ThemeFactory(name="信访维稳"), ThemeFactory(name="城市更新", words="老旧小区"))
    item.matters.add(MatterFactory(name="无公开名"), MatterFactory(name="内", public_name="小区改造"))
    page = clerk.get(address(item.meeting, "preview") + "?audience=public")
    told = {
        (entry.what, entry.reason) for entry in page.context["withheld"].said if entry.record == item and entry.reason
    }
    assert told == {("主题", "信访维稳"), ("同一事项", "无公开名")}
    text = page.text.split('<article class="document"')[1]
    assert "城市更新" in text and "小区改造" in text and "无公开名" not in text
