"""How the API answers: problems, limits, conditional requests, what other sites may do."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from gusu_minutes.api.v1 import conditional, throttling
from gusu_minutes.publishing.domain import withdraw
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import Rendering
from tests.api.conftest import API, PROBLEM, bearer, problem_of, token_for
from tests.factories import UserFactory
from tests.public.conftest import issue_many

pytestmark = pytest.mark.django_db

MEETINGS = f"{API}meetings/"


# Problems


@pytest.mark.parametrize(
    "url", ["/api", "/api/", "/api/v2/", f"{API}nothing/", f"{API}meetings", "/api/v1", "/api/%00"]
)
@pytest.mark.parametrize("method", ["get", "head", "post", "delete", "options"])
def test_unknown_addresses(url, method):
    answer = getattr(Client(), method)(url)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == PROBLEM
    if method == "get":
        problem_of(answer, 404)


def test_what_begins_like_the_api_is_none_of_it(client):
    with pytest.raises(Resolver404):
        resolve("/apiary/")
    assert client.get("/apiary/").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("url", ["meetings/", "resolutions/x/", "openapi.json"])
def test_it_is_only_read(method, url):
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(API + url)
    problem_of(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_what_is_not_taken_is_not_sent(minutes):
    problem_of(Client().get(MEETINGS, headers={"Accept": "text/html"}), 406)
    assert Client().get(MEETINGS, headers={"Accept": "text/html, */*;q=0.8"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=many", "page_size"),
        ("cursor=nonsense", "cursor"),
        ("cursor=" + "9" * 19, "cursor"),
        ("cursor=%E4%B8%80", "cursor"),
        ("order=random", "order"),
        ("year=two", "year"),
        ("year=99999999999999999999", "year"),
        ("year=2024.5", "year"),
        ("number=-1", "number"),
        ("held_from=2024-02-30", "held_from"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2024-13-01T00:00:00Z", "updated_since"),
        ("body=%00", "body"),
        ("series=" + "x" * 61, "series"),
        ("serise=x", "serise"),
        ("year=", "year"),
        ("year=2024&year=2025", "year"),
        ("year=%202024", "year"),
        ("held_from=2024/02/03", "held_from"),
        ("updated_since=%20", "updated_since"),
        ("format=json", "format"),
        ("q=x", "q"),
    ],
)
def test_parameters_that_cannot_be_used(query, field):
    found = problem_of(Client().get(f"{MEETINGS}?{query}"), 400)
    assert list(found["errors"]) == [field]
    assert all(found["errors"][field])


@pytest.mark.parametrize("query", ["outcome=maybe", "kind=x", "meeting=gusu/39", "cursor=1", "presenting=%00"])
def test_parameters_of_resolutions_that_cannot_be_used(query):
    for name in ("resolutions", "agenda-items"):
        found = problem_of(Client().get(f"{API}{name}/?{query}"), 400)
        assert list(found["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "2016-12-31T23:59:60Z", "1977-11-02T11:21:14%2B17:40"],
)
def test_the_ends_of_the_calendar(moment):
    assert Client().get(f"{MEETINGS}?updated_since={moment}").status_code == 200


def test_an_unreadable_request_is_a_problem_too():
    answer = Client().get(MEETINGS, headers={"Host": "example.org"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert Client().get("/", headers={"Host": "example.org"}).headers["Content-Type"].startswith("text/html")


def test_a_mistake_of_ours_is_a_problem_without_a_word_of_it(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("金丝雀")

    monkeypatch.setattr("gusu_minutes.api.v1.base.Validators", fail)
    answer = Client(raise_request_exception=False).get(MEETINGS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert "金丝雀" not in answer.content.decode()


# Limits


@pytest.fixture
def limits(settings, monkeypatch):
    settings.API_LIMITS = {"anonymous": 3, "token": 5}
    monkeypatch.setattr(throttling, "time", lambda: 1_000_000.0)  # twenty seconds before the next window
    return settings


def left(answer):
    return int(answer.headers["RateLimit"].partition(";r=")[2].partition(";")[0])


def test_an_address_is_counted_and_told(limits):
    for remaining in (2, 1, 0):
        answer = Client().get(MEETINGS)
        assert answer.status_code == 200
        assert left(answer) == remaining
        assert answer.headers["RateLimit-Policy"] == '"anonymous";q=3;w=60'
        assert "Retry-After" not in answer.headers
    answer = Client().get(MEETINGS)
    problem_of(answer, 429)
    assert answer.headers["Retry-After"] == "20"
    assert answer.headers["RateLimit"] == '"anonymous";r=0;t=20'
    assert Client(REMOTE_ADDR="192.0.2.7").get(MEETINGS).status_code == 200


def test_a_new_minute_begins_anew(limits, monkeypatch):
    for _ in range(4):
        last = Client().get(MEETINGS)
    problem_of(last, 429)
    monkeypatch.setattr(throttling, "time", lambda: 1_000_020.0)
    assert left(Client().get(MEETINGS)) == 2


def test_every_answer_counts(limits, minutes):
    etag = Client().get(MEETINGS).headers["ETag"]
    assert Client().get(MEETINGS, headers={"If-None-Match": etag}).status_code == 304
    assert Client().get(f"{API}nothing").status_code == 404
    problem_of(Client().get(MEETINGS), 429)


def test_each_token_is_counted_alone(limits):
    user = UserFactory(roles=["official"])
    one, other = (bearer(token_for(user)[1]) for _ in range(2))
    for _ in range(5):
        assert one.get(MEETINGS).status_code == 200
    problem_of(one.get(MEETINGS), 429)
    assert other.get(MEETINGS).headers["RateLimit-Policy"] == '"token";q=5;w=60'
    assert Client().get(MEETINGS).status_code == 200


def test_guessing_tokens_counts_against_the_address(limits):
    for index in range(3):
        problem_of(bearer(f"gusu_{index}").get(MEETINGS), 401)
    problem_of(bearer("gusu_4").get(MEETINGS), 429)
    problem_of(Client().get(MEETINGS), 429)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),  # nobody is believed
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "192.0.2.1", "203.0.113.9"),  # the client wrote the first
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.5", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1", ""),
    ],
)
def test_whose_address_counts(settings, rf, proxies, forwarded, remote, address):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})
    assert throttling.address_of(request) == address


def test_a_network_of_ipv6_is_one():
    assert throttling.network_of("2001:db8::1") == throttling.network_of("2001:db8::ffff")
    assert throttling.network_of("2001:db8::1") != throttling.network_of("2001:db8:0:1::1")
    assert throttling.network_of("192.0.2.1") == "192.0.2.1"


def test_a_count_that_the_cache_lost_refuses_nobody(monkeypatch):
    monkeypatch.setattr(cache, "incr", lambda key: (_ for _ in ()).throw(ValueError))
    assert throttling.count_request("anonymous", "192.0.2.1").used == 1


# Conditional requests


URLS = [
    *("meetings/", "meetings/{}/", "meetings/{}/editions/", "resolutions/", "agenda-items/"),
    *("departments/", "series/", "bodies/", "changes/"),
]


@pytest.mark.parametrize("url", URLS)
def test_unchanged_is_not_sent_again(minutes, url, monkeypatch):
    url = API + url.format(minutes.address)
    first = Client().get(url)
    assert "Last-Modified" not in first.headers  # another edition might still fall into the same second
    again = Client().get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "no-cache" in again.headers["Cache-Control"]
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(conditional.timezone, "now", lambda: later)
    changed = Client().get(url).headers["Last-Modified"]
    assert Client().get(url, headers={"If-Modified-Since": changed}).status_code == 304
    issue_many(1)
    assert Client().get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_each_address_and_audience_has_its_own(minutes, official):
    urls = [MEETINGS, f"{MEETINGS}?page_size=2", f"{API}resolutions/"]
    etags = [client.get(url).headers["ETag"] for url in urls for client in (Client(), official)]
    assert len(set(etags)) == len(etags)


def test_withdrawing_ends_what_was_kept(minutes):
    url = f"{MEETINGS}{minutes.address}/"
    etag = Client().get(url).headers["ETag"]
    withdraw(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="x", notice="撤回")
    answer = Client().get(url, headers={"If-None-Match": etag})
    problem_of(answer, 410)


def test_files_that_are_made_later_change_it(minutes):
    url = f"{MEETINGS}{minutes.address}/"
    etag = Client().get(url).headers["ETag"]
    for rendering in Rendering.objects.all():
        make_files(rendering)
    assert len(Client().get(url, headers={"If-None-Match": etag}).json()["files"]) == 3


@pytest.mark.parametrize("url", [*URLS, "openapi.json", "openapi.yaml"])
def test_head_and_options(minutes, url):
    url = API + url.format(minutes.address)
    get, head, options = (getattr(Client(), method)(url) for method in ("get", "head", "options"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_cookie_changes_nothing(minutes, language):
    client = Client()
    client.cookies["django_language"] = language
    for url in (MEETINGS, f"{MEETINGS}?year=x", f"{API}openapi.json", f"{API}nothing"):
        plain, chosen = Client().get(url), client.get(url)
        assert chosen.content == plain.content
        assert chosen.headers["Content-Language"] == plain.headers["Content-Language"] == "zh-hans"


# Other sites


def test_pages_of_other_sites_may_read(minutes):
    answer = Client().get(MEETINGS, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "retry-after" in answer.headers["Access-Control-Expose-Headers"].lower()
    assert "Authorization" in answer.headers["Vary"]


def test_and_neither_write_nor_send_tokens(minutes):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    answer = Client().options(MEETINGS, headers={**asked, "Access-Control-Request-Headers": "authorization"})
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "authorization" not in answer.headers["Access-Control-Allow-Headers"].lower()


def test_other_pages_are_nobodys_to_read():
    assert "Access-Control-Allow-Origin" not in Client().get("/", headers={"Origin": "https://example.org"}).headers
