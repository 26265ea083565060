"""What the build answers ahead for languages equals what the posts themselves say."""

from __future__ import annotations

import pandas as pd
import pytest

from core.model import Filters
from core.store.db import Store
from core.store.queries import accounts, scores, timeline, view
from core.store.queries.view import View

CHOICES = [(), ("en",), ("fr", "ru"), ("en", "fr"), ("en", "fr", "ru", "zh"), ("xx",), ("en", "xx"), ("xx", "yy")]


def roundabout(store: Store, languages: tuple[str, ...]) -> View:
    """The same posts by a filter that nothing was kept for: every platform is chosen, too."""
    every = view.facets(store).query("facet == 'platform'")["value"].tolist()
    return View(Filters(languages=languages, platforms=tuple(sorted(every))))


@pytest.mark.parametrize("languages", CHOICES)
@pytest.mark.parametrize("most", [1, 2, 3, 500])
def test_the_list_of_accounts(store: Store, languages: tuple[str, ...], most: int) -> None:
    kept = accounts.accounts_page(store, View(Filters(languages=languages)), most=most)
    counted = accounts.accounts_page(store, roundabout(store, languages), most=most)
    pd.testing.assert_frame_equal(kept, counted, check_dtype=False)


@pytest.mark.parametrize("languages", CHOICES)
def test_the_number_of_posts_and_accounts(store: Store, languages: tuple[str, ...]) -> None:
    chosen = View(Filters(languages=languages))
    assert view.counts(store, chosen) == view.counts(store, roundabout(store, languages))


@pytest.mark.parametrize("languages", CHOICES)
def test_the_histogram_and_its_languages(store: Store, languages: tuple[str, ...]) -> None:
    chosen, other = View(Filters(languages=languages)), roundabout(store, languages)
    for read in (scores.score_histogram, scores.language_histogram):
        pd.testing.assert_frame_equal(read(store, chosen), read(store, other), check_dtype=False)


@pytest.mark.parametrize("languages", CHOICES)
def test_the_posts_of_each_minute(store: Store, languages: tuple[str, ...]) -> None:
    chosen, other = View(Filters(languages=languages)), roundabout(store, languages)
    kept, counted = (timeline.counts_utc(store, each, "1 minute") for each in (chosen, other))
    pd.testing.assert_frame_equal(kept, counted, check_dtype=False)


def test_some_choice_is_answered_by_each_way(store: Store) -> None:
    assert View(Filters(languages=("en", "fr"))).languages == ["en", "fr"]
    assert View(Filters(languages=("en",), kinds=("share",))).languages is None
    assert roundabout(store, ("en",)).languages is None
