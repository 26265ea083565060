"""Clock times without an offset, placed in the zone that the reporter names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import CaseError
from core.i18n import _
from core.importers.moments import is_possible

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def zone_of(name: str | None) -> ZoneInfo:
    """The IANA zone of that name; UTC where none is named."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        what = _("There is no time zone called {name}.").format(name=name)
        raise CaseError(what, remedy=_("Choose a name such as Asia/Almaty or UTC.")) from error


def local_us(clock_us: int, zone: str | None) -> int:
    """The moment at which the clock of the zone shows ``clock_us`` (read as if it were UTC).

    >>> (local_us(1_581_120_000_000_000, "Asia/Almaty") - 1_581_120_000_000_000) // 3_600_000_000
    -6
    """
    if not zone or not is_possible(clock_us):  # of the year 1 or 9999, which no zone can move
        return clock_us
    clock = (_EPOCH + timedelta(microseconds=clock_us)).replace(tzinfo=zone_of(zone))
    return (clock.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)
