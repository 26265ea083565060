"""How long a reporter waits: from `python app.py` to the first chart, and what the first visit weighs.

Run: .venv/bin/python benchmarks/startup.py [--cases-dir DIR] [--page timeline] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.running import running_app  # noqa: E402
from tools.setup import find_browser  # noqa: E402

CHART = '[data-testid="stPlotlyChart"] .main-svg, [data-testid="stPlotlyChart"] canvas'


def one_round(cases_dir: Path, page_name: str, log: Path) -> dict[str, float]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_browser() or None, args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page()
        weight = [0]
        page.on("requestfinished", lambda request: weight.append(request.sizes()["responseBodySize"]))
        start = time.perf_counter()
        with running_app(cases_dir, log) as url:
            ready = time.perf_counter()
            page.goto(f"{url}/{page_name}")
            page.wait_for_selector(CHART)
            drawn = time.perf_counter()
            page.reload()
            page.wait_for_selector(CHART)
            again = time.perf_counter()
            chromium.close()
    return {
        "start -> healthy, s": ready - start,
        "healthy -> first chart, s": drawn - ready,
        "start -> first chart, s": drawn - start,
        "reload -> chart, s": again - drawn,
        "first two visits, MB over the wire": sum(weight) / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases-dir", type=Path, default=ROOT / "cases")
    parser.add_argument("--page", default="timeline")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = [one_round(options.cases_dir, options.page, Path(folder) / "log") for _ in range(options.rounds)]
    print(f"{'what':38}{'median':>9}{'worst':>9}")
    for name in rounds[0]:
        values = [r[name] for r in rounds]
        print(f"{name:38}{statistics.median(values):9.2f}{max(values):9.2f}")


if __name__ == "__main__":
    main()
