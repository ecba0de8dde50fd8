"""What begins at a bed of the board: somebody is admitted to a free one."""

from __future__ import annotations

from shelter_app.domain import permissions
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.house.views import BedBoard, house
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit, UndoAdmission
from shelter_app.ui.board.words import of_room
from shelter_app.ui.forms.sheet import Ask, Choices, Sheet
from shelter_app.ui.pages.resident.offers import MOST, requests


def ask_admission(actor: Actor, board: BedBoard, bed_id: str) -> Sheet | None:
    """Ask who can be admitted, and return the form for a bed; None where there is no such bed or no right to."""
    roles = house(actor).roles
    where = next(((room, bed) for room in board.rooms for bed in room.beds if bed.bed_id == bed_id), None)
    if where is None or permissions.scope(roles, Admit.NAME) is None:
        return None
    room, bed = where
    return Sheet(
        Admit,
        _("Admit to {room}, bed {bed}").format(room=of_room(room)[0], bed=bed.label),
        _("Admitted."),
        (
            Ask("resident", _("Resident"), choices=_not_here(actor)),
            Ask("at", _("Admitted")),
            Ask("referral", _("Answers the request"), choices=requests(actor, roles, board.shelter.id)),
            Ask("source", _("Referred by"), codes="referral_source"),
            Ask("reason", _("Reason of the admission"), codes="referral_reason_in"),
            Ask("override", _("Why the rule is set aside"), hidden=True),
        ),
        known={"shelter": board.shelter.id, "bed": bed_id},
        undo=lambda _act, stay: UndoAdmission(stay=stay),
    )


def _not_here(actor: Actor) -> Choices:
    """Return who is registered and not in the house, those who were never admitted first."""
    rows = [row for row in residents(actor, limit=MOST).rows if row.since is None or row.left_on is not None]
    rows.sort(key=lambda row: row.since is not None)
    return tuple((row.id, f"{row.code} · {row.preferred_name}".rstrip(" ·")) for row in rows)
