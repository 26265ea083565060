"""The Timeline on the tiny case: its chart, its pins, its events, and the posts behind a box."""

from __future__ import annotations

import json
import re
from datetime import datetime
from itertools import cycle

import pandas as pd
import pytest

from core.analysis.found import Found
from pages.timeline import found
from tests.pages.shared.tiny_app import Open, boxes, html, widget


def figure(app, place=0):
    return json.loads(app.get("plotly_chart")[place].proto.spec)


def heights(trace):
    """The counts of a trace; an outline in place of many bars repeats its last one to end at the edge of the bin."""
    outline = trace["type"] == "scatter" and "fillcolor" in trace and trace["line"]["width"] == 0
    return trace["y"][:-1] if outline else trace["y"]


def bars(app):
    """Posts by part, from the figure."""
    return {trace["name"]: sum(heights(trace)) for trace in figure(app)["data"]}


def table(app, column):
    """The table that has this column."""
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


def test_the_bars_are_the_posts_of_the_case(open_page: Open) -> None:
    assert bars(open_page("timeline")) == {
        "English": 4, "French": 3, "Russian": 1, "Chinese": 1, "Language not known": 1
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ({"split": "Platform"}, {"X": 8, "Telegram": 2}),
        ({"split": "Kind of post"}, {"Original": 4, "Share": 4, "Quote": 1, "Reply": 1}),
        (
            {"split": "Bot score"},
            {"Shows signs of automation": 2, "Undecided": 2, "No sign of automation": 2, "Not scored": 4},
        ),
        ({"split": "Kind of post", "lang": "French"}, {"Original": 1, "Share": 1, "Quote": 1}),
        ({"unit": "Accounts", "bin": "1 day", "split": "Platform"}, {"X": 6, "Telegram": 2}),
    ],
)  # fmt: skip
def test_the_address_chooses_what_is_counted(open_page: Open, address, counts) -> None:
    assert bars(open_page("timeline", **address)) == counts


def test_flags_of_documented_events_and_the_table_behind_them(open_page: Open) -> None:
    app = open_page("timeline", more="Documented events")
    assert [flag["text"] for flag in figure(app)["layout"]["annotations"]] == ["1", "2!"]
    events = table(app, "conflict")
    assert events["n"].tolist() == ["1", "2"]
    assert events["when"].tolist() == ["Fri 7 Feb 2020, 22:00", "Sat 8 Feb 2020, 08:00"]
    assert events["conflict"].tolist() == ["", "Sources disagree"]
    assert not figure(open_page("timeline", events="false"))["layout"].get("annotations")


def test_the_table_of_events_is_not_called_simulated_and_names_its_sources(open_page: Open) -> None:
    footers = [
        part
        for part in html(open_page("timeline", more="Documented events")).split("wh-footer")
        if "Documented events" in part
    ]
    assert [part.count("public sources, see the column Source") for part in footers] == [1]
    assert "10 of 10 posts" not in footers[0].split("</div>")[0]


def test_an_event_outside_the_period_keeps_its_row_without_a_flag(open_page: Open) -> None:
    app = open_page("timeline", since="2020-02-08T04:00", more="Documented events")
    assert table(app, "conflict")["n"].tolist() == ["(1)", "2"]


def test_what_came_first_stands_in_order_of_time(open_page: Open) -> None:
    shown = html(open_page("timeline"))
    table = next(part for part in shown.split("<table")[1:] if ">Language</th>" in part)
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in table.split("<tr>")[2:]]
    assert [row[0] for row in rows] == ["Russian", "English", "French", "Chinese", "Language not known"]
    assert [row[1] for row in rows[:2]] == ["Fri 7 Feb 2020, 22:00:00", "Sat 8 Feb 2020, 04:56:00"]
    assert [row[2] for row in rows] == ["1", "4", "3", "1", "1"]


def test_two_pins_give_the_time_between_them(open_page: Open) -> None:
    app = open_page("timeline", pins="true")
    for pin, start in (("pin-A", "First post: Russian"), ("pin-B", "First post: English")):
        box = widget(app, "selectbox", pin)
        box.set_value(next(option for option in box.options if option.startswith(start)))
    app.run()
    assert not app.exception
    assert "6 h 56 min" in app.success[0].value
    assert [note["text"] for note in figure(app)["layout"]["annotations"]][-3:] == ["A", "B", "6 h 56 min"]
    assert app.session_state["pinA"].startswith("2020-02-07T16:00:00+00:00;First post: Russian")


def test_pins_stay_when_their_box_is_closed_and_opened(open_page: Open) -> None:
    app = open_page("timeline", pins="true")
    widget(app, "selectbox", "pin-A").set_value("A time of my own").run()
    app.session_state["pins"] = False
    app.run()
    assert [note["text"] for note in figure(app)["layout"]["annotations"]][-1] == "A"
    app.session_state["pins"] = True
    app.run()
    assert widget(app, "selectbox", "pin-A").value == "A time of my own"


def test_a_pin_can_stand_anywhere(open_page: Open) -> None:
    app = open_page("timeline", pins="true")
    for pin in ("pin-A", "pin-B"):
        widget(app, "selectbox", pin).set_value("A time of my own")
    app.run()
    widget(app, "datetime_input", "pin-B-at").set_value(datetime(2020, 2, 8, 23, 30)).run()
    assert not app.exception
    # pin A begins at the first post, Friday 22:00
    assert "1 d 1 h 30 min" in app.success[0].value


def test_seven_hours_without_posts_are_no_silence_among_ten_posts(open_page: Open) -> None:
    assert "Silence from" not in html(open_page("timeline"))


def test_bursts_and_silences_are_told_with_their_condition_once(open_page: Open, monkeypatch) -> None:
    start, end = pd.to_datetime(["2020-02-07T16:00", "2020-02-07T22:56"], utc=True)
    silent = {"start": [start], "end": [end], "posts": [0], "expected": [900.0], "p": [1e-9]}
    peak = {"peak_at": [end] * 7, "peak_end": [end + pd.Timedelta("10min")] * 7, "peak_posts": [9] * 7}
    sizes = [11, 60, 900, 70, 80, 90, 100]
    loud = {
        "start": [end] * 7,
        "end": [end + pd.Timedelta("1h")] * 7,
        "posts": sizes,
        "ratio": [4.0] * 7,
        "p": [0.0] * 7,
    }
    both = Found(pd.DataFrame(silent), pd.DataFrame(loud | peak))
    monkeypatch.setattr(found, "find", lambda context: both)
    app = open_page("timeline")
    said = html(app)
    assert "Silence from Fri 7 Feb 2020, 22:00 to Sat 8 Feb 2020, 04:56: 0 posts where about 900" in said
    assert said.count("Burst from") == 5
    assert "2 smaller bursts." in said
    assert said.count("yardstick") == 1


def test_a_filter_that_leaves_nothing_says_what_to_do(open_page: Open) -> None:
    app = open_page("timeline", q="nobody wrote this")
    assert boxes(app)[0] == "No post with a known time here. Take a filter off, or choose a longer period."
    assert "timeline" not in [chart.key for chart in app.get("plotly_chart")]


LOOKS = [{}, {"lines": "true", "log": "true"}, {"cumulative": "true"}]
WIDTHS = ["1 minute", "5 minutes", "15 minutes", "1 hour", "6 hours", "1 day", "1 week", "1 month"]


@pytest.mark.parametrize(("width", "look"), zip(WIDTHS, cycle(LOOKS), strict=False))
def test_every_step_and_look_draws_the_same_ten_posts(open_page: Open, width, look) -> None:
    traces = figure(open_page("timeline", bin=width, bursts="false", **look))["data"]
    if "cumulative" in look:
        assert sum(trace["y"][-1] for trace in traces) == 10
    else:
        assert sum(y for trace in traces for y in heights(trace) if y) == 10
