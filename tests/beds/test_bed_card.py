"""The card of a bed as it is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shelter_app.services.house.views import OUT
from shelter_app.ui.board import cards
from shelter_app.ui.theme import look


def drawn(card: QWidget) -> QImage:
    return card.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_no_hatch_goes_through_the_words_of_a_bed_out_of_service(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    card = cards.BedCardButton(ground, "b1", OUT, "2", ())
    card.set_texts("Indisponibil", "Dezinsecție", "Patul 2, indisponibil")
    card.resize(card.sizeHint())
    hatched = drawn(card)
    monkeypatch.setitem(cards.DRAWINGS, OUT, cards.DRAWINGS[OUT]._replace(hatched=False))
    plain = drawn(card)
    assert hatched != plain
    pad = look.px(cards.PAD)
    words = QRect(pad, look.px(10), look.px(60), look.px(36))
    assert hatched.copy(words) == plain.copy(words)
    # The bed's number stands at the right, and is there.
    label = QRect(card.width() - pad - look.px(8), look.px(10), look.px(8), look.px(16))
    assert hatched.copy(label) == plain.copy(label)
    other = cards.BedCardButton(ground, "b1", OUT, "", ())
    other.set_texts("Indisponibil", "Dezinsecție", "Indisponibil")
    other.resize(card.size())
    assert drawn(other).copy(label) != plain.copy(label)
