"""Rows per CPU-second and peak memory of whole imports, each as its own process.

Usage: python benchmarks/import.py [--v1 FILE] [--v2 FILE] [--posts 200000] [--rows 1000000] [--twarc PYTHON] [FILE …]
``--v1`` and ``--v2`` are real exports whose objects are repeated under new ids; without ``--v1`` made-up ones are read.
``--twarc`` is a Python that has twarc-csv installed; it then turns the same v2 file into CSV, for comparison.
"all" is the whole command, ``python -m core import``: start, hash, kept copy, reading, merging, scores, cascades,
graph, end; its peak memory too. "tables", of a second import, leaves out the start of the program, hash and copy.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.importers import write_csv, write_v1  # noqa: E402

PACKAGES = ("msgspec", "pyarrow", "duckdb", "pandas", "numpy")
#: An import in a process of its own.
WORK = """
import json, sys, tempfile, time
from pathlib import Path
from core.process import end, for_imports
with for_imports(), tempfile.TemporaryDirectory() as folder:
    from core import build
    from core.store import cases
    began, inner = [], build._build
    def timed(*rest):
        began.append(time.process_time())
        return inner(*rest)
    build._build = timed
    case = cases.open_or_create(Path(folder), "Benchmark")
    found = build.import_files(case, [build.Incoming(Path(sys.argv[1]))]).files[0]
print(json.dumps({"records": found.report["records"], "format": found.report["format"],
    "tables": time.process_time() - began[0]}))
end(0)
"""


def command(path: Path) -> tuple[float, float]:
    """CPU seconds and peak memory (MiB) of the whole command."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["-m", "core", "import", str(path), "--case", "Benchmark", "--cases-dir", folder]
        process = subprocess.Popen(  # noqa: S603 - our own code
            [sys.executable, "-W", "ignore", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the import of {path.name} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def repeated(source: Path, target: Path, posts: int) -> None:
    """The objects of a v1.1 export again and again, each time under a new id."""
    found: list[tuple[bytes, bytes]] = []
    for line in source.read_bytes().splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and "id_str" in value:
            found.append((value["id_str"].encode(), line.strip()))
    with target.open("wb") as file:
        for place in range(posts):
            old, line = found[place % len(found)]
            file.write(line.replace(old, str(int(old) + place // len(found)).encode()) + b"\n")


def repeated_pages(source: Path, target: Path, posts: int) -> None:
    """The pages of a v2 export again and again, the posts of each under new ids."""
    pages = [line for line in source.read_bytes().splitlines() if line.strip()]
    written, turn = 0, 0
    with target.open("wb") as file:
        while written < posts:
            page = pages[turn % len(pages)]
            for post in json.loads(page)["data"]:
                page = page.replace(post["id"].encode(), str(int(post["id"]) + turn).encode())
                written += 1
            file.write(page + b"\n")
            turn += 1


def measured(path: Path) -> str:
    everything, peak = command(path)
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-W", "ignore", "-c", WORK, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    rates = (found["records"] / everything, found["records"] / found["tables"])
    return (
        f"{path.name[:30]:30} {found['format']:10} {found['records']:>9,} {path.stat().st_size / 2**20:>8.1f} "
        f"{everything:>7.1f} {rates[0]:>9,.0f} {found['tables']:>8.1f} {rates[1]:>9,.0f} {peak:>7,.0f}"
    )


TWARC = """
import sys
from twarc_csv import CSVConverter
with open(sys.argv[1]) as posts, open(sys.argv[2], "w") as table:
    CSVConverter(posts, table).process()
"""


def compared(python: Path, path: Path) -> str:
    """CPU seconds of twarc-csv on the same file."""
    before = os.times()
    words = [str(python), "-c", TWARC, str(path), str(path.with_suffix(".csv"))]
    subprocess.run(words, capture_output=True, check=True)  # noqa: S603 - the Python that the caller names
    after = os.times()
    spent = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return f"twarc-csv on {path.name}: {spent:.1f} CPU-s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--v1", "--v2", "--twarc"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("files", nargs="*", type=Path)
    chosen = parser.parse_args()
    print(f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in PACKAGES)}")
    heads = f"{'all s':>7} {'rows/s':>9} {'tables s':>8} {'rows/s':>9} {'peak MiB':>8}"
    print(f"{'file':30} {'format':10} {'records':>9} {'MiB':>8} {heads}")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        if chosen.v1:
            repeated(chosen.v1, made / "v1.jsonl", chosen.posts)
        else:
            write_v1(made / "v1.jsonl", chosen.posts)
        print(measured(made / "v1.jsonl"), flush=True)
        write_csv(made / "table.csv", chosen.rows)
        print(measured(made / "table.csv"), flush=True)
        if chosen.v2:
            repeated_pages(chosen.v2, made / "v2.jsonl", chosen.posts // 2)
            print(measured(made / "v2.jsonl"), flush=True)
            if chosen.twarc:
                print(compared(chosen.twarc, made / "v2.jsonl"), flush=True)
    for path in chosen.files:
        print(measured(path), flush=True)


if __name__ == "__main__":
    main()
