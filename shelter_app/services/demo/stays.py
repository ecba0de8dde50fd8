"""Where the invented people lived: requests, stays, beds, leaves; and the requests that led to no stay."""

from __future__ import annotations

from datetime import date, timedelta

from shelter_app.db.models.stays import Absence, BedPeriod, Referral, Stay
from shelter_app.services.demo.chance import Chance, at, texts, weights
from shelter_app.services.demo.house import Built
from shelter_app.services.demo.occupancy import Block, Living, Person
from shelter_app.services.demo.records import BlockRecords, Stayed, Team
from shelter_app.services.demo.rows import Rows

DECLINED = {
    "DECLINED_FULL": 0.34,
    "REDIRECTED": 0.2,
    "DECLINED_CRITERIA": 0.16,
    "CLIENT_REFUSED": 0.12,
    "DECLINED_SAFETY": 0.1,
    "NO_SHOW": 0.08,
}
DESTINATIONS = {
    "PLAN_COMPLETED": ("OWN_RENTED", "SOCIAL_HOUSING", "EXTENDED_FAMILY"),
    "INDEPENDENT_LIVING": ("OWN_RENTED", "OWN_PROPERTY", "EMPLOYER_HOUSING"),
    "FAMILY_REINTEGRATION": ("FAMILY_ORIGIN", "EXTENDED_FAMILY"),
    "TRANSFER_SHELTER": ("OTHER_SHELTER",),
    "TRANSFER_PROTECTED_HOME": ("PROTECTED_HOME",),
    "REPATRIATION": ("ABROAD",),
    "OWN_REQUEST": ("FRIENDS", "PARTNER", "FAMILY_ORIGIN"),
    "LEFT_UNANNOUNCED": ("UNKNOWN",),
    "RULES_BREACH": ("FRIENDS", "UNKNOWN"),
    "TERM_EXPIRED": ("EXTENDED_FAMILY", "OWN_RENTED"),
    "RETURN_TO_EXPLOITER": ("EXPLOITER", "UNKNOWN"),
    "OTHER": ("HOSPITAL", "UNKNOWN"),
}
HOURS_OF_EXIT = (8, 11)


def write_stays(
    rows: Rows,
    living: Living,
    ids: dict[Person, str],
    built: Built,
    team: Team,
    lived: BlockRecords,
    today: date,
) -> None:
    """Write the request of those who live together, and each one's stay, beds and leaves."""
    chance = rows.chance
    source = chance.pick(weights("referral_source"))
    shelter_id = built.shelters[living.spells[0][1].shelter]
    admitted_at = at(living.start, 13 if not living.same_day else 10, 5 * chance.randrange(12))
    admitted_at += timedelta(hours=0 if living.same_day else chance.randrange(7))
    referral_id = None
    again = any(s.resident == ids[living.people[0]] for s in lived.stays)
    if living.came_from is not None:
        admitted_at = at(living.start, 12, 15)
    else:
        received = living.start - timedelta(days=chance.randrange(6))
        received_at = min(at(received, chance.randrange(8, 20)), admitted_at - timedelta(hours=1))
        mother = living.people[0]
        referral_id = rows.add(
            Referral,
            received_at,
            shelter_id=shelter_id,
            received_at=received_at,
            received_on=received,
            source=source,
            channel=chance.pick({"PHONE": 0.55, "EMAIL": 0.25, "LETTER": 0.12, "IN_PERSON": 0.08}),
            reason="READMISSION" if again else "SAFE_ACCOMMODATION",
            urgency="TONIGHT" if received == living.start else "DAYS",
            sex=mother.sex,
            persons=len(living.people),
            decision="ACCEPTED",
            decided_at=admitted_at - timedelta(minutes=30),
            resident_id=ids[mother],
        )
    reason = _exit(chance, living)
    ended_at = None
    if living.end is not None:
        hour = chance.randrange(*HOURS_OF_EXIT)
        ended_at = at(living.end, hour, 5 * chance.randrange(12))
        if living.went_home:
            ended_at = at(living.end, 12, 15)
        elif living.same_day:
            ended_at = at(living.end, 18, 30)
    # The director admits half of the people herself: created_by says who typed it in.
    by = team.director if chance.happens(0.3) else team.managers[0]
    for number, person in enumerate(living.people):
        came_from = None
        if living.came_from is not None:
            came_from = next(s.id for s in reversed(lived.stays) if s.resident == ids[person])
        stay_id = rows.add(
            Stay,
            admitted_at,
            by,
            resident_id=ids[person],
            shelter_id=shelter_id,
            referral_id=referral_id if number == 0 else None,
            referral_source=None if living.came_from is not None else source,
            admitted_at=admitted_at,
            admitted_on=living.start,
            ended_at=ended_at,
            ended_on=living.end,
            transferred_from_id=came_from,
            admission_reason="READMISSION" if again else "SAFE_ACCOMMODATION",
            exit_reason=reason,
            exit_destination=None if reason is None else chance.one(DESTINATIONS[reason]),
        )
        stayed = Stayed(
            stay_id,
            ids[person],
            person,
            shelter_id,
            living.start,
            living.end,
            reason,
            living.same_day,
            admitted_at,
            ended_at,
        )
        lived.stays.append(stayed)
        if not living.same_day:
            _beds(rows, living, stayed, number, built)
            if number == 0:
                _absences(rows, stayed, today)


def _exit(chance: Chance, living: Living) -> str | None:
    if living.end is None:
        return None
    if living.went_home:
        return "TRANSFER_PROTECTED_HOME"
    if living.same_day:
        return chance.one(("OWN_REQUEST", "OTHER"))
    days = (living.end - living.start).days
    reasons = dict(weights("exit_reason"))
    if days < 30:  # nobody completes a plan in her first month
        for planned in ("PLAN_COMPLETED", "INDEPENDENT_LIVING"):
            reasons[planned] *= 0.05
    if living.came_from is not None:
        reasons["INDEPENDENT_LIVING"] *= 3
    return chance.pick(reasons)


def _beds(rows: Rows, living: Living, stayed: Stayed, number: int, built: Built) -> None:
    since, since_on = stayed.admitted_at, stayed.start
    for index, (_day, place) in enumerate(living.spells):
        last = index == len(living.spells) - 1
        until_on = stayed.end if last else living.spells[index + 1][0]
        until = stayed.ended_at if last else at(living.spells[index + 1][0], 12, 30)
        rows.add(
            BedPeriod,
            since,
            stay_id=stayed.id,
            bed_id=built.beds[place.beds[number]],
            from_at=since,
            from_on=since_on,
            to_at=until,
            to_on=until_on,
        )
        if until is not None and until_on is not None:
            since, since_on = until, until_on


def _absences(rows: Rows, stayed: Stayed, today: date) -> None:
    """Write leaves and hospital stays; one over the turn of the year where the stay spans it."""
    chance = rows.chance
    day = stayed.start + timedelta(days=5 + chance.days_until(35))
    last = (stayed.end or today) - timedelta(days=1)
    while day < last:
        kind = chance.pick({"LEAVE_NIGHT": 0.74, "HOSPITAL": 0.16, "UNAUTHORISED": 0.07, "MISSING": 0.03})
        turn = date(day.year, 12, 30)
        if turn - timedelta(days=10) <= day <= turn and turn + timedelta(days=3) <= last:
            day, kind, nights = turn, "LEAVE_NIGHT", 3
        else:
            nights = 1 + chance.days_until(3 if kind == "HOSPITAL" else 0.8)
        back = day + timedelta(days=nights)
        ongoing = back > last
        if ongoing and stayed.end is not None:
            return
        rows.add(
            Absence,
            at(day, 10),
            stay_id=stayed.id,
            kind=kind,
            from_at=at(day, 10),
            from_on=day,
            to_at=None if ongoing else at(back, 17),
            to_on=None if ongoing else back,
            expected_at=at(back, 18),
            reported_to="Poliția (fictiv)" if kind == "MISSING" else None,
        )
        if ongoing:
            return
        day = back + timedelta(days=2 + chance.days_until(40))


def write_declined(rows: Rows, built: Built, stays: int, block: Block, today: date) -> None:
    """Write the requests that led to no stay, and a few that wait for an answer."""
    chance = rows.chance
    first = min(living.start for living in block.livings)
    span = max(1, (today - first).days - 1)
    for number in range(round(stays * 0.42)):
        day = first + timedelta(days=chance.randrange(span))
        waiting = number < 3
        if waiting:
            day = today - timedelta(days=1 + number)
        received_at = at(day, chance.randrange(8, 20))
        rows.add(
            Referral,
            received_at,
            shelter_id=built.shelters[0],
            received_at=received_at,
            received_on=day,
            source=chance.pick(weights("referral_source")),
            channel=chance.pick({"PHONE": 0.6, "EMAIL": 0.3, "LETTER": 0.1}),
            reason="SAFE_ACCOMMODATION",
            urgency=chance.pick({"TONIGHT": 0.4, "DAYS": 0.45, "PLANNED": 0.15}),
            sex=chance.pick(weights("sex")),
            birth_year=day.year - chance.randrange(18, 50),
            persons=1 + (chance.happens(0.15)),
            decision=("RECEIVED", "SCREENING", "WAITLISTED")[number] if waiting else chance.pick(DECLINED),
            decided_at=None if waiting else received_at + timedelta(hours=chance.randrange(1, 72)),
            decline_note=None if waiting else chance.one(texts()["declined_notes"]),
        )
