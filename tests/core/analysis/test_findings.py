"""Findings: the sentences, and the sentences that are not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.analysis.findings import CaseNumbers, duration, findings
from core.model import Filters

FIRST = datetime(2020, 2, 7, 16, tzinfo=UTC)
WAKE = datetime(2020, 2, 7, 22, 56, tzinfo=UTC)
CASE = CaseNumbers(
    zone="Asia/Almaty",
    posts=40_000,
    accounts=1_500,
    first_at=FIRST,
    last_at=FIRST + timedelta(days=9),
    silence_start=FIRST,
    silence_end=WAKE,
    silence_posts=0,
    burst_start=WAKE,
    burst_peak_at=WAKE + timedelta(minutes=84),
    burst_peak_posts=312,
    burst_peak_s=600,
    languages=(("en", FIRST), ("fr", FIRST + timedelta(minutes=12)), ("und", FIRST + timedelta(hours=1))),
    platforms=(("youtube", FIRST), ("x", WAKE)),
    scored=1_204,
    with_signs=373,
    signs_low=0.28,
    signs_high=0.34,
    posts_of_scored=1000,
    posts_with_signs=440,
    cascades=812,
    largest_cascade=2_340,
    largest_cascade_s=86_400,
    documented_share=0.12,
    top_accounts=10,
    top_shares=300,
    all_shares=1_000,
)


def said(case: CaseNumbers) -> dict[str, str]:
    """Sentences by page; the two on the timeline's order joined."""
    texts: dict[str, str] = {}
    for finding in findings(case):
        texts[finding.page] = f"{texts.get(finding.page, '')} {finding.text}".strip()
    return texts


def test_the_whole_story_in_sentences():
    assert [f.text for f in findings(CASE)] == [
        "The earliest post in the collected data is from Fri 7 Feb 2020, 22:00 (Asia/Almaty, UTC+06:00).",
        "After it come 6 h 56 min of near silence; then a burst: at its peak, Sat 8 Feb 2020, 06:20–06:30, 312 posts "
        "in 10 min.",
        "Of the languages that are known, English comes first; then French after 12 min.",
        "YouTube comes first here; then X after 6 h 56 min.",
        "Of 1,204 scored accounts, 31% [28%–34%] show signs of automation; they wrote 44% of the posts of scored "
        "accounts.",
        "The 10 most passed-on accounts received 30% of 1,000 shares, quotes and replies.",
        "The posts form 812 cascades; the largest has 2,340 posts over 1 d.",
    ]


def test_every_finding_says_what_it_rests_on():
    assert all(f.basis and f.page for f in findings(CASE))
    assert "296 of 1,500 accounts could not be scored" in findings(CASE)[4].basis


def test_nothing_is_said_without_numbers():
    assert findings(CaseNumbers(zone="UTC")) == []


def test_a_share_without_an_interval_is_not_said():
    assert "bot_scores" not in said(replace(CASE, signs_low=None))


def test_a_silence_later_on_names_its_time_and_its_strays():
    late = replace(CASE, silence_start=FIRST + timedelta(hours=5), silence_end=FIRST + timedelta(hours=8))
    assert "From Sat 8 Feb 2020, 03:00 there are 3 h of near silence;" in said(late)["timeline"]
    assert "near silence with 1 post in between;" in said(replace(CASE, silence_posts=1))["timeline"]


def test_a_burst_without_a_silence_stands_alone():
    loud = replace(CASE, silence_start=None)
    sentence = "A burst begins at Sat 8 Feb 2020, 04:56: at its peak, Sat 8 Feb 2020, 06:20–06:30, 312 posts in 10 min."
    assert sentence in said(loud)["timeline"]


def test_a_peak_over_midnight_names_both_days_and_one_without_a_time_none():
    late = replace(CASE, burst_peak_at=datetime(2020, 2, 8, 17, 55, tzinfo=UTC))
    assert "Sat 8 Feb 2020, 23:55–Sun 9 Feb 2020, 00:05, 312 posts" in said(late)["timeline"]
    assert "then a burst: at its peak 312 posts in 10 min." in said(replace(CASE, burst_peak_at=None))["timeline"]


def basis(case: CaseNumbers, page: str, place: int = 0) -> str:
    return [finding.basis for finding in findings(case) if finding.page == page][place]


def test_of_a_view_only_the_largest_cascade_is_spoken_of():
    part = replace(CASE, cascades=None)
    assert said(part)["cascades"] == "The largest cascade with a post here has, as a whole, 2,340 posts over 1 d."


def test_the_share_of_stated_parents_is_that_of_the_whole_case():
    text = "In the whole case, 12% of the links state their parent; the others name only the root."
    assert basis(CASE, "cascades") == text


def test_languages_are_ordered_among_those_that_are_known():
    known = replace(CASE, languages=CASE.languages[:2])
    assert "English comes first here; then French after 12 min." in said(known)["timeline"]
    assert "no known language" not in basis(CASE, "timeline", 2)
    unknown_first = replace(CASE, languages=(("und", FIRST - timedelta(hours=1)), *CASE.languages[:2]))
    assert basis(unknown_first, "timeline", 2).startswith("The earliest post has no known language.")


def test_concentration_says_what_is_counted():
    assert "passing on a post of one's own counts in neither number" in basis(CASE, "spreaders")


def test_the_offset_is_that_of_the_day_of_the_first_post():
    summer = replace(CASE, zone="Europe/Paris", first_at=datetime(2020, 7, 1, tzinfo=UTC))
    assert "UTC+02:00" in said(summer)["timeline"]
    assert "UTC+01:00" in said(replace(CASE, zone="Europe/Paris"))["timeline"]


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("America/St_Johns", "-03:30"), ("Asia/Kolkata", "+05:30"), ("America/Bogota", "-05:00"), ("UTC", "+00:00")],
)
def test_the_offset_is_that_of_the_header_even_by_half_an_hour(zone, offset):
    assert f"({zone.replace('_', ' ')}, UTC{offset})" in said(replace(CASE, zone=zone))["timeline"]
    assert f"(UTC{offset})" in Filters(zone=zone).zone_label(FIRST)


def test_the_earliest_post_of_a_view_is_not_called_the_earliest_of_the_data():
    text = said(replace(CASE, filtered=True))["timeline"]
    assert text.startswith("Of the posts that the filter leaves, the earliest is from Fri 7 Feb 2020, 22:00")
    assert "collected data" not in text


def test_one_language_and_many_languages():
    only = replace(CASE, languages=(("kk", FIRST),))
    assert "Kazakh is the only known language here." in said(only)["timeline"]
    many = tuple(
        (code, FIRST + timedelta(minutes=i)) for i, code in enumerate(["en", "fr", "es", "de", "zh", "ru", "hi"])
    )
    assert "Chinese after 4 min and 2 more." in said(replace(CASE, languages=many))["timeline"]


@pytest.mark.parametrize("word", ["bot", "source", "patient zero", "fake account"])
def test_no_sentence_accuses(word):
    assert word not in " ".join(f.text for f in findings(CASE)).lower()


@pytest.mark.parametrize(("seconds", "text"), [(0, "0 s"), (59.6, "1 min"), (3600, "1 h"), (93_600, "1 d 2 h")])
def test_durations(seconds, text):
    assert duration(seconds) == text
