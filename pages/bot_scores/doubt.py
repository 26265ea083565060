"""What the share above the cut-off can and cannot mean: errors of the model, and what it was tested on."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.analysis.answered import Answered, AnsweredParams
from core.analysis.botscore import at_prior, validity
from core.analysis.shares import Corrected, CorrectionParams, corrected_share
from core.export.context import Context
from core.export.figures.score_words import LEAST
from core.export.words import language_label
from core.i18n import _, number, percent
from pages.shared import cached_scores
from pages.shared.explain import heading, method
from pages.shared.prior import prior
from pages.shared.tiles import tiles

LARGEST = 8
FULL = 5


def corrected(above: dict[str, int], cut: float) -> Corrected | None:
    """The corrected share at a cut-off, or None below 30 scored accounts."""
    if above["scored"] < LEAST:
        return None
    return corrected_share(above["above"], above["scored"], *validity().rates(cut))


def draw(context: Context, found: Corrected | None, above: dict[str, int], cut: float) -> None:
    """The corrected share, the people among the flagged, and the sentences that may and may not be printed."""
    st.html(heading(_("What the share can mean")))
    if found is None:
        st.caption(_("Fewer than 30 scored accounts: no share is stated."))
        return
    told = answered_tile(cached_scores.answered(context.case_id))
    st.html(tiles([told, _free_tile(found), _corrected_tile(found), _people_tile(found, above["above"])]))
    st.html(f'<p class="wh-lede">{escape(at_assumption(prior(), cut))}</p>')
    st.html(f'<p class="wh-lede">{escape(not_printable(above, cut))}</p>')
    method(_("From how often the model errs on labelled accounts that it had not seen."), "correction")
    draw_cards(context)


def _corrected_tile(found: Corrected) -> tuple[str, str, str]:
    params = CorrectionParams()
    name = _("The same, inside an assumption")
    note = _("90 % band, if between {low} and {high} of accounts are automated before looking").format(
        low=percent(params.prior_low), high=percent(params.prior_high)
    )
    if found.undetermined:
        told = _("The errors of the model allow every share of the assumption. {n}")
        return name, _("Undetermined"), told.format(n=note)
    return name, f"{percent(found.low)} – {percent(found.high)}", note


def answered_tile(found: Answered | None) -> tuple[str, str, str]:
    """The share by answers of people, or how to come by it."""
    name = _("Automated, by your answers")
    if found is None:
        text = _("Answer for {n} or more accounts in “Teach it” below: nothing else narrows the share so much")
        return name, "–", text.format(n=number(AnsweredParams().least))
    text = _("90 % interval for the {n} scored accounts of the case, whatever the filter; from {k} answers")
    note = text.format(n=number(found.accounts), k=number(found.answers))
    if found.unsure:
        more = _("{u} that could not be told count both ways").format(u=number(found.unsure))
        note = f"{note}; {more}"
    return name, f"{percent(found.low)} – {percent(found.high)}", note


def _free_tile(found: Corrected) -> tuple[str, str, str]:
    name = _("Automated, by the score alone")
    low, high = percent(found.free_low), percent(found.free_high)
    if found.free_undetermined:
        text = _("The errors of the model allow {low} to {high} (Rogan–Gladen, 90 %)")
        return name, _("Undetermined"), text.format(low=low, high=high)
    return name, f"{low} – {high}", _("Rogan–Gladen, 90 %: what the share above the cut-off alone allows")


def _people_tile(found: Corrected, above: int) -> tuple[str, str, str]:
    note = _("of {n} accounts above the cut-off, expected to be run by people, if 5 to 30 % are automated")
    value = f"{number(round(found.people_low))} – {number(round(found.people_high))}"
    return _("People among those flagged"), value, note.format(n=number(above))


def at_assumption(share: float, cut: float) -> str:
    """What a score at the cut-off, and all those above it, mean if such a share of accounts is automated."""
    hits, false_alarms = validity().rates(cut)
    flagged = share * hits + (1 - share) * false_alarms
    people = (1 - share) * false_alarms[flagged > 0] / flagged[flagged > 0]
    text = _("If {prior} of all accounts are automated, one with a score of {cut} is so with a probability of {share}.")
    said = text.format(prior=percent(share), cut=number(cut, 2), share=percent(at_prior(cut / FULL, share)))
    if not people.size:
        return said
    flags = _("Of all above the cut-off {low} to {high} would be people, depending on the data set.")
    return f"{said} {flags.format(low=percent(float(people.min())), high=percent(float(people.max())))}"


def not_printable(above: dict[str, int], cut: float) -> str:
    """The sentence that must not be printed, and why."""
    text = _(
        "Not to be printed: “{share} of the accounts are bots.” A score of {cut} or more is a likeness to accounts that"
        " researchers called automated; between data sets {low} to {high} of people reached it. It says nothing about"
        " posts, about who runs an account, or about any single one."
    )
    _hits, false_alarms = validity().rates(cut)
    share = percent(above["above"] / above["scored"]) if above["scored"] else "–"
    return text.format(
        share=share, cut=number(cut, 2), low=percent(float(false_alarms.min())), high=percent(float(false_alarms.max()))
    )


def draw_cards(context: Context) -> None:
    """What the model was tested on, for the languages of the filter or the ones it knows."""
    box = st.expander(_("What the model was tested on"), key="score-cards", on_change="rerun")
    if not box.open:
        return
    with box:
        st.dataframe(card_table(context.filters.languages), hide_index=True)
        st.caption(
            _(
                "Held-out accounts of Twitter, 2010–2020, by the language of their interface. Chance is 0.50. No set is"
                " Kazakh- or Russian-focused. Accounts of other platforms than X are not scored."
            )
        )


def card_table(languages: tuple[str, ...]) -> pd.DataFrame:
    """One row per language: how many accounts were tested, how well they were told apart, and the verdict."""
    tests = validity()
    known = [card.lang for card in tests.languages]
    rows = []
    for lang in languages or known[:LARGEST]:
        card = tests.language(lang)
        area = f"{number(card.auc, 2)} [{number(card.low, 2)}–{number(card.high, 2)}]" if card else "–"
        tested = number(card.automated + card.people) if card else "0"
        rows.append((language_label(lang), tested, area, verdict(card.low if card else None)))
    return pd.DataFrame(
        rows, columns=[_("Language"), _("Accounts tested"), _("Area under the curve"), _("What it means")]
    )


def verdict(low: float | None) -> str:
    """A validity in words, by the lower end of the interval of the area under the curve."""
    if low is None:
        return _("Not tested: teach it with answers of your own first.")
    if low <= 0.5:
        return _("No better than chance: do not use it without answers of your own.")
    return (
        _("Usable for groups of accounts.") if low >= 0.7 else _("Weak: only large differences between groups count.")
    )
