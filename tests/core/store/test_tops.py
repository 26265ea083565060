"""The lists of several languages from what the build lists: never a list that a missing account could change."""

from __future__ import annotations

import numpy as np
import pytest

from core.store.cube import Coded
from core.store.tops import Tops


def tops(unlisted_posts: int) -> Tops:
    """Account 3 wrote 4 + 1 posts in two languages, account 5 wrote 3, account 9 wrote 3, all shares but the 4."""
    days = np.array(["2020-02-08", "2020-02-07", "2020-02-09", "2020-02-10"], "datetime64[us]")
    posts, shares, originals = (np.array(n) for n in ([4, 1, 3, 3], [0, 1, 3, 3], [4, 0, 0, 0]))
    langs = Coded(np.array([0, 1, 1, 0], np.int16), ["en", "ru"])
    counts = {"posts": posts, "shares": shares, "originals": originals}
    return Tops(np.array([3, 5, 9]), np.array([0, 0, 1, 2]), langs, counts, days, unlisted_posts)


def test_languages_add_up_and_the_first_post_is_the_earliest() -> None:
    found = tops(0).first(["en", "ru"], 500)
    assert found is not None
    columns = ["account_no", "posts", "shares", "originals"]
    assert found[columns].to_numpy().tolist() == [[3, 5, 1, 4], [5, 3, 3, 0], [9, 3, 3, 0]]
    assert found["first_at"].dt.strftime("%d").tolist() == ["07", "09", "10"]


@pytest.mark.parametrize(
    ("unlisted_posts", "most", "complete"), [(0, 2, True), (2, 2, True), (3, 2, False), (2, 500, False), (4, 1, True)]
)
def test_a_list_that_a_missing_account_could_change_is_none(unlisted_posts: int, most: int, complete: bool) -> None:
    assert (tops(unlisted_posts).first(["en", "ru"], most) is not None) is complete


def test_a_language_that_nobody_wrote_in_lists_nobody() -> None:
    found = tops(0).first(["kk"], 500)
    assert found is not None and found.empty
    assert tops(1).first(["kk"], 500) is None
