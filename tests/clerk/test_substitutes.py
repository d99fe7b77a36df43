"""Leaders of departments, and who stands in for their officers: entered in the clerk's room."""

import pytest
from django.urls import reverse

from attendees.models import Department, Substitution
from decisions.models import Assignment
from tests.clerk.pages import address, filled
from tests.factories import AssignmentFactory, DepartmentFactory, OfficerFactory, PersonFactory, UserFactory, draft

pytestmark = pytest.mark.django_db
ADD = reverse("admin:attendees_substitution_add")


def absence(office, substitute, **days):
    return {
        "officer": office.pk,
        "substitute": substitute.pk,
        "valid_from": "2026-12-01",
        "valid_to": "2026-12-10",
        **days,
    }


@pytest.mark.parametrize("role", ["supervisor", "auditor", "officer"])
def test_others_enter_no_absence(signed_in, role):
    client, office = signed_in(role), OfficerFactory()
    assert client.post(ADD, absence(office, UserFactory())).status_code in {302, 403}
    assert not Substitution.objects.exists()


def test_nobody_makes_himself_a_substitute(clerk):
    page = clerk.post(ADD, absence(OfficerFactory(), clerk.user))
    assert set(page.context["adminform"].form.errors) == {"substitute"}


def test_an_absence_ends_after_it_begins(clerk):
    page = clerk.post(ADD, absence(OfficerFactory(), UserFactory(), valid_to="2026-11-30"))
    assert page.context["adminform"].form.errors


def test_an_absence_is_entered_once_and_ended_earlier(clerk):
    office, substitute = OfficerFactory(), UserFactory()
    sent = {**absence(office, substitute), "once": clerk.get(ADD).context["once"]}
    for _ in range(2):
        assert clerk.post(ADD, sent).status_code == 302
    made = Substitution.objects.get()
    assert (made.officer, made.substitute) == (office, substitute)
    clerk.post(address(made), {**filled(clerk.get(address(made))), "valid_to": "2026-12-05"})
    made.refresh_from_db()
    assert str(made.valid_to) == "2026-12-05"
    assert made.history.count() == 2


def test_a_department_has_a_leader_in_charge(clerk):
    unit, leader = DepartmentFactory(), PersonFactory()
    clerk.post(address(unit), {**filled(clerk.get(address(unit))), "leader": leader.pk})
    assert Department.objects.get(pk=unit.pk).leader == leader


def test_kind_cycle_and_leader_are_changed_on_the_proposal_s_own_page(clerk):
    row = AssignmentFactory(resolution__agenda_item__meeting=draft())
    leader = PersonFactory()
    values = {"kind": "urgent", "cycle": "weekly", "leader": leader.pk}
    assert clerk.post(address(row), {**filled(clerk.get(address(row))), **values}).status_code == 302
    saved = Assignment.objects.get(pk=row.pk)
    assert (saved.kind, saved.cycle, saved.leader) == ("urgent", "weekly", leader)
