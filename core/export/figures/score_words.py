"""The shares of bot scores in words and as tables."""

from __future__ import annotations

import pandas as pd

from core.analysis.intervals import wilson
from core.export.figures.scores import BIN
from core.i18n import _, number, percent

LEAST = 30


MOST_LANGUAGES = 12


def sentence(above: dict[str, int], cut: float) -> str:
    """The sentence that may be printed."""
    if above["scored"] < LEAST:
        return _("With fewer than 30 scored accounts, nothing is said about a share.")
    low, high = wilson(above["above"], above["scored"])
    text = _("Of {n} scored accounts, {share} [{low}–{high}] show signs of automation (score {cut} or more).")
    return text.format(
        n=number(above["scored"]), share=percent(above["above"] / above["scored"]), low=percent(low),
        high=percent(high), cut=number(cut, 2),
    )  # fmt: skip


def unfit() -> str:
    """What no reader of the picture may do with it."""
    return _("A score is fit to describe a group, not to accuse one account.")


def title(unit: str) -> str:
    """The chart's name."""
    return _("Accounts by bot score") if unit == "accounts" else _("Posts by the bot score of their author")


def alt(counts: pd.DataFrame, above: dict[str, int], cut: float) -> str:
    """What a reader who cannot see the histogram is told."""
    text = _("Histogram of bot scores from 0 to 5 over {n} accounts, {missing} of them without a score. {sentence}")
    missing = above["accounts"] - above["scored"]
    return text.format(n=number(int(counts["accounts"].sum())), missing=number(missing), sentence=sentence(above, cut))


def table(counts: pd.DataFrame) -> pd.DataFrame:
    """The numbers behind the histogram: status, score_from, score_to, accounts, posts."""
    start = counts["score_bin"].astype("Float64") * BIN
    return counts.assign(score_from=start, score_to=start + BIN)[
        ["status", "score_from", "score_to", "accounts", "posts"]
    ]


def languages_alt(rows: list[tuple[str, int, int, float, float]]) -> str:
    """What a reader who cannot see the dots is told."""
    parts = [
        f"{name}: {percent(above / scored)} [{percent(low)}–{percent(high)}]" for name, above, scored, low, high in rows
    ]
    return _("Share above the cut-off by language. {all}.").format(all="; ".join(parts))


def languages_table(rows: list[tuple[str, int, int, float, float]]) -> pd.DataFrame:
    """The numbers behind the dots."""
    frame = pd.DataFrame(rows, columns=["language", "above", "scored", "low", "high"])
    return frame.assign(share=frame["above"] / frame["scored"])
