"""Pictures of the window on a demo store: ``python -m shelter_app.ui.screenshots FOLDER``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from shelter_app.db import store
from shelter_app.i18n import LANGUAGES
from shelter_app.services.acting import Actor
from shelter_app.ui.choices import Choices
from shelter_app.ui.shell import SIZE, Shell
from shelter_app.ui.signin import SignIn
from shelter_app.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT
from shelter_app.ui.window import Frame, standing

LOOKS = ((LIGHT, 100), (DARK, 100), (HIGH_CONTRAST, 100), (LIGHT, 200))
ROUNDS = 30


def main(folder: Path) -> None:
    """Make a demo store, sign in as its director, and write a picture of each page in each look."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        data, told = Path(scratch) / "store", Path(scratch) / "demo.json"
        command = [sys.executable, "-m", "shelter_app", "demo", "--data", str(data), "--json", str(told)]
        subprocess.run(command, check=True)
        account = next(a for a in json.loads(told.read_text("utf-8"))["accounts"] if a["role"] == "DIRECTOR")
        application = QApplication(["registru"])
        with store.unlock(data, account["name"], account["passphrase"]) as opened:
            actor = Actor(opened, opened.account_id, account["name"], session_id=opened.session_id)
            for language in LANGUAGES:
                for look, percent in LOOKS:
                    _take(application, actor, Choices(language, look, percent), folder)


def _take(application: QApplication, actor: Actor, choices: Choices, folder: Path) -> None:
    shell = Shell(choices)
    shell.resize(*SIZE)
    shell.show_content(SignIn(actor.name))
    shell.show()
    end = f"{choices.language}-{choices.look}-{choices.percent}.png"
    _settle(application)
    shell.grab().save(str(folder / f"signin-{end}"))
    frame = Frame(actor, standing(actor), shell)
    shell.show_content(frame)
    for name in frame.pages:
        frame.go(name)
        _settle(application)
        shell.grab().save(str(folder / f"{name}-{end}"))
    shell.close()
    shell.deleteLater()
    _settle(application)


def _settle(application: QApplication) -> None:
    for _round in range(ROUNDS):
        QThreadPool.globalInstance().waitForDone(50)
        application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
