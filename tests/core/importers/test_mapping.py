from __future__ import annotations

from core.importers.mapping import Mapping, guess_mapping


def test_a_mapping_survives_json() -> None:
    mapping = Mapping(post_id="id", posted_at="date", platform="x", day_first=False, zone="Asia/Almaty")
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert Mapping.from_dict({"text": "body", "unheard_of": 1}) == Mapping(text="body")


def test_names_of_columns_in_common_exports() -> None:
    columns = [
        "id",
        "created_at",
        "author.username",
        "text",
        "public_metrics.like_count",
        "referenced_tweets.quoted.id",
    ]
    row = ["1225811454981046273", "2020-02-07T16:00:00.000Z", "sim_one", "made up", "3", ""]
    mapping = guess_mapping(columns, [row])
    assert mapping.handle == "author.username"
    assert mapping.likes == "public_metrics.like_count"
    assert mapping.quote_of == "referenced_tweets.quoted.id"
    assert mapping.platform == "x"


def test_a_column_that_holds_no_dates_is_no_date() -> None:
    mapping = guess_mapping(["date", "when", "text"], [["soon", "2020-02-07 16:00", "made up"]] * 3)
    assert mapping.posted_at == "when"


def test_the_longest_column_is_the_text() -> None:
    mapping = guess_mapping(["a", "b", "c"], [["2020-02-07 16:00", "words " * 20, "short"]] * 3)
    assert (mapping.posted_at, mapping.text) == ("a", "b")


def test_platform_from_addresses() -> None:
    for url, platform in (("https://t.me/made/5", "telegram"), ("https://www.youtube.com/watch?v=x", "youtube")):
        assert guess_mapping(["date", "url"], [["2020-02-07", url]]).platform == platform
    assert guess_mapping(["date", "url"], [["2020-02-07", "https://example.org/a"]]).platform == "other"
