"""Every role sees in the window only what the roles table gives it.

A word that stands nowhere else is put into each part of a case; then each role walks every page, every tab, the
session and the palette, and whatever it was shown, spoken or offered is searched for these words. What a role may
see is written here by hand from the roles table of the security design, not read from the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt, QThreadPool
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from shelter_app.db.store import Store
from shelter_app.domain import roles
from shelter_app.services.acting import Actor, perform
from shelter_app.services.counselling.acts import PlanSession, WriteNote
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.drafts import drafts
from shelter_app.services.handover.acts import WriteHandover
from shelter_app.services.milestones.acts import ReachMilestone
from shelter_app.services.plans.acts import WritePlan
from shelter_app.services.residents.acts import RegisterResident, SetIdentity
from shelter_app.services.residents.alerts import AddAlert
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.frame.workspace import Workspace
from tests.services import casework
from tests.services.casework import Case

Open = Callable[[Actor], Workspace]

CALLED, ALERT, NAME, PHONE, CONTACT = "Zamfira", "Zalert", "Zalegală", "0799123123", "Zacontact"
WISHES, PROOF, PROVIDER, NOTE, HANDOVER = "Zadorință", "Zadovadă", "Zafurnizor", "Zanotă", "Zapredare"
DRAFT = "Zaciornă"
EVERYTHING = {
    CALLED, ALERT, NAME, PHONE, CONTACT, WISHES, PROOF, PROVIDER, NOTE, HANDOVER, DRAFT,
}  # fmt: skip
SEEN = {
    # The director: all of the file but counselling notes (no key by default); identity only when it is opened.
    ("DIRECTOR", False): {CALLED, ALERT, CONTACT, WISHES, PROOF, PROVIDER, HANDOVER},
    ("CASE_MANAGER", False): {CALLED, ALERT, HANDOVER},
    ("CASE_MANAGER", True): {CALLED, ALERT, CONTACT, WISHES, PROOF, PROVIDER, HANDOVER},
    ("COUNSELLOR", False): {CALLED, ALERT, HANDOVER},
    # Assigned to the case, yet without its key: the session is known, its note is not.
    ("COUNSELLOR", True): {CALLED, ALERT, CONTACT, WISHES, PROOF, PROVIDER, HANDOVER},
    ("LEGAL", False): set(),
    ("LEGAL", True): {CALLED, ALERT, CONTACT, WISHES, PROOF, PROVIDER},
    ("HOUSE_STAFF", False): {CALLED, ALERT, PROVIDER, HANDOVER},
    ("AUDITOR", False): set(),
}
PAGES = {
    "DIRECTOR": {"today", "beds", "residents", "reports", "settings"},
    "CASE_MANAGER": {"today", "beds", "residents", "calendar", "reports", "settings"},
    "COUNSELLOR": {"today", "beds", "residents", "calendar", "settings"},
    "LEGAL": {"today", "residents", "settings"},
    "HOUSE_STAFF": {"today", "beds", "residents", "settings"},
    "AUDITOR": {"today", "settings"},
}


@pytest.fixture
def case(
    store: Store, director: Actor, make_actor: Callable[..., Actor], beds: dict[str, str]
) -> tuple[Case, str]:
    """A case with a word of its own in each part, and a draft on somebody else's desk."""
    who = perform(director, RegisterResident(preferred_name=CALLED, sex="F", birth_year=1999))
    at = director.clock() - timedelta(days=20)
    stay = perform(director, Admit(resident=who, shelter=beds["NORD"], at=at, bed=beds["1A"]))
    made = Case(beds["NORD"], who, stay)
    perform(director, SetIdentity(resident=who, legal_name=NAME, phones=PHONE, contact_rules=CONTACT))
    perform(director, AddAlert(resident=who, level="HIGH", text=ALERT))
    perform(director, WriteHandover(shelter=beds["NORD"], text=HANDOVER, resident=who))
    manager, counsellor = make_actor("CASE_MANAGER", name="Ana Ei"), make_actor("COUNSELLOR", name="Ina Ei")
    casework.assign(store, made, manager.account_id, "CASE_MANAGER")
    casework.assign(store, made, counsellor.account_id, "COUNSELLOR")
    perform(manager, WritePlan(stay=stay, own_wishes=WISHES))
    day = director.clock().date()
    perform(manager, ReachMilestone(resident=who, kind="MS_BANK", reached_on=day, evidence=PROOF))
    perform(manager, RecordService(resident=who, service="DENTAL", given_on=day, provider=PROVIDER))
    planned = counsellor.clock() - timedelta(hours=2)
    session = perform(
        counsellor,
        PlanSession(shelter=beds["NORD"], kind="IND_COUNSEL", planned_at=planned, residents=(who,)),
    )
    perform(
        counsellor,
        WriteNote(session=session, resident=who, format="NARRATIVE", note_class="PROGRESS", text=NOTE),
    )
    drafts.keep(counsellor, "form", {"act": "x", "typed": {"text": DRAFT}}, who)
    drafts.keep(counsellor, "window", {"page": "resident", "typed": {"fields": {"x": DRAFT}}})
    return made, session


def settle() -> None:
    for _round in range(10):
        QThreadPool.globalInstance().waitForDone(1000)
        QApplication.processEvents()


def shown(window: QWidget) -> Iterator[str]:
    """Yield every text of a window, visible or not, with what a screen reader would say."""
    yield window.windowTitle()
    for part in window.findChildren(QWidget):
        yield from (part.accessibleName(), part.accessibleDescription(), part.toolTip())
        if isinstance(part, QLabel | QLineEdit):
            yield part.text()
        elif isinstance(part, QPlainTextEdit | QTextBrowser):
            yield part.toPlainText()
        elif isinstance(part, QComboBox):
            yield from (part.itemText(at) for at in range(part.count()))
        elif isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from cells(part.model())
        text = getattr(part, "text", None)
        if callable(text) and not isinstance(part, QLabel | QLineEdit):
            yield str(text())


def cells(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            yield from (str(model.data(model.index(row, column), role) or "") for role in roles)


def walk(frame: Workspace, resident: str, session: str) -> str:
    """Return everything that a walk through the whole program shows."""
    told: list[str] = []

    def look() -> None:
        settle()
        told.extend(shown(frame.window()))

    for name in frame.pages:
        if name == "resident":
            frame.go_to_resident(resident)
            look()
            page: Any = frame.pages[name]
            for tab in page.tabs():
                page.open_tab(tab)
                look()
                page.acts.fill()
                told.extend(action.text() for action in page.acts.menu.actions())
        elif name == "session":
            frame.go_to_session(session)
            look()
        else:
            frame.go(name)
            look()
    for word in sorted(EVERYTHING):
        frame.top.search.click()
        settle()
        field = frame.palette_.field
        field.setText(word)
        settle()
        told.extend(f"{entry.title} {entry.beside}" for entry in frame.palette_.found.entries)
        field.clear()
        frame.palette_.close_palette()
    return "\n".join(told)


def test_each_role_that_opens_the_store_is_written_here() -> None:
    opening = {code for code, role in roles.table().items() if "core" in role.store_keys}
    assert opening == set(PAGES) == {role for role, _own in SEEN}
    assert {role for role, own in SEEN if own} == {c for c in opening if roles.table()[c].case_role}


@pytest.mark.parametrize(("role", "own"), SEEN, ids=str)
def test_a_role_is_shown_only_what_is_its_own(
    qtbot: QtBot,
    store: Store,
    director: Actor,
    make_actor: Callable[..., Actor],
    open_frame: Open,
    case: tuple[Case, str],
    role: str,
    own: bool,
) -> None:
    actor = director if role == "DIRECTOR" else make_actor(role, name="Alt Cineva")
    if own:
        casework.assign(store, case[0], actor.account_id, {"LEGAL": "LEGAL"}.get(role, role))
    frame = open_frame(actor)
    settle()
    assert {name for name in frame.pages if not frame.pages[name].UNDER} == PAGES[role]
    told = walk(frame, case[0].resident, case[1])
    assert {word for word in EVERYTHING if word in told} == SEEN[role, own]
