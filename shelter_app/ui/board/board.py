"""The bed board: rooms as cards, their beds as cards in them, arrows to go about."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from shelter_app.i18n import _
from shelter_app.services.house.views import HELD_LEAVE, MISSING, BedBoard, BedCard, RoomCard
from shelter_app.ui.board import card_texts
from shelter_app.ui.board.cards import ALERT_ROLES, BedCardButton
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_card, make_label, set_text

ROOM_WIDTH = 250
AWAY_MARKS = {HELD_LEAVE: ("door-open", "warning"), MISSING: ("circle-alert", "danger")}
GAP = 16
STEPS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class BoardView(QScrollArea):
    """Shows a ``BedBoard``; one card at a time is in the order of Tab, arrows go from card to card.

    ``menu_wanted`` carries the id of the bed on which Enter, the space bar or the mouse ask what can be done.
    """

    menu_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("board")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._board: BedBoard | None = None
        self._rooms: list[tuple[RoomCard, QFrame, QLabel, QLabel]] = []
        self._cards: list[tuple[BedCardButton, BedCard, RoomCard]] = []
        self._columns = 0
        self._fitting: frozenset[str] | None = None

    def show_board(self, board: BedBoard) -> None:
        """Show the rooms and beds of ``board``; the card with the focus keeps it."""
        at = self.current()
        held = at is not None and at.hasFocus()
        place = self.verticalScrollBar().value()
        self._board = board
        inner = QWidget()
        inner.setProperty("part", "bare")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        self._rooms = []
        self._cards = []
        for room in board.rooms:
            self._add_room(room)
        self.setWidget(inner)
        self._columns = 0
        self._arrange()
        self.retranslate()
        self.mark(self._fitting)
        again = next((c for c, bed, _room in self._cards if at is not None and bed.bed_id == at.bed_id), None)
        self._point_at(again or (self._cards[0][0] if self._cards else None))
        if held and again is not None:
            again.setFocus()
        self.verticalScrollBar().setValue(place)

    def cards(self) -> list[BedCardButton]:
        """Return the cards in their order."""
        return [button for button, _bed, _room in self._cards]

    def mark(self, fitting: frozenset[str] | None) -> None:
        """Let the beds that fit a filter stand out from the others; None lets all stand alike."""
        self._fitting = fitting
        for button, _bed, _room in self._cards:
            button.fade(fitting is not None and button.bed_id not in fitting)

    def bed(self, bed_id: str) -> tuple[BedCard, RoomCard] | None:
        """Return a bed that is shown, and its room."""
        return next(((bed, room) for _button, bed, room in self._cards if bed.bed_id == bed_id), None)

    def current(self) -> BedCardButton | None:
        """Return the card that Tab comes to."""
        strong = Qt.FocusPolicy.StrongFocus
        return next((button for button in self.cards() if button.focusPolicy() == strong), None)

    def point_at(self, bed_id: str) -> None:
        """Make a bed's card the one that Tab comes to."""
        self._point_at(next((button for button in self.cards() if button.bed_id == bed_id), self.current()))

    def take_focus(self) -> None:
        """Put the keyboard on the current card."""
        current = self.current()
        if current is not None:
            current.setFocus()

    def retranslate(self) -> None:
        """Say every card's words in the language in force."""
        if self._board is None:
            return
        for room, _frame, name, small in self._rooms:
            title, rule = card_texts.room_text(room)
            set_text(name, title)
            set_text(small, rule)
        for button, bed, room in self._cards:
            button.set_texts(*card_texts.card_text(bed, room, self._board.at))
            button.setAccessibleDescription(_("Enter shows what can be done here."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many columns as the width holds."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from card to card with the arrows; the card with the focus is the one that Tab comes back to."""
        if isinstance(watched, BedCardButton):
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                step = STEPS.get(Qt.Key(event.key()))
                if step is not None:
                    self._step(watched, step)
                    return True
                plain = event.modifiers() in (
                    Qt.KeyboardModifier.NoModifier,
                    Qt.KeyboardModifier.KeypadModifier,
                )
                if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    watched.click()
                    return True
            elif isinstance(event, QFocusEvent) and event.gotFocus():
                self._point_at(watched)
                self.ensureWidgetVisible(watched)
        return super().eventFilter(watched, event)

    def _add_room(self, room: RoomCard) -> None:
        frame = make_card(f"room_{room.name}")
        column = QVBoxLayout(frame)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(3)
        name = make_label("heading", f"room_name_{room.name}")
        small = make_label("note", f"room_rule_{room.name}")
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 4)
        head.setSpacing(8)
        head.addWidget(name)
        head.addWidget(small, 1)
        column.addLayout(head)
        for bed in room.beds:
            button = BedCardButton(frame, bed.bed_id, bed.state, bed.label, _marks(bed))
            button.installEventFilter(self)
            button.clicked.connect(lambda _on=False, button=button: self._ask(button))
            column.addWidget(button)
            self._cards.append((button, bed, room))
        column.addStretch(1)
        self._rooms.append((room, frame, name, small))

    def _ask(self, button: BedCardButton) -> None:
        self._point_at(button)  # pressed by a screen reader, it has no keyboard yet
        self.menu_wanted.emit(button.bed_id)

    def _arrange(self) -> None:
        inner = self.widget()
        grid = inner.layout() if inner is not None else None
        if not isinstance(grid, QGridLayout):
            return
        columns = max(1, (self.viewport().width() + GAP) // (look.px(ROOM_WIDTH) + GAP))
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns) + 1):
            grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(len(self._rooms) + 2):
            grid.setRowStretch(row, 0)
        self._columns = columns
        for index, (_room, frame, _name, _small) in enumerate(self._rooms):
            grid.addWidget(frame, index // columns, index % columns)
        grid.setRowStretch(len(self._rooms) // columns + 1, 1)

    def _point_at(self, wanted: BedCardButton | None) -> None:
        for button in self.cards():
            strong = button is wanted
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _step(self, start: BedCardButton, step: QPoint) -> None:
        """Go to the nearest card in a direction; cards in line are nearer than cards aside."""
        here = start.mapToGlobal(start.rect().center())

        def distance(button: BedCardButton) -> int:
            way = button.mapToGlobal(button.rect().center()) - here
            ahead = way.x() * step.x() + way.y() * step.y()
            aside = abs(way.x() * step.y()) + abs(way.y() * step.x())
            return ahead + 4 * aside if ahead > 0 else -1

        ahead = [(distance(button), index) for index, button in enumerate(self.cards())]
        reachable = [pair for pair in ahead if pair[0] > 0]
        if reachable:
            card = self.cards()[min(reachable)[1]]
            self._point_at(card)  # a window that is not in front tells of no focus
            card.setFocus(Qt.FocusReason.OtherFocusReason)


def _marks(bed: BedCard) -> tuple[tuple[str, str], ...]:
    marks = [("triangle-alert", ALERT_ROLES[level]) for level in bed.alerts[:1]]
    if bed.state in AWAY_MARKS:
        marks.append(AWAY_MARKS[bed.state])
    if bed.child_age is not None:
        marks.append(("baby", "muted"))
    return tuple(marks)
