"""Figures as pages make them, with words in the languages that go wrong first."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.export import style
from core.export.frame import Frame
from core.export.text import plain

HOSTILE = (
    '<b>x</b><a href="http://bad.example">y</a><img src=x onerror=alert(1)></script><script>alert(2)</script>\u202eabc'
)
LANGUAGES = {"en": "English", "fr": "French", "es": "Spanish", "de": "German", "zh": "Chinese", "ru": "Russian",
             "hi": "Hindi", "el": "Greek", "tr": "Turkish", "kk": "Kazakh"}  # fmt: skip
SHORT = Frame(
    title="The story slept for seven hours",
    subtitle="Posts per hour by language",
    filter_text="Filter: all languages",
    zone_text="Times: Asia/Almaty (UTC+06:00)",
    n_text="40,012 of 40,012 posts",
    source="kordai.jsonl, collected 12 May 2026; case Kordai, build 1",
    method="posts counted per hour",
    byline="Desk",
    simulated=True,
    alt="Stacked bars.",
)
LONG = Frame(
    title="Сколько аккаунтов показывают признаки автоматизации? Распределение оценок по всем аккаунтам, которые писали",
    subtitle="Қордай оқиғалары туралы жазған аккаунттардың бағаларының таралуы, 2020 жылғы ақпан айының екінші аптасы",
    filter_text="Filter: " + ", ".join(LANGUAGES.values()) + " · X, Telegram, YouTube · 05:00 to 23:00",
    zone_text="Times: Asia/Almaty (UTC+06:00)",
    n_text="1,204,377 of 5,000,000 posts",
    source="Verordnungsermittlungsgrundstücksverkehrsgenehmigungszuständigkeitsübertragung.jsonl",
    method="accounts counted by the bin of their bot score, not scored accounts as a bar of their own",
    simulated=True,
)
FOREIGN = Frame(HOSTILE, subtitle=HOSTILE, source=HOSTILE)
FRAMES = {"short": SHORT, "long": LONG, "bare": Frame("Posts"), "hostile": FOREIGN}


def stacked(dark=False):
    hours = [datetime(2020, 2, 7, 12) + timedelta(hours=n) for n in range(200)]
    traces = [
        {"type": "bar", "name": name, "x": hours, "y": [(n * (place + 3)) % 97 for n in range(200)],
         "marker": {"color": style.language_colour(code, dark)}}
        for place, (code, name) in enumerate(LANGUAGES.items())
    ]  # fmt: skip
    return {"data": traces, "layout": style.layout(dark, barmode="stack", yaxis={"title": {"text": "posts per hour"}})}


def named_bars(dark=False):
    names = ["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "Қазақстан жаңалықтары мен оқиғалары",
             "sim_red_star", plain(HOSTILE), "中文新闻频道的一个很长的名字在这里显示"]  # fmt: skip
    bars = {"type": "bar", "orientation": "h", "y": names, "x": [520, 410, 210, 101, 55]}
    return {"data": [bars], "layout": style.layout(dark, xaxis={"title": {"text": "shares received"}})}


def columns(dark=False):
    bars = {"type": "bar", "x": list(LANGUAGES.values()), "y": [5_000_000, 3, 2, 2, 1, 1, 1, 1, 1, 1]}
    return {"data": [bars], "layout": style.layout(dark, yaxis={"title": {"text": "posts"}})}


def heat(dark=False):
    days = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
    cells = [[(day * 7 + hour) % 40 for hour in range(24)] for day in range(7)]
    trace = {
        "type": "heatmap",
        "x": list(range(24)),
        "y": days,
        "z": cells,
        "colorbar": {"title": {"text": "posts"}},
        "colorscale": style.colour_scale(dark),
    }
    return {"data": [trace], "layout": style.layout(dark, xaxis={"title": {"text": "Stunde"}})}


def flagged(dark=False):
    """Events as flags in lanes above the plot, as the timeline draws them, and words higher still."""
    figure = stacked(dark)
    flag = {"xref": "x", "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False, "borderpad": 2}
    days = [datetime(2020, 2, 8 + 2 * n, 12) for n in range(4)]
    figure["layout"]["annotations"] = [
        {**flag, "x": day, "text": f"{lane}", "yshift": 20 * lane + 2} for lane, day in enumerate(days)
    ] + [{**flag, "x": days[0], "y": 1.2, "text": "undecided"}]
    return figure


FIGURES = {"flagged": flagged, "stacked": stacked, "named bars": named_bars, "columns": columns, "heat": heat}
SIZES = ((1200, 675), (1000, 600), (720, 900), (390, 600))
