"""The wall, tried through the API: every address, filter, header and error, with canaries in every internal field."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gusu_minutes.api.v1.urls import urlpatterns
from gusu_minutes.public.wall import WallBreach
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import InternalClause, InternalEdition, Rendering
from gusu_minutes.search.models import InternalName
from meetings.models import Meeting
from tests.api.conftest import API, bearer, token_for
from tests.canaries import CANARY, hide_everywhere
from tests.factories import UserFactory
from tests.test_wall import assert_clean

pytestmark = pytest.mark.django_db

FILTERS = ("body", "series", "year", "number", "department", "presenting", "assigned", "outcome", "kind", "meeting",
           "person", "document", "theme", "matter", "updated_since", "held_from", "cursor", "offset", "order",
           "page_size", "q")  # fmt: skip
HIDDEN = (
    CANARY,
    f"person:{CANARY}",
    "内部文件",
    "canary-secret-lead",
    "canary-series",
    "canary-series/2024/7777",
    "open/2024/38",
    "7777",
)


@pytest.fixture
def meeting(settings: Any) -> Meeting:
    settings.API_LIMITS = {"anonymous": 100_000, "token": 100_000}
    return Meeting.objects.get(pk=hide_everywhere().pk)


def addresses() -> list[str]:
    """Return each address of the API's URLconf, with arguments that exist and with internal ones."""
    internal = [key for row in InternalClause.objects.all() for key in (row.key, row.item_key)]
    arguments: dict[str, list[Any]] = {
        "series": ["open", "canary-series"],
        "year": [2024],
        "number": ["39", "38", "7777"],
        "edition": [1, 2],
        "form": ["pdf", "docx", "ofd"],
        "key": internal,
        "code": [
            "open-lead",
            "open-unit",
            "canary-secret-lead",
            "canary-post",
            "open",
            "canary-series",
            "canary-body",
            *InternalName.objects.values_list("code", flat=True).distinct(),
        ],
    }
    found = []
    for page in urlpatterns:
        choices: list[dict[str, Any]] = [{}]
        for name in page.pattern.converters:
            choices = [{**chosen, name: value} for chosen in choices for value in arguments[name]]
        found += [reverse(f"api:{page.name}", kwargs=kwargs) for kwargs in choices if page.name != "nothing"]
    asked = ("公开", "年份:2024", "-公开", "person:公开", "单位:open-unit", CANARY, "document:内部")
    searches = [f"{API}search/?{urlencode({'q': words, 'order': 'date'})}" for words in asked]
    return [*found, *searches, f"{API}nothing"]


@pytest.mark.parametrize("who", ["anonymous", "public"])
def test_every_address_is_clean_whatever_is_asked(meeting, who):
    client = Client() if who == "anonymous" else bearer(token_for(UserFactory(roles=["official"]), "public")[1])
    for rendering in Rendering.objects.all():
        assert make_files(rendering).state == "made"
    statuses = set()
    for url in addresses():
        methods = (client.get, client.head, client.post, client.options) if who == "anonymous" else (client.get,)
        for method in methods:
            answer = method(url)
            assert answer.status_code < 500, url
            statuses.add(answer.status_code)
            if "canary" not in url or "/search/" in url:
                if not answer.content:  # HEAD of a file, which is none
                    answer.headers["Content-Type"] = "text/plain"
                assert_clean(answer, url)
            elif method == client.get:
                assert answer.status_code == 404, url
    assert statuses >= {200, 404, 410}


@pytest.mark.parametrize(
    "name",
    ["meetings", "changes", "resolutions", "agenda-items", "departments", "people", "documents", "themes", "matters",
     "search", "search/?q=公开"],
)  # fmt: skip
def test_asking_for_what_is_internal_is_like_asking_for_nonsense(meeting, name):
    """Same status, same words, same length: no count, no suggestion, no hint."""
    for parameter in FILTERS:
        for hidden in HIDDEN:
            nonsense = hidden.translate(str.maketrans("a7金3件", "b8查1牛"))
            assert nonsense != hidden
            path, _mark, query = name.partition("/?")
            given = dict(parse_qsl(query))
            asked, other = (Client().get(f"{API}{path}/", given | {parameter: words}) for words in (hidden, nonsense))
            assert asked.status_code == other.status_code, (parameter, hidden)
            # A cursor comes back as it was given.
            assert asked.content.replace(hidden.encode(), b"") == other.content.replace(nonsense.encode(), b"")


def test_what_is_withdrawn_or_a_draft_is_in_no_count(meeting):
    for name in ("bodies", "series", "departments", "meetings", "changes", "people", "documents"):
        text = assert_clean(Client().get(f"{API}{name}/"), name)
        assert "7777" not in text
        assert "第38次" not in text
    assert [row["meetings"] for row in Client().get(f"{API}series/").json()] == [1]


def test_the_official_reads_what_the_public_does_not(meeting):
    """The look for canaries would find them."""
    official = bearer(token_for(UserFactory(roles=["official"]))[1])
    with pytest.raises(AssertionError):
        assert_clean(official.get(f"{API}resolutions/"), "resolutions")


def test_another_table_is_refused(meeting, monkeypatch):
    rows = InternalEdition.objects.all()
    monkeypatch.setattr("gusu_minutes.api.v1.views.meetings.MeetingListView.get_queryset", lambda view: rows)
    with pytest.raises(WallBreach):  # of the other audience
        Client().get(f"{API}meetings/")


def test_every_pattern_is_swept():
    mounted = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "namespace", None) == "api"]
    assert len(mounted) == 1
    assert isinstance(mounted[0], URLResolver)
    assert all(isinstance(page, URLPattern) for page in mounted[0].url_patterns)
    assert mounted[0].url_patterns == urlpatterns
