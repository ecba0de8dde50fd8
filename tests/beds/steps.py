"""Short steps that tests of beds share: moments of one November, a request, a hold, what the store holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from pytestqt.qtbot import QtBot
from sqlalchemy import select

from shelter_app.db.models import Record
from shelter_app.db.models.stays import BedPeriod
from shelter_app.db.store import Store
from shelter_app.domain.clock import local_moment
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.reservations import ReserveBed
from shelter_app.services.referrals.acts import AcceptReferral, RecordReferral
from shelter_app.ui.forms.spec import Outcome
from shelter_app.ui.frame.workspace import Workspace
from shelter_app.ui.page import Page
from shelter_app.ui.work import Running
from tests.beds.conftest import House
from tests.conftest import FixedClock

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=Page)
NOV = (date(2026, 11, 1), date(2026, 11, 30))


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment of November 2026 by the house's clock."""
    return local_moment(date(2026, 11, day), hour, minute)


def rows(store: Store, model: type[R], **by: Any) -> list[R]:
    """Return the stored records of a kind whose columns hold these values."""
    with store.reading() as session:
        chosen = select(model)
        for name, value in by.items():
            chosen = chosen.where(getattr(model, name) == value)
        found = list(session.scalars(chosen))
        session.expunge_all()
    return found


def period(actor: Actor, stay: str) -> BedPeriod:
    """Return the last bed of a stay."""
    return rows(actor.store, BedPeriod, stay_id=stay)[-1]


def request(actor: Actor, house: House, clock: FixedClock, *, accept: bool = True, **more: Any) -> str:
    """Record a request for tonight, accepted unless that is left open; returns its id."""
    said = {"shelter": house.shelter, "received_at": clock(), "source": "ANITP_CR", "urgency": "TONIGHT"}
    made = perform(actor, RecordReferral(**{**said, **more}))
    if accept:
        perform(actor, AcceptReferral(referral=made, version=1))
    return made


def hold(actor: Actor, house: House, clock: FixedClock, bed: str = "1A", **more: Any) -> str:
    """Hold a bed from now on for two days, until eight in the evening; returns the reservation's id."""
    act = ReserveBed(bed=house.beds[bed], from_at=clock(), to_at=at(26), lapses_at=at(24, 20), **more)
    return perform(actor, act)


def frame_of(page: Page) -> Workspace:
    """Return the frame that a page stands in."""
    frame = page.window().content  # type: ignore[attr-defined]
    assert isinstance(frame, Workspace)
    return frame


def settle(qtbot: QtBot, page: Page) -> None:
    """Wait until nothing is under way for the page, nor for the bar that takes back what was done."""
    bar = frame_of(page).undo_bar
    qtbot.waitUntil(lambda: page.is_settled() and all(one.over for one in bar.findChildren(Running)))


def take_back(qtbot: QtBot, page: Page) -> None:
    """Press the button that takes back what was done last, and wait until the page shows it."""
    settle(qtbot, page)
    bar = frame_of(page).undo_bar
    assert bar.button.isVisible(), bar.text()
    bar.button.click()
    settle(qtbot, page)
    assert bar.text().startswith("Undone"), bar.text()


def opened(qtbot: QtBot, frame: Workspace, kind: type[P]) -> P:
    """Go to a page of the frame and wait until it is at rest."""
    frame.go(kind.NAME)
    page = frame.pages[kind.NAME]
    assert isinstance(page, kind)
    settle(qtbot, page)
    return page


def outcomes(page: Page) -> list[Outcome]:
    """Return a list that grows with each act that the page says is done."""
    told: list[Outcome] = []
    page.did.connect(told.append)
    return told
