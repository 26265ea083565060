"""A part of the posts that no filter of all pages names: of one client, one linked site, one hour of the week."""

from __future__ import annotations

#: Clause by facet; ``$part`` is the value, and of the hour of the week ``weekday-hour`` in the zone of the view.
PARTS = {
    "client": " AND client = $part",
    "domain": " AND post_no IN (SELECT post_no FROM post_links WHERE domain = $part)",
    "rhythm": " AND isodow(posted_at AT TIME ZONE $zone) || '-' || hour(posted_at AT TIME ZONE $zone) = $part",
}


def narrowed_to(part: tuple[str, str] | None) -> tuple[str, dict[str, str]]:
    """The clause for a facet and its value, and what it binds; nothing for no part."""
    return (PARTS[part[0]], {"part": part[1]}) if part else ("", {})
