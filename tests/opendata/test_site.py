"""The pages and files as readers and programs meet them: refusals first."""

import hashlib
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gusu_minutes.opendata.making import make
from gusu_minutes.publishing.domain import start_correction, withdraw
from tests.factories import UserFactory, draft, issue
from tests.opendata.conftest import made_of
from tests.public.conftest import issue_many

PAGES = ["", "manifest.json", "dcat.jsonld", "meetings-all.jsonl", "minutes-2024.xlsx"]
FILE = "/data/meetings-2024.jsonl"


def body(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize("name", ["meetings-2023.jsonl", "nothing-all.csv", "meetings-2024.exe", ".lock", "2024.json"])
def test_what_is_not_there_is_not_found(minutes, client, name):
    make()
    assert client.get(f"/data/{name}").status_code == 404


def test_no_address_leads_out_of_the_folder(minutes, client):
    make()
    for name in ("../meetings-2024.jsonl", "..%2Fsecret_key", "%2e%2e/2024.json", "meetings-all.jsonl/../x"):
        assert client.get(f"/data/{name}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_officials_site_has_none(minutes, persona, page):
    make()
    assert persona("anonymous").get(f"/internal/data/{page}").status_code == 302
    for name in ("wrong", "right", "clerk"):
        assert persona(name).get(f"/internal/data/{page}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_they_are_the_same_for_everybody(minutes, persona, page):
    make()
    answers = [persona(name).get(f"/data/{page}") for name in ("anonymous", "wrong", "right", "clerk")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({body(answer) for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_they_take_nothing(minutes, client, method):
    make()
    assert {getattr(client, method)(f"/data/{page}").status_code for page in PAGES} == {405}


def test_a_file_is_what_the_manifest_says(minutes, client):
    make()
    manifest = client.get("/data/manifest.json").json()
    assert [dataset["scope"] for dataset in manifest["datasets"]] == ["all", "2024"]
    for dataset in manifest["datasets"]:
        for file in dataset["files"]:
            answer = client.get(f"/data/{file['name']}")
            content = body(answer)
            assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
            assert answer.headers["ETag"] == f'"{file["sha256"]}"'
            assert answer.headers["Content-Type"] == file["media_type"]
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{file["name"]}"'
            assert answer.headers["Content-Length"] == str(file["bytes"])


def test_any_site_may_read_it_and_no_browser_guesses(minutes, client):
    make()
    for page in PAGES[1:]:
        answer = client.get(f"/data/{page}")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-cache"
        body(answer)


@pytest.mark.parametrize("page", PAGES[1:])
def test_what_has_not_changed_is_not_sent_again(minutes, client, page):
    make()
    first = client.get(f"/data/{page}")
    body(first)
    again = client.get(f"/data/{page}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("how", ["corrected", "withdrawn"])
def test_what_was_taken_back_is_withheld_until_it_is_made_anew(minutes, client, how):
    other = issue(draft(number=1, held_on=date(2023, 5, 1)))
    make()
    publisher = UserFactory(roles=["publisher"])
    if how == "withdrawn":
        withdraw(meeting=minutes, by=publisher, reason="有误", notice="撤回。")
    else:
        start_correction(meeting=minutes, by=publisher, reason="更正")
        issue(type(minutes).objects.get(pk=minutes.pk))
    for name in ("meetings-2024.jsonl", "meetings-all.csv", "resolutions-all.jsonl.gz"):
        answer = client.get(f"/data/{name}")
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "600"), name
        assert "重" in answer.text or "again" in answer.text
    assert body(client.get("/data/meetings-2023.jsonl"))
    assert [dataset["scope"] for dataset in client.get("/data/manifest.json").json()["datasets"]] == ["2023"]
    page = client.get("/data/").text
    assert "meetings-2023.jsonl" in page and FILE not in page and "/data/meetings-all" not in page
    make(whole=False)
    answer = client.get(FILE)
    assert answer.status_code == 200
    assert (minutes.title in body(answer).decode()) == (how == "corrected")
    assert other.address in body(client.get("/data/meetings-all.jsonl")).decode()


def test_a_new_issue_withholds_nothing(minutes, client):
    make()
    issue(draft(number=40))
    assert body(client.get(FILE))


def test_a_file_that_was_just_replaced_is_asked_for_again(minutes, client):
    make()
    made = made_of("2024")
    made.path_of(made.files[0]).unlink()
    assert client.get(FILE).status_code == 503


def test_without_data_the_page_says_what_to_do(db, client):
    answer = client.get("/data/")
    assert answer.status_code == 200
    assert "/meetings/" in answer.text.split('class="empty"')[1].split("</div>")[0]
    assert client.get("/data/manifest.json").json()["datasets"] == []
    assert client.get("/data/dcat.jsonld").json()["dcat:dataset"] == []


def test_the_page_names_licence_digest_and_how_to_check(minutes, client, settings):
    make()
    page = client.get("/data/").text
    file = made_of("2024").files[0]
    assert settings.DATA_LICENCE in page and settings.DATA_LICENCE_NAME in page
    assert file.sha256 in page and f"/data/{file.name}" in page and "sha256sum" in page
    settings.DATA_LICENCE = ""
    assert 'rel="license"' not in client.get("/data/").text


@pytest.mark.parametrize("count", [1, 30])
def test_queries(client, db, count):
    issue_many(count)
    make()
    expected = {"/data/": 2, "/data/manifest.json": 2, "/data/dcat.jsonld": 2, "/data/meetings-2023.csv": 2}
    for address, number in expected.items():
        with CaptureQueriesContext(connection) as queries:
            body(client.get(address))
        assert len(queries) == number, address


def test_the_catalogue_is_dcat(minutes, client, settings):
    """What DCAT-AP 3.0 asks of Catalog, Dataset, Distribution and spdx:Checksum."""
    settings.BASE_URL, settings.PUBLIC_URL = "https://inside.example.cn", "https://minutes.example.cn"
    make()
    answer = client.get("/data/dcat.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    catalogue = json.loads(answer.content)
    assert catalogue["@type"] == "dcat:Catalog"
    assert {"dct:title", "dct:description", "dct:publisher", "dct:license", "dcat:dataset"} <= catalogue.keys()
    assert [dataset["dct:identifier"] for dataset in catalogue["dcat:dataset"]] == ["all", "2024"]
    used = {name.partition(":")[0] for name in keys(catalogue) if ":" in name and "//" not in name}
    assert used == catalogue["@context"].keys() - {"xsd"}
    for dataset in catalogue["dcat:dataset"]:
        assert dataset["@type"] == "dcat:Dataset"
        assert {"dct:title", "dct:description", "dct:publisher", "dct:issued", "dct:modified"} <= dataset.keys()
        assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2024-12-13"
        files = {file.name: file for file in made_of(dataset["dct:identifier"]).files}
        for distribution in dataset["dcat:distribution"]:
            file = files.pop(distribution["dct:title"])
            assert distribution["dcat:downloadURL"]["@id"] == f"https://minutes.example.cn/data/{file.name}"
            assert distribution["dcat:byteSize"] == {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"}
            assert distribution["spdx:checksum"]["spdx:checksumValue"]["@value"] == file.sha256
            assert distribution["dct:license"]["@id"] == settings.DATA_LICENCE
            assert ("dcat:compressFormat" if file.name.endswith(".gz") else "dcat:mediaType") in distribution
        assert not files


def test_no_file_names_the_address_of_the_inner_site(minutes, client, settings):
    settings.BASE_URL, settings.PUBLIC_URL = "https://inside.example.cn", "https://minutes.example.cn"
    make()
    named = [f"/data/{file.name}" for scope in ("all", "2024") for file in made_of(scope).files]
    for address in [*named, "/data/manifest.json", "/data/dcat.jsonld", "/meetings/executive/2024/39/editions/1.xml"]:
        assert b"inside.example.cn" not in body(client.get(address)), address
    assert b"https://minutes.example.cn/meetings/" in body(client.get("/data/popolo-2024.json"))


def keys(value) -> set[str]:
    if isinstance(value, dict):
        return value.keys() | set().union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()
