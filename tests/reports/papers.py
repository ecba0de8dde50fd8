"""Datasets that are made without a store, for tests and measurements of the paper alone."""

from __future__ import annotations

from datetime import date

from shelter_app.reports.dataset import Chart, Dataset, Row, Section, Table
from shelter_app.reports.words import literal

HEAD = ("Rezidentă", "Nopți", "Zile")


def long_table(rows: int) -> Table:
    return Table(
        "long",
        literal("Un tabel lung"),
        tuple(literal(word) for word in HEAD),
        tuple(Row(literal(f"CEDRU-{at:04}"), (float(at), float(at % 31))) for at in range(rows)),
    )


def dataset_of(*blocks: Table | Chart, demo: bool = False) -> Dataset:
    return Dataset(
        template="R04",
        version="1",
        first=date(2026, 1, 1),
        last=date(2026, 3, 31),
        as_of=date(2026, 11, 24),
        organisation="Asociația Șură și Țară",
        service_code="8790 CR-X",
        shelter=None,
        grant=None,
        audience="OFFICIAL",
        demo=demo,
        lines=(),
        sections=(Section(literal("Ședințe și țeluri"), blocks),),
        control=None,
        made_by="Ileana Cornea",
    )
