"""Qt loaded lightly is still all of Qt, and what is imported after it is left alone."""

from __future__ import annotations

import subprocess
import sys

WRONG = """
from shelter_app.ui import fast_pyside_import
fast_pyside_import.load()
import sys
from PySide6.QtCore import QSize
assert "inspect" not in sys.modules, "what makes the texts of errors was loaded at the start"
try:
    QSize("wide")
except TypeError as error:
    print(error)
print(QSize.scale.__doc__)
"""
LATER = """
from shelter_app.ui import fast_pyside_import
fast_pyside_import.load()
import linecache
from PySide6.QtCore import QSize
import shelter_app.ui.preferences
import shelter_app.domain.errors
print(*linecache.cache)
"""
SECOND = """
import PySide6.QtWidgets
from shelter_app.ui import fast_pyside_import
fast_pyside_import.load()
print(PySide6.QtWidgets.QWidget.__name__)
"""


def said(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wrong_argument_is_still_told_with_what_would_be_right() -> None:
    told = said(WRONG)
    assert "called with wrong argument types" in told
    assert "(w: int, h: int, /)" in told
    assert "scale(self, w: int, h: int" in told


def test_no_source_of_the_program_is_read_into_memory() -> None:
    assert "shelter_app" not in said(LATER)


def test_loading_it_where_qt_is_already_there_changes_nothing() -> None:
    assert said(SECOND).strip() == "QWidget"
