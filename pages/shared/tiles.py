"""Numbers in a row, each with its name and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def tile(name: str, value: str, note: str, exact: str = "") -> str:
    """One number as HTML, escaped; an exact value, where given, stands in the tooltip."""
    title = f' title="{escape(exact, quote=True)}"' if exact else ""
    return f'<div><dt>{escape(name)}</dt><dd{title}>{escape(value)}</dd><dd class="wh-note">{escape(note)}</dd></div>'


def tiles(rows: Iterable[tuple[str, ...]]) -> str:
    """A row of tiles as HTML; each row is the arguments of ``tile``."""
    return f'<dl class="wh-tiles">{"".join(tile(*row) for row in rows)}</dl>'
