"""Ids as the platforms write them, in ranges that no platform ever issued."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
X_EPOCH_MS = 1_288_834_974_657
#: From then on X numbered its accounts with snowflakes.
_SNOWFLAKE_ACCOUNTS_MS = 1_452_816_000_000
# X's short numbers ended below 5e9: these are longer and belong to nobody. The step is prime to the range.
_UNISSUED_FROM, _UNISSUED_RANGE, _STEP = 7_000_000_000, 2_900_000_000, 1_234_567_891
_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype="S1")


def snowflakes(at_ms: Ints, rng: np.random.Generator) -> Ints:
    """X ids that carry the moment; their sequence number (2048 and up) is one that X never reached."""
    worker, sequence = rng.integers(0, 1024, len(at_ms)), rng.integers(2048, 4096, len(at_ms))
    return (at_ms - X_EPOCH_MS) << 22 | worker << 12 | sequence


def time_of_snowflake(ids: Ints) -> Ints:
    """Milliseconds of UTC that X ids carry."""
    return (ids >> 22) + X_EPOCH_MS


def x_account_ids(created_ms: Ints, number: Ints) -> Ints:
    """Numeric account ids that fit the creation date; ``number`` makes them unique."""
    short = _UNISSUED_FROM + number * _STEP % _UNISSUED_RANGE
    long = (created_ms - X_EPOCH_MS) << 22 | (number % 1024) << 12 | (2048 + number // 1024 % 2048)
    return np.where(created_ms < _SNOWFLAKE_ACCOUNTS_MS, short, long)


def written_codes(numbers: Ints) -> pa.Array:
    """Ten letters for each number below 2^60, as YouTube writes its ids."""
    places = np.stack([_ALPHABET[numbers >> (6 * i) & 63] for i in range(10)], axis=1)
    return pa.array(np.ascontiguousarray(places).reshape(-1).view("S10").astype("U10"))
