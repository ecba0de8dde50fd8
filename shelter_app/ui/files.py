"""Choosing a file, to read or to keep one: one look everywhere, and no trace of where it was.

The system's own dialog would put the file among the recent ones, and Qt's keeps the last folder in settings of its
own: both tell whoever uses the computer next that a register was here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDir, QFileInfo, QSettings, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QLineEdit, QToolButton, QWidget

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.names import fold
from shelter_app.ui.icons.drawing import pixmap
from shelter_app.ui.theme import look

WIDTH, HEIGHT = 760, 480
QTS_OWN, GROUP = "QtProject", "FileDialog"
NOWHERE = "/dev/null"  # no folder: what Qt would write there is not written
BUTTONS = {
    "backButton": "arrow-left",
    "forwardButton": "chevron-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
}
CLOSED = ("listModeButton", "detailModeButton", "sidebar")


class _Icons(QAbstractFileIconProvider):
    """A folder or a sheet, as the look draws them."""

    def icon(self, about: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """Return the icon of a file or of a kind of file."""
        folders = (
            QAbstractFileIconProvider.IconType.Folder,
            QAbstractFileIconProvider.IconType.Desktop,
            QAbstractFileIconProvider.IconType.Computer,
            QAbstractFileIconProvider.IconType.Drive,
        )
        folder = about.isDir() if isinstance(about, QFileInfo) else about in folders
        return QIcon(pixmap("folder" if folder else "file-text", "accent" if folder else "muted"))


def ask_file(parent: QWidget, name: str, title: str, kinds: str, chosen: Callable[[Path], None]) -> None:
    """Ask for a file that is there; ``kinds`` are words with endings, as ``Pictures (*.png)``."""
    dialog = _made(parent, name, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _show(dialog, chosen)


def ask_place(parent: QWidget, name: str, title: str, file_name: str, chosen: Callable[[Path], None]) -> None:
    """Ask where a file is to be kept; ``file_name`` is proposed, and its ending is put to what is typed."""
    ending = file_name.rpartition(".")[2]
    dialog = _made(parent, name, title, f"{ending.upper()} (*.{ending})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(file_name)
    _show(dialog, chosen)


def neutral_name(words: str, at: datetime, ending: str) -> str:
    """Return a file's name: what kind of paper it is and the day, in plain letters; no person and no shelter."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in fold(words))
    word = "-".join(part for part in plain.split("-") if part)
    return f"{word}-{at.astimezone(LOCAL):%Y-%m-%d}.{ending}"


def _made(parent: QWidget, name: str, title: str, kinds: str) -> QFileDialog:
    if sys.platform not in ("win32", "darwin"):
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, NOWHERE)
    dialog = QFileDialog(parent, title, _begins_in(), kinds)
    dialog.setObjectName(name)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    icons = _Icons()
    dialog.setIconProvider(icons)
    dialog.setProperty("icons", icons)  # Qt does not own it
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setHistory([])
    dialog.setSidebarUrls([QUrl.fromLocalFile(QDir.homePath())])
    dialog.setViewMode(QFileDialog.ViewMode.List)
    for part, icon in BUTTONS.items():
        button = dialog.findChild(QToolButton, part)
        if button is not None:
            button.setIcon(QIcon(pixmap(icon)))
    for part in CLOSED:
        for shown in dialog.findChildren(QWidget, part):
            shown.hide()
    typed = dialog.findChild(QLineEdit, "fileNameEdit")
    lists = dialog.findChildren(QWidget, "listView")
    completer = None if typed is None else typed.completer()
    for listed in (*lists, *(() if completer is None else (completer.popup(),))):
        listed.setProperty("part", "found")
        listed.style().unpolish(listed)
        listed.style().polish(listed)
    dialog.resize(look.px(WIDTH), look.px(HEIGHT))
    return dialog


def _begins_in() -> str:
    places = QStandardPaths.StandardLocation
    documents = QStandardPaths.writableLocation(places.DocumentsLocation)
    return documents if documents and Path(documents).is_dir() else QDir.homePath()


def _show(dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.destroyed.connect(_forget)
    dialog.open()


def _forget() -> None:
    """Take away what Qt wrote of the dialog, where it could not be kept from writing."""
    if sys.platform in ("win32", "darwin"):
        QSettings(QSettings.Scope.UserScope, QTS_OWN).remove(GROUP)
