"""The figures of the Spreaders page: the map and the table of its accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from core.analysis import spreaders
from core.errors import ExportError
from core.export.case import graph_tables, masked_graph
from core.export.catalogue.entry import TABLE, Drawn, Figure, Settings, choice
from core.export.figures import map_words
from core.export.figures import spreaders as chart
from core.export.figures.map import map_figure
from core.export.figures.map_words import KINDS, Chosen, MapParams
from core.export.figures.map_words import Choice as MapChoice
from core.export.figures.table import table_figure
from core.export.frame import Frame
from core.export.sight import Sight
from core.export.words import account_label
from core.i18n import _, number, percent
from core.store.queries import graph as graph_reads
from core.store.queries import graph_file
from core.store.queries import spreading as reads
from core.store.queries import view as view_reads

SETTINGS = ("links", "size", "colour", "least", "drawn", "until", "spreader", "arrows")
MOST_LINKS = 20_000
#: So many rows of the links are drawn; the file holds MOST_LINKS, the graph all of them.
MOST_SHOWN = 30
TOP = 10


@dataclass(frozen=True)
class Map:
    """The accounts and links that are drawn, their drawing, and what the map says about itself."""

    accounts: pd.DataFrame
    links: pd.DataFrame
    drawing: chart.Drawing
    frame: Frame


def chosen_of(settings: Settings, sight: Sight) -> Chosen:
    """The settings of the map as its address states them."""
    asked = {word.strip().lower() for word in settings.get("links", "share").split(",")}
    kinds = tuple(kind for kind in KINDS if kind in asked) or ("share",)
    params = MapParams(kinds, whole_number(settings, "least", 1), whole_number(settings, "drawn", 200))
    size = choice(settings, "size", tuple(map_words.sizes()))
    colour = choice(settings, "colour", tuple(map_words.colours()))
    return Chosen(params, size, colour, "none", until_of(settings.get("until", ""), sight))


def whole_number(settings: Settings, name: str, default: int) -> int:
    """A setting that is a whole number, at least 1; ExportError for anything else."""
    try:
        return max(1, int(settings.get(name, default)))
    except ValueError as error:
        raise ExportError(_("“{name}” must be a whole number.").format(name=name)) from error


def until_of(text: str, sight: Sight) -> datetime | None:
    """The moment of the slider in UTC; None where there is none, or at the end of the period: all is shown then."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ExportError(_("“{time}” is not a time.").format(time=text)) from error
    at = (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(sight.zone))).astimezone(UTC)
    last = sight.extent.get("last")
    return None if last and at > datetime.fromisoformat(last).astimezone(UTC) else at


def chosen_accounts(sight: Sight, params: MapParams) -> MapChoice:
    """Which accounts are drawn, and how many accounts and links there are in all."""
    links = graph_reads.spreader_links(sight.store, sight.view, kinds=params.kinds, most=MOST_LINKS)
    seen = spreaders.top_view(links, params.most, params.least)
    accounts, pairs = seen.accounts, seen.all_links
    if len(links) >= MOST_LINKS:
        totals = reads.graph_totals(sight.store, sight.view, kinds=params.kinds, least=params.least)
        accounts, pairs = totals["accounts"], totals["links"]
    return MapChoice(tuple(int(n) for n in seen.nodes["account_no"]), accounts, pairs)


def mapped(sight: Sight, settings: Settings) -> Map | None:
    """The map of the view; None where nobody passed anybody on."""
    chosen = chosen_of(settings, sight)
    params = chosen.params
    found = chosen_accounts(sight, params)
    if not found.numbers:
        return None
    at = view_reads.View(chosen.at(sight.view.filters), sight.view.members)
    plain = reads.spreaders(sight.store, at, found.numbers, kinds=params.kinds)
    accounts = sight.private(plain)
    last = reads.spreaders(sight.store, sight.view, found.numbers, kinds=params.kinds).set_index("account_no")
    links = sight.private(reads.links_among(sight.store, at, found.numbers, kinds=params.kinds, least=params.least))
    whole = last.loc[accounts["account_no"]].reset_index()
    look = chart.Look(chosen.size, chosen.colour, sight.dark)
    groups = dict(zip(accounts["account_key"], (sight.groups.get(k, []) for k in plain["account_key"]), strict=True))
    drawing = chart.drawing(accounts, whole, groups, look)
    told = map_words.description(accounts, links, drawing.legend, sight.context, chosen)
    left_out = map_words.drawn_text(found, len(accounts) - drawing.waiting, len(links), params)
    notes = (
        map_words.until_text(chosen, sight.zone),
        map_words.size_words(chosen, whole) + ".",
        _("Lines join accounts of which one passed on the other."),
        left_out,
        map_words.root_text(params.kinds),
    )
    title = _("Who passed on whom ({kinds})").format(kinds=map_words.kinds_text(params.kinds))
    frame = sight.frame(title, told, method="spreaders", finding=_finding(sight, at, params.kinds))
    return Map(accounts, links, drawing, replace(frame, notes=tuple(note for note in notes if note)))


def _finding(sight: Sight, at: view_reads.View, kinds: tuple[str, ...]) -> str:
    found = reads.concentration(sight.store, at, kinds=kinds, most=TOP)
    if not found["links"] or found["accounts"] <= TOP:
        return ""
    text = _("The {top} accounts passed on most received {share} of the {all} {kinds}")
    return text.format(top=number(TOP), share=percent(found["top"] / found["links"]), all=number(found["links"]),
                       kinds=map_words.listed(kinds))  # fmt: skip


def draw_map(sight: Sight, settings: Settings) -> Drawn | None:
    """The map; its files for Gephi hold every account and link up to the moment of the slider, drawn or not."""
    made = mapped(sight, settings)
    if made is None:
        return None
    spec = map_figure(made.drawing.nodes, made.links, made.drawing.legend, sight.dark)
    chosen = chosen_of(settings, sight)
    at = view_reads.View(chosen.at(sight.view.filters), sight.view.members)
    return Drawn(spec, made.frame, map_words.for_file(made.accounts, sight.groups),
                 graph=lambda: whole_graph(sight, at, chosen.params.kinds))  # fmt: skip


def whole_graph(sight: Sight, at: view_reads.View, kinds: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every account and link of these kinds in a view of the look, masked as it asks for."""
    nodes = graph_file.every_account(sight.store, at, kinds)
    links = graph_file.every_link(sight.store, at, kinds)
    masked, tied = masked_graph(*graph_tables(nodes, links), sight.masks)
    return masked.assign(community=masked["community"] + 1), tied


def draw_links(sight: Sight, settings: Settings) -> Drawn | None:
    """The heaviest links of any kind as a table; its files for Gephi hold every link of these kinds."""
    asked = {word.strip().lower() for word in settings.get("links", "share").split(",")}
    kinds = tuple(kind for kind in graph_file.LINK_KINDS if kind in asked) or ("share",)
    until = until_of(settings.get("until", ""), sight)
    filters = sight.view.filters
    at = view_reads.View(replace(filters, end=until) if until else filters, sight.view.members)
    links = graph_file.heaviest_links(sight.store, at, kinds, MOST_LINKS)
    if links.empty:
        return None
    names = {end: _called(sight, links, end) for end in ("source", "target")}
    words = [map_words.kinds_text((kind,)) for kind in links["kind"]]
    shown = pd.DataFrame({_("Passed on"): names["source"], _("Passed on by"): names["target"], _("Link"): words,
                          _("Weight"): links["n"]}).head(MOST_SHOWN)  # fmt: skip
    title = _("Who is linked with whom ({kinds})").format(kinds=map_words.kinds_text(kinds))
    frame = sight.frame(title, _("Table of the heaviest links between accounts."), method="spreaders")
    data = sight.private(links.drop(columns=[c for c in links if c.endswith(("_handle", "_name"))]))
    data = data.assign(**{name: data[name].dt.tz_localize("UTC") for name in ("first_at", "last_at")})
    spec = table_figure(shown, sight.dark)
    notes = (*([map_words.by_text(until, sight.zone)] if until else []), *_links_notes(kinds))
    return Drawn(spec, replace(frame, notes=notes), data, graph=lambda: whole_graph(sight, at, kinds))


def _called(sight: Sight, links: pd.DataFrame, end: str) -> list[str]:
    rows = zip(links[end], links[f"{end}_handle"], links[f"{end}_name"], strict=True)
    return [sight.masks.name(k) if sight.masks.hides(k) else account_label(h, n, k) for k, h, n in rows]


def _links_notes(kinds: tuple[str, ...]) -> tuple[str, ...]:
    notes = []
    if {"same_link", "tie"} & set(kinds):
        notes.append(_("Links in common and coordination ties have no direction."))
    if "likely" in kinds:
        notes.append(_("Likely paths are inferred from time and reach; see the method."))
    return tuple(notes)


def draw_accounts(sight: Sight, settings: Settings) -> Drawn | None:
    """The accounts of the map as a table, most passed on first."""
    made = mapped(sight, settings)
    if made is None:
        return None
    keep = ["account", "platform", "received", "received_from", "passed_on", "posts", "followers", "lang"]
    names = (_("Account"), _("Platform"), _("Passed on"), _("by accounts"), _("Passes on"), _("Posts"),
             _("Followers"), _("Language"))  # fmt: skip
    shown = map_words.shown(made.accounts, {}, sight.zone)[keep].set_axis(names, axis=1)
    alt = _("Table of the accounts on the map.")
    frame = replace(made.frame, title=_("Accounts on the map"), finding="", notes=made.frame.notes[-1:], alt=alt)
    return Drawn(table_figure(shown, sight.dark), frame, map_words.for_file(made.accounts, sight.groups))


FIGURES = (
    Figure("spreaders", lambda: _("Who passed on whom"), "spreaders", draw_map, SETTINGS, graph=True),
    Figure(
        "spreader-links",
        lambda: _("Links between accounts"),
        "spreaders",
        draw_links,
        ("links", "until"),
        TABLE,
        graph=True,
    ),
    Figure("spreader-accounts", lambda: _("Accounts on the map"), "spreaders", draw_accounts, SETTINGS, TABLE),
)
