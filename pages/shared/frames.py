"""What every chart of this run says about itself."""

from __future__ import annotations

from core.export.frame import Frame
from core.i18n import _, moment
from pages.shared.context import Context


def frame_of(context: Context, title: str, alt: str, *, method: str = "", subtitle: str = "") -> Frame:
    """The frame of a chart: title, filter, zone, n of N, source, SIMULATED and alt text.

    ``method`` names the section of the Methods page.
    """
    first, last = (moment(at, context.filters.zone, "d MMM y") for at in (context.first_at, context.last_at))
    return Frame(
        title=title,
        subtitle=subtitle or context.case.claim,
        filter_text=context.filter_text,
        zone_text=context.zone_text,
        n_text=context.n_text,
        source=_("{case}, posts of {first} – {last}, build {n}").format(
            case=context.case.title, first=first, last=last, n=context.case.build
        ),
        method=_("Whence, Methods: {section}").format(section=method) if method else "",
        simulated=context.case.simulated,
        alt=alt,
    )
