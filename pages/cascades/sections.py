"""What lies below the tree: one answer at a time, so that the page stays quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis.findings import duration
from core.errors import CaseError
from core.export import style
from core.export.context import Context
from core.export.figures import cascade_words, shape
from core.export.figures.cascade_words import interval
from core.export.figures.cascades import growth_figure
from core.export.words import account_label, band_label, language_label
from core.i18n import _, moment, number, percent
from pages.cascades import tables
from pages.shared import cached_cascades as reads
from pages.shared.cached_cascades import MethodParams
from pages.shared.explain import method
from pages.shared.export import figure_block, table_block
from pages.shared.posts_panel import PageParams
from pages.shared.posts_panel import show as show_posts

OTHERS = ("most_recent", "pdi", "exp_recency")


@st.fragment
def draw(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """The answers about one cascade; only the chosen one is read and drawn."""
    answers: dict[str, tuple[str, Callable[[Context, dict[str, Any], pd.DataFrame], None]]] = {
        "carriers": (_("Who carried it?"), draw_carriers),
        "growth": (_("How fast did it grow?"), draw_growth),
        "breadth": (_("Breadth by depth"), draw_breadth),
        "methods": (_("Star and evidence"), draw_methods),
        "similar": (_("Similar cascades"), draw_similar),
        "early": (_("First 100 shares"), draw_early),
    }
    st.header(_("More about this cascade"), anchor=False)
    chosen = st.segmented_control(
        _("Answer"), list(answers), default="carriers", key="cascade-answer", required=True,
        format_func=lambda key: answers[key][0],
    )  # fmt: skip
    answers[str(chosen or "carriers")][1](context, cascade, tree)


def draw_carriers(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """The posts below which most others hang on average, with intervals; a row opens its post."""
    found = reads.carriers(context.case_id, int(cascade["root_no"]))
    if found.empty:
        st.info(_("No post but the root was passed on often enough to stand out."))
        return
    shown = pd.DataFrame(
        {
            "account": [account_label(r.handle, r.name, r.account_key) for r in found.itertuples(index=False)],
            "posted": [_when(at, context) for at in found["posted_at"]],
            "expected": found["expected"].round(1),
            "interval": [interval(low, high) for low, high in zip(found["low"], found["high"], strict=True)],
            "stated": found["stated"],
        }
    )
    columns = {
        "account": _("Account"), "posted": _("Posted"), "expected": _("Posts below it, on average"),
        "interval": _("90 % interval"),
        "stated": st.column_config.NumberColumn(_("Stated"), help=_("Posts that say that they hang directly on it.")),
    }  # fmt: skip
    frame = tables.frame_of_cascade(context, _("Posts that carried the cascade"), cascade, tree)
    event = table_block(
        "carriers", shown, frame, lambda: found, column_config=columns, on_select="rerun", selection_mode="single-row"
    )
    method(
        _("The mean over drawn trees. An interval that begins at 0 says that nothing may hang on the post: "
          "never name an account as a source from it."),
        "cascades",
    )  # fmt: skip
    for row in event["selection"]["rows"] if event else []:
        show_posts(context, PageParams(only=(int(found["post_no"].iloc[row]),)), "carrier-posts")


def _when(at: pd.Timestamp, context: Context) -> str:
    return "–" if pd.isna(at) else moment(at.tz_localize("UTC"), context.filters.zone, "d MMM HH:mm")


def draw_growth(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """Posts so far, and posts per hour; a bar opens its posts."""
    frame = tables.frame_of_cascade(context, _("How the cascade grew"), cascade, tree)
    event = figure_block(
        "growth", growth_figure(tree["at"], context.dark), frame, lambda: cascade_words.tree_table(tree), height=300,
        on_select="rerun", selection_mode=("points",),
    )  # fmt: skip
    in_time = tree["post_no"].loc[tree["at"].sort_values().index]
    bars = [p["customdata"] for p in event["selection"]["points"] if p.get("customdata") is not None]
    numbers = tuple(int(n) for first, until in bars for n in in_time.iloc[first:until])[:500]
    if numbers:
        show_posts(context, PageParams(only=numbers), "growth-posts")


def draw_breadth(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """Posts at each depth; a bar opens those that stand there by the stated links."""
    found = reads.breadth(context.case_id, int(cascade["root_no"]))
    if found.empty:
        st.info(_("Under ten posts: the tree above shows all of them."))
        return
    frame = tables.frame_of_cascade(context, _("Breadth by depth"), cascade, tree)
    event = figure_block(
        "breadth", shape.breadth_figure(found, context.dark), frame, lambda: found, on_select="rerun",
        selection_mode=("points",), height=280,
    )  # fmt: skip
    method(
        _("Bars are means over drawn trees, lines hold 90 % of them; depth 20 stands for 20 and deeper."), "cascades"
    )
    depths = {int(p["customdata"]) for p in event["selection"]["points"] if p.get("customdata") is not None}
    numbers = tuple(int(n) for n in tree.loc[tree["depth"].isin(depths), "post_no"].head(500))
    if numbers:
        show_posts(context, PageParams(only=numbers), "breadth-posts")


def draw_methods(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """What the star says beside what the evidence says, and other methods when they are asked for."""
    rows = [
        (_("Depth"), number(cascade["depth"]), interval(cascade["depth_low"], cascade["depth_high"])),
        (_("Max breadth"), number(cascade["max_breadth"]),
         interval(cascade["max_breadth_low"], cascade["max_breadth_high"])),
        (_("Structural virality"), number(cascade["structural_virality"], 2),
         interval(cascade["structural_virality_low"], cascade["structural_virality_high"], 2)),
    ]  # fmt: skip
    shown = pd.DataFrame(rows, columns=["measure", "star", "evidence"])
    columns = {
        "measure": _("Measure"),
        "star": _("What the star says"),
        "evidence": _("What the evidence allows (90 %)"),
    }
    other = st.segmented_control(_("Beside it"), OTHERS, key="other-method", default=None)
    if other:
        shown[other] = _other(context, cascade, str(other))
    frame = tables.frame_of_cascade(context, _("One cascade by several methods"), cascade, tree)
    table_block("methods", shown, frame, column_config=columns)
    method(
        _("Without evidence the path of a share is barely identifiable from times and accounts: "
          "the star and a deep tree can both be true."),
        "cascades",
    )  # fmt: skip


def _other(context: Context, cascade: dict[str, Any], name: str) -> list[str]:
    """The column of another method, computed now or taken from before."""
    try:
        with st.spinner(_("Reconstructing…"), show_time=True):
            told = reads.by_method(context.case_id, int(cascade["root_no"]), MethodParams(name))
    except CaseError as error:
        st.info(str(error))
        return ["–"] * 3
    digits = {"depth": 0, "max_breadth": 0, "structural_virality": 2}
    return [interval(told[f"{m}_low"], told[f"{m}_high"], d) for m, d in digits.items()]


def draw_similar(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """Cascades of similar size and evidence, the only ones that this one may be compared with."""
    found = reads.similar(context.case_id, int(cascade["size"]), float(cascade["documented_share"]))
    shown = pd.DataFrame(
        {
            "root": found["root_key"],
            "size": found["size"],
            "documented": [percent(share) for share in found["documented_share"]],
            "depth": [interval(r.depth_low, r.depth_high) for r in found.itertuples(index=False)],
            "virality": [
                interval(r.structural_virality_low, r.structural_virality_high, 2)
                for r in found.itertuples(index=False)
            ],
            "duration": [duration(s) if s == s else "–" for s in found["duration_s"]],
        }
    )
    columns = {
        "root": _("Root post"), "size": _("Posts"), "documented": _("Stated links"), "depth": _("Depth (90 %)"),
        "virality": _("Structural virality (90 %)"), "duration": _("Duration"),
    }  # fmt: skip
    frame = tables.frame_of_cascade(context, _("Cascades of similar size and evidence"), cascade, tree)
    event = table_block(
        "similar", shown, frame, lambda: found, column_config=columns, on_select="rerun", selection_mode="single-row"
    )
    method(_("Size within a factor of 1.5, stated share within 10 points: others cannot be compared."), "cascades")
    for row in event["selection"]["rows"] if event else []:
        show_posts(context, PageParams(only=(int(found["root_no"].iloc[row]),)), "similar-posts")


def draw_early(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """The first 100 posts below the root by language and by band of bot score; a bar opens its posts."""
    found = reads.early(context.case_id, int(cascade["root_no"]))
    looks = {
        "lang": (_("The first 100 shares by language"), style.language_colour, language_label),
        "band": (_("The first 100 shares by bot score"), style.band_colour, band_label),
    }
    for part, (title, colour, name) in looks.items():
        rows = found[found["part"] == part]
        frame = tables.frame_of_cascade(context, title, cascade, tree)
        st.subheader(title, anchor=False)
        spec = shape.early_figure(rows, colour, name, context.dark)
        event = figure_block(
            f"early-{part}", spec, frame, lambda rows=rows: rows, on_select="rerun", selection_mode=("points",),
            height=110 + 30 * len(rows),
        )  # fmt: skip
        chosen = {p["customdata"] for p in event["selection"]["points"] if p.get("customdata") is not None}
        first = tree.head(100)
        numbers = tuple(int(n) for n in first.loc[first[part].isin(chosen), "post_no"])
        if numbers:
            show_posts(context, PageParams(only=numbers), f"early-{part}-posts")
