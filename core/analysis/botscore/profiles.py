"""Profiles in the types that computing needs, and the numbers that features are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.analysis.botscore.handles import Floats

#: From this day on anybody could buy X's verified badge, so it no longer says what it said in the training data.
BADGE_SOLD_FROM = pd.Timestamp("2022-11-09", tz="UTC")
#: The day of the platform's first account: an earlier date of creation is a mistake.
FIRST_ACCOUNT = pd.Timestamp("2006-03-21", tz="UTC")
#: Rates of an account younger than this would be noise.
LEAST_AGE_DAYS = 1.0
#: X allows 160 characters; more is not a description, and counting a million of them would take time from everybody.
MOST_CHARACTERS = 1_000

TEXTS = ("platform", "handle", "name", "description")
TIMES = ("created_at", "captured_at")
COUNTS = ("followers", "following", "statuses", "likes", "listed")
FLAGS = ("verified", "default_profile", "default_profile_image")


def typed(profiles: pd.DataFrame) -> pd.DataFrame:
    """The columns that a score reads, in the types that computing needs, whatever a store or a file made of them.

    Negative counts and dates of creation before the platform began are mistakes and become unknown.
    """
    columns = {name: profiles[name].astype("string").str.slice(0, MOST_CHARACTERS) for name in TEXTS}
    columns |= {name: pd.to_datetime(profiles[name], utc=True) for name in TIMES}
    columns["created_at"] = columns["created_at"].where(columns["created_at"] >= FIRST_ACCOUNT)
    for name in COUNTS:
        counts = profiles[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        columns[name] = pd.Series(np.where(counts >= 0, counts, np.nan), index=profiles.index)
    columns |= {name: profiles[name].astype("boolean") for name in FLAGS}
    return pd.DataFrame(columns)


def age_days(profiles: pd.DataFrame) -> Floats:
    """Days from the account's creation to the capture of its profile; not a number where either is unknown."""
    age = profiles["captured_at"] - profiles["created_at"]
    return np.asarray(age.dt.total_seconds().to_numpy(dtype=np.float64, na_value=np.nan) / 86_400, dtype=np.float64)


def _numbers(counted: Any) -> Floats:  # noqa: ANN401 - pyarrow has no stubs
    return np.asarray(counted.to_numpy(zero_copy_only=False), dtype=np.float64)


@dataclass(frozen=True)
class Profiles:
    """Columns of typed profiles as numbers; not a number where unknown."""

    frame: pd.DataFrame
    handle_pairs: Floats

    @cached_property
    def age_days(self) -> Floats:
        """Days from creation to capture."""
        return age_days(self.frame)

    @cached_property
    def _texts(self) -> dict[str, Any]:
        return {name: pa.array(self.frame[name], pa.large_string(), from_pandas=True) for name in TEXTS[1:]}

    def count(self, column: str) -> Floats:
        """A count column as numbers."""
        return np.asarray(self.frame[column].to_numpy(dtype=np.float64))

    def per_day(self, column: str) -> Floats:
        """A count divided by the account's age in days."""
        return np.asarray(self.count(column) / np.maximum(self.age_days, LEAST_AGE_DAYS), dtype=np.float64)

    def per(self, column: str, other: str) -> Floats:
        """A count for each one of another; one where the other has none."""
        return np.asarray(self.count(column) / np.maximum(self.count(other), 1.0), dtype=np.float64)

    def length(self, column: str) -> Floats:
        """The number of characters of a text."""
        return _numbers(pc.utf8_length(self._texts[column]))

    def matches(self, column: str, pattern: str) -> Floats:
        """How often a pattern occurs in a text."""
        return _numbers(pc.count_substring_regex(self._texts[column], pattern))

    def has(self, column: str, pattern: str) -> Floats:
        """1 where a pattern occurs in a text, 0 where not."""
        return _numbers(pc.match_substring_regex(self._texts[column], pattern))

    def digits_at_end(self, column: str) -> Floats:
        """The number of digits 0-9 at the end of a text."""
        stem = pc.ascii_rtrim(self._texts[column], characters="0123456789")
        return np.asarray(self.length(column) - _numbers(pc.utf8_length(stem)), dtype=np.float64)

    def flag(self, column: str) -> Floats:
        """1 for true, 0 for false."""
        return np.asarray(self.frame[column].to_numpy(dtype=np.float64, na_value=np.nan))

    def badge(self) -> Floats:
        """1 for a verified badge given before it was for sale; unknown afterwards."""
        sold = (self.frame["captured_at"] >= BADGE_SOLD_FROM).to_numpy(dtype=bool)
        return np.asarray(np.where(sold, np.nan, self.flag("verified")), dtype=np.float64)


def either(one: Floats, other: Floats) -> Floats:
    """The larger of two numbers; the known one where only one is known."""
    known: npt.NDArray[np.float64] = np.fmax(one, other)
    return known
