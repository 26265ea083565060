"""Seconds and peak memory of the simulated case, each size in a process of its own.

Usage: python benchmarks/demo.py [POSTS …]; 40,000, 500,000 and 5,000,000 unless told.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def measure(posts: int) -> None:
    from core import demo

    start = time.perf_counter()
    rows = sum(batch.records for batch in demo.generate(posts))
    seconds, cpu = time.perf_counter() - start, time.process_time()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:>10,} {seconds:>9.1f} {cpu:>9.1f} {rows / cpu:>12,.0f} {peak_mb:>9,.0f}", flush=True)


def main(sizes: list[str]) -> None:
    print(f"{'posts':>10} {'seconds':>9} {'CPU-s':>9} {'posts/CPU-s':>12} {'peak MB':>9}", flush=True)
    for size in sizes or ["40000", "500000", "5000000"]:
        subprocess.run([sys.executable, __file__, "--one", size], check=True, cwd=ROOT)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
    else:
        main(sys.argv[1:])
