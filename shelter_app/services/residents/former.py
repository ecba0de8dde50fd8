"""Looking for somebody who left long ago: by words and with a reason, each search an event of the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shelter_app.db.models.house import Shelter
from shelter_app.db.models.people import Resident
from shelter_app.db.models.stays import Stay
from shelter_app.domain import sight
from shelter_app.domain.errors import Refused
from shelter_app.domain.names import fold
from shelter_app.domain.permissions import Scope
from shelter_app.i18n import N_, _, sort_key
from shelter_app.services.access import reached
from shelter_app.services.acting import ReadContext, view

LETTERS = 3  # that words have at least: a search is for somebody, and lists nobody else
MOST = 10


@dataclass(frozen=True, slots=True)
class FormerRow:
    """Somebody who left: code names, where and until when she was here; ``left_on`` is None for who never came."""

    id: str
    code: str
    former_code: str
    preferred_name: str
    shelter: str
    left_on: date | None


@view("residents.look_for_former", audited=True, told=N_("searched for a former resident"))
def look_for_former(context: ReadContext, words: str, reason: str) -> tuple[FormerRow, ...]:
    """Return whom the house does not see any more and whose code, former code or preferred name holds the words.

    The reason and how many were found stand in the trail, the words do not. Nothing but these rows is opened by it.
    Raises Refused without a reason, for words of less than three letters, and for words that fit more than ten.
    """
    why = sight.need_reason(reason)
    wanted = fold(words.strip())
    if len(wanted) < LETTERS:
        raise Refused("too_short", _("Type at least three letters of the code name or the name."), ("words",))
    rows = context.session.execute(
        select(Resident.id, Resident.code, Resident.former_code, Resident.preferred_name).where(
            reached(context), ~reached(context, Scope.HOUSE)
        )
    )
    found = [
        row
        for row in rows
        if wanted in fold(f"{row.code} {row.former_code or ''} {row.preferred_name or ''}")
    ]
    if len(found) > MOST:
        raise Refused(
            "too_many", _("More than ten people match. Type more of the code name or name."), ("words",)
        )
    last = _last_stays(context, [row.id for row in found])
    context.reason = why
    context.notes["found"] = len(found)
    return tuple(
        FormerRow(
            row.id, row.code, row.former_code or "", row.preferred_name or "", *last.get(row.id, ("", None))
        )
        for row in sorted(found, key=lambda row: sort_key(row.code))
    )


def _last_stays(context: ReadContext, residents: list[str]) -> dict[str, tuple[str, date | None]]:
    rows = context.session.execute(
        select(Stay.resident_id, Shelter.name, Stay.ended_on)
        .join(Shelter, Shelter.id == Stay.shelter_id)
        .where(Stay.resident_id.in_(residents))
        .order_by(Stay.admitted_on)
    )
    return {who: (name, ended) for who, name, ended in rows}
