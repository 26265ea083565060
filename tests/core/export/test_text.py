"""Words are made harmless, measured and wrapped."""

from __future__ import annotations

import pytest

from core.export.text import balanced, clean, joined, plain, sentences, text_width, wrap
from core.i18n import speaking

SENTENCES = (
    "Сколько аккаунтов показывают признаки автоматизации в Кордае",
    "Қордай оқиғалары туралы жазған аккаунттардың бағаларының таралуы",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "哈萨克斯坦的中国餐馆被烧毁的虚假消息是怎样传播的",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("width", [80, 150, 400])
def test_no_line_is_wider_than_asked_and_no_sign_is_lost(sentence, width):
    lines = wrap(sentence, width, 14)
    assert max(text_width(line, 14) for line in lines) <= width
    assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")


def test_balanced_lines_leave_no_word_alone():
    lines = balanced("The story slept for seven hours, then broke out in English", 600, 25, bold=True)
    assert len(lines) == 2
    assert len(lines[1].split()) > 2


def test_nothing_to_wrap_is_no_line():
    assert wrap("", 100, 14) == wrap(" \n\t", 100, 14) == []


def test_wide_letters_take_more_room_than_narrow_ones():
    assert text_width("中文", 10) > text_width("ab", 10) > text_width("il", 10)
    assert text_width("word", 10, bold=True) > text_width("word", 10)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\x00", "\x1b", "\u200f", "\ufeff", "\ufffe"])
def test_marks_that_hide_or_turn_text_round_are_taken_out(mark):
    assert clean(f"a{mark}b") == "ab"


def test_joiners_that_spelling_needs_are_kept():
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_tags_and_entities_are_shown_as_they_are():
    assert plain('<a href="x">&lt;') == '&lt;a href="x"&gt;&amp;lt;'


def test_a_space_that_must_not_break_keeps_its_words_together():
    assert wrap("so 9\u00a0% von 40\u00a0000", 60, 16) == ["so 9\u00a0%", "von", "40\u00a0000"]


def test_chinese_breaks_beside_no_closing_mark_and_in_no_latin_word():
    lines = wrap("来源：kordai的数据，由Whence制作完成。", 90, 16)
    assert all(line[0] not in "：，。" for line in lines) and "".join(lines) == "来源：kordai的数据，由Whence制作完成。"
    assert any("kordai" in line for line in lines) and any("Whence" in line for line in lines)


def test_a_part_that_does_not_fit_begins_a_line_without_the_dot():
    assert joined(("Source: a", "Method: b"), 400, 12) == ["Source: a · Method: b"]
    assert joined(("Source: a", "Method: b"), 80, 12) == ["Source: a", "Method: b"]


def test_a_title_is_never_balanced_by_breaking_a_word():
    assert balanced("Документированные события", 300, 21, bold=True) == ["Документированные", "события"]


def test_sentences_end_once_also_in_quotes_and_in_chinese():
    assert sentences("Title", "Claim: «Burnt.»") == "Title. Claim: «Burnt.»"
    assert sentences("A “quoted”", "") == "A “quoted”."
    with speaking("zh"):
        assert sentences("帖子", "说法：“x.”") == "帖子。说法：“x.”"
