"""The words around the whole map."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from core.export.context import Context
from core.export.figures import map_words
from core.export.figures import spreaders as chart
from core.export.frame import Frame
from core.export.mask import OPEN, Masks
from core.i18n import _, ngettext, number
from pages.shared.frames import frame_of
from pages.spreaders import kept, payload
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import RowParams, WholeParams

#: The list to find an account in holds so many; all of them are in the table.
MOST_NAMES = 2000


def names(accounts: pd.DataFrame) -> dict[str, str]:
    """The accounts passed on most, by key."""
    first = accounts.head(MOST_NAMES)
    return dict(zip(first["account_key"], map(payload.short, chart.labels(first)), strict=True))


def closed_label(community: int, accounts: int) -> str:
    """``Community 3: 214 accounts``."""
    return payload.closed_label(community, accounts)


def drawn_text(context: Context, chosen: Chosen, params: WholeParams) -> str:
    """How much of the graph is drawn."""
    totals = kept.totals(context.case_id, context.filters, params)
    links, closed = (
        len(kept.links(context.case_id, context.filters, params)),
        len(kept.closed(context.case_id, context.filters, params)),
    )
    if chosen.until:
        return by_then_text(context, chosen)
    one_by_one = len(kept.accounts(context.case_id, context.filters, params))
    text = _("{n} of {all} accounts are drawn one by one; {k} of {links} links between what is drawn.").format(
        n=number(one_by_one), all=number(totals["accounts"]), k=number(links), links=number(totals["drawable"])
    )
    if closed:
        text += " " + ngettext(
            "{n} community stands as one shape.", "{n} communities stand as one shape each.", closed
        ).format(n=number(closed))
    if one_by_one + closed < totals["units"]:
        text += " " + _("The least linked are left out.")
    if chosen.params.least > 1:
        text += " " + _("Links of fewer than {n} posts do not count.").format(n=number(chosen.params.least))
    return text


def by_then_text(context: Context, chosen: Chosen) -> str:
    """How much of the graph there was at the moment of the slider."""
    case_id, kinds, least = context.case_id, chosen.links, chosen.params.least
    whole = kept.totals_of(case_id, context.filters, kinds, least)
    then = kept.totals_of(case_id, chosen.at(context.filters), kinds, least)
    text = _("By then {n} of {all} accounts had a link, and {k} of {links} links were made.")
    return text.format(
        n=number(then["accounts"]), all=number(whole["accounts"]), k=number(then["links"]), links=number(whole["links"])
    )


def frame(context: Context, chosen: Chosen, params: WholeParams) -> Frame:
    """What the map says about itself, on screen and in the picture."""
    kinds = map_words.kinds_text(chosen.links)
    title = _("Who is linked with whom ({kinds})").format(kinds=kinds)
    when = map_words.until_text(chosen, context.filters.zone)
    notes = (when, drawn_text(context, chosen, params), map_words.root_text(chosen.links), inferred_text(chosen.links))
    about = frame_of(context, title, description(context, chosen), method="spreaders")
    return replace(about, notes=tuple(note for note in notes if note))


def inferred_text(kinds: tuple[str, ...]) -> str:
    """That likely paths are no statement of the platform."""
    return _("Likely paths are inferred from time and reach; see the method.") if "likely" in kinds else ""


def description(context: Context, chosen: Chosen, masks: Masks = OPEN) -> str:
    """What a reader who cannot see the map is told, up to the moment of the slider; under ``masks`` in what leaves."""
    case_id, at = context.case_id, chosen.at(context.filters)
    asked = RowParams(chosen.links, chosen.params.least)
    totals = kept.totals_of(case_id, at, chosen.links, chosen.params.least)
    what = _("Map of {n} accounts joined by {k} links ({kinds}).").format(
        n=number(totals["accounts"]), k=number(totals["links"]), kinds=map_words.kinds_text(chosen.links)
    )
    first = kept.rows(case_id, at, asked)
    top = masks.frame(first[first["received"] > 0].head(3))
    named = ", ".join(f"{payload.label_of(row)} ({number(int(row['received']))})" for row in top.to_dict("records"))
    most = _("Passed on most often: {names}.").format(names=named) if named else ""
    largest = kept.largest_communities(case_id, at, asked)
    parts = ", ".join(
        f"{chart.community_label(place)} ({number(n)})"
        for place, n in zip(largest["community"].tolist(), largest["accounts"].tolist(), strict=True)
    )
    groups = _("Largest communities: {parts}.").format(parts=parts) if parts else ""
    size = _("Shapes by {what}, colours by {colour}.").format(
        what=map_words.size_phrase(chosen.size), colour=map_words.colours()[chosen.colour].lower()
    )
    when = map_words.until_text(chosen, context.filters.zone)
    return " ".join(text for text in (what, when, most, groups, size) if text)
