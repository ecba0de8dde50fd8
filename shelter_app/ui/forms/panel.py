"""A panel beside the page that holds a form: Ctrl+Enter does the act, Esc leaves.

What is typed is kept as a sealed draft every other second and comes back with the form, after a lock or a
fallen computer too; it is gone when the act is done or the form is left on purpose.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused, Stale
from shelter_app.i18n import _, moment
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.services.drafts import drafts
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.form_state import retype, typed
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Message, make_button, make_label, set_text, without_mnemonic
from shelter_app.ui.work import Progress, Running, run, saying

WIDTH = 372
ANY_WIDTH = 16777215  # Qt's word for no limit
BESIDE = 560  # what a page needs beside a form, in steps of the 100 % design
KEEPS_AFTER = 2000  # milliseconds from the first key to the draft
DRAFT = "form"


class Panel(QFrame):
    """One form at a time; ``did`` carries what was done."""

    did = Signal(object)
    closed = Signal()
    working = Signal(Running)

    def __init__(self, actor: Actor, subject: Callable[[], str] = str) -> None:
        super().__init__()
        self._actor = actor
        self._ask_subject = subject
        self._subject = ""
        self._kept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEPS_AFTER)
        self._timer.timeout.connect(self._keep_behind)
        self._running: Running | None = None
        self._asked_to_leave = False
        self.form: Form | None = None
        self.setObjectName("panel")
        self.setProperty("part", "card")
        self._title = make_label("title", "panel_title", wrap=True)
        self._close = make_button("bare", "panel_close", "x")
        self._close.clicked.connect(self.leave)
        self.caution = Message("caution", "panel_caution")
        self.draft = make_label("muted", "panel_draft", wrap=True)
        self.draft.hide()
        self.save = make_button("filled", "panel_save", "check", "on_accent")
        self.save.clicked.connect(self.do)
        self._cancel = make_button("lined", "panel_cancel")
        self._cancel.clicked.connect(self.leave)
        without_mnemonic(self.save, self._cancel)  # they have Ctrl+Enter and Esc
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.save, 1)
        foot.addWidget(self._cancel)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self.draft)
        self._column.addWidget(self.caution)
        self._column.addLayout(foot)
        for keys, then in (("Ctrl+Return", self.do), ("Ctrl+Enter", self.do), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), self, then)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._size()
        self.hide()

    def open(self, sheet: FormSpec) -> None:
        """Show a form; one with something typed in it stays until it is left."""
        if self.form is not None and self.isVisible() and self.form.touched:
            self.caution.say(_("Save or leave this form first."))
            self.form.start()
            return
        self._subject = self._ask_subject()
        self._show(sheet)
        actor, subject = self._actor, self._subject
        run(
            self,
            lambda _progress: drafts.kept(actor, DRAFT, subject),
            done=lambda draft: self._take_up(sheet, draft),
            refused=self._refuse,
        )

    def open_draft(self, sheet: FormSpec, draft: dict[str, Any]) -> None:
        """Show a form with what was typed in it before."""
        self._subject = self._ask_subject()
        self._show(sheet)
        self._take_up(sheet, draft)

    def put_away(self) -> None:
        """Close the form for now; what is typed waits as a draft."""
        if self.form is not None:
            if self.form.touched:
                self._keep_behind()
            self._timer.stop()
            self.hide()
            self._put(None)

    def keep(self) -> None:
        """Keep what is typed, now and here: the program is about to end."""
        if self.form is not None and self.form.touched:
            drafts.keep(self._actor, DRAFT, self._typed(), self._subject)

    def _show(self, sheet: FormSpec) -> None:
        self._kept = False
        self._put(Form(self._actor, sheet))
        set_text(self._title, sheet.title)
        self.setAccessibleName(sheet.title)
        self.caution.say("")
        self.show()
        self.retranslate()
        assert self.form is not None
        if self.form.fields:
            self.form.start()
        else:
            self.save.setFocus()

    def do(self) -> None:
        """Do the act that is typed, in a worker."""
        if self.form is None or self._running is not None:
            return
        self.caution.say("")
        try:
            doing = self.form.act()
        except Refused as refused:
            self.form.refuse(refused)
            return
        self.save.setEnabled(False)
        actor, subject, kept = self._actor, self._subject, self._kept
        self._timer.stop()

        proof = None if self.form.proof is None else self.form.proof.value()

        def do(progress: Progress) -> Any:
            if proof is not None:
                actor.store.prove(proof)
            result = perform(actor, saying(doing, progress))
            if kept:
                drafts.drop(actor, DRAFT, subject)
            return result

        running = run(
            self,
            do,
            done=lambda result: self._show_done(doing, result),
            refused=self._refuse_act,
        )
        self._running = running
        running.ended.connect(lambda: self._rest() if self._running is running else None)
        self.working.emit(running)

    def leave(self) -> None:
        """Close the form; where something was typed, say first that it would be lost."""
        if self.form is not None and self.form.touched and not self._asked_to_leave:
            self._asked_to_leave = True
            self.caution.say(
                _("What you typed is not saved. Press Esc again to leave it, or Ctrl+Enter to save.")
            )
            return
        self._timer.stop()
        if self._kept:
            actor, subject = self._actor, self._subject
            run(
                self,
                lambda _progress: drafts.drop(actor, DRAFT, subject),
                done=lambda _nothing: None,
                refused=self._refuse,
            )
        self._shut()

    def retranslate(self) -> None:
        """Say the buttons in the language in force; the form keeps the one it was opened in."""
        sheet = None if self.form is None else self.form.sheet
        set_text(
            self.save, (sheet.save if sheet is not None else "") or _("Save"), "", _("Save (Ctrl+Enter)")
        )
        set_text(self._cancel, _("Cancel"), "", _("Leave without saving (Esc)"))
        set_text(self._close, "", _("Close the form"), _("Leave without saving (Esc)"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._size()
        super().changeEvent(event)

    def _size(self) -> None:
        self.setFixedWidth(look.px(WIDTH))

    def _put(self, form: Form | None) -> None:
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        self.draft.hide()
        self._asked_to_leave = False
        if form is not None:
            form.edited.connect(self._stay)
            self._column.insertWidget(3, form, 1)

    def _stay(self) -> None:
        self._asked_to_leave = False
        self.caution.say("")
        if not self._timer.isActive():
            self._timer.start()

    def _typed(self) -> dict[str, Any]:
        assert self.form is not None
        sheet = self.form.sheet
        return {
            "act": sheet.kind.NAME,
            "known": about(sheet),
            "at": self._actor.clock().isoformat(),
            "typed": typed(self.form),
        }

    def _keep_behind(self) -> None:
        if self.form is None or self._running is not None:
            return
        actor, content, subject = self._actor, self._typed(), self._subject
        self._kept = True
        run(
            self,
            lambda _progress: drafts.keep(actor, DRAFT, content, subject),
            done=lambda _nothing: None,
            refused=self._refuse,
        )

    def _take_up(self, sheet: FormSpec, draft: dict[str, Any] | None) -> None:
        """Type the draft of this very form again, unless something is already typed."""
        form = self.form
        if draft is None or form is None or form.sheet is not sheet or form.touched:
            return
        if (draft["act"], draft["known"]) != (sheet.kind.NAME, about(sheet)):
            return
        retype(form, draft["typed"])
        form.touched = self._kept = True
        self._timer.stop()
        at = moment(datetime.fromisoformat(draft["at"]).astimezone(LOCAL))
        set_text(self.draft, _("Your draft of {moment}, not saved yet.").format(moment=at))
        self.draft.show()

    def _shut(self) -> None:
        self.hide()
        self._put(None)
        self.closed.emit()

    def _show_done(self, doing: Act[Any], result: Any) -> None:
        self._rest()  # the next form can be saved as soon as it is open
        if self.form is None:
            return
        sheet = self.form.sheet
        self._shut()
        self.did.emit(Outcome(sheet.done, sheet.undo(doing, result), result, type(doing), doing))

    def _refuse(self, refused: Refused) -> None:
        if self.form is not None:
            self.form.refuse(refused)

    def _refuse_act(self, refused: Refused) -> None:
        self._rest()  # what is shown as refused can be saved again at once
        if self.form is None:
            return
        self.form.refuse(refused)
        if isinstance(refused, Stale) and "version" in self.form.sheet.known:
            self.form.compare(refused.theirs)
            if "version" in refused.theirs:  # saved again, the person has seen both
                known = {**self.form.sheet.known, "version": refused.theirs["version"]}
                self.form.sheet = replace(self.form.sheet, known=known)

    def _rest(self) -> None:
        self._running = None
        self.save.setEnabled(True)


class RoomBeside(QObject):
    """Lets the form stand beside the page, or, where there is no room for both, in its place."""

    def __init__(self, page: QWidget, front: QWidget, panel: Panel) -> None:
        super().__init__(panel)
        self._page, self._front, self._panel = page, front, panel
        for watched in (page, panel):
            watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at the room anew when the form comes or goes and when the window's size changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            beside = look.px(WIDTH)
            alone = self._page.width() - beside < look.px(BESIDE) and self._panel.isVisibleTo(self._page)
            self._front.setVisible(not alone)
            self._panel.setMaximumWidth(ANY_WIDTH if alone else beside)
        return False


def about(sheet: FormSpec) -> str:
    """Return what the form is about as one word, without the version, which moves on."""
    about = {name: value for name, value in sheet.known.items() if name != "version"}
    return json.dumps(about, default=str, sort_keys=True)
