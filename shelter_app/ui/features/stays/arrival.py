"""Somebody came: what is known before it is asked, where one comes from, and what the four steps choose from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.domain.first_day import FIRST_DAY, FirstDue
from shelter_app.domain.newcomers import CODE, COUNTY, NAME, YEAR
from shelter_app.i18n import N_, _, day, moment
from shelter_app.services.beds.finding import FoundBed, ToPlace
from shelter_app.services.stays.newcomers import Likely

SOMEBODY_NEW = "new"
NO_BED = "none"
PAGE = "beds"  # where the four steps lie over the board
WHY = {
    CODE: N_("the code name matches"),
    NAME: N_("similar name"),
    YEAR: N_("similar age"),
    COUNTY: N_("the same county"),
}

MERITS = {  # the reasons for a bed in a few words; that a room of women is for women says its rule
    "with_family": N_("next to the family"),
    "room_for_all": N_("room for everyone who comes"),
    "features_asked": N_("has what is needed"),
    "empty_room": N_("nobody else in the room"),
}


@dataclass(frozen=True)
class Arrival:
    """What the place from which one comes says already: a free bed, a request, somebody described to find a bed."""

    bed: str = ""
    referral: str = ""
    sex: str | None = None
    birth_year: int | None = None
    needs: tuple[str, ...] = ()

    def key(self) -> str:
        """Return it as the key of a thing on the page of the beds."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True)

    @classmethod
    def of(cls, key: str) -> Arrival | None:
        """Return it from its key; None for any other key."""
        if not key.startswith("{"):
            return None
        said = json.loads(key)
        return cls(**{**said, "needs": tuple(said.get("needs", ()))})


@dataclass(frozen=True)
class Choice:
    """One row to choose: its key, its words, what says more beside them, a sign with its meaning, icon and words."""

    key: str
    words: str
    beside: str = ""
    sign: tuple[str, str, str] | None = None


def people_choices(likely: tuple[Likely, ...], requests: tuple[ToPlace, ...]) -> list[Choice]:
    """Return who it may be: likely people, accepted requests, then somebody new."""
    rows = [_known(one) for one in likely if not one.here]
    rows += [_request(one) for one in requests]
    return [*rows, Choice(SOMEBODY_NEW, _("Somebody new"), _("gets a code name"))]


def in_the_house(likely: tuple[Likely, ...]) -> str:
    """Return who is alike but in the house already, in a sentence; empty for nobody."""
    codes = ", ".join(one.code for one in likely if one.here)
    return _("Already in the shelter: {codes}.").format(codes=codes) if codes else ""


def bed_choices(found: tuple[FoundBed, ...]) -> list[Choice]:
    """Return the beds that may be given, and that none is given for now."""
    return [*map(_bed, found), Choice(NO_BED, _("No bed for now"), _("in the shelter, without a bed yet"))]


def due_text(due: FirstDue) -> str:
    """Return what is due first and until when, as a line."""
    until = ""
    if due.by is not None:
        until = moment(due.by.astimezone(LOCAL), "medium")
    elif due.on is not None:
        until = day(due.on, "medium")
    return _("{what}, until {when}").format(what=code_label("deadline_rule", due.rule), when=until)


def until_text(when: datetime) -> str:
    """Return until when, in words."""
    return _("until {moment}").format(moment=moment(when.astimezone(LOCAL), "medium"))


def within_a_day(due: FirstDue, since: datetime) -> bool:
    """Say whether something is due within the first 24 hours."""
    return due.by is not None and due.by <= since + FIRST_DAY


def _known(one: Likely) -> Choice:
    told = [_(WHY[code]) for code in one.why]
    if one.left_on is not None:
        told.insert(0, _("left on {day}").format(day=day(one.left_on, "medium")))
    words = " ".join(part for part in (one.code, one.preferred_name) if part)
    return Choice(one.resident, words, " · ".join(told))


def _request(one: ToPlace) -> Choice:
    told = [code_label("referral_source", one.words), code_label("urgency", one.urgency)]
    if one.sex is not None:
        told.append(code_label("sex", one.sex))
    if one.birth_year is not None:
        told.append(_("born in {year}").format(year=one.birth_year))
    return Choice(one.referral_id, _("The accepted request"), " · ".join(told))


def _bed(bed: FoundBed) -> Choice:
    kind = code_label("placement_rule", bed.rule)
    if not bed.fits:
        return Choice(bed.bed_id, bed.room_bed, bed.why, ("plain", "pen-line", _("needs a reason")))
    if bed.until is not None:
        return Choice(
            bed.bed_id,
            bed.room_bed,
            f"{kind} · {bed.ends}",
            ("warning", "hourglass", _("for a limited time")),
        )
    beside = " · ".join((kind, *(_(MERITS[code]) for code in bed.merits if code in MERITS)))
    return Choice(bed.bed_id, bed.room_bed, beside, ("free", "check", _("suitable")))
