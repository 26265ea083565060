"""The rhythm of posts against values counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from core.analysis.behaviour import behaviour


def posts(kinds: str, step_s: int = 600, text: str = "a") -> pd.DataFrame:
    names = {"o": "original", "s": "share", "r": "reply"}
    at = pd.date_range("2020-02-08", periods=len(kinds), freq=f"{step_s}s", tz="UTC")
    return pd.DataFrame({"kind": [names[k] for k in kinds], "posted_at": at, "text": text})


def test_fewer_than_twenty_posts_say_nothing():
    assert behaviour(posts("o" * 19)) is None


def test_a_clockwork_is_told_from_chance():
    found = behaviour(posts("os" * 60))
    assert found is not None and found.compressed is not None and found.compressed < 0.6
    assert (found.burstiness, found.commonest_gap, found.shares) == (-1.0, 1.0, 0.5)
    assert found.hours == 20  # 119 steps of ten minutes
    assert found.duplicates == 1.0


def test_unknown_times_leave_what_needs_them_out():
    found = behaviour(posts("o" * 30).assign(posted_at=pd.NaT))
    assert found is not None and found.compressed is None and found.hours is None and found.burstiness is None
    assert found.shares == 0.0


def test_different_texts_are_no_duplicates():
    frame = posts("o" * 20)
    found = behaviour(frame.assign(text=[f"text {i // 2}" if i < 4 else f"own {i}" for i in range(20)]))
    assert found is not None and found.duplicates == pytest.approx(0.2)
