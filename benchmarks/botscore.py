"""Accounts scored per second on one thread: `python benchmarks/botscore.py [ACCOUNTS]`."""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.analysis.botscore import Params, score  # noqa: E402
from core.analysis.botscore.artefact import shipped  # noqa: E402
from core.analysis.botscore.features import feature_matrix  # noqa: E402
from core.analysis.botscore.profiles import typed  # noqa: E402  # noqa: E402

ACCOUNTS = 400_000


def made_up(n: int, seed: int = 1) -> pd.DataFrame:
    """Profiles of accounts that do not exist."""
    rng = np.random.default_rng(seed)
    captured = pd.Timestamp("2020-02-10", tz="UTC")
    letters = rng.choice(list("abcdefghijklmnopqrstuvwxyz0123456789_"), (n, 11))
    counts = {name: np.floor(rng.lognormal(mean, 2, n)) for name, mean in COUNTS.items()}
    return pd.DataFrame(
        {
            "account_key": np.arange(n).astype(str),
            "platform": "x",
            "handle": ["".join(row) for row in letters],
            "name": ["Name " + "".join(row[:4]) for row in letters],
            "created_at": captured - pd.to_timedelta(rng.uniform(1, 4_000, n), unit="D"),
            "captured_at": captured,
            "verified": rng.random(n) < 0.02,
            "default_profile": rng.random(n) < 0.5,
            "default_profile_image": rng.random(n) < 0.1,
            "description": ["words " * k for k in rng.integers(0, 25, n)],
            **counts,
        }
    )


COUNTS = {"followers": 5.5, "following": 5.7, "statuses": 7.5, "likes": 7, "listed": 1}


def rate(what: str, n: int, started: float) -> None:
    seconds = process_time() - started
    print(f"{what:<28}{n:>10,} accounts{seconds:>8.2f} s{n / seconds:>12,.0f} accounts/s")


def main(n: int) -> None:
    profiles = made_up(n)
    started = process_time()
    artefact = shipped()
    score(profiles[:10])
    print(f"{'model read, tables made':<28}{'':>19}{process_time() - started:>8.2f} s")
    started = process_time()
    matrix = feature_matrix(typed(profiles), artefact.bigrams)
    rate("features", n, started)
    started = process_time()
    artefact.look(matrix)
    rate("trees with effects", n, started)
    for each_way in (0, 3):
        started = process_time()
        score(profiles, Params(reasons_each_way=each_way))
        rate(f"score, {each_way} reasons each way", n, started)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ACCOUNTS)
