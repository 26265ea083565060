"""How far an import is: records, bytes, speed and the time that is left, for the terminal and the browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from core.i18n import N_, _, number
from core.model import Batch

#: A speed measured over less than this says nothing.
LEAST_S = 1.0
UNITS = (N_("bytes"), N_("kB"), N_("MB"), N_("GB"))


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of all files of an import is read."""

    records: int
    bytes: int
    of_bytes: int

    @property
    def share(self) -> float:
        """The share read, 0 to 1."""
        return min(self.bytes / max(self.of_bytes, 1), 1.0)


class Progress(Protocol):
    """Called with the step in words, the share done (0-1, or None) and, while files are read, how much of them."""

    def __call__(self, step: str, share: float | None, amount: Amount | None = None) -> None: ...  # noqa: D102


def silent(step: str, share: float | None, amount: Amount | None = None) -> None:
    """A Progress that says nothing."""


class Meter:
    """Counts what is read of several files, one after the other, and tells it to ``progress``."""

    def __init__(self, progress: Progress, of_bytes: int) -> None:
        self._progress, self._of_bytes = progress, of_bytes
        self._records = self._before = 0

    def measured(self, step: str, size: int, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The batches of one file of ``size`` bytes, each told as it passes."""
        for batch in batches:
            self._records += batch.records
            amount = Amount(self._records, self._before + min(batch.bytes_read, size), self._of_bytes)
            self._progress(step, amount.share, amount)
            yield batch
        self._before += size


@dataclass(slots=True)
class Pace:
    """Speed and time left of the reading, from what was told and when (seconds of any clock)."""

    began_s: float | None = None
    now_s: float = 0.0
    first: Amount | None = None
    last: Amount | None = None

    def note(self, amount: Amount | None, now_s: float) -> None:
        """Take note of an amount; None ends the reading."""
        if amount is None:
            self.began_s = self.first = self.last = None
            return
        if self.began_s is None:
            self.began_s, self.first = now_s, amount
        self.now_s, self.last = now_s, amount

    @property
    def bytes_per_s(self) -> float | None:
        """The speed of reading; None as long as it cannot be told."""
        if self.began_s is None or self.last is None or self.first is None or self.now_s - self.began_s < LEAST_S:
            return None
        return (self.last.bytes - self.first.bytes) / (self.now_s - self.began_s) or None

    @property
    def left_s(self) -> float | None:
        """How long reading the rest takes at this speed."""
        speed = self.bytes_per_s
        return None if speed is None or self.last is None else (self.last.of_bytes - self.last.bytes) / speed

    def words(self) -> str:
        """``120,000 records · 34.0 of 120.0 MB · 20.1 MB/s · about 5 s of reading left``, or nothing."""
        if self.last is None:
            return ""
        parts = [
            _("{n} records").format(n=number(self.last.records)),
            _("{done} of {all}").format(done=size_text(self.last.bytes), all=size_text(self.last.of_bytes)),
        ]
        if self.bytes_per_s is not None and self.left_s is not None:
            parts.append(_("{size} per second").format(size=size_text(int(self.bytes_per_s))))
            parts.append(_("about {time} of reading left").format(time=time_text(self.left_s)))
        return " · ".join(parts)


def size_text(size: int) -> str:
    """A file size as people say it.

    >>> size_text(999), size_text(1_500_000)
    ('999 bytes', '1.5 MB')
    """
    value, place = float(size), 0
    while value >= 1000 and place < len(UNITS) - 1:
        value, place = value / 1000, place + 1
    return f"{number(value, 1 if place > 1 else 0)} {_(UNITS[place])}"


def time_text(seconds: float) -> str:
    """A span as people say it.

    >>> time_text(42.4), time_text(605)
    ('42 s', '10 min')
    """
    if seconds < 100:
        return _("{n} s").format(n=number(round(seconds)))
    return _("{n} min").format(n=number(round(seconds / 60)))
