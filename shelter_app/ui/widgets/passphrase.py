"""The field of a passphrase, wherever one is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from shelter_app.i18n import _
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import OWN_DRAFT, make_button, set_text


class Passphrase(QLineEdit):
    """The passphrase, hidden unless the person shows it; notices Caps Lock from what the keys bring."""

    caps_lock_seen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("passphrase")
        self.setProperty("part", "passphrase")
        self.setProperty(OWN_DRAFT, True)  # never kept, not even while it is shown
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(256)
        self._caps: bool | None = None
        self.eye = make_button("eye", "show_passphrase")
        self.eye.setParent(self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self._show(False)

    def retranslate(self) -> None:
        """Say the button's words in the language in force."""
        shown = self.eye.isChecked()
        set_text(self.eye, "", _("Hide the passphrase") if shown else _("Show the passphrase"))
        self.eye.setToolTip(self.eye.accessibleName())

    def hide_text(self) -> None:
        """Hide what is typed again."""
        self.eye.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button at the field's end."""
        super().resizeEvent(event)
        side = look.px(28)
        self.eye.setGeometry(self.width() - side - 4, (self.height() - side) // 2, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice a letter that came as Caps Lock makes it."""
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._caps is not None:
            self._notice(not self._caps)
        elif len(text) == 1 and text.lower() != text.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._notice(text.isupper() != shift)
        super().keyPressEvent(event)

    def _notice(self, caps: bool) -> None:
        self._caps = caps
        self.caps_lock_seen.emit(caps)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        dress(self.eye, "eye-off" if shown else "eye", "muted")
        self.retranslate()
