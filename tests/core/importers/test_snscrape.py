from __future__ import annotations

from collections.abc import Callable

from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_ids_as_numbers_stay_exact(load: Load) -> None:
    loaded = load("snscrape_early.jsonl")
    assert [post["post_id"] for post in loaded.primary] == ["1225811459175350273", "1225811463369654273"]
    assert loaded.primary[1]["quote_of"] == loaded.included[0]["post_id"] == "1225811454981046273"
    assert loaded.primary[1]["kind"] == "quote"


def test_late_form_with_reply_views_and_media(load: Load) -> None:
    loaded = load("snscrape_late.jsonl")
    reply = loaded.primary[0]
    assert (reply["kind"], reply["reply_to"], reply["root_id"]) == ("reply", *["1225811454981046273"] * 2)
    assert loaded.metrics_of(reply["post_id"])[0]["views"] == 900
    assert loaded.tables["media"][0]["media_type"] == "photo"
    assert loaded.tables["mentions"][0] == {
        "platform": "x",
        "post_id": reply["post_id"],
        "account_id": "11",
        "handle": "sim_one",
    }


def test_short_and_expanded_links_are_paired(load: Load) -> None:
    link = load("snscrape_late.jsonl").tables["links"][0]
    assert (link["raw"], link["expanded"]) == ("https://t.co/made", "https://example.org/story")
