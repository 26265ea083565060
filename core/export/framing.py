"""What every chart says about itself, put together from a view: filter, zone, n of N, source, method."""

from __future__ import annotations

from core import __version__
from core.export.context import Context
from core.export.frame import Frame
from core.i18n import N_, _

#: Which section of docs/METHODS.md answers for which charts.
SECTIONS = {
    "timeline": N_("Times, zones and bins"),
    "firsts": N_("First seen"),
    "events": N_("Documented events"),
    "bursts": N_("Silences and bursts"),
    "cascades": N_("Cascades"),
    "spreaders": N_("Spreader graph"),
    "botscore": N_("Bot score"),
    "correction": N_("Corrected share"),
    "behaviour": N_("How posts follow each other"),
    "intervals": N_("Intervals"),
    "groups": N_("Groups compared"),
    "clock": N_("The clock of an account"),
    "agreement": N_("Agreement"),
    "drift": N_("Names that drift"),
    "findings": N_("Findings"),
    "accounts": N_("Accounts and their counts"),
    "claims": N_("Article check"),
    "package": N_("Claim ledger and package"),
    "records": N_("Records, merging and unknown values"),
}
#: The other sections, which no chart asks for.
FURTHER = (N_("The filter"), N_("Masks"), N_("Potential reach"), N_("Views and engagement"), N_("The simulated case"))


def framed_view(
    context: Context,
    source: str,
    title: str,
    alt: str,
    *,
    method: str = "",
    subtitle: str = "",
    notes: tuple[str, ...] = (),
    about_account: bool = False,
) -> Frame:
    """The frame of a chart: title, filter, zone, n of N, source, SIMULATED and alt text.

    ``method`` is a key of ``SECTIONS``; ``notes`` explain marks of the picture. A figure ``about_account``
    does not repeat the claim: under a name it would read as if that account had made it.
    """
    # The claim of the simulated case is told in every language of charts; a reporter's own is in no catalogue.
    claim = _("The claim: “{claim}”").format(claim=_(context.case.claim)) if context.case.claim else ""
    made = _("Whence {version}, “{section}”").format(version=__version__, section=_(SECTIONS[method])) if method else ""
    return Frame(
        title=title,
        subtitle=subtitle or ("" if about_account else claim),
        notes=notes,
        filter_text=context.filter_text,
        zone_text=context.zone_text,
        n_text=context.n_text,
        source=source,
        method=made,
        simulated=context.case.simulated,
        alt=alt,
    )
