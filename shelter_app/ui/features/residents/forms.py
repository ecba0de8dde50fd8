"""The forms that begin at the list of residents: a request, a new person, a service for many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shelter_app.domain import codes, missing_values, permissions
from shelter_app.i18n import _, ngettext
from shelter_app.services.acting import Actor
from shelter_app.services.deliveries.acts import RecordServiceForMany, UndoBatch
from shelter_app.services.house import views as house
from shelter_app.services.referrals.acts import RecordReferral, UndoReferral
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec

MOST_NAMED = 12  # people whom a sentence names


@dataclass(frozen=True)
class Reach:
    """As what the account works here, and the id of the shelter one is in, empty for none."""

    roles: tuple[str, ...] = ()
    shelter: str = ""

    def may(self, act: str) -> bool:
        """Say whether the roles reach an act at all."""
        return permissions.scope(self.roles, act) is not None


def ask_reach(actor: Actor, shelter: str) -> Reach:
    """Ask for the roles and the shelter of a code."""
    roles = house.house(actor).roles
    if permissions.scope(roles, "house.shelters") is None:
        return Reach(roles)
    return Reach(roles, next((row.id for row in house.shelters(actor) if row.code == shelter), ""))


def request(reach: Reach, now: datetime) -> FormSpec | None:
    """Return the form of a request for a place."""
    if not reach.shelter or not reach.may(RecordReferral.NAME):
        return None
    return FormSpec(
        RecordReferral,
        _("Record a request"),
        _("The request was recorded. It stands on the waiting list."),
        (
            FieldSpec("received_at", _("Received")),
            FieldSpec("source", _("Who asks"), codes="referral_source"),
            FieldSpec("urgency", _("How soon"), codes="urgency"),
            FieldSpec("sex", _("Sex"), codes="sex", unknown=True),
            FieldSpec("birth_year", _("Year of birth"), law=("minor",), unknown=True),
            FieldSpec("persons", _("How many people"), start=1),
            FieldSpec("needs", _("What the bed must have"), codes="bed_feature"),
            FieldSpec("reason", _("Reason"), codes="referral_reason_in", law=("support_unconditional",)),
            FieldSpec("channel", _("How it came"), codes="referral_channel"),
            FieldSpec("note", _("Note"), long=True),
        ),
        known={"shelter": reach.shelter},
        note=_("No name is needed: a request is known by its day and by who asks."),
        undo=lambda _act, referral: UndoReferral(referral=referral),
    )


def how_sure() -> Choices:
    """Return how surely a year of birth that is known may be known."""
    listed = codes.lists()["birth_precision"]
    return tuple((c.code, c.label()) for c in listed if c.code not in missing_values.ANSWERS)


def register(reach: Reach, _now: datetime) -> FormSpec | None:
    """Return the form of a new person."""
    if not reach.may(RegisterResident.NAME):
        return None
    return FormSpec(
        RegisterResident,
        _("Register a person"),
        _("The person was registered under a new code name."),
        (
            FieldSpec("preferred_name", _("Preferred name"), unknown=True),
            FieldSpec("sex", _("Sex"), codes="sex", unknown=True),
            FieldSpec("birth_year", _("Year of birth"), law=("minor",), unknown=True),
            FieldSpec("birth_precision", _("How surely the year is known"), choices=how_sure(), letter=False),
            FieldSpec("interpreter_needed", _("Needs an interpreter")),
        ),
        note=_("The program gives a code name. Everything else may stay unknown and is entered later."),
    )


def service(reach: Reach, chosen: tuple[tuple[str, str], ...]) -> FormSpec | None:
    """Return the form of a service given to several people at once, each given as id and code name."""
    if not chosen or not reach.may(RecordServiceForMany.NAME):
        return None
    people = len(chosen)
    codes_named = [code for _who, code in chosen]
    named = ", ".join(codes_named[:MOST_NAMED]) + ("" if people <= MOST_NAMED else f" +{people - MOST_NAMED}")
    title = ngettext("Record a service for {n} person", "Record a service for {n} persons", people)
    return FormSpec(
        RecordServiceForMany,
        title.format(n=people),
        _("The service was recorded for: {people}.").format(people=named),
        (
            FieldSpec("service", _("Service"), codes="service"),
            FieldSpec("given_on", _("Given on")),
            FieldSpec("quantity", _("Quantity of each")),
            FieldSpec("minutes", _("Length"), unit=_("minutes")),
            FieldSpec("provider", _("Who gave it")),
        ),
        known={"residents": tuple(who for who, _code in chosen)},
        note=_("For: {people}").format(people=named),
        undo=lambda _act, batch: UndoBatch(batch=batch),
    )
