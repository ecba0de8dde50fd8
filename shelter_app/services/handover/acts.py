"""Writing for the next shift, withdrawing what was wrong, and saying that one has read."""

from __future__ import annotations

from sqlalchemy import select

from shelter_app.db.models.handover import Handover, HandoverRead
from shelter_app.db.models.house import Shelter
from shelter_app.domain import shifts
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_resident, need_shelter, needed
from shelter_app.services.acting import Act, UnitOfWork, act

MOST = 2000


@act("handover.write", told=N_("wrote in the shift handover"))
class WriteHandover(Act[str]):
    """Tell the next shift something, of the house or of a resident."""

    shelter: str
    text: str
    resident: str | None = None
    shift: str | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """Write the line; returns its id. Raises Refused for an empty or endless text."""
        need_shelter(uow, uow.find(Shelter, self.shelter).id)
        text = needed(self.text, "text")
        if len(text) > MOST:
            sentence = _("This is too long for a handover: at most {most} characters. Shorten it.")
            raise Refused("too_long", sentence.format(most=MOST), ("text",))
        need_code(uow, "shift", self.shift, "shift")
        if self.resident is not None:
            need_resident(uow, self.resident)
        row = uow.add(
            Handover(
                shelter_id=self.shelter,
                shift=self.shift or shifts.shift_at(uow.now),
                resident_id=self.resident,
                text=text,
                written_at=uow.now,
            )
        )
        uow.session.flush()
        uow.audit_subject(row, case_id=self.resident)
        return row.id


@act("handover.withdraw", told=N_("withdrew an entry from the shift handover"))
class WithdrawHandover(Act[None]):
    """Withdraw a line of one's own: it is shown no more, and stays in the book."""

    line: str

    def apply(self, uow: UnitOfWork) -> None:
        """Mark it; only who wrote it may."""
        row = uow.find(Handover, self.line)
        need_shelter(uow, row.shelter_id)
        if row.created_by != uow.actor.account_id:
            raise NotAllowed("not_own_entry", _("Only the person who made this entry can withdraw it."))
        if row.withdrawn_at is None:
            row.withdrawn_at = uow.now
        uow.audit_subject(row, case_id=row.resident_id)


@act("handover.mark_read", told=N_("read the shift handover"))
class MarkHandoverRead(Act[int]):
    """Say that one has read these lines."""

    lines: tuple[str, ...]

    def apply(self, uow: UnitOfWork) -> int:
        """Write a mark for each line without one; returns how many were new."""
        me = uow.actor.account_id
        rows = uow.session.scalars(select(Handover).where(Handover.id.in_(self.lines))).all()
        known = set(
            uow.session.scalars(
                select(HandoverRead.handover_id).where(
                    HandoverRead.account_id == me, HandoverRead.handover_id.in_(self.lines)
                )
            )
        )
        new = [row for row in rows if row.id not in known and row.created_by != me]
        for row in new:
            need_shelter(uow, row.shelter_id)
            uow.add(HandoverRead(handover_id=row.id, account_id=me, read_at=uow.now))
        return len(new)
