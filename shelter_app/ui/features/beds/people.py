"""For whom a bed is looked for: how somebody is named in a list, and somebody who is only described."""

from __future__ import annotations

from dataclasses import dataclass

from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, ngettext
from shelter_app.services.beds.finding import ToPlace


@dataclass(frozen=True)
class Description:
    """Somebody described by hand; ``age`` None is not known, ``children`` are the ages of the children who come too."""

    sex: str | None = None
    age: int | None = None
    children: tuple[int, ...] = ()
    needs: tuple[str, ...] = ()


def person_text(row: ToPlace) -> str:
    """Return how somebody is named in a list or a menu: a resident and the bed now, or a request."""
    if row.resident_id:
        if not row.bed:
            return _("{code}, in the shelter without a bed").format(code=row.words)
        return _("{code}, now in {bed}").format(code=row.words, bed=row.bed)
    people = ngettext("{n} person", "{n} people", row.persons).format(n=row.persons)
    return _("the request: {source}, {urgency}, {people}").format(
        source=code_label("referral_source", row.words),
        urgency=code_label("urgency", row.urgency),
        people=people,
    )
