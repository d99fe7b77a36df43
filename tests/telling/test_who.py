"""Who is told of what. Who is not comes first."""

from datetime import timedelta

import pytest

from attendees.models import Substitution
from decisions.domain import change, corrections, cycles, extensions, relief, verify, work
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.models import Event
from decisions.telling.enums import AT_ONCE_AS_USUAL, TOPIC_OF
from decisions.telling.who import AUDIENCES, taken_from, told_of
from tests.decisions.story import today
from tests.factories import OfficerFactory, UserFactory

CONSENT = "区长陈羔同意"
NOBODY: set[str] = set()


def told(story, event=None):
    """Return the roles of the story that are told of the last event."""
    event = event or Event.objects.latest("pk")
    names = {story.lead.pk: "lead", story.supporting.pk: "supporting", story.supervisor.pk: "supervisor"}
    return {names.get(user.pk, user.username) for user in told_of(event)}


def test_every_verb_has_audiences_and_a_topic():
    assert set(AUDIENCES) == set(TOPIC_OF) == set(Verb)
    assert set(Verb) >= AT_ONCE_AS_USUAL


def test_who_is_not_active_is_not_told(story):
    story.lead.is_active = False
    story.lead.save()
    assert told(story) == {"supporting"}


@pytest.mark.parametrize(("starts", "ends"), [(-10, -1), (1, 10)])
def test_an_office_of_another_day_is_not_told(story, starts, ends):
    office = story.lead.offices.get()
    office.valid_from, office.valid_to = today() + timedelta(days=starts), today() + timedelta(days=ends)
    office.save()
    assert told(story) == {"supporting"}


@pytest.mark.parametrize(("starts", "ends", "is_told"), [(-10, -1, False), (1, 9, False), (0, 0, True), (-1, 1, True)])
def test_substitutes_are_told_while_they_stand_in(story, starts, ends, is_told):
    substitute = UserFactory(username="substitute")
    Substitution.objects.create(
        officer=story.lead.offices.get(),
        substitute=substitute,
        valid_from=today() + timedelta(days=starts),
        valid_to=today() + timedelta(days=ends),
    )
    assert ("substitute" in told(story)) is is_told


def test_a_substitute_who_is_not_active_is_not_told(story):
    Substitution.objects.create(
        officer=story.lead.offices.get(),
        substitute=UserFactory(username="substitute", is_active=False),
        valid_from=today(),
        valid_to=today(),
    )
    story_roles = told(story)
    assert "substitute" not in story_roles


def test_a_superuser_is_no_supervisor(story):
    UserFactory(username="root", is_superuser=True)
    story.bring_to(S.REPORTED)
    assert told(story) == {"supervisor"}


def test_the_actor_is_not_told(story):
    colleague = OfficerFactory(department=story.department, user__username="colleague").user
    assert told(story) == {"lead", "supporting", "colleague"}
    event = Event.objects.latest("pk")
    event.by = colleague
    assert told(story, event) == {"lead", "supporting"}


def test_who_sees_it_no_more_is_not_told(story):
    story.bring_to(S.IN_PROGRESS)
    request = relief.request_relief(assignment=story.assignment, by=story.supporting, reason="非本单位职责")
    relief.decide_relief(request=request, by=story.supervisor, granted=True)
    assert told(story) == {"lead"}
    earlier = Event.objects.get(verb=Verb.ASSIGN)
    assert told(story, earlier) == {"lead"}


@pytest.mark.parametrize(
    ("verb", "audience"),
    [
        (Verb.ASSIGN, {"lead", "supporting"}),
        (Verb.ACKNOWLEDGE, NOBODY),
        (Verb.REPORT_PROGRESS, NOBODY),
        (Verb.CONTRIBUTE, {"lead"}),
        (Verb.ASK_CONTRIBUTION, {"supporting"}),
        (Verb.REPORT_DONE, {"supervisor"}),
        (Verb.CLOSE, {"lead", "supporting"}),
        (Verb.RETURN, {"lead"}),
        (Verb.CANCEL, {"lead", "supporting"}),
        (Verb.REQUEST_EXTENSION, {"supervisor"}),
        (Verb.GRANT_EXTENSION, {"lead"}),
        (Verb.REFUSE_EXTENSION, {"lead"}),
        (Verb.REQUEST_RELIEF, {"supervisor"}),
        (Verb.GRANT_RELIEF, {"lead"}),
        (Verb.REFUSE_RELIEF, {"supporting"}),
        (Verb.REMIND, {"lead", "supporting"}),
        (Verb.ASK_REPORT, {"lead"}),
        (Verb.CHANGE, {"lead", "supporting"}),
        (Verb.REASSIGN, {"newcomer", "supporting"}),
        (Verb.CLAUSE_CHANGED, {"lead", "supporting", "supervisor"}),
        (Verb.NOTE_CHANGE, NOBODY),
    ],
)
def test_audiences(story, verb, audience):
    happen(story, verb)
    event = Event.objects.latest("pk")
    assert event.verb == verb
    assert told(story, event) == audience


ROLES_LEFT = {Verb.REASSIGN: ["lead"], Verb.GRANT_RELIEF: ["supporting"]}


@pytest.mark.parametrize("verb", Verb)
def test_from_whom_it_was_taken(story, verb):
    happen(story, verb)
    event = Event.objects.latest("pk")
    assert taken_from(event) == [getattr(story, role) for role in ROLES_LEFT.get(verb, [])]


def test_a_supporting_department_that_is_named_no_more_is_one(story):
    change.change(assignment=story.assignment, by=story.supervisor, reason="调整", consent=CONSENT, supporting=[])
    assert taken_from(Event.objects.latest("pk")) == [story.supporting]


def test_from_who_acts_for_the_new_lead_too_nothing_was_taken(story):
    newcomer = OfficerFactory(user=story.lead).department
    change.reassign(assignment=story.assignment, by=story.supervisor, lead=newcomer, reason="调整", consent=CONSENT)
    event = Event.objects.latest("pk")
    assert taken_from(event) == []
    assert "lead" in told(story, event)


def happen(story, verb):
    """Take the verb, by way of those before it."""
    row, lead, supervisor = story.assignment, story.lead, story.supervisor
    if verb == Verb.ASSIGN:
        return
    if verb in {Verb.CLOSE, Verb.RETURN, Verb.REPORT_DONE}:
        story.bring_to(S.CLOSED if verb == Verb.CLOSE else S.REPORTED)
        if verb == Verb.RETURN:
            verify.return_to_department(assignment=row, by=supervisor, reason="材料不全")
        return
    story.bring_to(S.IN_PROGRESS)
    if verb == Verb.REPORT_PROGRESS:
        work.report_progress(assignment=row, by=lead, text="进展", percent=10)
    elif verb == Verb.CONTRIBUTE:
        work.contribute(assignment=row, by=story.supporting, text="配合", percent=10)
    elif verb == Verb.ASK_CONTRIBUTION:
        work.ask_contribution(assignment=row, by=lead, text="请报材料")
    elif verb == Verb.CANCEL:
        verify.cancel(assignment=row, by=supervisor, reason="不再需要", consent=CONSENT)
    elif verb in {Verb.REQUEST_EXTENSION, Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION}:
        request = story.ask_for_extension()
        if verb != Verb.REQUEST_EXTENSION:
            granted = verb == Verb.GRANT_EXTENSION
            extensions.decide_extension(request=request, by=supervisor, granted=granted, note="知悉")
    elif verb in {Verb.REQUEST_RELIEF, Verb.GRANT_RELIEF, Verb.REFUSE_RELIEF}:
        request = relief.request_relief(assignment=row, by=story.supporting, reason="非本单位职责")
        if verb != Verb.REQUEST_RELIEF:
            relief.decide_relief(request=request, by=supervisor, granted=verb == Verb.GRANT_RELIEF, note="知悉")
    elif verb == Verb.REMIND:
        verify.remind(assignment=row, by=supervisor, text="请抓紧")
    elif verb == Verb.ASK_REPORT:
        row = story.fresh()
        row.cycle, row.report_due_on = "weekly", today()
        row.save()
        cycles.ask_for_reports(today())
    elif verb == Verb.CHANGE:
        change.change(assignment=row, by=supervisor, reason="调整", consent=CONSENT, task="新的任务")
    elif verb == Verb.REASSIGN:
        newcomer = OfficerFactory(user__username="newcomer").department
        change.reassign(assignment=row, by=supervisor, lead=newcomer, reason="职责调整", consent=CONSENT)
    elif verb in {Verb.CLAUSE_CHANGED, Verb.NOTE_CHANGE}:
        corrections.flag_changed(meeting=story.meeting, clauses={}, by=story.clerk)
        if verb == Verb.NOTE_CHANGE:
            corrections.note_change(assignment=row, by=lead)
