"""The house's logo as it is kept: a small PNG picture, so that no paper grows with it."""

from __future__ import annotations

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

LARGEST = 300_000  # bytes
WIDEST, HIGHEST = 600, 240  # pixels: two inches of paper at 300 dots
_SIGNATURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def need_logo(content: bytes) -> bytes:
    """Return a picture that may be the logo; raises Refused naming ``content`` for no PNG, or one that is too large."""
    size = [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)]
    fits = 0 < size[0] <= WIDEST and 0 < size[1] <= HIGHEST and len(content) <= LARGEST
    if not content.startswith(_SIGNATURE) or not fits:
        raise Refused(
            "no_logo",
            _("This picture cannot be used as the logo. Choose a PNG or JPEG picture."),
            ("content",),
        )
    return content
