"""Somebody is in: under which code, in which bed, and what is due in the first days."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain.first_day import first_dues
from shelter_app.i18n import _
from shelter_app.services.stays.newcomers import Received
from shelter_app.ui.features.stays.arrival import due_text, within_a_day
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import make_button, make_label, set_text


class ArrivalDone(QScrollArea):
    """What follows; ``sheet``, ``person`` and ``close_`` are its buttons."""

    def __init__(self, received: Received, admitted_at: datetime, bed: str) -> None:
        super().__init__()
        self.received = received
        self._bed = bed
        self.setObjectName("arrival_done")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("part", "bare")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        told = make_label("name", "arrival_done_told", wrap=True)
        set_text(told, self.sentence())
        column.addWidget(told)
        dues = first_dues(admitted_at)
        soon = [due for due in dues if within_a_day(due, admitted_at)]
        for words, some in (
            (_("Within 24 hours"), soon),
            (_("In the first days"), [due for due in dues if due not in soon]),
        ):
            heading = make_label("heading", "arrival_done_heading")
            set_text(heading, words)
            heading.setVisible(bool(some))
            column.addWidget(heading)
            for due in some:
                line = make_label("body", f"arrival_done_{due.rule}", wrap=True)
                set_text(line, due_text(due))
                column.addWidget(line)
        self.sheet = make_button("lined", "arrival_sheet", "printer")
        set_text(self.sheet, _("Print the first-days sheet"))
        self.person = make_button("lined", "arrival_person", "circle-user-round")
        set_text(self.person, _("Open the page of {code}").format(code=received.code))
        self.close_ = make_button("filled", "arrival_end", "check", "on_accent")
        set_text(self.close_, _("Close"))
        row = FlowRow(8)
        row.add(self.sheet, self.person, self.close_)
        column.addWidget(row)
        column.addStretch(1)
        self.setWidget(inner)

    def start(self) -> None:
        """Put the keyboard on what closes it."""
        self.close_.setFocus()

    def sentence(self) -> str:
        """Say who is where."""
        if not self._bed:
            return _("{code} is in the shelter, without a bed yet.").format(code=self.received.code)
        return _("{code} is in the shelter, in {bed}.").format(code=self.received.code, bed=self._bed)
