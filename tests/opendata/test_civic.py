"""Popolo and Open Civic Data: what their specifications ask of each class, and nothing made up.

https://www.popoloproject.com/specs/ and https://open-civic-data.readthedocs.io/en/latest/data/: the published schemas
come in no package that this program could be tested with, so what they ask for is written down here.
"""

import json

import jsonschema
import pytest

from gusu_minutes.opendata.civic import LISTS
from gusu_minutes.opendata.making import make
from meetings.enums import Outcome
from tests.factories import AttendanceFactory, ResolutionFactory, draft, issue
from tests.opendata.conftest import made_of

TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
SOURCES = {"type": "array", "minItems": 1, "items": {"required": ["url"], "properties": {"url": TEXT}}}


def ocd(kind):
    return {"type": "string", "pattern": f"^ocd-{kind}/[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$"}


def named(kind):
    return {"required": ["name", "type"], "properties": {"name": TEXT, "type": {"enum": kind}, "note": TEXT}}


SCHEMAS = {
    "organizations": {
        "required": ["id", "name", "classification"],
        "properties": {
            "id": ocd("organization"),
            "name": TEXT,
            "classification": {"enum": ["executive", "department"]},
            "identifiers": {"items": {"required": ["identifier"], "properties": {"identifier": TEXT}}},
        },
    },
    "posts": {
        "required": ["id", "label", "organization_id"],
        "properties": {"id": ocd("post"), "label": TEXT, "organization_id": ocd("organization")},
    },
    "memberships": {
        "required": ["id", "person_name", "organization_id"],
        "properties": {
            "id": ocd("membership"),
            "person_id": {"type": "null"},
            "person_name": TEXT,
            "organization_id": ocd("organization"),
            "post_id": ocd("post"),
        },
    },
    "events": {
        "required": ["id", "name", "classification", "start_date", "all_day", "status", "sources"],
        "properties": {
            "id": ocd("event"),
            "name": TEXT,
            "start_date": DAY,
            "all_day": {"type": "boolean"},
            "status": {"enum": ["cancelled", "tentative", "confirmed", "passed"]},
            "location": {"oneOf": [{"type": "null"}, {"type": "object", "required": ["name"]}]},
            "participants": {"type": "array", "items": named(["organization", "person"])},
            "agenda": {
                "type": "array",
                "items": {
                    "required": ["description", "order"],
                    "properties": {
                        "description": TEXT,
                        "order": TEXT,
                        "notes": {"items": TEXT},
                        "classification": {"items": TEXT},
                        "related_entities": {"items": {"required": ["entity_type", "name"]}},
                    },
                },
            },
            "sources": SOURCES,
        },
    },
    "motions": {
        "required": ["id", "organization_id", "date", "result"],
        "properties": {
            "id": ocd("motion"),
            "organization_id": ocd("organization"),
            "event_id": ocd("event"),
            "date": DAY,
            "result": {"enum": ["pass", "fail", None]},
            "sources": SOURCES,
        },
    },
}


WORDS = {
    "adopted": "会议通过了方案。",
    "approved": "会议同意方案。",
    "approved_in_principle": "会议原则同意方案。",
    "rejected": "会议不同意方案。",
    "deferred": "会议决定缓议。",
    "revise": "会议要求修改后再议。",
    "noted": "会议听取了汇报。",
}


def popolo():
    make()
    made = made_of("all")
    return json.loads(made.path_of(next(file for file in made.files if file.name == "popolo-all.json")).read_text())


@pytest.fixture
def data(minutes):
    other = draft(number=40, people=0)
    for name in ("王一", "王一", "李二"):
        AttendanceFactory(meeting=other, name=name, department_name="区住建委", title="主任")
    issue(other)
    return popolo()


@pytest.mark.parametrize("name", LISTS)
def test_every_record_has_what_its_class_asks_for(data, name):
    assert data[name]
    for record in data[name]:
        jsonschema.validate(record, {"type": "object", **SCHEMAS[name]})
    assert len({record["id"] for record in data[name]}) == len(data[name])


def test_references_lead_somewhere(data):
    organizations = {record["id"] for record in data["organizations"]}
    events = {record["id"] for record in data["events"]}
    posts = {record["id"] for record in data["posts"]}
    for name in ("posts", "memberships", "motions"):
        assert {record["organization_id"] for record in data[name]} <= organizations
    assert {record["event_id"] for record in data["motions"]} <= events
    assert {record["post_id"] for record in data["memberships"]} <= posts


def test_names_are_given_as_recorded_and_nobody_is_made_up(data):
    assert list(data) == list(LISTS)  # no persons, no vote events
    assert [record["person_name"] for record in data["memberships"]] == ["王一", "李二"]
    assert [record["label"] for record in data["posts"]] == ["主任"]
    event = data["events"][0]
    assert {"type": "person", "name": "范剑军", "note": "in_attendance"} in event["participants"]


@pytest.mark.parametrize("outcome", ["", *Outcome.values])
def test_a_motion_is_passed_failed_or_neither(db, outcome):
    meeting = draft(number=40)
    item = meeting.items.get()
    item.outcome = outcome
    item.save()
    # An outcome is public where a public clause speaks of it.
    ResolutionFactory(agenda_item=item, text=WORDS.get(outcome, "会议要求抓好落实。"))
    issue(meeting)
    [motion] = popolo()["motions"]
    expected = {"adopted": "pass", "approved": "pass", "approved_in_principle": "pass", "rejected": "fail"}
    assert motion["result"] == expected.get(motion["extras"]["outcome"])
    assert motion["extras"]["outcome"] in ("", outcome)
