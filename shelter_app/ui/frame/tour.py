"""The first steps: five lines, told once to each account, each with a ring around what it tells of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text
from shelter_app.ui.widgets.spoken import announce

MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


@dataclass(frozen=True)
class Step:
    """One line: what it says, and what of the window it tells of."""

    words: Callable[[], str]
    about: tuple[QWidget, ...]


def lines(all_pages: bool) -> tuple[Callable[[], str], ...]:
    """Return what the five lines say; ``all_pages`` for whom Today and Beds are among the pages."""

    def about_pages() -> str:
        if all_pages:
            return _(
                "The pages are on the left: Today shows what there is to do, Beds shows who sleeps "
                "where. Ctrl+1, Ctrl+2 and so on open them."
            )
        return _("The pages are on the left. Ctrl+1, Ctrl+2 and so on open them.")

    return (
        about_pages,
        lambda: _("Ctrl+K finds a resident by code name, a page or an action: part of the word is enough."),
        lambda: _(
            "Your last action is shown down here, and for ten seconds you can undo it: Undo, or Ctrl+Z."
        ),
        lambda: _("Change the language, the theme and the text size here."),
        lambda: _(
            "Ctrl+L locks the window at once, and what you were typing is kept. F1 explains the page you are on."
        ),
    )


class Tour(QFrame):
    """A line above the page, which stays free for work; ``reached`` says which step one has come to.

    It takes the keyboard from nobody: its buttons are reached with their letters and with Tab.
    """

    reached = Signal(int)

    def __init__(self, steps: Sequence[Step], over: QWidget) -> None:
        super().__init__()
        self.setObjectName("tour")
        self.setProperty("part", "tour")
        self._steps, self._at = tuple(steps), len(steps)
        self._ring = _Ring(over)
        self._words = make_label("body", "tour_words", wrap=True)
        self._which = make_label("note", "tour_which")
        self.next = make_button("filled", "tour_next")
        self.leave = make_button("lined", "tour_leave")
        for made in (self.next, self.leave):
            made.setFocusPolicy(
                Qt.FocusPolicy.TabFocus
            )  # a press with the mouse leaves the keyboard at the work
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self._which)
        row.addWidget(self.next)
        row.addWidget(self.leave)
        self.next.clicked.connect(lambda: self._go(self._at + 1))
        self.leave.clicked.connect(lambda: self._go(len(self._steps)))
        for widget in {widget for step in self._steps for widget in step.about}:
            widget.installEventFilter(self)
        self.hide()

    def begin(self, at: int = 0) -> None:
        """Show the line of a step."""
        self._at = at
        self._show_step()

    def text(self) -> str:
        """Return the line that is shown."""
        return self._words.text()

    def _go(self, at: int) -> None:
        self._at = at
        self.reached.emit(at)
        self._show_step()

    def _show_step(self) -> None:
        over = self._at >= len(self._steps)
        self.setVisible(not over)
        if over:
            self._ring.hide()
            return
        set_text(self._words, self._steps[self._at].words())
        set_text(self._which, _("{n} of {total}").format(n=self._at + 1, total=len(self._steps)))
        last = self._at == len(self._steps) - 1
        set_text(self.next, _("Done") if last else _("Next"))
        set_text(self.leave, _("Close the first steps"))
        self.leave.setVisible(not last)
        self._move_ring()
        announce(self, self._words.text())

    def _move_ring(self) -> None:
        if self._at < len(self._steps):
            self._ring.go_round(self._steps[self._at].about)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show_step()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the line tells of."""
        if event.type() in MOVES and not self.isHidden():
            self._move_ring()
        return super().eventFilter(watched, event)


class _Ring(QWidget):
    """A line around parts of the window, through which everything under it is still clicked."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("tour_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def go_round(self, parts: Sequence[QWidget]) -> None:
        """Stand around the parts that are shown."""
        over, whole = self._over, QRect()
        for part in parts:
            if not part.isHidden():
                whole |= QRect(part.mapTo(over, QPoint(0, 0)), part.size())
        room = look.px(3)
        self.setGeometry(whole.adjusted(-room, -room, room, room) & over.rect())
        self.setVisible(not whole.isEmpty())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = look.px(2)
        painter.setPen(QPen(QColor(look.colours().accent), wide))
        painter.drawRoundedRect(self.rect().adjusted(wide, wide, -wide, -wide), look.px(8), look.px(8))
