"""The words around the whole map."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from core.export.context import Context
from core.export.figures import spreaders as chart
from core.export.figures import whole_map, whole_text
from core.export.figures.whole_text import Seen
from core.export.frame import Frame
from core.export.mask import OPEN, Masks
from pages.shared.frames import frame_of
from pages.spreaders import kept
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import RowParams, WholeParams

#: The list to find an account in holds so many; all of them are in the table.
MOST_NAMES = 2000


def names(accounts: pd.DataFrame) -> dict[str, str]:
    """The accounts passed on most, by key."""
    first = accounts.head(MOST_NAMES)
    return dict(zip(first["account_key"], map(whole_map.short, chart.labels(first)), strict=True))


def closed_label(community: int, accounts: int) -> str:
    """``Community 3: 214 accounts``."""
    return whole_map.closed_label(community, accounts)


def drawn_text(context: Context, chosen: Chosen, params: WholeParams) -> str:
    """How much of the graph is drawn, or was there by the moment of the slider."""
    case_id, seen, kinds, least = context.case_id, context.filters, chosen.links, chosen.params.least
    if chosen.until:
        then = kept.totals_of(case_id, chosen.at(seen), kinds, least)
        return whole_text.by_then_text(then, kept.totals_of(case_id, seen, kinds, least))
    links, closed = len(kept.links(case_id, seen, params)), len(kept.closed(case_id, seen, params))
    totals = kept.totals(case_id, seen, params)
    return whole_text.drawn_text(Seen(len(kept.accounts(case_id, seen, params)), closed, links, totals), least)


def frame(context: Context, chosen: Chosen, params: WholeParams) -> Frame:
    """What the map says about itself, on screen and in the picture."""
    about = frame_of(context, whole_text.title(chosen.links), description(context, chosen), method="spreaders")
    notes = whole_text.notes(chosen, drawn_text(context, chosen, params), context.filters.zone)
    return replace(about, notes=notes)


def description(context: Context, chosen: Chosen, masks: Masks = OPEN) -> str:
    """What a reader who cannot see the map is told, up to the moment of the slider; under ``masks`` in what leaves."""
    case_id, at, least = context.case_id, chosen.at(context.filters), chosen.params.least
    asked = RowParams(chosen.links, least)
    totals = kept.totals_of(case_id, at, chosen.links, least)
    first = masks.frame(kept.rows(case_id, at, asked).head(3))
    largest = kept.largest_communities(case_id, at, asked)
    return whole_text.description(totals, first, largest, chosen, context.filters.zone)
