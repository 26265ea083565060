"""Scores of accounts that were captured twice: `python benchmarks/botscore_again.py DATA_DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.analysis.botscore.held_out import (  # noqa: E402
    HALF,
    grow_folds,
    held_out_log_odds,
    held_out_probability,
)
from core.analysis.botscore.train import SHIPPED_RECIPE  # noqa: E402
from core.analysis.botscore.training_sets import read_sets  # noqa: E402

FOLD, EARLIER, SEED = "varol-2017", pd.Timestamp("2019-11-15", tz="UTC"), 2020


def captured_before(profiles: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """The profiles with what an earlier crawl knew of them: posts, likes, followings per follower; no lists."""
    then = seen.loc[profiles["account_key"]]
    followers = profiles["followers"].to_numpy(dtype=np.float64)
    return profiles.assign(
        captured_at=EARLIER,
        statuses=then["statuses"].to_numpy(dtype=np.float64),
        likes=then["likes"].to_numpy(dtype=np.float64),
        following=np.round(then["following_per_follower"].to_numpy(dtype=np.float64) * followers),
    )


def main(data_dir: Path) -> None:
    profiles = read_sets(data_dir)
    seen = pd.read_parquet(data_dir / "behaviour_varol-2017.parquet").drop_duplicates("account_id")
    seen = seen.set_index("account_id")
    twice = ((profiles["fold"] == FOLD) & profiles["account_key"].isin(seen.index)).to_numpy(dtype=bool)
    grown = grow_folds(profiles, SHIPPED_RECIPE, SEED)
    log_odds = held_out_log_odds(profiles, grown)
    before = log_odds.copy()
    before[twice] = grown[FOLD].experts(captured_before(profiles[twice], seen)).mean(axis=1)
    now = held_out_probability(profiles, log_odds, SHIPPED_RECIPE.badge)[twice]
    then = held_out_probability(profiles, log_odds, SHIPPED_RECIPE.badge, before)[twice]
    moved, ranks = ((now >= HALF) != (then >= HALF)).mean(), pd.Series(now).corr(pd.Series(then), method="spearman")
    print(f"{twice.sum()} accounts captured twice: {moved:.1%} change side, rank correlation {ranks:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
