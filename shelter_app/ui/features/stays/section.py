"""Stays as sections of a resident's page: stays and beds, and the exit with what follows for the household."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.services.beds.reservations import ArriveOnReservation
from shelter_app.services.house.views import shelters
from shelter_app.services.residents.head import BedLine, PrintStay, StayLine
from shelter_app.services.stays.acts import (
    Admit,
    EndAbsence,
    EndStay,
    MoveToBed,
    PlaceInBed,
    RecordAbsence,
    SetBedEnd,
)
from shelter_app.services.stays.emergencies import CompleteAdmission, ToComplete, to_complete
from shelter_app.services.stays.expected_exit import ExpectLeave
from shelter_app.services.stays.households import Member, household_of
from shelter_app.ui.features.beds import correction_forms
from shelter_app.ui.features.section import Case, Event, Line, Section
from shelter_app.ui.features.stays import forms
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.tables.model import Column
from shelter_app.ui.widgets.cells import moment_cell


@dataclass(frozen=True)
class StayContent:
    """The stays, the newest first; the id of the shelter where somebody is admitted now; what is to be completed."""

    stays: tuple[StayLine, ...]
    shelter: str = ""
    to_complete: ToComplete | None = None


@dataclass(frozen=True)
class BedRow:
    """A bed had during a stay; a stay without any has a row too."""

    stay: StayLine
    bed: BedLine | None

    @property
    def begins(self) -> datetime:
        """Since when the bed was had, or the stay went on without one."""
        return self.bed.from_at if self.bed is not None else self.stay.admitted_at

    @property
    def ends(self) -> datetime | None:
        """Until when."""
        return self.bed.to_at if self.bed is not None else self.stay.ended_at


class StaySection(Section[StayContent, BedRow]):
    """Stays with their beds; what can be done now follows from the newest."""

    NAME = "stay"
    ORDER = 10
    LINES = (
        Line(Admit, lambda: _("Admit")),
        Line(PlaceInBed, lambda: _("Assign a bed")),
        Line(MoveToBed, lambda: _("Move to another bed")),
        Line(SetBedEnd, lambda: _("Set until when the bed is assigned")),
        Line(RecordAbsence, lambda: _("Record leave")),
        Line(EndAbsence, lambda: _("Record the return")),
        Line(ExpectLeave, lambda: _("Set the expected exit date")),
    )
    NEEDS = ("residents.head",)
    PRINTS = PrintStay
    ON_OVERVIEW = True
    ROW_ACTS = True
    COLUMNS = (
        Column("", lambda: _("Bed"), lambda row: row.bed.room_bed if row.bed else _("no bed"), 3, bold=True),
        Column("", lambda: _("From"), lambda row: moment_cell(row.begins), 3, order=lambda row: row.begins),
        Column("", lambda: _("Until"), lambda row: moment_cell(row.ends), 3, order=lambda row: row.ends),
        Column("", lambda: _("Shelter"), lambda row: row.stay.shelter, 3, muted=True),
        Column("", lambda: _("Exit"), lambda row: _exit(row.stay), 4, muted=True),
        Column("", lambda: _("Reason for the exception"), lambda row: _why(row.bed), 4, muted=True),
    )

    def title(self) -> str:
        """Return the title of the tab."""
        return _("Stay")

    def ask(self, case: Case) -> StayContent:
        """Return the stays; where somebody is to be admitted first, the shelter one is in."""
        waiting = None
        if case.access.may("stays.to_complete"):
            every = to_complete(case.actor)
            waiting = next((one for one in every if one.resident_id == case.resident), None)
        if case.head.stay is not None or not case.access.may("house.beds"):
            return StayContent(case.head.stays, to_complete=waiting)
        found = shelters(case.actor)
        here = next((row.id for row in found if row.code == case.shelter), "")
        here = here or next((row.id for row in found if not case.shelter), "")
        return StayContent(case.head.stays, here, waiting)

    def rows(self, content: StayContent) -> Sequence[BedRow]:
        """Return a row for each bed, the newest first."""
        return tuple(
            BedRow(stay, bed) for stay in content.stays for bed in (tuple(reversed(stay.beds)) or (None,))
        )

    def key(self, row: BedRow) -> object:
        """Return the ids of the stay and of the time in the bed."""
        return row.stay.id, row.bed.id if row.bed is not None else ""

    def empty(self, content: StayContent) -> str:
        """Say what would be here."""
        return _("Not admitted yet. Stays and beds are shown here.")

    def steps(self, case: Case, content: StayContent) -> Iterator[type[Act[Any]]]:
        """Come, have a bed, come back, leave: each is the next step where it can be done."""
        return iter(
            (CompleteAdmission, Admit, ArriveOnReservation, PlaceInBed, EndAbsence, EndStay, RecordAbsence)
        )

    def forms(self, case: Case, content: StayContent) -> Iterator[FormSpec | None]:
        """Admit, give a bed, move, leave, return: what follows from where the resident is."""
        yield forms.complete(case, content.to_complete)
        yield forms.admit(case, content.shelter)
        for form in (forms.place, forms.move, forms.bed_end, forms.leave, forms.come_back, forms.expect):
            yield form(case)

    def of_row(self, case: Case, content: StayContent, row: BedRow) -> Iterator[Offered | None]:
        """Put a bed of the newest stay right, or withdraw one that was entered by mistake."""
        if row.bed is None or row.stay is not case.head.stays[0]:
            return
        yield correction_forms.of_period(case, row.bed, _("Correct the bed period"))
        withdraw = correction_forms.withdraw(case)
        yield withdraw.about("period", row.bed.id, row.bed.room_bed) if withdraw is not None else None

    def events(self, case: Case, content: StayContent) -> Iterator[Event]:
        """Tell of admissions, beds and exits."""
        for stay in content.stays:
            words = _("Admitted to {shelter}").format(shelter=stay.shelter)
            yield Event(local_day(stay.admitted_at), "log-in", words)
            for bed in stay.beds:
                yield Event(local_day(bed.from_at), "bed-double", _("Bed {bed}").format(bed=bed.room_bed))
            if stay.ended_at is not None and stay.exit_reason is not None:
                words = _("Left: {reason}").format(reason=_exit(stay))
                yield Event(local_day(stay.ended_at), "door-open", words)


class ExitSection(Section[tuple[Member, ...], Member]):
    """The exit; afterwards it is asked about each of the household who is in the house."""

    NAME = "exit"
    ORDER = 11
    TAB = "stay"
    LINES = (Line(EndStay, lambda: _("Record the exit")),)
    NEEDS = ("residents.head",)

    def heading(self) -> str:
        """Stand with the stay."""
        return _("Stay")

    def ask(self, case: Case) -> tuple[Member, ...]:
        """Return the others of the household who are in the house; nobody's where the resident is not."""
        told = case.head.stay is not None and case.access.may("stays.household")
        return household_of(case.actor, case.resident) if told else ()

    def forms(self, case: Case, content: tuple[Member, ...]) -> Iterator[FormSpec | None]:
        """Record the exit; then it is asked whether each of the household left too."""
        yield forms.end(case, content)


def _exit(stay: StayLine) -> str:
    return code_label("exit_reason", stay.exit_reason) if stay.exit_reason else ""


def _why(bed: BedLine | None) -> str:
    return (bed.why or "") if bed is not None else ""


SECTIONS = (StaySection(), ExitSection())
