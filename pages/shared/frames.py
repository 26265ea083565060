"""What every chart of this run says about itself."""

from __future__ import annotations

from core import __version__
from core.export.frame import Frame
from core.i18n import _
from pages.shared import cached_provenance
from pages.shared.context import Context
from pages.shared.explain import SECTIONS


def frame_of(
    context: Context,
    title: str,
    alt: str,
    *,
    method: str = "",
    subtitle: str = "",
    notes: tuple[str, ...] = (),
    about_account: bool = False,
) -> Frame:
    """The frame of a chart: title, filter, zone, n of N, source, SIMULATED and alt text.

    ``method`` is a key of ``explain.SECTIONS``; ``notes`` explain marks of the picture. A figure ``about_account``
    does not repeat the claim: under a name it would read as if that account had made it.
    """
    claim = _("The claim: “{claim}”").format(claim=context.case.claim) if context.case.claim else ""
    return Frame(
        title=title,
        subtitle=subtitle or ("" if about_account else claim),
        notes=notes,
        filter_text=context.filter_text,
        zone_text=context.zone_text,
        n_text=context.n_text,
        source=cached_provenance.source(context),
        method=_("Whence {version}, “{section}”").format(version=__version__, section=_(SECTIONS[method]))
        if method
        else "",
        simulated=context.case.simulated,
        alt=alt,
    )
