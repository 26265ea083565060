"""Documented events, pins, silences and the words for lengths of time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from core import demo
from core.analysis.found import Found
from core.export import style
from core.export.context import Context
from core.export.figures import layers
from core.i18n import LANGUAGES, use_language
from core.model import Case, CaseId, Filters
from pages.timeline import found

START = datetime(2020, 2, 7, 16, tzinfo=UTC)


def context(**changes):
    """Ten hours of posts, seen on the clock of Almaty; events nearer than ten minutes share a flag."""
    filters = Filters(zone="Asia/Almaty", **changes)
    case = Case("tiny", "Tiny", "A claim", "Asia/Almaty", 1, Path("nowhere"))
    return Context(
        case=case, case_id=CaseId("nowhere", "tiny", 1, 0), filters=filters, posts=10, all_posts=10, accounts=7,
        all_accounts=7, first_at=START, last_at=START + timedelta(hours=10), filter_text="", dark=False,
    )  # fmt: skip


def event(minutes, title="e", **more):
    return {"at": (START + timedelta(minutes=minutes)).isoformat(), "title": title, **more}


def marks(*events, **changes):
    seen = context(**changes)
    return layers.event_marks(layers.visible_events(list(events), seen), seen)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (65, "1 min 5 s"),
        (59.6, "1 min"),
        (24_960, "6 h 56 min"),
        (-24_960, "6 h 56 min"),
        (90_000, "1 d 1 h"),
        (3_600 + 20, "1 h"),
        (2 * 86_400 + 60, "2 d 1 min"),
    ],
)
def test_lengths_of_time_are_said_as_a_reporter_says_them(seconds, text):
    assert layers.duration_text(seconds) == text


def test_flags_are_numbered_in_order_of_time():
    assert [(m.label, m.text) for m in marks(event(120, "late"), event(0, "early"))] == [
        ("1", "1 7 Feb, 22:00: early"), ("2", "2 8 Feb, 00:00: late")
    ]  # fmt: skip


def test_a_number_is_the_same_in_every_view():
    early, late = event(0, "early"), event(120, "late")
    assert [m.label for m in marks(early, late, start=START + timedelta(hours=1))] == ["2"]


def test_events_nearer_than_a_twentieth_of_the_axis_share_a_flag():
    found = marks(event(0, "a"), event(5, "b"), event(29, "c"), event(31, "d"))
    assert [m.label for m in found] == ["1–3", "4"]
    assert found[0].text == "1 7 Feb, 22:00: a<br>2 7 Feb, 22:05: b<br>3 7 Feb, 22:29: c"
    assert found[0].at == datetime(2020, 2, 7, 22)


def test_a_flag_whose_sources_disagree_looks_different():
    calm, disputed = marks(event(0), event(60, conflict=True), event(62))
    assert (calm.label, disputed.label) == ("1", "2–3!")
    assert (calm.colour, disputed.colour) == (style.QUIET.light, style.WARNING.light)


def test_events_outside_the_period_have_no_flag():
    assert marks(event(-6), event(606)) == []
    shown = marks(event(10), event(130), end=START + timedelta(hours=1))
    assert [m.label for m in shown] == ["1"]


def test_an_event_within_a_step_of_the_first_and_last_post_has_a_flag():
    # ten hours of posts are drawn in steps of five minutes
    assert [m.label for m in marks(event(-4), event(604))] == ["1", "2"]
    assert marks(event(-4), start=START) == []


def test_a_hostile_title_is_no_markup():
    assert marks(event(0, "<img src=x onerror=alert(1)>"))[0].text.endswith("‹img src=x onerror=alert(1)›")


def test_a_month_has_no_flag_and_a_day_one_without_a_line():
    assert marks(event(60, precision="month")) == []
    (flag,) = marks({"at": "2020-02-08T12:00:00+06:00", "title": "e", "precision": "day"})
    assert (flag.at, flag.line, flag.text) == (datetime(2020, 2, 8), False, "1 8 Feb: e")


def test_a_day_is_the_same_day_in_every_zone():
    day = {"at": "2020-02-08T00:00:00+06:00", "title": "e", "precision": "day"}
    seen = replace(context(), filters=Filters(zone="America/St_Johns"), first_at=START - timedelta(days=3))
    (flag,) = layers.event_marks(layers.visible_events([day], seen), seen)
    assert flag.at == datetime(2020, 2, 8)
    assert layers.event_notes(layers.visible_events([day], seen), seen) == ("Documented events: [1] 8 Feb: e",)


def test_a_shared_flag_stands_at_its_first_event_with_a_clock():
    day = {"at": "2020-02-08T00:00:00+06:00", "title": "day", "precision": "day"}
    (flag,) = marks(day, event(130, "clock"))
    assert (flag.label, flag.at, flag.line) == ("1–2", datetime(2020, 2, 8, 0, 10), True)


def test_the_table_says_of_a_day_no_hour():
    timed = layers.in_order([event(0, precision="day"), event(0)])
    assert [layers.event_row(e, True, "Asia/Almaty")["when"] for e in timed] == [
        "Fri 7 Feb 2020",
        "Fri 7 Feb 2020, 22:00",
    ]


def test_an_event_without_a_flag_says_so_and_one_in_conflict_says_why():
    timed = layers.in_order([event(0, conflict=True, conflict_note="Two dates are given"), event(1, conflict=True)])
    noted, bare = (layers.event_row(e, False, "UTC") for e in timed)
    assert (noted["n"], noted["conflict"], bare["conflict"]) == ("(1)", "Two dates are given", "Sources disagree")


def test_a_pin_stands_on_the_clock_of_the_view():
    pin = layers.Pin("A", START, "<b>first</b>")
    (flag,) = layers.pin_marks([pin], context())
    assert (flag.at, flag.label, flag.text) == (datetime(2020, 2, 7, 22), "A", "‹b›first‹/b›")


def test_the_time_between_two_pins_is_about_where_one_of_them_is():
    first, second = layers.Pin("A", START, "a"), layers.Pin("B", START + timedelta(hours=6, minutes=56), "b")
    assert layers.difference([second, first]) == "6 h 56 min"
    assert layers.difference([replace(first, about=True), second]) == "about 6 h 56 min"
    drawn = layers.bracket([second, first], context())
    assert (drawn.start, drawn.end) == (datetime(2020, 2, 7, 22), datetime(2020, 2, 8, 4, 56))
    assert layers.difference([first]) == "" and layers.bracket([first], context()) is None


def test_silences_and_bursts_are_shaded_on_the_clock_of_the_view():
    begin, end = [pd.Timestamp("2020-02-07 16:30")], [pd.Timestamp("2020-02-07 22:30")]
    stretch = pd.DataFrame({"start": begin, "end": end, "posts": [5]})
    quiet, loud = layers.spans(Found(stretch, stretch), context())
    assert (quiet.start, quiet.end) == (datetime(2020, 2, 7, 22, 30), datetime(2020, 2, 8, 4, 30))
    assert (quiet.colour, loud.colour) == (style.OTHER.light, style.WARNING.light)


def test_no_silence_is_looked_for_where_hours_are_filtered_out():
    nothing = found.find(context(hours=(8, 18)))
    assert nothing.silences.empty
    assert nothing.bursts.empty


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_the_documented_events_of_the_demo_are_told_in_the_language_of_the_screen(code):
    use_language(code)
    try:
        rows = [layers.event_row(one, True, "Asia/Almaty") for one in layers.in_order(demo.events())]
    finally:
        use_language("en")
    assert len(rows) == len(demo.events())
    for row in rows:
        assert re.search("[а-яә]", row["what"]), row
        assert re.search("[а-яә]", row["kind"]), row
        assert not row["conflict"] or re.search("[а-яә]", row["conflict"]), row
        assert "not known" not in row["when"], row


def test_an_event_of_the_reporter_keeps_its_words():
    use_language("kk")
    try:
        assert layers.in_order([event(5, title="Their own words", kind="press")])[0]["title"] == "Their own words"
    finally:
        use_language("en")
