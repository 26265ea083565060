"""The score of one account: its band in words, what the model saw, and what a score is not fit for."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from core.analysis.botscore import USUAL_PRIOR, at_prior, reason_sentences
from core.export.context import Context
from core.export.words import band_label
from core.i18n import _, number, percent
from core.model import BANDS, SCORE_BINS, band_of_bin
from pages.accounts import evidence
from pages.shared.explain import method
from pages.shared.prior import prior as assumed

FULL = 5


def show(context: Context, account: dict[str, Any]) -> None:
    """The score with its reasons, or why there is none; what people answered, how it posts, and other tools."""
    st.subheader(_("Does its profile look automated?"), anchor=False)
    st.html(score_html(account, assumed()))
    text = _("The model compares 36 features of the profile with accounts that researchers labelled.")
    method(text, "botscore")
    evidence.show(context, account)


def band_of(score: float) -> str:
    """The band of a score, a key of BANDS.

    >>> band_of(1.99), band_of(2.0), band_of(5.0)
    ('none', 'undecided', 'signs')
    """
    place = min(int(score * SCORE_BINS / FULL), SCORE_BINS - 1)
    return band_of_bin(place)


def score_html(account: dict[str, Any], prior: float = USUAL_PRIOR) -> str:
    """Score, band, reasons and the warning, escaped."""
    reasons = reason_sentences(account["reasons"] or "[]")
    scored = account["status"] == "scored" and account["score"] is not None
    answer = _scored(account, prior) if scored else _unscored(account["status"])
    return f'<section class="wh-score">{answer}{_reasons(reasons)}{_warning()}</section>'


def _scored(account: dict[str, Any], prior: float) -> str:
    score = float(account["score"])
    value = _("{score} of 5").format(score=number(score, 1))
    odds = odds_text(account, prior)
    return (
        f'<p class="wh-answer"><strong>{escape(value)}</strong> {escape(band_label(band_of(score)))}</p>'
        f'{_scale(score)}<p class="wh-meta">{escape(odds)}</p>'
    )


def odds_text(account: dict[str, Any], prior: float) -> str:
    """The probability at a prior with its interval, and the model."""
    if account["low"] is None or account["high"] is None:  # scores that came without an interval
        return _("Probability {share}, if half of all accounts are automated; without an interval.").format(
            share=percent(account["probability"])
        )
    shares = [account[name] for name in ("probability", "low", "high")]
    middle, low, high = (percent(at_prior(float(share), prior)) for share in shares)
    text = _("Probability {share} [{low}–{high}], if {prior} of all accounts are automated. {model}.")
    return text.format(share=middle, low=low, high=high, prior=percent(prior), model=account["model"])


def _scale(score: float) -> str:
    edges = [limits for limits in BANDS.values() if limits]
    zones = "".join(f'<i style="width:{100 * (high - low) / SCORE_BINS:.0f}%"></i>' for low, high in edges)
    mark = f'<b style="left:{100 * min(score, FULL) / FULL:.1f}%"></b>'
    return f'<div class="wh-scale" aria-hidden="true">{zones}{mark}</div>'


def _unscored(status: str) -> str:
    text = _("Not enough data for a score") if status == "not enough data" else band_label("unscored")
    return f'<p class="wh-answer"><strong>{escape(text)}</strong></p>'


def _reasons(reasons: list[tuple[str, str]]) -> str:
    titles = {"raises": _("Raises the score"), "lowers": _("Lowers the score"), "missing": _("Why there is no score")}
    blocks = []
    for direction, title in titles.items():
        items = "".join(f"<li>{escape(text)}</li>" for way, text in reasons if way == direction)
        if items:
            blocks.append(f"<div><h4>{escape(title)}</h4><ul>{items}</ul></div>")
    return f'<div class="wh-reasons">{"".join(blocks)}</div>' if blocks else ""


def _warning() -> str:
    text = _(
        "A score is fit to describe a group, not to accuse one account: some people score high, some automation low."
    )
    return f'<p class="wh-warning">{escape(text)}</p>'
