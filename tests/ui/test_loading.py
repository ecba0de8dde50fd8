"""What is loaded behind the sign-in, and in which thread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLAYED = """
import sys, threading
from pathlib import Path
found_in = {}
class Found:
    @staticmethod
    def find_spec(name, path=None, target=None):
        found_in[name] = threading.current_thread()
sys.meta_path.insert(0, Found)
from PySide6.QtWidgets import QApplication
from shelter_app.app import Program
from shelter_app.ui.choices import Choices
from shelter_app.ui.single import OneWindow
folder, account, passphrase = Path(sys.argv[1]), sys.argv[2], sys.stdin.read()
application = QApplication(["registru"])
program = Program(folder, account, Choices("ro", "light", 100), OneWindow(folder))
program.shell.show()
def until(seen):
    while not seen():
        application.processEvents()
until(lambda: program._loading.services.is_set() or AT_ONCE)
program._sign_in(account, passphrase)
until(lambda: program._frame is not None)
for name in program._frame.pages:
    if name not in ("resident", "session"):
        program._frame.go(name)
        until(lambda: not program._frame.pages[name]._asking)
program.close()
from shiboken6 import Shiboken
of_qt = {
    name for name, module in list(sys.modules.items())
    if any(isinstance(one, type) and issubclass(one, Shiboken.Object) for one in list(vars(module).values()))
}
assert "shelter_app.ui.pages.today.page" in of_qt and found_in.keys() & of_qt, "nothing was looked at"
late = sorted(name for name in of_qt if found_in.get(name, threading.main_thread()) is not threading.main_thread())
sys.exit(f"classes of Qt made in a worker: {late}" if late else 0)
"""


def play(template_store, folder: Path, at_once: bool) -> subprocess.CompletedProcess[str]:  # type: ignore[no-untyped-def]
    store = template_store.copied(folder)
    return subprocess.run(
        [sys.executable, "-c", PLAYED.replace("AT_ONCE", str(at_once)), str(store), template_store.director],
        input=template_store.passphrase,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_classes_of_qt_are_made_in_the_windows_thread_only(template_store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The window reads Qt's table of classes without a lock; a class made beside it ended the program."""
    done = play(template_store, tmp_path / "store", at_once=False)
    assert done.returncode == 0, done.stderr


def test_a_sign_in_before_anything_is_loaded_waits_for_it(template_store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = play(template_store, tmp_path / "store", at_once=True)
    assert done.returncode == 0, done.stderr
