"""The card of today's sessions: those that come, each with a way to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, language, ngettext
from shelter_app.services.counselling.views import SessionView
from shelter_app.ui.features.today.part import Day, TodayCard
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text, without_mnemonic

SHOWN = 8
NAMED = 3  # people of a group


class SessionsCard(TodayCard):
    """Shows the day's sessions; ``opened`` carries the id of one, ``more_wanted`` asks for the calendar."""

    opened = Signal(str)
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName("today_sessions")
        self._title = make_label("heading", "today_sessions_title")
        self._rows = QVBoxLayout()
        self._parts: list[QWidget] = []
        self._drawn: tuple[tuple[SessionView, ...], str, int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        column.addStretch(1)

    def show_day(self, day: Day, content: tuple[SessionView, ...]) -> None:
        """Show the sessions of the day, first the last that are over and those to come."""
        set_text(self._title, _("Sessions today"))
        found = tuple(one for one in content if one.planned_on == day.today)
        drawn = (found, language(), look.percent())
        if drawn == self._drawn:  # what stands there already keeps the keyboard
            return
        self._drawn = drawn
        for part in self._parts:
            self._rows.removeWidget(part)
            part.deleteLater()
        self._parts = []
        over = sum(1 for one in found if one.planned_at is not None and one.planned_at < day.now)
        first = max(0, min(over, len(found) - SHOWN))
        self._parts = [self._row(session) for session in found[first : first + SHOWN]]
        if not self._parts:
            none = make_label("muted", "today_no_session", wrap=True)
            set_text(none, _("No session is planned for today."))
            self._parts.append(none)
        left = len(found) - SHOWN
        if left > 0:
            more = make_button("small", "today_sessions_more")
            set_text(
                more, ngettext("{n} more in the calendar", "{n} more in the calendar", left).format(n=left)
            )
            more.clicked.connect(self.more_wanted)
            self._parts.append(more)
        for part in self._parts:
            self._rows.addWidget(part)

    def _row(self, session: SessionView) -> QWidget:
        hour = f"{session.planned_at.astimezone(LOCAL):%H:%M}" if session.planned_at is not None else ""
        who = ", ".join(part.resident_code for part in session.parts[:NAMED])
        if len(session.parts) > NAMED:
            who = ngettext("{n} person", "{n} persons", len(session.parts)).format(n=len(session.parts))
        words = f"{code_label('session_type', session.kind)} · {who}"
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 4, 0, 4)
        across.setSpacing(12)
        time = make_label("heading", "session_hour")
        set_text(time, hour)
        time.setMinimumWidth(look.px(44))
        what = make_label("body", "session_what", wrap=True)
        set_text(what, words)
        state = make_label("note", "session_state", wrap=True)
        set_text(state, f"{session.counsellor} · {code_label('attendance', session.status)}")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(what)
        column.addWidget(state)
        opened = make_button("lined", "session_open")
        set_text(opened, _("Open"), _("Open: {line}").format(line=f"{hour}, {words}"))
        without_mnemonic(opened)
        opened.clicked.connect(lambda: self.opened.emit(session.id))
        across.addWidget(time)
        across.addLayout(column, 1)
        across.addWidget(opened)
        return row
