"""The parts of a page as underlined words in one row over a line; what has no room there is in a menu at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from shelter_app.i18n import _
from shelter_app.ui.widgets.parts import Menu, MenuButton, make_button, set_text

GAP = 4


class TabRow(QFrame):
    """Holds tabs, made by ``make_tab``, in their order; the first ``most`` and the chosen one, the others in the menu."""

    def __init__(self, name: str = "", most: int | None = None) -> None:
        super().__init__()
        self.setProperty("part", "tabs")
        self.setObjectName(name)
        self._most = most
        self._tabs: list[QPushButton] = []
        self._withheld: set[QPushButton] = set()
        self.more = MenuButton("tab", f"{name}_more")
        self._menu = Menu(self.more, f"{name}_more_menu")
        self._menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self._menu)
        self.more.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.more)
        self._row.addStretch(1)

    def add(self, tab: QPushButton) -> None:
        """Put a tab at the end."""
        self._row.insertWidget(len(self._tabs), tab)
        self._tabs.append(tab)
        tab.toggled.connect(lambda _on: self._arrange())

    def offer(self, tab: QPushButton, offered: bool) -> None:
        """Show a tab or leave it out: the roles reach its part or do not."""
        if offered:
            self._withheld.discard(tab)
        else:
            self._withheld.add(tab)
        self._arrange()

    def offered(self) -> list[QPushButton]:
        """Return the tabs that are offered, in the row or in the menu."""
        return [tab for tab in self._tabs if tab not in self._withheld]

    def in_menu(self) -> list[QPushButton]:
        """Return the offered tabs that have no room in the row."""
        return [tab for tab in self.offered() if tab.isHidden()]

    def minimumSizeHint(self) -> QSize:
        """Return a width that never holds the window wide: what does not fit goes into the menu."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as the width has room for."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Follow words and text sizes that make the tabs wider."""
        if event.type() == QEvent.Type.LanguageChange:
            set_text(self.more, _("More"))
        elif event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        if not self.more.text():
            set_text(self.more, _("More"))
        offered = self.offered()
        shown = self._fitting(offered)
        for tab in self._tabs:
            tab.setVisible(tab in shown)
        self.more.setVisible(len(shown) < len(offered))

    def _fitting(self, offered: list[QPushButton]) -> list[QPushButton]:
        chosen = [tab for tab in offered if tab.isChecked()]
        many = len(offered) if self._most is None else self._most
        first = offered[:many]
        shown = [*first, *(tab for tab in chosen if tab not in first)]
        while len(shown) > 1 and self._width(shown, all_shown=len(shown) == len(offered)) > self.width():
            shown.remove(next(tab for tab in reversed(shown) if tab not in chosen))
        return shown

    def _width(self, shown: list[QPushButton], *, all_shown: bool) -> int:
        widths = [max(tab.sizeHint().width(), tab.minimumWidth()) for tab in shown]
        if not all_shown:
            widths.append(self.more.sizeHint().width())
        return sum(widths) + GAP * (len(widths) - 1)

    def _fill(self) -> None:
        self._menu.clear()
        for tab in self.in_menu():
            self._menu.addAction(tab.text()).triggered.connect(lambda _on=False, tab=tab: tab.click())


def make_tab(name: str) -> QPushButton:
    """Return a tab: a word that is underlined while its part is shown."""
    made = make_button("tab", name)
    made.setCheckable(True)
    return made
