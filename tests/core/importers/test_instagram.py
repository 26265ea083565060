"""Instagram: the item form and the graph form, hidden counts, missing captions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_both_forms_give_the_same_columns(load: Load) -> None:
    item, graph = load("instagram_zeeschuimer.ndjson"), load("instagram_graph.json")
    assert [post["account_id"] for post in item.primary] == ["801", "801", "802"]
    assert {post["account_id"] for post in graph.primary} == {"803"}
    assert graph.metrics_of(graph.primary[0]["post_id"])[0]["views"] == 77
    assert all(post["id_time"] == post["posted_at"] for post in item.primary + graph.primary)


def test_a_post_without_words_has_no_text(load: Load) -> None:
    assert [post["text"] for post in load("instagram_zeeschuimer.ndjson").primary][1] is None
    assert load("instagram_graph.json").primary[1]["text"] is None


def test_hidden_counts_are_unknown(load: Load) -> None:
    loaded = load("instagram_zeeschuimer.ndjson")
    shown = [loaded.metrics_of(post["post_id"])[0]["likes"] for post in loaded.primary]
    assert shown == [12, None, 1204]


def test_tags_mentions_and_kinds_of_media(load: Load) -> None:
    loaded = load("instagram_zeeschuimer.ndjson")
    assert [row["tag"] for row in loaded.tables["tags"]] == ["kordai"]
    assert [row["handle"] for row in loaded.tables["mentions"]] == ["oli.ver"]
    assert [row["media_type"] for row in loaded.tables["media"]] == ["photo", "carousel", "video"]


def test_advertisements_are_rejects(load: Load) -> None:
    assert load("instagram_zeeschuimer.ndjson").rejects == [(3, "an advertisement, not part of what was looked for")]


def test_the_code_alone_is_the_number(load: Load, write: Callable[[str], Path]) -> None:
    record = '{"code": "DUgjOD7D0br", "taken_at": "1770578767000", "user": {"username": "Abc"}, "caption": "As text"}'
    post = load(write(record)).primary[0]
    assert (post["post_id"], post["account_id"], post["text"]) == ("3828214581177566955", "@abc", "As text")
