"""What every card before the sign-in shares: its look, its width, its error, and what stands still while it works."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from shelter_app.i18n import _, ngettext
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Message, make_card
from shelter_app.ui.widgets.spoken import announce

MOST = 920  # pixels: no window is so wide that a line could be read beyond


class EntryCard(QWidget):
    """A card in the middle of the window; its parts are named after ``prefix``, it is ``WIDTH`` wide at 100 %.

    A kind of it lays out ``make_card`` and calls ``fit_width`` and ``retranslate`` once that is done; ``enter`` is its
    button that goes on.
    """

    enter: QPushButton

    WIDTH = 460
    SECTION = "signin"  # of the manual

    def __init__(self, prefix: str, name: str = "") -> None:
        super().__init__()
        self.setProperty("part", "signin")
        self.setObjectName(name or f"{prefix}_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.error = Message("error", f"{prefix}_error")
        self.busy = QProgressBar()
        self.busy.setObjectName(f"{prefix}_busy")
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.hide()
        self.card = make_card(f"{prefix}_card")
        self._laid_out = False
        self._left = 0  # seconds
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._count_down)

    def section(self) -> str:
        """Return the manual's section that explains this."""
        return self.SECTION

    def at_rest(self) -> tuple[QWidget, ...]:
        """Return the parts that wait while something is under way."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.busy.setAccessibleName(_("Opening the register"))
        if self._left:
            self._say_wait()

    def fit_width(self) -> None:
        """Be as wide as the text size asks for."""
        self._laid_out = True
        self.card.setFixedWidth(min(look.px(self.WIDTH), MOST))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the text size."""
        if self._laid_out and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif self._laid_out and event.type() == QEvent.Type.StyleChange:
            self.fit_width()
        super().changeEvent(event)

    def open(self, under_way: bool = True) -> None:
        """Show that something is under way, or no longer."""
        self.busy.setVisible(under_way)
        for part in self.at_rest():
            part.setEnabled(not under_way)

    def tell_error(self, sentence: str) -> None:
        """Say what went wrong; an empty sentence takes the last one away."""
        self.error.show_text(sentence)

    def sentence(self) -> str:
        """Return the error that is shown."""
        return self.error.text()

    def wait(self, seconds: int) -> None:
        """Let nobody try again for so many seconds, and count them; none: at once."""
        self._left = seconds
        if seconds:
            self._tick.start()
            self._say_wait()
            announce(self.error, self.error.text())

    def waits(self) -> bool:
        """Say whether nothing can be tried now: it is under way, or the seconds are not over."""
        return bool(self._left) or not self.enter.isEnabled()

    def forget_error(self) -> None:
        """Take the last sentence away, as soon as something is typed; the seconds stay in sight."""
        if not self._left:
            self.error.show_text("")

    def _say_wait(self) -> None:
        self.enter.setEnabled(not self._left)
        self.error.show_text(
            ngettext(
                "Too many wrong passphrases. Wait {seconds} second, then try again.",
                "Too many wrong passphrases. Wait {seconds} seconds, then try again.",
                self._left,
            ).format(seconds=self._left)
            if self._left
            else "",
            aloud=False,  # each second would be said
        )

    def _count_down(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._tick.stop()
        self._say_wait()
