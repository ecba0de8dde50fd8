"""Pictures of the window on a demo store: ``python -m tests.screenshots FOLDER``.

It fails with the list of the words that are cut in a picture, or of what cannot be reached in a small window.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from shelter_app.db import opening as stores
from shelter_app.domain.clock import local_day
from shelter_app.i18n import LANGUAGES
from shelter_app.services.acting import Actor
from shelter_app.services.counselling.views import sessions
from shelter_app.services.residents.views import residents
from shelter_app.ui.frame.main_window import SIZE, MainWindow
from shelter_app.ui.frame.signed_in_user import signed_in_user
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.preferences import Preferences
from shelter_app.ui.signin.signin import SignIn
from shelter_app.ui.theme.look import STYLE
from shelter_app.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT
from tests.layout_checks.cut_text import cut

LOOKS = ((LIGHT, 100), (DARK, 100), (HIGH_CONTRAST, 100), (LIGHT, 200))
ROUNDS = 30


ROLES = {"DIRECTOR": None, "COUNSELLOR": ("calendar", "session")}  # None: every page of the role
SECTIONS = {  # the section of the manual that a page's picture stands under
    "today": "today",
    "beds": "beds",
    "residents": "residents",
    "resident": "resident",
    "importing": "importing",
    "reports": "reporting",
    "settings": "settings",
    "calendar": "calendar",
    "session": "session",
    "signin": "signin",
}


def main(folder: Path, manual: Path | None = None) -> None:
    """Make a demo store and write a picture of each page in each look; those of the manual into ``manual``."""
    found: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        data, told = Path(scratch) / "store", Path(scratch) / "demo.json"
        command = [sys.executable, "-m", "shelter_app", "demo", "--data", str(data), "--json", str(told)]
        subprocess.run(command, check=True)
        accounts = json.loads(told.read_text("utf-8"))["accounts"]
        application = QApplication(["registru", *STYLE])
        for role, only in ROLES.items():
            account = next(a for a in accounts if a["role"] == role)
            with stores.unlock(data, account["name"], account["passphrase"]) as opened:
                actor = Actor(opened, opened.account_id, account["name"], session_id=opened.session_id)
                for language in LANGUAGES:
                    for look, percent in LOOKS:
                        shown = Preferences(language, look, percent)
                        _take(application, actor, shown, only, _Pictures(folder, shown, manual, found))
    if found:
        raise SystemExit("\n".join(["Words are cut:", *found]))


class _Pictures:
    """Where the pictures of one look go; what is cut in them is ``found``."""

    def __init__(self, folder: Path, choices: Preferences, manual: Path | None, found: list[str]) -> None:
        self._folder, self._choices, self._manual, self._found = folder, choices, manual, found

    def take(self, shell: MainWindow, name: str) -> None:
        """Write the window as it is; few colours make a small file."""
        shown = f"{name}-{self._choices.language}-{self._choices.look}-{self._choices.percent}"
        self._found += [f"{shown}: {said}" for said in cut(shell)]
        image = _in_few_colours(shell.grab().toImage())
        image.save(str(self._folder / f"{shown}.png"))
        plain = (self._choices.look, self._choices.percent) == (LIGHT, 100)
        if self._manual is not None and plain and name in SECTIONS:
            self._manual.mkdir(exist_ok=True)
            image.save(str(self._manual / f"{SECTIONS[name]}-{self._choices.language}.png"))


def _in_few_colours(image: QImage) -> QImage:
    """Return the picture in the colours that it uses most."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    used = Counter(memoryview(plain.constBits()).cast("I"))
    table = [colour for colour, _count in used.most_common(256)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def _take(
    application: QApplication,
    actor: Actor,
    choices: Preferences,
    only: tuple[str, ...] | None,
    pictures: _Pictures,
) -> None:
    shell = MainWindow(choices)
    shell.resize(*SIZE)
    if only is None:
        shell.show_content(SignIn(actor.name))
        shell.show()
        _settle(application)
        pictures.take(shell, "signin")
    frame = Workspace(actor, signed_in_user(actor), shell)
    shell.show_content(frame)
    shell.show()
    for name in only or frame.pages:
        if name == "resident":
            frame.go_to_resident(_somebody(actor))
        elif name == "session":
            frame.go_to_session(_some_session(actor))
        elif name in frame.pages:
            frame.go(name)
        if name != "session" or only is not None:
            _settle(application)
            pictures.take(shell, name)
    shell.close()
    shell.deleteLater()
    _settle(application)


def _somebody(actor: Actor) -> str:
    return residents(actor, include_left=False).rows[0].id


def _some_session(actor: Actor) -> str:
    today = local_day(actor.clock())
    found = sessions(actor, today - timedelta(days=30), today)
    return next(one.id for one in reversed(found) if one.notes)


def _settle(application: QApplication) -> None:
    for _round in range(ROUNDS):
        QThreadPool.globalInstance().waitForDone(50)
        application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
