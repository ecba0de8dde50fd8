"""The head of a resident's page: where the resident is, what everybody must see, and the identity for a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.codes import code
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, day, moment
from shelter_app.services.residents.head import ResidentHead
from shelter_app.services.residents.views import Identity
from shelter_app.ui.board.cards import ALERT_ROLES
from shelter_app.ui.forms.law import LawButton
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import Chip, make_button, make_label, set_text

SEEN_FOR = 30_000  # milliseconds after which an identity is hidden again


class HeadChips(QWidget):
    """Alerts, safe contact, leave, who is kept apart, and the team, each as a chip."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(8)
        self._shown: list[QWidget] = []
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_head(self, head: ResidentHead, warnings: Iterable[str]) -> None:
        """Show the chips anew; ``warnings`` are sentences of the sections."""
        for chip in self._shown:
            chip.hide()
            chip.deleteLater()
        self._shown = []
        child = code("age_band", head.age_band).extra["child"]
        if child is not False:
            words = _("under 18") if child else _("age not known")
            self._add_chip("info", "", words)
            self._add(LawButton(("minor",), words))
        for alert in head.alerts:
            self._add_chip(ALERT_ROLES[alert.level], "triangle-alert", alert.text)
        if head.safe_contact:
            self._add_chip(
                "info", "message-circle", _("Safe contact: {rules}").format(rules=head.safe_contact)
            )
        if head.stay is not None and head.stay.away is not None:
            self._add_chip("warning", "door-open", code_label("absence_type", head.stay.away[1]))
        for warning in warnings:
            self._add_chip("danger", "triangle-alert", warning)
        for member in head.team:
            words = _("{role}: {name}").format(role=code_label("case_role", member.role), name=member.name)
            self._add_chip("plain", "circle-user-round", words)

    def _add_chip(self, meaning: str, icon: str, words: str) -> None:
        chip = Chip(meaning, icon, "resident_chip", wraps=True)
        set_text(chip, words)
        self._add(chip)

    def _add(self, part: QWidget) -> None:
        self._flow.add(part)
        self._shown.append(part)


class IdentityView(QWidget):
    """Asks why the identity is opened, shows it, and hides it again after a while.

    ``wanted`` carries the reason; ``shown`` says whether an identity is on the screen. ``button`` stands elsewhere.
    """

    wanted = Signal(str)
    shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "bare")
        self.button: QPushButton = make_button("lined", "resident_identity", "eye-off")
        self.reason = QLineEdit()
        self.reason.setObjectName("resident_reason")
        self.reason.setMaxLength(200)
        self.text = make_label("body", "resident_who", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEEN_FOR)
        self._timer.timeout.connect(self.close_identity)
        self.button.clicked.connect(self._ask_or_close)
        self.reason.returnPressed.connect(lambda: self.wanted.emit(self.reason.text()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reason)
        column.addWidget(self.text)
        self.reason.hide()
        self.text.hide()
        self.hide()

    def show_identity(self, found: Identity) -> None:
        """Show what was written of who somebody is."""
        self.reason.clear()
        self.reason.hide()
        set_text(self.text, "\n".join(_of_identity(found)))
        self.text.show()
        self.show()
        self.shown.emit(True)
        self._timer.start()
        self.retranslate()

    def close_identity(self) -> None:
        """Take it off the screen."""
        self._timer.stop()
        self.text.clear()
        self.reason.clear()
        for part in (self.text, self.reason, self):
            part.hide()
        self.shown.emit(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.button, _("Hide identity") if self.text.text() else _("Show identity"))
        self.reason.setPlaceholderText(_("Why you are opening the identity, then Enter"))
        self.reason.setAccessibleName(_("Why you are opening the identity"))

    def _ask_or_close(self) -> None:
        if self.text.text():
            self.close_identity()
            return
        self.show()
        self.reason.show()
        self.reason.setFocus()


def where(head: ResidentHead) -> str:
    """Return who and where a resident is, in a line: preferred name, age, since when, bed."""
    parts = [head.preferred_name, code_label("age_band", head.age_band)]
    if head.stay is not None:
        since = day(local_day(head.stay.admitted_at), "medium")
        parts.append(_("in the shelter since {day}").format(day=since))
        bed, period = head.bed or _("no bed"), head.period
        if period is not None and period.to_at is not None:
            until = moment(period.to_at.astimezone(LOCAL), "medium")
            bed = _("{bed} (only until {moment})").format(bed=bed, moment=until)
        parts.append(bed)
    elif head.stays:
        parts.append(_("has left the shelter"))
    else:
        parts.append(_("not admitted yet"))
    return " · ".join(part for part in parts if part)


def _of_identity(found: Identity) -> Iterator[str]:
    """Go through what was written of who somebody is, each with its word; what is unknown or refused is said."""
    born = date.fromisoformat(found.birth_date) if found.birth_date else None
    if not found.legal_name and found.why_not("legal_name") is None:
        yield _("No name is recorded.")
    for field, words, value in (
        ("legal_name", _("Name in documents"), found.legal_name),
        ("other_names", _("Other names"), found.other_names),
        ("birth_date", _("Date of birth"), day(born) if born is not None else ""),
        ("cnp", _("Personal code (CNP)"), found.cnp),
        ("phones", _("Telephone"), found.phones),
        ("contact_rules", _("Safe contact: how, when and through whom"), found.contact_rules),
        ("home_address", _("Home address"), found.home_address),
        ("notes", _("Remarks"), found.notes),
    ):
        answer = found.why_not(field)
        said = value or (code_label("answer", answer) if answer is not None else "")
        if said:
            yield _("{label}: {value}").format(label=words, value=said)
