"""Work beside the window: what a worker was lent is taken apart in the window's thread."""

from __future__ import annotations

import subprocess
import sys

import pytest

PLAYED = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from shelter_app.ui import work
sys.setswitchinterval(0.00001)
application = QApplication(["registru"])
class Asking(QWidget):
    def ask(self):
        work.run(self, lambda _p: (self.__dict__, sum(range(200)))[1], done=self.take, refused=print)
    def take(self, result):
        answers.append(result)
answers = []
lasting = [Asking() for _ in range(5)]
for round_ in range(1500):
    asking = [Asking() for _ in range(5)] if FLEETING else lasting
    for one in asking:
        for _ in range(4):
            one.ask()
    if FLEETING:
        for one in asking[:2]:
            one.deleteLater()
        del asking, one
    while work.under_way:
        application.processEvents()
print(len(answers) > 100)
work.finish()
"""


@pytest.mark.parametrize("fleeting", [False, True])
def test_thousands_of_works_end_without_ending_the_program(fleeting: bool) -> None:
    """A worker that let go last of what it was lent took it apart while the window's thread was calling it."""
    done = subprocess.run(
        [sys.executable, "-c", PLAYED.replace("FLEETING", str(fleeting))],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
