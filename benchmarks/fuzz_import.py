"""Files damaged by chance, read to the end: no traceback, no hang, and every record accounted for.

Usage: python benchmarks/fuzz_import.py [--cases 20000] [--seed 2020] [FOLDER …]; each case is one sample with bytes
cut, flipped or inserted. Samples are our own fixtures and the files of the folders.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.importers import packed  # noqa: E402
from tests.core.importers.damage import SECONDS_PER_CASE, damaged, read_to_the_end  # noqa: E402

FIXTURES = ROOT / "tests" / "fixtures" / "importers"
SAMPLE_BYTES = 40_000


def samples(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and first bytes of every file: damage is as likely at the beginning, where the format shows."""
    for folder in [FIXTURES, *folders]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.endswith(".md"):
                content = path.read_bytes()
                is_whole = (
                    packed.packing_of(path) or content.startswith((b"PK", b"PAR1")) or len(content) < SAMPLE_BYTES
                )
                yield path.name, content if is_whole else content[:SAMPLE_BYTES]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("folders", nargs="*", type=Path)
    chosen = parser.parse_args()
    found, outcomes, slow = list(samples(chosen.folders)), Counter[str](), 0.0
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        for case in range(chosen.cases):
            name, content = found[case % len(found)]
            path.write_bytes(damaged(content, random.Random(f"{chosen.seed}-{case}")))  # noqa: S311
            began = time.perf_counter()
            try:
                outcomes[read_to_the_end(path, name)] += 1
            except Exception:  # noqa: BLE001 - every kind is a finding
                trace = traceback.format_exc()
                key = "".join(trace.splitlines()[-3:])
                outcomes["traceback"] += 1
                if failures.setdefault(key, trace) is trace:
                    print(f"case {case}, {name}\n{trace}", flush=True)
            slow = max(slow, time.perf_counter() - began)
            if case % 1_000 == 999:
                print(f"{case + 1:,} cases: {dict(outcomes)}", flush=True)
    print(f"{chosen.cases:,} cases of {len(found)} samples: {dict(outcomes)}; slowest {slow:.2f} s")
    return 1 if failures or slow > SECONDS_PER_CASE else 0


if __name__ == "__main__":
    sys.exit(main())
