"""Letters that press and reach: Alt with a letter of a word, given by the program so that no two ever clash.

Whatever is seen at once shares the letters, the page and the form beside it; what has keys of its own (Ctrl+1 and
so on, Ctrl+K, Ctrl+Enter) keeps to them. A word keeps its letter as long as it is seen. The letters are underlined
while Alt is held, and stand nowhere else: not in accessible names, not in what a widget says its text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from shiboken6 import isValid

PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")  # on every keyboard, without a second key
NONE = "no_letter"  # the property of what takes none: one of many rows, a name, what has keys of its own
FORM = "panel"  # the name of what holds a form
HELD = "letter"
AFTER = 50  # milliseconds: what is seen first is painted first

Lettered = QPushButton | QCheckBox | QLabel


def escaped(words: str) -> str:
    """Return words as Qt shows them literally on a button or in a menu."""
    return words.replace("&", "&&")


def unmarked(words: str) -> str:
    """Return what a person reads where Qt was given these words."""
    return re.sub("&(.?)", r"\1", words)


def share(words: Sequence[str], held: Sequence[str] = ()) -> list[str]:
    """Return a letter of each of the words, no two the same; empty where none is left.

    What is ``held`` stays, unless another word would go without. The first letters of words are preferred, then the
    other letters, then digits. A letter with a diacritic is none of those: not every keyboard has it.
    """
    wanted = [_letters(text) for text in words]
    given = [""] * len(words)
    owner: dict[str, int] = {}
    for at, letter in enumerate(held[: len(words)]):
        if letter in wanted[at] and letter not in owner:
            given[at], owner[letter] = letter, at

    def find(at: int, fixed: set[int], tried: set[str]) -> bool:
        """Give a letter to a word; whoever has it and is not fixed goes on to another letter of its own."""
        for letter in wanted[at]:
            if letter not in owner:
                given[at], owner[letter] = letter, at
                return True
        for letter in wanted[at]:
            if letter not in tried and owner[letter] not in fixed:
                tried.add(letter)
                if find(owner[letter], fixed, tried):
                    given[at], owner[letter] = letter, at
                    return True
        return False

    kept = set(owner.values())
    for fixed in (kept, set[int]()):
        for at in range(len(words)):
            if not given[at]:
                find(at, fixed, set())
    return given


def marked(words: str, letter: str) -> str:
    """Return words as Qt wants them, with the mark before the letter: at the start of a word if it is one."""
    at = next((at for at, sign in _starts(words) if sign == letter), words.casefold().find(letter))
    return escaped(words) if not letter or at < 0 else f"{escaped(words[:at])}&{escaped(words[at:])}"


def _letters(words: str) -> list[str]:
    text = [sign for sign in words.lower() if sign in PLAIN]
    starts = [sign for _at, sign in _starts(words)]
    return list(dict.fromkeys([*starts, *(sign for sign in text if not sign.isdigit()), *text]))


def _starts(words: str) -> Iterator[tuple[int, str]]:
    before = " "
    for at, sign in enumerate(words):
        if sign.lower() in PLAIN and not before.isalnum():
            yield at, sign.lower()
        before = sign


def schedule_update() -> None:
    """Say that words were said or shown anew: the letters are shared again, a moment later."""
    for letters in _everywhere:
        if isValid(letters):
            letters.later()


class Letters(QObject):
    """Shares the letters of a window, and underlines them while Alt is held."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._alt_down = False
        self._last: set[Lettered] = set()
        self._marks: dict[Lettered, tuple[str, str]] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER)
        self._later.timeout.connect(self.give)
        _everywhere.add(self)

    def watch(self, window: QWindow) -> None:
        """Listen to the keys of a window, where each arrives first."""
        window.installEventFilter(self)

    def later(self) -> None:
        """Share the letters once what happens now is over."""
        self._later.start()

    def shared(self) -> dict[str, Lettered]:
        """Return what each letter presses or reaches."""
        return {letter: widget for widget in self._seen() if (letter := _letter(widget))}

    def give(self) -> None:
        """Share the letters among what is seen now."""
        self._later.stop()
        seen = self._seen()
        live = {_letter(one) for one in seen if one in self._last}
        held = [_letter(one) if one in self._last or _letter(one) not in live else "" for one in seen]
        letters = share([self._plain_text(one) for one in seen], held)
        if any(_in_form(one) and not letter for one, letter in zip(seen, letters, strict=True)):
            seen = [*filter(_in_form, seen), *(one for one in seen if not _in_form(one))]
            letters = share(
                [self._plain_text(one) for one in seen]
            )  # more words than letters: the form comes first
        for widget, letter in zip(seen, letters, strict=True):
            self._hold(widget, letter)
        self._last = set(seen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the Alt key."""
        if isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat():
                self._follow(event.type() == QEvent.Type.KeyPress)
        elif event.type() == QEvent.Type.FocusOut:
            self._follow(False)
        return super().eventFilter(watched, event)

    def _follow(self, held: bool) -> None:
        if held == self._alt_down:
            return
        self._alt_down = held
        if held:
            self.give()
            return
        marks, self._marks = self._marks, {}
        for widget, (said, mark) in marks.items():
            if isValid(widget) and widget.text() == mark:
                widget.setText(said)
                self._hold(widget, _letter(widget))
        self.later()

    def _hold(self, widget: Lettered, letter: str) -> None:
        """Let a letter be this widget's; a button says so to a screen reader at any time."""
        if letter != _letter(widget):
            widget.setProperty(HELD, letter)
        if not isinstance(widget, QLabel):
            keys = QKeySequence(f"Alt+{letter}" if letter else "")
            if widget.shortcut() != keys:
                widget.setShortcut(keys)
        if self._alt_down:
            said = self._marked_text(widget)
            mark = marked(unmarked(said), letter)
            if widget.text() != mark:
                self._marks[widget] = (said, mark)
                widget.setText(mark)

    def _marked_text(self, widget: Lettered) -> str:
        """Return the widget's text as it is without a mark."""
        said, mark = self._marks.get(widget, ("", None))
        return said if widget.text() == mark else widget.text()

    def _plain_text(self, widget: Lettered) -> str:
        return unmarked(self._marked_text(widget))

    def _seen(self) -> list[Lettered]:
        window = self._window
        buttons: list[Lettered] = [*window.findChildren(QPushButton), *window.findChildren(QCheckBox)]
        labels = [label for label in window.findChildren(QLabel) if label.buddy() is not None]
        return [one for one in [*buttons, *labels] if one.isVisible() and not one.property(NONE)]


def mark_actions(actions: Sequence[QAction]) -> None:
    """Give each entry of a menu a letter of its own, which the menu takes without Alt; one that has its own keeps it."""
    shown = [action for action in actions if action.text() and action.isEnabled()]
    words = [unmarked(action.text()) for action in shown]
    held = [str(action.property(HELD) or "") for action in shown]
    for action, said, letter in zip(shown, words, share(words, held), strict=True):
        action.setText(marked(said, letter))


def _in_form(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None and above.objectName() != FORM:
        above = above.parentWidget()
    return above is not None


def _letter(widget: QWidget) -> str:
    return str(widget.property(HELD) or "")


_everywhere: WeakSet[Letters] = WeakSet()
