"""How fast the whole map is laid out, painted and moved in a real browser (10,000 accounts, 50,000 links).

Run: python benchmarks/map.py [--accounts 10000] [--links 50000] [--no-browser] [--cases DIR --case SLUG]
Processor seconds for what is computed, milliseconds for the browser. Ratios to networkx are on a smaller graph that
networkx can do at all. With --case, also how long the reads of a real case take.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import graph as small  # noqa: E402 - the server of benchmarks/graph.py

SCRIPT = """
import sys
sys.path[:0] = [{root!r}, {root!r} + "/benchmarks"]
import streamlit as st
from map import payload
from core.export.frame import Frame
from pages.shared import graphs
from pages.spreaders.whole_map import whole_map

st.set_page_config(page_title="map", layout="wide")

@st.cache_resource
def address():
    return graphs.put(payload({accounts}, {links}))

colour = st.radio("colour", ["community", "band"])
with st.empty():
    whole_map(address(), key="map", selected=st.session_state.get("account", ""), dark=False, height=620,
        size="received", colour=colour, direction="forward", least=1, until=None,
        phrases={{"size": "times passed on", "zone": "UTC"}}, frame=Frame(title="A made-up graph", simulated=True),
        on={{"picked": lambda: None, "chosen": lambda: None, "opened": lambda: None, "lost": lambda: None}})
told = st.session_state.get("map") or {{}}
st.text(f"picked: {{told.get('picked')}}")
"""

# 30 events a second for four seconds, as a held key or a hand sends them: through Playwright each would wait for the
# answer to the one before. Gives pictures per second.
MOVED = """(way) => new Promise((done) => {
  const found = [document];
  for (const root of found) root.querySelectorAll("*").forEach((one) => one.shadowRoot && found.push(one.shadowRoot));
  const map = found.map((root) => root.querySelector(".wm")).find(Boolean);
  const frame = map.querySelector(".wm-map"), layer = map.querySelector(".sigma-mouse");
  const { x, y, width } = frame.getBoundingClientRect();
  const middle = { bubbles: true, composed: true, cancelable: true, clientX: x + width / 2, clientY: y + 300 };
  const hand = (type, step, target) => target.dispatchEvent(new PointerEvent(type, {
    ...middle, pointerId: 1, pointerType: "mouse", isPrimary: true,
    clientX: middle.clientX + 8 * Math.abs(20 - step % 40),
  }));
  const key = (step) => (step / 20 & 1 ? "ArrowLeft" : "ArrowRight");
  const acts = {
    "arrow keys": (step) => frame.dispatchEvent(new KeyboardEvent("keydown", { key: key(step) })),
    drag: (step) => hand("pointermove", step, document),
    wheel: (step) => layer.dispatchEvent(new WheelEvent("wheel", { ...middle, deltaY: step / 10 & 1 ? 100 : -100 })),
  };
  frame.focus();
  if (way === "drag") hand("pointerdown", 0, layer);
  const before = Number(map.dataset.frames), began = performance.now();
  let step = 0;
  const timer = setInterval(() => {
    acts[way](step++);
    if (performance.now() - began < 4000) return;
    clearInterval(timer);
    if (way === "drag") hand("pointerup", step, document);
    done((1000 * (Number(map.dataset.frames) - before)) / (performance.now() - began));
  }, 33);
})"""


def made_up(accounts: int, links: int, seed: int = 4) -> pd.DataFrame:
    """Links of a graph with twelve circles and a few accounts that most of them pass on."""
    rng = np.random.default_rng(seed)
    circle = rng.choice(12, accounts)
    fame = rng.pareto(1.2, accounts)
    source = rng.choice(accounts, links, p=fame / fame.sum())
    target = rng.integers(0, accounts, links)
    for _round in range(5):
        apart = (circle[source] != circle[target]) & (rng.random(links) < 0.9)
        target[apart] = rng.integers(0, accounts, apart.sum())
    frame = pd.DataFrame({"source_no": source, "target_no": target, "n": 1 + rng.poisson(0.4, links)})
    return frame[source != target].groupby(["source_no", "target_no"], as_index=False).sum()


def payload(accounts: int, links: int) -> bytes:
    """What the browser is sent for such a graph."""
    from core.analysis.spreaders import lay_out
    from pages.spreaders.payload import graph_bytes

    frame = made_up(accounts, links)
    nodes = lay_out(frame)
    counted = frame.groupby("source_no")["n"].agg(["sum", "count"]).reindex(nodes["account_no"], fill_value=0)
    number = nodes["account_no"].astype(str)
    nodes = nodes.assign(
        unit=nodes["account_no"], account_key="x:" + number, platform="x", handle="sim_" + number, name="",
        received=counted["sum"].to_numpy(), received_from=counted["count"].to_numpy(), passed_on=1, passed_on_of=1,
        followers=100, posts=1, lang="en", band="none",
    )  # fmt: skip
    drawn = frame.rename(columns={"source_no": "source", "target_no": "target"})
    drawn = drawn.assign(first_s=1_581_033_600 + np.arange(len(drawn)), inferred=False, mutual=False)
    empty = pd.DataFrame(columns=["unit", "community", "accounts", "inside", "x", "y"])
    return graph_bytes(nodes, empty, drawn, {})


def cpu(act: Callable[[], Any]) -> float:
    """Processor seconds of one call."""
    begin = time.process_time()
    act()
    return time.process_time() - begin


def computed(accounts: int, links: int) -> list[tuple[str, float, str]]:
    """Layout and communities, and the same by networkx where it can."""
    import networkx as nx

    from core.analysis import communities, force, spreaders
    from core.analysis.links import undirected

    spreaders.lay_out(made_up(200, 800))  # compiles what is not compiled yet
    params = spreaders.Params()
    graph = undirected(made_up(accounts, links))
    found = communities.detected(graph, 1.0, 1)
    rows = [
        (f"layout, {accounts:,} accounts, {links:,} links", cpu(lambda: spreaders._positions(graph, found, params)), "")
    ]
    large = undirected(made_up(250_000, 1_150_000))
    rows.append((f"communities, {large.a.size:,} links", cpu(lambda: communities.detected(large, 1.0, 1)), ""))
    few = undirected(made_up(1500, 7500))
    both = nx.Graph()
    both.add_weighted_edges_from(zip(few.a.tolist(), few.b.tolist(), few.weight.tolist(), strict=True))
    start = np.random.default_rng(1).normal(size=(few.accounts.size, 2)) * 100
    ones, mass = np.ones(few.a.size), np.ones(few.accounts.size)
    ours = cpu(lambda: force.force_atlas(start, few.a, few.b, ones, mass, 50, 4.0, 2.0))
    theirs = cpu(lambda: nx.forceatlas2_layout(both, max_iter=50, seed=1))
    rows.append(("layout of 1,500 accounts, 50 rounds", ours, f"networkx {theirs:.2f} s: {theirs / ours:.0f} times"))
    some = undirected(made_up(10_000, 50_000))
    whole = nx.Graph()
    whole.add_weighted_edges_from(zip(some.a.tolist(), some.b.tolist(), some.weight.tolist(), strict=True))
    ours = cpu(lambda: communities.detected(some, 1.0, 1))
    theirs = cpu(lambda: nx.community.louvain_communities(whole, seed=1))
    rows.append(("communities of 50,000 links", ours, f"networkx (Louvain) {theirs:.2f} s: {theirs / ours:.0f} times"))
    return rows


def read(cases: Path, slug: str) -> list[tuple[str, float, str]]:
    """The reads behind the map of a case, from nothing kept."""
    from core.model import Filters
    from core.store.db import open_store
    from core.store.queries import map as reads
    from core.store.queries import map_pairs
    from core.store.queries.view import View
    from pages.spreaders.payload import graph_bytes

    store = open_store(sorted((cases / slug).glob("store-*.duckdb"))[-1])
    view, kinds = View(Filters()), tuple(map_pairs.link_kinds(store))[:1]
    begin, wall = time.process_time(), time.perf_counter()
    pairs = map_pairs.pairs(store, view, map_pairs.Cut(kinds))
    counts = map_pairs.linked(pairs)
    drawn = reads.whole(store, view, pairs, counts, map_pairs.Cut(kinds, collapse=len(counts) > 10_000))
    nodes, links = drawn.accounts, drawn.links
    body = graph_bytes(nodes, drawn.closed, links, {})
    took, all_of_it = time.process_time() - begin, time.perf_counter() - wall
    what = f"{len(nodes):,} accounts, {len(links):,} links, {len(body) / 1e6:.1f} MB, {all_of_it:.2f} s by the clock"
    return [(f"{slug}: reads and payload", took, what)]


def browser(accounts: int, links: int, rounds: int) -> list[tuple[str, float, str]]:
    """Milliseconds to the first painting, of a change of colour, of a click, and frames per second while moved."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    flags = [flag for flag in small.FLAGS if flag != "--disable-gpu"]
    flags += ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    small.SCRIPT = SCRIPT.replace("{accounts}", str(accounts)).replace("{links}", str(links))
    times: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = small.serve(Path(folder))
        try:
            opened = playwright.chromium.launch(executable_path=chromium, args=flags)
            for _round in range(rounds):
                page = opened.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)  # for MOVED
                page.goto(small.address(0), timeout=120_000)
                shown = page.locator(".wm[data-painted-ms]")
                shown.wait_for(timeout=120_000)
                times["painted after the data came"].append(float(shown.get_attribute("data-painted-ms") or 0))
                moved(page, times)
                page.close()
            opened.close()
        finally:
            server.terminate()
            server.wait()
    return [(f"browser: {name}", statistics.median(found), worst(name, found)) for name, found in times.items()]


def worst(name: str, found: list[float]) -> str:
    """The slowest of the rounds; of frames the fewest."""
    return f"worst {min(found) if name.startswith('frames') else max(found):.0f}"


def moved(page: Any, times: dict[str, list[float]]) -> None:  # noqa: ANN401 - a page of Playwright
    """One round of acts on a painted map."""
    shown = page.locator(".wm")
    page.get_by_text("band", exact=True).click()
    page.wait_for_timeout(3000)
    times["colour changed"].append(float(shown.get_attribute("data-restyled-ms")))
    page.locator(".wm-map").focus()
    page.keyboard.press("n")
    begin = time.perf_counter()
    page.keyboard.press("Enter")
    page.get_by_text("picked: x:").wait_for()
    times["selected"].append((time.perf_counter() - begin) * 1000)
    page.keyboard.press("Escape")
    for name in ("arrow keys", "drag", "wheel"):
        page.wait_for_timeout(4000)  # the full picture is there
        times[f"frames/s, {name}"].append(page.evaluate(MOVED, name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--links", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--case", default="")
    chosen = parser.parse_args()
    rows = computed(chosen.accounts, chosen.links)
    if chosen.case:
        rows += read(chosen.cases, chosen.case)
    for name, seconds, note in rows:
        print(f"{name:<52}{seconds:>8.2f} s  {note}")
    if not chosen.no_browser:
        for name, value, note in browser(chosen.accounts, chosen.links, chosen.rounds):
            print(f"{name:<52}{value:>8.0f}    {note}")


if __name__ == "__main__":
    main()
