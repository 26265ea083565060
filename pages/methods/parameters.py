"""The parameters of a section's methods, as they are in force."""

from __future__ import annotations

from html import escape

from core.analysis import agreement, behaviour, botscore, bursts, cascades, clock, comparison, drift, shares, spreaders
from core.analysis.answered import AnsweredParams
from core.analysis.botscore.local import TeachParams
from core.analysis.cascades.baselines import ExpRecencyParams, PdiParams
from core.i18n import _, exact
from core.params import ParamInfo, describe

PARAMETERS = {
    "Silences and bursts": (bursts.SilenceParams, bursts.BurstParams),
    "Cascades": (cascades.Params, PdiParams, ExpRecencyParams),
    "Spreader graph": (spreaders.Params,),
    "Bot score": (botscore.Params, TeachParams),
    "Groups compared": (comparison.ComparisonParams,),
    "The clock of an account": (clock.ClockParams,),
    "Agreement": (agreement.AgreementParams,),
    "Names that drift": (drift.DriftParams,),
    "Corrected share": (shares.CorrectionParams, AnsweredParams),
    "How posts follow each other": (behaviour.BehaviourParams,),
}


def table(section: str) -> str:
    """A table of HTML for each method of the section, which wraps on a narrow screen; empty where there is none."""
    return "".join(_table(params) for params in PARAMETERS.get(section, ()))


def _table(params: object) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (_("Parameter"), _("Value"), _("Range")))
    rows = "".join(map(_row, describe(params)))
    return f'<table class="wh-table wh-params"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(about: ParamInfo) -> str:
    """Name, meaning and source; value above its unit, which no language then inflects; from what to what it may be."""
    source = _("Source: {source}").format(source=_(about.source)) if about.source else ""
    meaning = "".join(f"<div>{escape(text)}</div>" for text in (_(about.help), source) if text)
    value = escape(exact(about.default)) + (f"<div>{escape(_(about.unit))}</div>" if about.unit else "")
    span = "" if about.low is None and about.high is None else f"{exact(about.low)} – {exact(about.high)}"
    name = f'<th scope="row"><code>{escape(about.name)}</code>{meaning}</th>'
    return f"<tr>{name}<td>{value}</td><td>{escape(span)}</td></tr>"
