"""The officers' own page: who acts for the department, substitutes, handing over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from attendees.models import DepartmentOfficer, Substitution
from tests.decisions.story import today
from tests.factories import DepartmentFactory, OfficerFactory, UserFactory

URL = reverse("desk:office")


def day(days=0):
    return (today() + timedelta(days=days)).isoformat()


@pytest.fixture
def office(db):
    return OfficerFactory(
        user__last_name="王", user__first_name="小明", department=DepartmentFactory(name="姑苏区审计局")
    )


@pytest.fixture
def other(db):
    return OfficerFactory(user__last_name="李", user__first_name="小红").user


@pytest.fixture
def mine(office):
    client = Client()
    client.force_login(office.user)
    return client


def substitute(client, office, other, first=0, last=5):
    data = {"substitute": other.pk, "valid_from": day(first), "valid_to": day(last)}
    return client.post(reverse("desk:name_substitute", args=[office.pk]), data)


def hand_over(client, office, other, first=1):
    data = {"to": other.pk, "first_day": day(first)}
    return client.post(reverse("desk:hand_over", args=[office.pk]), data)


def test_anonymous_signs_in_first(client, office, other):
    one = Substitution.objects.create(officer=office, substitute=other, valid_from=today(), valid_to=today())
    login = f"{reverse('login')}?next={URL}"
    assert client.get(URL).headers["Location"] == login
    ending = client.post(reverse("desk:end_substitution", args=[one.pk]))
    for answer in (substitute(client, office, other), hand_over(client, office, other), ending):
        assert answer.headers["Location"] == login
    assert Substitution.objects.count() == 1


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"], ["supervisor"], ["clerk"]])
def test_without_an_office_it_is_not_there(client, db, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(URL).status_code == 404


def test_after_the_last_day_it_is_not_there(client, db):
    client.force_login(OfficerFactory(valid_to=today() - timedelta(days=1)).user)
    assert client.get(URL).status_code == 404


def test_another_department_sees_and_does_nothing(client, office, other):
    one = Substitution.objects.create(
        officer=office, substitute=OfficerFactory().user, valid_from=today(), valid_to=today()
    )
    client.force_login(other)
    assert "姑苏区审计局" not in client.get(URL).content.decode()
    assert substitute(client, office, UserFactory(roles=["officer"])).status_code == 404
    assert hand_over(client, office, UserFactory(roles=["officer"])).status_code == 404
    assert client.post(reverse("desk:end_substitution", args=[one.pk])).status_code == 404
    assert Substitution.objects.count() == 1


def test_only_post(mine, office, other):
    one = Substitution.objects.create(officer=office, substitute=other, valid_from=today(), valid_to=today())
    for name, pk in (("name_substitute", office.pk), ("hand_over", office.pk), ("end_substitution", one.pk)):
        assert mine.get(reverse(f"desk:{name}", args=[pk])).status_code == 405


def test_a_token_is_needed(office, other):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.user)
    assert substitute(client, office, other).status_code == 403
    assert hand_over(client, office, other).status_code == 403


def test_it_shows_the_officers_of_the_department(mine, office):
    colleague = OfficerFactory(department=office.department, user__last_name="赵", user__first_name="六")
    OfficerFactory(department=office.department, valid_to=today() - timedelta(days=1))
    page = mine.get(URL)
    text = page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "赵六" in text
    (_department, seats) = page.context["departments"][0]
    assert {seat.office for seat in seats} == {office, colleague}
    assert reverse("desk:hand_over", args=[office.pk]) in text
    assert reverse("desk:hand_over", args=[colleague.pk]) not in text


def test_an_office_to_come_is_there_already(client, db):
    office = OfficerFactory(valid_from=today() + timedelta(days=3))
    client.force_login(office.user)
    assert client.get(URL).status_code == 200


def test_a_substitute_is_named_and_ended(mine, office, other, client):
    assert substitute(mine, office, other).headers["Location"] == URL
    one = Substitution.objects.get()
    assert "李小红" in mine.get(URL).content.decode()
    client.force_login(other)
    page = client.get(URL)
    assert [told.officer for told in page.context["acting_for"]] == [office]
    assert "王小明" in page.content.decode()
    assert reverse("desk:name_substitute", args=[office.pk]) not in page.content.decode()
    assert substitute(client, office, UserFactory(roles=["officer"])).status_code == 404
    assert mine.post(reverse("desk:end_substitution", args=[one.pk])).headers["Location"] == URL
    assert client.get(URL).context["acting_for"] == []


def test_an_ended_one_is_ended_once(mine, office, other):
    past = today() - timedelta(days=9)
    one = Substitution.objects.create(officer=office, substitute=other, valid_from=past, valid_to=today())
    for _ in range(2):
        answer = mine.post(reverse("desk:end_substitution", args=[one.pk]), follow=True)
    assert 'class="error"' in answer.content.decode()
    assert Substitution.objects.get().history.count() == 2


@pytest.mark.parametrize(("first", "last", "status"), [(-1, 3, 409), (3, 2, 409), (0, 999, 409)])
def test_a_refusal_shows_what_was_chosen(mine, office, other, first, last, status):
    answer = substitute(mine, office, other, first, last)
    assert answer.status_code == status
    assert f'<option value="{other.pk}" selected>' in answer.content.decode()
    assert f'value="{day(last)}"' in answer.content.decode()
    assert not Substitution.objects.exists()


def test_who_is_no_officer_cannot_be_chosen(mine, office):
    for to in (office.user, UserFactory(roles=["clerk"])):
        assert substitute(mine, office, to).status_code in (409, 422)
        assert hand_over(mine, office, to).status_code in (409, 422)
    assert DepartmentOfficer.objects.count() == 1


def test_the_same_post_twenty_times_makes_one(mine, office, other):
    answers = [substitute(mine, office, other).status_code for _ in range(20)]
    assert answers == [302] + [409] * 19
    assert Substitution.objects.count() == 1
    answers = [hand_over(mine, office, other).status_code for _ in range(20)]
    assert answers == [302] + [409] * 19
    assert DepartmentOfficer.objects.filter(department=office.department).count() == 2


def test_handing_over_today_closes_the_page(mine, office, other, client):
    assert hand_over(mine, office, other, first=0).headers["Location"] == reverse("rooms")
    assert mine.get(URL).status_code == 404
    client.force_login(other)
    assert "姑苏区审计局" in client.get(URL).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_it_is_there_in_every_language(mine, office, other, language, settings):
    substitute(mine, office, other)
    mine.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert mine.get(URL).status_code == 200


@pytest.mark.parametrize("size", [1, 30])
def test_queries(mine, office, django_assert_num_queries, size):
    for colleague in OfficerFactory.create_batch(size, department=office.department):
        Substitution.objects.create(
            officer=colleague, substitute=OfficerFactory().user, valid_from=today(), valid_to=today()
        )
    OfficerFactory.create_batch(size, user=office.user)
    with django_assert_num_queries(10):
        mine.get(URL)
