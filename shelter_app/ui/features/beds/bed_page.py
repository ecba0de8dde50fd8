"""What the pages of the beds have in common: the tabs that lead from one to the other, the shelter, the lay-out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from shelter_app.domain.clock import local_day
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor
from shelter_app.services.beds.printing import PrintOccupancy
from shelter_app.services.house.views import shelters
from shelter_app.services.sheet_files import RenderedFile
from shelter_app.ui.features.beds.tabs import BedTabs
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import make_button, set_text


class BedPage(Page):
    """A page of the beds, of the shelter one is in."""

    UNDER = "beds"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.tabs = BedTabs(self.NAME)
        self.tabs.wanted.connect(self.wanted)
        self.add_tabs(self.tabs)

    def today(self) -> date:
        """Return the day by the house's clock."""
        return local_day(self.actor.clock())

    def asked_shelter(self) -> str | None:
        """Return the code of the shelter that is asked about, None for all that the account reaches."""
        return self.shelter or None

    def lay_out(
        self,
        *parts: QWidget | QLayout,
        least: Mapping[QWidget, int],
        stretch: Mapping[QWidget, int] | None = None,
        beside_title: tuple[QWidget, ...] = (),
    ) -> None:
        """Put the parts below each other; the page scrolls where the window is too low for them.

        ``least`` are the heights (at 100 % text) below which a part is not pressed, ``stretch`` the shares in the room
        that is left; a part with a least height has one share unless that says otherwise.
        """
        self.head.addStretch(1)
        for widget in beside_title:
            self.head.addWidget(widget)
        shares = {**dict.fromkeys(least, 1), **(stretch or {})}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in parts:
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, shares.get(part, 0))
        self.body.addWidget(MinHeightScrollArea(inner, dict(least)), 1)
        self.body.setSpacing(8)


class FiguresPage(BedPage):
    """A page of the beds that counts: the shelter one is in, or, by a button, all shelters of the account together."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.all = make_button("filter", f"{self.NAME}_all")
        self.all.setCheckable(True)
        self.all.hide()
        self.all.toggled.connect(lambda _on: self.refresh())

    def asked_shelter(self) -> str | None:
        """Return the shelter one is in, None where all together are chosen."""
        return None if self.all.isChecked() else super().asked_shelter()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self.all, _("All shelters"))

    def ask_several(self) -> bool:
        """Return whether the account reaches more shelters than one; called in a worker."""
        return self.access.may("house.shelters") and len(shelters(self.actor)) > 1

    def print_occupancy(self, first: date, last: date) -> None:
        """Show the sheet of the occupancy of a period."""
        shelter = self.asked_shelter()

        def make(tongue: str) -> Act[RenderedFile]:
            return PrintOccupancy(first=first, last=last, shelter=shelter, language=tongue)

        self.show_paper(make)


def in_a_row(*widgets: QWidget) -> Flow:
    """Return a row of widgets that goes on below where the width does not hold them."""
    row = Flow(8)
    row.add(*widgets)
    return row
