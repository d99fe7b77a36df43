"""What pages say to programs: one permanent address, what is to be indexed, data that nothing in a text can end."""

import json
import re

import pytest
from django.utils import timezone
from lxml import html

from gusu_minutes.public.structured import as_script
from gusu_minutes.publishing.domain import start_correction
from gusu_minutes.publishing.models import PublicEdition
from meetings.models import Meeting
from tests.factories import AgendaItemFactory, MeetingFactory, ResolutionFactory, UserFactory, draft, issue
from tests.public.conftest import SECRET

HOST = "http://127.0.0.1:8000"
MEETING = "/meetings/executive/2024/39/"
PAGES = {
    "/": "website",
    "/meetings/": "website",
    "/resolutions/": "website",
    "/departments/": "website",
    "/departments/fagai/": "website",
    MEETING: "article",
    "/verify/": "website",
    "/accessibility/": "website",
}
NOISE = ["/meetings/?year=2024", "/resolutions/?q=方案", "/meetings/?utm=x", "/departments/fagai/?role=assigned"]


def head(answer):
    return html.fromstring(answer.content).find("head")


def meta(answer) -> dict[str, str]:
    return {tag.get("name") or tag.get("property"): tag.get("content") for tag in head(answer).iter("meta")}


def canonical(answer) -> str | None:
    links = [link.get("href") for link in head(answer).iter("link") if link.get("rel") == "canonical"]
    return links[0] if links else None


def nodes(answer) -> dict[str, dict]:
    """Return the nodes of the page's JSON-LD by type."""
    blocks = [tag.text for tag in head(answer).iter("script") if tag.get("type") == "application/ld+json"]
    if not blocks:
        return {}
    (text,) = blocks
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


@pytest.mark.parametrize("page", [*PAGES, *NOISE, f"{MEETING}editions/", f"{MEETING}editions/1/"])
def test_internal_pages_are_not_indexed_and_describe_nothing(minutes, persona, page):
    answer = persona("right").get(f"/internal{page}")
    found = meta(answer)
    assert found["robots"] == "noindex, nofollow"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not [name for name in found if name and name.startswith("og:")]
    assert "description" not in found
    assert canonical(answer) is None
    assert nodes(answer) == {}


@pytest.mark.parametrize("address", ["/internal/feeds/meetings.atom", f"/internal{MEETING}editions/1.json"])
def test_internal_files_are_not_indexed(minutes, persona, address):
    assert "noindex" in persona("right").get(address).headers["X-Robots-Tag"]


@pytest.mark.parametrize("page", PAGES)
def test_public_pages_name_their_permanent_address(minutes, client, page):
    answer = client.get(page)
    found = meta(answer)
    assert canonical(answer) == found["og:url"] == HOST + page
    assert "robots" not in found
    assert "X-Robots-Tag" not in answer.headers
    assert found["og:type"] == PAGES[page]
    assert found["og:title"]
    assert found["description"] == found["og:description"]
    assert 5 < len(found["description"]) <= 160
    assert SECRET not in str(found)


@pytest.mark.parametrize("page", NOISE)
def test_what_was_filtered_is_not_indexed(minutes, client, page):
    answer = client.get(page)
    assert meta(answer)["robots"] == "noindex, follow"
    assert canonical(answer) == HOST + page.split("?")[0]


def test_a_further_page_is_a_page(client, db, monkeypatch):
    monkeypatch.setattr("gusu_minutes.public.views.base.PAGE_SIZE", 1)
    for number in (1, 2):
        issue(draft(number=number))
    answer = client.get("/meetings/?page=2&q=")
    assert canonical(answer) == f"{HOST}/meetings/?page=2"
    assert "robots" not in meta(answer)
    assert canonical(client.get("/meetings/?page=9999")) == f"{HOST}/meetings/?page=2"


def test_the_host_of_a_request_is_nowhere(minutes, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://minutes.example.org/"
    answer = client.get(MEETING, headers={"Host": "evil.example.com"})
    assert "evil" not in answer.text
    assert canonical(answer) == f"https://minutes.example.org{MEETING}"


def test_home_says_who_publishes_and_where_to_search(minutes, client, settings):
    found = nodes(client.get("/"))
    assert found["GovernmentOrganization"]["name"] == settings.SITE_OWNER
    assert found["GovernmentOrganization"]["url"] == f"{HOST}/"
    site = found["WebSite"]
    assert site["publisher"]["@id"] == found["GovernmentOrganization"]["@id"]
    action = site["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


def test_a_meeting_is_an_event_with_a_report(minutes, client):
    found = nodes(client.get(MEETING))
    event, report = found["Event"], found["Report"]
    edition = PublicEdition.objects.get()
    assert (event["name"], event["startDate"]) == ("姑苏区政府第39次常务会议", "2024-12-13")
    assert event["subjectOf"]["@id"] == report["@id"] == f"{HOST}{MEETING}#minutes"
    assert report["about"]["@id"] == event["@id"]
    assert report["url"] == HOST + MEETING
    assert report["datePublished"] == edition.published_at.isoformat()
    assert (report["version"], report["inLanguage"]) == (1, "zh-Hans")
    assert edition.digest in report["identifier"]
    assert report["publisher"]["@type"] == "GovernmentOrganization"
    assert report["author"] == [{"@type": "GovernmentOrganization", "name": "姑苏区政府"}]
    assert "reportNumber" not in report
    assert not {"attendee", "performer"} & set(event)


def test_a_correction_says_why_and_with_what_number(minutes, client):
    start_correction(meeting=minutes, by=UserFactory(roles=["publisher"]), reason=SECRET)
    meeting = Meeting.objects.get(pk=minutes.pk)
    meeting.document_number = "姑府纪〔2024〕39号"
    meeting.save()
    issue(meeting, public_reason="补上文号。")
    page = client.get(MEETING)
    report = nodes(page)["Report"]
    first, second = (edition.published_at for edition in PublicEdition.objects.order_by("number"))
    assert (report["datePublished"], report["dateModified"]) == (first.isoformat(), second.isoformat())
    assert f'article:published_time" content="{timezone.localtime(first).isoformat()[:19]}' in page.text
    assert report["reportNumber"] == "姑府纪〔2024〕39号"
    assert (report["version"], report["correction"]["text"]) == (2, "补上文号。")
    assert SECRET not in json.dumps(report, ensure_ascii=False)


@pytest.mark.parametrize("page", [MEETING, "/departments/fagai/", f"{MEETING}editions/", f"{MEETING}editions/1/"])
def test_breadcrumbs_lead_from_the_list_to_here(minutes, client, page):
    places = nodes(client.get(page))["BreadcrumbList"]["itemListElement"]
    assert [place["position"] for place in places] == list(range(1, len(places) + 1))
    assert places[-1]["item"] == HOST + page
    for place in places:
        assert place["name"]
        assert client.get(place["item"].removeprefix(HOST)).status_code == 200


def test_what_no_longer_stands_is_not_indexed(minutes, withdrawn, client):
    start_correction(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="更正")
    meeting = Meeting.objects.get(pk=minutes.pk)
    meeting.closing = "补充。"
    meeting.save()
    issue(meeting)
    assert meta(client.get(f"{MEETING}editions/1/"))["robots"] == "noindex, follow"
    assert "robots" not in meta(client.get(f"{MEETING}editions/2/"))
    gone = client.get(f"/meetings/{withdrawn.address}/")
    assert meta(gone)["robots"] == "noindex, follow"
    assert not {"Event", "Report"} & set(nodes(gone))


def test_no_text_ends_the_data_block(client, db):
    evil = "</script><script>alert(1)</script><!--\u2028&amp;"
    meeting = MeetingFactory(number=5, title=f"会议{evil}")
    ResolutionFactory(agenda_item=AgendaItemFactory(meeting=meeting, title=evil))
    issue(meeting)
    for language in ("zh-hans", "zh-hant"):
        client.cookies["django_language"] = language
        answer = client.get("/meetings/executive/2024/5/")
        assert nodes(answer)["Event"]["name"] == f"会议{evil}"
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
        assert block
        assert not set("<>&\u2028\u2029") & set(block[1])
        assert html.fromstring(answer.content).xpath("count(//script)") == 2


def test_the_block_is_the_same_data():
    node = {"@type": "Thing", "name": "<>&\u2028\u2029'\"\\姑苏"}
    text = as_script([node]).removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(text)["@graph"] == [node]
    assert "姑苏" in text


def test_traditional_pages_keep_the_data(minutes, client):
    plain = nodes(client.get(MEETING))
    client.cookies["django_language"] = "zh-hant"
    traditional = nodes(client.get(MEETING))
    assert traditional["Report"] == plain["Report"]
