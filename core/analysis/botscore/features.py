"""The 36 features of a profile, declared one by one and computed for all accounts at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.analysis.botscore.handles import Floats, handle_likelihood
from core.analysis.botscore.profiles import Profiles, either
from core.i18n import N_

#: What accounts that say so call themselves; "both" and "bottle" are not among it, "news_bot" and "robot" are.
BOT_WORD = r"(?i)(bot\b|bots\b|_bot|bot_|\bbot|robot|automat)"
_BOT_HANDLE = r"(?i)(bots?\d*$|_bot|bots?_|^bot_|robot|automat)"
_SYMBOL = r"[^\pL\pN\s]"
_LINK = r"(?i)(https?://|www\.|\bt\.co/)"


@dataclass(frozen=True, slots=True)
class Feature:
    """One property of a profile: its name, the sentence that states it, its unit, how it is computed.

    ``sentence`` names the value as ``{value}``; a flag has a second sentence, for "no".
    ``constraint`` is -1 where a larger value may only lower the score, 1 where it may only raise it.
    ``published`` marks those of BotometerLite.
    """

    name: str
    sentence: str
    unit: str
    compute: Callable[[Profiles], Floats]
    otherwise: str = ""
    constraint: int = 0
    published: bool = False


_COUNTED = (
    Feature(
        *("statuses", N_("Has posted {value} times in all"), "posts", lambda p: p.count("statuses")),
        published=True,
    ),
    Feature(
        *("followers", N_("Has {value} followers"), "accounts", lambda p: p.count("followers")),
        constraint=-1,
        published=True,
    ),
    Feature(*("following", N_("Follows {value} accounts"), "accounts", lambda p: p.count("following")), published=True),
    Feature(
        *("likes", N_("Has liked {value} posts"), "posts", lambda p: p.count("likes")), constraint=-1, published=True
    ),
    Feature(
        *("listed", N_("Is on {value} lists of other accounts"), "lists", lambda p: p.count("listed")),
        constraint=-1,
        published=True,
    ),
)
_FLAGS = (
    Feature(
        *("verified", N_("Is verified"), "yes or no", lambda p: p.badge(), N_("Is not verified")),
        constraint=-1,
        published=True,
    ),
    Feature(
        "default_profile",
        N_("Has left the design of the profile as it came"),
        "yes or no",
        lambda p: p.flag("default_profile"),
        otherwise=N_("Has changed the design of the profile"),
        constraint=1,
        published=True,
    ),
    Feature(
        "default_profile_image",
        N_("Has no picture of its own"),
        "yes or no",
        lambda p: p.flag("default_profile_image"),
        otherwise=N_("Has a picture of its own"),
    ),
)
_RATES = (
    Feature(
        *("statuses_per_day", N_("Posts {value} times a day"), "posts / day", lambda p: p.per_day("statuses")),
        published=True,
    ),
    Feature(
        "followers_per_day",
        N_("Gains {value} followers a day"),
        "accounts / day",
        lambda p: p.per_day("followers"),
        constraint=-1,
        published=True,
    ),
    Feature(
        "following_per_day",
        N_("Starts to follow {value} accounts a day"),
        "accounts / day",
        lambda p: p.per_day("following"),
        published=True,
    ),
    Feature(
        *("likes_per_day", N_("Likes {value} posts a day"), "posts / day", lambda p: p.per_day("likes")),
        constraint=-1,
        published=True,
    ),
    Feature(
        *("listed_per_day", N_("Is put on {value} lists a day"), "lists / day", lambda p: p.per_day("listed")),
        constraint=-1,
        published=True,
    ),
)
_RATIOS = (
    Feature(
        "followers_per_following",
        N_("Has {value} followers for each account it follows"),
        "ratio",
        lambda p: p.per("followers", "following"),
        constraint=-1,
        published=True,
    ),
    Feature(
        "likes_per_post",
        N_("Has liked {value} posts for each post of its own"),
        "ratio",
        lambda p: p.per("likes", "statuses"),
        constraint=-1,
    ),
    Feature(
        "followers_per_post",
        N_("Has {value} followers for each post of its own"),
        "ratio",
        lambda p: p.per("followers", "statuses"),
        constraint=-1,
    ),
    Feature(
        "following_per_post",
        N_("Follows {value} accounts for each post of its own"),
        "ratio",
        lambda p: p.per("following", "statuses"),
    ),
    Feature("age_days", N_("Was {value} days old when its profile was captured"), "days", lambda p: p.age_days),
)
_HANDLE = (
    Feature(
        *("handle_length", N_("Has a handle of {value} characters"), "characters", lambda p: p.length("handle")),
        published=True,
    ),
    Feature(
        "handle_digits",
        N_("Has {value} digits in its handle"),
        "digits",
        lambda p: p.matches("handle", "[0-9]"),
        published=True,
    ),
    Feature(
        "handle_digits_at_end",
        N_("Has {value} digits at the end of its handle"),
        "digits",
        lambda p: p.digits_at_end("handle"),
    ),
    Feature(
        "handle_capitals",
        N_("Has {value} capital letters in its handle"),
        "letters",
        lambda p: p.matches("handle", "[A-Z]"),
    ),
    Feature(
        "handle_likelihood",
        N_("Has a handle whose letter pairs are {value} in a thousand on average"),
        "likelihood",
        lambda p: p.handle_pairs,
        published=True,
    ),
)
_NAME = (
    Feature(
        *("name_length", N_("Has a name of {value} characters"), "characters", lambda p: p.length("name")),
        published=True,
    ),
    Feature(
        *("name_digits", N_("Has {value} digits in its name"), "digits", lambda p: p.matches("name", "[0-9]")),
        published=True,
    ),
    Feature(
        "name_symbols",
        N_("Has {value} signs or emoji in its name"),
        "signs",
        lambda p: p.matches("name", _SYMBOL),
    ),
    Feature("name_words", N_("Has a name of {value} words"), "words", lambda p: p.matches("name", r"\S+")),
    Feature(
        "bot_word_in_name",
        N_("Calls itself a bot, or automatic, in its handle or name"),
        "yes or no",
        lambda p: either(p.has("handle", _BOT_HANDLE), p.has("name", BOT_WORD)),
        otherwise=N_("Does not call itself a bot in its handle or name"),
        constraint=1,
    ),
)
_DESCRIPTION = (
    Feature(
        "description_length",
        N_("Describes itself in {value} characters"),
        "characters",
        lambda p: p.length("description"),
        published=True,
    ),
    Feature(
        "bot_word_in_description",
        N_("Calls itself a bot, or automatic, in its description"),
        "yes or no",
        lambda p: p.has("description", BOT_WORD),
        otherwise=N_("Does not call itself a bot in its description"),
        constraint=1,
    ),
    Feature(
        "description_links",
        N_("Has {value} links in its description"),
        "links",
        lambda p: p.matches("description", _LINK),
    ),
    Feature(
        "description_mentions",
        N_("Names {value} other accounts in its description"),
        "accounts",
        lambda p: p.matches("description", r"@\w"),
    ),
    Feature(
        "description_hashtags",
        N_("Has {value} hashtags in its description"),
        "hashtags",
        lambda p: p.matches("description", r"#[\pL\pN_]"),
    ),
    Feature(
        "description_digits",
        N_("Has {value} digits in its description"),
        "digits",
        lambda p: p.matches("description", "[0-9]"),
    ),
    Feature(
        "description_symbols",
        N_("Has {value} signs or emoji in its description"),
        "signs",
        lambda p: p.matches("description", _SYMBOL),
    ),
    Feature(
        "description_capitals",
        N_("Has {value} capital letters in its description"),
        "letters",
        lambda p: p.matches("description", r"\p{Lu}"),
    ),
)

FEATURES: tuple[Feature, ...] = (*_COUNTED, *_FLAGS, *_RATES, *_RATIOS, *_HANDLE, *_NAME, *_DESCRIPTION)
NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)


def feature_matrix(profiles: pd.DataFrame, bigrams: Floats) -> Floats:
    """All features of all accounts, shape (n, 36), in the order of ``FEATURES``; not a number where unknown.

    Parameters
    ----------
    profiles : one row per account, the result of ``typed``.
    bigrams : natural logarithms of the likelihoods of character pairs, shape (63, 63).

    Returns
    -------
    Floats
        Shape (n, 36); counts as they are, rates per day, flags as 0 and 1.

    References
    ----------
    Those marked ``published``: Yang, Varol, Hui, Menczer: Scalable and generalizable social bot detection through
    data selection, AAAI 2020, without ``profile_use_background_image``, which today's exports no longer hold.

    Examples
    --------
    >>> from core.analysis.botscore.profiles import typed
    >>> at = pd.to_datetime(["2020-02-11"], utc=True)
    >>> profile = pd.DataFrame({
    ...     "platform": ["x"], "handle": ["anna_7"], "name": ["Anna"], "description": ["Hello"], "statuses": [50],
    ...     "followers": [30], "following": [10], "likes": [5], "listed": [0], "verified": [False],
    ...     "default_profile": [True], "default_profile_image": [False],
    ...     "created_at": at - pd.Timedelta(days=10), "captured_at": at})
    >>> row = feature_matrix(typed(profile), np.full((63, 63), -8.0))[0]
    >>> [float(row[NAMES.index(n)]) for n in ("statuses_per_day", "followers_per_following", "handle_digits")]
    [5.0, 3.0, 1.0]
    """
    columns = Profiles(profiles, handle_likelihood(profiles["handle"], bigrams))
    return np.column_stack([feature.compute(columns) for feature in FEATURES])
