"""The wall between internal and public, tried from outside: follow every link, read bodies and headers, search."""

import gzip
import io
import re
import zipfile
from collections import deque
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.opendata.making import make
from gusu_minutes.opendata.shelf import Made
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import (
    PublicAttachment,
    PublicClause,
    PublicClauseDepartment,
    PublicEdition,
    PublicEditionFile,
    Rendering,
)
from gusu_minutes.search.rows import document_code
from gusu_minutes.search.tables import TABLES
from meetings.models import AgendaItem, Attachment, Meeting
from tests.canaries import CANARY, TRACES, hide_everywhere
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)""")
NOT_PUBLIC = ("/admin/", "/desk/", "/internal/", "/rooms/", "/accounts/logout/", "/static/", "/i18n/", "/display/")
LANGUAGES = ("zh-hans", "zh-hant", "en")


def assert_clean(response: Any, where: str) -> str:
    """Fail if a canary is in the body, the headers or the cookies; return the text of the body."""
    body = text_of(response.content, response.headers.get("Content-Type", ""))
    text = unescape(body) + str(response.headers) + str(response.cookies)
    for trace in TRACES:
        assert trace.lower() not in text.lower(), f"{trace} on {where}: …{_around(text, trace)}…"
    return body


def text_of(content: bytes, media_type: str) -> str:
    """Return every text in an answer, those inside files and of their metadata too."""
    if media_type == "application/pdf":
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        outlines = [title for _level, title, *_rest in document.get_outlines()]
        metadata = resolve1(document.catalog["Metadata"]).get_data().decode()
        return "\n".join([extract_text(io.BytesIO(content)), metadata, *outlines])
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [package.read(name).decode(errors="replace") for name in package.namelist()]
        # Words run over several elements.
        return "\n".join([*package.namelist(), *parts, *(re.sub(r"<[^>]*>", "", part) for part in parts)])
    return content.decode(errors="replace")


def _around(text: str, trace: str) -> str:
    at = text.lower().index(trace.lower())
    return text[max(0, at - 80) : at + 80]


@pytest.fixture
def meeting() -> Meeting:
    return Meeting.objects.get(pk=hide_everywhere().pk)


def crawl(client: Client, language: str) -> dict[str, str]:
    """Return the bodies of all public pages that links lead to from the home page."""
    seen: dict[str, str] = {}
    queue = deque([reverse("public:home")])
    client.cookies["django_language"] = language
    while queue:
        url = queue.popleft()
        if url in seen or url.startswith(NOT_PUBLIC):
            continue
        assert len(seen) < 500, "the crawl does not end"
        response = client.get(url)
        assert response.status_code < 500, url
        seen[url] = assert_clean(response, url)
        for link in LINK.findall(seen[url]):
            target = urljoin(url, unescape(link))
            if not urlsplit(target).netloc:
                queue.append(target)
    return seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_that_links_lead_to_holds_a_canary(client: Client, meeting: Meeting, language: str) -> None:
    pages = crawl(client, language)
    address = reverse("public:meeting", kwargs={"address": meeting.address})
    assert address in pages
    assert reverse("public:edition_json", kwargs={"address": meeting.address, "number": 2}) in pages
    assert reverse("public:department", kwargs={"code": "open-lead"}) in pages
    assert reverse("public:theme", kwargs={"code": "open-theme"}) in pages
    assert reverse("public:matter", kwargs={"code": "open-matter"}) in pages
    assert reverse("public:theme_feed", kwargs={"code": "open-theme"}) in pages
    assert reverse("public:matter_feed", kwargs={"code": "open-matter"}) in pages
    assert reverse("public:document", kwargs={"code": document_code("公开方案")}) in pages
    expected = "會議原則同意" if language == "zh-hant" else "会议原则同意"
    assert expected in pages[address]


def test_the_public_tables_hold_no_canary(meeting: Meeting) -> None:
    """But for what was public once: editions that were withdrawn or taken back stay on record."""
    editions = PublicEdition.objects.filter(Q(meeting=meeting, withheld=None) | Q(kind=EditionKind.WITHDRAWAL))
    assert editions.count() == 2
    departments = PublicClauseDepartment.objects.all()
    assert departments.count() == 2
    attachments = PublicAttachment.objects.filter(sha256__in=[file.sha256 for file in editions[0].document.attached])
    assert attachments.count() == 1
    for rows in (editions, PublicClause.objects.all(), departments, attachments):
        text = str(list(rows.values())).lower()
        assert [trace for trace in TRACES if trace.lower() in text] == []


def test_the_public_index_names_nothing_internal(meeting: Meeting) -> None:
    names = TABLES["public"].name.objects.filter(kind__in=("theme", "matter"))
    assert set(names.values_list("kind", "code", "name")) == {
        ("theme", "open-theme", "方案"),
        ("matter", "open-matter", "公开方案"),
    }
    for model in (TABLES["public"].name, TABLES["public"].entry):
        text = str(list(model.objects.values())).lower()
        assert [trace for trace in TRACES if trace.lower() in text] == []


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("theme", "withdrawn-theme"),
        ("matter", "withdrawn-matter"),
        ("document", document_code("撤回文件")),
        ("document", document_code("内部文件")),
        ("theme", "no-such"),
    ],
)
def test_what_is_internal_or_withdrawn_has_no_page(client: Client, meeting: Meeting, page: str, code: str) -> None:
    assert client.get(reverse(f"public:{page}", kwargs={"code": code})).status_code == 404


def _every_public_url(meeting: Meeting) -> list[str]:
    """Return each address of the site's URLconf, with arguments that exist and with internal ones."""
    arguments: dict[str, list[Any]] = {
        "address": [meeting.address, "open/2024/38", "canary-series/2024/7777", "open/2024/1", "open/2099/39"],
        "number": [1, 2, 3, 99],
        "key": ["0" * 16, *(digest[:16] for digest in Attachment.objects.values_list("sha256", flat=True))],
        "other": [1, 2, 99],
        "form": list(FORMATS),
        "series": ["open", "canary-series"],
        "year": [2024, 2099],
        "file": ["meetings-all.jsonl", "resolutions-2024.csv", "minutes-2099.xlsx"],
        "code": [
            *("open-lead", "open-unit", "open-theme", "open-matter", document_code("公开方案")),
            *("canary-secret-lead", "canary-post", "canary-theme", "canary-unnamed", "canary-unsaid"),
            *("withdrawn-theme", "withdrawn-matter", document_code("撤回文件"), document_code("内部")),
        ],
    }
    urls = []
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "namespace", None) != "public":
            continue
        assert isinstance(pattern, URLResolver)
        for page in pattern.url_patterns:
            assert isinstance(page, URLPattern)
            names = list(page.pattern.converters)
            choices: list[dict[str, Any]] = [{}]
            for name in names:
                choices = [{**chosen, name: value} for chosen in choices for value in arguments[name]]
            for kwargs in choices:
                try:
                    urls.append(reverse(f"public:{page.name}", kwargs=kwargs))
                except ValueError:
                    continue
    return urls


def test_every_address_of_the_site_is_clean_whatever_is_asked(client: Client, meeting: Meeting) -> None:
    urls = _every_public_url(meeting)
    assert len(urls) > 20
    for url in urls:
        if "canary" in url:
            response = client.get(url)
            assert response.status_code == 404, url
            continue
        for method in (client.get, client.head, client.post, client.options):
            response = method(url)
            assert response.status_code < 500, url
            assert_clean(response, url)


@pytest.fixture
def files(meeting: Meeting) -> None:
    """The files of all that was issued, as the background makes them."""
    for rendering in Rendering.objects.all():
        assert make_files(rendering).state == "made", rendering.problem


def test_files_are_clean_to_the_last_byte(client: Client, meeting: Meeting, files: None) -> None:
    made = PublicEditionFile.objects.filter(edition__meeting=meeting, edition__number=2)
    for form in FORMATS:
        url = reverse("public:edition_file", kwargs={"address": meeting.address, "number": 2, "form": form})
        response = client.get(url)
        assert response.status_code == 200
        text = assert_clean(response, url)
        for row in made.filter(format=form):
            assert response.content == bytes(row.content)
        assert "公开方案" in text
        assert "工作秘密" not in text and "000077" not in text
    assert made.count() == 3


def test_files_of_a_withdrawn_meeting_are_gone(client: Client, meeting: Meeting, files: None) -> None:
    assert PublicEditionFile.objects.filter(edition__address="open/2024/38").count() == 3
    for form in FORMATS:
        for number in (1, 2):
            kwargs = {"address": "open/2024/38", "number": number, "form": form}
            response = client.get(reverse("public:edition_file", kwargs=kwargs))
            assert response.status_code == 410
            assert_clean(response, form)


def test_a_withdrawn_meeting_is_gone_with_its_notice(client: Client, meeting: Meeting) -> None:
    response = client.get(reverse("public:meeting", kwargs={"address": "open/2024/38"}))
    assert response.status_code == 410
    assert "本纪要已撤回。" in assert_clean(response, "410")
    for number in (1, 2):
        for name in ("edition", "edition_json"):
            url = reverse(f"public:{name}", kwargs={"address": "open/2024/38", "number": number})
            response = client.get(url)
            assert response.status_code in (404, 410), url
            assert_clean(response, url)


@pytest.fixture
def open_data(meeting: Meeting, settings: Any, tmp_path: Path) -> list[Made]:
    """The open data, as the background makes them."""
    settings.OPEN_DATA_DIR = tmp_path / "open-data"
    return make()


def test_open_data_are_clean_to_the_last_byte(client: Client, open_data: list[Made]) -> None:
    assert [made.scope for made in open_data] == ["2024", "all"]
    names = [file.name for made in open_data for file in made.files]
    assert len(names) > 20
    for name in ("data", "data_manifest", "data_catalogue"):
        assert_clean(client.get(reverse(f"public:{name}")), name)
    for name in names:
        response: Any = client.get(reverse("public:data_file", args=[name]))
        content = b"".join(response.streaming_content)
        plain = gzip.decompress(content) if name.endswith(".gz") else content
        text = unescape(text_of(plain, response.headers["Content-Type"]))
        assert not [trace for trace in TRACES if trace.lower() in (text + str(response.headers)).lower()], name
        assert not [word for word in ("工作秘密", "000077", "第38次", "7777") if word in text], name
        if "attendance" not in name:
            assert any(said in text for said in ("第39次", "公开方案", "公开的清单")), name


@pytest.mark.parametrize("page", ["meetings", "resolutions"])
def test_searching_for_what_is_internal_is_like_searching_for_nonsense(
    client: Client, meeting: Meeting, page: str
) -> None:
    """Same status, same length: no count, no suggestion, no hint."""
    url = reverse(f"public:{page}")
    nonsense = client.get(f"{url}?q={quote('查无此词查无此词')}").content.decode()
    for words in (CANARY, "内部文件", "撤回文件", "草稿题", "不公开条"):
        body = client.get(f"{url}?q={quote(words)}").content.decode()
        same = body.replace(words, "").replace(quote(words), "")
        blank = nonsense.replace("查无此词查无此词", "").replace(quote("查无此词查无此词"), "")
        assert same == blank, words


def test_filter_choices_and_counts_know_only_what_is_public(client: Client, meeting: Meeting) -> None:
    hidden = AgendaItem.objects.filter(meeting=meeting).count()
    body = client.get(reverse("public:meeting", kwargs={"address": meeting.address})).content.decode()
    assert hidden == 3
    assert "二、" not in body
    for page in ("meetings", "resolutions", "home"):
        text = client.get(reverse(f"public:{page}")).content.decode()
        assert "7777" not in text
        assert "第38次" not in text


@pytest.mark.parametrize("role", ["officer", "official", "clerk"])
def test_public_pages_are_the_same_for_everyone(client: Client, meeting: Meeting, role: str) -> None:
    urls = [url for url in _every_public_url(meeting) if "canary" not in url]
    anonymous = {url: client.get(url).content for url in urls}
    client.force_login(UserFactory(roles=[role]))
    for url in urls:
        assert client.get(url).content == anonymous[url], url


def test_the_look_for_canaries_finds_one(client: Client, meeting: Meeting) -> None:
    response = client.get(reverse("public:meetings"), {"q": CANARY})  # the page repeats what the reader asked for
    with pytest.raises(AssertionError):
        assert_clean(response, "an echoed search")
