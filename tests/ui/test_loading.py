"""What is loaded behind the sign-in: in which thread, and what a person sees where it goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

PROGRAM = """
import gc, sys, threading, time
from pathlib import Path
found_in, fails = {}, {}
class Found:
    @staticmethod
    def find_spec(name, path=None, target=None):
        found_in[name] = threading.current_thread()
        if fails.get(name, 0):
            fails[name] -= 1
            raise OSError(5, "the disk did not answer")
sys.meta_path.insert(0, Found)
from PySide6.QtWidgets import QApplication
from shelter_app.app import Program
from shelter_app.db import opening as stores
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.single_instance import SingleInstance
opened = []
unlock = stores.unlock
stores.unlock = lambda *words, **named: opened.append(unlock(*words, **named)) or opened[-1]
def still_open():
    return [store for store in opened if not store._closed]
folder, account, passphrase = Path(sys.argv[1]), sys.argv[2], sys.stdin.read()
application = QApplication(["registru"])
program = Program(folder, account, Preferences("en", "light", 100), SingleInstance(folder))
loading = program.loading
def until(seen, what):
    end = time.monotonic() + 40
    while not seen():
        application.processEvents()
        if time.monotonic() > end:
            sys.exit(f"never: {what}")
def sign_in():
    program.unlock(account, passphrase)
"""
ALL_PAGES = """
program.shell.show()
AT_ONCE or until(lambda: loading.over, "loaded")
sign_in()
until(lambda: program.workspace is not None, "signed in")
for name in program.workspace.pages:
    if name not in ("resident", "session"):
        program.workspace.go(name)
        until(lambda: program.workspace.pages[name].is_settled(), name)
program.close()
from shiboken6 import Shiboken
of_qt = {
    name for name, module in list(sys.modules.items())
    if any(isinstance(one, type) and issubclass(one, Shiboken.Object) for one in list(vars(module).values()))
}
assert "shelter_app.ui.pages.today.page" in of_qt and found_in.keys() & of_qt, "nothing was looked at"
assert found_in["shelter_app.services.today.views"] is not threading.main_thread(), "all is loaded in one thread"
late = sorted(name for name in of_qt if found_in.get(name, threading.main_thread()) is not threading.main_thread())
assert not late, f"classes of Qt made in a worker: {late}"
"""
A_SERVICE_FAILS_ONCE = """
fails["shelter_app.services.today.views"] = 1
program.shell.show()
until(lambda: loading.over, "over")
assert not fails["shelter_app.services.today.views"], "it was not asked for"
sign_in()
until(lambda: program.workspace is not None, "signed in")
program.close()
assert len(opened) == 1 and not still_open()
"""
A_PAGE_CANNOT_BE_LOADED = """
fails["shelter_app.ui.pages.beds.census.page"] = 99
program.shell.show()
for time_ in (1, 2):
    sign_in()
    until(lambda: len(opened) == time_ and program.sign_in.enter.isEnabled(), "told")
    assert program.sign_in.sentence().startswith("Something went wrong"), program.sign_in.sentence()
    assert not still_open(), "a store is open that nothing on the screen could lock"
program.close()
"""
CLOSED_WHILE_OPENING = """
program.shell.show()
until(lambda: loading.over, "loaded")
sign_in()
program.close()
assert len(opened) == 1 and not still_open(), "the store was left open"
"""
ENTER_BEFORE_THE_FIRST_PAINT = """
sign_in()
program.shell.show()
until(lambda: program.workspace is not None, "signed in")
program.close()
"""
CLOSED_WHILE_LOADING = """
begun, goes_on = threading.Event(), threading.Event()
from shelter_app.ui import loading as behind
load = behind.import_module
def slowly(name):  # not while a module is looked for: Python lets nobody else import anything then
    begun.set()
    goes_on.wait(40)
    return load(name)
behind.import_module = slowly
program.shell.show()
until(begun.is_set, "the rest is being loaded")
threading.Timer(0.2, goes_on.set).start()
program.close()
assert "shelter_app.services.today.views" not in sys.modules, "all the rest was loaded first"
"""
CLOSED_WHILE_WORKING = """
from shelter_app.ui import work
program.shell.show()
sign_in()
until(lambda: program.workspace is not None, "signed in")
seen = []
work.run(program.shell, lambda _p: (time.sleep(4), seen.append(len(still_open()))), done=print, refused=print)
program.close()
assert seen == [1] and not still_open(), "the store was closed beside work that needs it"
"""
COLLECTED_IN_THE_WINDOW = """
collected_in, circles, stop = {}, [], []
here = lambda: threading.current_thread().name
gc.callbacks.append(lambda phase, info: collected_in.setdefault(info["generation"], set()).add(here()))
gc.disable()
program.shell.show()
until(lambda: loading.over, "loaded")
assert not collected_in, "collected while all was loaded"
class Circle:
    def __init__(self):
        self.itself = self
    def __del__(self):
        circles.append(threading.current_thread())
def allocate():
    while not stop:
        held = [Circle() for _ in range(1000)]
        time.sleep(0.001)
threading.Thread(target=allocate, name="anchor").start()
sign_in()
until(lambda: program.workspace is not None, "signed in")
until(lambda: circles, "garbage is collected")
stop.append(True)
program.close()
elsewhere = [one.name for one in circles if one is not threading.main_thread()]
assert not elsewhere, f"taken apart in {set(elsewhere)}"
assert not gc.isenabled()
"""

HARDENED_FIRST = """
import ctypes
PR_GET_DUMPABLE = 3
readable = []
class Seen:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("shelter_app.services"):
            readable.append(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE))
sys.meta_path.insert(0, Seen)
program.shell.show()
until(lambda: loading.over, "loaded")
program.close()
assert readable and not any(readable), readable
"""


def play(
    template_store,  # type: ignore[no-untyped-def]
    folder: Path,
    scene: str,
    one_processor: bool = False,
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM + scene,
            str(template_store.copied(folder)),
            template_store.director,
        ],
        input=template_store.passphrase,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=(lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}))
        if one_processor
        else None,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("at_once", [False, True])
def test_classes_of_qt_are_made_in_the_windows_thread_only(
    template_store, tmp_path: Path, at_once: bool
) -> None:  # type: ignore[no-untyped-def]
    """The window reads Qt's table of classes without a lock; a class made beside it ended the program."""
    play(template_store, tmp_path / "store", ALL_PAGES.replace("AT_ONCE", str(at_once)))


def test_a_service_that_could_not_be_read_once_does_not_hold_the_sign_in(
    template_store, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    play(template_store, tmp_path / "store", A_SERVICE_FAILS_ONCE)


def test_where_the_window_cannot_be_loaded_no_store_stays_open(template_store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    play(template_store, tmp_path / "store", A_PAGE_CANNOT_BE_LOADED)


def test_a_window_closed_while_the_store_opens_closes_it(template_store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    play(template_store, tmp_path / "store", CLOSED_WHILE_OPENING)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="a processor is chosen so on Linux only")
def test_enter_before_the_first_paint_waits_for_what_it_needs_on_one_processor_too(
    template_store, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    play(template_store, tmp_path / "store", ENTER_BEFORE_THE_FIRST_PAINT, one_processor=True)


def test_a_window_closed_while_the_rest_is_loaded_does_not_wait_for_all_of_it(
    template_store, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    play(template_store, tmp_path / "store", CLOSED_WHILE_LOADING)


def test_a_closed_window_waits_for_work_under_way_before_the_store_is_closed(
    template_store, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    play(template_store, tmp_path / "store", CLOSED_WHILE_WORKING)


def test_garbage_is_collected_in_the_windows_thread_only(template_store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A thread that keeps the anchor allocates too; what it took apart there was the window's, and ended the program."""
    play(template_store, tmp_path / "store", COLLECTED_IN_THE_WINDOW)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems are hardened otherwise")
def test_the_process_is_closed_to_others_before_the_rest_is_loaded(template_store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The passphrase may be typed already while the rest is loaded."""
    play(template_store, tmp_path / "store", HARDENED_FIRST)
