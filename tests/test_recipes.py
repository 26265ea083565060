"""CONTRIBUTING's recipe for an importer, followed step by step in a copy of the project with a toy format."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TOY = '''
"""Toy: one post per line, as ``toy|id|time|account|text``."""

from __future__ import annotations

from collections.abc import Iterator

from core.importers.base import Match, Sample, Source
from core.importers.collector import Collector
from core.importers.jsonfile import BadRecordError, Entry, collect, line_entries
from core.importers.moments import iso_us
from core.model import Batch

NAME = "toy"
TITLE = "Toy"


def sniff(sample: Sample) -> Match | None:
    return Match(NAME, 0.99, "Lines that begin with toy.") if sample.head.startswith(b"toy|") else None


def read(source: Source) -> Iterator[Batch]:
    return collect(line_entries(source.path), _take, "other")


def _take(entry: Entry, collector: Collector) -> None:
    parts = entry.raw.decode("utf-8", "replace").split("|")
    if len(parts) != 5:
        raise BadRecordError("not five parts")
    at, _stated = iso_us(parts[2])
    values = {"post_id": parts[1], "posted_at": at, "time_quality": "stated offset", "account_id": parts[3]}
    collector.post(entry.line, entry.raw, kind="original", text=parts[4], **values)
'''
FIXTURE = "toy|1|2020-02-08T01:00:00Z|ann|First words\ntoy|2|2020-02-08T02:00:00Z|bob|Other words\ntoy|half a line\n"


def recipe(heading: str) -> list[str]:
    """The steps of one recipe, without their numbers."""
    section = CONTRIBUTING.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\d\. (.+)$", section, re.MULTILINE)


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer has {old!r}: follow the recipe anew and mend it or this test"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_recipe_for_an_importer_works_as_written(tmp_path: Path) -> None:
    first, second, third, fourth = recipe("Add an importer")
    for name in ("core", "tests", "data", "pages"):
        left_out = shutil.ignore_patterns("__pycache__", "e2e", "fonts", "*.parquet")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left_out)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")

    assert "`tests/fixtures/importers/`" in first and "`tests/core/importers/test_contract.py`" in first
    (tmp_path / "tests/fixtures/importers/toy.txt").write_text(FIXTURE, encoding="utf-8")
    contract = tmp_path / "tests/core/importers/test_contract.py"
    changed(contract, "FIXTURE_OF = {\n", 'FIXTURE_OF = {\n    "toy": ("toy.txt",),\n')
    assert "one module in `core/importers/`" in second
    (tmp_path / "core/importers/toy.py").write_text(TOY.lstrip(), encoding="utf-8")
    assert "`core/importers/__init__.py`" in third
    registry = tmp_path / "core/importers/__init__.py"
    changed(registry, "(x_v1, x_v2", "(toy, x_v1, x_v2")
    changed(
        registry, "from core.importers.base import", "from core.importers import toy\nfrom core.importers.base import"
    )
    assert "`README.md`" in fourth

    words = [
        sys.executable,
        "-m",
        "pytest",
        str(contract),
        "-q",
        "-k",
        "toy or every_importer",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own tests
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr[-1_000:]
    assert "passed" in done.stdout or "[100%]" in done.stdout
