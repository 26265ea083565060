"""The whole graph of the view as files, and the map in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from core.export.case import graph_frame, graph_tables
from core.export.figure import file_name
from core.export.frame import Frame
from core.export.graph import gexf, graphml
from core.i18n import _, in_this_language
from pages.shared import cached_provenance, cached_spreading
from pages.shared.cached_spreading import MapParams
from pages.shared.context import Context

Writer = Callable[[pd.DataFrame, pd.DataFrame, Frame], bytes]
WRITERS: dict[str, Writer] = {"GEXF": gexf, "GraphML": graphml}


def draw(context: Context, params: MapParams, about: Frame) -> None:
    """The map in words, and the whole graph of the view for Gephi and other programs."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(_("Describe this graph"), type="tertiary", key="spreaders-described"):
            st.text(about.alt)
        for kind, write in WRITERS.items():
            st.download_button(
                _("Whole graph ({format})").format(format=kind),
                in_this_language(lambda write=write: whole(context, params, write)),
                f"{file_name(about)}.{kind.lower()}",
                "application/xml",
                key=f"spreaders-{kind}",
                on_click="ignore",
                type="tertiary",
            )


def whole(context: Context, params: MapParams, write: Writer) -> bytes:
    """Every account and link of the view, drawn or not, as a file."""
    nodes, links = cached_spreading.whole_graph(context.case_id, context.filters, params)
    about = graph_frame(context.case, context.filters, len(links), cached_provenance.provenance(context.case_id))
    named, tied = graph_tables(nodes, links)
    numbered = named.assign(community=named["community"] + 1)  # as on the map: Community 1 is the largest
    return write(numbered, tied, replace(about, filter_text=context.filter_text))
