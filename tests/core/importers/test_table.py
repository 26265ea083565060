from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import CaseError, NotPostsError
from core.importers import Mapping, detect, preview_columns
from tests.core.importers.reading import FIXTURES, Loaded

Load = Callable[..., Loaded]
Write = Callable[[str | bytes], Path]
IDS = ("1225811454981046273", "1225811459175350273")


def test_semicolons_cyrillic_names_and_days_first(load: Load) -> None:
    loaded = load("table_semicolon.csv")
    assert [post["posted_at"].isoformat() for post in loaded.primary] == [
        "2020-02-07T22:00:00+00:00",
        "2020-02-13T05:10:00+00:00",
        "2020-02-15T00:00:00+00:00",
    ]
    assert loaded.primary[0]["text"] == "Выдумано; с точкой с запятой"
    assert [row["likes"] for row in loaded.tables["metrics"]] == [3, 1204]
    assert loaded.tables["tags"][0]["tag"] == "выдумка"


def test_bad_rows_are_rejects_by_the_row_of_a_spreadsheet(load: Load) -> None:
    loaded = load("table_semicolon.csv")
    assert sorted(loaded.rejects) == [(4, "no date that can be read"), (5, "7 cells where the header has 5")]
    assert loaded.degradations["row shorter than the header"] == 1
    assert loaded.degradations["no post id"] == 3


def test_the_zone_of_the_reporter(load: Load) -> None:
    loaded = load("table_semicolon.csv", zone="Asia/Almaty")
    assert loaded.primary[0]["posted_at"] == datetime(2020, 2, 7, 16, tzinfo=UTC)
    assert loaded.primary[0]["time_quality"] == "assumed"
    with pytest.raises(CaseError, match="no time zone called Mars"):
        load("table_semicolon.csv", zone="Mars")


def test_preview_and_corrected_mapping(load: Load) -> None:
    preview = preview_columns(FIXTURES / "table_semicolon.csv")
    assert preview.columns == ["Автор", "Дата", "Текст", "Лайки", "Ссылка"]
    assert preview.rows[0][1] == "07.02.2020 22:00"
    assert preview.mapping.posted_at == "Дата"
    corrected = Mapping(posted_at="Дата", text="Автор", platform="telegram")
    loaded = load("table_semicolon.csv", mapping=corrected)
    assert {post["platform"] for post in loaded.primary} == {"telegram"}
    assert loaded.primary[0]["text"] == "sim_one"
    assert loaded.primary[0]["account_id"] is None


def test_a_mapping_without_a_date_is_refused(load: Load) -> None:
    with pytest.raises(NotPostsError, match="No column is chosen for the date"):
        load("table_semicolon.csv", mapping=Mapping(text="Текст"))


@pytest.mark.parametrize("stamp", ["1581091200", "1581091200000", "1581091200000000"])
def test_epochs_in_three_units(stamp: str, load: Load, write: Write) -> None:
    loaded = load(write(f"timestamp,text,handle\n{stamp},made up,sim_one\n"))
    assert loaded.primary[0]["posted_at"] == datetime(2020, 2, 7, 16, tzinfo=UTC)
    assert loaded.primary[0]["time_quality"] == "epoch"


@pytest.mark.parametrize(
    ("written", "quality"),
    [
        ("2020-02-07T16:00:00Z", "stated offset"),
        ("2020-02-07 22:00:00+06:00", "stated offset"),
        ("2020-02-07 11:00:00 EST", "stated offset"),
        ("Fri Feb 07 16:00:00 +0000 2020", "stated offset"),
        ("2020-02-07 16:00", "assumed"),
        ("2020/02/07 16:00:00", "assumed"),
        ("07.02.2020 16:00", "assumed"),
        ("2/7/2020 4:00 PM", "assumed"),
        ("7 Feb 2020 16:00", "assumed"),
    ],
)
def test_forms_of_dates(written: str, quality: str, load: Load, write: Write) -> None:
    loaded = load(write(f'date,text\n"{written}",made up\n'))
    assert loaded.primary[0]["posted_at"] == datetime(2020, 2, 7, 16, tzinfo=UTC)
    assert loaded.primary[0]["time_quality"] == quality


def test_days_without_a_clock(load: Load, write: Write) -> None:
    loaded = load(write("date,text\n22-Jul-2020,made up\n"))
    assert loaded.primary[0]["time_quality"] == "day only"
    assert loaded.degradations["only the day is known"] == 1


def test_the_order_of_day_and_month(load: Load, write: Write) -> None:
    known = load(write("date,text\n1/2/2020 10:00,a\n13/2/2020 10:00,b\n"))
    assert [post["posted_at"].month for post in known.primary] == [2, 2]
    open_path = write("date,text\n1/2/2020 10:00,a\n3/4/2020 10:00,b\n")
    guessed = load(open_path)
    assert [post["posted_at"].month for post in guessed.primary] == [1, 3]
    assert guessed.degradations["day and month may be swapped"] == 2
    told = load(open_path, mapping=Mapping(posted_at="date", text="text", day_first=True))
    assert [post["posted_at"].month for post in told.primary] == [2, 4]
    assert told.degradations["day and month may be swapped"] == 0


def test_impossible_years_are_rejects(load: Load, write: Write) -> None:
    loaded = load(write("date,text\n0000-01-01,a\n1999-01-01 00:00,b\n2990-01-01 00:00,c\n2020-02-07 16:00,d\n"))
    assert sorted(line for line, _reason in loaded.rejects) == [2, 3, 4]
    assert [post["text"] for post in loaded.primary] == ["d"]


def test_nineteen_digits_stay_exact_and_reveal_a_wrong_zone(load: Load, write: Write) -> None:
    rows = "".join(f"{one},2020-02-07 18:00:0{place},made up,sim_one\n" for place, one in enumerate(IDS))
    loaded = load(write("tweet_id,date,text,screen_name\n" + rows))
    assert [post["post_id"] for post in loaded.primary] == list(IDS)
    assert [post["posted_at"].hour for post in loaded.primary] == [16, 16], "two hours ahead of what the ids say"
    assert {post["time_quality"] for post in loaded.primary} == {"inferred"}
    assert loaded.degradations["these times run +2 h; corrected from the ids"] == 2


def test_addresses_alone_draw_a_timeline(load: Load, write: Write) -> None:
    rows = "".join(f"{place},https://twitter.com/Sim_{place}/status/{one}?s=20\n" for place, one in enumerate(IDS))
    loaded = load(write("n,url\n" + rows))
    assert [post["post_id"] for post in loaded.primary] == list(IDS)
    assert [post["account_id"] for post in loaded.primary] == ["@sim_0", "@sim_1"]
    assert {post["time_quality"] for post in loaded.primary} == {"id"}


def test_ids_that_a_spreadsheet_damaged(load: Load, write: Write) -> None:
    loaded = load(write("id,date,tweet\n1.32E+18,2020-02-07 16:00,one\n1.32E+18,2020-02-07 16:00,two\n"))
    assert loaded.degradations["id damaged by a spreadsheet program"] == 2
    ids = {post["post_id"] for post in loaded.primary}
    assert len(ids) == 2
    assert all(one.startswith("syn-") for one in ids)


def test_row_numbers_are_not_post_ids(load: Load, write: Write) -> None:
    loaded = load(write("id,date,text\n1,2020-02-07 16:00,one\n2,2020-02-07 16:00,two\n3,2020-02-07 16:01,x\n"))
    assert all(post["synthetic_id"] for post in loaded.primary)


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8-sig", ""), ("utf-16", "read as UTF-16"), ("cp1251", "read as Windows-1251, because it is not UTF-8")],
)
def test_encodings(encoding: str, note: str, load: Load, write: Write) -> None:
    loaded = load(write("дата;текст\n07.02.2020 22:00;Выдумано\n13.02.2020 22:00;Ещё\n".encode(encoding)))
    assert [post["text"] for post in loaded.primary] == ["Выдумано", "Ещё"]
    assert not note or loaded.degradations[note] == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str, load: Load, write: Write) -> None:
    rows = (("date", "text", "likes"), ("2020-02-07 16:00", "made up", "3"))
    loaded = load(write("\n".join(delimiter.join(row) for row in rows)))
    assert loaded.tables["metrics"][0]["likes"] == 3


def test_a_line_that_names_the_delimiter_is_no_header(load: Load, write: Write) -> None:
    loaded = load(write("sep=;\ndate;text,with comma\n2020-02-07 16:00;made up\n"))
    assert [post["line"] for post in loaded.primary] == [2]


def test_hostile_cells_are_kept_as_written(load: Load, write: Write) -> None:
    hostile = '=HYPERLINK("x") <img src=x onerror=alert(1)> **b**\u2028\u202e {{x}}'
    quoted = hostile.replace('"', '""')
    loaded = load(write(f'date,text\n2020-02-07 16:00,"{quoted}"\n'))
    assert loaded.primary[0]["text"] == hostile


def test_a_quote_that_never_closes_loses_nothing(load: Load, write: Write) -> None:
    loaded = load(write('date,text\n2020-02-07 16:00,one\n2020-02-07 16:01,"cut off here\nand here'))
    assert [post["text"] for post in loaded.primary] == ["one", "cut off here\nand here"]


def test_a_field_over_1_megabyte_is_a_reject(load: Load, write: Write) -> None:
    loaded = load(write(f"date,text\n2020-02-07 16:00,{'x' * 1_000_001}\n2020-02-07 16:01,after\n"))
    assert [post["text"] for post in loaded.primary] == ["after"]
    assert loaded.rejects[0][1].startswith("not a readable row")


def test_references_make_kinds(load: Load, write: Write) -> None:
    header = (
        "id,created_at,text,referenced_tweets.retweeted.id,referenced_tweets.replied_to.id,referenced_tweets.quoted.id"
    )
    rows = ("9,2020-02-07T16:00:00Z,a,1,,", "8,2020-02-07T16:00:00Z,b,,2,3", "7,2020-02-07T16:00:00Z,c,,,3")
    loaded = load(write("\n".join((header, *rows, "6,2020-02-07T16:00:00Z,RT @x: d,,,"))))
    assert [post["kind"] for post in loaded.primary] == ["share", "reply", "quote", "original"]
    assert [post["reply_to"] for post in loaded.primary] == [None, "2", None, None]


def test_parquet_keeps_native_types(load: Load, tmp_path: Path) -> None:
    almaty = pa.array([datetime(2020, 2, 7, 16, tzinfo=UTC)] * 2, pa.timestamp("ms", tz="Asia/Almaty"))
    columns = {
        "post_id": pa.array([int(one) for one in IDS]),
        "created_at": almaty,
        "text": ["a", "b"],
        "likes": [1, None],
    }
    pq.write_table(pa.table(columns), tmp_path / "posts")
    assert detect(tmp_path / "posts").importer == "table"
    loaded = load(tmp_path / "posts")
    assert [post["post_id"] for post in loaded.primary] == list(IDS)
    assert {(post["posted_at"].hour, post["time_quality"]) for post in loaded.primary} == {(16, "stated offset")}
    assert [row["likes"] for row in loaded.tables["metrics"]] == [1]


def test_parquet_with_ids_as_floats_and_days(load: Load, tmp_path: Path) -> None:
    columns = {
        "id": pa.array([1.225811454981046e18, 41.0]),
        "date": pa.array([date(2020, 2, 7)] * 2),
        "text": ["a", "b"],
    }
    pq.write_table(pa.table(columns), tmp_path / "posts")
    loaded = load(tmp_path / "posts")
    assert [post["synthetic_id"] for post in loaded.primary] == [True, False]
    assert loaded.primary[1]["post_id"] == "41"
    assert loaded.degradations["id damaged by a spreadsheet program"] == 1
    assert {post["time_quality"] for post in loaded.primary} == {"day only"}
