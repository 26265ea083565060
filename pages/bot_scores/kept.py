"""What the page shows of a view at a cut-off, put together once: a reader who comes back finds it ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.analysis.shares import Corrected
from core.export.context import Context
from core.export.figures import score_parts, score_words
from core.export.figures.scores import histogram_figure, shares_figure
from core.export.frame import Frame
from core.i18n import _
from pages.bot_scores import answers, doubt, parts
from pages.shared import cached
from pages.shared.cached import ScoreParams
from pages.shared.frames import frame_of
from pages.shared.keep import keep


@dataclass(frozen=True)
class Picture:
    """A figure, what stands around it, and the rows behind it."""

    spec: dict[str, Any]
    frame: Frame
    rows: list[parts.Row]


@keep(most=256)
def above(context: Context, cut: float) -> dict[str, int]:
    """Accounts and posts at or above the cut-off."""
    return cached.share_above(context.case_id, context.filters, ScoreParams(low=cut))


@keep(most=256)
def corrected(context: Context, cut: float) -> Corrected | None:
    """The share corrected for the errors of the model, or None below 30 scored accounts."""
    return doubt.corrected(above(context, cut), cut)


def counts(context: Context) -> pd.DataFrame:
    """Accounts and posts by score."""
    return cached.score_histogram(context.case_id, context.filters)


@keep(most=256, worded=True)
def histogram(context: Context, unit: str, cut: float) -> Picture:
    """The histogram with its cut-off."""
    noun = _("accounts") if unit == "accounts" else _("posts")
    found = counts(context)
    spec = histogram_figure(found, unit, cut, context.dark, noun)
    return Picture(spec, answers.picture_frame(context, unit, found, above(context, cut), cut), [])


@keep(most=256, worded=True)
def curve(context: Context, cut: float) -> Picture | None:
    """How the share moves with the cut-off; None below 30 scored accounts."""
    rows = score_parts.curve_rows(counts(context))
    if not rows:
        return None
    title = _("Share of scored accounts at or above each cut-off")
    frame = frame_of(context, title, score_parts.curve_alt(rows, cut), method="intervals")
    return Picture(score_parts.curve_figure(rows, cut, context.dark), frame, rows)


@keep(most=256, worded=True)
def languages(context: Context, cut: float) -> Picture | None:
    """The share by the language of the posts; None where no language has 30 scored accounts."""
    rows = answers.by_language(context, cut)
    if not rows:
        return None
    about = _("Share of scored accounts above the cut-off, by language of their posts")
    frame = frame_of(context, about, score_words.languages_alt(rows), method="intervals")
    return Picture(shares_figure(rows, context.dark), frame, rows)
