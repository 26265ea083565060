"""How fast the spreader graph is painted in a real browser, and what it asks the network for.

Run: python benchmarks/graph.py [--nodes 500] [--rounds 7] [--pictures DIR]
Prints a table; with --pictures also saves screenshots (light, dark, 1440 and 390 px wide).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("WHENCE_BENCHMARK_PORT", "8641"))
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SERVER = """
import streamlit as st
from pages.shared.serving import MIDDLEWARE, ROUTES
app = st.App({script!r}, routes=ROUTES, middleware=MIDDLEWARE)
app.run(config={{"server.port": {port}, "server.headless": True, "server.address": "localhost"}})
"""
SCRIPT = """
import sys
sys.path.insert(0, {root!r})
import numpy as np, pandas as pd, streamlit as st
from core.analysis.spreaders import Params, lay_out, top_view
from core.export.style import WARNING, PRIMARY, OTHER, Shades
from pages.spreaders.component import spreader_graph

st.set_page_config(page_title="graph", layout="wide")

@st.cache_data
def graph(size):
    rng = np.random.default_rng(4)
    n = size * 6
    circle = rng.choice(4, n, p=[.45, .3, .15, .1])
    fame = rng.pareto(1.05, n)
    source = rng.choice(n, n * 4, p=fame / fame.sum())
    target = rng.integers(0, n, n * 4)
    for _ in range(5):
        apart = (circle[source] != circle[target]) & (rng.random(n * 4) < .9)
        target[apart] = rng.integers(0, n, apart.sum())
    links = pd.DataFrame(dict(source_no=source, target_no=target, n=1 + rng.poisson(.4, n * 4)))
    nodes = lay_out(links, Params(max_nodes=1000))
    view = top_view(links, size)
    return view.nodes.merge(nodes[["account_no", "x", "y"]]), view.links, circle

dark = st.context.theme.type == "dark"
count = int(st.query_params.get("n", 500))
nodes, links, circle = graph(count)
shades = [PRIMARY, WARNING, Shades("#2c7a5a", "#7ccfa8"), OTHER]
names = ["No sign of automation", "Shows signs of automation", "Undecided", "Not scored"]
nodes["account_key"] = "x:" + nodes["account_no"].astype(str)
nodes["label"] = "@sim_" + nodes["account_no"].astype(str)
nodes.loc[0, "label"] = "<img src=x onerror=alert(1)>"
nodes.loc[1, "label"] = "Қазақстан жаңалықтары"
nodes["title"] = [f"passed on by others: {{a}}\\npassed on: {{b}}\\n<b>bio</b>"
    for a, b in zip(nodes["received"], nodes["passed_on"])]
nodes["size"] = nodes["received"]
nodes["colour"] = [shades[c].on(dark) for c in circle[nodes["account_no"]]]
links = links.assign(source="x:" + links["source_no"].astype(str), target="x:" + links["target_no"].astype(str))
picked = spreader_graph(nodes, links, key="graph", selected=st.query_params.get("account"), dark=dark, height=620,
    legend=[(name, shade.on(dark)) for name, shade in zip(names, shades)], size_words="Larger: passed on by more posts",
    direction=st.query_params.get("direction", "forward"))
st.text(f"picked: {{picked}}")
if picked:
    st.query_params["account"] = picked
elif "account" in st.query_params:
    del st.query_params["account"]
"""


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """A server of our own with one page that holds nothing but the graph."""
    script, server = folder / "graph_page.py", folder / "server.py"
    script.write_text(SCRIPT.format(root=str(ROOT)), encoding="utf-8")
    server.write_text(SERVER.format(script=str(script), port=PORT), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, str(server)], cwd=ROOT, env=env)
    for _ in range(120):
        time.sleep(0.25)
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=1)
            return process
        except OSError:
            continue
    process.terminate()
    raise SystemExit("the server did not start")


def address(nodes: int) -> str:
    return f"http://localhost:{PORT}/?n={nodes}"


def painted(page) -> float:
    """Waits for the first drawing; reads an attribute, because our content policy forbids ``eval``."""
    drawn = page.locator(".wg[data-painted-ms]")
    drawn.wait_for(timeout=60_000)
    return float(drawn.get_attribute("data-painted-ms"))


def paint(browser, nodes: int, foreign: list[str]) -> tuple[float, float]:
    """Milliseconds from the component's start to its first drawing: a new browser profile, then a second visit."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: foreign.append(request.url) if "localhost" not in request.url else None)
    times = []
    for _ in range(2):
        page.goto(address(nodes))
        times.append(painted(page))
    context.close()
    return times[0], times[1]


def click(browser, nodes: int) -> float:
    """Milliseconds from a key press that selects the largest account to its name on the page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address(nodes))
    painted(page)
    page.locator(".wg-map").focus()
    page.keyboard.press("n")
    begin = time.perf_counter()
    page.keyboard.press("Enter")
    page.get_by_text("picked: x:").wait_for()
    took = (time.perf_counter() - begin) * 1000
    page.close()
    return took


def save_pictures(browser, folder: Path, nodes: int) -> None:
    """Screenshots in both themes and two widths, one with an account selected."""
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for width, height in ((1440, 900), (390, 844)):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(address(nodes))
            painted(page)
            page.wait_for_timeout(700)
            page.screenshot(path=folder / f"{scheme}-{width}.png")
            if width == 1440:
                page.locator(".wg-map").focus()
                page.keyboard.press("n")
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{scheme}-hover.png")
                page.keyboard.press("Enter")
                page.wait_for_timeout(900)
                page.screenshot(path=folder / f"{scheme}-selected.png")
            page.close()


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pictures", type=Path)
    chosen = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    foreign: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            paint(browser, chosen.nodes, foreign)
            both = [paint(browser, chosen.nodes, foreign) for _ in range(chosen.rounds)]
            clicks = [click(browser, chosen.nodes) for _ in range(chosen.rounds)]
            if chosen.pictures:
                save_pictures(browser, chosen.pictures, chosen.nodes)
            browser.close()
        finally:
            server.terminate()
            server.wait()
    print(f"{'what (ms)':<34}{'median':>8}{'worst':>8}")
    rows = {"painted, first visit": [a for a, _ in both], "painted, second visit": [b for _, b in both]}
    for name, took in {**rows, "selected, Python answered": clicks}.items():
        print(f"{f'{chosen.nodes} accounts {name}':<34}{statistics.median(took):>8.0f}{max(took):>8.0f}")
    print(f"requests to other hosts: {len(foreign)} {foreign[:3]}")


if __name__ == "__main__":
    main()
