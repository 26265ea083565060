"""The pieces of the page, each from a frame counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from core.export.figures import profile_words
from core.export.figures.account_words import score_text
from core.export.figures.profile import parts_figure, rhythm_figure, rhythm_grid
from core.wording import is_web_address
from pages.accounts import facts, listing, panel, scoring
from pages.shared.labelling import complaint, label_html

FACETS = pd.DataFrame(
    [
        ("kind", "share", 3), ("kind", "original", 1), ("lang", "en", 3), ("lang", "und", 1),
        ("tag", "<b>tag</b>", 2), ("rhythm", "1-0", 3), ("rhythm", "7-23", 1),
        *(("domain", f"{i}.example", 1) for i in range(8)),
    ],
    columns=["facet", "value", "n"],
)  # fmt: skip


def test_the_heat_map_begins_on_monday_at_midnight_and_leaves_empty_hours_blank() -> None:
    grid = rhythm_grid(FACETS[FACETS["facet"] == "rhythm"])
    assert grid.shape == (7, 24) and grid[0, 0] == 3 and grid[6, 23] == 1
    assert np.isnan(grid).sum() == 7 * 24 - 2
    spec = rhythm_figure(grid, panel.weekdays(), dark=False)
    assert spec["data"][0]["zmin"] == 0 and spec["layout"]["yaxis"]["autorange"] == "reversed"
    assert panel.rhythm_table(grid).values.tolist() == [[1, 0, 3], [7, 23, 1]]
    assert "most on Mon at 0:00, 3; 166 of 168" in panel.rhythm_alt(grid)


def test_no_known_time_is_said() -> None:
    grid = rhythm_grid(FACETS[FACETS["facet"] == "none"])
    assert "not known" in panel.rhythm_alt(grid)
    assert rhythm_figure(grid, panel.weekdays(), dark=True)["data"][0]["zmax"] == 1


def test_small_tables_show_six_rows_and_count_the_others() -> None:
    parts = {part.title: part for part in panel.small_tables(FACETS)}
    assert parts["Kind of post"].rows == (("Share", 3), ("Original", 1))
    assert parts["Language"].rows == (("English", 3), ("Language not known", 1))
    assert len(parts["Linked sites"].rows) == 6 and parts["Linked sites"].left_out == 2
    assert parts["Posted with"].rows == ()


def test_bars_start_at_zero_and_labels_are_escaped() -> None:
    html = panel.tables_html(panel.small_tables(FACETS), 4, "#0b5cab")
    assert "<b>tag" not in html and "#&lt;b&gt;tag&lt;/b&gt;" in html
    assert "width:75.00%" in html and "and 2 more" in html and "none known" in html
    spec = parts_figure(panel.small_tables(FACETS), 4, dark=False)
    assert spec["layout"]["xaxis"]["range"] == [0, 4]
    assert spec["data"][0]["x"][:2] == [3, 1]
    assert not any("<b>" in name for name in spec["data"][0]["y"])


def test_posts_in_view_is_the_sum_of_the_languages() -> None:
    assert profile_words.posts_in_view(FACETS) == 4
    assert profile_words.posts_in_view(FACETS.head(0)) == 0


@pytest.mark.parametrize(("n", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (1022, "1,022nd")])
def test_ordinals(n: int, text: str) -> None:
    assert facts.ordinal(n) == text


def test_the_rank_calls_the_first_the_earliest_in_the_collected_data() -> None:
    assert facts.rank_text(34, 10_549) == "34th of 10,549 accounts to post in the collected data"
    assert facts.rank_text(1, 2).endswith("in the collected data: the earliest")
    assert facts.rank_text(None, 2) == "rank not known"


@pytest.mark.parametrize(
    ("created", "first", "text"),
    [
        ("2020-02-01T00:00:00+00:00", "2020-02-08T00:00:00+00:00", "7 days old at its first post"),
        ("2018-02-08T00:00:00+00:00", "2020-02-08T00:00:00+00:00", "2.0 years old at its first post"),
        (
            "2020-03-01T00:00:00+00:00",
            "2020-02-08T00:00:00+00:00",
            "after its first post: one of the two times is wrong",
        ),
        (None, "2020-02-08T00:00:00+00:00", ""),
    ],
)
def test_age_at_the_first_post(created: str | None, first: str, text: str) -> None:
    assert facts.age_text(created, first) == text


def test_null_is_not_known_and_0_is_0() -> None:
    assert facts.count(None) == facts.yes_no(None) == facts.defaults(None, None) == "not known"
    assert facts.count(0) == "0" and facts.yes_no(False) == "no"
    assert facts.defaults(True, False) == "design" and facts.defaults(False, False) == "nothing"
    assert facts.defaults(True, None) == "design, picture not known"


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "//example.org", "http://", "ftp://a.example", "https://[", "x y"]
)
def test_what_is_no_web_address(text: str) -> None:
    assert not is_web_address(text)
    assert complaint("group", text)


def test_a_group_needs_evidence_and_a_note_does_not() -> None:
    assert complaint(" ", "https://example.org/a") and complaint("group", "", " ")
    assert not complaint("group", "https://example.org/a") and not complaint("group", "", "seen in the list")
    assert not complaint("group", "", has_file=True) and not complaint("note", "", group=False)


def test_a_label_never_links_to_what_is_no_web_address() -> None:
    row = {"kind": "note", "text": "<i>x</i>", "author": "<b>", "at": "2020-02-08T00:00:00+00:00"}
    html = label_html({**row, "evidence": 'javascript:"<x>"'}, "UTC")
    assert "<a " not in html and "<i>" not in html and "<b>" not in html
    assert 'rel="noreferrer noopener"' in label_html({**row, "evidence": "https://example.org/"}, "UTC")


@pytest.mark.parametrize(
    ("score", "band"), [(0.0, "none"), (1.99, "none"), (2.0, "undecided"), (3.0, "signs"), (5.0, "signs")]
)
def test_bands(score: float, band: str) -> None:
    assert scoring.band_of(score) == band


def test_scores_in_the_list() -> None:
    assert score_text(0.04, "scored") == "0.0"
    assert score_text(float("nan"), "not scored") == "not scored"
    assert score_text(None, "not enough data") == "not enough data"


def test_the_file_has_ids_and_times_with_their_offset() -> None:
    row = {
        "account_no": 1,
        "account_key": "x:1",
        "created_at": pd.NaT,
        "first_at": datetime(2020, 2, 7, 16),
        "status": "scored",
    }
    frame = pd.DataFrame([row])
    frame["created_at"] = pd.to_datetime(frame["created_at"])
    out = listing.for_file(frame, "Asia/Almaty")
    assert "account_no" not in out and out["account_key"].tolist() == ["x:1"]
    assert out["first_post_at"][0].isoformat() == "2020-02-07T22:00:00+06:00"
    assert out["first_post_at"][0] == datetime(2020, 2, 7, 16, tzinfo=UTC)
    assert out["created_at"].isna().all()
