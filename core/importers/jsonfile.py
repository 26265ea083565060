"""JSON records of a file one by one: lines, an array, or an array inside one document."""

from __future__ import annotations

import json
import mmap
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec
import numpy as np

from core.importers.collector import Collector
from core.importers.texts import cleaned
from core.model import Batch

LINE_LIMIT = 16 << 20
#: Read so much at once: what is looked through several times should fit the cache of a processor.
_READ_BYTES = 1 << 18
DEPTH_LIMIT = 200
BOM = b"\xef\xbb\xbf"
_OPENS, _CLOSES = b"{}"
CUT = "the record is cut off"
NOT_JSON = "not valid JSON"
TOO_DEEP = "nested too deeply"
TOO_LONG = "longer than 16 MB"
BROKEN_CHARACTERS = "broken characters replaced"
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]|"', re.DOTALL)
Shape = TypeVar("Shape")


class Entry(msgspec.Struct, gc=False):
    """One record: its line or place in the array (from 1), its bytes, and what is wrong with it.

    ``made`` is the record in the shape of the reader's decoder, where it was decoded already.
    """

    line: int
    raw: bytes | memoryview
    end: int
    fault: str = ""
    made: Any = None


class BadRecordError(ValueError):
    """The record cannot be read; the message is the reason."""


def whole_entry(path: Path) -> Iterator[Entry]:
    """The one document that the file is."""
    raw = path.read_bytes()
    yield Entry(1, raw.strip(), len(raw), TOO_DEEP if is_too_deep(raw) else "")


def line_entries(path: Path, decoder: msgspec.json.Decoder[Any] | None = None) -> Iterator[Entry]:
    """Each line that is not blank; one over 16 MB or nested too deeply has a fault.

    With a decoder, the lines of a block are decoded at once where each of them is a record of its shape: a line costs
    a tenth less.
    """
    with path.open("rb", buffering=0) as file:
        line, begun = 0, 0
        for block, left_out in _whole_lines(file):
            opens, start = _brackets(block, "{"), 0
            ends = _line_ends(block)
            made = _all_made(block, ends, decoder)
            whole = memoryview(block)
            for place, stop in enumerate(ends):
                content = whole[start:stop] if made else block[start:stop].removeprefix(BOM).strip()
                line, end = line + 1, begun + min(stop + 1, len(block))
                if stop - start > LINE_LIMIT:
                    yield Entry(line, content[:8_000], end + left_out, TOO_LONG)
                elif content:
                    may_be_deep = stop - start > DEPTH_LIMIT < np.count_nonzero(opens[start:stop])
                    fault = TOO_DEEP if may_be_deep and is_too_deep(content) else ""
                    yield Entry(line, content, end, fault, made[place] if made else None)
                start = stop + 1
            begun += len(block) + left_out


def _line_ends(block: bytes) -> list[int]:
    """The place behind each line, before its line break."""
    ends, start = [], 0
    while start < len(block):
        stop = block.find(b"\n", start)
        ends.append(stop if stop >= 0 else len(block))
        start = ends[-1] + 1
    return ends


def _all_made(block: bytes, ends: list[int], decoder: msgspec.json.Decoder[Any] | None) -> list[Any] | None:
    """The record of each line; None where a line is no record or more than one, for then each is looked at alone.

    Every line opens and closes an object. Between "}" and "{" no value of JSON goes on, so as many values as lines are
    one in each.
    """
    if decoder is None or len(block) > 2 * _READ_BYTES:
        return None
    start = 0
    for stop in ends:
        if start == stop or block[start] != _OPENS or block[stop - 1] != _CLOSES:
            return None
        start = stop + 1
    try:
        made = decoder.decode_lines(block)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return made if len(made) == len(ends) else None


def _whole_lines(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Blocks of whole lines; a line over the limit comes alone, with the number of bytes that were left out of it."""
    rest: list[bytes] = []
    size = 0
    while chunk := file.read(_READ_BYTES):
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield b"".join([*rest, memoryview(chunk)[:cut]]), 0
            rest, size = [chunk[cut:]], len(chunk) - cut
        else:
            rest.append(chunk)
            size += len(chunk)
        if size > LINE_LIMIT:
            after, left_out = _behind_the_line(file)
            yield b"".join(rest), left_out
            rest, size = [after], len(after)
    if size:
        yield b"".join(rest), 0


def _behind_the_line(file: IO[bytes]) -> tuple[bytes, int]:
    """What was read behind the end of this line, and how many bytes of the line came before."""
    skipped = 0
    while chunk := file.read(_READ_BYTES):
        cut = chunk.find(b"\n") + 1
        if cut:
            return chunk[cut:], skipped + cut
        skipped += len(chunk)
    return b"", skipped


def _brackets(raw: bytes | memoryview, sign: str) -> np.ndarray:
    """Where a bracket opens ("{") or closes ("}"): "[" and "{", "]" and "}" differ in one bit alone."""
    found: np.ndarray = (np.frombuffer(raw, np.uint8) | np.uint8(0x20)) == np.uint8(ord(sign))
    return found


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
    depth, deepest, opened, place = 0, 0, -1, 0
    for token in _TOKEN.finditer(content, start):
        sign = content[token.start()]
        if sign in b"[{":
            if not depth:
                opened, deepest = token.start(), 0
            depth += 1
            deepest = max(deepest, depth)
        elif sign in b"]}":
            depth -= 1
            if depth < 0:
                return
            if not depth:
                place += 1
                is_long = token.end() - opened > LINE_LIMIT
                raw = content[opened : opened + 8_000 if is_long else token.end()]
                yield Entry(place, raw, token.end(), TOO_LONG if is_long else TOO_DEEP if deepest > DEPTH_LIMIT else "")
    if depth:
        yield Entry(place + 1, content[opened : opened + 8_000], len(content), CUT)


def is_too_deep(raw: bytes | memoryview) -> bool:
    """True where the record is nested more than 200 deep; what few brackets or few levels rule out is not tokenised.

    >>> is_too_deep(b"[[[]]]"), is_too_deep(b"[" * 300 + b"]" * 300), is_too_deep(b'"' + b"[" * 300 + b'"')
    (False, True, False)
    """
    if len(raw) <= DEPTH_LIMIT:
        return False
    opens = _brackets(raw, "{")
    if np.count_nonzero(opens) <= DEPTH_LIMIT:
        return False
    steps = opens.astype(np.int8) - _brackets(raw, "}").astype(np.int8)
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


def parse(raw: bytes | memoryview, decoder: msgspec.json.Decoder[Shape], collector: Collector) -> Shape:
    """The record in its typed shape; half surrogates are repaired and counted, NULs are left to the Collector."""
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        # a database writes {"$numberLong": "1"} for 1; 1e400 is no number that a computer counts with
        if b'"$' in bytes(raw) or "out of range" in str(error):
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


def repaired(raw: bytes | memoryview) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value as the standard library reads it, cleaned of what cannot be stored."""
    text = str(raw, "utf-8", "replace")
    try:
        return cleaned(json.loads(text))
    except RecursionError as error:
        raise BadRecordError(TOO_DEEP) from error
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text) or "Unterminated" in error.msg
        raise BadRecordError(CUT if is_cut else NOT_JSON) from error


def collect(entries: Iterator[Entry], take: Callable[[Entry, Collector], None], platform: str) -> Iterator[Batch]:
    """Batches of what ``take`` makes of each entry; faults and bad records become rejects."""
    collector, end = Collector(platform), 0
    for entry in entries:
        end = entry.end
        try:
            if entry.fault:
                raise BadRecordError(entry.fault)
            take(entry, collector)
        except BadRecordError as error:
            collector.reject(entry.line, str(error), entry.raw)
        except RecursionError:
            collector.reject(entry.line, TOO_DEEP, entry.raw)
        if collector.is_full:
            yield collector.batch(end)
    yield collector.batch(end)
