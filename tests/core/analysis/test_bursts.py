"""Silences and bursts: found where they were put, and not found in even or daily rhythms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.analysis.bursts import (
    BURST_COLUMNS,
    SILENCE_COLUMNS,
    BurstParams,
    SilenceParams,
    burst_method,
    burst_sentence,
    bursts,
    condition,
    largest,
    silence_method,
    silence_sentence,
    silences,
)

ZONE = "Asia/Almaty"
FIRST = pd.Timestamp("2020-02-07 22:00", tz=ZONE)
WAKE = pd.Timestamp("2020-02-08 04:56", tz=ZONE)


def even(start: pd.Timestamp, hours: float, per_hour: float, seed: int = 1) -> np.ndarray:
    """Times of posts that come independently at a steady rate."""
    rng = np.random.default_rng(seed)
    seconds = np.sort(rng.uniform(0, hours * 3600, rng.poisson(per_hour * hours)))
    begin = np.datetime64(start.tz_convert("UTC").tz_localize(None), "us")
    return begin + (seconds * 1e6).astype("timedelta64[us]")


def story(strays: int = 0) -> np.ndarray:
    """The shape of the model case: one post at 22:00, strays in the night, a burst from 04:56, then days of decay."""
    start = even(FIRST, 0, 0)
    first = np.append(start, [np.datetime64("2020-02-07T16:00", "us")])
    night = even(FIRST + pd.Timedelta("30min"), 6, strays / 6, seed=4)
    burst = np.append(even(WAKE, 5, 320, seed=2), [np.datetime64("2020-02-07T22:56", "us")])
    return np.concatenate([first, night, burst, even(WAKE + pd.Timedelta("5h"), 60, 60, seed=3)])


def test_the_seven_hours_after_the_first_post_are_the_clearest_silence():
    found = silences(story()).iloc[0]
    assert found["start"] == FIRST and found["end"] == WAKE
    assert found["length_s"] == (6 * 60 + 56) * 60
    assert found["posts"] == 0 and found["p"] < 1e-9 and found["expected"] > 300


def test_a_few_strays_leave_it_a_near_silence():
    times = story(strays=8)
    found = silences(times).iloc[0]
    assert found["start"] <= FIRST + pd.Timedelta("3h") and found["end"] == WAKE
    assert 0 < found["posts"] <= 12 and found["length_s"] > 4 * 3600


def test_counts_give_the_same_silence_to_the_step():
    minutes = pd.Series(story()).dt.floor("min").dt.tz_localize("UTC").value_counts().sort_index()
    found = silences(pd.DataFrame({"at": minutes.index, "n": minutes.to_numpy()})).iloc[0]
    assert abs(found["start"] - FIRST) <= pd.Timedelta("1min")
    assert abs(found["end"] - WAKE) <= pd.Timedelta("1min")


@pytest.mark.parametrize("hour", [30, 40])
def test_a_quiet_night_at_a_quarter_of_the_rate_is_no_silence(hour):
    times = story()
    after = (times - times.min()) / np.timedelta64(1, "h")
    night = (after > hour) & (after < hour + 5)
    kept = times[~night | (np.arange(times.size) % 4 == 0)]
    assert len(silences(kept)) == 1


@pytest.mark.parametrize("per_hour", [2, 20, 300])
def test_an_even_flow_has_no_silence_and_no_burst(per_hour):
    times = even(FIRST, 96, per_hour, seed=per_hour)
    assert silences(times).empty
    assert bursts(times).empty


def test_the_burst_begins_where_the_silence_ends():
    found = bursts(story())
    first = found.iloc[0]
    assert first["start"] == WAKE
    assert first["start"] <= first["peak_at"] < first["end"]
    assert first["ratio"] > 50 and first["p"] < 1e-9
    assert len(found) == 1


def test_of_counts_the_burst_begins_at_the_first_minute_with_posts():
    minutes = pd.Series(story()).dt.floor("min").dt.tz_localize("UTC").value_counts().sort_index()
    found = bursts(pd.DataFrame({"at": minutes.index, "n": minutes.to_numpy()})).iloc[0]
    assert found["start"] == WAKE
    assert found["peak_end"] - found["peak_at"] == pd.Timedelta("10min")


def test_a_view_of_few_posts_claims_no_silence():
    few = np.datetime64("2020-02-07T16:00") + np.array([0, 1, 2, 400, 401, 402, 403]) * np.timedelta64(1, "m")
    assert silences(few).empty
    assert silences(story(), SilenceParams(fewest_posts=100_000)).empty


def test_never_more_posts_are_expected_than_were_found_around():
    two = [even(FIRST + pd.Timedelta(hours=h), 0.1, 2000, seed=h) for h in (1, 9)]
    found = silences(np.concatenate(two))
    assert len(found) == 1 and found["expected"][0] <= sum(map(len, two))


def test_only_the_largest_bursts_are_listed_in_order_of_time():
    found = pd.DataFrame({"start": range(8), "posts": [11, 60, 900, 70, 80, 90, 100, 12]})
    assert largest(found)["posts"].tolist() == [900, 70, 80, 90, 100]
    assert largest(found, BurstParams(most=2))["posts"].tolist() == [900, 100]
    assert largest(found.head(3))["posts"].tolist() == [60, 900]
    assert largest(bursts(even(FIRST, 10, 600))).empty


def test_the_peak_is_said_where_it_is_not_the_whole_burst():
    said = burst_sentence(bursts(story()).iloc[0], ZONE)
    assert "Burst from Sat 8 Feb 2020, 04:56" in said and " posts at the peak (0" in said
    whole = bursts(story()).iloc[0].copy()
    whole["peak_posts"] = whole["posts"]
    assert "peak" not in burst_sentence(whole, ZONE)


def test_a_burst_after_nothing_has_no_ratio():
    at = pd.date_range("2020-02-07", periods=30, freq="10min", tz="UTC")
    n = np.where(np.arange(30) < 20, 0, 40)
    assert bursts(pd.DataFrame({"at": at, "n": n}))["ratio"].isna().tolist() == [True]
    assert "without any" in burst_sentence(bursts(pd.DataFrame({"at": at, "n": n})).iloc[0], "UTC")


def test_a_calm_daily_rhythm_is_no_burst():
    at = pd.date_range("2020-02-07", periods=24 * 6 * 5, freq="10min", tz="UTC")
    rate = 30 + 20 * np.sin(2 * np.pi * np.arange(at.size) / 144)
    n = np.random.default_rng(6).poisson(rate)
    assert bursts(pd.DataFrame({"at": at, "n": n}).iloc[144:]).empty


def test_the_start_of_the_data_is_not_called_a_burst():
    assert bursts(even(FIRST, 10, 600)).empty


def test_two_bursts_a_day_apart_stay_two_and_close_ones_become_one():
    calm = even(FIRST, 96, 12)
    peaks = [even(FIRST + pd.Timedelta(hours=h), 0.5, 900, seed=int(h * 10)) for h in (30, 30.8, 60)]
    times = np.concatenate([calm, *peaks])
    assert len(bursts(times)) == 2
    assert len(bursts(times, BurstParams(merge_s=0))) == 3


def test_unknown_times_and_empty_data_say_nothing():
    assert silences(np.array([], dtype="datetime64[us]")).empty
    assert bursts(np.array([], dtype="datetime64[us]")).empty
    with_unknown = np.append(story(), np.datetime64("NaT", "us"))
    pd.testing.assert_frame_equal(silences(with_unknown), silences(story()))
    assert list(silences(story()).columns) == SILENCE_COLUMNS
    assert list(bursts(story()).columns) == BURST_COLUMNS


def test_the_sentences_name_times_on_the_clock_of_the_event_and_the_assumption():
    said = silence_sentence(silences(story()).iloc[0], ZONE)
    assert "Fri 7 Feb 2020, 22:00" in said and "Sat 8 Feb 2020, 04:56" in said
    assert "independently" in condition()
    assert "less than one in a million" in said
    assert "times the rate before" in burst_sentence(bursts(story()).iloc[0], ZONE)
    assert "10%" in silence_method(SilenceParams()) and "24 hours" in silence_method()
    assert "10 minutes" in burst_method()
