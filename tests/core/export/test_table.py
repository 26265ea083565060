"""A CSV that a spreadsheet opens unchanged and that runs nothing."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

import numpy as np
import pandas as pd
import pytest

from core.export.table import csv_bytes


def read(data):
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "=cmd|' /C calc'!A0",
        "-",
        "+7 701 x",
    ],
)
def test_a_cell_that_would_run_is_disarmed(cell):
    assert read(csv_bytes(pd.DataFrame({"text": [cell]})))[1] == ["'" + cell]


def test_a_column_name_that_would_run_is_disarmed():
    assert read(csv_bytes(pd.DataFrame({"=1+1": [1]})))[0] == ["'=1+1"]


def test_numbers_stay_numbers():
    frame = pd.DataFrame({"n": [-5, 3], "share": [-0.25, np.nan], "whole": [2.0, -3.0], "said": ["-5", "+3.5"]})
    assert read(csv_bytes(frame))[1:] == [["-5", "-0.25", "2", "-5"], ["3", "", "-3", "+3.5"]]


def test_ids_keep_every_digit():
    frame = pd.DataFrame({"post_id": ["1226035468736565248", "0012"], "n": pd.array([2**60 + 1, None], dtype="Int64")})
    assert read(csv_bytes(frame))[1:] == [["1226035468736565248", str(2**60 + 1)], ["0012", ""]]


def test_times_carry_their_offset_and_null_is_empty():
    almaty = pd.to_datetime(pd.Series([datetime(2020, 2, 7, 16, 4, tzinfo=UTC), None])).dt.tz_convert("Asia/Almaty")
    assert read(csv_bytes(pd.DataFrame({"posted_at": almaty})))[1:] == [["2020-02-07T22:04:00+06:00"], [""]]


def test_it_begins_with_the_mark_that_spreadsheets_need_and_keeps_every_script():
    data = csv_bytes(pd.DataFrame({"text": ['Қордай, "中文"\nالعربية']}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert read(data)[1] == ['Қордай, "中文"\nالعربية']


def test_lists_flags_and_empty_tables_are_written():
    assert read(csv_bytes(pd.DataFrame({"tags": [["a", "ә"]], "seen": [True]})))[1] == ['["a", "ә"]', "True"]
    assert read(csv_bytes(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]
