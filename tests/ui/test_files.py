"""Choosing a file: one dialog in the look, neutral names, and no trace of where the file was."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from shelter_app.ui.files import ask_file, ask_place, neutral_name
from tests.ui.pages.parts import choose_file

CHOOSES = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
application, window, file = QApplication([]), QWidget(), Path(sys.argv[2])
window.show()
if sys.argv[1] == "ours":
    from shelter_app.ui.files import ask_file
    ask_file(window, "dialog", "Choose", "Registers (*.csv)", lambda path: print(path.name))
    dialog = window.findChild(QFileDialog, "dialog")
else:
    dialog = QFileDialog(window, "Choose", "", "Registers (*.csv)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.fileSelected.connect(lambda name: print(Path(name).name))
    dialog.open()
dialog.setDirectory(str(file.parent))
dialog.selectFile(file.name)
dialog.accept()
dialog.deleteLater()
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
application.processEvents()
"""


def left_behind(tmp_path: Path, whose: str) -> list[str]:
    """Return the files that choosing a register leaves in the home of whoever uses the computer."""
    home, file = tmp_path / whose, tmp_path / "registru" / "evidenta.csv"
    home.mkdir()
    file.parent.mkdir(exist_ok=True)
    file.write_text("cod\n")
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(homes, str(home))}
    ran = subprocess.run(
        [sys.executable, "-c", CHOOSES, whose, str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "evidenta.csv"
    found = (path for path in home.rglob("*") if path.is_file())
    return [path.name for path in found if b"registru" in path.read_bytes()]


@pytest.mark.system
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Qt keeps its settings elsewhere there")
def test_where_a_register_was_is_kept_nowhere(tmp_path: Path) -> None:
    assert left_behind(tmp_path, "qts") != []
    assert left_behind(tmp_path, "ours") == []


def test_what_is_kept_gets_its_ending_and_the_name_proposed_tells_nobody(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, chosen = QWidget(), []
    qtbot.addWidget(window)
    window.show()
    name = neutral_name("Fișă de urgență", datetime(2026, 11, 30, 23, 30, tzinfo=UTC), "pdf")
    assert name == "fisa-de-urgenta-2026-12-01.pdf"
    ask_place(window, "keep", "Keep", name, chosen.append)
    dialog = window.findChild(QFileDialog, "keep")
    assert isinstance(dialog, QFileDialog)
    assert [Path(file).name for file in dialog.selectedFiles()] == [name]
    choose_file(window, "keep", tmp_path / "lista")
    assert chosen == [tmp_path / "lista.pdf"]


def test_the_dialog_has_its_buttons_and_no_list_of_places(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    ask_file(window, "choose", "Choose", "Registers (*.csv)", lambda _path: None)
    dialog = window.findChild(QFileDialog, "choose")
    assert isinstance(dialog, QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    up = dialog.findChild(QToolButton, "toParentButton")
    assert up is not None
    assert up.isVisible()
    assert not any(part.isVisible() for part in dialog.findChildren(QWidget, "sidebar"))
    dialog.reject()
