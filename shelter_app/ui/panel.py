"""A panel beside the page that holds a form: Ctrl+Enter does the act, Esc leaves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.services.acting import Act, Actor, perform
from shelter_app.ui.forms.form import Form
from shelter_app.ui.forms.sheet import Done, Sheet
from shelter_app.ui.parts import Message, button, label, say
from shelter_app.ui.theme import look
from shelter_app.ui.work import Running, run

WIDTH = 372


class Panel(QFrame):
    """One form at a time; ``did`` carries what was done."""

    did = Signal(object)
    closed = Signal()
    working = Signal(Running)

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self._actor = actor
        self._running: Running | None = None
        self._asked_to_leave = False
        self.form: Form | None = None
        self.setObjectName("panel")
        self.setProperty("part", "card")
        self._title = label("title", "panel_title", wrap=True)
        self._close = button("bare", "panel_close", "x")
        self._close.clicked.connect(self.leave)
        self.caution = Message("caution", "panel_caution")
        self.save = button("filled", "panel_save", "check", "on_accent")
        self.save.clicked.connect(self.do)
        self._cancel = button("lined", "panel_cancel")
        self._cancel.clicked.connect(self.leave)
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
        self._column.addWidget(self.caution)
        self._column.addLayout(foot)
        for keys, then in (("Ctrl+Return", self.do), ("Ctrl+Enter", self.do), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), self, then)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._size()
        self.hide()

    def open(self, sheet: Sheet) -> None:
        """Show a form; one with something typed in it stays until it is left."""
        if self.form is not None and self.isVisible() and self.form.touched:
            self.caution.say(_("Save or leave this form first."))
            self.form.start()
            return
        self._put(Form(self._actor, sheet))
        say(self._title, sheet.title)
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
        self._running = run(
            self,
            lambda _progress: perform(self._actor, doing),
            done=lambda result: self._show_done(doing, result),
            refused=self._refuse,
        )
        self._running.ended.connect(self._rest)
        self.working.emit(self._running)

    def leave(self) -> None:
        """Close the form; where something was typed, say first that it would be lost."""
        if self.form is not None and self.form.touched and not self._asked_to_leave:
            self._asked_to_leave = True
            self.caution.say(
                _("What you typed is not saved. Press Esc again to leave it, or Ctrl+Enter to save.")
            )
            return
        self._shut()

    def retranslate(self) -> None:
        """Say the buttons in the language in force; the form keeps the one it was opened in."""
        sheet = None if self.form is None else self.form.sheet
        say(self.save, (sheet.save if sheet is not None else "") or _("Save"), "", _("Save (Ctrl+Enter)"))
        say(self._cancel, _("Cancel"), "", _("Leave without saving (Esc)"))
        say(self._close, "", _("Close the form"), _("Leave without saving (Esc)"))

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
        self._asked_to_leave = False
        if form is not None:
            form.edited.connect(self._stay)
            self._column.insertWidget(2, form, 1)

    def _stay(self) -> None:
        self._asked_to_leave = False
        self.caution.say("")

    def _shut(self) -> None:
        self.hide()
        self._put(None)
        self.closed.emit()

    def _show_done(self, doing: Act[Any], result: Any) -> None:
        if self.form is None:
            return
        sheet = self.form.sheet
        self._shut()
        self.did.emit(Done(sheet.done, sheet.undo(doing, result), result))

    def _refuse(self, refused: Refused) -> None:
        if self.form is not None:
            self.form.refuse(refused)

    def _rest(self) -> None:
        self._running = None
        self.save.setEnabled(True)
