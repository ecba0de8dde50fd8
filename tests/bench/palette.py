"""From a key in the palette to its painted rows, over 10,000 people."""

from __future__ import annotations

import os
import random
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from shelter_app.domain import finding
from shelter_app.services.acting import Actor
from shelter_app.ui.palette.entries import People
from shelter_app.ui.palette.palette import Palette
from shelter_app.ui.theme import look
from tests.bench.measure import Line

PEOPLE = 10_000
KEY = 0.016
WORDS = (
    "BRAD",
    "CIREȘ",
    "MESTEACĂN",
    "LUNCA",
    "IZVOR",
    "SALCIE",
    "Ioana",
    "Maria",
    "Ela",
    "Flavia",
    "Roxana",
)
TYPED = ("mesteacan 7", "ioana maria", "mestaecan", "roxanna", "zzzz", "lunca ela 42")


def palette_line(actor: Actor) -> Line:
    """Type some words letter by letter; each letter is found and painted before the next."""
    application = QApplication.instance() or QApplication([])
    look.apply("light", 100)
    window = QWidget()
    window.resize(1366, 768)
    palette = Palette(actor, (), window)
    palette.forget()
    chance = random.Random(1)
    shown = [
        (f"{chance.choice(WORDS)}-{chance.randrange(100)}", chance.choice(WORDS)) for _one in range(PEOPLE)
    ]
    words = tuple(finding.folded(*texts) for texts in shown)
    people = People(tuple(str(at) for at in range(PEOPLE)), tuple(shown), words)
    palette.show_people({}, people)
    window.show()
    palette.open_palette([])
    application.processEvents()
    took = []
    for text in TYPED:
        palette.field.clear()
        for at in range(len(text)):
            began = time.perf_counter()
            palette.field.insert(text[at])
            window.grab()
            took.append(time.perf_counter() - began)
    took.sort()
    p95 = took[int(len(took) * 0.95)]
    return Line(
        f"palette, {PEOPLE:,} people: key to painted rows, p95",
        f"{p95 * 1000:.1f} ms",
        "",
        p95 / KEY,
        1,
    )
