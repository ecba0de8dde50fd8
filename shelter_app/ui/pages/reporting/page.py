"""Reports: choose one, its period and language; see the real pages; save or print them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from shelter_app.domain.errors import Refused
from shelter_app.i18n import LANGUAGES, _, language
from shelter_app.services.acting import Actor
from shelter_app.ui.files import ask_place
from shelter_app.ui.forms.period import OTHER, PeriodFields
from shelter_app.ui.page import Page
from shelter_app.ui.pages.reporting import queries
from shelter_app.ui.pages.reporting.narratives import Narratives
from shelter_app.ui.pages.reporting.report_list import ReportList
from shelter_app.ui.pages.reporting.template_list import TemplateList
from shelter_app.ui.printing import printer
from shelter_app.ui.printing.preview import SHARP, Preview, pages
from shelter_app.ui.theme import look
from shelter_app.ui.widgets.flow import Flow
from shelter_app.ui.widgets.language_button import NAMES
from shelter_app.ui.widgets.min_height import fit_filter_buttons
from shelter_app.ui.widgets.parts import ComboBox, make_button, make_card, make_label, set_text

if TYPE_CHECKING:
    from shelter_app.services.reporting.acts import MadeReport

LIST_WIDTH = 250


@dataclass(frozen=True)
class ReportPreview:
    """A report that is on the screen: what was asked, and its pages."""

    asked: queries.ReportRequest
    images: list[Any]


class ReportsPage(Page):
    """Everything here is one question: which report, of which days, in which language."""

    NAME = "reports"
    ICON = "file-text"
    NEEDS = queries.NEEDS
    STATE_IS_ALL = False

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.shown: ReportPreview | None = None
        self._templates: tuple[queries.TemplateRow, ...] = ()
        self.list = TemplateList()
        self.list.chosen.connect(self._ask_pages)
        self.period = PeriodFields(lambda: queries.today(actor), self._ask_pages)
        self.tongue = ComboBox("report_language")
        for code in LANGUAGES:
            self.tongue.addItem(NAMES[code], code)
        self.tongue.setCurrentIndex(self.tongue.findData(language()))
        self.tongue.activated.connect(lambda _index: self._ask_pages())
        self.save = make_button("filled", "save_pdf", "download", "on_accent")
        self.save.clicked.connect(self._ask_where)
        self.print = make_button("lined", "print", "printer")
        self.print.clicked.connect(self._ask_printer)
        self.write = make_button("lined", "write_texts", "pen-line")
        self.write.clicked.connect(self._ask_texts)
        self.texts = Narratives()
        self.texts.finished.connect(self._show_with_texts)
        self.texts.refused.connect(self._show_refusal)
        self.made = ReportList(self)
        self.made.hide()
        self.made_shown = make_button("filter", "reports_made_tab")
        self.made_shown.setCheckable(True)
        self.made_shown.toggled.connect(self._show_made)
        self.preview = Preview()
        self._hint = make_label("muted", "report_hint", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._clear()

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self.write)
        self.head.addWidget(self.print)
        self.head.addWidget(self.save)
        tools = Flow(8)
        tools.add(*self.period.parts(), self.tongue, self.made_shown)
        self._side = make_card("report_card")
        inside = QVBoxLayout(self._side)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self._side)
        middle = QVBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(tools)
        middle.addWidget(self.preview, 1)
        middle.addWidget(self._hint, 1)
        middle.addWidget(self.made, 1)
        across.addLayout(middle, 1)
        across.addWidget(self.texts)
        self.body.addLayout(across, 1)

    @staticmethod
    def word() -> str:
        """Return the page's word in the navigation."""
        return _("Reports")

    def refresh(self) -> None:
        """Ask which reports there are, and which were made where those are looked at."""
        self.made_shown.setVisible(self.access.may("reporting.made"))
        if self.made_shown.isChecked():
            self.made.refresh()
        if not self._templates:
            self.ask("templates", lambda _progress: queries.templates(self.actor), self._show_templates)

    def enter_shelter(self, code: str) -> None:
        """Report on this shelter from now on."""
        super().enter_shelter(code)
        self._ask_pages()

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def state(self) -> dict[str, Any]:
        """Return what is chosen."""
        return {
            "template": self.list.code(),
            "period": self.period.chosen(),
            "days": self.period.days(),
            "language": self.tongue.currentData(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Choose the same again."""
        self.period.choose(state["period"], state["days"] if state["period"] == OTHER else None)
        self.tongue.setCurrentIndex(self.tongue.findData(state["language"]))
        self.list.choose(state["template"])

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.list.setAccessibleName(_("Reports"))
        self.period.retranslate()
        self.tongue.setAccessibleName(_("Language of the report"))
        set_text(self.save, _("Save as PDF"))
        set_text(self.print, _("Print"))
        set_text(self.write, _("Write the texts"))
        self.texts.retranslate()
        set_text(self.made_shown, _("Reports made"))
        fit_filter_buttons(self.made_shown)
        self.made.retranslate()
        set_text(
            self._hint, _("Choose a report on the left. Its pages are shown here as they will be printed.")
        )
        self.list.set_templates([(template.code, template.title()) for template in self._templates])
        self._side.setFixedWidth(look.px(LIST_WIDTH))

    def save_to(self, path: Path) -> None:
        """Write the pages that are shown to a file, whole or not at all."""
        if self.shown is None:
            return

        def write(made: MadeReport) -> None:
            self.ask(
                "save",
                lambda _progress: queries.write(made, path),
                lambda _nothing: self.message.emit(_("Saved: {file}").format(file=path.name)),
            )

        self.perform(queries.make(self.shown.asked), write, what="report")

    def _show_made(self, on: bool) -> None:
        """Show the reports that were made in place of the pages, or the pages again."""
        self.made.setVisible(on)
        self.preview.setVisible(not on and self.shown is not None)
        self._hint.setVisible(not on and self.shown is None)
        if on:
            self.made.refresh()

    def _show_templates(self, templates: tuple[queries.TemplateRow, ...]) -> None:
        self._templates = templates
        self.list.set_templates([(template.code, template.title()) for template in templates])

    def _ask_pages(self) -> None:
        code = self.list.code()
        if code is None:
            return
        days = self.period.days()
        if self.texts.isVisible():
            self.texts.finish()
            return
        before = self.shown.asked if self.shown is not None else None
        self._clear()
        if days is None:
            return
        asked = queries.ReportRequest(code, *days, str(self.tongue.currentData()), self.shelter)
        if before is not None and before.about == asked.about:
            asked = replace(asked, texts=before.texts)
        if asked.last < asked.first:
            self.error.show_text(
                _("The last day is before the first day. Choose a last day after the first.")
            )
            return
        sharp = SHARP * self.devicePixelRatio()

        def make(_progress: object) -> ReportPreview:
            whole = replace(asked, texts=asked.texts or queries.stored_texts(self.actor, asked))
            return ReportPreview(whole, pages(queries.pages_of(self.actor, whole), sharp))

        self.ask("pages", make, self._show, self._show_refusal)

    def _show(self, shown: ReportPreview) -> None:
        self.shown = shown
        self.preview.show_pages(shown.images)
        self._hint.hide()
        self.preview.show()
        self.made_shown.setChecked(False)
        for made in (self.save, self.print):
            made.setEnabled(True)
        self.write.setVisible(bool(self._narratives(shown.asked.template)) and not self.texts.isVisible())

    def _narratives(self, template: str) -> tuple[tuple[str, str], ...]:
        return next((row.narratives for row in self._templates if row.code == template), ())

    def _ask_texts(self) -> None:
        if self.shown is not None:
            asked = self.shown.asked
            draft = queries.texts_draft(self.actor, asked)
            self.texts.show_texts(draft, self._narratives(asked.template), dict(asked.texts))
            self.write.hide()
            self._side.hide()  # the room is for the text and its pages

    def _show_with_texts(self) -> None:
        """Show the list and the pages again, with the texts as they are written now."""
        self._side.show()
        if self.shown is not None:
            asked = replace(self.shown.asked, texts=tuple(self.texts.texts().items()))
            self.shown = replace(self.shown, asked=asked)
        self._ask_pages()

    def _show_refusal(self, refused: Refused) -> None:
        self.error.show_text(refused.message)

    def _clear(self) -> None:
        self.shown = None
        self.preview.show_pages([])
        self.preview.hide()
        self._hint.setVisible(not self.made_shown.isChecked())
        for made in (self.save, self.print):
            made.setEnabled(False)
        self.write.hide()

    def _ask_where(self) -> None:
        if self.shown is None:
            return
        asked = self.shown.asked
        name = _file_name(asked.template, asked.first, asked.last)
        ask_place(self, "save_dialog", _("Save the report"), name, self.save_to)

    def _ask_printer(self) -> None:
        if not printer.printers():
            self.error.show_text(
                _("This computer has no printer set up. Save the report as PDF and print it elsewhere.")
            )
            return
        dialog = printer.PrintDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print(dialog.printer.currentText(), dialog.copies.value()))
        dialog.open()

    def _print(self, name: str, copies: int) -> None:
        if self.shown is None:
            return

        def send(made: MadeReport) -> None:
            self.ask(
                "print",
                lambda _progress: printer.send(
                    pages(made.content, printer.PER_POINT), printer.printer_named(name, copies)
                ),
                self._printed,
            )

        self.perform(queries.make(self.shown.asked), send, what="report")

    def _printed(self, taken: bool) -> None:
        if taken:
            self.message.emit(_("Sent to the printer."))
        else:
            self.error.show_text(
                _("The printer did not accept the pages. Check that it is on, then try again.")
            )


def _file_name(template: str, first: date, last: date) -> str:
    """Return a neutral name: no shelter, no person."""
    return f"{template}-{first:%Y-%m-%d}-{last:%Y-%m-%d}.pdf"
