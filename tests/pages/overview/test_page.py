"""The numbers, findings and notices of the Overview, counted by hand on the tiny case."""

from __future__ import annotations

from pathlib import Path

from tests.pages.shared.tiny_app import Open, boxes, html, tiles


def test_the_four_numbers_are_those_of_the_case(open_page: Open) -> None:
    app = open_page("overview")
    # 1,000 + 200 + 30 + 4 + 50,000 followers; newest views of posts 2 and 8
    assert tiles(app) == {"Posts": "10", "Accounts": "7", "Potential reach": "51.2K", "Views": "170K"}
    assert 'title="51,234"' in html(app)
    assert 'title="170,050"' in html(app)
    assert "Known for 5 of 7." in html(app)


def test_the_numbers_follow_the_filter(open_page: Open) -> None:
    app = open_page("overview", lang="French")
    # posts 6, 7 and 8 by bob, fay and cyd, of whom fay's followers are not known
    assert tiles(app) == {"Posts": "3", "Accounts": "3", "Potential reach": "1.2K", "Views": "50"}
    assert "Known for 2 of 3." in html(app)


def test_without_a_known_number_a_dash_is_written_and_no_zero(open_page: Open) -> None:
    assert tiles(open_page("overview", platform="Telegram")) == {
        "Posts": "2", "Accounts": "1", "Potential reach": "–", "Views": "–"
    }  # fmt: skip


def test_findings_say_what_came_first_and_how_long_it_was_quiet(open_page: Open) -> None:
    said = html(open_page("overview"))
    assert "The earliest post in the collected data is from Fri 7 Feb 2020, 22:00 (Asia/Almaty, UTC+06:00)." in said
    assert (
        "Of the languages that are known, Russian comes first; then English after 6 h 56 min, French after 7 h 20 min"
        in said
    )
    assert "Telegram comes first here; then X after 6 h 56 min." in said
    assert "The posts form 2 cascades; the largest has 6 posts over 34 min." in said


def test_under_a_filter_no_number_of_cascades_is_stated(open_page: Open) -> None:
    said = html(open_page("overview", lang="French"))
    assert "The largest cascade with a post here has, as a whole, 6 posts over 34 min." in said
    assert "The posts form" not in said
    assert "Of the posts that the filter leaves, the earliest is from Sat 8 Feb 2020, 05:20" in said
    # post 5 and 6 state their parent; 3, 4, 7 and 9 name only what they share
    assert "In the whole case, 33% of the links state their parent; the others name only the root." in said


def test_four_scored_accounts_are_too_few_for_a_share(open_page: Open) -> None:
    assert "signs of automation" not in html(open_page("overview")).split("wh-post")[0]


def test_what_is_weak_in_the_data_is_said_whatever_the_filter(open_page: Open) -> None:
    for address in ({}, {"lang": "Russian"}):
        app = open_page("overview", **address)
        said = html(app)
        assert "A filter does not change this list: it is about all 10 posts of the case." in [
            caption.value for caption in app.caption
        ]
        assert "1 post (10.0%) was deleted since" in said
        assert "1 post (10.0%) has no known language" in said
        assert "1 record could not be read" in said


def test_the_first_posts_are_listed_earliest_first(open_page: Open) -> None:
    app = open_page("overview")
    assert "8 of 10 posts, earliest first" in [c.value for c in app.caption]
    said = html(app)
    texts = [f"text of post {no}" for no in (1, 3, 4, 5, 6, 7, 8)]
    assert [said.index(text) for text in texts] == sorted(said.index(text) for text in texts)
    assert "text of post 9" not in said
    app.button(key="first-posts-more").click().run()
    assert "10 of 10 posts, earliest first" in [c.value for c in app.caption]
    assert "text of post 10" in html(app)


def test_claim_title_and_posts_are_only_text(open_page: Open) -> None:
    said = html(open_page("overview"))
    assert "A *claim* of &lt;b&gt;fire&lt;/b&gt;" in said
    assert "Tiny &lt;i&gt;case&lt;/i&gt;" in said
    assert "Restaurants &lt;b&gt;burn&lt;/b&gt; in Kazakhstan" in said


def test_a_filter_that_leaves_nothing_says_what_to_do(open_page: Open) -> None:
    app = open_page("overview", q="nobody wrote this")
    assert [text.split(".")[0] for text in boxes(app)] == ["Too few posts here for a finding", "No post here"]
    assert tiles(app) == {"Posts": "0", "Accounts": "0", "Potential reach": "–", "Views": "–"}
    assert "No post in this view." in html(app)
    assert "No account in this view." in html(app)
    assert "No file gives" not in html(app)


def test_a_view_whose_posts_have_no_views_says_nothing_of_the_files(open_page: Open) -> None:
    assert "No post here has a number of views." in html(open_page("overview", lang="Russian"))


def test_a_simulated_case_says_so_above_everything(folder: Path, open_page: Open) -> None:
    about = folder / "tiny" / "case.toml"
    assert "SIMULATED" not in html(open_page("overview"))
    about.write_text(about.read_text().replace("simulated = false", "simulated = true"))
    assert "SIMULATED DATA" in html(open_page("overview"))
