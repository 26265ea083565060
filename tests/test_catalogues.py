"""The catalogues of locale/ say everything that the screen says, with the same names filled in, and in their script."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.i18n import LANGUAGES, LOCALE_DIR, _, ngettext, use_language

ROOT = Path(__file__).resolve().parents[1]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
#: What a sentence is filled with, and what a browser or Streamlit would act on.
FILLED_IN = re.compile(r"\{\w*\}|%\w|</?\w+[^>]*>|`|\*\*|:material/\w+:")
#: Latin words that are right in a Cyrillic sentence: names of programs and platforms, file formats, keys and codes.
LATIN = set(
    """
    API AUC Africa Almaty Asia Berlin Bluesky Botometer BotometerLite Brandwatch CED CSV Chromium CrowdTangle Ctrl D
    Data Desktop Enter Escape Europe Excel Facebook FiveThirtyEight ForceAtlas2 GB GIF Gephi GetOldTweets
    GetOldTweets3 GraphQL HAR HTML Hit Hoaxy Id Instagram JPEG JSON JSONL Kaggle Language Louvain Mastodon Media Cloud
    Meltwater Metrics N NUL Nairobi Name Office Opening P PDF PNG Page Parquet Query RAR Reddit SHA SQLite SVG
    SearchTimeline Sentence Snippet TAGS TXT Telegram Text TikTok Tools TweetDetail Twitter Type UTC UTF Union
    UserTweets VK WHENCE_CHROMIUM WebP Weibo Whence X YouTube Zeeschuimer Zip CAT
    _type account account_id accounts analyse arXiv at author author_id birdspotter body casIn cascade_id case
    cascades commentThreads content core counts createTime created_at csv data date desc docs evidence exp_recency
    exports facebook false files follow followed_id follower_id gexf graph graphml gzip http https id id_str is_bot
    json kind legacy links lists m md message METHODS mid minet most_recent n or parent parent_post_id parquet part pdi
    peer_id platformId postUrl post_id posts python rawContent rejects rest_id result scores scraper search
    snippet snscrape star statistics stats text thread_id time timeline timelines timestamp true twarc twarc2
    twscrape type uid uri users v1 v2 videos youtube zip reposts
    BY C CC E GEXF GraphML H Leiden PACKAGE PageRank S Shift T16 WebGL Z ZIP account_key accounts_with_signs all alt
    band captions claims convert dark de dossier en es export figures fr from group hours html install k kk lang
    light list manifest method mm numbers out pdf pip platform png potential_reach q recipe replies ru share since
    sources svg texts to transparent tz verify vl xlsx zh zone
    AFP Boursorama COVID Economist Eurasia Exclusive Factcheck Font Google IBM Informburo License Open
    OpenDocument Plex Reuters SIL Sans Sheets Standard Telethon Tengrinews The Times TweetReach Windows kz
    """.split()
)


@lru_cache
def said() -> dict[str, Message]:
    """Every message in the source, as Babel finds it (2.5 s)."""
    found = Catalog()
    methods = [("**.py", "tools.messages:extract"), ("**-events.json", "tools.messages:extract_events")]
    for folder in ("core", "pages", "data"):
        for _file, _line, text, _comments, _context in extract_from_dir(ROOT / folder, methods, {}, keywords=KEYWORDS):
            found.add(text)
    return {str(message.id): message for message in found if message.id}


@lru_cache
def catalogue(code: str) -> Catalog:
    with (LOCALE_DIR / code / "LC_MESSAGES" / "whence.po").open("rb") as file:
        return read_po(file, locale=code)


def translations(code: str) -> list[tuple[str, str]]:
    """English and translation of each sentence that is still said; of a plural, each of its forms."""
    pairs = []
    for message in catalogue(code):
        if message.id and str(message.id) in said():
            english = message.id[1] if message.pluralizable else message.id
            forms = message.string if message.pluralizable else (message.string,)
            pairs += [(english, form) for form in forms if form]
    return pairs


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_missing_or_fuzzy(code: str) -> None:
    known = {str(message.id): message for message in catalogue(code) if message.id}
    missing = [text for text in said() if text not in known or not all(_forms(known[text]))]
    fuzzy = [text for text in said() if text in known and known[text].fuzzy]
    assert not missing, f"{len(missing)} sentences are missing: run make messages, and fill them in"
    assert not fuzzy, f"{len(fuzzy)} sentences are marked fuzzy: look at them, and take the mark off"


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_plural_has_all_its_forms_and_its_number(code: str) -> None:
    plurals = [m for m in catalogue(code) if m.pluralizable and str(m.id) in said()]
    assert len(plurals) > 40
    for message in plurals:
        assert len(message.string) == catalogue(code).num_plurals, message.id
        counted = "{top}" if "{top}" in message.id[1] else "{n}"
        if code == "ru" and counted in message.id[1]:  # its first form also stands for 21, 31, …
            assert all(counted in form for form in message.string), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_filled_in_and_marked_up_is_the_same(code: str) -> None:
    different = {
        english: form
        for english, form in translations(code)
        if sorted(FILLED_IN.findall(english)) != sorted(FILLED_IN.findall(form))
    }
    assert not different


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_edges_of_a_sentence_are_the_same(code: str) -> None:
    different = {
        english: form
        for english, form in translations(code)
        if (english[:1] == " ", english[-1:] == " ") != (form[:1] == " ", form[-1:] == " ")
        or english.endswith(".") != form.endswith(".")
        and not form.endswith(("?", "…", "дн."))
    }
    assert not different


def latin_words(text: str) -> set[str]:
    """The Latin words of a text that are neither filled in nor known to belong there.

    >>> sorted(latin_words("{share} of the аккаунтов, id, UTF-8"))
    ['of', 'the']
    """
    return {word for word in re.findall(r"[A-Za-z]\w*", re.sub(r"\{\w*\}", "", text))} - LATIN


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_english_is_left_over(code: str) -> None:
    assert not {form: words for _english, form in translations(code) if (words := latin_words(form))}


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_latin_letter_hides_in_a_cyrillic_word(code: str) -> None:
    mixed = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]|[A-Za-z][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
    assert not [form for _english, form in translations(code) if mixed.search(re.sub(r"\{\w*\}", "", form))]


@pytest.mark.parametrize("code", TRANSLATED)
def test_quotation_marks_are_those_of_the_language(code: str) -> None:
    assert not [form for _english, form in translations(code) if re.search(r"[“”]", form)]


@pytest.mark.parametrize(("n", "counted"), [(1, "1 пост"), (2, "2 поста"), (5, "5 постов"), (21, "21 пост")])
def test_russian_counts_as_it_is_spoken(n: int, counted: str) -> None:
    use_language("ru")
    try:
        assert ngettext("{n} post", "{n} posts", n).format(n=n) == counted
        assert _("") == "", "of nothing, gettext would say the header of the catalogue"
    finally:
        use_language("en")


def test_every_section_of_the_methods_has_a_name_to_translate() -> None:
    text = (ROOT / "docs" / "METHODS.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## (.+)$", text, re.MULTILINE)) <= set(said())
