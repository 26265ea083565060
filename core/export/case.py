"""Tables and the graph of a whole case, for the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from core.errors import ExportError
from core.export.frame import Frame
from core.export.graph import gexf, graphml
from core.export.mask import OPEN, Masks, masks_of
from core.export.source import source_text
from core.export.table import csv_bytes
from core.i18n import _, number
from core.model import Case, Filters
from core.store import notebook
from core.store.db import Store, open_store
from core.store.files import file_report, rejects
from core.store.queries import accounts, graph, graph_file, posts, scores, timeline, view
from core.store.queries.graph_file import LINK_KINDS
from core.store.queries.provenance import Provenance, provenance
from core.store.queries.view import View

ALL = 100_000_000
#: What a link says beside its kind: found by Whence, not stated; without a direction.
MARKS = ("inferred", "mutual")
_READS: dict[str, Callable[[Store, View], pd.DataFrame]] = {
    "posts": lambda store, seen: posts.posts_page(store, seen, most=ALL),
    "accounts": lambda store, seen: accounts.accounts_page(store, seen, most=ALL),
    "timeline": lambda store, seen: timeline.timeline(store, seen, "1 hour", "lang").rename(columns={"n": "posts"}),
    "scores": lambda store, seen: scores.accounts_behind(store, seen, most=ALL),
    "cascades": lambda store, seen: graph.cascade_list(store, seen, most=ALL),
    "files": lambda store, seen: file_report(store),
    "rejects": lambda store, seen: rejects(store, most=ALL),
}
WHAT = (*_READS, "graph")


def write(case: Case, what: str, path: Path, filters: Filters, *, masked: bool = True) -> int:
    """Write one table (CSV) or the graph (GEXF, GraphML) of the posts that pass the filter; returns its rows.

    ``masked`` puts pseudonyms in place of the accounts, and leaves out what would lead back to them; of rejected
    records that is their raw text.
    """
    if what not in WHAT:
        choices = ", ".join(WHAT)
        raise ExportError(
            _("There is no table “{what}”.").format(what=what), remedy=_("Choose one of: {all}.").format(all=choices)
        )
    store = open_store(case.store_path)
    try:
        seen = view.resolve(store, filters, notebook.labels(case.notebook_path))
        if what == "graph":
            return _write_graph(case, store, seen, path, (masks_of(case) if masked else OPEN))
        frame = (masks_of(case) if masked else OPEN).for_file(_in_utc(_READS[what](store, seen)))
        if masked and what == "rejects":
            frame = frame.drop(columns="raw")
        path.write_bytes(csv_bytes(frame, simulated=case.simulated))
        return len(frame)
    finally:
        store.close()


def _in_utc(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its naive UTC times marked as UTC, so that they are written with their offset."""
    moments = [name for name in frame.columns if name.endswith("_at") and pd.api.types.is_datetime64_dtype(frame[name])]
    return frame.assign(**{name: frame[name].dt.tz_localize("UTC") for name in moments})


def _write_graph(case: Case, store: Store, seen: View, path: Path, masks: Masks) -> int:
    writers = {".gexf": gexf, ".graphml": graphml}
    if path.suffix not in writers:
        raise ExportError(
            _("A graph is written as .gexf or .graphml."), file=path.name, remedy=_("Change the ending of the file.")
        )
    links = graph_file.every_link(store, seen, LINK_KINDS)
    nodes = graph_file.every_account(store, seen, LINK_KINDS)
    about = graph_frame(case, seen.filters, len(links), provenance(store))
    path.write_bytes(writers[path.suffix](*masked_graph(*graph_tables(nodes, links), masks), about))
    return len(links)


def graph_tables(nodes: pd.DataFrame, links: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nodes and links named by account keys, as the graph formats want them."""
    keys = nodes.set_index("account_no")["account_key"]
    named = nodes.assign(label=nodes["handle"].fillna(nodes["name"]).fillna(nodes["account_key"]))
    tied = links.assign(source=links["source_no"].map(keys), target=links["target_no"].map(keys), weight=links["n"])
    columns = ["source", "target", "weight", "kind", "first_at", "last_at", *(c for c in MARKS if c in links)]
    return named.drop(columns="account_no"), tied[columns].dropna(subset=["source", "target"])


def masked_graph(nodes: pd.DataFrame, links: pd.DataFrame, masks: Masks) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same graph with its accounts under their pseudonyms where the masks hide them."""
    if not masks.active:
        return nodes, links
    hidden = masks.for_file(nodes)
    label = hidden["handle"].fillna(hidden["name"]).fillna(hidden["account_key"])
    return hidden.assign(label=label), masks.frame(links)


def graph_frame(case: Case, filters: Filters, links: int, origin: Provenance) -> Frame:
    """What a graph file says about itself."""
    return Frame(
        title=_("Spreader graph of {case}").format(case=case.title),
        filter_text="" if filters.is_empty else _("filtered"),
        zone_text=_("Times: {zone}").format(zone="UTC"),
        n_text=_("{n} links").format(n=number(links)),
        source=source_text(case, origin, "UTC"),
        simulated=case.simulated,
    )
