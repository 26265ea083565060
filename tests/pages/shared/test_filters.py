"""The one filter: hours over midnight, periods in a zone, chips, and labels without Markdown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.model import Filters
from pages.shared import filters
from tests.pages.shared.tiny_app import Open, html, widget

#: "#", "1." and "+" only begin a list or a heading at the start of a line.
MARKDOWN = r"**b** _i_ `c` [a](javascript:x) ![p](http://e.example/p.png) # h $x$ :red[r] ~~s~~ <b> | > \ {x} 1. - +"


def n_of(app) -> str:
    """``3 of 10 posts, 3 of 7 accounts``."""
    return html(app).split('<p class="wh-n">')[1].split(" · ")[0]


def chips(app) -> list[str]:
    return [b.label.removesuffix("  ×").replace("\\", "") for b in app.button if b.label.endswith("×")]


def press(app, text):
    next(b for b in app.button if b.label.replace("\\", "") == text).click().run()
    assert not app.exception
    return app


# Almaty's clock: post 1 at 22, posts 2 to 7 at 4 and 5, post 8 at 7, post 9 at 8, post 10 at 9.
@pytest.mark.parametrize(
    ("address", "said", "n"),
    [
        ({"hours": ["4", "5"]}, "04:00–05:59", 6),
        ({"hours": ["22", "23"]}, "22:00–23:59", 1),
        ({"hours": ["6", "21"], "outside": "true"}, "22:00–05:59", 7),
        ({"hours": ["0", "5"], "outside": "true"}, "06:00–23:59", 4),
        ({"hours": ["7", "23"], "outside": "true"}, "00:00–06:59", 6),
        ({"hours": ["0", "23"]}, None, 10),
    ],
)
def test_hours_can_run_over_midnight(open_page: Open, address, said, n) -> None:
    app = open_page("overview", **address)
    assert n_of(app).startswith(f"{n} of 10 posts")
    assert chips(app) == ([said] if said else [])


def test_the_toggle_turns_the_hours_round(open_page: Open) -> None:
    app = open_page("overview")
    widget(app, "slider", "hours").set_value((6, 21)).run()
    assert n_of(app).startswith("3 of 10 posts")
    app = open_page("overview")
    widget(app, "slider", "hours").set_value((6, 21))
    widget(app, "toggle", "outside").set_value(True).run()
    assert n_of(app).startswith("7 of 10 posts")
    press(app, "22:00–05:59  ×")
    assert n_of(app).startswith("10 of 10 posts")


def test_a_period_is_on_the_clock_of_the_zone(open_page: Open) -> None:
    app = open_page("overview", since="2020-02-08T04:57", to="2020-02-08T05:20")
    assert n_of(app) == "3 of 10 posts, 3 of 7 accounts"
    assert chips(app) == ["8 Feb 2020, 04:57 – 8 Feb 2020, 05:20"]


def test_another_zone_keeps_the_moments(open_page: Open) -> None:
    app = open_page("overview", since="2020-02-08T04:57", to="2020-02-08T05:20")
    widget(app, "selectbox", "tz").set_value("UTC").run()
    assert n_of(app) == "3 of 10 posts, 3 of 7 accounts"
    assert chips(app) == ["7 Feb 2020, 22:57 – 7 Feb 2020, 23:20"]
    assert widget(app, "datetime_input", "from").value == datetime(2020, 2, 7, 22, 57)
    widget(app, "selectbox", "tz").set_value("Asia/Kolkata").run()
    assert chips(app) == ["8 Feb 2020, 04:27 – 8 Feb 2020, 04:50"]
    assert n_of(app) == "3 of 10 posts, 3 of 7 accounts"


def test_a_link_in_another_zone_is_read_on_its_clock(open_page: Open) -> None:
    app = open_page("overview", tz="UTC", since="2020-02-07T22:57", to="2020-02-07T23:20")
    assert n_of(app) == "3 of 10 posts, 3 of 7 accounts"
    assert "Times: UTC (UTC+00:00)" in html(app)


def test_hours_follow_the_zone(open_page: Open) -> None:
    assert n_of(open_page("overview", tz="UTC", hours=["22", "23"])).startswith("6 of 10 posts")


def test_each_chip_takes_its_own_filter_off(open_page: Open) -> None:
    app = open_page("overview", lang=["English", "French"], platform="X", q="text of", hours=["4", "5"])
    # English or French at 4 or 5, "text of" in the post: posts 3 to 7
    assert n_of(app).startswith("5 of 10 posts")
    assert chips(app) == ["English", "French", "X", "04:00–05:59", "“text of”"]
    press(app, "English  ×")
    assert n_of(app).startswith("2 of 10 posts")
    press(app, "04:00–05:59  ×")
    assert n_of(app).startswith("3 of 10 posts")
    assert chips(app) == ["French", "X", "“text of”"]
    press(app, "Clear all")
    assert n_of(app).startswith("10 of 10 posts")
    assert chips(app) == []


def test_one_chip_takes_both_ends_of_a_period_off(open_page: Open) -> None:
    app = open_page("overview", since="2020-02-08T04:57", to="2020-02-08T05:20")
    press(app, "8 Feb 2020, 04:57 – 8 Feb 2020, 05:20  ×")
    assert n_of(app).startswith("10 of 10 posts")


def test_clearing_keeps_the_zone(open_page: Open) -> None:
    app = press(open_page("overview", tz="UTC", lang="French"), "Clear all")
    assert "Times: UTC" in html(app)


@pytest.mark.parametrize("words", ["%", "_", "!", "text%of", "'; DROP TABLE posts; --"])
def test_signs_in_words_are_only_signs(open_page: Open, words) -> None:
    assert n_of(open_page("overview", q=words)).startswith("0 of 10 posts")


def test_words_are_found_in_either_case(open_page: Open) -> None:
    assert n_of(open_page("overview", q="  TEXT of post 1 ")).startswith("2 of 10 posts")


@pytest.mark.parametrize(
    "address",
    [
        {"lang": "Klingon"},
        {"hours": ["x", "y"]},
        {"hours": ["9", "99"]},
        {"since": "tomorrow"},
        {"tz": "Mars/Olympus"},
        {"case": "../../etc"},
        {"band": "guilty"},
        {"group": "nobody"},
        {"from": "0001-01-01T00:00"},
    ],
)
def test_nonsense_in_the_address_filters_nothing(open_page: Open, address) -> None:
    app = open_page("overview", **address)
    assert n_of(app).startswith("10 of 10 posts")
    assert "Times: Asia/Almaty" in html(app)


def test_a_chip_shows_hostile_words_as_they_are(open_page: Open) -> None:
    app = open_page("overview", q=MARKDOWN)
    label = next(b.label for b in app.button if b.label.endswith("×"))
    assert label == f"{filters.plain(f'“{MARKDOWN}”')}  ×"


def test_plain_leaves_no_markdown() -> None:
    plain = filters.plain(MARKDOWN)
    assert plain.replace("\\", "") == MARKDOWN.replace("\\", "")
    for place, sign in enumerate(plain):
        if sign in "*_`[]()!#$:~<>|{}":
            assert plain[place - 1] == "\\"


def test_the_filter_in_one_line() -> None:
    chosen = Filters(
        zone="Asia/Almaty", languages=("fr", "und"), kinds=("share",), bands=("unscored",),
        start=datetime(2020, 2, 7, 22, 57, tzinfo=UTC), hours=(22, 4), words="fire",
    )  # fmt: skip
    assert filters.filter_text(chosen) == (
        "French · Language not known · Share · Not scored · from 8 Feb 2020, 04:57 · 22:00–04:59 · “fire”"
    )
    assert filters.filter_text(Filters(zone="Asia/Almaty")) == "No filter"
