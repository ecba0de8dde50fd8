"""The strips under the bar: what must be known on every page, in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from shelter_app.i18n import _
from shelter_app.services.accounts.clock import ConfirmClock, clock_question
from shelter_app.services.acting import Actor, perform
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.widgets.parts import make_button, make_label, set_text
from shelter_app.ui.work import Running, run


class Strip(QFrame):
    """One line with an icon."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.setProperty("part", "strip")
        self.setObjectName(name)
        mark = QLabel()
        dress(mark, icon, "warning", 14)
        self.words = make_label("strip_words", f"{name}_words", wrap=True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 2, 24, 2)
        self.row.setSpacing(6)
        self.row.addWidget(mark)
        self.row.addWidget(self.words, 1)


class ClockStrip(Strip):
    """Asks whether the computer's clock is right while it cannot be; ``believed`` once somebody said so."""

    believed = Signal()
    working = Signal(Running)

    def __init__(self, actor: Actor) -> None:
        super().__init__("clock_strip", "hourglass")
        self._actor = actor
        self._question = clock_question(actor)
        self.right = make_button("small", "clock_is_right")
        self.right.clicked.connect(self._confirm)
        self.row.addWidget(self.right, 0, Qt.AlignmentFlag.AlignVCenter)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setVisible(self._question is not None)
        if self._question is not None:
            until = _("Nothing can be saved until the clock is corrected or you confirm that it is right.")
            set_text(self.words, f"{self._question.sentence()} {until}")
            set_text(self.right, _("The clock is right"))

    def _confirm(self) -> None:
        actor = self._actor
        self.working.emit(
            run(
                self,
                lambda _progress: perform(actor, ConfirmClock()),
                done=lambda _nothing: self._believe(),
                refused=lambda refused: set_text(self.words, refused.message),
            )
        )

    def _believe(self) -> None:
        self._question = None
        self.retranslate()
        self.believed.emit()
