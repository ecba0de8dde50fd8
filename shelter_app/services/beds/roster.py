"""The sheets of people: the night list, the emergency sheet, the roll call on paper, one for a missing person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import or_, select

from shelter_app.db.models.people import Resident, ResidentAlert, ResidentIdentity
from shelter_app.db.models.presence import Presence
from shelter_app.db.models.stays import Absence, Stay
from shelter_app.db.vault.sealing import Compartment, SealedPlace
from shelter_app.domain import presence
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.periods import age_band, age_on
from shelter_app.i18n import N_
from shelter_app.reports.dataset import Facts, Paragraph
from shelter_app.reports.sheet import TICK, Listing, Sheet
from shelter_app.reports.words import Words, coded, date_text, figure, language_names, literal, phrase
from shelter_app.services.access import need_resident, need_shelter
from shelter_app.services.acting import ReadContext
from shelter_app.services.beds.absence_steps import steps_taken
from shelter_app.services.beds.presence import RollRow, roll_of
from shelter_app.services.house.data import numbers_of
from shelter_app.services.lists.sheet_header import sheet_of
from shelter_app.services.stays.absences import missed_roll_call

NOTHING = literal("")
UNWRITTEN = "........................................"  # to be written in by hand
PLACES = (N_("Place"), N_("Code name"), N_("Preferred name"))


def place(row: RollRow) -> Words:
    """Return where somebody sleeps."""
    if row.room is None or row.bed is None:
        return phrase(N_("without a bed"))
    return literal(f"{row.room} · {row.bed}")


def code_words(row: RollRow) -> Words:
    """Return the code name, of somebody of whom the account must not know that the bed is occupied."""
    return literal(row.code) if row.resident_id else phrase(N_("occupied"))


def night_list(context: ReadContext, shelter: str | None) -> Sheet:
    """Return who sleeps where tonight, who is away until when, and what to know of each."""
    call = roll_of(context, shelter, None, came_since=True)
    rows = tuple(
        (
            place(row),
            code_words(row),
            literal(row.preferred_name or ""),
            _leave(row),
            literal("; ".join(row.alerts)),
        )
        for row in call.rows
    )
    columns = tuple(phrase(w) for w in (*PLACES, N_("Away"), N_("Important")))
    away = sum(1 for row in call.rows if row.away is not None)
    count = Facts(
        (
            (phrase(N_("People sleeping in the shelter")), figure(len(rows))),
            (phrase(N_("Temporarily away")), figure(away)),
            (phrase(N_("In the shelter now")), figure(len(rows) - away)),
        )
    )
    return sheet_of(
        context,
        N_("Night list"),
        (date_text(call.day), *_shelter(shelter)),
        (Listing(None, columns, (2, 2, 2, 3, 4), rows), count),
    )


def paper_roll_call(context: ReadContext, shelter: str | None) -> Sheet:
    """Return the roll call to be ticked by hand when the computer cannot be used; entered later."""
    call = roll_of(context, shelter, None)
    rows = tuple(
        (
            place(row),
            code_words(row),
            literal(row.preferred_name or ""),
            _leave(row),
            TICK,
            TICK,
            TICK,
            TICK,
        )
        for row in call.rows
    )
    marks = tuple(coded("presence_mark", code) for code in ("PRESENT", "ABSENT", "EXCUSED"))
    columns = (*(phrase(w) for w in PLACES), phrase(N_("Away")), *marks, phrase(N_("Time")))
    return sheet_of(
        context,
        N_("Roll call sheet to fill in"),
        (date_text(call.day), *_shelter(shelter)),
        (
            Paragraph(
                phrase(
                    N_(
                        "Tick one box for each person. The marks are entered in the program later, for this "
                        "day."
                    )
                )
            ),
            Listing(None, columns, (3, 3, 3, 3, 2, 2, 2, 2), rows, tall=True),
            Facts(((phrase(N_("Marked by")), NOTHING), (phrase(N_("Signature")), NOTHING)), by_hand=True),
        ),
    )


def emergency_sheet(context: ReadContext, shelter: str | None) -> Sheet:
    """Return what a doctor or a fire brigade asks: who is here, languages, alerts, safe contact; whom to call.

    Safe contacts are sealed; they are printed only for an account that holds the key.
    """
    call = roll_of(context, shelter, None, came_since=True)
    people = {
        who.id: who
        for who in context.session.scalars(
            select(Resident).where(Resident.id.in_([row.resident_id for row in call.rows if row.resident_id]))
        )
    }
    contacts = _safe_contacts(context, list(people))
    rows = []
    for row in call.rows:
        who = people.get(row.resident_id)
        if who is None:  # somebody of whom the account must not know: that the bed is slept in is told
            rows.append((place(row), code_words(row), NOTHING, _leave(row), NOTHING, NOTHING, NOTHING))
            continue
        spoken = language_names(who.languages)
        languages = phrase(N_("{languages}, interpreter"), languages=spoken)
        rows.append(
            (
                place(row),
                code_words(row),
                coded("age_band", age_band(age_on(who.birth_year, call.day))),
                _leave(row),
                languages if who.interpreter_needed else spoken,
                literal("; ".join(row.alerts)),
                contacts.get(who.id, phrase(N_("confidential"))),
            )
        )
    columns = tuple(
        phrase(w)
        for w in (
            PLACES[0],
            PLACES[1],
            N_("Age"),
            N_("Away"),
            N_("Languages"),
            N_("Allergies and other alerts"),
            N_("Safe contact"),
        )
    )
    return sheet_of(
        context,
        N_("Emergency sheet"),
        (date_text(call.day), *_shelter(shelter)),
        (
            *_whom_to_call(context, shelter),
            Listing(None, columns, (5, 7, 5, 7, 6, 8, 9), tuple(rows)),
        ),
    )


def missing_sheet(context: ReadContext, stay_id: str) -> Sheet:
    """Return what is told to the police about somebody who did not come back; identity is filled in by hand."""
    stay = context.find(Stay, stay_id)
    need_shelter(context, stay.shelter_id)
    who = need_resident(context, stay.resident_id)
    absence = context.session.execute(
        select(Absence, missed_roll_call())
        .where(Absence.stay_id == stay.id, or_(Absence.to_at.is_(None), Absence.to_at > context.now))
        .order_by(Absence.from_at.desc())
        .limit(1)
    ).first()
    leave, missed_on = (None, None) if absence is None else absence
    taken = () if leave is None else steps_taken(context, [leave.id]).get(leave.id, ())
    seen = context.session.scalar(
        select(Presence.day)
        .where(Presence.stay_id == stay.id, Presence.mark == "PRESENT")
        .order_by(Presence.day.desc())
        .limit(1)
    )
    alerts = context.session.scalars(
        select(ResidentAlert.text).where(
            ResidentAlert.resident_id == who.id,
            or_(ResidentAlert.until_on.is_(None), ResidentAlert.until_on >= context.today),
        )
    ).all()
    told = (
        (N_("Code name"), literal(who.code)),
        (N_("Name, as in documents (by hand)"), NOTHING),
        (N_("Sex"), phrase(N_("unknown")) if who.sex is None else coded("sex", who.sex)),
        (N_("Year of birth"), literal("" if who.birth_year is None else str(who.birth_year))),
        (N_("Languages"), language_names(who.languages)),
        (N_("In the shelter since"), date_text(stay.admitted_on)),
        (N_("Last evening in the shelter"), NOTHING if seen is None else date_text(seen)),
        (N_("Away since"), _away_since(leave, missed_on)),
        (N_("Expected back"), NOTHING if leave is None else _moment(leave.expected_at)),
        (N_("Who was told"), literal("" if leave is None else leave.reported_to or "")),
        (N_("Important"), literal("; ".join(alerts))),
        (N_("Clothing, distinguishing marks, phone, companions (by hand)"), NOTHING),
        (N_("Who told the police, time, registration no. (by hand)"), NOTHING),
    )
    warning = N_("Warning: protected person. Tell the police this too; do not give the address to anyone.")
    facts = Facts(tuple((phrase(name), value) for name, value in told), by_hand=True)
    parts: list[Paragraph | Facts | Listing] = [Paragraph(phrase(warning), True), facts]
    if taken:
        columns = tuple(
            phrase(w) for w in (N_("What was done"), N_("Who was told"), N_("When"), N_("Outcome"))
        )
        rows = tuple(
            (literal(one.step), literal(one.whom), _moment(one.taken_at), literal(one.outcome or ""))
            for one in taken
        )
        parts.append(Listing(None, columns, (5, 4, 3, 4), rows))
    return sheet_of(context, N_("Missing person"), (date_text(context.today),), tuple(parts))


def _away_since(leave: Absence | None, missed_on: date | None) -> Words:
    """Return since when somebody is away: of who was missed at a roll call its evening, not the minute of the mark."""
    if leave is None:
        return NOTHING
    if leave.kind in presence.UNANNOUNCED and missed_on is not None:
        return phrase(N_("missing since the roll call of {day}"), day=date_text(missed_on))
    return _moment(leave.from_at)


def _leave(row: RollRow) -> Words:
    if row.away is None:
        return NOTHING
    kind = coded("absence_type", row.away)
    if row.expected_at is None:
        return kind
    return phrase(N_("{kind}, back {moment}"), kind=kind, moment=_moment(row.expected_at))


def _moment(value: datetime | None) -> Words:
    if value is None:
        return NOTHING
    local = value.astimezone(LOCAL)
    return phrase(N_("{day}, {time}"), day=date_text(local.date()), time=literal(f"{local:%H:%M}"))


def _shelter(code: str | None) -> tuple[Words, ...]:
    return () if code is None else (phrase(N_("unit {code}"), code=literal(code)),)


def _whom_to_call(context: ReadContext, shelter: str | None) -> tuple[Facts | Paragraph, ...]:
    """Return 112, the house's own numbers, and where an ambulance comes; what nobody has written is said."""
    known = numbers_of(context, shelter)
    rows = [(phrase(N_("Emergency call")), literal("112"))]
    rows += [(literal(who), literal(number)) for who, number in known.contacts]
    several = len(known.places) > 1
    for one in known.places:
        name = literal(one.name)
        if one.phone:
            words = phrase(N_("Phone of {shelter}"), shelter=name)
            rows.append((words if several else phrase(N_("Our phone")), literal(one.phone)))
        words = phrase(N_("Ambulance to {shelter}"), shelter=name)
        rows.append(
            (words if several else phrase(N_("Ambulance comes to")), literal(one.ambulance_to or UNWRITTEN))
        )
    missing = not known.contacts or not all(one.ambulance_to for one in known.places)
    told = phrase(
        N_(
            "Emergency numbers or the place where the ambulance comes are missing. A director "
            "fills them in under Settings, The shelter."
        )
    )
    return (Facts(tuple(rows)), *((Paragraph(told, True),) if missing else ()))


def _safe_contacts(context: ReadContext, residents: list[str]) -> dict[str, Words]:
    compartment = Compartment("IDENTITY")
    if not context.vault.holds(compartment):
        return {}
    rows = context.session.scalars(
        select(ResidentIdentity).where(ResidentIdentity.resident_id.in_(residents))
    )
    found = dict.fromkeys(residents, NOTHING)
    for row in rows:
        if row.contact_rules is not None:
            place_of = SealedPlace("resident_identity", "contact_rules", row.id, compartment)
            found[row.resident_id] = literal(context.vault.open(place_of, row.contact_rules))
    return found
