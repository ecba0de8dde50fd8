"""Reservations end by themselves at their hour, also while the program is closed.

Whatever gives, moves or takes a bed away looks first at what has lapsed since anybody last did.
"""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.stays import Reservation
from shelter_app.services.acting import UnitOfWork


def expire_reservations(uow: UnitOfWork) -> None:
    """Let go of every bed whose reservation has passed its hour; the hour is written, not the moment of looking."""
    over = uow.session.scalars(
        select(Reservation).where(Reservation.outcome.is_(None), Reservation.lapses_at <= uow.now)
    ).all()
    for row in over:
        row.outcome, row.outcome_at = "LAPSED", row.lapses_at
    if over:
        uow.session.flush()
