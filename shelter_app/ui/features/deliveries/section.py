"""Services given as a section of a resident's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, number
from shelter_app.services.acting import Act
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.deliveries.views import DeliveryView, PrintServices, deliveries_of_resident
from shelter_app.ui.features.deliveries import forms
from shelter_app.ui.features.section import Case, Section
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.tables.model import Column
from shelter_app.ui.widgets.cells import day_cell

Content = tuple[DeliveryView, ...]


class DeliveriesSection(Section[Content, DeliveryView]):
    """What a resident was given, the newest first."""

    NAME = "services"
    ORDER = 40
    NEEDS = ("deliveries.deliveries_of_resident",)
    PRINTS = PrintServices
    COLUMNS = (
        Column(
            "",
            lambda: _("Day"),
            lambda row: day_cell(row.given_on),
            3,
            bold=True,
            order=lambda row: row.given_on,
        ),
        Column("", lambda: _("Service"), lambda row: code_label("service", row.service), 5),
        Column(
            "",
            lambda: _("Quantity"),
            lambda row: number(row.quantity_hundredths / 100),
            2,
            order=lambda row: row.quantity_hundredths,
        ),
        Column(
            "",
            lambda: _("Minutes"),
            lambda row: str(row.minutes or ""),
            2,
            muted=True,
            order=lambda row: row.minutes,
        ),
        Column("", lambda: _("Provided by"), lambda row: row.provider or "", 3),
        Column("", lambda: _("Donor"), lambda row: row.funder or "", 3, muted=True),
        Column("", lambda: _("Recorded by"), lambda row: row.recorded_by, 3, muted=True),
    )

    def title(self) -> str:
        """Return the title of the tab."""
        return _("Services")

    def ask(self, case: Case) -> Content:
        """Return what was given."""
        return deliveries_of_resident(case.actor, case.resident)

    def rows(self, content: Content) -> Sequence[DeliveryView]:
        """Return a row for each."""
        return content

    def key(self, row: DeliveryView) -> object:
        """Return the id of what was given."""
        return row.id

    def empty(self, content: Content) -> str:
        """Say what would be here."""
        return _("There are no services yet. Services provided are shown here.")

    def steps(self, case: Case, content: Content) -> Iterator[type[Act[Any]]]:
        """Record one."""
        yield RecordService

    def forms(self, case: Case, content: Content) -> Iterator[FormSpec | None]:
        """Record one."""
        yield forms.record(case.resident, case.head.code)


SECTIONS = (DeliveriesSection(),)
