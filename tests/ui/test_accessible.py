"""A screen reader that asks for what has just gone is told that there is nothing; the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Template

pytestmark = pytest.mark.system

READ = """
import gc, sys, time
from pathlib import Path
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea
from shelter_app.app import Program
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.single_instance import SingleInstance
folder, account, passphrase = Path(sys.argv[1]), sys.argv[2], sys.stdin.read()
application = QApplication(["registru"])
QAccessible.setActive(True)
program = Program(folder, account, Preferences("en", "light", 100), SingleInstance(folder))
program.shell.show()
def until(seen, what):
    end = time.monotonic() + 60
    while not seen():
        application.processEvents()
        if time.monotonic() > end:
            sys.exit(f"never: {what}")
scrolling, answers = set(), set()
def ask_beyond():
    for widget in application.allWidgets():
        described = QAccessible.queryAccessibleInterface(widget)
        if described is not None and described.isValid():
            beyond = [described.child(described.childCount() + at) for at in range(40)]
            if isinstance(widget, QScrollArea):
                scrolling.add(widget.objectName())
                answers.update(beyond)
ask_beyond()
until(lambda: program.loading.over, "loaded")
ask_beyond()
program.unlock(account, passphrase)
until(lambda: program.workspace is not None, "signed in")
frame = program.workspace
for name in frame.pages:
    if name not in ("resident", "session"):
        frame.go(name)
        ask_beyond()
program.close()
print({"board", "preview"} <= scrolling, answers)
"""
THE_LAST_IS_GONE = """
import sys
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QStackedWidget
from shelter_app.ui.widgets import accessible
application = QApplication(["registru"])
QAccessible.setActive(True)
pages = QStackedWidget()
for _ in range(200):
    area, long = QScrollArea(), QLabel("\\n" * 200)
    area.setWidget(long)
    pages.addWidget(area)
early = QAccessible.queryAccessibleInterface(pages.widget(0))
early.childCount()
accessible.install()
accessible.install()
pages.show()
for at in range(200):
    pages.setCurrentIndex(at)
    application.processEvents()
    read = QAccessible.queryAccessibleInterface(pages.widget(at))
    told = read.childCount()
    assert told >= 2 and read.child(0).object() is pages.widget(at).viewport(), "the scroll bar is not told of"
    assert read.child(0).parent().object() is pages.widget(at)
    pages.setCurrentIndex(at - 1 if at else 1)
    application.processEvents()
    for part in range(told, -1, -1):
        read.child(part)
    pages.widget(at).takeWidget()
    read.child(told)
"""


def play(scene: str, *words: str, passphrase: str = "") -> subprocess.CompletedProcess[str]:
    """Play a scene in a process of its own; what was freed is filled, so that nothing there looks sound by chance."""
    return subprocess.run(
        [sys.executable, "-c", scene, *words],
        input=passphrase,
        env={**os.environ, "MALLOC_PERTURB_": "165"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_nothing_on_any_page_is_beyond_its_bounds(template_store: Template, tmp_path: Path) -> None:
    """Qt's description of a scrolling part read beyond its list and ended the program with signal 11."""
    folder = template_store.copied(tmp_path / "store")
    done = play(READ, str(folder), template_store.director, passphrase=template_store.passphrase)
    assert (done.returncode, done.stdout) == (0, "True {None}\n"), done.stderr


def test_a_scroll_bar_that_went_with_its_page_is_told_to_be_nothing() -> None:
    done = play(THE_LAST_IS_GONE)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
