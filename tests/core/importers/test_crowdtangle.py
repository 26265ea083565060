"""CrowdTangle JSON: two platforms in one answer, UTC without a zone, links as they were expanded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.importers import detect
from tests.core.importers.reading import Loaded

Load = Callable[..., Loaded]


def test_facebook_and_instagram_stand_in_one_answer(load: Load) -> None:
    loaded = load("crowdtangle_posts.json")
    assert [post["platform"] for post in loaded.primary] == ["facebook", "instagram"]
    assert [row["platform"] for row in loaded.tables["profiles"]] == ["facebook", "instagram"]
    likes = [loaded.metrics_of(post["post_id"])[0]["likes"] for post in loaded.primary]
    assert likes == [10, 44], "Instagram calls them favourites"


def test_times_are_utc_by_the_documentation(load: Load) -> None:
    post = load("crowdtangle_posts.json").primary[0]
    assert (post["posted_at"].isoformat(), post["time_quality"]) == ("2020-02-08T05:00:00+00:00", "stated offset")


def test_links_followers_and_language(load: Load) -> None:
    loaded = load("crowdtangle_posts.json")
    assert loaded.tables["links"][0]["domain"] == "news.example"
    assert loaded.profile("3001")["followers"] == 900
    assert [post["lang"] for post in loaded.primary] == ["ru", None]


def test_posts_one_per_line_are_the_same_format(load: Load, write: Callable[[str], Path]) -> None:
    record = (
        '{"platformId": "1_2", "date": "2020-02-08 05:00:00", "account": {"platformId": "1"}, '
        '"statistics": {"actual": {}}, "message": null}'
    )
    path = write(f"{record}\n{record}\n")
    assert detect(path).importer == "crowdtangle"
    assert len(load(path).primary) == 2
