"""Files without posts are refused with a sentence that says what they are and what would help."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import NotPostsError
from core.importers import detect, preview_columns, read

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "formats"
Write = Callable[[str | bytes], Path]


def refusal_of(path: Path) -> NotPostsError:
    with pytest.raises(NotPostsError) as caught:
        detect(path, "my export.json")
    assert caught.value.file == "my export.json"
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (gzip.compress(b"{}"), "gzip"),
        (b"<!DOCTYPE html>\n<html><body>Chat</body></html>", "HTML"),
        (b"PAR1 and nothing more", "Parquet"),
        (b"\x00\x01\x02\x03 binary", "neither JSON nor a table"),
        (b"just some words\nand more of them\n", "neither JSON nor a table"),
        (b"name,city\nAnna,Almaty\n", "No column"),
        (b"id,created_at,text\n", "no rows"),
        (b"[]", "no records"),
        (b'["one text", "another text"]', "bare texts"),
        (b"[1225811454981046273]", "bare numbers"),
        (b'{"errors": [{"code": 88}]}', "error messages"),
        (b'{"a": {"b": 1}}', "its keys are a"),
        (b"window.YTD.tweets.part0 = [", "account archive"),
        (b"from_user_id,to_user_id,tweet_id,tweet_created_at\n1,2,3,2020-02-07T16:00:00Z\n", "Hoaxy"),
    ],
)
def test_the_sentence_says_what_the_file_is(content: bytes, words: str, write: Write) -> None:
    assert words in refusal_of(write(content)).what


def test_an_excel_workbook_and_a_zip(tmp_path: Path) -> None:
    for member, words in (("xl/workbook.xml", "workbook"), ("posts.csv", "zip archive")):
        with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
            archive.writestr(member, "made up")
        assert words in refusal_of(tmp_path / "upload").what


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("not-posts/twarc2_counts.jsonl", "counts of posts"),
        ("not-posts/twarc2_users.jsonl", "account profiles"),
        ("not-posts/twarc2_lists.jsonl", "lists of accounts"),
        ("not-posts/twarc2_tweets_compliance.jsonl", "which posts are gone"),
        ("not-posts/twarc2_users_compliance.jsonl", "which accounts are gone"),
        ("not-posts/empty.json", "empty"),
        ("not-posts/day_only_no_id.json", "no time of day and no id"),
        ("not-posts/telegram_texts_only.json.gz", "gzip"),
    ],
)
def test_real_files_without_posts(file: str, words: str) -> None:
    path = SAMPLES / file
    if not path.exists():
        pytest.skip("the sample exports are not beside this repository")
    assert words in refusal_of(path).what


def test_real_bare_texts(write: Write) -> None:
    path = SAMPLES / "not-posts" / "telegram_texts_only.json.gz"
    if not path.exists():
        pytest.skip("the sample exports are not beside this repository")
    assert "bare texts" in refusal_of(write(gzip.decompress(path.read_bytes()))).what


def test_a_file_that_is_no_table_has_no_preview(write: Write) -> None:
    with pytest.raises(NotPostsError, match="PDF"):
        preview_columns(write(b"%PDF-1.7"))


def test_an_unknown_importer_is_named(write: Write) -> None:
    with pytest.raises(NotPostsError, match="no importer called myspace"):
        list(read(write("x"), importer="myspace"))
