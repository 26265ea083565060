"""The findings of a case in sentences, made of numbers that other methods counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel import Locale

from core.i18n import _, current_language, moment, ngettext, number, offset_text, percent
from core.model import PLATFORMS

#: Languages named in the sentence about their order.
LANGUAGES_NAMED = 5


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """What the sentences are made of; null leaves the sentence out.

    All times are UTC. ``languages`` and ``platforms`` are (code, time of the first post), earliest first.
    ``filtered`` says that they are those of a part of the case.
    ``cascades`` is null where only the largest cascade of the view is known.
    ``signs_low`` and ``signs_high`` are the 95 % interval of ``with_signs / scored``.
    ``top_shares`` of ``all_shares`` went to the ``top_accounts`` most passed-on accounts; both leave out who passed
    on a post of their own.
    """

    zone: str
    filtered: bool = False
    posts: int = 0
    accounts: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    silence_start: datetime | None = None
    silence_end: datetime | None = None
    silence_posts: int | None = None
    burst_start: datetime | None = None
    burst_peak_at: datetime | None = None
    burst_peak_posts: int | None = None
    burst_peak_s: float | None = None
    languages: tuple[tuple[str, datetime], ...] = ()
    platforms: tuple[tuple[str, datetime], ...] = ()
    scored: int = 0
    with_signs: int = 0
    signs_low: float | None = None
    signs_high: float | None = None
    posts_of_scored: int = 0
    posts_with_signs: int = 0
    cascades: int | None = None
    largest_cascade: int = 0
    largest_cascade_s: float | None = None
    documented_share: float | None = None
    top_accounts: int = 0
    top_shares: int = 0
    all_shares: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, the folder of the page that shows it, and what it rests on."""

    text: str
    page: str
    basis: str


def findings(numbers: CaseNumbers) -> list[Finding]:
    """The sentences of the Overview, in the order in which a reporter asks.

    Parameters
    ----------
    numbers : CaseNumbers
        Counted elsewhere; nothing is computed here but shares and differences.

    Returns
    -------
    list of Finding
        Only those for which there are numbers.

    References
    ----------
    The questions are those of Factcheck.kz, February 2020, on the Kordai case.

    Examples
    --------
    >>> from datetime import UTC
    >>> case = CaseNumbers(zone="Asia/Almaty", posts=3, accounts=2, first_at=datetime(2020, 2, 7, 16, tzinfo=UTC))
    >>> findings(case)[0].text
    'The earliest post in the collected data is from Fri 7 Feb 2020, 22:00 (Asia/Almaty, UTC+06:00).'
    """
    sentences = (_first, _quiet_then_loud, _languages, _platforms, _automation, _concentration, _cascades)
    return [said for sentence in sentences if (said := sentence(numbers)) is not None]


def duration(seconds: float) -> str:
    """A length of time in the two largest units that matter.

    >>> duration(24960), duration(720), duration(40), duration(90000)
    ('6 h 56 min', '12 min', '40 s', '1 d 1 h')
    """
    minutes, whole = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return _pair(_("{n} d"), days, _("{n} h"), hours)
    if hours:
        return _pair(_("{n} h"), hours, _("{n} min"), minutes)
    return _("{n} min").format(n=number(minutes)) if minutes else _("{n} s").format(n=number(whole))


def _pair(large: str, many: int, small: str, few: int) -> str:
    text = large.format(n=number(many))
    return f"{text} {small.format(n=number(few))}" if few else text


def language_name(code: str) -> str:
    """The name of a language in the reporter's language; an unknown code stays as it is.

    >>> language_name("kk"), language_name("und"), language_name("zh-Hans"), language_name("qqq")
    ('Kazakh', 'Language not known', 'Chinese', 'qqq')
    """
    if code == "und":
        return _("Language not known")
    return str(Locale.parse(current_language()).languages.get(code.split("-")[0], code))


def _first(n: CaseNumbers) -> Finding | None:
    if n.first_at is None:
        return None
    zone = f"{n.zone.replace('_', ' ')}, {offset_text(n.first_at, n.zone)}"
    text = _("The earliest post in the collected data is from {at} ({zone}).")
    if n.filtered:
        text = _("Of the posts that the filter leaves, the earliest is from {at} ({zone}).")
    text = text.format(at=moment(n.first_at, n.zone), zone=zone)
    basis = _("{posts} posts with a known time; earlier ones may exist outside the data.")
    return Finding(text, "timeline", basis.format(posts=number(n.posts)))


def _quiet_then_loud(n: CaseNumbers) -> Finding | None:
    if n.silence_start is None or n.silence_end is None:
        return _burst(n)
    length = duration((n.silence_end - n.silence_start).total_seconds())
    follows = n.first_at is not None and n.silence_start - n.first_at <= timedelta(hours=1)
    if follows:
        text = _("After it come {length} of near silence").format(length=length)
    else:
        begin = moment(n.silence_start, n.zone)
        text = _("From {at} there are {length} of near silence").format(at=begin, length=length)
    if n.silence_posts:
        posts = ngettext("with {n} post in between", "with {n} posts in between", n.silence_posts)
        text = f"{text} {posts.format(n=number(n.silence_posts))}"
    return Finding(_closed(text, n), "timeline", _("Poisson test against the hours before and after; see Methods."))


def _closed(text: str, n: CaseNumbers) -> str:
    """The sentence about the silence, ended by what came next."""
    peak = _peak(n)
    if peak is None:
        return _("{sentence}.").format(sentence=text)
    return _("{sentence}; then a burst: {peak}.").format(sentence=text, peak=peak)


def _burst(n: CaseNumbers) -> Finding | None:
    peak = _peak(n)
    if n.burst_start is None or peak is None:
        return None
    text = _("A burst begins at {at}: {peak}.").format(at=moment(n.burst_start, n.zone), peak=peak)
    return Finding(text, "timeline", _("Two Poisson counts compared, corrected for all steps; see Methods."))


def _peak(n: CaseNumbers) -> str | None:
    """``at its peak, Sat 8 Feb 2020, 06:20–06:30, 285 posts in 10 min``; without its time where that is not known."""
    if not n.burst_peak_posts or not n.burst_peak_s:
        return None
    counted = ngettext("{n} post in {length}", "{n} posts in {length}", n.burst_peak_posts)
    counted = counted.format(n=number(n.burst_peak_posts), length=duration(n.burst_peak_s))
    if n.burst_peak_at is None:
        return _("at its peak {posts}").format(posts=counted)
    until = n.burst_peak_at + timedelta(seconds=n.burst_peak_s)
    same_day = moment(until, n.zone, "yMMdd") == moment(n.burst_peak_at, n.zone, "yMMdd")
    end = moment(until, n.zone, "HH:mm") if same_day else moment(until, n.zone)
    return _("at its peak, {start}–{end}, {posts}").format(
        start=moment(n.burst_peak_at, n.zone), end=end, posts=counted
    )


def _languages(n: CaseNumbers) -> Finding | None:
    known = [(language_name(code), at) for code, at in n.languages if code != "und"]
    unknown = len(known) < len(n.languages)
    first = _("Of the languages that are known, {name} comes first; then {others}") if unknown else ""
    text = _in_order(known, _("{name} is the only known language here."), first)
    basis = _("First post per language, as stated by the platform or detected.")
    if known and n.languages[0][0] == "und":
        basis = _("The earliest post has no known language. {basis}").format(basis=basis)
    return Finding(text, "timeline", basis) if text else None


def _platforms(n: CaseNumbers) -> Finding | None:
    named = [(_(PLATFORMS.get(code, code)), at) for code, at in n.platforms]
    text = _in_order(named, "") if len(named) > 1 else None
    basis = _("First post per platform in the collected data.")
    return Finding(text, "timeline", basis) if text else None


def _in_order(firsts: list[tuple[str, datetime]], alone: str, sentence: str = "") -> str | None:
    """``English comes first; French follows after 12 min, …``."""
    if not firsts:
        return None
    name, start = firsts[0]
    if len(firsts) == 1:
        return alone.format(name=name)
    later = [
        _("{name} after {length}").format(name=other, length=duration((at - start).total_seconds()))
        for other, at in firsts[1:LANGUAGES_NAMED]
    ]
    sentence = sentence or _("{name} comes first here; then {others}")
    text = sentence.format(name=name, others=", ".join(later))
    more = len(firsts) - LANGUAGES_NAMED
    if more > 0:
        text += ngettext(" and {n} more", " and {n} more", more).format(n=number(more))
    return _("{sentence}.").format(sentence=text)


def _automation(n: CaseNumbers) -> Finding | None:
    if not n.scored or n.signs_low is None or n.signs_high is None:
        return None
    text = _("Of {scored} scored accounts, {share} [{low}–{high}] show signs of automation").format(
        scored=number(n.scored),
        share=percent(n.with_signs / n.scored),
        low=percent(n.signs_low),
        high=percent(n.signs_high),
    )
    if n.posts_of_scored:
        wrote = percent(n.posts_with_signs / n.posts_of_scored)
        text = _("{sentence}; they wrote {share} of the posts of scored accounts").format(sentence=text, share=wrote)
    basis = _("Bot scores from profiles; {unscored} of {accounts} accounts could not be scored. 95 % Wilson interval.")
    unscored = number(max(0, n.accounts - n.scored))
    return Finding(
        _("{sentence}.").format(sentence=text),
        "bot_scores",
        basis.format(unscored=unscored, accounts=number(n.accounts)),
    )


def _concentration(n: CaseNumbers) -> Finding | None:
    if not n.all_shares or not n.top_accounts:
        return None
    text = ngettext(
        "The most passed-on account received {share} of {all} shares, quotes and replies.",
        "The {n} most passed-on accounts received {share} of {all} shares, quotes and replies.",
        n.top_accounts,
    ).format(n=number(n.top_accounts), share=percent(n.top_shares / n.all_shares), all=number(n.all_shares))
    basis = _(
        "Counted where it is known whose post was passed on; passing on a post of one's own counts in neither number. "
        "Most platforms credit the root, not the account where a post was seen."
    )
    return Finding(text, "spreaders", basis)


def _cascades(n: CaseNumbers) -> Finding | None:
    if not n.largest_cascade:
        return None
    size = ngettext("{n} post", "{n} posts", n.largest_cascade).format(n=number(n.largest_cascade))
    if n.cascades is None:
        text = _("The largest cascade with a post here has, as a whole, {size}").format(size=size)
    else:
        counted = ngettext("The posts form {n} cascade", "The posts form {n} cascades", n.cascades)
        text = _("{sentence}; the largest has {size}").format(sentence=counted.format(n=number(n.cascades)), size=size)
    if n.largest_cascade_s:
        text = _("{sentence} over {length}").format(sentence=text, length=duration(n.largest_cascade_s))
    basis = _("Links as the platforms state them; how many state their parent is not known.")
    if n.documented_share is not None:
        basis = _("In the whole case, {share} of the links state their parent; the others name only the root.").format(
            share=percent(n.documented_share)
        )
    return Finding(_("{sentence}.").format(sentence=text), "cascades", basis)
