"""Real tables: every figure of the manifest, which was counted without any importer, is asserted; none is skipped."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import NotPostsError
from core.importers import detect
from core.importers.base import take_sample
from core.importers.languages import language_code
from tests.core.importers.reading import Loaded, load_file

FORMATS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "formats"
ABSENT = "the sample exports are not beside this repository"
IMPORTER_OF = {
    "twarc-csv": "twarc-csv",
    "getoldtweets-csv": "getoldtweets",
    "tags-csv": "tags",
    "hoaxy-edges-csv": "hoaxy",
    "ira-538-csv": "ira",
    "kaggle-tweets-csv": "kaggle-tweets",
    "minet-csv": "minet",
    "crowdtangle-csv": "crowdtangle-csv",
    "facebook-scraper-csv": "facebook-scraper",
    "mediacloud-csv": "mediacloud",
    "tweet-ids-only": "post-list",
    "excel-mangled-csv": "table",
}
WORDS = {"retweet": "share", "origin": "original"}
NEW_YORK = ZoneInfo("America/New_York")


@dataclass
class Read:
    """A file of the manifest as Whence read it, and its rows as plain Python reads them."""

    path: Path
    expected: dict[str, Any]

    @cached_property
    def loaded(self) -> Loaded:
        return load_file(self.path)

    @cached_property
    def sample(self) -> Any:
        return take_sample(self.path)

    @cached_property
    def raw(self) -> list[dict[str, str]]:
        """Rows by their number in the file, from 2."""
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            header = next(
                csv.reader([file.readline()], delimiter=self.sample.dialect.header_delimiter or self.delimiter)
            )
            return [dict(zip(header, row, strict=False)) for row in csv.reader(file, delimiter=self.delimiter) if row]

    @property
    def delimiter(self) -> str:
        return str(self.sample.dialect.delimiter)

    @property
    def primary(self) -> list[dict[str, Any]]:
        return self.loaded.primary

    @cached_property
    def distinct(self) -> list[dict[str, Any]]:
        return list({post["post_id"]: post for post in self.primary}.values())

    def cell(self, post: dict[str, Any], name: str) -> str:
        return self.raw[post["line"] - 2].get(name) or ""

    def moment(self, pick: Callable[..., datetime], key: str) -> str:
        at = pick(post["posted_at"] for post in self.primary if post["posted_at"])
        return (at if "." in self.expected[key] else at.replace(microsecond=0)).isoformat()

    def hours_beside(self, name: str, base: str) -> dict[str, int]:
        """What the clock of a column adds to the time of the post, in hours as the manifest writes them."""
        apart = [
            datetime.fromisoformat(self.cell(post, name).removesuffix("Z")) - post["posted_at"].replace(tzinfo=None)
            for post in self.primary
        ]
        counted = Counter(round(gap / timedelta(hours=1), 2) + 0.0 for gap in apart)
        return {written: counted[float(written) + 0.0] for written in self.expected[f"hours_time_column_minus_{base}"]}


def distinct_posts(read: Read) -> int:
    return len(read.distinct) + read.loaded.degradations["identical rows without an id, counted once"]


def accounts(read: Read) -> int:
    return len({post["account_id"] for post in read.primary})


def all_accounts(read: Read) -> int:
    """Authors, and where a row is an edge also the accounts at its other end."""
    found = {post["account_id"] for post in read.loaded.tables["posts"]}
    if "edges" in read.expected:
        found |= {row["account_id"] for row in read.loaded.tables["mentions"]}
        return len(found)
    return accounts(read)


def kinds(read: Read) -> dict[str, int]:
    counted = Counter(post["kind"] for post in read.primary)
    names = {
        kind: name
        for name, kind in WORDS.items()
        if name in read.expected.get("edge_types", read.expected.get("types"))
    }
    return {names.get(kind, kind): n for kind, n in counted.items()}


def language_counts(read: Read, names: dict[str, int]) -> dict[str, int]:
    counted = Counter(post["lang"] for post in read.primary)
    return {name: counted[language_code(name)] for name in names}


def ids_beside_times(read: Read) -> dict[str, int]:
    near = Counter(abs(post["posted_at"] - post["id_time"]) <= timedelta(seconds=2) for post in read.primary)
    return {str(key).lower(): n for key, n in near.items()}


def offsets_from_ids(read: Read) -> dict[str, int]:
    """What the written date, which may have no seconds, adds to the time that the id carries, in hours."""
    apart = [datetime.fromisoformat(read.cell(p, "date")) - p["id_time"].replace(tzinfo=None) for p in read.primary]
    assert all(
        -timedelta(minutes=1) < gap - timedelta(hours=round(gap / timedelta(hours=1))) <= timedelta() for gap in apart
    )
    return Counter(str(float(round(gap / timedelta(hours=1)))) for gap in apart)


def mention_edges(read: Read) -> int:
    """Rows that are mentions; the importer keeps a mention once where two rows say it."""
    rows = [row for row in read.raw if row["is_mention"] == "TRUE"]
    assert len({(row["tweet_id"], row["to_user_id"]) for row in rows}) == len(read.loaded.tables["mentions"])
    return len(rows)


def zones(read: Read) -> dict[str, int]:
    """The abbreviation of New York's clock at the time that was read: EST or EDT, as each row wrote it."""
    for post in read.primary:
        written = datetime.strptime(read.cell(post, "Post Created")[:19], "%Y-%m-%d %H:%M:%S")
        assert post["posted_at"].astimezone(NEW_YORK).replace(tzinfo=None) == written
    return Counter(str(post["posted_at"].astimezone(NEW_YORK).tzname()) for post in read.primary)


def classes(read: Read) -> dict[str, int]:
    return Counter(read.cell(post, "tweet_class").strip().lower() for post in read.primary)


def longest_gap(read: Read) -> Any:
    apart = [abs((p["posted_at"] - p["id_time"]).total_seconds()) for p in read.loaded.tables["posts"] if p["id_time"]]
    return pytest.approx(max(apart), abs=0.002)


#: What Whence says for each figure of the manifest.
FIGURES: dict[str, Callable[[Read], Any]] = {
    "records": lambda read: read.loaded.records,
    "edges": lambda read: read.loaded.records,
    "stories": lambda read: len(read.distinct),
    "posts_primary": distinct_posts,
    "posts_all": lambda read: len({p["post_id"] for p in read.loaded.tables["posts"] if p["text"] is not None}),
    "accounts_primary": accounts,
    "accounts_all": all_accounts,
    "media": accounts,
    "types": kinds,
    "edge_types": kinds,
    "mention_edges": mention_edges,
    "retweets": lambda read: sum(post["kind"] in ("share", "quote") for post in read.primary),
    "langs": lambda read: len({post["lang"] for post in read.primary} - {None}),
    "top_langs": lambda read: language_counts(read, read.expected["top_langs"]),
    "languages": lambda read: language_counts(read, read.expected["languages"]),
    "created_min_utc": lambda read: read.moment(min, "created_min_utc"),
    "created_max_utc": lambda read: read.moment(max, "created_max_utc"),
    "created_min_as_written": lambda read: read.moment(min, "created_min_as_written"),
    "created_max_as_written": lambda read: read.moment(max, "created_max_as_written"),
    "published_min_as_written": lambda read: read.moment(min, "published_min_as_written"),
    "published_max_as_written": lambda read: read.moment(max, "published_max_as_written"),
    "max_snowflake_diff_s": longest_gap,
    "within_2s_of_snowflake": ids_beside_times,
    "offset_hours_text_minus_id": offsets_from_ids,
    "hours_time_column_minus_created_at": lambda read: read.hours_beside("time", "created_at"),
    "hours_time_column_minus_epoch": lambda read: read.hours_beside("time", "epoch"),
    "zones": zones,
    "rows_without_usable_id": lambda read: sum(post["synthetic_id"] for post in read.primary),
    "rows_without_username": lambda read: sum(not read.cell(post, "username") for post in read.primary),
    "rows_without_epoch": lambda read: sum(post["time_quality"] != "epoch" for post in read.primary),
    "rows_without_publish_date": lambda read: len(read.loaded.rejects),
    "bad_dates": lambda read: len(read.loaded.rejects),
    "no_post_id": lambda read: all(post["synthetic_id"] for post in read.primary),
    "usable_post_ids": lambda read: sum(not post["synthetic_id"] for post in read.primary),
    "mangled_ids": lambda read: read.loaded.degradations["id damaged by a spreadsheet program"],
    "distinct_id_strings": lambda read: len({row["ID"] for row in read.raw}),
    "delimiter": lambda read: read.delimiter,
    "separators": lambda read: {{"\t": "tab"}[read.delimiter]: read.loaded.records},
    "classes": classes,
    "physical_lines": lambda read: read.path.read_bytes().count(b"\n"),
    "columns": lambda read: (
        len(read.sample.columns) if isinstance(read.expected["columns"], int) else read.sample.columns
    ),
    "first_columns": lambda read: read.sample.columns[:12],
    # The figure counts texts with "…"; texts that end with a t.co link are 1,059 (counted in plain Python).
    "text_ends_with_tco": lambda read: sum("…" in post["text"] for post in read.primary),
    "time_zone": lambda read: (
        "+00:00 in file" if {post["time_quality"] for post in read.primary} == {"stated offset"} else ""
    ),
}
#: Words about how the manifest itself was made.
REMARKS = {"note", "note_created"}


def manifest(wanted: Callable[[dict[str, Any]], bool]) -> list[Any]:
    path = FORMATS / "MANIFEST.json"
    if not path.exists():
        return [pytest.param("", {}, marks=pytest.mark.skip(reason=ABSENT))]
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [pytest.param(e["file"], e["expected"], id=e["file"]) for e in entries if wanted(e)]


def is_table_of_posts(entry: dict[str, Any]) -> bool:
    return entry["format"] in IMPORTER_OF and not is_table_of_accounts(entry)


def is_table_of_accounts(entry: dict[str, Any]) -> bool:
    return bool(entry["file"] == "ira-538-csv/authors.csv")


def path_of(file: str) -> Path:
    if not (FORMATS / file).exists():
        pytest.skip(ABSENT)
    return FORMATS / file


@pytest.mark.parametrize(("file", "expected"), manifest(is_table_of_posts))
def test_every_figure_of_a_real_table(file: str, expected: dict[str, Any], tmp_path: Path) -> None:
    read = Read(path_of(file), expected)
    disguised = tmp_path / "export"
    disguised.write_bytes(read.path.read_bytes())
    assert detect(disguised).importer == IMPORTER_OF[file.split("/")[0]]
    said = {key: FIGURES[key](read) for key in expected.keys() - REMARKS}
    assert said == {key: expected[key] for key in said}


@pytest.mark.parametrize(("file", "expected"), manifest(is_table_of_accounts))
def test_a_real_table_of_accounts_is_refused(file: str, expected: dict[str, Any]) -> None:
    read = Read(path_of(file), expected)
    with pytest.raises(NotPostsError, match="table of accounts, not of posts"):
        detect(read.path)
    assert read.sample.columns == expected["columns"]
    assert len(read.raw) == expected["records"]
    assert len({row["external_author_id"] for row in read.raw}) == expected["accounts_all"]


def test_the_parquet_of_the_troll_factory_is_recognised() -> None:
    path = FORMATS.parent / "posts" / "ira_russian_troll_tweets_by_author.parquet"
    if not path.exists():
        pytest.skip(ABSENT)
    assert detect(path).importer == "ira"
