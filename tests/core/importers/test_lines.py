"""Lines that are decoded a block at a time: the same records, faults and places as one by one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.importers import x_v1
from core.importers.jsonfile import Entry, collect, line_entries
from core.model import Batch
from tests.core.importers.damage import damaged
from tests.core.importers.reading import FIXTURES

DECODER = msgspec.json.Decoder(dict[str, Any])
GOOD = b'{"a": 1}\n{"b": [{"c": "}{"}, {}]}\n{"d": null}\n'
ODD = {
    "a blank line": GOOD + b"\n" + GOOD,
    "two records in one line, and a blank one": b'{"a": 1} {"b": 2}\n\n{"c": 3}\n',
    "two records in one line, and one over two": b'{"a": 1}{"b":\n{"c": 2}}\n',
    "one record over two lines": b'{"a":\n1}\n',
    "lines of Windows": GOOD.replace(b"\n", b"\r\n"),
    "a mark at the start": b"\xef\xbb\xbf" + GOOD,
    "a list": GOOD + b"[1]\n",
    "cut": GOOD[:-4],
    "no last line break": GOOD[:-1],
    "not UTF-8": GOOD + b'{"e": "\xff"}\n',
    "half a surrogate": GOOD + b'{"e": "\\ud83d"}\n',
    "deep": GOOD + b'{"e": ' + b"[" * 300 + b"]" * 300 + b"}\n" + GOOD,
    "very deep": GOOD + b'{"e": ' + b"[" * 30_000 + b"]" * 30_000 + b"}\n" + GOOD,
    "nothing": b"",
}


def told(entry: Entry) -> tuple[int, bytes, int, str]:
    return entry.line, bytes(entry.raw).strip(), entry.end, entry.fault


@pytest.mark.parametrize("content", ODD.values(), ids=list(ODD))
def test_odd_lines_are_the_same_entries(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(content)
    at_once = list(line_entries(path, DECODER))
    assert [told(entry) for entry in at_once] == [told(entry) for entry in line_entries(path)]
    for entry in at_once:
        assert entry.made is None or entry.made == DECODER.decode(entry.raw)


def test_good_lines_are_decoded_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(GOOD * 20_000)  # more than one block
    assert [entry.made for entry in line_entries(path, DECODER)][-3:] == [
        {"a": 1},
        {"b": [{"c": "}{"}, {}]},
        {"d": None},
    ]


@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_file_is_read_alike(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "damaged.jsonl"
    whole = (FIXTURES / "x_v1.jsonl").read_bytes()
    rng = random.Random(seed)  # noqa: S311 - damage by chance, the same each time
    path.write_bytes(damaged(whole, rng) if seed % 3 else whole[: seed * len(whole) // 300])
    at_once = list(collect(line_entries(path, x_v1._DECODER), x_v1._Reader().take, "x"))
    one_by_one = list(collect(line_entries(path), x_v1._Reader().take, "x"))
    assert rows(at_once) == rows(one_by_one)


def rows(batches: list[Batch]) -> list[Any]:
    return [(b.records, b.degradations, b.bytes_read, {n: t.to_pylist() for n, t in b.tables.items()}) for b in batches]
