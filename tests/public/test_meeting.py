"""The minutes on a page: read like the document, linked for ever, gone when withdrawn."""

import re
from datetime import date

import pytest

from gusu_minutes.publishing.models import PublicEdition
from tests.factories import AgendaItemFactory, MeetingFactory, ResolutionFactory, draft, issue
from tests.public.conftest import SECRET

ADDRESS = "/meetings/executive/2024/39/"


@pytest.mark.parametrize(
    "address",
    [
        "/meetings/executive/2024/40/",
        "/meetings/executive/2023/39/",
        "/meetings/none/2024/39/",
        "/meetings/executive/99999999999/39/",
        "/meetings/executive/2024/" + "9" * 300 + "/",
        "/meetings/executive/2024/%00/",
        "/meetings/executive/2024/39/x/",
    ],
)
def test_what_is_not_there_is_404(client, minutes, address):
    assert client.get(address).status_code == 404


def test_drafts_are_not_there(client, db):
    draft(number=41)
    assert client.get("/meetings/executive/2024/41/").status_code == 404


def test_reads_like_the_document(client, minutes):
    text = client.get(ADDRESS).text
    document = PublicEdition.objects.get().document
    item = document.items[0]
    assert "<span>苏州市姑苏区人民政府</span><span>常务会议纪要</span>" in text
    assert '<p class="number">第39次</p>' in text
    assert f'<h2 id="i-{item.key}">一、听取关于重点项目的汇报' in text
    for clause in item.clauses:
        assert f'id="c-{clause.key}"' in text
        assert f'href="#c-{clause.key}"' in text
    assert "请抓好精细调度。&lt;b&gt;&amp;" in text
    assert text.count("会议还研究了其他事项。") == 1
    assert "列席：" in text
    assert "<small>区城管委</small>" in text


def test_responsibility_stands_under_its_clause(client, minutes):
    text = client.get(ADDRESS).text
    assert '主办 <a href="/departments/zhujian/">区住建委</a>' in text
    assert '协办 <a href="/departments/caizheng/">区财政局</a>' in text
    assert '时限 <time datetime="2025-03-31">2025年3月31日</time>' in text


def test_edition_stands_beside_it(client, minutes):
    text = client.get(ADDRESS).text
    digest = PublicEdition.objects.get().digest
    assert f"{digest[:8]}…{digest[-8:]}" in text
    assert f'href="{ADDRESS}editions/"' in text


def test_neighbours_are_those_of_the_series(client, minutes):
    for number, day in ((38, date(2024, 11, 29)), (40, date(2024, 12, 13)), (41, date(2025, 1, 3))):
        issue(draft(number=number, held_on=day))
    text = client.get(ADDRESS).text
    assert re.search(r'rel="prev"\s+href="/meetings/executive/2024/38/"', text)
    assert re.search(r'rel="next"\s+href="/meetings/executive/2024/40/"', text)
    later = client.get("/meetings/executive/2024/40/").text
    assert re.search(r'rel="next"\s+href="/meetings/executive/2025/41/"', later)


def test_an_item_without_title_or_clauses_is_still_linked(client, db):
    meeting = MeetingFactory(number=7)
    untitled = AgendaItemFactory(meeting=meeting, number="", title="")
    ResolutionFactory(agenda_item=untitled, number="", text="只有意见。")
    bare = AgendaItemFactory(meeting=meeting, number="二", title="听取汇报", kind="hear")
    issue(meeting)
    text = client.get("/meetings/executive/2024/7/").text
    assert f'id="i-{untitled.key}"' in text
    assert f'id="i-{bare.key}"' in text
    found = client.get("/resolutions/").text
    assert f'#i-{bare.key}"' in found


def test_withdrawn_minutes_answer_410_with_the_notice(client, withdrawn):
    answer = client.get(f"/meetings/{withdrawn.address}/")
    assert answer.status_code == 410
    assert "引用文件名称有误。" in answer.text
    assert "撤回的意见" not in answer.text
    assert SECRET not in answer.text


def test_officials_see_the_notice_and_the_record(persona, withdrawn):
    answer = persona("right").get(f"/internal/meetings/{withdrawn.address}/")
    assert answer.status_code == 200
    assert SECRET in answer.text
    assert f'href="/internal/meetings/{withdrawn.address}/editions/"' in answer.text


def test_links_stay_in_their_room(persona, minutes):
    text = persona("right").get("/internal" + ADDRESS).text
    main = text.split('<main id="main"')[1].split("</main>")[0]
    assert 'href="/internal/departments/zhujian/"' in main
    assert 'href="/meetings' not in main
    assert 'href="/departments' not in main
