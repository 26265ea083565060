"""Ids of posts as their platforms would give them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo.cast import ODD_ACCOUNT, TELEGRAM, Accounts, Flags, Ints, X
from core.demo.ids import snowflakes, time_of_snowflake, written_codes
from core.demo.opening import ODD_AT, ODD_STATED
from core.demo.posts import Posts
from core.demo.profiles import account_ids, join


class PostKeys:
    """The native id of every post, written when a batch asks for it."""

    def __init__(self, posts: Posts, accounts: Accounts, seed: int) -> None:
        self._posts, self._accounts = posts, accounts
        rng = np.random.default_rng([seed, 7])
        self._number = snowflakes(posts.at_ms, rng)
        coded = np.flatnonzero((posts.platform != X) & (posts.platform != TELEGRAM))
        self._number[coded] = rng.integers(0, 2**60, len(coded))
        forwarded = np.flatnonzero(posts.platform == TELEGRAM)
        self._number[forwarded] = _serial(posts.account[forwarded])

    def ids(self, rows: Ints) -> pa.Array:
        """X snowflakes, Telegram ``channel/message``, codes elsewhere."""
        platform = self._posts.platform[rows]
        written = pa.array(self._number[rows]).cast(pa.string())
        on_telegram, on_x = platform == TELEGRAM, platform == X
        channels = rows[on_telegram]
        messages = join(account_ids(self._accounts, self._posts.account[channels]), "/", _text(self._number[channels]))
        written = pc.replace_with_mask(written, pa.array(on_telegram), messages)
        codes = written_codes(self._number[rows[~on_telegram & ~on_x]])
        return pc.replace_with_mask(written, pa.array(~on_telegram & ~on_x), codes)

    def stated_times(self, rows: Ints) -> tuple[Ints, Ints, Flags]:
        """Stated time, time in the id (both UTC milliseconds), and which ids carry one."""
        stated = self._posts.at_ms[rows].copy()
        stated[self.is_odd(rows)] += ODD_STATED - ODD_AT
        on_x = self._posts.platform[rows] == X
        return stated, np.where(on_x, time_of_snowflake(self._number[rows]), 0), on_x

    def is_odd(self, rows: Ints) -> Flags:
        """Whether a row is the one post whose stated time disagrees with its id."""
        near = np.abs(self._posts.at_ms[rows] - ODD_AT) < 1000
        odd: Flags = near & (self._posts.account[rows] == ODD_ACCOUNT)
        return odd


def _text(numbers: Ints) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def _serial(account: Ints) -> Ints:
    """Message numbers from 1 within each channel, in the order of time."""
    order = np.argsort(account, kind="stable")
    ordered = account[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    serial = np.empty(len(account), np.int64)
    serial[order] = np.arange(len(account)) - np.repeat(first, np.diff(first, append=len(account))) + 1
    return serial
