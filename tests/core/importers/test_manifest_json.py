"""Every figure that was counted for a real JSON export without any importer, compared with what Whence reads."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from core.errors import NotPostsError
from core.importers import bluesky, detect, weibo
from core.importers.texts import unescaped
from tests.core.importers.reading import Loaded, load_file

FORMATS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "formats"
ABSENT = "the sample exports are not beside this repository"
IMPORTER_OF = {
    "twitter-v1-jsonl": "x-v1",
    "twitter-v2-flat": "x-v2",
    "twitter-v2-twarc2-pages": "x-v2",
    "x-graphql-raw": "x-graphql",
    "zeeschuimer-x": "zeeschuimer-x",
    "zeeschuimer-tiktok": "tiktok",
    "zeeschuimer-instagram": "instagram",
    "snscrape-jsonl": "snscrape",
    "telegram-desktop-json": "telegram-desktop",
    "telethon-json": "telethon",
    "youtube-api-json": "youtube",
    "mastodon-json": "mastodon",
    "bluesky-json": "bluesky",
    "weibo-ced-json": "weibo",
    "crowdtangle-json": "crowdtangle",
}
REFUSED = {
    "not-posts/twarc2_users.jsonl": "account profiles (twarc2 users)",
    "not-posts/twarc2_counts.jsonl": "counts of posts",
    "not-posts/twarc2_lists.jsonl": "lists of accounts",
    "not-posts/twarc2_tweets_compliance.jsonl": "which posts are gone",
    "not-posts/twarc2_users_compliance.jsonl": "which accounts are gone",
    "not-posts/empty.json": "empty",
    "not-posts/day_only_no_id.json": "with no time of day and no id",
    "bluesky-json/bluesky-profiles.json": "account profiles",
}
PACKED = "not-posts/telegram_texts_only.json.gz"
KIND_OF = {"retweet": "share"}
CODE_OF = {"in": "id", "iw": "he", "qst": "und", "qme": "und", "zxx": "und"}
#: Formats whose "all" figures count the posts and authors inside other posts too.
WITH_EMBEDDED = ("twitter", "x-graphql", "zeeschuimer", "snscrape", "mastodon")
SERVICE = "service message, not a post"


@dataclass
class Case:
    """One file: the plain JSON values of it, and what Whence made of it."""

    path: Path
    expected: dict[str, Any]
    loaded: Loaded

    @property
    def format(self) -> str:
        return self.path.parent.name

    @cached_property
    def values(self) -> list[Any]:
        """The parsed lines, or the elements of the array, or the one document; a list under a key is taken apart."""
        text = self.path.read_text(encoding="utf-8")
        try:
            whole = json.loads(text)
        except ValueError:
            return [value for line in text.splitlines() if (value := parsed(line)) is not None]
        for key in ("statuses", "messages"):
            whole = whole[key] if isinstance(whole, dict) and key in whole else whole
        return whole if isinstance(whole, list) else [whole]

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return self.loaded.primary

    @cached_property
    def posts(self) -> list[dict[str, Any]]:
        return list({post["post_id"]: post for post in self.rows}.values())

    @cached_property
    def with_text(self) -> list[dict[str, Any]]:
        found = {post["post_id"]: post for post in self.loaded.tables["posts"] if post["text"] is not None}
        return list(found.values())

    @property
    def reasons(self) -> Counter[str]:
        return Counter(reason for _line, reason in self.loaded.rejects)


def parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


Check = Callable[[Case, Any], None]
CHECKS: dict[str, Check] = {}


def figure(*names: str) -> Callable[[Check], Check]:
    """Enters a check under the names that the manifest gives its figure."""

    def entered(check: Check) -> Check:
        CHECKS.update(dict.fromkeys(names, check))
        return check

    return entered


# --- how many ---------------------------------------------------------------------------------------------------


@figure("records")
def records(case: Case, expected: int) -> None:
    if "pages" in case.expected:  # one line is a page of many posts
        assert len(case.values) == expected
        return
    assert case.loaded.records == expected + case.expected.get("bad_records", 0)


@figure("bad_records")
def bad_records(case: Case, expected: int) -> None:
    assert len(case.loaded.rejects) == expected


@figure("pages")
def pages(case: Case, expected: int) -> None:
    assert len({post["line"] for post in case.rows}) == expected


@figure("post_rows")
def post_rows(case: Case, expected: int) -> None:
    assert len(case.rows) == expected


@figure("duplicate_post_rows")
def duplicate_post_rows(case: Case, expected: int) -> None:
    assert len(case.rows) - len(case.posts) == expected


@figure("posts_primary", "usable")
def posts_primary(case: Case, expected: int) -> None:
    assert len(case.posts) == expected


@figure("posts_all")
def posts_all(case: Case, expected: int) -> None:
    assert len(case.with_text) == expected + case.expected.get("embedded_without_user", 0)


@figure("embedded_without_user")
def embedded_without_user(case: Case, expected: int) -> None:
    assert sum(post["account_id"] is None for post in case.with_text) == expected


@figure("accounts_primary")
def accounts_primary(case: Case, expected: int) -> None:
    assert len({post["account_id"] for post in case.posts}) == expected


@figure("accounts_all")
def accounts_all(case: Case, expected: int) -> None:
    posts = case.with_text if case.format.startswith(WITH_EMBEDDED) else case.posts
    accounts = {post["account_id"] for post in posts} - {None}
    if "pages" in case.expected:  # accounts that are only mentioned are included as well
        accounts |= {profile["account_id"] for profile in case.loaded.tables["profiles"]}
    assert len(accounts) == expected


@figure("channels")
def channels(case: Case, expected: int) -> None:
    assert len({post["post_id"].split(":")[0] for post in case.posts}) == expected


# --- of which kind ----------------------------------------------------------------------------------------------


@figure("types")
def types(case: Case, expected: dict[str, int]) -> None:
    assert Counter(post["kind"] for post in case.posts) == {KIND_OF.get(k, k): n for k, n in expected.items()}


@figure("forwarded")
def forwarded(case: Case, expected: int) -> None:
    assert sum(post["kind"] == "share" for post in case.posts) == expected


@figure("replies")
def replies(case: Case, expected: int) -> None:
    assert sum(post["reply_to"] is not None for post in case.posts) == expected


@figure("quote_embeds")
def quote_embeds(case: Case, expected: int) -> None:
    assert sum(post["kind"] == "quote" or post["quote_of"] is not None for post in case.rows) == expected


@figure("repost_records")
def repost_records(case: Case, expected: int) -> None:
    shares = [post for post in case.loaded.tables["posts"] if post["kind"] == "share"]
    assert len(shares) == expected
    assert all(post["share_of"] in {other["post_id"] for other in case.posts} for post in shares)


@figure("service_messages")
def service_messages(case: Case, expected: int) -> None:
    assert case.reasons[SERVICE] == expected


@figure("kinds")
def kinds(case: Case, expected: dict[str, int]) -> None:
    assert {"Message": len(case.rows), "MessageService": case.reasons[SERVICE]} == expected


@figure("kind")
def kind(case: Case, expected: str) -> None:
    assert [value["kind"] for value in case.values] == [expected]
    assert expected.removesuffix("ListResponse").removesuffix("Result") in detect(case.path).why


@figure("non_posts")
def non_posts(case: Case, expected: int) -> None:
    assert sum(n for reason, n in case.reasons.items() if "notice" in reason) == expected


@figure("unavailable")
def unavailable(case: Case, expected: int) -> None:
    assert sum(n for reason, n in case.reasons.items() if "not available" in reason) == expected


@figure("errors_entries")
def errors_entries(case: Case, expected: int) -> None:
    errors = [error for page in case.values for error in page.get("errors", [])]
    assert len(errors) == expected
    gone = {error["resource_id"] for error in errors if error.get("resource_type") == "tweet"}
    assert gone <= {post["post_id"] for post in case.loaded.tables["posts"]}


@figure("referenced_but_absent")
def referenced_but_absent(case: Case, expected: int) -> None:
    """Counted among what the pages include; nine of them are posts of another page, which Whence finds."""
    told = {post["post_id"] for post in case.loaded.included if post["text"] is not None}
    named = {post[name] for post in case.rows for name in ("share_of", "quote_of", "reply_to") if post[name]}
    assert len(named - told) == expected


@figure("parent_empty")
def parent_empty(case: Case, expected: int) -> None:
    root = case.path.stem.split("_")[2]
    assert sum(post["share_of"] == root for post in case.rows) == expected


@figure("parent_in_file")
def parent_in_file(case: Case, expected: int) -> None:
    ids = {post["post_id"] for post in case.rows}
    assert sum(post["share_of"] in ids for post in case.rows) == expected


# --- words ------------------------------------------------------------------------------------------------------


@figure("langs")
def langs(case: Case, expected: int) -> None:
    assert len({post["lang"] for post in case.posts} - {None}) == expected


@figure("top_langs")
def top_langs(case: Case, expected: dict[str, int]) -> None:
    counted = Counter(post["lang"] for post in case.rows if post["lang"])
    assert {CODE_OF.get(code, code): n for code, n in expected.items()}.items() <= counted.items()


@figure("with_full_text")
def with_full_text(case: Case, expected: int) -> None:
    whole = {value["id_str"]: full for value in case.values if (full := full_text(value)) is not None}
    rows = {post["post_id"]: post for post in case.rows}
    assert sum(full_text(value) is not None for value in case.values) == expected
    assert all(rows[key]["text"] == unescaped(text) and rows[key]["text_complete"] for key, text in whole.items())


def full_text(value: dict[str, Any]) -> str | None:
    return value.get("full_text", value.get("extended_tweet", {}).get("full_text"))


@figure("text_ends_with_ellipsis")
def text_ends_with_ellipsis(case: Case, expected: int) -> None:
    cut = [value["id_str"] for value in case.values if value.get("text", "").endswith("…")]
    rows = {post["post_id"]: post for post in case.rows}
    assert len(cut) == expected
    repaired = [key for key in cut if not rows[key]["text"].endswith("…")]
    assert all(rows[key]["text_complete"] for key in repaired)
    assert not any(rows[key]["text"].startswith("RT @") and rows[key]["text_complete"] for key in cut)


@figure("text_is_list")
def text_is_list(case: Case, expected: int) -> None:
    lists = {value["id"]: value["text"] for value in case.values if isinstance(value.get("text"), list)}
    rows = {post["post_id"].split(":")[1]: post["text"] for post in case.rows}
    assert len(lists) == expected
    for number, pieces in lists.items():
        assert rows[str(number)] == "".join(p if isinstance(p, str) else p["text"] for p in pieces)


@figure("empty_text")
def empty_text(case: Case, expected: int) -> None:
    assert sum(not post["text"] for post in case.rows) == expected


# --- times ------------------------------------------------------------------------------------------------------


@figure("created_min_utc", "created_max_utc", "created_utc")
def created(case: Case, _expected: str) -> None:
    times = [post["posted_at"] for post in case.posts]
    ends = {"created_min_utc": min(times), "created_max_utc": max(times), "created_utc": min(times)}
    for name, at in ends.items():
        if name in case.expected:
            assert at == datetime.fromisoformat(case.expected[name])


@figure("created_min_local", "created_max_local")
def created_local(case: Case, _expected: str) -> None:
    times = [post["posted_at"] + timedelta(hours=8) for post in case.posts]
    assert min(times) == datetime.fromisoformat(case.expected["created_min_local"]).replace(tzinfo=UTC)
    assert max(times) == datetime.fromisoformat(case.expected["created_max_local"]).replace(tzinfo=UTC)


@figure("time_zone")
def time_zone(case: Case, expected: str) -> None:
    assert weibo.ZONE in expected
    assert {post["time_quality"] for post in case.rows} == {"inferred"}, "the ids show the zone"


@figure("offset_hours_local_minus_utc")
def offset_hours(case: Case, expected: dict[str, int]) -> None:
    local = {str(value["id"]): datetime.fromisoformat(value["date"]).replace(tzinfo=UTC) for value in case.values}
    ahead = [local[post["post_id"].split(":")[1]] - post["posted_at"] for post in case.rows]
    assert Counter(str(each.total_seconds() / 3600) for each in ahead) == expected


@figure("max_snowflake_diff_s", "max_id_time_diff_s")
def id_times(case: Case, expected: float) -> None:
    posts = case.rows if "max_id_time_diff_s" in case.expected else case.loaded.tables["posts"]
    apart = [abs((post["posted_at"] - post["id_time"]).total_seconds()) for post in posts if post["id_time"]]
    assert max(apart) == pytest.approx(expected, abs=0.006)


@figure("impossible_createdAt")
def impossible_times(case: Case, expected: list[str]) -> None:
    claimed = {value["uri"]: value["record"]["createdAt"] for value in case.values if "record" in value}
    impossible = {uri: at for uri, at in claimed.items() if at[:4] < "2004"}
    assert list(impossible.values()) == expected
    assert case.loaded.degradations[bluesky.IMPOSSIBLE] == len(expected)
    told = {post["post_id"]: post for post in case.posts}
    assert all(told[uri]["time_quality"] == "id" for uri in impossible)


# --- counts and names -------------------------------------------------------------------------------------------


@figure("views_sum", "forwards_sum")
def sums(case: Case, _expected: int) -> None:
    for name, column in (("views_sum", "views"), ("forwards_sum", "shares")):
        assert sum(row[column] or 0 for row in case.loaded.tables["metrics"]) == case.expected[name]


@figure("with_reactions")
def with_reactions(case: Case, expected: int) -> None:
    assert sum(row["likes"] is not None for row in case.loaded.tables["metrics"]) == expected


@figure("chat_id", "chat_type")
def chat(case: Case, _expected: Any) -> None:
    chat_id = str(case.expected["chat_id"])
    assert {post["post_id"].split(":")[0] for post in case.rows} == {chat_id}
    assert case.expected["chat_type"] == "public_channel"
    assert {post["account_id"] for post in case.rows} == {f"channel{chat_id}"}


@figure("source_platform")
def source_platform(case: Case, expected: str) -> None:
    assert {value["source_platform"] for value in case.values} == {expected}
    assert {post["platform"] for post in case.rows} == {"x"}


@figure("outer_id_differs_from_rest_id")
def outer_ids(case: Case, expected: int) -> None:
    assert sum(str(value["data"]["id"]) != value["data"]["rest_id"] for value in case.values) == expected
    assert [post["post_id"] for post in case.rows] == [value["data"]["rest_id"] for value in case.values]


@figure("keys")
def keys(case: Case, expected: list[str]) -> None:
    assert list(case.values[0]) == expected


# --- the tests --------------------------------------------------------------------------------------------------


def manifest() -> list[dict[str, Any]]:
    path = FORMATS / "MANIFEST.json"
    entries = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [entry for entry in entries if entry["format"] in (*IMPORTER_OF, "not-posts")]


def files(wanted: Callable[[str], bool]) -> list[Any]:
    found = [entry for entry in manifest() if wanted(entry["file"])]
    if not found:
        return [pytest.param("", {}, marks=pytest.mark.skip(reason=ABSENT))]
    return [pytest.param(entry["file"], entry["expected"], id=entry["file"]) for entry in found]


def holds_posts(file: str) -> bool:
    return file not in REFUSED and file != PACKED


@pytest.mark.parametrize(("file", "expected"), files(holds_posts))
def test_every_figure_of_a_real_export(file: str, expected: dict[str, Any]) -> None:
    unknown = set(expected) - set(CHECKS)
    assert not unknown, f"nobody checks {sorted(unknown)}: write a figure() for it"
    case = Case(FORMATS / file, expected, load_file(FORMATS / file))
    for name, value in expected.items():
        CHECKS[name](case, value)


@pytest.mark.parametrize(("file", "expected"), files(lambda _file: True))
def test_the_name_of_a_file_plays_no_part(file: str, expected: dict[str, Any], tmp_path: Path) -> None:
    disguised = shutil.copyfile(FORMATS / file, tmp_path / "upload")
    if holds_posts(file):
        assert detect(disguised).importer == IMPORTER_OF[file.split("/")[0]]
        return
    with pytest.raises(NotPostsError) as caught:
        detect(disguised)
    assert REFUSED.get(file, "gzip") in caught.value.what
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize(("file", "expected"), files(lambda file: not holds_posts(file)))
def test_files_without_posts_are_what_the_manifest_says(file: str, expected: dict[str, Any]) -> None:
    raw = (FORMATS / file).read_bytes()
    values = values_of(gzip.decompress(raw) if file == PACKED else raw)
    facts = {"records": len(values), "posts_primary": 0, "bad_records": 0, "accounts_all": len(values), "why": "empty"}
    if values:
        first = values[0]
        facts |= {"item": type(first).__name__, "keys": list(first) if isinstance(first, dict) else None}
        if file.endswith(".jsonl") and len(values) > 1:
            facts["keys"] = sorted({key for value in values for key in value})
    assert {name: facts[name] for name in expected} == expected


def values_of(raw: bytes) -> list[Any]:
    try:
        whole = json.loads(raw or b"[]")
    except ValueError:
        return [json.loads(line) for line in raw.splitlines() if line.strip()]
    return whole if isinstance(whole, list) else [whole]
