"""The list of a section, or the sentence that says what would be here and the first step to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout

from shelter_app.i18n import _
from shelter_app.ui.features.section import AnySection, Case, SectionView, offered_row
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.list_bar import ListBar
from shelter_app.ui.page import Page
from shelter_app.ui.tables.model import RowsModel
from shelter_app.ui.tables.view import ListView


class SectionTab(SectionView):
    """One section's tab; nothing is said in it before its content has come."""

    def __init__(self, section: AnySection, page: Page) -> None:
        super().__init__()
        self.section = section
        self._page = page
        self._case: Case | None = None
        self._content: Any = None
        self.setProperty("part", "bare")
        self.model: RowsModel[Any] = RowsModel(section.COLUMNS, key=section.key)
        self.list = ListView(f"resident_{section.NAME}", self.model)
        self.list.setWordWrap(True)
        self.list.hide_columns([section.COLUMNS.index(column) for column in section.HIDDEN])
        if section.ROW_ACTS:
            self.list.offer_for_rows(self._of_row, page.begin)
        self.list.activated.connect(self._open_row)
        self.bar = ListBar(
            page,
            self.list,
            section.PRINTS,
            empty=self._nothing,
            resident=page.subject,
            access=lambda: page.access if self._case is None else self._case.access,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.retranslate()

    def show_content(self, case: Case | None, content: Any) -> None:
        """Show the content of a case, None where the account does not reach it; no case takes everything away."""
        section = self.section
        self._case, self._content = case, content
        if content is not None:
            self.list.withhold({section.COLUMNS.index(column) for column in section.withheld(content)})
        self.list.renew(section.rows(content) if content is not None else ())
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.list.setAccessibleName(self.section.title())
        self.bar.follow()
        self.model.emit_texts_changed()

    def _nothing(self) -> str:
        if self._case is None:
            return ""
        if self._content is None:
            return _("Restricted access: this part is for the colleagues who work on the case.")
        return self.section.empty(self._content)

    def _of_row(self, row: Any) -> Sequence[Offered]:
        if self._case is None or self._content is None:
            return ()
        return offered_row(self.section, self._case, self._content, row)

    def _open_row(self, index: QModelIndex) -> None:
        row = self.model.at(index)
        session = self.section.leads_to_session(row) if row is not None else ""
        if session:
            self._page.session_wanted.emit(session)
