"""Scores of accounts by Botometer, version 4 and X, as JSON or CSV: no posts, and never mixed with Whence's own score.

The measures keep the names that Botometer gives them, such as ``cap.universal`` or ``display_scores.english.overall``.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from core.i18n import _
from core.importers.base import Match, Sample, Source, take_sample
from core.importers.collector import Collector
from core.importers.dialects import Dialect
from core.importers.jsonfile import BadRecordError, Entry, array_entries, collect, line_entries, repaired, whole_entry
from core.importers.moments import epoch_us, iso_us
from core.importers.tabular import TableFile
from core.model import Batch

NAME = "botometer"
TITLE = "Botometer scores (JSON, CSV)"
V4, X = "Botometer v4", "Botometer X"
_TREES = ("cap", "display_scores", "raw_scores")
_IDS = ("user_id", "id_str", "user.user_data.id_str", "user.id_str", "user_data.id_str", "account_id")
_HANDLES = ("username", "screen_name", "user.user_data.screen_name", "user.screen_name", "user_data.screen_name")
_TIMES = ("timestamp", "captured_at", "collected_at")
NO_SCORE = "no score of Botometer"
NO_ACCOUNT = "no id and no name of an account"


def sniff(sample: Sample) -> Match | None:
    """The match where records or columns carry Botometer's scores beside an account."""
    names = set(sample.columns) or {key for value in sample.objects[:5] for key in flattened(value)}
    if not names or not _is_scored(names) or not names & {*_IDS, *_HANDLES}:
        return None
    tool = X if "bot_score" in names else V4
    return Match(NAME, 0.96, _("Scores of accounts as {tool} gives them; the file holds no posts.").format(tool=tool))


def _is_scored(names: set[str]) -> bool:
    return "bot_score" in names or any(name.split(".")[0] in _TREES and "." in name for name in names)


def flattened(value: Any, before: str = "", depth: int = 0) -> dict[str, Any]:  # noqa: ANN401
    """The leaves of nested objects by their dotted names.

    >>> flattened({"cap": {"english": 0.8}})
    {'cap.english': 0.8}
    """
    found: dict[str, Any] = {}
    if depth > 5 or not isinstance(value, dict):
        return found
    for key, inner in value.items():
        name = f"{before}{key}"
        if isinstance(inner, dict):
            found |= flattened(inner, f"{name}.", depth + 1)
        else:
            found[name] = inner
    return found


def read(source: Source) -> Iterator[Batch]:
    """Batches of scores; a record without a score or an account is a reject."""
    sample = take_sample(source.path, source.name)
    if sample.columns:
        return _read_table(source, sample.dialect or Dialect(",", "utf-8-sig"))
    if sample.layout == "array":
        return collect(array_entries(source.path), _take_json, "x")
    if sample.layout == "document":
        return collect(whole_entry(source.path), _take_json, "x")
    return collect(line_entries(source.path), _take_json, "x")


def _read_table(source: Source, dialect: Dialect) -> Iterator[Batch]:
    file, collector, end = TableFile(source.path, dialect), Collector("x"), 0
    try:
        for stretch in file.stretches(10_000):
            end = stretch.end
            for bad in stretch.bad:
                collector.reject(bad.number, bad.fault, dialect.delimiter.join(bad.cells))
            for number, cells in zip(stretch.numbers, stretch.rows, strict=True):
                try:
                    take(dict(zip(file.columns, cells, strict=True)), collector)
                except BadRecordError as error:
                    collector.reject(number, str(error), dialect.delimiter.join(cells))
            yield collector.batch(end)
    finally:
        file.close()


def _take_json(entry: Entry, collector: Collector) -> None:
    try:
        value = msgspec.json.decode(entry.raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = repaired(entry.raw)
    take(flattened(value), collector)


def take(record: dict[str, Any], collector: Collector) -> None:
    """Keep the scores of one account, given by dotted names."""
    account_id, handle = (_first(record, names) for names in (_IDS, _HANDLES))
    if not account_id and not handle:
        raise BadRecordError(NO_ACCOUNT)
    scores = {
        name: number for name, cell in record.items() if _names_score(name) and (number := _number(cell)) is not None
    }
    if not scores:
        raise BadRecordError(NO_SCORE)
    tool = X if "bot_score" in scores else V4
    collector.scores(account_id, (handle or "").lstrip("@") or None, tool, _captured(_first(record, _TIMES)), scores)


def _names_score(name: str) -> bool:
    return name == "bot_score" or (name.split(".")[0] in _TREES and "." in name)


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((str(record[name]).strip() for name in names if record.get(name) not in (None, "")), None)


def _number(cell: Any) -> float | None:  # noqa: ANN401
    try:
        value = float(str(cell).replace(",", ".")) if not isinstance(cell, bool) else -1.0
    except ValueError:
        return None
    return value if 0 <= value <= 5 else None


def _captured(words: str | None) -> int | None:
    if not words:
        return None
    at_us = iso_us(words)[0] or epoch_us(words)
    if at_us is not None:
        return at_us
    try:
        return round(parsedate_to_datetime(words).timestamp() * 1_000_000)
    except (ValueError, TypeError, OverflowError):
        return None
