"""Twenty figures as PNG, SVG and PDF: processor and wall time after a warm-up.

python benchmarks/export.py CASES_DIR CASE
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

from core.export import batch
from core.export.catalogue import ALL
from core.export.sight import looking
from core.store import cases

KINDS = ("png", "svg", "pdf")
WANTED = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases_dir", type=Path)
    parser.add_argument("case")
    parser.add_argument("--language", default="en")
    chosen = parser.parse_args()
    case = cases.read_case(chosen.cases_dir, chosen.case)
    batch.render(case, "scores", format="pdf")  # fonts and engine
    spent = dict.fromkeys(("data", *KINDS), 0.0)
    done, began, wall = 0, time.process_time(), time.monotonic()
    with looking(case, language=chosen.language) as sight:
        for figure in ALL:
            if done == WANTED:
                break
            at = time.process_time()
            drawn = figure.draw(sight, {})
            spent["data"] += time.process_time() - at
            if drawn is None:
                continue
            for kind in KINDS:
                at = time.process_time()
                batch.write(sight, drawn, batch.Wish(format=kind))
                spent[kind] += time.process_time() - at
            done += 1
    cpu, seconds = time.process_time() - began, time.monotonic() - wall
    print("Python", platform.python_version(), "vl-convert", version("vl-convert-python"), f"{os.cpu_count()} cores")
    print(f"{done} figures as PNG, SVG and PDF, {sight.context.all_posts:,} posts: {cpu:.1f} s CPU, {seconds:.1f} s")
    print(", ".join(f"{name} {s:.1f} s" for name, s in spent.items()))


if __name__ == "__main__":
    main()
