"""Damage done to files by chance, and what every file is promised: refused in a sentence, or accounted for."""

from __future__ import annotations

import random
from pathlib import Path

from core.errors import CaseError
from core.importers import read
from core.model import BATCH_SCHEMAS, KINDS, TIME_QUALITIES

SECONDS_PER_CASE = 10.0
#: What is inserted: what parsers stumble over.
ODD = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\\ud83d", b"\\u0000", b'"', b"\n", b"\r", b"{", b"}", b"[" * 1500, b"]", b",",
    b";", b"null", b"1e999", b"-1", b"9" * 40, b"1.32E+18", b"0000-00-00", b"0001-01-01T00:00:00", b"NaN", b"Infinity",
    b'{"a":' * 1500, b"\xe2\x80\xae", b"\xef\xbb\xbf", b"true", b'""', b"[]", b"{}", b"9999-12-31T23:59:59",
)  # fmt: skip


def damaged(content: bytes, rng: random.Random) -> bytes:
    """The bytes with one to eight places cut, flipped, inserted, doubled or overwritten."""
    whole = bytearray(content)
    for _time in range(rng.randint(1, 8)):
        place = rng.randrange(len(whole) + 1)
        rng.choice((_cut, _flip, _insert, _double, _overwrite))(whole, place, rng)
    return bytes(whole)


def _cut(whole: bytearray, place: int, rng: random.Random) -> None:
    if rng.random() < 0.3:
        del whole[place:]
    else:
        del whole[place : place + rng.randint(1, 40)]


def _flip(whole: bytearray, place: int, rng: random.Random) -> None:
    if place < len(whole):
        whole[place] ^= 1 << rng.randrange(8)


def _insert(whole: bytearray, place: int, rng: random.Random) -> None:
    whole[place:place] = rng.choice(ODD)


def _double(whole: bytearray, place: int, rng: random.Random) -> None:
    whole[place:place] = whole[place : place + rng.randint(1, 2_000)]


def _overwrite(whole: bytearray, place: int, rng: random.Random) -> None:
    odd = rng.choice(ODD)
    whole[place : place + len(odd)] = odd


def read_to_the_end(path: Path, name: str) -> str:
    """``refused`` or ``read``; AssertionError where a record is lost, counted twice or outside the model."""
    try:
        batches = list(read(path, name))
    except CaseError as error:
        assert str(error).strip()
        return "refused"
    for batch in batches:
        posts = batch.tables["posts"]
        primary = posts.filter(posts["is_primary"]).num_rows
        known = primary + batch.tables["rejects"].num_rows
        others = batch.tables["other_scores"].num_rows + batch.tables["profiles"].num_rows
        assert batch.records == known or (not primary and others), f"{batch.records} records, {known} accounted for"
        for table_name, table in batch.tables.items():
            assert table.schema == BATCH_SCHEMAS[table_name], table_name
            table.validate(full=True)
        assert set(posts["time_quality"].unique().to_pylist()) <= {*TIME_QUALITIES, None}
        assert set(posts["kind"].unique().to_pylist()) <= {*KINDS, None}
    return "read"
