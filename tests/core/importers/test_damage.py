"""Damaged files: a few hundred here, as many as WHENCE_FUZZ says, 20,000 by benchmarks/fuzz_import.py."""

from __future__ import annotations

import json
import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.importers.damage import damaged, read_to_the_end
from tests.core.importers.reading import FIXTURES

CASES = int(os.environ.get("WHENCE_FUZZ", "120"))
SAMPLES = sorted(path for path in FIXTURES.rglob("*") if path.is_file())
EACH = max(1, CASES // len(SAMPLES))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_damaged_file_is_refused_in_a_sentence_or_accounted_for(sample: Path, tmp_path: Path) -> None:
    content, path = sample.read_bytes(), tmp_path / "upload"
    for case in range(EACH):
        path.write_bytes(damaged(content, random.Random(f"{sample.name}-{case}")))  # noqa: S311 - damage, not secrets
        read_to_the_end(path, "upload")


@pytest.mark.parametrize("odd", [rb"\ud83d", rb"\u0000"])
@pytest.mark.parametrize("sample", [p for p in SAMPLES if "json" in p.suffix], ids=lambda path: path.name)
def test_signs_that_no_store_keeps_may_stand_in_every_text(sample: Path, odd: bytes, tmp_path: Path) -> None:
    content, path = sample.read_bytes(), tmp_path / "upload"
    values = [found.start(1) for found in re.finditer(rb'": ?(")(?=[^"])', content)]
    for place in [*values[:25], *values[25::11]]:
        path.write_bytes(content[: place + 1] + odd + content[place + 1 :])
        read_to_the_end(path, "upload")
    path.write_bytes(re.sub(rb'(": ?")(?=[^"])', lambda found: found[1] + odd, content))
    read_to_the_end(path, "upload")


def test_wide_rows_with_one_cell_each_are_no_header(tmp_path: Path) -> None:
    """A title above them made Whence look for the header further down, and there is none."""
    path = tmp_path / "upload"
    path.write_bytes(b"Restaurants\n" + b"1226000000000000001,,,,,,,\n" * 3)
    read_to_the_end(path, "upload")


CELLS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["2020-02-08T01:02:03Z", "1226000000000000001", "08.02.2020", "1581123723", "1.2E+18", "true", "retweet", "ann"]
)
HEADERS = st.sampled_from(
    ["id", "created_at", "text", "screen_name", "lang", "url", "likes", "type", "retweeted", "name"]
)
TABLES = st.tuples(st.lists(HEADERS, min_size=2, max_size=8), st.lists(st.lists(CELLS, max_size=9), max_size=8))
LIMITS = settings(
    max_examples=max(30, CASES // 10), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@LIMITS
@given(table=TABLES, delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_table_is_refused_or_accounted_for(
    tmp_path: Path, table: tuple[list[str], list[list[str]]], delimiter: str, encoding: str
) -> None:
    header, rows = table
    text = "\n".join(delimiter.join(cells) for cells in (header, *rows))
    (tmp_path / "upload").write_bytes(text.encode(encoding, "replace"))
    read_to_the_end(tmp_path / "upload", "upload")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["id_str", "id", "created_at", "text", "user", "screen_name", "entities", "retweeted_status", "data",
         "author_id", "messages", "date", "from", "type", "statuses", "url", "content"]), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@LIMITS
@given(values=st.lists(JSON, min_size=1, max_size=4), is_array=st.booleans())
def test_any_json_is_refused_or_accounted_for(tmp_path: Path, values: list[object], is_array: bool) -> None:
    text = json.dumps(values) if is_array else "\n".join(map(json.dumps, values))
    (tmp_path / "upload").write_text(text, encoding="utf-8")
    read_to_the_end(tmp_path / "upload", "upload")
