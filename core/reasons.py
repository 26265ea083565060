"""Why a record was rejected or kept with a loss: stored in English, told in the reader's language."""

from __future__ import annotations

import re
from functools import lru_cache

from core.i18n import N_, _

# What importers store, with {names} for what differs; tests/core/test_reasons.py compares it with their source.
REASONS = (
    N_("a live room or another thing that is no video"),
    N_("a notice of the stream, not a post"),
    N_("a notice that something was deleted, not a post"),
    N_("a record of another kind ({kind}), not a post"),
    N_("a repost of nothing: not a post of this format"),
    N_("a {what}, not a post"),
    N_("added by hand"),
    N_("an advertisement, not part of what was looked for"),
    N_("an answer without posts"),
    N_("an envelope without a post"),
    N_("an id that carries no time"),
    N_("broken characters replaced"),
    N_("damaged characters, shown as \ufffd"),
    N_("day and month may be swapped"),
    N_("forwarded: only the name of the original author is known"),
    N_("forwarded: the original message is not named"),
    N_("id damaged by a spreadsheet program"),
    N_("identical rows without an id, counted once"),
    N_("impossible date in the post: time taken from its address or its server"),
    N_("impossible date: before 2004 or in the future"),
    N_("included post left out: {problem}"),
    N_("longer than 16 MB"),
    N_("neither a repost nor an original: not a post of this format"),
    N_("neither the address of a post nor an id"),
    N_("nested too deeply"),
    N_("no account and no date: not a post of this format"),
    N_("no content: not a post of this format"),
    N_("no date and no code: not a post of this format"),
    N_("no date that can be read"),
    N_("no header row"),
    N_("no id and no name of an account"),
    N_("no message id or no chat: not a post of this format"),
    N_("no message id: not a post of this format"),
    N_("no post id"),
    N_("no record: not a post of this format"),
    N_("no score of Botometer"),
    N_("no snippet: ask the interface for part=snippet"),
    N_("no text: not a post of this format"),
    N_("no time zone"),
    N_("no time: the address of this platform carries none"),
    N_("not a post of this format: {problem}"),
    N_("not a readable row: {problem}"),
    N_("not a record: no object"),
    N_("not valid JSON"),
    N_("NUL characters removed"),
    N_("only the day is known"),
    N_("post that the snapshot's own summary counts beyond its table of posts"),
    N_("read as UTF-16"),
    N_("read as Windows-1251, because it is not UTF-8"),
    N_("read as Windows-1252, because it is not UTF-8"),
    N_("repost of an original that the file does not name"),
    N_("repost without an address of its own: kept beside the post that it shares"),
    N_("row of the sheet “{title}”, which holds no posts"),
    N_("row of the snapshot's other tables (summary, activity, contributors), not a post"),
    N_("row shorter than the header"),
    N_("row that the tool added because another post refers to it"),
    N_("service message, not a post"),
    N_("text cut short"),
    N_("text longer than 1 MB was cut"),
    N_("the collector's own time (column “time”) differs from UTC and was left aside"),
    N_("the file ends inside quotes: its last row may be cut"),
    N_("the packed file breaks off or is damaged; what came before was read"),
    N_("the post is deleted, blocked or not shown"),
    N_("the post is not available any more"),
    N_("the post is not available any more: {problem}"),
    N_("the post passed on is known only by its account and article"),
    N_("the record is cut off"),
    N_("the sheet's own time (column “time”) differs from UTC and was left aside"),
    N_("these times run {n} h; corrected from the ids"),
    N_("time zone inferred from the ids"),
    N_("video that was not found any more"),
    N_("whole minutes in the file; the second is taken from the id"),
    N_("{n} cells where the header has {width}"),
    N_("{n} columns, more than {most}"),
)


def in_words(stored: str) -> str:
    """A stored reason in the language in force; one that is not known stays as it was stored.

    >>> in_words("included post left out: no post id"), in_words("anything else")
    ('included post left out: no post id', 'anything else')
    """
    for pattern, reason in _patterns():
        found = pattern.fullmatch(stored)
        if found:
            return _(reason).format(**{name: in_words(value) for name, value in found.groupdict().items()})
    return stored


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The reasons as patterns, those without names before the others."""
    ordered = sorted(REASONS, key=lambda reason: reason.count("{"))
    return tuple((re.compile(_pattern(reason), re.DOTALL), reason) for reason in ordered)


def _pattern(reason: str) -> str:
    return re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(reason))
