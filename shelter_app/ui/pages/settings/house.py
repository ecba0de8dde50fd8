"""What the house says of itself, as cards: the organisation, its letterhead and logo, numbers to call, each shelter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shelter_app.domain.clock import local_day
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.errors import Refused
from shelter_app.domain.house_rules import CONTACTS
from shelter_app.domain.logos import HIGHEST, WIDEST
from shelter_app.i18n import _, day
from shelter_app.services.acting import Actor
from shelter_app.services.house.data import HouseData, OrganisationData, SetLogo, ShelterData, house_data
from shelter_app.services.house.rules import RuleRow, rules
from shelter_app.ui.features.house import data_forms
from shelter_app.ui.files import ask_file
from shelter_app.ui.forms.spec import FormSpec, Outcome
from shelter_app.ui.page import Page
from shelter_app.ui.pages.settings.rules import changing
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.cards import FactsCard
from shelter_app.ui.widgets.parts import make_button, make_label, set_text

STACKS_BELOW = 900
LOGO_SHOWN = QSize(240, 96)


class HousePart(QWidget):
    """The cards; each is changed in a form of its own."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.shown: tuple[HouseData, RuleRow] | None = None
        self.organisation = FactsCard("house_organisation")
        self.change = self.organisation.offer("change_organisation", "pen-line", self._change_organisation)
        self.head = FactsCard("house_letterhead")
        self.logo = make_label("muted", "house_logo")
        self.head.column.insertWidget(2, self.logo)
        self.choose = self.head.offer("choose_logo", "inbox", self._ask_logo)
        self.drop = self.head.offer("drop_logo", "x", lambda: self._set_logo(None))
        self.numbers = FactsCard("house_numbers")
        self.call = self.numbers.offer("change_numbers", "pen-line", self._change_numbers)
        self.shelters: list[FactsCard] = []
        self.add = make_button("lined", "add_shelter", "house")
        self.add.clicked.connect(lambda: self._open(data_forms.further_shelter(self._today())))
        self._lay_out()

    def _lay_out(self) -> None:
        left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, cards in ((left, (self.organisation, self.head)), (self._right, (self.numbers,))):
            column.setSpacing(16)
            for card in cards:
                column.addWidget(card)
        last = QHBoxLayout()
        last.addWidget(self.add)
        last.addStretch(1)
        self._right.addLayout(last)
        left.addStretch(1)
        self._right.addStretch(1)
        inner = QWidget()
        inner.setProperty("part", "bare")
        self._columns = QHBoxLayout(inner)
        self._columns.setContentsMargins(0, 0, 8, 0)
        self._columns.setSpacing(16)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(self._right, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns one under the other where the width is small."""
        super().resizeEvent(event)
        narrow = self.width() * 100 / look.px(100) < STACKS_BELOW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else across)

    def refresh(self) -> None:
        """Ask what is written of the house."""
        actor = self._page.actor
        self._page.ask("house", lambda _p: _asked(actor), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for card, words in (
            (self.organisation, _("The organisation")),
            (self.head, _("Letterhead and logo")),
            (self.numbers, _("Who to call in an emergency")),
        ):
            set_text(card.title, words)
        set_text(self.change, _("Change"), _("Change the organisation's data"))
        set_text(self.choose, _("Choose a logo"))
        set_text(self.drop, _("Remove the logo"))
        set_text(self.call, _("Change"), _("Change the emergency numbers"))
        set_text(self.add, _("Add a shelter"))
        if self.shown is not None:
            self._say(*self.shown)

    def forms(self) -> list[FormSpec]:
        """Return what may be written of the house."""
        if self.shown is None:
            return []
        data, called = self.shown
        about = [
            form for row in data.shelters for form in (data_forms.shelter(row), data_forms.capacity(row))
        ]
        own = data_forms.organisation(data.organisation)
        return [own, changing(called), *about, data_forms.further_shelter(self._today())]

    def _today(self) -> date:
        return local_day(self._page.actor.clock())

    def _open(self, form: FormSpec) -> None:
        self._page.open_form(form)

    def _about(self, form: Callable[[ShelterData], FormSpec], row: ShelterData) -> None:
        self._open(form(row))

    def _change_organisation(self) -> None:
        if self.shown is not None:
            self._open(data_forms.organisation(self.shown[0].organisation))

    def _change_numbers(self) -> None:
        if self.shown is not None:
            self._open(changing(self.shown[1]))

    def _show(self, found: tuple[HouseData, RuleRow]) -> None:
        self.shown = found
        self._say(*found)

    def _say(self, data: HouseData, called: RuleRow) -> None:
        self.organisation.facts.show_facts(_of_organisation(data.organisation))
        self._say_head(data.organisation)
        told = [(_("Emergency call"), "112"), *((who, number) for who, number in called.value)]
        self.numbers.facts.show_facts(told)
        self._say_shelters(data.shelters)

    def _say_head(self, organisation: OrganisationData) -> None:
        lines = organisation.letterhead or _("tax code, head office, phone and e-mail")
        self.head.facts.show_facts([(_("Under the name"), lines)])
        logo = organisation.logo
        self.drop.setVisible(logo is not None)
        if logo is None:
            self.logo.clear()
            set_text(self.logo, _("No logo. Documents show only the name."))
            return
        picture = QPixmap()
        picture.loadFromData(logo)
        shown = QSize(look.px(LOGO_SHOWN.width()), look.px(LOGO_SHOWN.height())).boundedTo(picture.size())
        self.logo.setPixmap(
            picture.scaled(
                shown, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        self.logo.setAccessibleName(_("The logo of the organisation"))

    def _say_shelters(self, rows: tuple[ShelterData, ...]) -> None:
        for card in self.shelters:
            self._right.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.shelters = []
        for at, row in enumerate(rows):
            card = FactsCard(f"house_shelter_{row.code}")
            set_text(card.title, f"{row.name} · {row.code}")
            card.facts.show_facts(_of_shelter(row))
            change = card.offer(
                f"change_shelter_{row.code}",
                "pen-line",
                partial(self._about, data_forms.shelter, row),
            )
            set_text(change, _("Change"), _("Change the data of {shelter}").format(shelter=row.name))
            places = card.offer(
                f"set_capacity_{row.code}",
                "bed-double",
                partial(self._about, data_forms.capacity, row),
            )
            set_text(
                places,
                _("Licensed capacity"),
                _("Set the licensed capacity of {shelter}").format(shelter=row.name),
            )
            self._right.insertWidget(1 + at, card)
            self.shelters.append(card)

    def _ask_logo(self) -> None:
        ask_file(self, "logo_dialog", _("Choose a logo"), _("Pictures (*.png *.jpg *.jpeg)"), self.take_logo)

    def take_logo(self, file: Path) -> None:
        """Make a picture of a file small, and put it at the head of the papers."""
        self._page.ask("logo", lambda _p: small_picture(file), self._set_logo)

    def _set_logo(self, content: bytes | None) -> None:
        def done(before: bytes | None) -> Outcome:
            words = _("The logo was removed.") if content is None else _("Documents now show this logo.")
            return Outcome(words, SetLogo(content=before), before, SetLogo, subject=_("Logo"))

        self._page.perform(SetLogo(content=content), done)


def small_picture(file: Path) -> bytes:
    """Return a picture as a small PNG, without what else the file says; raises Refused for what is no picture."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise Refused(
            "no_logo",
            _("This picture cannot be used as the logo. Choose a PNG or JPEG picture."),
            ("content",),
        )
    if image.width() > WIDEST or image.height() > HIGHEST:
        image = image.scaled(
            WIDEST,
            HIGHEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    for key in image.textKeys():
        image.setText(key, "")
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())


def _asked(actor: Actor) -> tuple[HouseData, RuleRow]:
    called = next(row for row in rules(actor) if row.key == CONTACTS)
    return house_data(actor), called


def _of_organisation(row: OrganisationData) -> list[tuple[str, str]]:
    number = row.accreditation_no or ""
    on = "" if row.accredited_on is None else day(row.accredited_on, "medium")
    return [
        (_("Legal name"), row.name or _unwritten()),
        (_("Tax code (CUI)"), row.legal_id or _unwritten()),
        (_("Accreditation"), ", ".join(part for part in (number, on) if part) or _unwritten()),
        (_("Head office"), row.head_office or _unwritten()),
        (_("Phone and e-mail"), row.contacts or _unwritten()),
    ]


def _of_shelter(row: ShelterData) -> list[tuple[str, str]]:
    begins, ends = ("" if one is None else day(one, "medium") for one in (row.licensed_from, row.licensed_to))
    valid = _("from {first}").format(first=begins) if begins else ""
    until = _("until {day}").format(day=ends) if ends else ""
    places = _unwritten() if row.capacity is None else str(row.capacity)
    return [
        (_("Kind"), code_label("unit_type", row.kind)),
        (_("Code of the social service"), row.service_code or _unwritten()),
        (
            _("Licence"),
            ", ".join(part for part in (row.licence_no or "", valid, until) if part) or _unwritten(),
        ),
        (_("Licensed capacity"), places),
        (_("Phone of the shelter"), row.phone or _unwritten()),
        (_("Where the ambulance comes"), row.ambulance_to or _unwritten()),
    ]


def _unwritten() -> str:
    return _("not filled in")
