"""The check of an article: what it must find, what it must leave alone, and where the words stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.analysis.claims import KINDS, CaseFacts, check
from core.analysis.claims.amounts import amounts, shares
from core.i18n import speaking

MODEL = Path(__file__).resolve().parents[3].parent / "shared" / "research" / "model-article.txt"
IN_2020 = CaseFacts(zone_label="Asia/Almaty (UTC+06:00)", years=(2020,))


def found(text: str, facts: CaseFacts = IN_2020) -> list[tuple[str, str]]:
    slips = check(text, facts)
    assert all(text[slip.start : slip.end] == slip.words for slip in slips)
    return [(slip.kind, slip.words) for slip in slips]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        # 9 February 2020 was a Sunday, 8 February a Saturday
        ("On Saturday, February the 9th, it spread.", "weekday", "Saturday, February the 9th"),
        ("By Saturday evening, 9th of February, it was out.", "weekday", "Saturday evening, 9th of February"),
        ("It spread on February 9, a Saturday.", "weekday", "February 9, a Saturday"),
        ("On 2020-02-09, Saturday, it spread.", "weekday", "2020-02-09, Saturday"),
        ("В субботу, 9 февраля 2020 года, видео вышло.", "weekday", "субботу, 9 февраля 2020"),
        ("Видео вышло 9 февраля, в субботу.", "weekday", "9 февраля, в субботу"),
        ("2020 жылғы 9 ақпан, сенбіде бейне тарады.", "weekday", "2020 жылғы 9 ақпан, сенбіде"),
        ("It began on Sunday, 30 February 2020.", "weekday", "Sunday, 30 February 2020"),
        ("The first video appeared at around 22:00 hours in the evening.", "zone", "22:00 hours"),
        ("It was posted at 5 a.m. and removed later.", "zone", "5 a.m."),
        ("Первые сообщения появились в 22.00 вечера.", "zone", "в 22.00"),
        ("Алғашқы жазба сағат 22:00-де шықты.", "zone", "сағат 22:00"),
        ("Tweets had already amassed over 205,000 original users.", "reach", "205,000 original users"),
        ("The post was seen by 1.2 million people.", "reach", "1.2 million people"),
        ("Видео посмотрели 160 тысяч человек.", "reach", "160 тысяч человек"),
        ("Охват поста составил 23 млн пользователей.", "reach", "23 млн пользователей"),
        ("We took 100 accounts. At least a third of the accounts are new.", "at_least", "At least a third"),
        ("At least 30% of the tweets are new.", "at_least", "At least 30%"),
        ("Не менее трети из 100 аккаунтов новые.", "at_least", "Не менее трети"),
        ("Аккаунттардың кемінде үштен бірі жаңа.", "at_least", "кемінде үштен бірі"),
        ("Of 12 accounts 5 are new, that is 42 % of the accounts.", "small_n", "42 %"),
        ("40 % из 12 аккаунтов новые.", "small_n", "40 %"),
        ("12 аккаунттың үштен бірі жаңа.", "small_n", "үштен бірі"),
        ("We counted 33 accounts of 5,000 posts.", "denominators", "33 accounts of 5,000 posts"),
        ("Videos gained up to 160,000 views and 1,000 retweets in total.", "maximum", "up to 160,000 views"),
        ("Видео собрали до 160 тысяч просмотров в общей сложности.", "maximum", "до 160 тысяч просмотров"),
        ("The account @ann is a bot.", "bot", "bot"),
        ("Right-wing radicals and Chinese bots.", "bot", "Chinese bots"),
        ("Эти аккаунты — боты.", "bot", "боты"),
        ("Бұл аккаунттар – боттар.", "bot", "боттар"),
    ],
)
def test_a_slip_is_found(text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "On Sunday, 9 February 2020, at 22:00 (UTC+06:00), it spread.",
        "On Saturday police said that on 9 February it began.",
        "On Saturday, 9 February 2019, it spread.",
        "In the night of 7 February it began; the law is of 12 February 2015.",
        "At around 5 in the morning (Almaty time) videos began to be shared.",
        "All times are Almaty time. It began at 22:00. It ended at 23:30.",
        "Первое сообщение появилось в 22.00 по времени Алматы.",
        "Жазба Алматы уақыты бойынша сағат 22:00-де шықты.",
        "The video lasts 12:30, its format is 16:9, and they won 3:2.",
        "The file is called Screenshot-2020-02-09-at-16.06.22.png.",
        "Thousands of citizens were forced to flee, tweets said; some 40,000 people left.",
        "1,200 users shared the post.",
        "At least 10 people died, and it took at least half an hour.",
        "At least 33 of 100 accounts are new.",
        "33 of 100 accounts (33%; 95 % interval 25 to 43 %) are new.",
        "The share is at least 25% [25%–43%] of the accounts.",
        "A third of the 120 accounts are new.",
        "Videos gained up to 160,000 views each.",
        "These accounts show signs of automation; whether they are bots is not known.",
        "The bot score of the account is 3.9, and a chat bot answered us.",
        "Is the account a bot?",
        "Аккаунт похож на бота.",
        "9 ақпан 2020 ж., жексенбі күні бейне тарады.",
        "",
        " \n\n ",
    ],
)
def test_good_writing_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_year_comes_from_the_ids_of_posts_where_no_case_is_open() -> None:
    text = "https://x.com/a/status/1225916162137038848 spread on Saturday, February the 9th."
    assert found(text, CaseFacts()) == [("weekday", "Saturday, February the 9th")]
    assert found("It spread on Saturday, February the 9th.", CaseFacts()) == []


def test_a_case_over_two_years_takes_either() -> None:
    assert found("On Saturday, 9 February, it spread.", CaseFacts(years=(2019, 2020))) == []


def test_at_least_follows_the_interval_of_the_case() -> None:
    text = "At least a third of the accounts are bots, it seems."
    counted = {"scored": 100, "above": 33}
    (slip,) = check(text, CaseFacts(low=0.246, high=0.427, **counted))
    assert "33 of 100 scored accounts, 95 % interval 24.6% to 42.7%" in slip.sentence
    assert check(text, CaseFacts(low=0.34, high=0.45, scored=1000, above=390)) == []


def test_the_interval_behind_at_least_is_wilsons() -> None:
    (slip,) = check("At least a third of the 100 accounts are new.")
    assert "33 of 100 accounts is 33%, with a 95 % interval of 24.6% to 42.7%" in slip.sentence


def test_a_share_of_accounts_and_one_of_posts_are_told_apart() -> None:
    text = "A third of the accounts are bots.\n\nHalf of the tweets were written by bots."
    (slip,) = [slip for slip in check(text) if slip.kind == "denominators"]
    # odds 1:1 of the posts against 1:2 of the accounts
    assert "2.0 times as many posts" in slip.sentence
    beside = "A third of the accounts and half of the tweets show signs of automation."
    assert [slip for slip in check(beside) if slip.kind == "denominators"] == []


def test_numbers_of_the_case_are_called_by_their_name() -> None:
    facts = CaseFacts(reach=205_100, views=900_000, most_views=160_500)
    (reach,) = check("Tweets amassed over 205,000 users.", facts)
    assert "In this case 205,100 is the potential reach" in reach.sentence
    (total,) = check("The posts have 160,000 views in total.", facts)
    assert "all posts together have 900,000" in total.sentence
    (most,) = check("The most seen post has 900,000 views.", facts)
    assert "the most seen post has 160,500" in most.sentence


def test_every_kind_has_a_sentence_in_the_language_of_the_screen() -> None:
    with speaking("ru"):
        (slip,) = check("On Saturday, 9 February 2020, it spread.")
        assert "воскресенье, 9 февраля 2020" in slip.sentence


def test_amounts_in_words_and_digits() -> None:
    said = "205,000 and 205.000 and 3,4 тыс. and one hundred and sixty thousand and сто шестьдесят тысяч and 0.5"
    assert [a.value for a in amounts(said)] == [205_000, 205_000, 3400, 160_000, 160_000, 0.5]


def test_a_share_knows_its_unit_and_number() -> None:
    told = [(round(s.value, 2), s.unit, s.of) for s in shares("30% of the 1,000 tweets, and half were by bot accounts")]
    assert told == [(0.3, "posts", 1000), (0.5, "posts", 0)]


def test_hostile_and_long_texts_end() -> None:
    for text in ("9" * 20_000, "at " * 8_000, "(" * 20_000, "one hundred and " * 2_000, "\u202e<script>" * 3_000):
        check(text)


def test_the_slips_of_the_model_article() -> None:
    if not MODEL.is_file():
        pytest.skip("the model article is not part of the project")
    told = found(MODEL.read_text(encoding="utf-8"), CaseFacts())
    assert {kind for kind, _words in told} == set(KINDS) - {"small_n"}
    assert ("weekday", "Saturday, February the 9th") in told
    assert ("at_least", "at least a third") in told
    assert len(told) == 13, "each of them was read and is right; look at what is new"
