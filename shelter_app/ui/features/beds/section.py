"""Beds as sections of a resident's page: held beds, other shelters, and what was put right in the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _, moment
from shelter_app.services.beds.corrections import (
    AddPastBedPeriod,
    CorrectionLine,
    CorrectStay,
    corrections,
)
from shelter_app.services.beds.reservations import ArriveOnReservation
from shelter_app.services.beds.transfers import MoveToShelter
from shelter_app.services.house.views import shelters
from shelter_app.ui.features.beds import correction_forms, resident_forms
from shelter_app.ui.features.beds.choices import held_beds
from shelter_app.ui.features.section import Case, Line, Section
from shelter_app.ui.forms.spec import Choices, FormSpec
from shelter_app.ui.widgets.cards import Card


@dataclass(frozen=True)
class BedsContent:
    """The beds that are held for whoever is expected, and the other shelters that somebody can move to."""

    held: Choices = ()
    shelters: Choices = ()


class BedsSection(Section[BedsContent, Any]):
    """Arrival on a held bed, and the move to another shelter."""

    NAME = "beds"
    ORDER = 12
    TAB = "stay"
    NEEDS = ("house.beds",)
    LINES = (
        Line(ArriveOnReservation, lambda: _("The person the bed was reserved for has arrived")),
        Line(MoveToShelter, lambda: _("Move to another shelter")),
    )

    def heading(self) -> str:
        """Stand with the stay."""
        return _("Stay")

    def ask(self, case: Case) -> BedsContent:
        """Return held beds for somebody who is not in the house, other shelters for somebody who is."""
        if case.head.stay is None:
            known = case.access.may("beds.reservations")
            return BedsContent(held=held_beds(case.actor, case.shelter) if known else ())
        here = case.head.stay.shelter_id
        return BedsContent(
            shelters=tuple((row.id, row.name) for row in shelters(case.actor) if row.id != here)
        )

    def forms(self, case: Case, content: BedsContent) -> Iterator[FormSpec | None]:
        """Record the arrival, or the move."""
        yield resident_forms.arrive(case, content.held)
        yield resident_forms.to_shelter(case, content.shelters)


class CorrectionsSection(Section[tuple[CorrectionLine, ...], Any]):
    """What was put right in the newest stay, and the forms that put the past right."""

    NAME = "corrections"
    ORDER = 90
    TAB = "stay"
    LINES = (
        Line(CorrectStay, lambda: _("Correct the stay")),
        Line(AddPastBedPeriod, lambda: _("Add an earlier bed period")),
    )
    NEEDS = ("beds.corrections",)
    ON_OVERVIEW = True
    SIDE = "right"

    def title(self) -> str:
        """Return what it is about."""
        return _("Correction to the stay")

    def ask(self, case: Case) -> tuple[CorrectionLine, ...]:
        """Return what was put right in the newest stay."""
        return corrections(case.actor, case.head.stays[0].id) if case.head.stays else ()

    def forms(self, case: Case, content: tuple[CorrectionLine, ...]) -> Iterator[FormSpec | None]:
        """Put the stay right, or a bed of it."""
        for form in (
            correction_forms.stay,
            correction_forms.bed_period,
            correction_forms.add_period,
            correction_forms.withdraw,
        ):
            yield form(case)

    def cards(self, case: Case, content: tuple[CorrectionLine, ...] | None) -> Iterator[QWidget]:
        """Tell who put what right, why, and what stood there before."""
        if not content:
            return
        card = Card("overview_right", self.title())
        for one in content:
            when = moment(one.at.astimezone(LOCAL))
            card.write("body", _("{when}, {who}: {reason}").format(when=when, who=one.who, reason=one.reason))
            card.write("note", _("Before: {what}").format(what=_stood(one.was, one.beds)))
            card.write("note", _("Now: {what}").format(what=_stood(one.became, one.beds)))
        yield card


def _stood(side: Mapping[str, Any], beds: Mapping[str, str]) -> str:
    """Return what a record said, in words: bed, from when, until when."""
    if not side:
        return _("nothing")

    def at(name: str) -> str:
        return moment(datetime.fromisoformat(side[name]).astimezone(LOCAL)) if side.get(name) else "…"

    parts = [beds.get(side.get("bed_id", ""), "")]
    for first, last in (("from_at", "to_at"), ("admitted_at", "ended_at")):
        if first in side or last in side:
            parts.append(f"{at(first)} – {at(last)}")
    return " · ".join(part for part in parts if part)


SECTIONS = (BedsSection(), CorrectionsSection())
