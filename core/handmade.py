"""A post added by hand: checked, its picture kept as exhibit, and written as a source file that the import reads."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.errors import CaseError
from core.i18n import _
from core.importers.by_hand import HandPost, source_bytes
from core.importers.moments import iso_us
from core.importers.post_urls import id_moment, parsed
from core.intake import Incoming, sha256_of
from core.model import Case
from core.store.cases import check_zone
from core.store.reserve import HASH_LENGTH

EXHIBITS = "exhibits"
MOST_PICTURE_BYTES = 50_000_000
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"%PDF": ".pdf"}


def filled(post: HandPost) -> HandPost:
    """The post with what its address says where the reporter wrote nothing; a CaseError where too little is known."""
    found = parsed(post.url) if post.url else None
    if found:
        post = replace(
            post, platform=post.platform or found.platform, post_id=post.post_id or found.post_id,
            account=post.account or found.handle,
        )  # fmt: skip
    if post.zone:
        check_zone(post.zone)
    has_time = iso_us(post.stated_at)[0] is not None
    if post.stated_at and not has_time:
        remedy = _("Write the time like 2020-02-07 22:15.")
        raise CaseError(_("“{text}” is no time.").format(text=post.stated_at), remedy=remedy)
    if not has_time and (found is None or found.id_us is None) and id_moment(post.platform, post.post_id) is None:
        raise CaseError(
            _("Neither the address nor the id says when this was posted."), remedy=_("Write the time that it states.")
        )
    if not (post.post_id or post.text.strip()):
        raise CaseError(
            _("Too little to tell this post from others."), remedy=_("Give its address, its id or its text.")
        )
    return post


def keep_picture(case: Case, path: Path, name: str) -> tuple[str, str]:
    """SHA-256 and name of the picture, which is kept in the case's folder of exhibits under its hash."""
    with path.open("rb") as file:
        head = file.read(4)
    ending = next((ending for start, ending in _PICTURES.items() if head.startswith(start)), "")
    if not ending or path.stat().st_size > MOST_PICTURE_BYTES:
        raise CaseError(
            _("This is no picture that can be kept."),
            remedy=_("Use PNG, JPEG, GIF, WebP or PDF up to 50 MB."),
            file=name,
        )
    digest, folder = sha256_of(path), case.folder / EXHIBITS
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{digest}{ending}"
    if not target.exists():
        part = target.with_name(target.name + ".part")
        part.write_bytes(path.read_bytes())
        os.replace(part, target)
    return digest, Path(name).name[-80:]


def prepared(case: Case, post: HandPost, folder: Path, picture: Path | None = None, picture_name: str = "") -> Incoming:
    """The source file of the post in ``folder``, ready to be imported."""
    post = filled(post)
    if picture:
        digest, shown = keep_picture(case, picture, picture_name or picture.name)
        post = replace(post, picture_sha256=digest, picture_name=shown)
    raw = source_bytes(replace(post, added_at=datetime.now(UTC).isoformat(timespec="seconds")))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"by-hand-{os.urandom(6).hex()}.json"
    path.write_bytes(raw)
    name = _("added by hand: {what}").format(what=(post.url or post.post_id or post.text)[:60])
    return Incoming(path.resolve(), name)


def exhibit_of(case: Case, digest: str) -> Path | None:
    """The kept picture of that hash."""
    found = (
        sorted((case.folder / EXHIBITS).glob(f"{digest}.*")) if len(digest) > HASH_LENGTH and digest.isalnum() else []
    )
    return found[0] if found else None
