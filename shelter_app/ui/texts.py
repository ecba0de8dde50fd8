"""Qt's own words (menus, buttons, dialogs) in the program's languages: Qt ships no Romanian at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from shelter_app.i18n import N_, _, use_language

SOURCES = (
    # Fields
    N_("&Undo"),
    N_("&Redo"),
    N_("Cu&t"),
    N_("&Copy"),
    N_("&Paste"),
    N_("Delete"),
    N_("Select All"),
    N_("&Select All"),
    N_("Copy &Link Location"),
    N_("&Step up"),
    N_("Step &down"),
    N_("Open the combo box selection popup"),
    # Buttons
    N_("OK"),
    N_("&OK"),
    N_("Cancel"),
    N_("&Cancel"),
    N_("Close"),
    N_("&Close"),
    N_("Open"),
    N_("&Open"),
    N_("Save"),
    N_("&Save"),
    N_("Save All"),
    N_("&Yes"),
    N_("Yes to &All"),
    N_("&No"),
    N_("N&o to All"),
    N_("Abort"),
    N_("Apply"),
    N_("Discard"),
    N_("Close without Saving"),
    N_("Help"),
    N_("Ignore"),
    N_("Reset"),
    N_("Restore Defaults"),
    N_("Retry"),
    N_("Show Details..."),
    N_("Hide Details..."),
    # Scroll bars
    N_("Scroll here"),
    N_("Top"),
    N_("Bottom"),
    N_("Left edge"),
    N_("Right edge"),
    N_("Page up"),
    N_("Page down"),
    N_("Page left"),
    N_("Page right"),
    N_("Scroll up"),
    N_("Scroll down"),
    N_("Scroll left"),
    N_("Scroll right"),
    # Choosing a file
    N_("%1 already exists.\nDo you want to replace it?"),
    N_("%1\nFile not found.\nPlease verify the correct file name was given."),
    N_("%1\nDirectory not found.\nPlease verify the correct directory name was given."),
    N_("&Choose"),
    N_("&Delete"),
    N_("&Look in:"),
    N_("Look in:"),
    N_("&New Folder"),
    N_("New Folder"),
    N_("Create New Folder"),
    N_("Create a New Folder"),
    N_("&Rename"),
    N_("All Files (*)"),
    N_("All files (*)"),
    N_("Back"),
    N_("Forward"),
    N_("Go back"),
    N_("Go forward"),
    N_("Go to the parent directory"),
    N_("Parent Directory"),
    N_("Change to detail view mode"),
    N_("Change to list view mode"),
    N_("Detail View"),
    N_("List View"),
    N_("Directories"),
    N_("Directory:"),
    N_("File &name:"),
    N_("Files"),
    N_("Files of &type:"),
    N_("Files of type:"),
    N_("List of places and bookmarks"),
    N_("Recent Places"),
    N_("Remove"),
    N_("Save As"),
    N_("Show &hidden files"),
    N_("Sidebar"),
    N_("Computer"),
    N_("My Computer"),
    N_("Date Modified"),
    N_("Kind"),
    N_("Name"),
    N_("Size"),
    N_("Type"),
    N_("Folder"),
    N_("File"),
    N_("Drive"),
)


class QtTexts(QTranslator):
    """Answers Qt's questions for a translation from the program's own catalogue."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._known = frozenset(SOURCES)

    def isEmpty(self) -> bool:
        """Return false: this translator has answers."""
        return False

    def translate(
        self,
        context: str | bytes | bytearray | memoryview,
        source: str | bytes | bytearray | memoryview,
        disambiguation: str | bytes | bytearray | memoryview | None = None,
        n: int = -1,
    ) -> str:
        """Return Qt's text ``source`` in the language in force, or nothing where Qt's own will do."""
        text = source if isinstance(source, str) else bytes(source).decode("utf-8")
        return _(text) if text in self._known else None  # type: ignore[return-value]


def speak(language: str) -> None:
    """Make ``language`` the program's: its own texts, Qt's, dates and numbers; every widget is told."""
    application = QApplication.instance()
    if application is None:
        raise TypeError("a language needs an application")
    use_language(language)
    QLocale.setDefault(QLocale("ro_RO" if language == "ro" else "en_GB"))
    if application.property("speaks"):
        QApplication.sendEvent(application, QEvent(QEvent.Type.LanguageChange))
    else:
        application.installTranslator(QtTexts(application))
        application.setProperty("speaks", True)
