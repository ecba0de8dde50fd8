"""The rules that the house sets for itself: terms, hours of worry, whom to call; each with its mark and source."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shelter_app.domain import house_rules, law
from shelter_app.domain.codes import code
from shelter_app.i18n import _, day, ngettext
from shelter_app.services.house.rules import PrintRules, RuleRow, SetRule, rules
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import make_button, make_label, set_text


class RulesPart(QWidget):
    """The list of rules; the one that is chosen is changed in a form."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._note = make_label("muted", "rules_note", wrap=True)
        self.model: RowsModel[RuleRow] = RowsModel(
            (
                Column("", lambda: _("Rule"), lambda row: words(row.key), 6, bold=True),
                Column("", lambda: _("Value"), value_words, 2),
                Column("", lambda: _("Origin"), _origin, 7, muted=True),
                Column("", lambda: _("Set by the shelter"), _since, 2, muted=True),
            )
        )
        self.list = ListView("rules", self.model)
        self.list.activated.connect(lambda _index: self._change())
        self.change = make_button("lined", "rule_change", "pen-line")
        self.change.clicked.connect(self._change)
        row = Flow(8)
        row.add(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(ListBar(page, self.list, PrintRules))
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Ask what holds today."""
        self._page.ask("rules", lambda _p: rules(self._page.actor), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        set_text(self.change, _("Change"), _("Change the chosen rule"))
        self.list.setAccessibleName(_("Rules and terms"))
        set_text(
            self._note,
            _(
                "Anything based on the law is indicative: check it before you rely on it. It is not "
                "legal advice."
            ),
        )
        self.model.emit_texts_changed()

    def forms(self) -> list[FormSpec]:
        """Return the form of the rule that is chosen."""
        row = self.model.at(self.list.currentIndex())
        return [] if row is None else [changing(row)]

    def _show(self, rows: tuple[RuleRow, ...]) -> None:
        self.list.renew(rows)

    def _change(self) -> None:
        for form in self.forms():
            self._page.open_form(form)


def words(key: str) -> str:
    """Return what a rule is called."""
    if key == house_rules.CONTACTS:
        return _("Who to call in an emergency")
    if key == house_rules.MISSING_MINOR:
        return _("What to do when a minor has not come back")
    if key == house_rules.NOT_RETURNED:
        return _("Deadline for a decision when somebody is not back")
    if key.startswith(house_rules.NOT_RETURNED):
        shelter = key.partition(".")[2]
        return _("Deadline for a decision when somebody is not back, {shelter}").format(shelter=shelter)
    if key == house_rules.FORMER:
        return _("How long house staff see former residents")
    return code("deadline_rule", key.removeprefix(house_rules.TERM)).label()


def value_words(row: RuleRow) -> str:
    """Return what holds of a rule, in words."""
    if row.key == house_rules.CONTACTS:
        count = len(row.value)
        return ngettext("{n} number", "{n} numbers", count).format(n=count) if count else _("nobody yet")
    if row.key == house_rules.MISSING_MINOR:
        count = len(row.value)
        return ngettext("{n} step", "{n} steps", count).format(n=count)
    if row.key.startswith(house_rules.NOT_RETURNED):
        hours = int(row.value)
        return ngettext("after {n} hour", "after {n} hours", hours).format(n=hours)
    days = int(row.value)
    return ngettext("{n} day", "{n} days", days).format(n=days)


def changing(row: RuleRow) -> FormSpec:
    """Return the form that sets a rule."""
    contacts = row.key == house_rules.CONTACTS
    hours = row.key.startswith(house_rules.NOT_RETURNED)
    steps = row.key == house_rules.MISSING_MINOR
    unit = "" if contacts or steps else _("hours") if hours else _("days")
    asked = words(row.key)
    if contacts:
        asked = _("Who and which number, one per line, for example Doctor: 0700 000 001")
    elif steps:
        asked = _("The steps in order, one per line")
    return FormSpec(
        SetRule,
        words(row.key),
        _("The rule applies from today."),
        (
            FieldSpec(
                "value",
                asked,
                long=contacts or steps,
                unit=unit,
                start=house_rules.typed(row.key, row.value),
                law=tuple(filter(None, [law.of_deadline(row.key.removeprefix(house_rules.TERM))])),
            ),
        ),
        known={"key": row.key},
        note=_note(row),
        undo=lambda _act, before: SetRule(key=row.key, value=before),
        subject=words(row.key),
    )


def _note(row: RuleRow) -> str:
    if row.key == house_rules.CONTACTS:
        return _("They appear on the emergency sheet, under 112.")
    if row.key == house_rules.MISSING_MINOR:
        return _("They are shown next to the roll call, with who was told, when, and the outcome.")
    return _origin(row)


def _origin(row: RuleRow) -> str:
    if not row.key.startswith(house_rules.TERM):
        return _(house_rules.PROPOSAL)
    about = code("deadline_rule", row.key.removeprefix(house_rules.TERM)).extra
    origin, certain = (
        house_rules.ORIGINS[about["origin"]],
        house_rules.SURENESS.get(about.get("confidence", "-")),
    )
    return _(origin) if certain is None else _("{origin}, {sure}").format(origin=_(origin), sure=_(certain))


def _since(row: RuleRow) -> str:
    return "" if row.since is None else _("since {day}").format(day=day(row.since, "medium"))
