"""What hostile files try: long lines, deep nesting, wide tables, broken characters: rejects, or one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import CaseError
from core.importers import detect

USER = {"id_str": "7", "screen_name": "ann"}
POST = {"id_str": "1226000000000000001", "created_at": "Sat Feb 08 01:02:03 +0000 2020", "text": "Words", "user": USER}


def line(**more: object) -> bytes:
    return json.dumps(POST | more).encode()


def test_a_line_of_more_than_16_mb_is_a_reject(load: Callable, write: Callable) -> None:
    loaded = load(write(b"\n".join([line(), line(padding="x" * (17 << 20)), line(id_str="1226000000000000002")])))
    assert (len(loaded.primary), loaded.rejects) == (2, [(2, "longer than 16 MB")])


def test_an_element_of_more_than_16_mb_is_a_reject(load: Callable, write: Callable) -> None:
    long = line(padding="x" * (17 << 20))
    loaded = load(write(b"[" + b",".join([line(), long, line(id_str="1226000000000000002")]) + b"]"))
    assert (len(loaded.primary), loaded.rejects) == (2, [(2, "longer than 16 MB")])


@pytest.mark.parametrize("depth", [201, 900, 5_000, 100_000])
@pytest.mark.parametrize("pair", [(b'{"a":', b"}"), (b"[", b"]")])
def test_deep_nesting_is_a_reject(load: Callable, write: Callable, depth: int, pair: tuple[bytes, bytes]) -> None:
    opening, closing = pair
    deep = line()[:-1] + b', "deep": ' + opening * depth + b"1" + closing * depth + b"}"
    loaded = load(write(b"\n".join([line(), deep])))
    assert (len(loaded.primary), loaded.rejects) == (1, [(2, "nested too deeply")])


def test_nesting_within_the_limit_is_read(load: Callable, write: Callable) -> None:
    fine = line()[:-1] + b', "deep": ' + b"[" * 150 + b"]" * 150 + b', "many": [' + b"{}," * 300 + b"{}]}"
    assert len(load(write(b"\n".join([line(id_str="1226000000000000002"), fine]))).primary) == 2


def test_a_text_of_more_than_a_megabyte_is_cut_and_counted(load: Callable, write: Callable) -> None:
    loaded = load(write(line(text="x" * 1_200_000)))
    assert (len(loaded.primary[0]["text"]), loaded.primary[0]["text_complete"]) == (1_000_000, False)
    assert loaded.degradations["text longer than 1 MB was cut"] == 1


def test_nuls_and_half_surrogates_are_repaired_and_counted(load: Callable, write: Callable) -> None:
    odd = [line(text="a\x00b"), line(id_str="1226000000000000002", text="\ud83d"), line(id_str="1226000000000000003")]
    odd[2] = odd[2].replace(b"Words", b"W\xffrds")
    loaded = load(write(b"\n".join(odd)))
    assert [post["text"] for post in loaded.primary] == ["ab", "\ufffd", "W\ufffdrds"]
    assert loaded.degradations["NUL characters removed"] == 1
    assert loaded.degradations["broken characters replaced"] == 2


@pytest.mark.parametrize("columns", [2_001, 10_000])
def test_a_table_of_too_many_columns_is_one_sentence(write: Callable, columns: int) -> None:
    names = ["created_at", "text", *(f"c{n}" for n in range(columns - 2))]
    with pytest.raises(CaseError, match=f"{columns} columns, more than 2000"):
        detect(write(",".join(names) + "\n2020-02-08,words" + ",1" * (columns - 2) + "\n"))


def test_a_parquet_table_of_too_many_columns_is_one_sentence(tmp_path) -> None:
    names = ["created_at", "text", *(f"c{n}" for n in range(2_500))]
    pq.write_table(pa.table({name: ["2020-02-08"] for name in names}), tmp_path / "wide")
    with pytest.raises(CaseError, match="2502 columns"):
        detect(tmp_path / "wide")


def test_a_cut_last_line_is_one_reject(load: Callable, write: Callable) -> None:
    loaded = load(write(b"\n".join([line(), line(id_str="1226000000000000002")[:-30]])))
    assert (len(loaded.primary), loaded.rejects) == (1, [(2, "the record is cut off")])
