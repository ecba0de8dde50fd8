"""The overview of a resident: the cards of the sections, and the way so far."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shelter_app.i18n import _, day
from shelter_app.ui.features import registry
from shelter_app.ui.features.section import Case, Event
from shelter_app.ui.icons.drawing import dress
from shelter_app.ui.pages.resident.queries import Contents
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.cards import Card
from shelter_app.ui.widgets.min_height import MinHeightScrollArea
from shelter_app.ui.widgets.parts import make_label, set_text

MOST = 12  # events of the way so far that are shown


class Overview(QWidget):
    """Cards in two columns; the way so far stands first at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[QWidget] = []
        inner = QWidget()
        self._columns = {"left": QVBoxLayout(), "right": QVBoxLayout()}
        across = QHBoxLayout(inner)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        for column, share in zip(self._columns.values(), (3, 2), strict=True):
            column.setSpacing(16)
            column.addStretch(1)
            across.addLayout(column, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(MinHeightScrollArea(inner, {}))

    def show_case(self, case: Case, contents: Contents) -> None:
        """Show the cards anew, from the contents of the sections that have any here."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        self._add("right", _way_card(_events(case, contents)))
        for section in registry.sections():
            if section.ON_OVERVIEW and section.NAME in contents:
                for card in section.cards(case, contents[section.NAME]):
                    self._add(section.SIDE, card)

    def _add(self, side: str, card: QWidget) -> None:
        column = self._columns[side]
        column.insertWidget(column.count() - 1, card)
        self._cards.append(card)


def _events(case: Case, contents: Contents) -> Iterator[Event]:
    for section in registry.sections():
        content = contents.get(section.NAME)
        if section.ON_OVERVIEW and content is not None:
            yield from section.events(case, content)


def _way_card(events: Iterator[Event]) -> Card:
    card = Card("overview_way", _("Timeline"))
    newest = sorted(events, reverse=True)[:MOST]
    for event in newest:
        card.column.addWidget(_event(event))
    if not newest:
        card.write("muted", _("There is nothing yet. What happens is shown here, newest first."))
    return card


def _event(event: Event) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 2, 0, 2)
    across.setSpacing(12)
    sign = QLabel()
    dress(sign, event.icon, "muted")
    when = make_label("muted", "overview_when")
    set_text(when, day(event.on, "medium"))
    when.setMinimumWidth(look.px(96))
    words = make_label("body", "overview_what", wrap=True)
    set_text(words, event.words)
    top = Qt.AlignmentFlag.AlignTop
    across.addWidget(sign, 0, top)
    across.addWidget(when, 0, top)
    across.addWidget(words, 1)
    return row
