"""What is kept of frequent terms is what counting them would give, or nothing."""

import pytest
from django.core.management import call_command
from django.db import connection

from gusu_minutes.publishing.domain import withdraw
from gusu_minutes.publishing.models import PublicEdition
from gusu_minutes.publishing.tasks import count_terms
from gusu_minutes.search import engine, frequent
from gusu_minutes.search.engine import DATE, RELEVANCE, Asked
from gusu_minutes.search.tables import TABLES
from meetings.models import Meeting
from tests.factories import UserFactory, draft, issue

KEEPS = connection.vendor == "postgresql"
PUBLIC = TABLES["public"]


@pytest.fixture
def meeting(db: None, monkeypatch) -> Meeting:
    monkeypatch.setattr(frequent, "FREQUENT", 2)
    issue(draft(items=2, clauses=3))
    return issue(draft(items=2, clauses=2))


def forge(term: str, number: int) -> None:
    """Let another number be kept: what counts it gives the right one."""
    last = PublicEdition.objects.order_by("-sequence")[:1].get().sequence
    PUBLIC.term.objects.update_or_create(term=term, defaults={"number": number, "sequence": last})


@pytest.mark.parametrize("order", [DATE, RELEVANCE])
@pytest.mark.parametrize("word", ["方案", "审议", "同意", "区长", "没有"])
def test_the_numbers_are_those_that_counting_gives(meeting, word, order):
    asked = Asked((word,))
    before = engine.counted(PUBLIC, asked, order=order)
    count_terms.func()
    assert PUBLIC.term.objects.filter(term=word).exists() == (KEEPS and before.total >= 2)
    after = engine.counted(PUBLIC, asked, order=order)
    assert (after.sets, after.total) == (before.sets, engine.count(PUBLIC, asked))


def test_what_is_kept_is_not_counted(meeting):
    right = engine.counted(PUBLIC, Asked(("方案",)), order=RELEVANCE)
    forge("方案", 1000)
    forge("¶方案", 400)
    assert engine.counted(PUBLIC, Asked(("方案",)), order=RELEVANCE).sets == ((400, 600) if KEEPS else right.sets)
    assert engine.counted(PUBLIC, Asked(("方案",))).sets == ((1000,) if KEEPS else (right.total,))
    assert engine.counted(PUBLIC, Asked(("方案",), excluded=("没有",))).total == right.total


@pytest.mark.parametrize("change", ["issue", "withdraw"])
def test_after_the_next_issue_the_old_numbers_count_for_nothing(meeting, change):
    forge("方案", 1000)
    if change == "issue":
        issue(draft())
    else:
        withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="误发", notice="已撤回。")
    assert engine.counted(PUBLIC, Asked(("方案",))).total == engine.count(PUBLIC, Asked(("方案",)))


def test_what_was_counted_while_something_was_issued_is_not_kept(meeting, monkeypatch):
    answers = iter(("SELECT 1", "SELECT 2") * 2)
    forge("方案", 1000)
    monkeypatch.setattr(frequent, "_last", lambda _tables: next(answers))
    count_terms.func()
    assert PUBLIC.term.objects.exists() == (not KEEPS)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(("方案", "审议")),
        Asked(("方",)),
        Asked(("方案的",)),
        Asked(("方案",), excluded=("审议",)),
        Asked(("方案",), marks=(("§x",),)),
        Asked(("方 ",)),
        Asked(),
    ],
)
def test_what_takes_more_than_one_term_is_counted(asked):
    assert engine.terms_of(asked) is None


@pytest.mark.django_db(transaction=True)
def test_they_are_counted_after_an_issue_and_after_the_index_was_mended(monkeypatch):
    monkeypatch.setattr(frequent, "FREQUENT", 1)
    issue(draft())
    number = engine.count(PUBLIC, Asked(("方案",)))
    kept = PUBLIC.term.objects.filter(term="方案").values_list("number", flat=True)
    assert list(kept) == ([number] if KEEPS else [])
    PUBLIC.entry.objects.filter(kind="clause").delete()
    count_terms.func()
    call_command("rebuild_search", quiet=True)
    assert list(kept) == ([number] if KEEPS else [])
