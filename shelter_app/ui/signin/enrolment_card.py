"""Taking up an invitation: the code that a director handed over becomes a passphrase of one's own."""

from __future__ import annotations

from shelter_app.i18n import _
from shelter_app.ui.signin.code_card import CodeCard


class EnrolmentCard(CodeCard):
    """Asks somebody who signs in for the first time for the code."""

    PREFIX = "enrol"

    def title_words(self) -> str:
        """Return the title of the card."""
        return _("First sign-in, with an activation code")

    def code_words(self) -> str:
        """Return what the code is called."""
        return _("Activation code")

    def enter_words(self) -> str:
        """Return the words of the button that goes on."""
        return _("Use this passphrase")

    def missing_words(self) -> tuple[str, str]:
        """Return what is said where the name and where the code is missing."""
        return _("Type your name, as the director wrote it."), _("Type the code that the director gave you.")
