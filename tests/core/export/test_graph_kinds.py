"""Every kind of link as GEXF and GraphML: networkx reads back what the store holds, whatever names there are."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import duckdb
import networkx as nx
import pandas as pd
import pytest

from core.export.batch import render
from core.export.case import write
from core.export.mask import masks_of
from core.export.text import clean
from core.model import Case, Filters
from core.store.queries.graph_file import LINK_KINDS
from tests.core.export.samples import HOSTILE

NAMES = [
    HOSTILE, "=HYPERLINK(1)", "]]>&amp;<!--", "a\x00b\x1b\u200b\u202ec", "\ufffe\ud7ff", "Қордай 中文 العربية",
    "x" * 10_000, '"\'\n\t', "<viz:color/>",
]  # fmt: skip
LIVE = Filters(kinds=("original", "share", "quote", "reply"))  # every post, but asked of the posts


@pytest.fixture(scope="module")
def case(demo: Case, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A copy of the demo with coordination ties, and hostile names on the accounts that have most links."""
    folder = tmp_path_factory.mktemp("kinds") / "demo"
    shutil.copytree(demo.folder, folder)
    copied = replace(demo, folder=folder)
    con = duckdb.connect(str(copied.store_path))
    con.execute("""INSERT INTO graph_links
        SELECT least(source_no, target_no), greatest(source_no, target_no), 'tie', 3, NULL, NULL
        FROM graph_links WHERE kind = 'share' AND source_no <> target_no LIMIT 12""")
    named = con.execute(
        "SELECT source_no FROM graph_links GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT $n", {"n": len(NAMES)}
    )
    for (number,), name in zip(named.fetchall(), NAMES, strict=True):
        con.execute("UPDATE accounts SET handle = ?, name = ? WHERE account_no = ?", [name, name, number])
    con.close()
    return copied


def stored(case: Case, kind: str) -> Counter[tuple[str, str, str, int]]:
    con = duckdb.connect(str(case.store_path), read_only=True)
    rows = con.execute(
        """SELECT s.account_key, t.account_key, kind, n FROM graph_links l JOIN accounts s ON s.account_no = l.source_no
        JOIN accounts t ON t.account_no = l.target_no WHERE kind = ?""", [kind],
    ).fetchall()  # fmt: skip
    con.close()
    return Counter(tuple(row) for row in rows)


def read(data: bytes, format: str) -> nx.MultiGraph:
    return nx.read_gexf(BytesIO(data)) if format == "gexf" else nx.read_graphml(BytesIO(data), force_multigraph=True)


def edges(graph: nx.MultiGraph, *, directed: bool = True) -> Counter[tuple[str, str, str, int]]:
    found = [(s, t, d["kind"], int(d["weight"])) for s, t, d in graph.edges(data=True)]
    return Counter(found if directed else [(*sorted(e[:2]), *e[2:]) for e in found])


@pytest.mark.parametrize("format", ["gexf", "graphml"])
@pytest.mark.parametrize("filters", [Filters(), LIVE])
@pytest.mark.parametrize("kind", LINK_KINDS)
def test_every_kind_comes_back_equal(case: Case, kind: str, filters: Filters, format: str) -> None:
    expected = stored(case, kind)
    assert expected, f"the demo has no {kind}"
    masks = masks_of(case)
    expected = Counter(
        {(f"acct-{masks.code(s)}", f"acct-{masks.code(t)}", k, n): times for (s, t, k, n), times in expected.items()}
    )
    made = render(case, "spreader-links", filters=filters, settings={"links": kind}, format=format).bytes
    graph = read(made, format)
    mutual = kind in ("same_link", "tie")
    assert graph.is_directed() != mutual
    if mutual:
        expected = Counter((*sorted(link[:2]), *link[2:]) for link in expected.elements())
    assert edges(graph, directed=not mutual) == expected
    assert set(graph.nodes) == {end for link in expected for end in link[:2]}
    assert all(d["inferred"] == (kind == "likely") for *_ends, d in graph.edges(data=True))


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_kinds_together_keep_their_marks(case: Case, format: str) -> None:
    made = render(case, "spreader-links", settings={"links": "share,likely,tie"}, format=format).bytes
    graph = read(made, format)
    assert graph.is_directed()
    marks = {(d["kind"], d["inferred"], d["mutual"]) for *_ends, d in graph.edges(data=True)}
    assert marks == {("share", False, False), ("likely", True, False), ("tie", False, True)}
    assert all(key.startswith("acct-") for key in graph.nodes) and b"sim_" not in made


@pytest.mark.parametrize("format", ["gexf", "graphml"])
def test_hostile_names_come_back_as_text(case: Case, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"graph.{format}"
    rows = write(case, "graph", path, Filters(), masked=False)
    graph = read(path.read_bytes(), format)
    assert graph.number_of_edges() == rows == sum(sum(stored(case, kind).values()) for kind in LINK_KINDS)
    labels = {node["label"] for _key, node in graph.nodes(data=True)}
    for name in NAMES:
        assert clean(name) in labels or clean(name).strip() in labels, name[:30]


def test_the_table_of_links_is_masked_and_says_what_has_no_direction(case: Case) -> None:
    made = render(case, "spreader-links", settings={"links": "tie"}, format="csv")
    assert len(made.data) == 12 and set(made.data["kind"]) == {"tie"}
    assert pd.Series(made.data["source"]).str.startswith("acct-").all()
    assert "Links in common and coordination ties have no direction." in made.frame.notes
