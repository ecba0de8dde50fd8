"""What stands in the tab of a section: a list as a rule, something of its own where the section makes it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shelter_app.ui.features.section import Case
from shelter_app.ui.forms.spec import FormSpec


class SectionView(QWidget):
    """Shows a section's content; ``sight_changed`` says that something else of it is in sight now."""

    sight_changed = Signal()

    def show_content(self, case: Case | None, content: Any) -> None:
        """Show the content of a case, None where the account does not reach it; no case takes everything away."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        raise NotImplementedError

    def fits(self, form: FormSpec) -> bool:
        """Say whether a form is about what is in sight: only such are offered beside it."""
        return True
