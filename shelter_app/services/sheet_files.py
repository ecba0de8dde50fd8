"""A sheet as a file: written in its form and language, and registered as having left the house."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shelter_app.db.models.trust import Disclosure
from shelter_app.domain.errors import Refused
from shelter_app.i18n import LANGUAGES, _, in_language
from shelter_app.reports.render.forms import OF_SHEETS
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.services.acting import UnitOfWork


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A sheet as a file, and what it is called on paper."""

    title: str
    content: bytes


def render_file(uow: UnitOfWork, sheet: Sheet, language: str, form: str) -> RenderedFile:
    """Write a sheet in a form (pdf, xlsx) and a language; raises Refused for one that there is none of."""
    if form not in OF_SHEETS:
        formats = ", ".join(OF_SHEETS)
        raise Refused(
            "unknown_format",
            _("A report is made in one of these formats: {formats}.").format(formats=formats),
            ("form",),
        )
    if language not in LANGUAGES:
        raise Refused("unknown_language", _("A report is made in Romanian or English."), ("language",))
    content = OF_SHEETS[form](sheet, language)
    with in_language(language):
        title = sheet.title.text()
        fields = [
            words.text() for block in sheet.blocks if isinstance(block, Listing) for words in block.columns
        ]
    uow.add(
        Disclosure(
            kind="PRINT" if form == "pdf" else "EXPORT",
            purpose=title,
            fields=fields,
            sha256=hashlib.sha256(content).hexdigest(),
            disclosed_at=uow.now,
        )
    )
    return RenderedFile(title, content)
