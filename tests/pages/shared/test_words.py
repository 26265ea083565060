"""Names of languages, platforms, kinds and accounts; what stands beside every number; the step of the search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.analysis.found import LONG_DAYS, MANY_POSTS
from core.export import words
from core.export.context import Context
from core.model import Case, CaseId, Filters
from pages.shared.cached import found_step

START = datetime(2020, 2, 7, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ru", "Russian"), ("RU", "Russian"), ("zh-Hant", "Chinese (Hant)"), ("pt_BR", "Portuguese (BR)"),
        ("qqq", "Language code qqq"), ("other", "Other languages"),
        ("und", "Language not known"), ("zxx", "Language not known"),
        (None, "Language not known"), ("", "Language not known"),
    ],
)  # fmt: skip
def test_languages_have_names_and_unknown_ones_say_so(code, name) -> None:
    assert words.language_label(code) == name


def test_unknown_and_other_are_never_the_same_word() -> None:
    assert words.language_label(None) != words.language_label("other")
    assert words.band_label(None) == words.band_label("unscored") == "Not scored"
    assert words.kind_label(None) == "Not known"


def test_platforms_have_names() -> None:
    assert [words.platform_label(p) for p in ("x", "telegram", "web", "other", "myspace")] == [
        "X", "Telegram", "Web sites", "Other", "myspace"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("handle", "name", "key", "called"),
    [
        ("bob", "Bob", "x:1", "@bob"), (None, "Bob", "x:1", "Bob"), ("  ", "Bob", "x:1", "Bob"),
        (None, "", "x:1", "x:1"), (None, None, None, "Account not known"),
        (float("nan"), None, "", "Account not known"),
    ],
)  # fmt: skip
def test_an_account_is_called_by_what_is_known(handle, name, key, called) -> None:
    assert words.account_label(handle, name, key) == called


def context(posts: int, all_posts: int, **changes) -> Context:
    return Context(
        case=Case("tiny", "Tiny", "", "Asia/Almaty", 1, Path("nowhere")), case_id=CaseId("nowhere", "tiny", 1, 0),
        filters=Filters(**changes), posts=posts, all_posts=all_posts, accounts=1, all_accounts=1, first_at=START,
        last_at=START, filter_text="", dark=False,
    )  # fmt: skip


def test_n_of_n_is_in_the_right_number() -> None:
    assert context(1, 1).n_text == "1 of 1 post, 1 of 1 account"
    assert context(12, 40_012).n_text == "12 of 40,012 posts, 1 of 1 account"


def test_the_offset_is_that_of_the_time_of_the_case() -> None:
    # Almaty was six hours ahead of UTC until 2024, and is five since
    assert context(1, 1, zone="Asia/Almaty").zone_text == "Times: Asia/Almaty (UTC+06:00)"
    late = datetime(2025, 1, 1, tzinfo=UTC)
    assert context(1, 1, zone="Asia/Almaty", start=late).zone_text == "Times: Asia/Almaty (UTC+05:00)"


@pytest.mark.parametrize(
    ("posts", "filters", "days", "width"),
    [
        (10, Filters(), 1, "1 minute"),
        (10, Filters(), LONG_DAYS, "1 minute"),
        (10, Filters(), LONG_DAYS + 1, "1 hour"),
        (MANY_POSTS + 1, Filters(zone="Asia/Almaty"), 1, "1 minute"),
        (MANY_POSTS + 1, Filters(words="fire"), 1, "1 hour"),
        (MANY_POSTS, Filters(words="fire"), 1, "1 minute"),
    ],
)
def test_long_cases_and_wide_filters_are_searched_by_the_hour(posts, filters, days, width) -> None:
    assert found_step(posts, filters, START, START + timedelta(days=days)).width == width


def test_without_times_the_step_is_a_minute() -> None:
    assert found_step(10, Filters(), None, None).width == "1 minute"
