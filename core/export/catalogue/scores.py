"""The figures of the Bot scores page: counts and shares with intervals, never a list of accounts."""

from __future__ import annotations

import pandas as pd

from core.analysis.intervals import wilson
from core.errors import ExportError
from core.export.catalogue.entry import Drawn, Figure, Settings, choice
from core.export.figures import score_parts, score_words
from core.export.figures.score_parts import Row
from core.export.figures.score_words import LEAST, MOST_LANGUAGES, sentence, unfit
from core.export.figures.scores import histogram_figure, shares_figure
from core.export.sight import Sight
from core.export.words import language_label
from core.i18n import _, number, percent
from core.store import notebook
from core.store.queries import score_parts as part_reads
from core.store.queries import scores as reads

CUT = 3.0
#: "Who was there first" are the accounts whose first post lies in the first hours of the case.
FIRST_H = 24
CUT_ONLY = ("cut",)


def cut_of(settings: Settings) -> float:
    """The cut-off between 0 and 5."""
    try:
        cut = float(settings.get("cut", CUT))
    except ValueError:
        cut = -1
    if not 0 <= cut <= 5:
        raise ExportError(_("A cut-off lies between 0 and 5."))
    return round(cut * 4) / 4


def draw_histogram(sight: Sight, settings: Settings) -> Drawn | None:
    """Accounts by score with the cut-off."""
    cut, unit = cut_of(settings), choice(settings, "score-unit", ("accounts", "posts"))
    counts = reads.score_histogram(sight.store, sight.view)
    if counts.empty:
        return None
    above = reads.share_above(counts, cut)
    counts = sight.large_enough(counts, counts["accounts"])
    noun = _("accounts") if unit == "accounts" else _("posts")
    words = {"method": "botscore", "notes": (unfit(), *sight.suppressed_note), "finding": _finding(above, cut)}
    frame = sight.frame(score_words.title(unit), score_words.alt(counts, above, cut), **words)
    spec = histogram_figure(counts, unit, cut, sight.dark, noun)
    return Drawn(spec, frame, score_words.table(counts))


def _finding(above: dict[str, int], cut: float) -> str:
    return sentence(above, cut).rstrip(".。") if above["scored"] >= LEAST else ""


def draw_curve(sight: Sight, settings: Settings) -> Drawn | None:
    """How the share moves with the cut-off."""
    cut = cut_of(settings)
    rows = score_parts.curve_rows(reads.score_histogram(sight.store, sight.view))
    if not rows:
        return None
    title = _("Share of scored accounts at or above each cut-off")
    near = [rows[place] for place in (max(0, round(cut * 4) - 2), min(20, round(cut * 4) + 2))]
    text = _("The share moves from {high} to {low} when the cut-off moves from {first} to {last}")
    told = text.format(high=percent(near[0][1] / near[0][2]), low=percent(near[1][1] / near[1][2]),
                       first=number(float(near[0][0]), 2), last=number(float(near[1][0]), 2))  # fmt: skip
    notes = (_("The band is the 95 % Wilson interval."), unfit())
    frame = sight.frame(title, score_parts.curve_alt(rows, cut), method="intervals", finding=told, notes=notes)
    return Drawn(score_parts.curve_figure(rows, cut, sight.dark), frame, score_parts.rows_table(rows))


def draw_languages(sight: Sight, settings: Settings) -> Drawn | None:
    """The share above the cut-off by language of the posts."""
    cut = cut_of(settings)
    histogram = reads.language_histogram(sight.store, sight.view)
    found = reads.share_by_language(histogram, cut, least=LEAST, most=MOST_LANGUAGES)
    rows: list[Row] = [
        (language_label(row.lang), int(row.above), int(row.scored), *wilson(int(row.above), int(row.scored)))
        for row in found.itertuples(index=False)
    ]
    title = _("Share of scored accounts above the cut-off, by language of their posts")
    return _dots(sight, title, rows, score_words.languages_alt(rows), cut)


def draw_compared(sight: Sight, settings: Settings) -> Drawn | None:
    """Who was there first, groups and a random sample beside each other."""
    rows = compared(sight, cut_of(settings))
    title = _("Share of scored accounts above the cut-off, by when they came and by group")
    return _dots(sight, title, rows, score_parts.rows_alt(rows), cut_of(settings))


def compared(sight: Sight, cut: float) -> list[Row]:
    """The view, the first hours, the rest, a random sample, and each group: those with at least 30 scored accounts."""
    labels = notebook.labels(sight.context.case.notebook_path)
    return compared_rows(
        part_reads.score_parts(sight.store, sight.view, FIRST_H),
        part_reads.score_sample(sight.store, score_parts.SAMPLE),
        part_reads.group_scores(sight.store, sight.view, labels),
        cut,
    )


def compared_rows(parts: pd.DataFrame, sample: pd.DataFrame, groups: pd.DataFrame, cut: float) -> list[Row]:
    """The same rows from the frames behind them."""
    early = parts["early"].astype(bool)
    row = score_parts.row
    rows = [
        row(_("All accounts of this view"), parts, cut),
        row(_("There in the first {n} hours").format(n=FIRST_H), parts[early], cut),
        row(_("Came later"), parts[~early], cut),
        row(_("Random sample of {n} of the case").format(n=number(score_parts.SAMPLE)), sample, cut),
        *(row(str(name), groups[groups["name"] == name], cut) for name in groups["name"].unique()),
    ]
    return [found for found in rows if found]


def _dots(sight: Sight, title: str, rows: list[Row], alt: str, cut: float) -> Drawn | None:
    if not rows:
        return None
    notes = (
        _("Cut-off {cut}. Dots are counted shares, lines are 95 % Wilson intervals; below 30 scored accounts nothing "
          "is shown.").format(cut=number(cut, 2)),
        unfit(),
    )  # fmt: skip
    frame = sight.frame(title, alt, method="intervals", notes=notes)
    return Drawn(shares_figure(rows, sight.dark), frame, score_words.languages_table(rows))


def draw_hours(sight: Sight, settings: Settings) -> Drawn | None:
    """The share of posts by accounts above the cut-off over the day."""
    cut = cut_of(settings)
    hours = part_reads.score_hours(sight.store, sight.view)
    found = (score_parts.row(f"{hour:02d}", hours[hours["hour"] == hour], cut, "posts") for hour in range(24))
    rows = [row for row in found if row]
    if not rows:
        return None
    title = _("Share of posts by accounts above the cut-off, by hour of the day")
    notes = (_("Counted shares of posts; one account writes many, so they have no interval."), unfit())
    frame = sight.frame(title, score_parts.rows_alt(rows), method="botscore", notes=notes)
    data = score_parts.rows_table(rows).drop(columns=["low", "high"])
    return Drawn(score_parts.hours_figure(rows, sight.dark), frame, data)


FIGURES = (
    Figure("scores", lambda: _("Accounts by bot score"), "bot_scores", draw_histogram, ("cut", "score-unit"),
           counts_accounts=True),
    Figure("scores-curve", lambda: _("How the share moves with the cut-off"), "bot_scores", draw_curve, CUT_ONLY),
    Figure("scores-lang", lambda: _("Share above the cut-off by language"), "bot_scores", draw_languages, CUT_ONLY),
    Figure("scores-compared", lambda: _("Who was there first, groups, and a random sample"), "bot_scores",
           draw_compared, CUT_ONLY),
    Figure("scores-hours", lambda: _("Share above the cut-off by hour"), "bot_scores", draw_hours, CUT_ONLY),
)  # fmt: skip
