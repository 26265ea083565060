"""Posts of the X website: raw answers, Zeeschuimer, 4CAT; one post is tested in all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from core.importers import detect
from tests.core.importers.reading import FIXTURES, Loaded

Load = Callable[..., Loaded]
Write = Callable[[str | bytes], Path]


def test_an_answer_gives_its_posts_and_says_what_is_none(load: Load) -> None:
    loaded = load("x_graphql_thread.json")
    assert [post["kind"] for post in loaded.primary] == ["original", "share", "quote", "reply"]
    assert [reason for _line, reason in loaded.rejects] == [
        "an advertisement, not part of what was looked for",
        "the post is not available any more: This Post is from a suspended account.",
        "the post is not available any more",
    ]


def test_a_share_has_the_whole_text_of_the_original_and_none_of_its_counts(load: Load) -> None:
    loaded = load("x_graphql_thread.json")
    share = next(post for post in loaded.primary if post["kind"] == "share")
    original = next(post for post in loaded.included if post["post_id"] == share["share_of"])
    assert share["text"] == original["text"] == "This post is long and here is all of it, to the very end."
    assert share["text_complete"]
    assert loaded.metrics_of(share["post_id"]) == []
    assert loaded.metrics_of(original["post_id"])[0]["views"] == 1500


def test_a_quote_of_a_deleted_post_keeps_its_trace(load: Load) -> None:
    loaded = load("x_graphql_thread.json")
    quote = next(post for post in loaded.primary if post["kind"] == "quote")
    gone = next(post for post in loaded.included if post["post_id"] == quote["quote_of"])
    assert gone["deleted"] is True
    assert gone["text"] is None
    assert gone["posted_at"] == gone["id_time"]


def test_an_account_that_cannot_be_seen_still_has_its_number(load: Load) -> None:
    reply = next(post for post in load("x_graphql_thread.json").primary if post["kind"] == "reply")
    assert reply["account_id"] == "505"
    assert reply["url"].startswith("https://twitter.com/i/status/")


def test_accounts_are_read_in_the_old_and_in_the_new_form(load: Load) -> None:
    loaded = load("x_graphql_thread.json")
    new, old = loaded.profile("501"), loaded.profile("503")
    assert (new["handle"], new["followers"], new["statuses"], new["verified"]) == ("ann", 77, 11, True)
    assert (old["handle"], old["followers"], old["description"]) == ("cem", 120, "A & B")


def test_zeeschuimer_ids_are_read_where_no_digit_is_lost(load: Load) -> None:
    loaded = load("zeeschuimer_x.ndjson")
    lines = (FIXTURES / "zeeschuimer_x.ndjson").read_text(encoding="utf-8").splitlines()
    rounded = json.loads(lines[1])["data"]
    assert str(rounded["id"]) != rounded["rest_id"], "the fixture shows the loss"
    assert [post["post_id"] for post in loaded.primary][1] == rounded["rest_id"]
    assert loaded.metrics_of(rounded["rest_id"])[0]["captured_at"].isoformat() == "2020-02-08T05:33:20.123000+00:00"


def test_the_old_form_of_zeeschuimer_is_read_too(load: Load) -> None:
    post = load("zeeschuimer_x.ndjson").primary[-1]
    assert (post["account_id"], post["lang"], post["kind"]) == ("506", "ru", "original")


def test_4cat_keeps_the_same_posts(load: Load) -> None:
    ours, theirs = load("zeeschuimer_x.ndjson").primary[0], load("fourcat_x.ndjson").primary[0]
    assert ours == theirs
    assert "4CAT" in detect(FIXTURES / "fourcat_x.ndjson").why


def test_several_answers_may_stand_in_an_array(load: Load, write: Write) -> None:
    answer = json.loads((FIXTURES / "x_graphql_thread.json").read_text(encoding="utf-8"))
    longer = {"data": {"padding": "x" * 300_000, **answer["data"]}}
    path = write(json.dumps([longer, answer]))
    assert detect(path).importer == "x-graphql"
    assert len(load(path).primary) == 8


def test_a_broken_character_costs_one_character(load: Load, write: Write) -> None:
    raw = (FIXTURES / "x_graphql_thread.json").read_bytes().replace(b"Who says so?", b"Who \\ud800says\\u0000 so?")
    loaded = load(write(raw))
    assert any(post["text"] == "@ann Who \ufffdsays so?" for post in loaded.primary)
    assert loaded.degradations["broken characters replaced"] == 1


def test_nesting_without_end_is_a_reject(load: Load, write: Write) -> None:
    answer = json.dumps(json.loads((FIXTURES / "x_graphql_thread.json").read_text(encoding="utf-8")))
    deep = '{"data": ' + '{"a": ' * 900 + "1" + "}" * 900 + "}"
    loaded = load(write(f"{answer}\n{deep}\n"))
    assert len(loaded.primary) == 4
    assert loaded.rejects[-1][0] == 2
