"""What every chart of this run says about itself."""

from __future__ import annotations

from core import __version__
from core.export.frame import Frame
from core.i18n import _, moment
from pages.shared.context import Context
from pages.shared.explain import SECTIONS


def frame_of(
    context: Context, title: str, alt: str, *, method: str = "", subtitle: str = "", notes: tuple[str, ...] = ()
) -> Frame:
    """The frame of a chart: title, filter, zone, n of N, source, SIMULATED and alt text.

    ``method`` is a key of ``explain.SECTIONS``; ``notes`` explain marks of the picture.
    """
    claim = _("The claim: “{claim}”").format(claim=context.case.claim) if context.case.claim else ""
    first, last = (moment(at, context.filters.zone, "d MMM y") for at in (context.first_at, context.last_at))
    return Frame(
        title=title,
        subtitle=subtitle or claim,
        notes=notes,
        filter_text=context.filter_text,
        zone_text=context.zone_text,
        n_text=context.n_text,
        source=_("{case}, posts of {first} – {last}, build {n}").format(
            case=context.case.title, first=first, last=last, n=context.case.build
        ),
        method=_("Whence {version}, “{section}”").format(version=__version__, section=SECTIONS[method])
        if method
        else "",
        simulated=context.case.simulated,
        alt=alt,
    )
