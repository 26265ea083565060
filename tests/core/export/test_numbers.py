"""The numbers of the tiny case, counted by hand (tests/tiny.py), and their sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ExportError
from core.export.numbers import NUMBERS, Answer, all_answers, answer, name_of, number_query, query_of
from core.export.numbers.agreement import facts_of, states
from core.model import Case, Filters
from core.store import cases
from core.store.db import Store, open_store
from tests.pages.shared.tiny_app import built

IN_ALMATY = Filters(zone="Asia/Almaty")


@pytest.fixture(scope="module")
def case() -> Case:
    return cases.read_case(built(), "tiny")


@pytest.fixture(scope="module")
def store(case: Case) -> Iterator[Store]:
    opened = open_store(case.store_path)
    yield opened
    opened.close()


#: number, filter, value, part, whole
COUNTED = [
    ("posts", "", 10, 10, 10),
    ("posts", "lang=fr", 3, 3, 10),
    ("accounts", "", 7, 7, 7),
    ("accounts", "lang=fr", 3, 3, 7),
    ("first_post", "", "2020-02-07T16:00:00+00:00", None, None),
    ("first_post", "lang=en", "2020-02-07T22:56:00+00:00", None, None),
    ("last_post", "", "2020-02-08T03:00:00+00:00", None, None),
    ("busiest_hour", "", 3, None, 10),
    ("potential_reach", "", 51_234, 5, 7),
    ("views", "", 170_050, 2, 10),
    ("most_seen", "", 170_000, 2, 10),
    ("largest_cascade", "", 6, None, None),
    ("most_passed_on", "", 1.0, 5, 5),
    ("deleted", "", 1, 1, 10),
    ("accounts_without_score", "", 3, 3, 7),
    ("accounts_with_signs", "", None, 1, 4),
    ("posts_with_signs", "", None, 2, 6),
]


@pytest.mark.parametrize(("number_id", "words", "value", "part", "whole"), COUNTED)
def test_a_number_is_what_was_counted_by_hand(
    case: Case, store: Store, number_id: str, words: str, value: object, part: int | None, whole: int | None
) -> None:
    told = answer(case, store, f"{number_id}?{words}")
    assert (told.value, told.part, told.whole) == (value, part, whole)


def test_every_number_answers_names_itself_and_can_be_asked_again(case: Case, store: Store) -> None:
    filters = Filters(zone="Asia/Almaty", languages=("en", "fr"), hours=(22, 4), words="restaurants, text")
    for told in all_answers(case, store, filters):
        assert answer(case, store, told.query) == told
        assert told.sentence.endswith((".", ".)"))
        assert name_of(told.number_id)
        assert states(told.sentence, told)
    assert len({wanted.number_id for wanted in NUMBERS}) == len(NUMBERS)


def test_no_share_is_stated_of_fewer_than_thirty(case: Case, store: Store) -> None:
    told = answer(case, store, "accounts_with_signs")
    assert told.sentence == "Only 4 accounts have a score here: no share is stated of fewer than 30."
    assert (told.low, told.high) == (None, None)


def test_a_filter_stands_in_query_and_sentence(case: Case, store: Store) -> None:
    filters = Filters(zone="Asia/Almaty", languages=("fr",))
    query = number_query("posts", filters)
    assert query == "posts?tz=Asia%2FAlmaty&lang=fr"
    told = answer(case, store, query)
    assert told.sentence == "3 of the 10 collected posts (30%) match. (Only posts that match: French.)"
    assert query_of(IN_ALMATY) == "tz=Asia%2FAlmaty"


def test_a_number_of_the_whole_case_drops_the_filter(case: Case, store: Store) -> None:
    told = answer(case, store, "deleted?lang=fr")
    assert (told.value, told.query) == (1, "deleted?tz=Asia%2FAlmaty")


@pytest.mark.parametrize(
    "query",
    ["", "nothing", "posts?lang=klingon9", "posts?cut=3", "accounts_with_signs?cut=9", "accounts_with_signs?cut=x"],
)
def test_a_query_that_is_not_understood_is_refused(case: Case, store: Store, query: str) -> None:
    with pytest.raises(ExportError):
        answer(case, store, query)


def shared(value: float, part: int, whole: int) -> Answer:
    return Answer("accounts_with_signs", "", value, "accounts", "", part, whole)


@pytest.mark.parametrize(
    ("sentence", "agrees"),
    [
        ("33 of 100 accounts show signs.", True),
        ("A share of 33 % shows signs.", True),
        ("A share of 33.0 % shows signs.", True),
        ("A share of 34 % shows signs.", False),
        ("32 of 100 accounts show signs.", False),
        ("Some accounts show signs.", False),
    ],
)
def test_a_sentence_states_its_number_or_does_not(sentence: str, agrees: bool) -> None:
    assert states(sentence, shared(0.33, 33, 100)) is agrees


def test_a_rounded_count_agrees(case: Case, store: Store) -> None:
    told = answer(case, store, "potential_reach")
    assert states("About 51,000 followers.", told)
    assert not states("About 52,000 followers.", told)


def test_the_check_of_an_article_is_given_the_numbers_of_the_view(case: Case, store: Store) -> None:
    facts = facts_of(case, store, IN_ALMATY)
    assert (facts.years, facts.reach, facts.views, facts.most_views) == ((2020,), 51_234, 170_050, 170_000)
    assert (facts.scored, facts.above, facts.zone_label) == (4, 1, "Asia/Almaty (UTC+06:00)")
    assert facts_of(case, store, Filters(zone="UTC", words="nowhere")).scored == 0


def test_an_empty_view_says_so_and_states_no_zero_as_a_finding(case: Case, store: Store, tmp_path: Path) -> None:
    for told in all_answers(case, store, Filters(zone="UTC", words="nowhere at all")):
        assert told.number_id in ("posts", "accounts", "accounts_without_score", "documented_share", "deleted") or (
            told.value is None
        )
