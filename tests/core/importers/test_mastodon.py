"""Mastodon: addresses as keys, shares, answers that come before what they answer, HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]
FIRST = "https://one.example/users/tia/statuses/103621459968000001"


def test_a_reblog_is_a_share_without_counts(load: Load) -> None:
    loaded = load("mastodon_timeline.json")
    share = next(post for post in loaded.primary if post["kind"] == "share")
    assert (share["share_of"], share["account_id"]) == (FIRST, "https://two.example/users/uma")
    assert share["text"] == "Fire\n\nSmoke & rumours\nover town\n\nnews #fire"
    assert loaded.metrics_of(share["post_id"]) == []


def test_an_answer_finds_the_address_of_a_post_that_comes_later(load: Load) -> None:
    posts = load("mastodon_timeline.json").primary
    assert posts[2]["reply_to"] == FIRST
    assert posts[0]["reply_to"] == "999", "a post that is not in the file keeps its number"


def test_a_quote_keeps_the_quoted_post(load: Load) -> None:
    quote = load("mastodon_timeline.json").primary[1]
    assert (quote["kind"], quote["quote_of"]) == ("quote", FIRST)


def test_a_context_has_what_stands_above_and_below(load: Load) -> None:
    assert [post["kind"] for post in load("mastodon_context.json").primary] == ["original", "reply"]


def test_links_leave_out_mentions_and_tags(load: Load) -> None:
    loaded = load("mastodon_context.json")
    assert [row["expanded"] for row in loaded.tables["links"]] == ["https://news.example/?a=1&b=2"]
    assert [row["tag"] for row in loaded.tables["tags"]] == ["fire"]


def test_relatives_write_the_quoted_post_itself_and_ids_without_time(load: Load, write: Callable[[str], Path]) -> None:
    account = '{"acct": "x@three.example", "url": "https://three.example/x"}'
    inner = '{"id": "AbC", "uri": "https://three.example/1", "content": "one", "created_at": "2020-02-08T05:00:00Z"}'
    record = (
        f'{{"id": "AbD", "uri": "https://three.example/2", "content": "two", "created_at": "2020-02-08T06:00:00Z", '
        f'"account": {account}, "quote": {inner}}}'
    )
    loaded = load(write(record))
    assert (loaded.primary[0]["kind"], loaded.primary[0]["quote_of"]) == ("quote", "https://three.example/1")
    assert (loaded.primary[0]["id_time"], loaded.included[0]["account_id"]) == (None, None)
