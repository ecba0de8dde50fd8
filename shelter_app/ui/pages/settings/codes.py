"""The code lists: what each holds, and what the director changes about it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from shelter_app.domain import codes, own_codes
from shelter_app.domain.clock import local_day
from shelter_app.i18n import _, day, sort_key
from shelter_app.services.house.codes import (
    AddCode,
    BringCodeBack,
    CodeRow,
    PrintCodes,
    RelabelCode,
    RetireCode,
    codes_of,
)
from shelter_app.ui.forms.spec import FieldSpec, FormSpec
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.parts import ComboBox, Menu, MenuButton, make_label, set_text

FIRST = "service"
WIDE = 16  # letters of a list's words that are shown


class CodesPart(QWidget):
    """One list at a time, found by its words; the codes of the house's own are marked."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._may_change = False
        self._rows: tuple[CodeRow, ...] = ()
        self.choice = ComboBox("code_list")
        self.choice.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(WIDE)
        self.retired = QCheckBox()
        self.retired.setObjectName("code_retired")
        self.do = MenuButton("lined", "codes_do")
        self.menu = Menu(self.do, "codes_menu")
        self.menu.aboutToShow.connect(self.fill_menu)
        self.do.setMenu(self.menu)
        self.do.hide()
        self.note = make_label("note", "code_note", wrap=True)
        self.model: RowsModel[CodeRow] = RowsModel(_columns(), lambda row: row.id)
        self.list = ListView("codes", self.model)
        self.list.setMinimumHeight(160)
        self.bar = ListBar(page, self.list, PrintCodes)
        self._lay_out()

    def _lay_out(self) -> None:
        self.choice.currentIndexChanged.connect(lambda _at: self.refresh())
        self.retired.toggled.connect(lambda _on: self._narrow())
        self.model.modelReset.connect(self._stand_somewhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = Flow(8)
        row.add(self.choice, self.retired, self.do)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Ask for the chosen list."""
        name = self.name()
        if name:
            self._page.ask("codes", lambda _p: codes_of(self._page.actor, name), self._show)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.choice.setAccessibleName(_("Code list"))
        self.list.setAccessibleName(_("Codes"))
        set_text(self.retired, _("including retired ones"))
        set_text(self.do, _("Change"), _("Change this list"))
        self._fill_choice()
        self._say_note()
        self._narrow()
        self.model.emit_texts_changed()

    def may_change(self, may: bool) -> None:
        """Offer what changes a list, or nothing of it."""
        self._may_change = may
        self.do.setVisible(bool(self.forms()))

    def name(self) -> str:
        """Return the name of the list that is shown."""
        return str(self.choice.currentData() or "")

    def fill_menu(self) -> None:
        """Put into the menu what can be done with the list and the code that is chosen."""
        self.menu.clear()
        for form in self.forms():
            action = self.menu.addAction(form.title)
            action.setObjectName(form.kind.NAME)
            action.triggered.connect(lambda _on=False, form=form: self._page.open_form(form))

    def forms(self) -> list[FormSpec]:
        """Return what may be done with the list and the code that is chosen."""
        of = own_codes.shown_lists().get(self.name())
        if not self._may_change or of is None or not of.open:
            return []
        today = local_day(self._page.actor.clock())
        row = self.model.at(self.list.currentIndex())
        return [_added(of, today), *([] if row is None else _about(row, today))]

    def _fill_choice(self) -> None:
        chosen = self.name() or FIRST
        blocked = self.choice.blockSignals(True)
        self.choice.clear()
        for one in sorted(own_codes.shown_lists().values(), key=lambda one: sort_key(one.label())):
            self.choice.addItem(one.label(), one.name)
        self.choice.setCurrentIndex(self.choice.findData(chosen))
        self.choice.blockSignals(blocked)

    def _show(self, rows: tuple[CodeRow, ...]) -> None:
        self._rows = rows
        self.do.setVisible(bool(self.forms()))
        self._say_note()
        self._narrow()

    def _say_note(self) -> None:
        of = own_codes.shown_lists().get(self.name())
        fixed = of is not None and not of.open
        set_text(
            self.note, _("This list is fixed: the program or a standard needs it as it is.") if fixed else ""
        )
        self.note.setVisible(fixed)

    def _stand_somewhere(self) -> None:
        """Choose the first code where none is: what can be done is said of one."""
        if not self.list.currentIndex().isValid():
            self.list.point_at(0)

    def _narrow(self) -> None:
        """Show the codes that are offered, and those retired where they are asked for; the chosen one stays so."""
        ended = self.retired.isChecked()
        found = [row for row in self._rows if ended or row.offered or _begins(row)]
        self.list.keep_selection(lambda: self.model.show_rows(found, len(found)))


def _added(of: own_codes.List, today: date) -> FormSpec:
    asks = [
        FieldSpec("code", _("Code, for example ART_THERAPY")),
        FieldSpec("ro", _("Label in Romanian")),
        FieldSpec("en", _("Label in English")),
    ]
    if of.follows:
        shipped = tuple((c.code, c.label()) for c in codes.offered(of.name, today) if not c.own)
        asks.append(
            FieldSpec(
                "counts_as",
                _("Equivalent to (rules and reports treat it the same way)"),
                choices=shipped,
                needed=True,
            )
        )
    asks.append(FieldSpec("from_on", _("Can be chosen from"), start=today))
    return FormSpec(
        AddCode,
        _("Add a code"),
        _("The code was added. It appears in forms from its first day."),
        tuple(asks),
        known={"list": of.name},
        note=_(
            "A code of your own starts with X_, so that a later version of the program does not replace it."
        ),
        undo=lambda act, entry: RetireCode(entry=entry, last_day=_before(act, today)),
        subject=lambda act, _entry: str(act.code),
    )


def _before(act: object, today: date) -> date:
    begun = getattr(act, "from_on", None) or today
    return begun - timedelta(days=1)


def _about(row: CodeRow, today: date) -> list[FormSpec]:
    code, known = row.code, {"entry": row.id, "version": row.version}
    made = []
    if code.own:
        made.append(
            FormSpec(
                RelabelCode,
                _("Change the label of {code}").format(code=code.code),
                _("The label was changed, in old records too."),
                (
                    FieldSpec("ro", _("Label in Romanian"), start=code.ro),
                    FieldSpec("en", _("Label in English"), start=code.en),
                ),
                known=known,
                undo=lambda _act, _result: RelabelCode(entry=row.id, ro=code.ro, en=code.en),
                subject=code.code,
            )
        )
    if row.retirable and code.to_on is None:
        made.append(
            FormSpec(
                RetireCode,
                _("Retire {code}").format(code=code.code),
                _("The code was retired. Records that use it stay as they are."),
                (FieldSpec("last_day", _("Last day it can be chosen"), start=today),),
                known=known,
                undo=lambda _act, _result: BringCodeBack(entry=row.id),
                subject=code.code,
            )
        )
    if code.to_on is not None:
        last = code.to_on - timedelta(days=1)
        made.append(
            FormSpec(
                BringCodeBack,
                _("Restore to the list: {code}").format(code=code.code),
                _("The code is in the list again."),
                known=known,
                save=_("Restore to the list"),
                undo=lambda _act, _result: RetireCode(entry=row.id, last_day=last),
                subject=code.code,
            )
        )
    return made


def _begins(row: CodeRow) -> bool:
    return not row.offered and row.code.to_on is None


def _columns() -> tuple[Column[CodeRow], ...]:
    return (
        Column("", lambda: _("Romanian"), lambda row: row.code.ro, 4, bold=True),
        Column("", lambda: _("English"), lambda row: row.code.en, 4),
        Column("", lambda: _("Code"), lambda row: row.code.code, 4, muted=True),
        Column("", lambda: _("Origin"), _whose, 3, muted=True),
        Column("", lambda: _("Can be chosen"), _offered, 2, muted=True),
    )


def _whose(row: CodeRow) -> str:
    code = row.code
    if not code.own:
        return _("built in")
    if code.counts_as is None:
        return _("own")
    return _("own, equivalent to {label}").format(label=codes.label(code.list, code.counts_as))


def _offered(row: CodeRow) -> str:
    code = row.code
    if row.offered:
        if code.to_on is None:
            return _("yes")
        return _("until {day}").format(day=day(code.to_on - timedelta(days=1), "medium"))
    if code.to_on is None and code.from_on is not None:
        return _("from {day}").format(day=day(code.from_on, "medium"))
    return _("retired")
