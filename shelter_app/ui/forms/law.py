"""The "?" beside a field or fact of law: what the rule says, where it stands, how sure it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain.law import Fact, facts
from shelter_app.i18n import _
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.parts import make_button, make_label, set_text, without_mnemonic

WIDTH, HEIGHT = 380, 480
EDGE = 8  # pixels that stay free at the edges of the screen


class LawButton(QPushButton):
    """A small button that tells the rules ``names``; ``words`` is the field or fact it stands beside."""

    def __init__(self, names: tuple[str, ...], words: str) -> None:
        super().__init__("?")
        self._facts = tuple(facts()[name] for name in names)
        self._words = words
        self.panel: LawPanel | None = None
        self.setObjectName(f"law_{names[0]}")
        self.setProperty("part", "law")
        self.setProperty("aside", True)
        without_mnemonic(self)  # letters are for what is done, this is an aside
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        without_mnemonic(self)
        self.clicked.connect(self.open_panel)
        self.retranslate(words)

    def retranslate(self, words: str) -> None:
        """Say what it explains, in the language in force."""
        self._words = words
        spoken = _("What the law says: {label}").format(label=words)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)

    def open_panel(self) -> None:
        """Open the panel under the button; closing it brings the keyboard back."""
        self.panel = LawPanel(self._facts, self._words, self)
        self.panel.open_at(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter too, where Enter would go on to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_panel()
            return
        super().keyPressEvent(event)


class LawPanel(QFrame):
    """The rules in words; Esc, the button or a click elsewhere closes it."""

    def __init__(self, told: tuple[Fact, ...], words: str, beside: QWidget) -> None:
        super().__init__(beside, Qt.WindowType.Popup)
        self.setObjectName("law_panel")
        self.setProperty("part", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("What the law says: {label}").format(label=words))
        inner = QWidget()
        inner.setProperty("part", "bare")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        self.texts: list[QLabel] = []
        for fact in told:
            column.addSpacing(8 if self.texts else 0)
            for text in _fact_labels(fact):
                self.texts.append(text)
                column.addWidget(text)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = inner
        note = make_label("note", "law_indicative", wrap=True)
        set_text(
            note,
            _("Indicative: for information only, not legal advice."),
        )
        self.shut = make_button("lined", "law_close", "x")
        set_text(self.shut, _("Close"))
        self.shut.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.shut)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(note)
        whole.addLayout(foot)

    def open_at(self, beside: QWidget) -> None:
        """Show the panel under a widget, inside the screen, with the keyboard on its first words."""
        screen = beside.screen().availableGeometry().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        width = min(look.px(WIDTH), screen.width())
        self.setFixedWidth(width)
        self.ensurePolished()
        around = self.sizeHint().height() - self._scroll.sizeHint().height()
        wanted = self._inner.heightForWidth(width - look.px(48)) + around + look.px(16)
        height = min(wanted, look.px(HEIGHT), screen.height())
        self.setFixedHeight(height)
        at = beside.mapToGlobal(QPoint(0, beside.height() + 2))
        if at.y() + height > screen.bottom():
            at.setY(max(screen.top(), beside.mapToGlobal(QPoint(0, 0)).y() - height - 2))
        at.setX(max(screen.left(), min(at.x(), screen.right() - width)))
        self.move(at)
        self.show()
        self.texts[0].setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that close or save the form behind from it while the panel is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to the button."""
        beside = self.parentWidget()
        if isinstance(beside, LawButton):
            beside.panel = None
            beside.setFocus()
        super().closeEvent(event)


def _fact_labels(fact: Fact) -> list[QLabel]:
    """Return a fact as labels that the keyboard and a screen reader reach one by one."""
    lines = (
        ("heading", fact.title()),
        ("body", " ".join(part for part in (fact.sentence(), fact.own_term_sentence()) if part)),
        ("note", _("Source: {source}").format(source=fact.source())),
        ("note", _("Kind: {origin}").format(origin=fact.origin_text())),
        ("note", _("Verification: {certainty}").format(certainty=fact.certainty())),
    )
    made = []
    for at, (part, words) in enumerate(lines):
        text = make_label(part, f"law_{fact.name}_{at}", wrap=True)
        set_text(text, words)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.append(text)
    return made
