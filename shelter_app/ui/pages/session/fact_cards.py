"""What is beside the note: when and with whom the session is, how it went, what comes next."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.sessions import PLANNED
from shelter_app.i18n import _, day
from shelter_app.services.counselling.views import Following, SessionView
from shelter_app.ui.features.counselling import words
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text, without_mnemonic


class FactsCard(QFrame):
    """Who, when, what kind; in a group, whose note is shown (``person_chosen``)."""

    person_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("facts")
        self.setProperty("part", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._shown: list[QWidget] = []

    def show_session(self, session: SessionView, resident: str) -> None:
        """Show a session, with the person whose note is shown."""
        for shown in self._shown:
            self._column.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        at = words.begins(session)
        pairs = [
            (_("Day"), day(session.planned_on, "medium")),
            (_("Time"), f"{at:%H:%M}" if at is not None else _("no time")),
            (_("Length"), words.minutes(session.minutes)),
            (_("Kind"), words.kind(session)),
            (_("Mode"), code_label("mode", session.mode) if session.mode else ""),
            (_("Counsellor"), session.counsellor),
        ]
        facts = FlowRow(24)
        for word, value in pairs:
            if value:
                facts.add(_pair(word, value))
        self._shown = [facts]
        if len(session.parts) > 1:
            people = FlowRow(6)
            for part in session.parts:
                made = make_button("filter", "session_person")
                made.setCheckable(True)
                made.setChecked(part.resident_id == resident)
                made.clicked.connect(lambda _on=False, who=part.resident_id: self.person_chosen.emit(who))
                status = code_label("attendance", part.status)
                set_text(
                    made,
                    part.resident_code,
                    _("{code}, {state}").format(code=part.resident_code, state=status),
                )
                made.setToolTip(status)
                without_mnemonic(made)
                people.add(made)
            self._shown.append(people)
        for shown in self._shown:
            self._column.addWidget(shown)


class StateCard(QFrame):
    """How the session went, and what can be recorded of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("state_card")
        self.setProperty("part", "card")
        self._heading = make_label("heading", "session_state_heading")
        self.state = Chip("plain", "", "session_state")
        self._state_words = make_label("muted", "session_state_words", wrap=True)
        self.hold = make_button("lined", "session_hold", "check")
        self.hold_other = make_button("bare", "session_hold_other")
        self.nobody = make_button("bare", "session_nobody")
        self.cancel = make_button("bare", "session_cancel")
        self.move_it = make_button("bare", "session_move")
        self._doing = FlowRow(8)
        self._doing.add(self.hold, self.hold_other, self.nobody, self.cancel, self.move_it)
        head = FlowRow(8)
        head.add(self._heading, self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (head, self._state_words, self._doing):
            column.addWidget(part)

    def show_session(self, session: SessionView, now: datetime, *, may: bool) -> None:
        """Show how a session stands; ``may`` says whether this account records it."""
        set_text(self._heading, _("The session"))
        set_text(self.state, words.state(session, now))
        set_text(self.hold, _("Record as held"), "", _("As planned, with everyone attending"))
        set_text(self.hold_other, _("Held differently"), _("Held at another time, or with different people"))
        set_text(self.nobody, _("No-show"))
        set_text(self.cancel, _("Cancelled"))
        set_text(self.move_it, _("Move"), _("Move the session"))
        planned, begun = session.status == PLANNED, words.is_open(session, now)
        self._doing.setVisible(may and planned)
        self.hold.setVisible(begun)
        self.hold_other.setVisible(begun)
        self.nobody.setVisible(session.planned_on <= now.astimezone(LOCAL).date())
        said = _("The session has not started yet.") if planned and not begun else ""
        set_text(self._state_words, said)
        self._state_words.setVisible(bool(said))

    def may_be_marked_held(self) -> bool:
        """Say whether the session can be recorded as held now, by this account."""
        return not self._doing.isHidden() and not self.hold.isHidden()


class NextCard(QFrame):
    """What is planned next with the person."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("next_card")
        self.setProperty("part", "card")
        self._heading = make_label("heading", "session_next_heading")
        self.when = make_label("body", "session_next", wrap=True)
        self.plan = make_button("lined", "session_plan_next", "calendar-days")
        self.change = make_button("lined", "session_change_next")
        self.open_it = make_button("bare", "session_open_next")
        doing = FlowRow(8)
        doing.add(self.plan, self.change, self.open_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self._heading, self.when, doing):
            column.addWidget(part)

    def show_following(self, following: Following | None, *, may: bool) -> None:
        """Show the next session; ``may`` says whether this account plans and moves."""
        set_text(self._heading, _("Next session"))
        set_text(self.plan, _("Plan the next one"))
        set_text(self.change, _("Move"), _("Move the next session"))
        set_text(self.open_it, _("Open"), _("Open the next session"))
        self.plan.setVisible(may and following is None)
        self.change.setVisible(may and following is not None)
        self.open_it.setVisible(following is not None)
        if following is None:
            set_text(self.when, _("None planned yet."))
            return
        at = following.planned_at.astimezone(LOCAL)
        said = _("{day}, {time} · {kind}").format(
            day=day(at.date(), "full"), time=f"{at:%H:%M}", kind=code_label("session_type", following.kind)
        )
        set_text(self.when, said)


def _pair(word: str, value: str) -> QWidget:
    pair = QWidget()
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    above = make_label("note", "fact_word")
    below = make_label("body", "fact")
    set_text(above, word)
    set_text(below, value, _("{label}: {value}").format(label=word, value=value))
    column.addWidget(above)
    column.addWidget(below)
    return pair
