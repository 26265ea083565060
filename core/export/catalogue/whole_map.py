"""The whole map as a figure of the catalogue: as its page shows it, without what was hidden or zoomed by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from core.export.catalogue.entry import Drawn, Figure, Settings, choice
from core.export.catalogue.spreaders import until_of, whole_graph, whole_number
from core.export.figures import map_words, whole_map, whole_text
from core.export.figures.map_words import KINDS, Chosen, MapParams
from core.export.figures.whole_text import Seen
from core.export.frame import Frame
from core.export.sight import Sight
from core.i18n import _, number
from core.store.queries import map as reads
from core.store.queries import map_list, map_pairs
from core.store.queries.graph_file import LINK_KINDS
from core.store.queries.map import Whole
from core.store.queries.map_list import Order
from core.store.queries.map_pairs import Cut
from core.store.queries.view import View

SETTINGS = ("links", "size", "colour", "least", "until", "closed", "open")


def chosen_of(settings: Settings, sight: Sight) -> Chosen:
    """The settings of the map as its address states them."""
    asked = {word.strip().lower() for word in settings.get("links", "share").split(",")}
    kinds = tuple(kind for kind in LINK_KINDS if kind in asked) or ("share",)
    params = MapParams(tuple(kind for kind in kinds if kind in KINDS), whole_number(settings, "least", 1))
    size = choice(settings, "size", (*map_words.sizes(), "rank"))
    colour = choice(settings, "colour", tuple(map_words.colours()))
    return Chosen(params, size, colour, "none", until_of(settings.get("until", ""), sight), True, kinds)


@dataclass(frozen=True)
class _Counted:
    """The graph of a view: pairs of accounts, what is counted of every account, and both numbers."""

    pairs: map_pairs.Pairs
    accounts: pd.DataFrame

    @property
    def totals(self) -> dict[str, int]:
        return {"links": len(self.pairs), "accounts": len(self.accounts)}


def _counted(sight: Sight, view: View, cut: Cut) -> _Counted:
    pairs = map_pairs.pairs(sight.store, view, cut)
    return _Counted(pairs, map_pairs.linked(pairs))


def _read(sight: Sight, settings: Settings, chosen: Chosen) -> Whole | None:
    """What is drawn; None where nobody is linked with anybody."""
    cut = Cut(chosen.links)
    counted = _counted(sight, sight.view, cut)
    if not counted.totals["links"]:
        return None
    many = counted.totals["accounts"] > whole_map.MOST_ACCOUNTS
    opened = tuple(int(part) for part in settings.get("open", "").split("-") if part.isdigit())
    cut = replace(cut, collapse={"yes": True, "no": False}.get(settings.get("closed", ""), many), opened=opened)
    return reads.whole(sight.store, sight.view, counted.pairs, counted.accounts, cut)


def draw_whole(sight: Sight, settings: Settings) -> Drawn | None:
    """The whole map; its files for Gephi hold every account and link by the moment of the slider."""
    chosen = chosen_of(settings, sight)
    found = _read(sight, settings, chosen)
    if found is None:
        return None
    groups = {str(key): sight.groups.get(str(key), []) for key in found.accounts["account_key"]}
    parts = whole_map.coloured(found.accounts, found.closed, groups, chosen.colour)
    accounts = sight.private(found.accounts)
    drawn = whole_map.marks(accounts, found.closed, chosen.size, parts.codes)
    links = _shown_links(found.links, chosen)
    spec = whole_map.whole_figure(drawn, links, parts, sight.dark)
    at = View(chosen.at(sight.view.filters), sight.view.members)
    frame = _frame(sight, at, chosen, found)
    told = replace(frame, notes=(*frame.notes, *_scales(found, links, chosen)))
    return Drawn(spec, told, map_words.for_file(accounts.drop(columns=["unit"]), sight.groups),
                 graph=lambda: whole_graph(sight, at, chosen.links))  # fmt: skip


def _shown_links(links: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """The links heavy enough and made by the moment of the slider; those of no known time are always there."""
    kept = links[links["n"] >= chosen.params.least]
    return kept[~(kept["first_s"] > chosen.until.timestamp()).fillna(False)] if chosen.until else kept


def _frame(sight: Sight, at: View, chosen: Chosen, found: Whole) -> Frame:
    least = chosen.params.least
    then = _counted(sight, at, Cut(chosen.links, least))
    order = Order(most=3)
    first = map_list.listed(sight.store, at, then.accounts, order)
    largest = map_list.largest_communities(sight.store, then.accounts)
    told = whole_text.description(then.totals, sight.private(first), largest, chosen, sight.zone)
    text = whole_text.drawn_text(Seen(len(found.accounts), len(found.closed), len(found.links), found.totals), least)
    if chosen.until:
        text = whole_text.by_then_text(then.totals, _counted(sight, sight.view, Cut(chosen.links, least)).totals)
    frame = sight.frame(whole_text.title(chosen.links), told, method="spreaders")
    return replace(frame, notes=whole_text.notes(chosen, text, sight.zone))


def _scales(found: Whole, links: pd.DataFrame, chosen: Chosen) -> tuple[str, ...]:
    """What size, width and dashes of the picture stand for."""
    top, heaviest = found.accounts[chosen.size].max(), found.links["n"].max()
    sizes = whole_text.sizes_text(map_words.size_phrase(chosen.size))
    return (
        *([] if pd.isna(top) else [sizes.replace("{n}", number(round(float(top), 1)))]),
        whole_text.widths_text().replace("{n}", number(int(heaviest) if len(found.links) else 0)),
        *([whole_text.closed_text()] if len(found.closed) else []),
        *([whole_text.dashes_text()] if links["inferred"].any() else []),
        whole_text.lines_text(),
    )


FIGURES = (Figure("spreader-map", lambda: _("Who is linked with whom"), "spreaders", draw_whole, SETTINGS, graph=True),)
