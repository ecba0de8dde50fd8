"""Moving between the shelters of the organisation."""

from __future__ import annotations

from pydantic import AwareDatetime

from shelter_app.db.models.house import Shelter
from shelter_app.db.models.stays import Stay
from shelter_app.domain.clock import local_day
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_bed_in, need_shelter, stay_of
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.expiry import expire_reservations
from shelter_app.services.stays.stay_rules import end_bed_and_leave, give_bed


@act("beds.move_to_shelter", told=N_("moved somebody to another shelter"))
class MoveToShelter(Act[str]):
    """Move a resident to another shelter of the organisation: their stay there goes on from this one.

    It is no admission and no exit of the organisation.
    """

    stay: str
    shelter: str
    at: AwareDatetime
    bed: str | None = None
    override: str | None = None
    version: int | None = None

    def apply(self, uow: UnitOfWork) -> str:
        """End the stay here and begin it there at the same minute; returns the id of the new stay."""
        stay = stay_of(uow, self.stay, self.version)
        need_shelter(uow, uow.find(Shelter, self.shelter).id)
        if stay.ended_at is not None:
            raise Refused("stay_ended", _("This stay has ended. Admit the person again for a new one."))
        if self.shelter == stay.shelter_id:
            raise Refused(
                "same_shelter",
                _("The resident is already in this shelter. Move them to another bed."),
                ("shelter",),
            )
        if self.at > uow.now:
            raise Refused("future", _("This time is in the future. Check the time."), ("at",))
        if self.at < stay.admitted_at:
            raise Refused("exit_before_entry", _("The exit is before the admission."), ("at",))
        expire_reservations(uow)
        end_bed_and_leave(uow, stay, self.at)
        stay.exit_reason, stay.exit_destination = "TRANSFER_SHELTER", "OTHER_SHELTER"
        stay.ended_at, stay.ended_on = self.at, local_day(self.at)
        uow.session.flush()
        after = uow.add(
            Stay(
                resident_id=stay.resident_id,
                shelter_id=self.shelter,
                referral_id=stay.referral_id,
                referral_source=stay.referral_source,
                admission_reason=stay.admission_reason,
                transferred_from_id=stay.id,
                admitted_at=self.at,
                admitted_on=local_day(self.at),
            )
        )
        uow.session.flush()
        if self.bed is not None:
            self._give(uow, after)
        return after.id

    def _give(self, uow: UnitOfWork, stay: Stay) -> None:
        assert self.bed is not None
        need_bed_in(uow, self.bed, self.shelter)
        give_bed(uow, stay, self.bed, self.at, self.override, frozenset())
