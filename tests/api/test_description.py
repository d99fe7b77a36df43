"""The description is the one that was looked at, is true, and every example of docs/api.md works."""

import json
import re
import shlex
import subprocess
from string import Template
from typing import Any

import hypothesis
import pytest
import schemathesis
import yaml
from django.core.wsgi import get_wsgi_application
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from hypothesis import HealthCheck
from schemathesis import GenerationMode

from gusu_minutes.api.v1.urls import urlpatterns
from gusu_minutes.api.v1.views.description import description
from gusu_minutes.common.models import Disclosure
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import PublicClause, Rendering
from gusu_minutes.search.rows import document_code
from tests.api.conftest import API, PROBLEM, issue_named, token_for
from tests.architecture.sources import ROOT
from tests.factories import (
    AgendaItemFactory,
    AttachmentFactory,
    DepartmentFactory,
    MeetingFactory,
    ResolutionFactory,
    UserFactory,
    draft,
    issue,
)

SNAPSHOT = ROOT / "tests/api/openapi.json"
DOCUMENT = (ROOT / "docs/api.md").read_text("utf-8")


def test_the_description_is_the_one_that_was_looked_at():
    """To renew it: docs/testing.md."""
    with GENERATOR_STATS.silence():
        found = description("en")
    assert json.loads(json.dumps(found)) == json.loads(SNAPSHOT.read_text("utf-8"))


def test_the_generator_has_nothing_to_complain_of():
    GENERATOR_STATS.reset()
    description("en")
    assert not GENERATOR_STATS


@pytest.mark.django_db
def test_it_is_served_as_json_and_yaml_in_chinese():
    as_json, as_yaml = (Client().get(f"{API}openapi.{form}") for form in ("json", "yaml"))
    assert as_json.headers["Content-Type"] == "application/vnd.oai.openapi+json; charset=utf-8"
    found = as_json.json()
    assert found["openapi"] == "3.1.0"
    assert found == yaml.safe_load(as_yaml.content)
    assert found["paths"].keys() == description("en")["paths"].keys()
    etag = as_json.headers["ETag"]
    assert Client().get(f"{API}openapi.json", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.django_db
def test_every_view_is_described():
    described = {operation["get"]["operationId"].replace("_", "-") for operation in description("en")["paths"].values()}
    left_out = {"nothing", "openapi-json", "openapi-yaml"}
    assert {page.name for page in urlpatterns} - left_out == described


EXAMPLES = 12  # of each kind for each operation


@pytest.fixture
def arguments(transactional_db, minutes, settings):
    """Path parameters that lead to something, and no limits in the way."""
    settings.API_LIMITS = {"anonymous": 1_000_000, "token": 1_000_000}
    issue_named(1)
    for rendering in Rendering.objects.all():
        make_files(rendering)
    clause = PublicClause.objects.select_related("edition").order_by("pk")[1]
    series, year, number = clause.edition.address.split("/")
    meeting = {"series": series, "year": int(year), "number": number}
    edition = {**meeting, "edition": 1}
    with_file = draft()
    file = AttachmentFactory(meeting=with_file, disclosure=Disclosure.PUBLIC)
    series, year, number = issue(with_file).address.split("/")
    attachment = {"series": series, "year": int(year), "number": number, "key": file.sha256[:16]}
    return {
        "meeting": meeting,
        "editions": meeting,
        "edition": edition,
        "edition_payload": edition,
        "edition_file": {**edition, "form": "ofd"},
        "attendance": meeting,
        "attachment": attachment,
        "resolution": {"key": clause.key},
        "agenda_item": {"key": clause.item_key},
        "department": {"code": "zhujian"},
        "series": {"code": series},
        "person": {"code": "fanjianjun"},
        "document": {"code": document_code("重点项目方案")},
        "theme": {"code": "jianshe"},
        "matter": {"code": "gaizao"},
    }


def ask(strategy):
    """Send what the strategy makes and judge every answer; return the statuses seen."""
    statuses = set()

    @hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(strategy)
    def send(case):
        # The client of a WSGI application does not unpack.
        statuses.add(case.call_and_validate(headers={"Accept-Encoding": "identity"}).status_code)

    send()
    return statuses


def plain(application: Any) -> Any:
    """Schemathesis says that it takes compressed answers, and cannot read them from a WSGI application."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return application(environ, start_response)

    return answer


@pytest.mark.once
@pytest.mark.django_db(transaction=True)  # schemathesis ends requests as a server does, which closes connections
def test_what_is_described_is_so(arguments):
    """Schemathesis asks as the description allows, and as it does not, and judges every answer."""
    schema = schemathesis.openapi.from_wsgi(f"{API}openapi.json", app=plain(get_wsgi_application()))
    seen = {}
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        name = operation.definition.raw["operationId"]
        seen[name] = ask(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        if (path := arguments.get(name.removesuffix("_mentions"))) is not None:
            seen[name] |= ask(operation.as_strategy(path_parameters=path))
        if list(operation.iter_parameters()):  # otherwise there is nothing to get wrong
            seen[name] |= ask(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    assert len(seen) == 31
    assert not [name for name, statuses in seen.items() if 200 not in statuses]
    assert any(400 in statuses for statuses in seen.values())


# The examples of docs/api.md

CURL = re.compile(r"^(curl .*?)(?: # (\d+))?$", re.MULTILINE)


@pytest.mark.django_db(transaction=True)
def test_every_curl_example_works(live_server, tmp_path):
    """With what the demo has, so that readers of the document find something, too."""
    issued = MeetingFactory(series__code="executive", series__name="区政府常务会议", number=39)
    item = AgendaItemFactory(meeting=issued, outcome="approved_in_principle")
    item.presenting.add(DepartmentFactory(code="development-reform"))
    ResolutionFactory(agenda_item=item)
    assert issue(issued).address == "executive/2024/39"
    issue_named(1, year=2024)
    environment = {"SITE": live_server.url, "TOKEN": token_for(UserFactory(roles=["official"]))[1]}
    examples = CURL.findall(DOCUMENT)
    assert len(examples) >= 28
    for line, expected in examples:
        words = [Template(word).substitute(environment) for word in shlex.split(line)]
        told = "\n%{http_code} %{content_type}"
        done = subprocess.run(
            [*words, "-w", told], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30
        )
        body, _newline, end = done.stdout.rpartition("\n")
        status, _space, media_type = end.partition(" ")
        assert status == (expected or "200"), f"{line}\n{done.stdout}"
        if status == "304":
            assert body == ""
            continue
        wanted = "application/json" if status == "200" else PROBLEM
        assert media_type == ("application/vnd.oai.openapi+json; charset=utf-8" if "openapi" in line else wanted), line
        found = json.loads(body)
        rows = found.get("results", found) if isinstance(found, dict) else found
        assert rows, f"nothing to see: {line}"


def test_every_resource_is_in_the_document():
    for path in description("en")["paths"]:
        assert path.removeprefix(API).partition("/")[0] in DOCUMENT
