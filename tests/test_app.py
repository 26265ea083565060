"""The server: what it answers, with which headers, and to whom."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import streamlit

from pages.shared.serving import DRAWN_TOO_EARLY
from tests.running import running_app

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    with running_app(folder / "cases", folder / "log.txt") as url:
        yield urlsplit(url).netloc


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    connection.close()
    return answer


def test_it_says_that_it_is_well(address: str) -> None:
    status, _headers, body = ask(address, "/healthz")
    assert (status, json.loads(body)) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/timeline", "/assets/whence.css", "/assets/nothing.js", "/_stcore/health"]
)
def test_every_answer_carries_the_security_headers(address: str, path: str) -> None:
    _status, headers, _body = ask(address, path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_content_policy_names_no_host_and_no_eval(address: str) -> None:
    policy = ask(address, "/")[1]["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    allowed = {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'"}
    strange = {s for sources in rules.values() for s in sources.split() if s not in allowed and "'sha256-" not in s}
    assert strange == set()
    assert "'unsafe-inline'" not in rules["script-src"]
    assert [name for name, sources in rules.items() if "'unsafe-inline'" in sources] == ["style-src"]


@pytest.mark.parametrize("path", ["/assets/plotly.min.js", "/assets/vis-network.min.js", "/assets/vis-network.css"])
def test_scripts_of_the_packages_come_compressed_and_whole(address: str, path: str) -> None:
    plain = ask(address, path)[2]
    for _first_then_kept in range(2):
        status, headers, body = ask(address, path, Accept_Encoding="gzip")
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert int(headers["content-length"]) == len(body) < len(plain) / 2
        assert gzip.decompress(body) == plain


def test_streamlits_own_scripts_come_compressed(address: str) -> None:
    name = re.search(r"\./(static/js/index\.[\w-]+\.js)", ask(address, "/")[2].decode())
    assert name
    _status, headers, body = ask(address, f"/{name[1]}", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body) == ask(address, f"/{name[1]}")[2]


def test_streamlits_chart_waits_until_it_knows_its_width(address: str) -> None:
    script = next((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
    early, once = DRAWN_TOO_EARLY
    assert script.read_bytes().count(early) == 1, "another version of Streamlit: look how its chart is drawn first"
    body = gzip.decompress(ask(address, f"/static/js/{script.name}", Accept_Encoding="gzip")[2])
    assert (body.count(early), body.count(once)) == (0, 1)


def test_a_head_request_has_no_body(address: str) -> None:
    status, headers, body = ask(address, "/assets/whence.css", method="HEAD", Accept_Encoding="gzip")
    assert (status, body, headers["content-encoding"]) == (200, b"", "gzip")


def test_an_unchanged_file_is_not_sent_again(address: str) -> None:
    etag = ask(address, "/assets/whence.css", Accept_Encoding="gzip")[1]["etag"]
    assert ask(address, "/assets/whence.css", Accept_Encoding="gzip", If_None_Match=etag)[0] == 304


def test_fonts_are_kept_by_the_browser(address: str) -> None:
    status, headers, _body = ask(address, "/assets/fonts/IBMPlexSans-400-latin.woff2")
    assert (status, headers["content-type"]) == (200, "font/woff2")
    assert "immutable" in headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/assets/nothing.js", "/assets/fonts/", "/assets/%2e%2e/serving.py", "/assets/../serving.py"]
)
def test_nothing_but_assets_is_served_from_assets(address: str, path: str) -> None:
    status, _headers, body = ask(address, path, Accept_Encoding="gzip")
    assert status in (400, 404)
    assert b"import" not in body


def upgrade(address: str, host: str) -> int:
    return ask(
        address, "/_stcore/stream", Host=host, Connection="Upgrade", Upgrade="websocket",
        Sec_WebSocket_Version="13", Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==",
    )[0]  # fmt: skip


def test_a_name_that_was_not_allowed_gets_no_session(address: str) -> None:
    assert upgrade(address, "attacker.example") == 403


def test_this_machine_gets_a_session(address: str) -> None:
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", "/_stcore/stream", headers={
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    })  # fmt: skip
    assert connection.getresponse().status == 101
    connection.close()


def test_streamlit_is_told_to_be_silent() -> None:
    assert CONFIG["browser"] == {"serverAddress": "localhost", "gatherUsageStats": False}
    assert CONFIG["server"]["address"] == "localhost"
    assert CONFIG["server"]["showEmailPrompt"] is False


def faces() -> list[dict[str, str]]:
    """The faces of the style sheet that the page links, each by its descriptors."""
    sheet = (ROOT / "pages" / "shared" / "assets" / "fonts.css").read_text(encoding="utf-8")
    bodies = re.findall(r"@font-face \{(.*?)\}", sheet, re.DOTALL)
    return [dict(re.findall(r"([\w-]+): (.*?);", body)) for body in bodies]


def test_every_face_of_our_font_is_there() -> None:
    found = faces()
    urls = [re.findall(r'url\("(.*?)"\)', face["src"])[0] for face in found]
    missing = [url for url in urls if not (ROOT / "pages" / "shared" / "assets" / url).is_file()]
    assert (missing, len(set(urls)), {f["font-family"] for f in found}) == ([], 15, {'"IBM Plex Sans"'})
    assert CONFIG["theme"]["font"].startswith("IBM Plex Sans,")


def test_streamlit_does_not_send_the_faces_with_each_run() -> None:
    assert "fontFaces" not in CONFIG["theme"]


def in_ranges(letter: str, ranges: str) -> bool:
    spans = (part.removeprefix("U+").split("-") for part in ranges.split(", "))
    return any(int(span[0], 16) <= ord(letter) <= int(span[-1], 16) for span in spans)


@pytest.mark.parametrize("weight", ["400", "600"])
def test_the_theme_has_every_kazakh_letter(weight: str) -> None:
    upright = [f for f in faces() if f["font-weight"] == weight and f["font-style"] == "normal"]
    letters = "әғқңөұүһіӘҒҚҢӨҰҮҺІёЁ"
    assert [c for c in letters if not any(in_ranges(c, f["unicode-range"]) for f in upright)] == []


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["textColor", "primaryColor", "linkColor", "grayTextColor", "dataframeHeaderTextColor"])
def test_text_can_be_read_on_every_ground(scheme: str, ink: str) -> None:
    theme = CONFIG["theme"][scheme]
    grounds = [theme[k] for k in ("backgroundColor", "secondaryBackgroundColor", "dataframeHeaderBackgroundColor")]
    grounds += [theme["sidebar"][k] for k in ("backgroundColor", "secondaryBackgroundColor")]
    assert min(contrast(theme[ink], ground) for ground in grounds) >= 4.5
