"""The line below the pages: the state in words, and work under way with its progress and a cancel."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import _
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce
from shelter_app.ui.work import Running

QUIET_AFTER = 300
CANCEL_AFTER = 2000


class StatusBar(QFrame):
    """Shows nothing for quick work, a quiet progress after 0.3 s, cancel after 2 s."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "state")
        self.setObjectName("state_line")
        self._message = make_label("note", "state_said")
        self._saved_at: datetime | None = None
        self._names = make_label("note", "names_hidden")
        self._working = make_label("note", "working")
        self._bar = QProgressBar()
        self._bar.setObjectName("progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(look.px(120))
        self.cancel = make_button("small", "cancel_work", "x", "muted")
        self.cancel.clicked.connect(self._cancel)
        self._running: list[Running] = []
        self._names_shown = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_AFTER)
        self._quiet.timeout.connect(self._show_progress)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(CANCEL_AFTER)
        self._long.timeout.connect(self.cancel.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(12)
        row.addWidget(self._message, 1)
        row.addWidget(self._working)
        row.addWidget(self._bar)
        row.addWidget(self.cancel)
        row.addWidget(self._names)
        self._hide_progress()
        self.retranslate()

    def show_message(self, sentence: str) -> None:
        """Say in words what was just done."""
        self._saved_at = None
        set_text(self._message, sentence)
        announce(self._message, sentence)

    def show_names_state(self, shown: bool) -> None:
        """Say whether names from papers are on the screen."""
        self._names_shown = shown
        set_text(
            self._names,
            _("Names from documents are shown") if shown else _("Names from documents are hidden"),
        )

    def show_saved(self, at: datetime) -> None:
        """Say when something was stored last."""
        self._saved_at = at
        set_text(self._message, _("Saved at {time}").format(time=f"{at.astimezone(LOCAL):%H:%M}"))

    def watch(self, running: Running) -> None:
        """Show this work while it lasts."""
        self._running.append(running)
        running.progressed.connect(self._progress)
        running.ended.connect(self._look_again)
        if not self._quiet.isActive() and self._bar.isHidden():
            self._quiet.start()
            self._long.start()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.show_names_state(self._names_shown)
        if self._saved_at is not None:
            self.show_saved(self._saved_at)
        set_text(self._working, _("Working"))
        self._bar.setAccessibleName(_("Progress"))
        set_text(self.cancel, _("Stop"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show_progress(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.show()
        self._working.show()

    def _hide_progress(self) -> None:
        for widget in (self._bar, self._working, self.cancel):
            widget.hide()

    @Slot(int, int)
    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot()
    def _look_again(self) -> None:
        self._running = [running for running in self._running if not running.over]
        if not self._running:
            self._quiet.stop()
            self._long.stop()
            self._hide_progress()

    def _cancel(self) -> None:
        for running in self._running:
            running.cancel()
        self._running.clear()
        self._quiet.stop()
        self._long.stop()
        self._hide_progress()
