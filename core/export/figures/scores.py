"""Figures of the bot scores: the histogram with its cut-off, and the share by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from core.export import style
from core.i18n import _, number, percent
from core.model import SCORE_BINS, band_of_bin

BIN = 0.25
#: Where the bars of accounts without a score stand, right of 5: so far apart that their names fit on a telephone.
APART = {"not enough data": 5.88, "not scored": 7.55}
#: Room above the highest bar for the names of the bands and of the cut-off.
HEADROOM = 1.25
NAMES_PX = 94  #: below the axis on a page, for names of three lines


def status_label(status: str) -> str:
    """Why an account has no score, in words."""
    return {"not enough data": _("Not enough data"), "not scored": _("Not scored")}.get(status, _("Scored"))


def histogram_figure(counts: pd.DataFrame, unit: str, cut: float, dark: bool, noun: str) -> dict[str, Any]:
    """Accounts (or their posts) by score, from 0 to 5; those without a score are bars of their own.

    ``counts`` has status, score_bin, accounts, posts; the bars above the cut-off are full, those below are outlined.
    """
    scored = counts[counts["status"] == "scored"].set_index("score_bin")[unit].reindex(range(SCORE_BINS), fill_value=0)
    starts = [place * BIN for place in range(SCORE_BINS)]
    colours = [style.band_colour(band_of_bin(place), dark) for place in range(SCORE_BINS)]
    inside = [each if x >= cut else style.faint(each, 0.3) for x, each in zip(starts, colours, strict=True)]
    bars = {
        "type": "bar", "x": starts, "y": scored.tolist(), "width": BIN, "offset": 0,
        "marker": {"color": inside, "line": {"width": 1.5, "color": colours}},
        "hovertemplate": "%{x:.2f} – %{customdata:.2f}<br>%{y:,} " + noun + "<extra></extra>",
        "customdata": [start + BIN for start in starts], "showlegend": False,
    }  # fmt: skip
    apart = [_apart(counts, unit, status, dark, noun) for status in APART]
    ticks = {**{float(n): str(n) for n in range(6)}, **{x + BIN / 2: status_label(s) for s, x in APART.items()}}
    layout = style.layout(
        dark,
        barmode="overlay",
        dragmode=False,
        showlegend=False,
        xaxis={
            "range": [-0.1, 8.1], "tickvals": list(ticks), "ticktext": [_folded(t) for t in ticks.values()],
            "title": {"text": _("Bot score, 0 to 5")}, "fixedrange": True,
        },
        yaxis={"title": {"text": noun.capitalize()}, "range": [0, _top(counts, unit)], "fixedrange": True},
        shapes=[_cut_line(cut, dark)],
        annotations=[_cut_label(cut, dark), *_band_labels(dark)],
        margin={"b": NAMES_PX},
    )  # fmt: skip
    return {"data": [bars, *apart], "layout": layout}


def _top(counts: pd.DataFrame, unit: str) -> float:
    return HEADROOM * max(1.0, float(counts[unit].max()) if len(counts) else 1.0)


def _apart(counts: pd.DataFrame, unit: str, status: str, dark: bool, noun: str) -> dict[str, Any]:
    n = int(counts.loc[counts["status"] == status, unit].sum())
    pattern = {"shape": "/", "fgcolor": style.band_colour("unscored", dark), "bgcolor": style.PAPER.on(dark), "size": 6}
    return {
        "type": "bar", "x": [APART[status]], "y": [n], "width": BIN, "offset": 0,
        "marker": {"color": style.band_colour("unscored", dark), "pattern": pattern}, "customdata": [status],
        "hovertemplate": f"{status_label(status)}<br>%{{y:,}} {noun}<extra></extra>", "showlegend": False,
    }  # fmt: skip


def _folded(text: str) -> str:
    return text.replace(" ", "<br>")


def _cut_line(cut: float, dark: bool) -> dict[str, Any]:
    line = {"width": 2, "color": style.INK.on(dark)}
    return {"type": "line", "x0": cut, "x1": cut, "yref": "paper", "y0": 0, "y1": 0.93, "line": line}


def _cut_label(cut: float, dark: bool) -> dict[str, Any]:
    text = _("cut-off {cut}").format(cut=number(cut, 2))
    side, shift = ("left", 4) if cut <= 4 else ("right", -4)
    return {
        "x": cut, "y": 0.93, "yref": "paper", "xanchor": side, "yanchor": "top", "xshift": shift, "text": text,
        "showarrow": False, "font": {"size": 13, "color": style.INK.on(dark)},
    }  # fmt: skip


def _band_labels(dark: bool) -> list[dict[str, Any]]:
    # Over the middle of each band but the first: on a telephone "no sign" would touch "undecided" there.
    names = {0.75: ("none", _("no sign")), 2.8: ("undecided", _("undecided")), 4.7: ("signs", _("signs"))}
    return [
        {
            "x": x, "y": 0.99, "yref": "paper", "yanchor": "top",
            "text": name, "showarrow": False, "font": {"size": 13, "color": style.band_colour(band, dark)},
        }
        for x, (band, name) in names.items()
    ]  # fmt: skip


def shares_figure(rows: Sequence[tuple[str, int, int, float, float]], dark: bool) -> dict[str, Any]:
    """The share above the cut-off with its interval, one row each: name, above, scored, low, high."""
    names = [name for name, *_rest in rows]
    shares = [above / scored for _name, above, scored, _low, _high in rows]
    reach = {
        "type": "data", "symmetric": False, "thickness": 2, "width": 6, "color": style.INK.on(dark),
        "array": [high - share for share, (*_r, high) in zip(shares, rows, strict=True)],
        "arrayminus": [share - low for share, (*_r, low, _high) in zip(shares, rows, strict=True)],
    }  # fmt: skip
    dots = {
        "type": "scatter", "mode": "markers", "x": shares, "y": names, "error_x": reach,
        "marker": {"size": 10, "color": style.band_colour("signs", dark)}, "showlegend": False,
        "text": [f"{percent(share, 1)} [{percent(low, 1)}–{percent(high, 1)}]"
                 for share, (*_r, low, high) in zip(shares, rows, strict=True)],
        "hovertemplate": "%{y}<br>%{text}<extra></extra>",
    }  # fmt: skip
    layout = style.layout(
        dark,
        showlegend=False,
        xaxis={
            "rangemode": "tozero",
            "tickformat": ".0%",
            "title": {"text": _("Share above the cut-off")},
            "showgrid": True,
        },
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    return {"data": [dots], "layout": layout}
