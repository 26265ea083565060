"""JSON records of a file one by one: lines, an array, or an array inside one document."""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np

from core.importers.collector import Collector
from core.importers.texts import cleaned
from core.model import Batch

LINE_LIMIT = 16 << 20
#: Read so much at once: lines of posts are about as long as Python's own buffer, which costs four times the time.
_READ_BYTES = 1 << 20
DEPTH_LIMIT = 200
BOM = b"\xef\xbb\xbf"
CUT = "the record is cut off"
NOT_JSON = "not valid JSON"
TOO_DEEP = "nested too deeply"
TOO_LONG = "longer than 16 MB"
BROKEN_CHARACTERS = "broken characters replaced"
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]|"', re.DOTALL)
Shape = TypeVar("Shape")


@dataclass(slots=True)
class Entry:
    """One record: its line or place in the array (from 1), its bytes, and what is wrong with it."""

    line: int
    raw: bytes
    end: int
    fault: str = ""


class BadRecordError(ValueError):
    """The record cannot be read; the message is the reason."""


def line_entries(path: Path) -> Iterator[Entry]:
    """Each line that is not blank; a line over 16 MB is a fault."""
    with path.open("rb", buffering=_READ_BYTES) as file:
        line, end = 0, 0
        while raw := file.readline(LINE_LIMIT + 1):
            line, end = line + 1, end + len(raw)
            if len(raw) > LINE_LIMIT and not raw.endswith(b"\n"):
                end += _skip_line(file.readline)
                yield Entry(line, raw[:8_000], end, TOO_LONG)
            elif content := raw.removeprefix(BOM).strip():
                yield Entry(line, content, end)


def _skip_line(readline: Callable[[int], bytes]) -> int:
    skipped = 0
    while raw := readline(LINE_LIMIT):
        skipped += len(raw)
        if raw.endswith(b"\n"):
            break
    return skipped


def array_entries(path: Path, key: str = "") -> Iterator[Entry]:
    """Each element of the array that is the file, or of the array under ``key``."""
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        start = next(array_starts(whole, key), None)
        if start is not None:
            yield from elements(whole, start)


def array_starts(content: bytes | mmap.mmap, key: str) -> Iterator[int]:
    """The places behind the opening brackets of arrays under ``key``, or of the first array of all."""
    if not key:
        opening = content.find(b"[")
        yield from [opening + 1] if opening >= 0 else []
        return
    for found in re.finditer(rb'(?<!\\)"' + re.escape(key.encode()) + rb'"\s*:\s*\[', content):
        yield found.end()


def elements(content: bytes | mmap.mmap, start: int) -> Iterator[Entry]:
    """Each object of the array that opens before ``start``; an array that breaks off ends with a fault."""
    depth, opened, place = 0, -1, 0
    for token in _TOKEN.finditer(content, start):
        sign = content[token.start()]
        if sign in b"[{":
            opened = token.start() if not depth else opened
            depth += 1
        elif sign in b"]}":
            depth -= 1
            if depth < 0:
                return
            if not depth:
                place += 1
                is_long = token.end() - opened > LINE_LIMIT
                raw = content[opened : opened + 8_000 if is_long else token.end()]
                yield Entry(place, raw, token.end(), TOO_LONG if is_long else "")
    if depth:
        yield Entry(place + 1, content[opened : opened + 8_000], len(content), CUT)


def is_too_deep(raw: bytes) -> bool:
    """True where the record is nested more than 200 deep; what few brackets or few levels rule out is not tokenised.

    >>> is_too_deep(b"[[[]]]"), is_too_deep(b"[" * 300 + b"]" * 300), is_too_deep(b'"' + b"[" * 300 + b'"')
    (False, True, False)
    """
    if len(raw) <= DEPTH_LIMIT:
        return False
    signs = np.frombuffer(raw, np.uint8) | 0x20  # "[" and "{", "]" and "}" differ in this bit alone
    opens = signs == ord("{")
    if np.count_nonzero(opens) <= DEPTH_LIMIT:
        return False
    steps = opens.astype(np.int8) - (signs == ord("}")).astype(np.int8)
    if np.cumsum(steps, dtype=np.int32).max() <= DEPTH_LIMIT and not _has_brackets_in_texts(steps):
        return False
    depth = 0
    for token in _TOKEN.finditer(raw):
        sign = raw[token.start()]
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > DEPTH_LIMIT:
            return True
    return False


def _has_brackets_in_texts(steps: np.ndarray) -> bool:
    """True where brackets do not cancel out: some stand in texts, or the record is cut."""
    return bool(steps.sum(dtype=np.int64) != 0)


def parse(raw: bytes, decoder: msgspec.json.Decoder[Shape], collector: Collector) -> Shape:
    """The record in its typed shape; half surrogates are repaired and counted, NULs are left to the Collector."""
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        # a database writes {"$numberLong": "1"} for 1; 1e400 is no number that a computer counts with
        if b'"$' in raw or "out of range" in str(error):
            return shaped(without_types(repaired(raw)), decoder)
        raise BadRecordError(f"not a post of this format: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    except RecursionError as error:
        raise BadRecordError(TOO_DEEP) from error
    value = repaired(raw)
    collector.degradations[BROKEN_CHARACTERS] += 1
    return shaped(value, decoder)


def shaped(value: Any, decoder: msgspec.json.Decoder[Shape]) -> Shape:  # noqa: ANN401 - any JSON value
    """A JSON value in its typed shape; written out once more, because parts of a shape may be raw JSON."""
    try:
        return decoder.decode(msgspec.json.encode(value))
    except msgspec.DecodeError as error:
        raise BadRecordError(f"not a post of this format: {error}") from error
    except RecursionError as error:
        raise BadRecordError(TOO_DEEP) from error


_TYPE_NAMES = {"$numberLong", "$numberInt", "$numberDouble", "$oid", "$date"}


def without_types(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value without the types that MongoDB writes around ids, numbers and dates.

    >>> without_types({"id": {"$numberLong": "7"}, "at": [{"$date": {"$numberLong": "9"}}]})
    {'id': '7', 'at': ['9']}
    """
    if isinstance(value, list):
        return [without_types(item) for item in value]
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)) in _TYPE_NAMES:
            return without_types(next(iter(value.values())))
        return {key: without_types(item) for key, item in value.items()}
    return value


def repaired(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value as the standard library reads it, cleaned of what cannot be stored."""
    try:
        return cleaned(json.loads(raw.decode("utf-8", "replace")))
    except RecursionError as error:
        raise BadRecordError(TOO_DEEP) from error
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(raw.decode("utf-8", "replace")) or "Unterminated" in error.msg
        raise BadRecordError(CUT if is_cut else NOT_JSON) from error


def collect(entries: Iterator[Entry], take: Callable[[Entry, Collector], None], platform: str) -> Iterator[Batch]:
    """Batches of what ``take`` makes of each entry; faults and bad records become rejects."""
    collector, end = Collector(platform), 0
    for entry in entries:
        end = entry.end
        try:
            if entry.fault or is_too_deep(entry.raw):
                raise BadRecordError(entry.fault or TOO_DEEP)
            take(entry, collector)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), entry.raw)
        except RecursionError:
            collector.reject(entry.line, TOO_DEEP, entry.raw)
        if collector.is_full:
            yield collector.batch(end)
    yield collector.batch(end)
