"""Parameters that are declared once: slider, help text, CLI option and Methods page read them here."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class ParamInfo:
    """One parameter of a method, in words."""

    name: str
    default: Any
    unit: str
    low: float | None
    high: float | None
    help: str
    source: str


def param(
    default: Any,  # noqa: ANN401 - a parameter may be a number, a word or a flag
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    help: str = "",
    source: str = "",
) -> Any:  # noqa: ANN401 - dataclasses.field returns Any for its owner's annotation
    """A dataclass field that carries its unit, range, meaning and source."""
    about = {"unit": unit, "low": low, "high": high, "help": help, "source": source}
    return field(default=default, metadata=about)


def describe(params: object) -> list[ParamInfo]:
    """Every parameter of a ``Params`` class or object, in the order of declaration.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Params:
    ...     window_s: int = param(60, unit="s", low=1, high=3600, help="Window.")
    >>> [(p.name, p.default, p.unit) for p in describe(Params)]
    [('window_s', 60, 's')]
    """
    return [
        ParamInfo(name=f.name, default=f.default, **dict(f.metadata))
        for f in fields(params)  # type: ignore[arg-type]
        if "unit" in f.metadata
    ]
