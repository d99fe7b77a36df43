"""The index finds what stands there and nothing else: compared with the plain question, on both databases."""

import random
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from gusu_minutes.common.folding import fold
from gusu_minutes.search import engine, sets
from gusu_minutes.search.engine import DATE, RELEVANCE, Asked
from gusu_minutes.search.enums import NameKind
from gusu_minutes.search.rows import MARK_OF, entry_id
from gusu_minutes.search.tables import TABLES
from gusu_minutes.search.terms import mark, title_tokens, tokens

PUBLIC = TABLES["public"]
SIGNS = "会议同意方案碳达峰2024年A,。《》 "


def store(texts: list[str], **fields: Any) -> None:
    start = PUBLIC.entry.objects.count() + 1
    PUBLIC.entry.objects.bulk_create(
        PUBLIC.entry(
            id=number,
            meeting_id=1,
            kind="clause",
            key=str(number),
            year=2024,
            series_code="executive",
            folded=fold(text),
            tokens=tokens(fold(text)),
            marks=" ".join(
                [mark("k", "clause"), mark("y", 2024 + number % 2), *title_tokens(fold(text.split("\n")[0]))]
            ),
            **fields,
        )
        for number, text in enumerate(texts, start)
    )


class Found(NamedTuple):
    total: int
    ids: list[int]


def find(asked: Asked, *, order: str = DATE, offset: int = 0, limit: int = 20) -> Found:
    counts = engine.counted(PUBLIC, asked, order=order)
    return Found(counts.total, engine.page_of(PUBLIC, asked, counts, offset=offset, limit=limit))


def found(*words: str, **asked: Any) -> list[str]:
    ids = find(Asked(tuple(map(fold, words)), **asked), limit=10_000).ids
    texts = PUBLIC.entry.objects.in_bulk(ids)
    return [texts[key].folded for key in ids]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_it_finds_what_contains_the_words_and_nothing_else(seed, monkeypatch):
    monkeypatch.setattr(sets, "WALK", seed % 2 * 2_000)  # by the index alone, and by reading the entries too
    chance = random.Random(seed)
    texts = ["".join(chance.choices(SIGNS, k=chance.randint(0, 30))) for _ in range(60)]
    store(texts)
    folded = [fold(text) for text in texts]
    for _ in range(60):
        source = chance.choice([text for text in folded if text])
        start = chance.randrange(len(source))
        word = source[start : start + chance.randint(1, 6)].strip() or "会"
        excluded = chance.choice([(), ("达峰",), ("年",), ("议,",)])
        expected = [text for text in folded if word in text and not any(no in text for no in excluded)]
        asked = Asked((word,), excluded)
        assert sorted(found(word, excluded=excluded)) == sorted(expected), word
        assert engine.count(PUBLIC, asked) == find(asked, limit=1).total == len(expected)


@pytest.mark.django_db
def test_words_are_all_wanted_in_any_script_and_width():
    store(["碳达峰实施方案", "财政局实施方案", "碳达峰"])
    assert found("碳達峰", "方案") == ["碳达峰实施方案"]
    assert found("碳达峰") == ["碳达峰", "碳达峰实施方案"]
    assert found("峰", excluded=("方",)) == ["碳达峰"]
    assert found("不存在") == []
    assert found("'\"") == found("100%") == found("_") == []


@pytest.mark.django_db
def test_it_is_narrowed_down_by_marks():
    store(["方案甲", "方案乙", "方案丙"])
    assert found("方案", marks=((mark("y", 2025),),)) == ["方案丙", "方案甲"]
    assert found(marks=((mark("y", 2024),),)) == ["方案乙"]
    assert len(found("方案", marks=((mark("y", 2024), mark("y", 2025)),))) == 3
    assert found("方案", marks=((mark("y", 2024),), (mark("y", 2025),))) == []
    # A mark is no word.
    assert found("y") == found("§") == found("¶方") == []


@pytest.mark.django_db
@pytest.mark.parametrize("walk", [0, 2_000])
def test_by_relevance_a_title_comes_before_newer_texts(walk, monkeypatch):
    monkeypatch.setattr(sets, "WALK", walk)
    store(["碳达峰方案\n请落实", "供暖方案\n碳达峰也要", "碳达峰方案\n再议", "绿化"])
    asked = Asked(("碳达峰",))
    assert find(asked, order=RELEVANCE).ids == [3, 1, 2]
    assert find(asked, order=DATE).ids == [3, 2, 1]
    assert find(asked, order=RELEVANCE, offset=1, limit=1) == Found(3, [1])
    assert find(asked, order=RELEVANCE, offset=0, limit=2) == Found(3, [3, 1])
    assert find(asked, offset=9) == Found(3, [])


@pytest.mark.django_db
def test_what_is_deleted_is_found_no_more():
    store(["碳达峰", "碳中和"])
    PUBLIC.entry.objects.filter(folded="碳达峰").delete()
    assert found("碳达") == []
    assert found("碳") == ["碳中和"]
    with transaction.atomic():
        PUBLIC.entry.objects.filter(folded="碳中和").delete()
    assert engine.count(PUBLIC, Asked()) == 0


def test_newer_meetings_and_earlier_clauses_have_higher_ids():
    first, second = date(2024, 12, 13), date(2024, 12, 14)
    ordered = [entry_id(second, 1, 0), entry_id(second, 1, 1), entry_id(first, 2, 0), entry_id(first, 1, 0)]
    assert ordered == sorted(ordered, reverse=True)
    assert all(0 < number < 1 << 63 for number in ordered)
    with pytest.raises(ValueError, match="no place"):
        entry_id(first, 1, 1 << 15)


def test_every_kind_of_name_has_its_mark():
    assert set(MARK_OF) == set(NameKind.values)
    assert len(set(MARK_OF.values())) == len(MARK_OF)
