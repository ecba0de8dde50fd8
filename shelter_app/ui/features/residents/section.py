"""Who a resident is, as sections of the page: what the house must know, what is known, who is kept apart, the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from shelter_app.i18n import _
from shelter_app.services.acting import Act
from shelter_app.services.residents.acts import AssignCase, DescribeResident, EndAssignment, SetIdentity
from shelter_app.services.residents.alerts import AddAlert, ChangeAlert
from shelter_app.services.residents.head import ResidentHead
from shelter_app.services.residents.keep_apart import (
    Apart,
    EndKeepingApart,
    KeepResidentsApart,
    kept_apart,
)
from shelter_app.services.residents.profile import Profile, facts
from shelter_app.services.residents.restriction import (
    ChangeRestriction,
    EndRestriction,
    RestrictAccess,
    Restricted,
    restriction,
)
from shelter_app.ui.features.residents import (
    alert_forms,
    case_forms,
    keep_apart_forms,
    profile_forms,
    restriction_forms,
)
from shelter_app.ui.features.section import Case, Line, Section
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.widgets.cards import Card


class AlertsSection(Section[ResidentHead, Any]):
    """What the house must know: it stands in the head of the page."""

    NAME = "alerts"
    ORDER = 60
    NEEDS = ("residents.head",)
    LINES = (
        Line(AddAlert, lambda: _("Add an alert")),
        Line(ChangeAlert, lambda: _("Withdraw an alert")),
    )

    def heading(self) -> str:
        """Stand with what concerns the person."""
        return _("The person")

    def steps(self, case: Case, content: ResidentHead) -> Iterator[type[Act[Any]]]:
        """Tell the house what it must know."""
        yield AddAlert

    def ask(self, case: Case) -> ResidentHead:
        """Return the head of the page, which has the alerts."""
        return case.head

    def forms(self, case: Case, content: ResidentHead) -> Iterator[FormSpec | None]:
        """Tell the house something, or take it away."""
        yield alert_forms.add(case)
        yield alert_forms.end(case)


class ProfileSection(Section[Profile, Any]):
    """What is known of the person, and what was not asked yet."""

    NAME = "profile"
    ORDER = 61
    NEEDS = ("residents.facts",)
    ON_OVERVIEW = True
    LINES = (Line(DescribeResident, lambda: _("Enter the person's details")),)

    def title(self) -> str:
        """Return the title of the card."""
        return _("What is known about the person")

    def heading(self) -> str:
        """Stand with what concerns the person."""
        return _("The person")

    def ask(self, case: Case) -> Profile:
        """Return what is known."""
        return facts(case.actor, case.resident)

    def forms(self, case: Case, content: Profile) -> Iterator[FormSpec | None]:
        """Write it."""
        yield profile_forms.describe(content)

    def cards(self, case: Case, content: Profile | None) -> Iterator[QWidget]:
        """Tell each fact, or why there is none."""
        if content is None:
            return
        card = Card("overview_facts", self.title())
        for words, value in profile_forms.lines(content):
            card.write("body", _("{label}: {value}").format(label=words, value=value))
        yield card


class KeepApartSection(Section[tuple[Apart, ...], Any]):
    """From whom the resident is kept apart: told in the head of the page."""

    NAME = "keep_apart"
    ORDER = 62
    NEEDS = ("residents.apart",)
    IN_HEAD = True
    LINES = (
        Line(KeepResidentsApart, lambda: _("Keep apart from somebody")),
        Line(EndKeepingApart, lambda: _("No longer keep apart")),
    )

    def heading(self) -> str:
        """Stand with what concerns the person."""
        return _("The person")

    def ask(self, case: Case) -> tuple[Apart, ...]:
        """Return from whom."""
        return kept_apart(case.actor, case.resident)

    def warnings(self, case: Case, content: tuple[Apart, ...]) -> Iterator[str]:
        """Name each."""
        for one in content:
            yield _("to be kept apart from {code}").format(code=one.code)

    def forms(self, case: Case, content: tuple[Apart, ...]) -> Iterator[FormSpec | None]:
        """Keep apart, or end it."""
        yield keep_apart_forms.keep(case, content)
        yield keep_apart_forms.end(content)


class RestrictionSection(Section[tuple[Restricted, ...], Any]):
    """Who alone sees the resident: told in the head of the page to those who do."""

    NAME = "restriction"
    ORDER = 63
    NEEDS = ("residents.restriction",)
    IN_HEAD = True
    LINES = (
        Line(RestrictAccess, lambda: _("Restrict access to named people")),
        Line(ChangeRestriction, lambda: _("Change who sees this person")),
        Line(EndRestriction, lambda: _("End the access restriction")),
    )

    def heading(self) -> str:
        """Stand with what concerns the person."""
        return _("The person")

    def ask(self, case: Case) -> tuple[Restricted, ...]:
        """Return the restriction that holds, or none."""
        held = restriction(case.actor, case.resident)
        return () if held is None else (held,)

    def warnings(self, case: Case, content: tuple[Restricted, ...]) -> Iterator[str]:
        """Name those who see her."""
        for held in content:
            yield _("restricted access: {names}").format(names=", ".join(name for _who, name in held.named))

    def forms(self, case: Case, content: tuple[Restricted, ...]) -> Iterator[FormSpec | None]:
        """Restrict, change the names, or end it."""
        yield from restriction_forms.all_of(case, content)


class CaseSection(Section[ResidentHead, Any]):
    """Who works with the resident, and the sealed identity: both stand in the head of the page."""

    NAME = "case"
    ORDER = 70
    NEEDS = ("residents.head",)
    LINES = (
        Line(SetIdentity, lambda: _("Enter identity details")),
        Line(AssignCase, lambda: _("Assign the case")),
        Line(EndAssignment, lambda: _("End an assignment")),
    )

    def heading(self) -> str:
        """Stand with who works on the case."""
        return _("The case")

    def ask(self, case: Case) -> ResidentHead:
        """Return the head of the page, which has the team."""
        return case.head

    def forms(self, case: Case, content: ResidentHead) -> Iterator[FormSpec | None]:
        """Write the identity, assign the case, end an assignment."""
        yield case_forms.identity(case)
        yield case_forms.assign(case)
        yield case_forms.end_assignment(case)


SECTIONS = (AlertsSection(), ProfileSection(), KeepApartSection(), RestrictionSection(), CaseSection())
