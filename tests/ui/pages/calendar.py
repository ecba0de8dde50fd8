from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.pages.calendar.page import CalendarPage


class CalendarDesk:
    """What a person does on the calendar."""

    def __init__(self, bot: QtBot, frame: Workspace) -> None:
        self.bot = bot
        self.frame = frame
        page = frame.pages["calendar"]
        assert isinstance(page, CalendarPage)
        self.page = page
        self.grid = page.grid

    def go(self) -> None:
        self.frame.go("calendar")
        self.bot.waitUntil(lambda: self.page.days is not None)

    def choose(self, name: str) -> None:
        before = self.page.days
        self.page.buttons[name].click()
        if name in ("day", "week"):
            self.bot.waitUntil(lambda: self.page.days is not before)

    def cells(self) -> list[list[str]]:
        """Return what a screen reader says of each day's sessions."""
        cells = self.grid.cells
        return [
            [
                cells.data(cells.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
                for row in range(len(sessions))
            ]
            for column, sessions in enumerate(cells.columns)
        ]

    def selected(self) -> str:
        session = self.grid.selected_session()
        return "" if session is None else session.id

    def key(self, key: Qt.Key) -> None:
        self.bot.keyClick(self.grid, key)

    def offered(self) -> list[str]:
        self.page.fill_menu()
        return [action.objectName().removeprefix("calendar_") for action in self.page.menu.actions()]

    def do(self, name: str) -> None:
        self.page.fill_menu()
        found: QAction = next(a for a in self.page.menu.actions() if a.objectName() == f"calendar_{name}")
        found.trigger()

    def middle(self, session: str) -> QPoint:
        return self.grid.visualRect(self.grid.cells.index_of(session)).center()

    def drag(self, session: str, by: QPoint) -> None:
        begin, viewport = self.middle(session), self.grid.viewport()
        self.bot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=begin)
        for part in (1, 2, 3):
            at = begin + by * part / 3
            self.bot.mouseMove(viewport, at)
            self._move(at)
        self.bot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=begin + by)

    def _move(self, at: QPoint) -> None:
        from PySide6.QtCore import QEvent, QPointF
        from PySide6.QtGui import QMouseEvent

        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(self.grid.viewport().mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        self.grid.mouseMoveEvent(event)
