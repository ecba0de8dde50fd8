"""A session: who, when, how it went, the notes on it, the note being written, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain.errors import Refused, Stale
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor
from shelter_app.services.counselling.views import Following, NoteText, SessionView
from shelter_app.ui.features.counselling import forms, words
from shelter_app.ui.features.counselling.note_cards import NoteCards
from shelter_app.ui.features.counselling.note_draft import ADDED, NEW
from shelter_app.ui.features.counselling.note_panel import NotePanel
from shelter_app.ui.features.counselling.opened_session import OpenedSession, open_session
from shelter_app.ui.forms.confirmation_bar import ConfirmationBar
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.session.fact_cards import FactsCard, NextCard, StateCard
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import FlowRow
from shelter_app.ui.widgets.parts import Chip, Message, make_button, set_text
from shelter_app.ui.work import run

BESIDE = 300
TWO_COLUMNS_FROM = 780


class SessionPage(Page):
    """The page of the session chosen on the calendar or at a resident; ``show_session`` says which."""

    NAME = "session"
    ICON = "pen-line"
    NEEDS = "counselling.session"
    STATE_IS_ALL = False
    UNDER = "calendar"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.session = ""
        self.resident = ""
        self.opened: OpenedSession | None = None
        self._known: dict[str, NoteText] = {}
        self._saving: tuple[str, str] | None = None
        self.confirmation = ConfirmationBar()
        self._back = make_button("bare", "session_back", "arrow-left")
        self.sealed = Chip("sealed", "lock", "session_sealed")
        self.draft = Chip("plain", "pen-line", "session_draft")
        self.keep_button = make_button("lined", "session_keep")
        self.sign_button = make_button("filled", "session_sign", "pen-line", "on_accent")
        self.caution = Message("caution", "session_caution")
        self.facts = FactsCard()
        self.state_card = StateCard()
        self.next_card = NextCard()
        self.note_panel = NotePanel(actor)
        self.another = make_button("lined", "session_another", "pen-line")
        self.note_cards = NoteCards()
        self._lay_out()
        self._connect()

    @staticmethod
    def word() -> str:
        """Return the page's word."""
        return _("Session")

    def title(self) -> str:
        """Return the word and the code names; never anything of a note."""
        if self.opened is None:
            return _("Session")
        return _("Session · {people}").format(people=words.people(self.opened.file.session))

    def show_session(self, session: str, resident: str = "") -> None:
        """Be the page of this session, with the notes on this resident (the first of its people)."""
        if session == self.session and resident in ("", self.resident):
            return
        self.note_panel.clear()
        self.session, self.resident = session, resident
        self.opened = None
        self._known = {}
        self.confirmation.clear()
        self.caution.show_text("")
        self._content.hide()
        self.retranslate()

    def refresh(self) -> None:
        """Ask for the session and its notes again; what is typed stays."""
        if not self.session:
            return
        actor, access, session, resident = self.actor, self.access, self.session, self.resident
        known = dict(self._known)
        self.ask("session", lambda _p: open_session(actor, access, session, resident, known), self._show)

    def start(self) -> None:
        """Put the keyboard where the work begins: on recording a session whose time has come, else in the note."""
        if self.opened is None:
            self.setFocus()
        elif self.state_card.may_be_marked_held():
            self.state_card.hold.setFocus()
        elif self.note_panel.key() is not None:
            self.note_panel.editor.start()
        else:
            self._back.setFocus()
        QTimer.singleShot(0, self._see_focus)

    def subject(self) -> str:
        """Return which session the forms are about."""
        return self.session

    def offered(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be recorded of the session now, and the form of the next one."""
        if self.opened is None or not self.access.may("counselling.hold_session"):
            return []
        following = self._following(self.opened)
        return self._offered_forms(forms.possible(self._session(), following, self.actor.clock()))

    def state(self) -> dict[str, Any]:
        """Return which session it is; never anything of a note."""
        return {"session": self.session, "resident": self.resident}

    def restore(self, state: dict[str, Any]) -> None:
        """Be the same page again."""
        self.show_session(state.get("session", ""), state.get("resident", ""))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        set_text(self._back, "", _("Back to the calendar"), _("Back to the calendar"))
        set_text(
            self.keep_button,
            _("Save the draft"),
            "",
            _("Save as a note, not signed yet (Ctrl+Enter)"),
        )
        set_text(self.another, _("Write another note"))
        self.note_panel.retranslate()
        self._show_head()
        if self.opened is not None:
            self._show_facts(self.opened)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when the page is left, the window locks or closes."""
        self.note_panel.keep_waiting()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the cards beside the note, or above it where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_columns"):
            self.note_panel.editor.resize_fields()
            self._arrange()
        super().changeEvent(event)

    # -- layout

    def _lay_out(self) -> None:
        self.head.insertWidget(0, self._back)
        tools = FlowRow(8, to_right=True)
        tools.add(self.sealed, self.draft, self.keep_button, self.sign_button)
        self.head.addWidget(tools, 1)
        self._content = QWidget()
        self._content.setProperty("part", "bare")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._content)
        self._columns.setContentsMargins(0, 0, 8, 0)
        self._columns.setSpacing(16)
        self._note_column = QVBoxLayout()
        self._note_column.setSpacing(16)
        self._note_column.addWidget(self.facts)
        self._note_column.addWidget(self.note_panel, 1)
        self._note_column.addWidget(self.note_cards)
        more = FlowRow(8)
        more.add(self.another)
        self._note_column.addWidget(more)
        self._note_column.addStretch(0)
        self._below = self._note_column.count() - 1
        self._side = QWidget()
        beside = QVBoxLayout(self._side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(16)
        beside.addWidget(self.state_card)
        beside.addWidget(self.next_card)
        beside.addStretch(1)
        self._columns.addLayout(self._note_column, 1)
        self._columns.addWidget(self._side)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("session_body")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.body.addWidget(self.caution)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.confirmation)
        self._content.hide()

    def _arrange(self) -> None:
        wide = self._scroll.width() >= look.px(TWO_COLUMNS_FROM)
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.BottomToTop
        )
        self._side.setMinimumWidth(look.px(BESIDE) if wide else 0)
        self._side.setMaximumWidth(look.px(BESIDE) if wide else 16777215)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self.wanted.emit("calendar"))
        self.keep_button.clicked.connect(self.save_note)
        self.note_panel.editor.save_wanted.connect(self.save_note)
        self.sign_button.clicked.connect(self.sign_note)
        self.confirmation.agreed_final.connect(self._sign)
        self.confirmation.given_up.connect(self.start)
        self.note_panel.editor.edited.connect(self._edited)
        self.note_panel.changed.connect(self._show_head)
        self.note_panel.refused.connect(self._refuse)
        self.another.clicked.connect(lambda: self._write(NEW))
        self.note_cards.wanted.connect(self._write)
        self.facts.person_chosen.connect(self._choose_person)
        self.state_card.hold.clicked.connect(self._hold)
        self.state_card.hold_other.clicked.connect(lambda: self.open_form(forms.hold(self._session())))
        self.state_card.nobody.clicked.connect(lambda: self._record(forms.nobody_came(self._session())))
        self.state_card.cancel.clicked.connect(lambda: self.open_form(forms.cancel(self._session())))
        self.state_card.move_it.clicked.connect(lambda: self.open_form(forms.move(self._session())))
        self.next_card.plan.clicked.connect(lambda: self.open_form(forms.next_after(self._session())))
        self.next_card.change.clicked.connect(self._move_next)
        self.next_card.open_it.clicked.connect(self._open_next)

    # -- showing

    def _session(self) -> SessionView:
        assert self.opened is not None
        return self.opened.file.session

    def _show(self, opened: OpenedSession) -> None:
        if self._saving == (self.session, opened.resident):
            return  # it is shown again when it is saved, or when that was refused
        arriving = self.opened is None or self._session().status != opened.file.session.status
        self.opened, self.resident = opened, opened.resident
        self._known = {one.line.id: one.note for one in opened.notes if one.note is not None}
        self.note_panel.show_session(opened, may_write=self.access.may("counselling.write_note"))
        self._make_room()
        self._content.show()
        self.retranslate()
        panel = self.panel()
        if arriving and self.isVisible() and (panel is None or panel.isHidden()):
            self.start()

    def _make_room(self) -> None:
        """Give the note the room that is left; without one, leave it under the cards."""
        writes = self.note_panel.key() is not None
        self.note_panel.setVisible(writes)
        self._note_column.setStretch(self._below, 0 if writes else 1)

    def _show_facts(self, opened: OpenedSession) -> None:
        now, seen, may = self.actor.clock(), opened.file.session, self.access.may
        self.facts.show_session(seen, opened.resident)
        self.state_card.show_session(seen, now, may=may("counselling.hold_session"))
        self.next_card.show_following(self._following(opened), may=may("counselling.plan_session"))
        self.note_cards.show_notes(
            opened,
            self.actor.account_id,
            self.note_panel.key(),
            may_add=may("counselling.add_addendum"),
        )
        self.another.setVisible(may("counselling.write_note") and self.note_panel.key() != NEW)

    def _following(self, opened: OpenedSession) -> Following | None:
        return next((f for f in opened.file.following if f.resident_id == opened.resident), None)

    def _show_head(self) -> None:
        key = self.note_panel.key()
        for part in (self.sealed, self.sign_button):
            part.setVisible(key is not None)
        self.keep_button.setVisible(key is not None and not key.startswith(ADDED))
        only_author = self.note_panel.editor.note_class.currentData() == "PROCESS"
        set_text(
            self.sealed,
            _("only its author") if only_author else _("confidential: only those with access to the case"),
        )
        set_text(self.draft, self.note_panel.state())
        self.draft.setVisible(bool(self.note_panel.state()))
        set_text(self.sign_button, _("Sign the note"))

    # -- the note

    def save_note(self) -> None:
        """Save what is typed as a note that is not signed yet."""
        if not self.keep_button.isHidden() and self._ready():
            self._do_note(_("The note is saved. Sign it when it is complete."), sign=False)

    def sign_note(self) -> None:
        """Ask, at another place than the button, whether to sign what is typed, and say what that means."""
        if not self._ready():
            return
        sentence = _("A signed note can no longer be changed or withdrawn.")
        if left := self.note_panel.left_empty():
            sentence = _("{sentence} Still empty: {sections}.").format(sentence=sentence, sections=left)
        self.confirmation.ask_final(_("Sign permanently"), sentence)

    def _sign(self) -> None:
        self.confirmation.clear()
        if self._ready():
            self._do_note(_("The note was signed."), sign=True)

    def _ready(self) -> bool:
        if self._saving is not None or self.note_panel.key() is None:
            return False
        if self.note_panel.conflict.isVisible():
            self.caution.show_text(_("First choose what to do with the two texts."))
            self.note_panel.conflict.mine.setFocus()
            return False
        if not self.note_panel.editor.text():
            self.caution.show_text(_("Write the note first."))
            self.note_panel.editor.start()
            return False
        return True

    def _do_note(self, sentence: str, *, sign: bool) -> None:
        act = self.note_panel.act(sign=sign)
        if act is None:
            return
        saving = self._saving = (self.session, self.resident)
        draft, left = self.note_panel.save()
        code = words.code_of(self._session(), self.resident)

        def forget_draft() -> None:
            draft.put(left)
            draft.store()

        def done(_result: object) -> Outcome:
            self._saving = None
            if saving == (self.session, self.resident):
                self.caution.show_text("")
                self.note_panel.saved()
            return Outcome(sentence, subject=code)

        def refused(refusal: Refused) -> None:
            self._saving = None
            if saving == (self.session, self.resident):
                self._refuse_note(refusal)
            else:  # another session is shown: what was typed waits as the draft of its own
                run(self, lambda _p: draft.store(), done=lambda _nothing: None, refused=self._refuse)
                self.error.show_text(refusal.message)

        self.perform(act, done, refused, after=forget_draft, what="note")

    def _refuse_note(self, refused: Refused) -> None:
        self.note_panel.go_on()
        if isinstance(refused, Stale):
            self.refresh()
        self.caution.show_text(refused.message)

    def _edited(self) -> None:
        self.caution.show_text("")
        self.confirmation.clear()

    def _write(self, key: str) -> None:
        self.note_panel.write(key)
        self._make_room()
        self.retranslate()
        self.note_panel.editor.start()
        QTimer.singleShot(0, self._see_focus)

    def _see_focus(self) -> None:
        focus = self.focusWidget()
        if focus is not None and self._content.isAncestorOf(focus):
            self._scroll.ensureWidgetVisible(focus)

    def _choose_person(self, resident: str) -> None:
        self.show_session(self.session, resident)
        self.refresh()

    # -- what is recorded of the session

    def _hold(self) -> None:
        if len(self._session().parts) > 1:
            self.open_form(forms.hold(self._session()))
        else:
            self._record(forms.held_as_planned(self._session()))

    def _record(self, act: Act[int]) -> None:
        seen = self._session()
        self.perform(act, lambda version: forms.done(seen, act, version))

    def _move_next(self) -> None:
        following = None if self.opened is None else self._following(self.opened)
        if following is not None:
            code = words.code_of(self._session(), self.resident)
            self.open_form(forms.move_next(following, code))

    def _open_next(self) -> None:
        following = None if self.opened is None else self._following(self.opened)
        if following is not None:
            self.session_wanted.emit(following.session_id)
