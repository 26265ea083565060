"""The share above the cut-off in words, and the tables behind the figures."""

from __future__ import annotations

from datetime import UTC
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.intervals import wilson
from core.export.context import Context
from core.export.figures.score_words import (
    LEAST,
    MOST_LANGUAGES,
    alt,
    sentence,
    title,
    unfit,
)
from core.export.figures.scores import APART, BIN, status_label
from core.export.frame import Frame
from core.export.mask import masks_of
from core.export.words import account_label, language_label, platform_label
from core.i18n import _, moment, ngettext, number, percent
from core.model import SCORE_BINS
from pages.shared import cached, filters
from pages.shared.cached import ScoreParams
from pages.shared.export import table_block
from pages.shared.frames import frame_of
from pages.shared.tiles import tiles

#: Keys of the chart and of the list of its bars.
CHART, BAR = "scores", "bar"


def draw(above: dict[str, int], cut: float) -> None:
    """The sentence that may be printed, and what stands beside it."""
    rows = [_share_tile(above), _posts_tile(above), _unscored_tile(above)]
    st.html(tiles(rows))
    st.html(f'<p class="wh-lede">{escape(sentence(above, cut))}</p>')


def _share_tile(above: dict[str, int]) -> tuple[str, str, str]:
    name = _("Accounts above the cut-off")
    if above["scored"] < LEAST:
        return name, "–", _("Fewer than 30 scored accounts: no share is stated.")
    low, high = wilson(above["above"], above["scored"])
    note = _("95 % interval {low} – {high}; {k} of {n} scored accounts")
    text = note.format(low=percent(low, 1), high=percent(high, 1), k=number(above["above"]), n=number(above["scored"]))
    return name, percent(above["above"] / above["scored"], 1), text


def _posts_tile(above: dict[str, int]) -> tuple[str, str, str]:
    name = _("Posts of these accounts")
    if above["scored"] < LEAST or not above["scored_posts"]:
        return name, "–", _("Fewer than 30 scored accounts: no share is stated.")
    note = _("{k} of {n} posts of scored accounts; a count, so it has no interval")
    text = note.format(k=number(above["above_posts"]), n=number(above["scored_posts"]))
    return name, percent(above["above_posts"] / above["scored_posts"], 1), text


def _unscored_tile(above: dict[str, int]) -> tuple[str, str, str]:
    missing = above["accounts"] - above["scored"]
    note = _("Other platforms than X, or too few facts: a bar of their own, never 0")
    return _("Accounts without a score"), number(missing), note


def picture_frame(context: Context, unit: str, counts: pd.DataFrame, above: dict[str, int], cut: float) -> Frame:
    """The frame of the histogram: a saved picture carries the answer and what it must not be used for."""
    told = {"subtitle": sentence(above, cut), "notes": (unfit(),)}
    return frame_of(context, title(unit), alt(counts, above, cut), method="botscore", **told)


def bars() -> list[str]:
    """The bars of the histogram by name, from left to right."""
    return [f"{place * BIN:.2f}" for place in range(SCORE_BINS)] + list(APART)


def bar_label(bar: str) -> str:
    """A bar in words, e.g. ``Score 3.00 to 3.25``."""
    if bar in APART:
        return status_label(bar)
    low = float(bar)
    return _("Score {low} to {high}").format(low=number(low, 2), high=number(low + BIN, 2))


def bar_params(bar: str) -> ScoreParams:
    """Which accounts a bar stands for; the last one holds a score of exactly 5, too."""
    if bar in APART:
        return ScoreParams(bar)
    low = float(bar)
    return ScoreParams("scored", low, 5.01 if low + BIN >= 5 else low + BIN)


def clicked(event: Any) -> str | None:  # noqa: ANN401 - what st.plotly_chart returns
    """The bar that was clicked, or None."""
    points = (event or {}).get("selection", {}).get("points", []) if event else []
    if not points:
        return None
    point = points[0]
    if point["curve_number"] == 0:
        return f"{float(point['x']) // BIN * BIN:.2f}"  # Plotly names the middle of a bar, or its left edge
    return list(APART)[point["curve_number"] - 1]


def choose_bar() -> str | None:
    """The bar whose accounts are listed, clicked in the chart or chosen here (a chart cannot be reached by Tab)."""
    text = _("Bar (click one in the chart, or choose it here)")
    placeholder = _("No bar chosen")
    with st.container(width=360):
        bar = st.selectbox(text, bars(), None, key=BAR, format_func=bar_label, placeholder=placeholder)
    return str(bar) if bar else None


def take_click() -> None:
    """Let the list of bars follow a click in the chart."""
    filters.remember(BAR, clicked(filters.recall(CHART)))


def draw_accounts(context: Context, bar: str, counts: pd.DataFrame) -> None:
    """The accounts of one bar in the order of their first post; a row opens the profile."""
    frame = cached.accounts_behind(context.case_id, context.filters, bar_params(bar))
    if frame.empty:
        st.caption(_("No account here has this score."))
        return
    st.caption(_listed_text(len(frame), height_of(bar, counts)))
    zone = context.filters.zone
    shown = pd.DataFrame(
        {
            "account": [account_label(r.handle, r.name, r.account_key) for r in frame.itertuples(index=False)],
            "platform": [platform_label(p) for p in frame["platform"]],
            "first": [moment(at.tz_localize(UTC), zone) for at in frame["first_at"]],
            "posts": frame["posts"],
            "followers": frame["followers"],
            "score": frame["score"],
        }
    )
    columns = {
        "account": _("Account"), "platform": _("Platform"), "first": _("First post here"), "posts": _("Posts"),
        "followers": _("Followers"), "score": st.column_config.NumberColumn(_("Score"), format="%.1f"),
    }  # fmt: skip
    about = frame_of(context, bar_label(bar), "", method="botscore", notes=(unfit(),))
    event = table_block(
        f"behind-{bar}", shown, about, lambda: masks_of(context.case).for_file(frame),
        column_config=columns, on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    rows = event["selection"]["rows"]
    menu = filters.recall("menu") or {}
    if rows and "accounts" in menu:
        key = str(frame.iloc[rows[0]]["account_key"])
        st.page_link(menu["accounts"], label=_("Open this account"), query_params=filters.address(account=key))


def height_of(bar: str, counts: pd.DataFrame) -> int:
    """How many accounts a bar holds."""
    named = counts["status"] == bar if bar in APART else counts["score_bin"] == round(float(bar) / BIN)
    return int(counts.loc[named.fillna(False), "accounts"].sum())


def _listed_text(listed: int, whole: int) -> str:
    text = ngettext(
        "{n} of {all} account, by the time of its first post",
        "{n} of {all} accounts, by the time of their first post",
        whole,
    )
    return text.format(n=number(listed), all=number(whole))


def by_language(context: Context, cut: float) -> list[tuple[str, int, int, float, float]]:
    """Name, above, scored, low and high per language with at least 30 scored accounts, largest first."""
    params = ScoreParams(low=cut, least=LEAST, most=MOST_LANGUAGES)
    frame = cached.share_by_language(context.case_id, context.filters, params)
    return [
        (language_label(row.lang), int(row.above), int(row.scored), *wilson(int(row.above), int(row.scored)))
        for row in frame.itertuples(index=False)
    ]
