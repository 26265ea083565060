"""Real tables, read and compared with counts that were made without any importer (JSON: test_manifest_json.py)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.importers import detect
from tests.core.importers.reading import Loaded, load_file

FORMATS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "formats"
IMPORTER_OF = {
    "ira-538-csv": "ira",
    "twarc-csv": "table",
    "tags-csv": "table",
    "kaggle-tweets-csv": "table",
    "crowdtangle-csv": "table",
    "facebook-scraper-csv": "table",
    "excel-mangled-csv": "table",
}
WORDS = {"retweet": "share"}
CODES = {"in": "id", "iw": "he", "qst": "und"}
ABSENT = "the sample exports are not beside this repository"


def manifest() -> list[Any]:
    path = FORMATS / "MANIFEST.json"
    if not path.exists():
        return [pytest.param("", {}, marks=pytest.mark.skip(reason=ABSENT))]
    entries = json.loads(path.read_text(encoding="utf-8"))
    wanted = [
        entry for entry in entries if entry["format"] in IMPORTER_OF and not entry["file"].endswith("authors.csv")
    ]
    return [pytest.param(entry["file"], entry["expected"], id=entry["file"]) for entry in wanted]


def distinct(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({post["post_id"]: post for post in posts}.values())


@pytest.mark.parametrize(("file", "expected"), manifest())
def test_real_export(file: str, expected: dict[str, Any]) -> None:
    path = FORMATS / file
    if not path.exists():
        pytest.skip(ABSENT)
    assert detect(path).importer == IMPORTER_OF[file.split("/")[0]]
    loaded = load_file(path)
    primary = distinct(loaded.primary)
    repeated = loaded.degradations["identical rows without an id, counted once"]
    if "posts_primary" in expected:
        assert len(primary) + repeated == expected["posts_primary"]
    check_accounts(primary, expected)
    check_kinds(primary, expected)
    check_languages(loaded, primary, expected)
    check_times(loaded, primary, expected)
    check_records(loaded, expected)


def check_accounts(primary: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    accounts = len({post["account_id"] for post in primary})
    if "accounts_primary" in expected:
        assert accounts == expected["accounts_primary"]
    elif expected.get("posts_primary") and "accounts_all" in expected:
        assert accounts == expected["accounts_all"]


def check_kinds(primary: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    kinds = Counter(post["kind"] for post in primary)
    if "types" in expected:
        assert kinds == {WORDS.get(kind, kind): count for kind, count in expected["types"].items()}
    if "forwarded" in expected:
        assert kinds["share"] == expected["forwarded"]


def check_languages(loaded: Loaded, primary: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    if "top_langs" not in expected or not expected["langs"]:
        return
    assert len({post["lang"] for post in primary}) == expected["langs"]
    counted = Counter(post["lang"] for post in loaded.primary)
    assert {CODES.get(code, code): n for code, n in expected["top_langs"].items()}.items() <= counted.items()


def check_times(loaded: Loaded, primary: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    stated = [post["posted_at"] for post in primary if post["posted_at"]]
    for suffix in ("utc", "as_written"):
        if f"created_min_{suffix}" in expected:
            assert min(stated).replace(microsecond=0).isoformat() == expected[f"created_min_{suffix}"]
            assert max(stated).replace(microsecond=0).isoformat() == expected[f"created_max_{suffix}"]
    if "max_snowflake_diff_s" in expected:
        apart = [
            abs((post["posted_at"] - post["id_time"]).total_seconds())
            for post in loaded.tables["posts"]
            if post["id_time"]
        ]
        assert max(apart) == pytest.approx(expected["max_snowflake_diff_s"], abs=0.002)


def check_records(loaded: Loaded, expected: dict[str, Any]) -> None:
    if "posts_all" in expected:
        with_text = {post["post_id"] for post in loaded.tables["posts"] if post["text"] is not None}
        assert len(with_text) == expected["posts_all"] + expected.get("embedded_without_user", 0)
    if "bad_records" in expected:
        assert len(loaded.rejects) == expected["bad_records"]
    if "service_messages" in expected:
        assert (
            Counter(reason for _line, reason in loaded.rejects)["service message, not a post"]
            == (expected["service_messages"])
        )
    if "mangled_ids" in expected:
        assert loaded.degradations["id damaged by a spreadsheet program"] == expected["mangled_ids"]


def test_the_parquet_of_the_troll_factory_is_recognised() -> None:
    path = FORMATS.parent / "posts" / "ira_russian_troll_tweets_by_author.parquet"
    if not path.exists():
        pytest.skip(ABSENT)
    assert detect(path).importer == "ira"
