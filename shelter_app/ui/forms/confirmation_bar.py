"""Asks, in a line below the page, whether an act is to be done, and for the reason where it takes one."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce


class ConfirmationBar(QFrame):
    """Says what would be done and asks whether to do it; of several acts, lets choose one by its title.

    ``agreed`` carries the act (``OfferedAct``) and the reason that was typed; ``given_up`` says that none is wanted.
    Of an act with a ``why_not`` that is said, and it cannot be agreed to. When the language changes, nothing is asked
    any more: the sentences are those of the language before.

    ``in_form``, it is as narrow as a form, and Esc is the form's.

    What cannot be taken back (``ask_final``) takes no press within ``PAUSE`` seconds: the second click of a double
    click, or a second Enter, agrees to nothing that was not read.
    """

    PAUSE = 0.5

    agreed = Signal(object, str)
    agreed_final = Signal()
    given_up = Signal()

    def __init__(self, *, in_form: bool = False) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setObjectName("hand")
        self._offered: tuple[OfferedAct, ...] = ()
        self._stays = False
        self._final = False
        self._shown_at = 0.0
        self._words = make_label("body", "hand_words", wrap=True)
        self.whom = ComboBox("hand_whom")
        self.reason = QLineEdit()
        self.reason.setObjectName("hand_reason")
        self.go = make_button("filled", "hand_do")
        self.leave = make_button("lined", "hand_leave")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        whole = QBoxLayout(down if in_form else across, self)
        whole.setContentsMargins(12, 6, 12, 6)
        whole.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        whole.addWidget(self._words, 0 if in_form else 2)
        whole.addLayout(row, 1)
        row.addWidget(self.whom)
        row.addWidget(self.reason, 1)
        for button in (self.go, self.leave):
            row.addWidget(button)
        self.whom.currentIndexChanged.connect(self._show_chosen)
        self.go.clicked.connect(self._agree)
        self.reason.returnPressed.connect(self._agree)
        self.leave.clicked.connect(self.give_up)
        if not in_form:
            QShortcut(QKeySequence("Esc"), self, self.give_up)
        self.retranslate()
        self.clear()

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._words.text()

    def chosen(self) -> OfferedAct | None:
        """Return the act that is asked about, None while none is."""
        at = self.whom.currentIndex()
        return self._offered[at] if 0 <= at < len(self._offered) else None

    def show_preview(self, sentence: str, *, stays: bool = False) -> None:
        """Say what letting go here would do; with ``stays`` why it cannot be, until something else is begun."""
        self._offered, self._stays, self._final = (), stays, False
        self._show(sentence)

    def ask(self, *offered: OfferedAct) -> None:
        """Say what would be done and ask whether to do it; of several, which."""
        self._offered, self._stays, self._final = offered, True, False
        self.whom.blockSignals(True)
        self.whom.clear()
        self.whom.addItems([one.title for one in offered])
        self.whom.blockSignals(False)
        self.reason.clear()
        self._show_chosen()
        one = self.chosen()
        if one is not None:
            (self.reason if one.needs_reason else self.go).setFocus()

    def ask_final(self, title: str, sentence: str) -> None:
        """Ask whether to do what cannot be taken back; ``title`` is on the button, ``sentence`` says what it means."""
        self._offered, self._stays, self._final = (), True, True
        self._shown_at = monotonic()
        self._show(sentence)
        set_text(self.go, title)
        announce(self._words, sentence)
        self.go.setFocus()

    def is_ready(self) -> bool:
        """Say whether a press is taken: what cannot be taken back was shown long enough to be read."""
        return not self._final or monotonic() - self._shown_at >= self.PAUSE

    def refuse(self, refused: Refused) -> None:
        """Say why it was not done; the reason stays as it was typed, and is asked for where the refusal names it."""
        self._stays = True
        set_text(self._words, refused.message)
        one = self.chosen()
        if one is not None and one.reason in refused.fields:
            self.reason.show()
            self.reason.setFocus()

    def clear_preview(self) -> None:
        """Show nothing, unless something is asked or was refused."""
        if not self._stays:
            self.clear()

    def clear(self) -> None:
        """Show nothing and ask nothing."""
        self._offered, self._stays, self._final = (), False, False
        self.hide()

    def retranslate(self) -> None:
        """Say the buttons and fields in the language in force."""
        set_text(self.go, _("Confirm"))
        set_text(self.leave, _("Cancel"))
        self.reason.setPlaceholderText(_("Why"))
        self.reason.setAccessibleName(_("Why"))
        self.whom.setAccessibleName(_("For whom"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.clear()
            self.retranslate()
        super().changeEvent(event)

    def _show_chosen(self) -> None:
        one = self.chosen()
        if one is not None:
            self._show(one.why_not or one.question)

    def _show(self, sentence: str) -> None:
        set_text(self._words, sentence)
        one = self.chosen()
        possible = one is not None and not one.why_not
        self.whom.setVisible(len(self._offered) > 1)
        self.reason.setVisible(one is not None and possible and one.needs_reason)
        set_text(self.go, _("Confirm"))
        self.go.setVisible(possible or self._final)
        self.leave.setVisible(bool(self._offered) or self._final)
        self.show()

    def _agree(self) -> None:
        if self._final:
            if self.is_ready():
                self.agreed_final.emit()
            return
        one = self.chosen()
        if one is not None and not one.why_not:
            self.agreed.emit(one, self.reason.text().strip())

    def give_up(self) -> None:
        """Ask no more, and say that none is wanted."""
        self.clear()
        self.given_up.emit()
