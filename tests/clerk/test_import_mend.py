"""What is said of a single line in the import wizard: kept at once, by those who may, and nothing is lost by it."""

import pytest
from django.urls import reverse

from gusu_minutes.importing.imports import begin_import
from meetings.models import Meeting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TEXT = """2024年3月1日上午,区长王强主持召开区政府第5次常务会议。会议议定以下意见:
一、研究供水工作
会议同意《供水方案》。由区水务局牵头实施。
广告位招租
张三 李四"""


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


@pytest.fixture
def given(clerk):
    return begin_import(source=TEXT, file_name="", to_simplified=True, by=clerk)


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client


def say(client, given, words, how, *, follow=False, **changes):
    given.refresh_from_db()
    sent = {"version": given.version, "at": TEXT.index(words), "how": how, **changes}
    answer = client.post(reverse("admin:import_mend", args=[given.pk]), sent, follow=follow)
    given.refresh_from_db()
    return answer


def page(client, given):
    return client.get(reverse("admin:import_review", args=[given.pk]))


def lines(client, given):
    """Return each line of the original with what it became."""
    return {line.text: line.kind for line in page(client, given).context["original"].lines}


@pytest.mark.parametrize("role", ["official", "officer", "signatory", "publisher", "supervisor", "auditor"])
def test_others_are_refused(client, given, role):
    client.force_login(UserFactory(roles=[role]))
    assert say(client, given, "广告位", "heading", follow=True).status_code == 403
    assert given.choices == {}


def test_anonymous_is_sent_to_sign_in(client, given):
    answer = say(client, given, "广告位", "heading", follow=True)
    assert answer.redirect_chain[-1][0].split("?")[0] == reverse("login")
    assert given.choices == {}


def test_a_mend_is_kept_and_read(clerk_client, given):
    assert lines(clerk_client, given)["广告位招租"] == "clause"
    answer = say(clerk_client, given, "广告位", "ignore")
    at = TEXT.index("广告位")
    assert answer.url.endswith(f"?at={at}#l-{at}")
    assert given.choices == {"marks": {"roles": {str(at): "ignore"}, "breaks": [], "joins": []}}
    assert lines(clerk_client, given)["广告位招租"] == "unparsed"
    assert "广告位招租" in page(clerk_client, given).context["plan"].meeting.unplaced


def test_names_joins_and_splits(clerk_client, given):
    say(clerk_client, given, "张三", "in_attendance")
    say(clerk_client, given, "广告位", "join")
    say(clerk_client, given, "由区水务局", "split")
    plan = page(clerk_client, given).context["plan"]
    assert [entry.name for entry in plan.attendance] == ["张三", "李四"]
    assert [clause.text for clause in plan.items[0].clauses] == [
        "会议同意《供水方案》。",
        "由区水务局牵头实施。广告位招租",
    ]


def test_what_was_said_can_be_taken_back(clerk_client, given):
    before = lines(clerk_client, given)
    say(clerk_client, given, "广告位", "heading")
    assert lines(clerk_client, given) != before
    say(clerk_client, given, "广告位", "auto")
    assert lines(clerk_client, given) == before
    assert given.choices == {}


def test_other_choices_stay(clerk_client, given):
    given.choices = {"meeting": {"number": 6}}
    given.save()
    say(clerk_client, given, "广告位", "ignore")
    assert given.choices["meeting"] == {"number": 6}


def test_the_draft_is_made_as_mended(clerk_client, given):
    say(clerk_client, given, "张三", "present")
    form = page(clerk_client, given).context["form"]
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    clerk_client.post(reverse("admin:import_review", args=[given.pk]), {**sent, "place": "三楼", "apply": "1"})
    meeting = Meeting.objects.get()
    assert (meeting.place, [entry.name for entry in meeting.attendance.all()]) == ("三楼", ["张三", "李四"])


def test_a_stale_mend_is_a_message(clerk_client, given):
    answer = say(clerk_client, given, "广告位", "ignore", version=given.version - 1)
    assert given.choices == {}
    assert list(clerk_client.get(answer.url).context["messages"])


@pytest.mark.parametrize("sent", [{"at": "-1"}, {"at": "x"}, {"version": ""}])
def test_nonsense_is_refused(clerk_client, given, sent):
    assert say(clerk_client, given, "广告位", "ignore", **sent).status_code == 400
    assert say(clerk_client, given, "广告位", "nonsense").status_code == 400
    assert given.choices == {}


def test_only_a_post_mends(clerk_client, given):
    assert clerk_client.get(reverse("admin:import_mend", args=[given.pk])).status_code == 405


def test_the_picked_line_offers_its_mends(clerk_client, given):
    at = TEXT.index("会议同意")
    answer = clerk_client.get(reverse("admin:import_review", args=[given.pk]) + f"?at={at}")
    text = answer.content.decode()
    assert 'value="join"' in text
    assert "在“由区水务局牵头实施。”之前" in text
    assert 'value="auto"' not in text
    assert 'class="mend"' not in page(clerk_client, given).content.decode()
