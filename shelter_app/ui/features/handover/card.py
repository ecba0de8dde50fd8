"""The card of the shift handover on the page of the day: what the shift before tells, to read and to add to."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, moment, ngettext
from shelter_app.services.handover.acts import MarkHandoverRead
from shelter_app.services.handover.views import HandoverLine
from shelter_app.ui.features.handover import forms
from shelter_app.ui.features.today.part import Day, TodayCard
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text

SHOWN = 5


class HandoverCard(TodayCard):
    """Shows the lines, those that wait for the reader first; what is done with them is done on its page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._form: FormSpec | None = None
        self.setProperty("part", "card")
        self.setObjectName("today_handover")
        self.lines: tuple[HandoverLine, ...] = ()
        self.rows: list[QFrame] = []
        self._all = False
        self._title = make_label("heading", "handover_title")
        self._count = Chip("info", "", "handover_unread")
        self._nothing = make_label("muted", "handover_nothing", wrap=True)
        self.write = make_button("lined", "handover_write", "pen-line")
        self.mark = make_button("lined", "handover_mark", "check")
        self._more = make_button("small", "handover_more")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.write)
        below.addWidget(self.mark)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addLayout(self._rows)
        column.addWidget(self._more)
        column.addLayout(below)
        self.write.clicked.connect(self._write)
        self.mark.clicked.connect(self._mark_read)
        self._more.clicked.connect(self._show_all)

    def show_day(self, day: Day, content: tuple[HandoverLine, ...]) -> None:
        """Show what was told, what waits for the reader first."""
        waiting = [one for one in content if one.unread]
        self.lines = (*waiting, *(one for one in content if not one.unread))
        self._form = forms.write(day)
        self.write.setVisible(self._form is not None)
        self._draw()

    def _write(self) -> None:
        if self._form is not None:
            self._page.open_form(self._form)

    def _mark_read(self) -> None:
        unread = tuple(one.id for one in self.lines if one.unread)
        self._page.perform(MarkHandoverRead(lines=unread), lambda _new: self._page.refresh())

    def _show_all(self) -> None:
        self._all = True
        self._draw()

    def _draw(self) -> None:
        for row in self.rows:
            self._rows.removeWidget(row)
            row.deleteLater()
        unread = sum(one.unread for one in self.lines)
        shown = self.lines if self._all else self.lines[: max(SHOWN, unread)]
        self.rows = [self._row(one) for one in shown]
        for row in self.rows:
            self._rows.addWidget(row)
        set_text(self._title, _("Shift handover"))
        set_text(self._count, ngettext("{n} unread", "{n} unread", unread).format(n=unread))
        self._count.setVisible(unread > 0)
        set_text(self._nothing, _("Nothing was written in the shift handover in the last two days."))
        self._nothing.setVisible(not self.lines)
        set_text(self.write, _("Write"), _("Write for the next shift"))
        set_text(self.mark, ngettext("I have read it", "I have read them", unread))
        self.mark.setVisible(unread > 0)
        left = len(self.lines) - len(shown)
        set_text(self._more, ngettext("Show {n} more", "Show {n} more", left).format(n=left))
        self._more.setVisible(left > 0)

    def _row(self, one: HandoverLine) -> QFrame:
        row = QFrame()
        row.setObjectName("handover_line")
        row.setProperty("part", "row")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        text = make_label("heading" if one.unread else "body", "handover_text", wrap=True)
        told = one.text if not one.resident_code else f"{one.resident_code} · {one.text}"
        set_text(text, told)
        when = moment(one.written_at.astimezone(LOCAL))
        words = _("{when}, {author}, {shift}").format(
            when=when, author=one.author, shift=code_label("shift", one.shift)
        )
        if one.own and one.read_by:
            words = _("{line} · read by {names}").format(line=words, names=", ".join(one.read_by))
        beside = make_label("note", "handover_beside", wrap=True)
        set_text(beside, words)
        across = QHBoxLayout()
        across.setSpacing(8)
        column.addWidget(text)
        across.addWidget(beside, 1)
        if one.own:
            drop = make_button("small", "handover_withdraw")
            set_text(drop, _("Withdraw"), _("Withdraw: {line}").format(line=told))
            drop.clicked.connect(lambda _on=False, line=one: self._page.begin(forms.withdraw(line)))
            across.addWidget(drop)
        column.addLayout(across)
        return row
