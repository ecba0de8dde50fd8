"""The field over the window that goes anywhere: Ctrl+K, a few letters, Enter.

What is typed and found is kept nowhere. Sealed names are opened once, when the field is first opened, where the
roles allow it, and live only in the process; who is found is shown by code name all the same.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from shelter_app.domain import text_search
from shelter_app.domain.errors import Refused
from shelter_app.domain.permissions import Access
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.ui.frame.palette.entries import Entry, People, ask_names, ask_people
from shelter_app.ui.icons.drawing import pixmap
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import Message, make_label, set_text
from shelter_app.ui.widgets.spoken import announce
from shelter_app.ui.work import Running, run

WIDTH = 560
ROW = 40
SHOWN = 9
Index = QModelIndex | QPersistentModelIndex


class _Found(QAbstractListModel):
    """The entries that were found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many were found."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an entry's words and icon."""
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.title}   {entry.beside}" if entry.beside else entry.title
        if role == Qt.ItemDataRole.DecorationRole:
            return pixmap(entry.icon, "muted")
        return None


PEOPLE, ACTS = "people", "acts"  # what may still be read while something is typed


class Palette(QFrame):
    """Shown over the frame; ``person_wanted`` carries the id of a resident."""

    person_wanted = Signal(str)
    working = Signal(Running)

    def __init__(self, actor: Actor, access: Access, over: QWidget) -> None:
        super().__init__(over)
        self._actor, self._access, self._over = actor, access, over
        self._people = People()
        self._names: dict[str, str] | None = None
        self.stale = True
        self._reading: set[str] = set()
        self._goes_then = False
        self._others: list[Entry] = []
        self._other_words: list[str] = []
        self._before: QWidget | None = None
        self.setObjectName("palette")
        self.setProperty("part", "card")
        self.field = QLineEdit()
        self.field.setObjectName("palette_field")
        self.field.setMaxLength(80)
        self.field.textChanged.connect(self._find)
        self.field.textEdited.connect(self._type_on)
        self.field.installEventFilter(self)
        self.found = _Found(self)
        self.list = QListView()
        self.list.setObjectName("palette_list")
        self.list.setModel(self.found)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self.go())
        self.hint = make_label("muted", "palette_hint", wrap=True)
        self.message = Message("error", "palette_error")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for part in (self.field, self.message, self.hint, self.list):
            column.addWidget(part)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close_palette)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def forget(self) -> None:
        """Ask anew who can be found, the next time."""
        self.stale = True

    def open_palette(self, others: list[Entry], *, more_comes: bool = False) -> None:
        """Show the field; ``others`` are the pages and acts that can be found beside people, ``offer`` brings more."""
        self._before = self._over.window().focusWidget()
        self._reading.discard(ACTS)
        if more_comes:
            self._reading.add(ACTS)
        self._know(others)
        self.message.show_text("")
        self.field.clear()
        self._find("")
        self.retranslate()
        self.show()
        self.raise_()
        self.place()
        self.field.setFocus()
        if self.stale:
            self._ask()

    def offer(self, others: list[Entry]) -> None:
        """Find among these pages and acts from now on; what was typed is looked for again."""
        self._reading.discard(ACTS)
        if self.isVisible():
            self._know(others)
            self._find_again()

    def _know(self, others: list[Entry]) -> None:
        self._others = others
        self._other_words = [text_search.folded(entry.title, entry.also) for entry in others]

    def _find_again(self) -> None:
        self._find(self.field.text())
        if self._goes_then and self.isVisible():
            self.go()

    def _type_on(self, _text: str) -> None:
        self._goes_then = False

    def close_palette(self) -> None:
        """Put the field away; the keyboard goes back where it was."""
        self._goes_then = False
        self.hide()
        self.field.clear()
        if self._before is not None and isValid(self._before):  # what had the keyboard may be gone meanwhile
            self._before.setFocus()
        self._before = None

    def go(self) -> None:
        """Go to the chosen entry; while people or acts are being read for what is typed, once they are."""
        if self._reading and self.field.text().strip():
            self._goes_then = True
            return
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.found.entries):
            entry = self.found.entries[row]
            self.close_palette()
            entry.go()

    def place(self) -> None:
        """Stand in the upper middle of the window."""
        width = min(look.px(WIDTH), self._over.width() - look.px(32))
        row = max(look.px(ROW), self.list.sizeHintForRow(0))
        self.list.setFixedHeight(row * max(1, min(SHOWN, len(self.found.entries))) + 4)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._over.width() - width) // 2, look.px(56))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.field.setPlaceholderText(_("Find a resident, a page, an action"))
        self.field.setAccessibleName(_("Find a resident, a page, an action"))
        self.list.setAccessibleName(_("What was found"))
        self._say_hint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list from the field, go with Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: SHOWN,
                Qt.Key.Key_PageUp: -SHOWN,
            }
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go()
                return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        self._reading.add(PEOPLE)
        actor, access, names = self._actor, self._access, self._names

        def ask() -> tuple[dict[str, str], People]:
            opened = ask_names(actor, access) if names is None else names
            return opened, ask_people(actor, access, opened)

        running = run(
            self, lambda _progress: ask(), done=lambda found: self.show_people(*found), refused=self._refuse
        )
        self.working.emit(running)

    def show_people(self, names: dict[str, str], people: People) -> None:
        """Find among these people from now on; ``names`` are the sealed names that were opened."""
        self._names, self._people = names, people
        self.stale = False
        self._reading.discard(PEOPLE)
        self._find_again()

    def _refuse(self, refused: Refused) -> None:
        self._reading.discard(PEOPLE)
        self._goes_then = False
        self.message.show_text(refused.message)

    def _find(self, words: str) -> None:
        if words.strip():
            people = [self._person(at) for at in text_search.find(words, self._people.words)]
            others = [self._others[at] for at in text_search.find(words, self._other_words)]
            self.found.show_entries([*people, *others] if people else others)
        else:
            self.found.show_entries(self._others[:SHOWN])
        self.list.setVisible(bool(self.found.entries))
        self._say_hint()
        if self.found.entries:
            self._point(0)
        if self.isVisible():
            self.place()

    def _person(self, at: int) -> Entry:
        code, beside = self._people.shown[at]
        who = self._people.ids[at]
        return Entry("circle-user-round", code, beside, lambda: self.person_wanted.emit(who))

    def _step(self, by: int) -> None:
        if self.found.entries:
            row = self.list.currentIndex().row() + by
            self._point(max(0, min(len(self.found.entries) - 1, row)))

    def _point(self, row: int) -> None:
        index = self.found.index(row)
        self.list.setCurrentIndex(index)
        if index.isValid():
            self._speak(str(self.found.data(index)))

    def _speak(self, words: str) -> None:
        """Tell what Enter would do now; what was told last is not said again at every letter."""
        if self.isVisible() and words != self.field.accessibleDescription():
            self.field.setAccessibleDescription(words)
            announce(self.field, words)

    def _say_hint(self) -> None:
        none = bool(self.field.text().strip()) and not self.found.entries
        set_text(self.hint, _("No results. Try another word.") if none else "")
        self.hint.setVisible(none)
        if none:
            self._speak(self.hint.text())
