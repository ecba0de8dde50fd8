"""The one top-level window: sign-in first, the frame of pages after it. Its name and icon are neutral."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QScrollArea, QWidget

from shelter_app.i18n import _
from shelter_app.ui.icons import drawing
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.texts import speak
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.mnemonics import Letters

if TYPE_CHECKING:
    from shelter_app.ui.frame.help.reader import Reader

SIZE = (1366, 768)
SMALLEST = (800, 480)  # a screen of 1366 × 768 at 150 % is 910 × 512, with the title bar less


class MainWindow(QMainWindow):
    """Holds what is shown, and the choices of language, look and text size that all of it follows."""

    first_painted = Signal()
    chosen = Signal(Preferences)
    closing = Signal()

    def __init__(self, choices: Preferences) -> None:
        super().__init__()
        self.setObjectName("window")
        self.choices = choices
        self._painted = False
        self.content: QWidget | None = None
        self.lighten: Callable[[], bool] = (
            bool  # takes one part away that need not be made anew; says if it did
        )
        self._going_on = QTimer(self)
        self._going_on.setSingleShot(True)
        self._going_on.timeout.connect(self._follow)
        self._beside = QHBoxLayout()
        self._help: Reader | None = None
        self.letters = Letters(self)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, self.help)
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        self._drawn = (choices.look, choices.percent)
        self._spoken = choices.language
        look.apply(*self._drawn)
        speak(self._spoken)
        self.retranslate()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusObjectChanged.connect(self._bring_into_sight)
        self.first_painted.connect(self._take_icon)

    def open(self) -> None:
        """Show the window, as large as the screen where that is no larger than the window's own size."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        if screen.width() <= SIZE[0] or screen.height() <= SIZE[1]:
            self.showMaximized()
        else:
            self.show()

    def show_content(self, content: QWidget) -> None:
        """Show ``content`` instead of what was shown."""
        whole = QWidget()
        self._beside = QHBoxLayout(whole)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(content, 1)
        self.content, self._help = content, None
        self.setCentralWidget(whole)
        content.installEventFilter(self)

    def help(self) -> None:
        """Open the manual beside what is shown, at the section that explains it."""
        if self.content is None:
            return
        if self._help is None:
            from shelter_app.ui.frame.help.reader import Reader  # the first paint has no need of it

            self._help = Reader()
            self._beside.addWidget(self._help)
        section = getattr(self.content, "section", None)
        self._help.open_at(section() if section is not None else "signin", QApplication.focusWidget())

    def choose_language(self, code: str) -> None:
        """Speak another language everywhere."""
        self.choices.language = code
        self._follow()

    def choose_look(self, name: str) -> None:
        """Draw the program in another look."""
        self.choices.look = name
        self._follow()

    def choose_percent(self, percent: int) -> None:
        """Draw the program at another text size."""
        self.choices.percent = percent
        self._follow()

    def to_front(self) -> None:
        """Come before the other windows: a second start on the same store asks for it."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def retranslate(self) -> None:
        """Say the neutral name in the language in force."""
        self.setWindowTitle(_("Register"))

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the Alt key, and share the letters of what is shown."""
        super().showEvent(event)
        self.letters.watch(self.windowHandle())
        self.letters.later()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window closes, so that the store is closed before the program ends."""
        self.closing.emit()
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first paint of what is shown."""
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return super().eventFilter(watched, event)

    def _take_icon(self) -> None:
        """Show the window's icon in the desktop's bar, which is drawn after the window."""
        self.setWindowIcon(QIcon(drawing.pixmap("book-open", "accent", 48)))

    def _bring_into_sight(self, focus: QObject | None) -> None:
        """Scroll to what got the keyboard, however it came there; what was pressed stays under the mouse."""
        if (
            not isinstance(focus, QWidget)
            or not self.isAncestorOf(focus)
            or QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        ):
            return
        above = focus.parentWidget()
        while above is not None and above is not self:
            if isinstance(above, QScrollArea) and above.widget() is not None:
                above.ensureWidgetVisible(focus)
            above = above.parentWidget()

    def _follow(self) -> None:
        """Speak and draw as chosen, once what is out of sight has gone, a part at each turn: never held for long."""
        if self.lighten():
            self._going_on.start()  # one at a time, however often something is chosen meanwhile
            return
        self._going_on.stop()
        if self._spoken != self.choices.language:
            self._spoken = self.choices.language
            speak(self._spoken)
            self._going_on.start()  # a look chosen meanwhile has a turn of its own
            return
        if self._drawn != (self.choices.look, self.choices.percent):
            self._drawn = (self.choices.look, self.choices.percent)
            look.apply(*self._drawn)
            drawing.redraw()
            self._spoken = ""  # words are said again in the next turn: what fits them has another size now
            self._going_on.start()
            return
        self.chosen.emit(self.choices)
