"""The parts of the day's page: tiles with a figure, lines with a way to where they are dealt with."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shelter_app.i18n import _
from shelter_app.ui.features.today.part import TodayLine
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.pages.today.lines import Group, counts
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.due_days import ICONS, MEANINGS
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text, without_mnemonic

TILE_WIDTH = 210
TOLD = 3  # things to do that a folded line names


class Tile(QPushButton):
    """A figure with its words; pressed, it leads to where it comes from."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("part", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._title = make_label("body", f"{name}_title")
        self._figure = make_label("figure", f"{name}_figure")
        self._beside = make_label("note", f"{name}_beside", wrap=True)
        self._title.setBuddy(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        for part in (self._title, self._figure, self._beside):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        column.addStretch(1)

    def show_figure(self, title: str, figure: str, beside: str, *, free: bool = False) -> None:
        """Show the figure under its title, with what says more below."""
        set_text(self._title, title)
        set_text(self._figure, figure)
        set_text(self._beside, beside)
        self._beside.setVisible(bool(beside))
        self.setAccessibleName(", ".join(part for part in (title, figure, beside) if part))
        self.setProperty("tone", "free" if free else "")
        for part in (self, self._title, self._figure, self._beside):
            part.style().unpolish(part)
            part.style().polish(part)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of what is written."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the height of what is written at the width there is."""
        layout = self.layout()
        if layout is None:
            return super().minimumSizeHint()
        return QSize(look.px(120), layout.heightForWidth(max(self.width(), look.px(TILE_WIDTH))))


class Tiles(QWidget):
    """Tiles side by side, as many as the width has room for."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._tiles: list[Tile] = []

    def show_tiles(self, tiles: list[Tile]) -> None:
        """Show these, in this order."""
        self._tiles = tiles
        self._lay_out()

    def start(self) -> None:
        """Put the keyboard on the first tile."""
        if self._tiles:
            self._tiles[0].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the tiles anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        shown = [tile for tile in self._tiles if not tile.isHidden()]
        room = max(1, min(4, (self.width() + 16) // (look.px(TILE_WIDTH) + 16)))
        for tile in self._tiles:
            self._grid.removeWidget(tile)
        for at, tile in enumerate(shown):
            self._grid.addWidget(tile, at // room, at % room)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < room else 0)


class LineRow(QFrame):
    """One line of the list of what to do."""

    opened = Signal(object)

    def __init__(self, line: TodayLine) -> None:
        super().__init__()
        self.line = line
        self.setProperty("part", "row")
        chip = Chip(MEANINGS[line.state], ICONS[line.state], "line_when")
        set_text(chip, line.when)
        who = make_label("heading", "line_who")
        set_text(who, line.who)
        what = make_label("body", "line_what", wrap=True)
        set_text(what, line.what)
        beside = make_label("note", "line_beside", wrap=True)
        set_text(beside, line.beside)
        self.open = make_button("lined", "line_open")
        set_text(self.open, _("Open"), _("Open: {line}").format(line=line.spoken))
        without_mnemonic(self.open)
        self.open.clicked.connect(lambda: self.opened.emit(self.line))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(what)
        words.addWidget(beside)
        beside.setVisible(bool(line.beside))
        row = _in_one_line(self, chip, who, words)
        if line.law:
            row.addWidget(LawButton((line.law,), line.what))
        row.addWidget(self.open)


class GroupRow(QFrame):
    """What there is to do for one person, told in one line that opens."""

    toggled = Signal(str)

    def __init__(self, group: Group, *, opened: bool) -> None:
        super().__init__()
        self.group = group
        first = group.lines[0]
        self.setProperty("part", "row")
        chip = Chip(MEANINGS[first.state], ICONS[first.state], "group_when")
        set_text(chip, first.when)
        who = make_label("heading", "group_who", wrap=True)
        set_text(who, first.who)
        what = make_label("body", "group_counts", wrap=True)
        set_text(what, counts(group.lines))
        beside = make_label("note", "group_whats", wrap=True)
        whats = list(dict.fromkeys(line.what for line in group.lines))
        set_text(beside, ", ".join(whats[:TOLD]) + ("…" if len(whats) > TOLD else ""))
        beside.setHidden(opened)
        self.show_lines = make_button("lined", "group_show")
        said = _("{who}: {counts}").format(who=first.who, counts=counts(group.lines))
        set_text(
            self.show_lines,
            _("Hide") if opened else _("Show"),
            (_("Hide what is to do: {line}") if opened else _("Show what is to do: {line}")).format(
                line=said
            ),
        )
        without_mnemonic(self.show_lines)
        self.show_lines.clicked.connect(lambda: self.toggled.emit(group.key))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(what)
        words.addWidget(beside)
        _in_one_line(self, chip, who, words).addWidget(self.show_lines)


def _in_one_line(row: QFrame, chip: Chip, who: QLabel, words: QVBoxLayout) -> QHBoxLayout:
    """Put sign, name and words beside each other; where the text is large the words have the width for themselves."""
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 4, 0, 4)
    across.setSpacing(12)
    if look.percent() > 150:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(chip)
        first.addWidget(who, 1)
        words.insertLayout(0, first)
    else:
        chip.setFixedWidth(max(look.px(168), chip.sizeHint().width()))
        who.setFixedWidth(look.px(124))
        who.setWordWrap(True)
        across.addWidget(chip)
        across.addWidget(who)
    across.addLayout(words, 1)
    return across
