"""Records, bytes, speed and time left."""

from __future__ import annotations

from core.model import BATCH_SCHEMAS, Batch
from core.progress import Amount, Meter, Pace


def batch(records: int, bytes_read: int) -> Batch:
    tables = {name: schema.empty_table() for name, schema in BATCH_SCHEMAS.items()}
    return Batch(tables, records, bytes_read=bytes_read)


def test_a_meter_adds_up_over_files() -> None:
    told: list[tuple[str, float | None, Amount | None]] = []

    def tell(step: str, share: float | None, amount: Amount | None = None) -> None:
        told.append((step, share, amount))

    meter = Meter(tell, 400)
    assert len(list(meter.measured("Reading a", 100, [batch(5, 50), batch(5, 100)]))) == 2
    list(meter.measured("Reading b", 300, [batch(7, 900)]))  # a reader that counts too far stays within its file
    assert told == [
        ("Reading a", 0.125, Amount(5, 50, 400)),
        ("Reading a", 0.25, Amount(10, 100, 400)),
        ("Reading b", 1.0, Amount(17, 400, 400)),
    ]


def test_speed_and_time_left_come_after_the_first_second() -> None:
    pace = Pace()
    assert pace.words() == ""
    pace.note(Amount(10, 1_000_000, 21_000_000), 100.0)
    assert (pace.bytes_per_s, pace.left_s) == (None, None)
    assert pace.words() == "10 records · 1.0 MB of 21.0 MB"
    pace.note(Amount(60, 6_000_000, 21_000_000), 102.0)
    assert (pace.bytes_per_s, pace.left_s) == (2_500_000.0, 6.0)
    assert pace.words() == "60 records · 6.0 MB of 21.0 MB · 2.5 MB per second · about 6 s of reading left"
    pace.note(None, 103.0)
    assert pace.words() == ""
