"""Agreement: whether two people who label the same accounts say the same."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.analysis.agreement import Agreement, AgreementParams
from core.export.context import Context
from core.export.words import account_label
from core.i18n import _, ngettext, number, percent
from pages.shared import cached, cached_groups
from pages.shared.explain import heading, method, quiet
from pages.shared.table import draw_table
from pages.shared.tiles import tiles

USABLE, GOOD = 0.667, 0.8
MOST_ROWS = 200


def show(context: Context) -> None:
    """Alpha over all groups and of each, and the accounts on which people differ."""
    whole = cached_groups.agreement(context.case_id, "")
    if not whole.units:
        st.info(_("No account was labelled by two people yet. Let a colleague work through the queue “Second look”."))
        return
    st.html(tiles(rows(whole)))
    st.html(quiet(verdict(whole)))
    method(_("Krippendorff's alpha: 1 is full agreement, 0 is what chance would give."), "agreement")
    draw_each(context)
    draw_differences(context)


def rows(found: Agreement) -> list[tuple[str, str, str]]:
    """The tiles: alpha with its interval, agreeing pairs, accounts."""
    n = ngettext("{n} account coded by two people or more", "{n} accounts coded by two people or more", found.units)
    people = ngettext("{n} person", "{n} people", found.coders).format(n=number(found.coders))
    return [
        (_("Krippendorff's alpha"), alpha_text(found), interval_text(found)),
        (_("Agreeing pairs"), percent(found.observed), _("of all pairs of codings, chance included")),
        (_("Coded twice"), number(found.units), f"{n.format(n=number(found.units))}; {people}"),
    ]


def alpha_text(found: Agreement) -> str:
    """Alpha with two digits, or that it cannot be told."""
    return _("not defined") if found.alpha is None else number(found.alpha, 2)


def interval_text(found: Agreement) -> str:
    """The interval, or why there is none."""
    if found.alpha is None:
        return _("everybody gave the same value, so nobody could disagree")
    if found.low is None or found.high is None:
        return _("no interval under {n} accounts").format(n=number(AgreementParams().least))
    return _("95 % interval {low} to {high}").format(low=number(found.low, 2), high=number(found.high, 2))


def verdict(found: Agreement) -> str:
    """What the alpha is good for, by the lower end of its interval."""
    if found.alpha is None or found.low is None:
        return _("Too little was coded twice to judge the labels. Let a second person label more accounts.")
    if found.low >= GOOD:
        return _("The labels can be relied on: even the lower end is at least 0.8.")
    if found.low >= USABLE:
        return _("The labels allow tentative conclusions: the lower end is between 0.667 and 0.8.")
    return _("Do not rely on the labels yet: agreement may be below 0.667. Sharpen the definitions and label again.")


def draw_each(context: Context) -> None:
    """Alpha of each group."""
    lines = []
    for name in cached.codes(context.case_id)["name"]:
        found = cached_groups.agreement(context.case_id, str(name))
        lines.append((name, alpha_text(found), interval_text(found), percent(found.observed)))
    columns = [_("Group"), _("Alpha"), _("Interval"), _("Agreeing pairs")]
    st.html(heading(_("Group by group")))
    draw_table(pd.DataFrame(lines, columns=columns), key="agreement-each")


def draw_differences(context: Context) -> None:
    """The accounts on which people differ: what each of them said."""
    coded = cached_groups.codings(context.case_id)
    different = coded.drop_duplicates(["unit", "value"])["unit"].duplicated(keep=False)
    units = coded.drop_duplicates(["unit", "value"]).loc[different, "unit"].unique().tolist()[:MOST_ROWS]
    st.html(heading(_("Where people differ")))
    if not units:
        st.html(quiet(_("Nowhere: everybody gave the same labels.")))
        return
    accounts = cached_groups.named(context.case_id, tuple(units)).set_index("account_key")
    shown = coded[coded["unit"].isin(units)].sort_values(["unit", "coder"])
    called = [account_label(accounts["handle"].get(key), accounts["name"].get(key), key) for key in shown["unit"]]
    said = [value.replace("\n", ", ") if value != "none" else _("no group fits") for value in shown["value"]]
    table = pd.DataFrame({_("Account"): called, _("Person"): shown["coder"].to_numpy(), _("Label"): said})
    draw_table(table, key="agreement-differences")
