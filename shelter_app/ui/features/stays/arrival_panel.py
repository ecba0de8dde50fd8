"""Somebody came: the panel over the board with its four steps, kept as a draft until the person has a bed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _, moment
from shelter_app.services.acting import Actor, build, perform, snapshot
from shelter_app.services.beds.finding import FoundBed, ToPlace, find_bed, to_place
from shelter_app.services.stays.newcomers import Likely, ReceiveNewcomer, UndoReceive, likely
from shelter_app.ui.features.house.choices import shelter_id
from shelter_app.ui.features.stays.arrival import Arrival
from shelter_app.ui.features.stays.arrival_done import ArrivalDone
from shelter_app.ui.features.stays.arrival_steps import ArrivalSteps
from shelter_app.ui.forms.autosave import Autosave, Content, Draft
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text, without_mnemonic
from shelter_app.ui.work import Running, run

WIDTH = 584
DRAFT = "arrival"  # drafts of arrivals are kept under this name, by the request or the shelter
WAITS = 250  # milliseconds after a key before it is asked who and which bed


@dataclass(frozen=True)
class _Answer:
    """Who it may be, which requests may come, which beds may be given, whether any is free, and the shelter's id."""

    likely: tuple[Likely, ...]
    requests: tuple[ToPlace, ...]
    beds: tuple[FoundBed, ...]
    free: bool
    shelter: str


class ArrivalPanel(QFrame):
    """The four steps, or what follows once they are done.

    ``did`` carries what was done, ``sheet_wanted`` the stay whose sheet is asked for, ``person_wanted`` a resident's id.
    """

    did = Signal(object)
    closed = Signal()
    working = Signal(Running)
    sheet_wanted = Signal(str)
    person_wanted = Signal(str)

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self._actor = actor
        self._access = Access()
        self._arrival = Arrival()
        self._shelter = self._shelter_id = ""
        self._draft: Draft | None = None
        self._asking: Running | None = None
        self._acting: Running | None = None
        self._asked_to_leave = False
        self.steps: ArrivalSteps | None = None
        self.done: ArrivalDone | None = None
        self._autosave = Autosave(self, self._draft_content)
        self._autosave.kept.connect(self._tell_kept)
        self._autosave.refused.connect(self._refuse)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAITS)
        self._later.timeout.connect(self._ask)
        self.setObjectName("arrival")
        self.setProperty("part", "card")
        self._title = make_label("title", "arrival_title")
        self._when = make_label("muted", "arrival_when")
        self._close = make_button("bare", "arrival_close", "x")
        self._close.clicked.connect(self.put_away)
        self.caution = Message("caution", "arrival_caution")
        self.kept = make_label("note", "arrival_kept", wrap=True)
        self.drop = make_button("lined", "arrival_drop")
        self.drop.clicked.connect(self.give_up)
        self.save = make_button("filled", "arrival_save", "bed-double", "on_accent")
        self.save.clicked.connect(self.do)
        without_mnemonic(self.save, self._close)
        self._lay_out()
        for keys, then in (("Ctrl+Return", self.do), ("Ctrl+Enter", self.do), ("Esc", self.put_away)):
            shortcut = QShortcut(QKeySequence(keys), self, then)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def open(self, arrival: Arrival, shelter: str, access: Access) -> None:
        """Show the steps with what is known already, and with the draft where one was kept."""
        if self.steps is not None and self.steps.touched and arrival in (self._arrival, Arrival()):
            self.steps.start()
            return
        self._autosave.keep()
        self._arrival, self._shelter, self._access = arrival, shelter, access
        self._draft = Draft(self._actor, DRAFT, arrival.referral or shelter)
        self._set_content(ArrivalSteps(self._actor, arrival))
        self.retranslate()
        self.show()
        assert self.steps is not None
        self.steps.edited.connect(self._edit)
        self.steps.start()
        self._load(self._draft)

    def arrival(self) -> Arrival | None:
        """Return what the steps were opened with, None while they are not open."""
        return self._arrival if self.steps is not None else None

    def put_away(self) -> None:
        """Close the panel; what is typed waits as a draft."""
        if self.steps is not None and self._acting is None:
            self._autosave.keep()
        self._shut()

    def keep(self) -> None:
        """Keep what is typed, now and here: the program is about to end."""
        self._autosave.keep_now()

    def give_up(self) -> None:
        """Leave it for good; where something was typed, say first that it would be lost."""
        if self.steps is not None and self.steps.touched and not self._asked_to_leave:
            self._asked_to_leave = True
            self.caution.show_text(
                _("What you typed will be lost. Press again to discard it, or close the form to keep it.")
            )
            return
        self._autosave.rest()
        draft = self._draft
        if draft is not None and self._acting is None:
            draft.forget()
            run(self, lambda _p: draft.close(), done=lambda _nothing: None, refused=self._refuse)
        self._shut()

    def do(self) -> None:
        """Admit whoever came, in a worker."""
        steps, draft, actor = self.steps, self._draft, self._actor
        if steps is None or draft is None or self._acting is not None or not self.save.isEnabled():
            return
        self.caution.show_text("")
        try:
            act = build(
                ReceiveNewcomer, shelter=self._shelter_id, needs=self._arrival.needs, **steps.values()
            )
        except Refused as refused:
            steps.refuse(refused)
            return
        self._autosave.rest()
        self.save.setEnabled(False)

        def task(_progress: object) -> Any:
            received = perform(actor, act)
            draft.close()
            return received

        bed = steps.bed()
        running = run(
            self,
            task,
            done=lambda received: self._show_done(act, received, "" if bed is None else bed.room_bed),
            refused=self._refuse_act,
        )
        self._acting = running
        running.ended.connect(lambda: self._rest() if self._acting is running else None)
        self.working.emit(running)

    def retranslate(self) -> None:
        """Say the frame in the language in force; the steps keep the one they were opened in."""
        set_text(self._title, _("Somebody has arrived"))
        set_text(self._when, moment(self._actor.clock().astimezone(LOCAL), "medium"))
        set_text(
            self._close, "", _("Close; what you typed is kept"), _("Close; what you typed is kept (Esc)")
        )
        set_text(self.drop, _("Discard draft"))
        self.setAccessibleName(_("Somebody has arrived"))
        self._say_save()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._when, 1)
        head.addWidget(self._close)
        foot.setSpacing(8)
        foot.addWidget(self.kept, 1)
        foot.addWidget(self.drop)
        foot.addWidget(self.save)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self.caution)
        self._column.addLayout(foot)

    def _set_content(self, shown: ArrivalSteps | ArrivalDone | None) -> None:
        for old in (self.steps, self.done):
            if old is not None:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.steps = shown if isinstance(shown, ArrivalSteps) else None
        self.done = shown if isinstance(shown, ArrivalDone) else None
        self._later.stop()
        if self._asking is not None:
            self._asking.cancel()
        self._asked_to_leave = False
        set_text(self.kept, "")
        self.caution.show_text("")
        for part in (self.drop, self.save):
            part.setVisible(self.steps is not None)
        if shown is not None:
            self._column.insertWidget(2, shown, 1)

    def _load(self, draft: Draft) -> None:
        """Bring the draft back before it is asked who and which bed."""

        def fill(content: Content | None) -> None:
            steps = self.steps
            if steps is None or draft is not self._draft:
                return
            if content is not None and not steps.touched:
                steps.retype(content["typed"])
                at = moment(datetime.fromisoformat(content["at"]).astimezone(LOCAL))
                set_text(self.kept, _("Your draft from {moment}, not saved yet.").format(moment=at))
            self._ask()

        run(self, lambda _p: draft.load(), done=fill, refused=self._refuse)

    def _edit(self) -> None:
        self._asked_to_leave = False
        self.caution.show_text("")
        self._autosave.touch()
        self._say_save()
        self._later.start()

    def _ask(self) -> None:
        """Ask who it may be and which beds fit, for what is typed now; a later question replaces it."""
        steps, actor, access, shelter = self.steps, self._actor, self._access, self._shelter
        if steps is None:
            return
        if self._asking is not None:
            self._asking.cancel()
        said, since, needs = steps.said(), steps.since(), self._arrival.needs
        year, request = steps.value("birth_year"), steps.referral()
        sex = steps.value("sex")
        asked: dict[str, Any] = {
            "sex": sex,
            "age": None if year is None else since.year - year,
        }
        if steps.known():
            asked = {"resident": steps.known()}
        if request:
            asked["referral"] = request

        roles = set(access.roles)

        def ask() -> _Answer:
            with snapshot(actor):
                found = find_bed(actor, shelter, since, None, needs=needs, **asked)
                return _Answer(
                    likely(actor, said.words, said.birth_year, said.county, sex),
                    tuple(one for one in to_place(actor, shelter) if one.accepted and one.referral_id),
                    tuple(bed for bed in found if bed.fits or not roles.isdisjoint(bed.set_aside_by)),
                    any(bed.free for bed in found),
                    shelter_id(actor, access, shelter),
                )

        self._asking = run(self, lambda _p: ask(), done=self._show_answer, refused=self._refuse)

    def _show_answer(self, answer: _Answer) -> None:
        steps = self.steps
        if steps is None:
            return
        before = steps.who()
        self._shelter_id = answer.shelter
        steps.show_people(answer.likely, answer.requests)
        steps.show_beds(answer.beds, answer.free)
        self._say_save()
        if steps.who() != before:
            self._ask()  # the beds are those of somebody else now

    def _say_save(self) -> None:
        steps = self.steps
        if steps is None:
            return
        bed = steps.bed()
        words = _("Admit without a bed") if steps.ready() else _("Choose a bed")
        if bed is not None:
            words = _("Admit to {bed}").format(bed=bed.room_bed)
        set_text(self.save, words, "", _("Admit (Ctrl+Enter)"))
        self.save.setEnabled(steps.ready() and bool(self._shelter_id) and self._acting is None)

    def _draft_content(self) -> tuple[Draft, Content | None] | None:
        steps, draft = self.steps, self._draft
        if steps is None or draft is None or not steps.touched or self._acting is not None:
            return None
        return draft, {"at": self._actor.clock().isoformat(), "typed": steps.typed()}

    def _tell_kept(self, _draft: Draft) -> None:
        if self.steps is not None:
            at = f"{self._actor.clock().astimezone(LOCAL):%H:%M}"
            set_text(self.kept, _("draft, saved at {time}").format(time=at))

    def _show_done(self, act: ReceiveNewcomer, received: Any, bed: str) -> None:
        self._rest()
        done = ArrivalDone(received, act.at, bed)
        done.sheet.clicked.connect(lambda: self.sheet_wanted.emit(received.stay))
        done.person.clicked.connect(lambda: self.person_wanted.emit(received.resident))
        done.close_.clicked.connect(self._shut)
        self._set_content(done)
        done.start()
        undo = UndoReceive(received=received)
        self.did.emit(Outcome(done.sentence(), undo, received, ReceiveNewcomer, act, subject=received.code))

    def follow(self, codes: frozenset[str]) -> None:
        """Close what is done where it was taken back: the code is not among those who are in the house."""
        if self.done is not None and self.done.received.code not in codes:
            self._shut()

    def _shut(self) -> None:
        self.hide()
        self._set_content(None)
        self.closed.emit()

    def _refuse(self, refused: Refused) -> None:
        self.caution.show_text(refused.message)

    def _refuse_act(self, refused: Refused) -> None:
        self._rest()
        if self.steps is None:
            return
        self._autosave.touch()
        self.steps.refuse(refused)
        self._later.start()  # a bed that was given meanwhile is offered no more

    def _rest(self) -> None:
        self._acting = None
        self._say_save()
