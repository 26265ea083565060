"""The published features of BotometerLite, declared one by one and computed for all accounts at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.analysis.botscore.handles import Floats, handle_likelihood

#: From this day on anybody could buy X's verified badge, so it no longer says what it said in the training data.
BADGE_SOLD_FROM = pd.Timestamp("2022-11-09", tz="UTC")
#: Rates of an account younger than this would be noise.
LEAST_AGE_DAYS = 1.0


def N_(message: str) -> str:  # noqa: N802 - the name that the extraction of messages knows
    """The message itself, marked for translation."""
    return message


TEXTS = ("platform", "handle", "name", "description")
TIMES = ("created_at", "captured_at")
COUNTS = ("followers", "following", "statuses", "likes", "listed")
FLAGS = ("verified", "default_profile")


def typed(profiles: pd.DataFrame) -> pd.DataFrame:
    """The columns that a score reads, in the types that computing needs, whatever a store or a file made of them."""
    columns = {name: profiles[name].astype("string") for name in TEXTS}
    columns |= {name: pd.to_datetime(profiles[name], utc=True) for name in TIMES}
    for name in COUNTS:
        counts = profiles[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        columns[name] = pd.Series(np.where(counts >= 0, counts, np.nan), index=profiles.index)
    columns |= {name: profiles[name].astype("boolean") for name in FLAGS}
    return pd.DataFrame(columns)


@dataclass(frozen=True, slots=True)
class Profiles:
    """Columns of typed profiles as numbers; not a number where unknown."""

    frame: pd.DataFrame
    age_days: Floats
    handle_pairs: Floats

    def count(self, column: str) -> Floats:
        """A count column as numbers."""
        return np.asarray(self.frame[column].to_numpy(dtype=np.float64))

    def per_day(self, column: str) -> Floats:
        """A count divided by the account's age in days."""
        return np.asarray(self.count(column) / np.maximum(self.age_days, LEAST_AGE_DAYS), dtype=np.float64)

    def text(self, column: str) -> Any:  # noqa: ANN401 - pyarrow has no stubs
        """A text column as an Arrow array."""
        return pa.array(self.frame[column], type=pa.large_string(), from_pandas=True)

    def length(self, column: str) -> Floats:
        """The number of characters of a text."""
        return np.asarray(pc.utf8_length(self.text(column)).to_numpy(zero_copy_only=False), dtype=np.float64)

    def digits(self, column: str) -> Floats:
        """The number of digits 0-9 of a text."""
        n = pc.count_substring_regex(self.text(column), "[0-9]")
        return np.asarray(n.to_numpy(zero_copy_only=False), dtype=np.float64)

    def flag(self, column: str) -> Floats:
        """1 for true, 0 for false."""
        return np.asarray(self.frame[column].to_numpy(dtype=np.float64, na_value=np.nan))

    def badge(self) -> Floats:
        """1 for a verified badge given before it was for sale; unknown afterwards."""
        sold = (self.frame["captured_at"] >= BADGE_SOLD_FROM).to_numpy(dtype=bool)
        return np.asarray(np.where(sold, np.nan, self.flag("verified")), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Feature:
    """One property of a profile: its name, the sentence that states it, its unit, how it is computed.

    ``sentence`` names the value as ``{value}``; a flag has a second sentence, for "no".
    ``constraint`` is -1 where a larger value may only lower the score, 1 where it may only raise it.
    """

    name: str
    sentence: str
    unit: str
    compute: Callable[[Profiles], Floats]
    otherwise: str = ""
    constraint: int = 0


FEATURES: tuple[Feature, ...] = (
    Feature("statuses", N_("Has posted {value} times in all"), "posts", lambda p: p.count("statuses"), constraint=1),
    Feature("followers", N_("Has {value} followers"), "accounts", lambda p: p.count("followers"), constraint=-1),
    Feature("following", N_("Follows {value} accounts"), "accounts", lambda p: p.count("following")),
    Feature("likes", N_("Has liked {value} posts"), "posts", lambda p: p.count("likes"), constraint=-1),
    Feature("listed", N_("Is on {value} lists of other accounts"), "lists", lambda p: p.count("listed"), constraint=-1),
    Feature(
        "verified",
        N_("Is verified"),
        "yes or no",
        lambda p: p.badge(),
        otherwise=N_("Is not verified"),
        constraint=-1,
    ),
    Feature(
        "default_profile",
        N_("Has left the design of the profile as it came"),
        "yes or no",
        lambda p: p.flag("default_profile"),
        otherwise=N_("Has changed the design of the profile"),
        constraint=1,
    ),
    Feature(
        "statuses_per_day",
        N_("Posts {value} times a day"),
        "posts / day",
        lambda p: p.per_day("statuses"),
        constraint=1,
    ),
    Feature(
        "followers_per_day", N_("Gains {value} followers a day"), "accounts / day", lambda p: p.per_day("followers")
    ),
    Feature(
        "following_per_day",
        N_("Starts to follow {value} accounts a day"),
        "accounts / day",
        lambda p: p.per_day("following"),
        constraint=1,
    ),
    Feature(
        "likes_per_day", N_("Likes {value} posts a day"), "posts / day", lambda p: p.per_day("likes"), constraint=-1
    ),
    Feature("listed_per_day", N_("Is put on {value} lists a day"), "lists / day", lambda p: p.per_day("listed")),
    Feature(
        "followers_per_following",
        N_("Has {value} followers for each account it follows"),
        "ratio",
        lambda p: p.count("followers") / np.maximum(p.count("following"), 1.0),
    ),
    Feature("handle_length", N_("Has a handle of {value} characters"), "characters", lambda p: p.length("handle")),
    Feature("handle_digits", N_("Has {value} digits in its handle"), "digits", lambda p: p.digits("handle")),
    Feature("name_length", N_("Has a name of {value} characters"), "characters", lambda p: p.length("name")),
    Feature("name_digits", N_("Has {value} digits in its name"), "digits", lambda p: p.digits("name")),
    Feature(
        "description_length",
        N_("Describes itself in {value} characters"),
        "characters",
        lambda p: p.length("description"),
    ),
    Feature(
        "handle_likelihood",
        N_("Has a handle whose letter pairs are {value} in a thousand on average"),
        "likelihood",
        lambda p: p.handle_pairs,
    ),
)

NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)


def age_days(profiles: pd.DataFrame) -> Floats:
    """Days from the account's creation to the capture of its profile; not a number where either is unknown."""
    age = profiles["captured_at"] - profiles["created_at"]
    return np.asarray(age.dt.total_seconds().to_numpy(dtype=np.float64, na_value=np.nan) / 86_400, dtype=np.float64)


def feature_matrix(profiles: pd.DataFrame, bigrams: Floats) -> Floats:
    """All features of all accounts, shape (n, 19), in the order of ``FEATURES``; not a number where unknown.

    Parameters
    ----------
    profiles : one row per account, the result of ``typed``.
    bigrams : natural logarithms of the likelihoods of character pairs, shape (63, 63).

    Returns
    -------
    Floats
        Shape (n, 19); counts as they are, rates per day, flags as 0 and 1.

    References
    ----------
    Yang, Varol, Hui, Menczer: Scalable and generalizable social bot detection through data selection, AAAI 2020.
    Left out: ``profile_use_background_image``, which today's exports no longer hold.

    Examples
    --------
    >>> at = pd.to_datetime(["2020-02-11"], utc=True)
    >>> profile = pd.DataFrame({
    ...     "platform": ["x"], "handle": ["anna_7"], "name": ["Anna"], "description": ["Hello"], "statuses": [50],
    ...     "followers": [30], "following": [10], "likes": [5], "listed": [0], "verified": [False],
    ...     "default_profile": [True], "created_at": at - pd.Timedelta(days=10), "captured_at": at})
    >>> row = feature_matrix(typed(profile), np.full((63, 63), -8.0))[0]
    >>> [float(row[NAMES.index(n)]) for n in ("statuses_per_day", "followers_per_following", "handle_digits")]
    [5.0, 3.0, 1.0]
    """
    columns = Profiles(profiles, age_days(profiles), handle_likelihood(profiles["handle"], bigrams))
    return np.column_stack([feature.compute(columns) for feature in FEATURES])
