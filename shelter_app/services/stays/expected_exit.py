"""When somebody is expected to leave: shown on her bed, so that it can be promised to who waits."""

from __future__ import annotations

from datetime import date

from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.stays.stay_rules import open_stay


@act("stays.expect_leave", told=N_("set an expected exit date"))
class ExpectLeave(Act[date | None]):
    """Say on which day somebody is expected to leave; None for a day that is not known (any more)."""

    stay: str
    leaves_on: date | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> date | None:
        """Write the day; returns the one before. Nothing ends by it: the exit is recorded when she leaves."""
        stay = open_stay(uow, self.stay, self.version)
        if self.leaves_on is not None and self.leaves_on < uow.today:
            raise Refused(
                "past",
                _("This day is over. Record the exit, or choose today or a later day."),
                ("leaves_on",),
            )
        before, stay.leaves_on = stay.leaves_on, self.leaves_on
        return before
