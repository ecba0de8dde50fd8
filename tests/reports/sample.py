"""The sample register in a real store, and how its reports are read back from the file."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pypdf

from shelter_app.db import opening as stores
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.reporting.acts import MakeReport
from shelter_app.services.residents.importing import import_register
from tests.conftest import FixedClock, Template

SAMPLES = Path(__file__).parents[1] / "samples"
TRUTH = json.loads((SAMPLES / "registru-beneficiari.truth.json").read_text(encoding="utf-8"))
YEAR = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}


def opened_with_register(template: Template, folder: Path) -> Actor:
    """Return the director of a copy of the store that holds the sample register; its store is closed by the caller."""
    store = stores.unlock(
        template.copied(folder / "store"), template.director, template.passphrase, clock=FixedClock()
    )
    director = Actor(store, store.account_id, template.director, FixedClock(), store.session_id)
    perform(director, AddShelter(code="CRIN", name="Centrul Crin", service_code="8790 CR-X"))
    import_register(director, SAMPLES / "registru-beneficiari.xlsx", accept_partial=True)
    return director


def made(director: Actor, template: str, **values: Any) -> bytes:
    return perform(director, MakeReport(template=template, **{**YEAR, **values})).content


def as_json(director: Actor, template: str, **values: Any) -> dict[str, Any]:
    return json.loads(made(director, template, format="json", **values))


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Return the text of all pages, every line break and hard space as one space."""
    return " ".join("\n".join(page.extract_text() for page in read(content).pages).split())
