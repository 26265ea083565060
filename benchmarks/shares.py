"""How well the shares of a case cover the truth, on data sets left out: `python benchmarks/shares.py DATA_DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.analysis.answered import answered_share  # noqa: E402
from core.analysis.botscore import TeachParams, draw_accounts  # noqa: E402
from core.analysis.botscore.held_out import folds, labels_of, left_out_probability  # noqa: E402
from core.analysis.botscore.train import SHIPPED_RECIPE  # noqa: E402
from core.analysis.botscore.training_sets import read_sets  # noqa: E402
from core.analysis.shares import corrected_share  # noqa: E402

SEED, CASES, CUT = 2020, 60, 3.0
Floats = npt.NDArray[np.float64]


def rates(probability: Floats, labels: npt.NDArray[np.bool_], others: list[npt.NDArray[np.bool_]]) -> list[Floats]:
    """The shares above the cut-off among automated accounts and among people of each other data set."""
    above = probability >= CUT / 5
    return [np.array([above[m & (labels == kind)].mean() for m in others]) for kind in (True, False)]


def a_case(bots: Floats, people: Floats, n: int, rng: np.random.Generator) -> tuple[pd.DataFrame, int]:
    """Accounts of a left-out set of which 5 to 50 % are automated; those come first."""
    automated = round(rng.uniform(0.05, 0.5) * n)
    drawn = np.concatenate([rng.choice(bots, automated), rng.choice(people, n - automated)])
    drawn = np.clip(drawn + rng.normal(0, 1e-6, n), 0, 1)  # the same account twice is two accounts
    return pd.DataFrame({"account_key": [f"x:{i}" for i in range(n)], "probability": drawn}), automated


def by_answers(frame: pd.DataFrame, automated: int, answers: int, rng: np.random.Generator) -> tuple[float, float]:
    seed = int(rng.integers(2**31))
    drawn = draw_accounts(frame, TeachParams().drawn, seed)["account_key"].to_numpy(dtype=str)
    found = answered_share(frame, drawn, {key: int(key[2:]) < automated for key in drawn[:answers]})
    return found.low, found.high


def main(data_dir: Path) -> None:
    profiles = read_sets(data_dir)
    labels, parts = labels_of(profiles), dict(folds(profiles))
    rng, rows = np.random.default_rng(SEED), []
    for left_out, probability in left_out_probability(profiles, SHIPPED_RECIPE, SEED).items():
        others = [members for fold, members in parts.items() if fold != left_out]
        hits, false_alarms = rates(probability, labels, others)
        bots, people = (probability[parts[left_out] & (labels == kind)] for kind in (True, False))
        for n in (100, 400, 2_000):
            for _case in range(CASES):
                frame, automated = a_case(bots, people, n, rng)
                above = int((frame["probability"] >= CUT / 5).sum())
                found = corrected_share(above, n, hits, false_alarms)
                told = {"score alone": (found.free_low, found.free_high)}
                told |= {f"{k} answers": by_answers(frame, automated, k, rng) for k in (30, 45, 60)}
                rows += [(how, n, left_out, automated / n, *ends) for how, ends in told.items()]
    table = pd.DataFrame(rows, columns=["how", "n", "fold", "truth", "low", "high"])
    table["covers"] = (table["low"] <= table["truth"]) & (table["truth"] <= table["high"])
    table["width"] = table["high"] - table["low"]
    table["undetermined"] = table["width"] > 0.8
    found = table.groupby(["how", "n"], sort=False)[["covers", "width", "undetermined"]].mean()
    found["worst fold"] = table.groupby(["how", "n", "fold"])["covers"].mean().groupby(["how", "n"]).min()
    print(found.round(3).to_string())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
