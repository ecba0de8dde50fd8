"""The small parts of every page, as the look draws them: chip, labels, choice, message."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from shelter_app.i18n import _
from shelter_app.ui.icons.drawing import dress, pixmap
from shelter_app.ui.theme import look
from shelter_app.ui.widgets import mnemonics
from shelter_app.ui.widgets.spoken import announce

OWN_DRAFT = "own_draft"  # the property of a field whose text is kept elsewhere, or never
POPUP_ROWS = 12  # rows of a list to choose from that are seen at once


def in_the_middle(whole: QWidget, shown: QWidget) -> None:
    """Lay ``shown`` in the middle of ``whole``; where it is higher, ``whole`` scrolls."""
    middle = QWidget()
    middle.setProperty("part", "bare")
    across = QHBoxLayout(middle)
    across.setContentsMargins(16, 16, 16, 16)
    across.addStretch(1)
    across.addWidget(shown, 0, Qt.AlignmentFlag.AlignVCenter)
    across.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(middle)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(scroll)


def make_label(part: str, name: str, *, wrap: bool = False) -> QLabel:
    """Return a label of a part of the look: title, heading, note, muted, error, caution."""
    made = QLabel()
    made.setProperty("part", part)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class Button(QPushButton):
    """A button that Enter presses too, where Qt alone takes only the space bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def make_button(part: str, name: str, icon: str = "", role: str = "text") -> QPushButton:
    """Return a button of a part of the look: filled, lined, bare, small, filter, nav."""
    made = Button()
    made.setProperty("part", part)
    made.setObjectName(name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        dress(made, icon, role)
    return made


def set_text(widget: QWidget, text: str, spoken: str = "", tip: str = "") -> None:
    """Give a button or label its words, the words a screen reader speaks, and a tip."""
    if isinstance(widget, QLabel):
        widget.setText(text if widget.buddy() is None else mnemonics.escaped(text))
    elif isinstance(widget, QPushButton | QCheckBox):
        shown = mnemonics.escaped(text)
        widget.setText(f" {shown}" if text and widget.property("lucide") else shown)
        mnemonics.schedule_update()
    widget.setAccessibleName(spoken or text)
    widget.setToolTip(tip)


def set_placeholder(field: QLineEdit, words: str) -> None:
    """Show in an empty field what it is for, with room for the whole."""
    field.setPlaceholderText(words)
    field.setAccessibleName(words)
    field.setMinimumWidth(field.fontMetrics().horizontalAdvance(words) + look.px(28))


def without_mnemonic(*widgets: QWidget) -> None:
    """Give these no letter to press with Alt: one of many rows, or words that somebody typed."""
    for widget in widgets:
        widget.setProperty(mnemonics.NONE, True)


def make_card(name: str) -> QFrame:
    """Return an empty card."""
    made = QFrame()
    made.setProperty("part", "card")
    made.setObjectName(name)
    return made


class Chip(QLabel):
    """A small word with an icon and the colour of its meaning (free, info, warning, danger, plain)."""

    def __init__(self, meaning: str, icon: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_meaning(meaning, icon)

    def set_meaning(self, meaning: str, icon: str) -> None:
        """Take the colour of a meaning, and its icon."""
        if self.property("chip") == meaning:
            return
        self._icon = icon
        self._role = "text" if meaning == "plain" else meaning
        self.setProperty("chip", meaning)
        self.setIndent(self._icon_room())
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        if event.type() == QEvent.Type.StyleChange:
            self.setIndent(self._icon_room())
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the same as ``sizeHint``: a chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and word, then the icon before it."""
        super().paintEvent(event)
        if self._icon:
            painter = QPainter(self)
            drawn = pixmap(self._icon, self._role, 14, self.devicePixelRatio())
            side = look.px(14)
            painter.drawPixmap(QRect(look.px(9), (self.height() - side) // 2, side, side), drawn)

    def _icon_room(self) -> int:
        return look.px(19) if self._icon else 0


class MenuButton(QPushButton):
    """A button that opens a menu, with the look's arrow at its end.

    ``ask_first`` is called with what shows the menu, for one that has to ask what it offers before it opens.
    """

    def __init__(
        self,
        part: str,
        name: str,
        icon: str = "",
        ask_first: Callable[[Callable[[], None]], object] | None = None,
    ) -> None:
        super().__init__()
        self._ask_first = ask_first
        self.setProperty("part", part)
        self.setProperty("arrow", "true")
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            dress(self, icon)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu with Enter too, where Qt alone takes only the space bar."""
        keys = [Qt.Key.Key_Return, Qt.Key.Key_Enter]
        if self._ask_first is not None:
            keys.append(Qt.Key.Key_Space)
        if event.key() in keys and not event.isAutoRepeat():
            self._open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask first what the menu offers, where it has to be asked."""
        if self._ask_first is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        else:
            self._open()

    def _open(self) -> None:
        if self._ask_first is None:
            self.showMenu()
        else:
            self._ask_first(self.showMenu)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the arrow."""
        super().paintEvent(event)
        _draw_arrow(self)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Tell of no menu: Qt centres the words of a button that has one over the style sheet's padding."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu


class Menu(QMenu):
    """A menu, called as what it belongs to; each of its entries has a letter of its own while it is shown."""

    def __init__(self, over: QWidget, name: str) -> None:
        super().__init__(over)
        self.setObjectName(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the letters to what the menu holds now, and a name to the whole."""
        over = self.parentWidget()
        self.setAccessibleName(over.accessibleName() if over is not None else "")
        mnemonics.mark_actions(self.actions())
        super().showEvent(event)


class SearchField(QLineEdit):
    """A field for words to search, with its glass; what it is for is said in short where it does not fit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._words = ""
        self.setObjectName(name)
        self.setProperty("part", "search")
        self.setMaxLength(100)
        self._glass = QLabel(self)
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dress(self._glass, "search", "muted")

    def say_words(self, words: str) -> None:
        """Say in the field what is searched by."""
        self._words = words
        fits = self.fontMetrics().horizontalAdvance(words) <= self.width() - look.px(52)
        self.setPlaceholderText(words if fits else _("Find"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the glass inside, and the words whole."""
        super().resizeEvent(event)
        side = look.px(16)
        self._glass.setGeometry(look.px(10), (self.height() - side) // 2, side, side)
        self.say_words(self._words)


class ComboBox(QComboBox):
    """A field to choose from a list, with the look's arrow."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(POPUP_ROWS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, then the arrow in the text's colour."""
        super().paintEvent(event)
        _draw_arrow(self)


def _draw_arrow(widget: QWidget) -> None:
    painter = QPainter(widget)
    side = look.px(14)
    end = look.px(6 if widget.property("part") == "small" else 10)
    place = QRect(widget.width() - side - end, (widget.height() - side) // 2, side, side)
    role = "on_accent" if widget.property("part") == "filled" else "muted"
    painter.drawPixmap(place, pixmap("chevron-down", role, 14, widget.devicePixelRatio()))


class Message(QWidget):
    """One sentence with an icon, beside what it is about; hidden while there is none."""

    def __init__(self, part: str, name: str) -> None:
        super().__init__()
        self._role = "danger" if part == "error" else "warning"
        self._icon = QLabel()
        self._text = make_label(part, name, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def show_text(self, sentence: str, *, aloud: bool = True) -> None:
        """Show the sentence, or nothing when it is empty; ``aloud`` lets a screen reader say it at once."""
        if sentence and self._icon.pixmap().isNull():  # most are never shown
            dress(self._icon, "circle-alert", self._role, 14)
        set_text(self._text, sentence)
        self.setVisible(bool(sentence))
        if aloud and self.isVisible():
            announce(self._text, sentence)

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text()
