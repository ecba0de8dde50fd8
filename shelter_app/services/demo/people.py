"""The fictional people: code, sealed identity, story in codes, household, stays, beds, referrals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from shelter_app.db.models.people import (
    CaseAssignment,
    Household,
    HouseholdMember,
    Identification,
    KeepApart,
    Resident,
    ResidentAlert,
    ResidentIdentity,
    TraffickingEvent,
)
from shelter_app.db.models.stays import Absence, BedPeriod, Referral, Stay
from shelter_app.db.vault import Compartment, Place, Vault
from shelter_app.domain.codes import codes, lists, read
from shelter_app.services.demo.chance import Chance, at, texts, weights
from shelter_app.services.demo.house import Built
from shelter_app.services.demo.lives import Block, Living, Person
from shelter_app.services.demo.rows import Rows

SECTORS = {
    "LAB_AGRICULTURE": "A",
    "LAB_CONSTRUCTION": "F",
    "LAB_DOMESTIC": "T",
    "LAB_HOSPITALITY": "I",
    "LAB_MANUFACTURING": "C",
    "LAB_TRANSPORT": "H",
    "LAB_CLEANING": "N",
}
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


@dataclass
class Stayed:
    """One person's stay as it was written."""

    id: str
    resident: str
    person: Person
    shelter: str
    start: date
    end: date | None
    exit_reason: str | None
    same_day: bool
    admitted_at: datetime
    ended_at: datetime | None


@dataclass
class Team:
    """The accounts that the made-up work is written under."""

    director: str
    managers: tuple[str, str]
    counsellor: str
    legal: str
    house: str


@dataclass
class Lived:
    """What the people of a block left in the store, for whoever writes their care."""

    stays: list[Stayed] = field(default_factory=list)
    manager_of: dict[str, str] = field(default_factory=dict)
    victims: list[str] = field(default_factory=list)


@lru_cache
def _forms(group: str) -> tuple[str, ...]:
    return tuple(c.code for c in lists()["exploitation_form"] if c.extra["group"] == group)


def surname(index: int) -> str:
    """Return a surname that shows it is invented: ``Exemplu-A`` ... ``Exemplu-Z``, ``Exemplu-AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return f"Exemplu-{letters}"


def settle(
    rows: Rows, vault: Vault, block: Block, built: Built, team: Team, new_codes: list[str], today: date
) -> Lived:
    """Write everybody of a block and where they lived."""
    lived = Lived()
    ids: dict[Person, str] = {}
    first: dict[Person, Living] = {}
    for living in block.livings:
        for person in living.people:
            if person not in first or living.start < first[person].start:
                first[person] = living
    for living in sorted(block.livings, key=lambda x: (x.start, x.came_from is not None)):
        for person in living.people:
            if person not in ids:
                ids[person] = _person(rows, vault, person, living, new_codes, today)
                _story(rows, person, ids[person], first[person], living.people[0] is not person)
        if len(living.people) > 1:
            _household(rows, living, ids)
        _referral_and_stays(rows, living, ids, built, team, lived, today)
    _assign(rows, lived, team, today)
    _apart(rows, lived, today)
    _declined(rows, built, len(lived.stays), block, today)
    return lived


def _person(
    rows: Rows, vault: Vault, person: Person, living: Living, new_codes: list[str], today: date
) -> str:
    chance = rows.chance
    moment = at(living.start, 14)
    precision, year = _birth(chance, person, living, today)
    citizenship = chance.pick(weights("citizenship"))
    if citizenship == "OTHER":
        citizenship = chance.one(("VN", "PH", "LK"))
    foreign = citizenship != "RO"
    given = chance.one(texts()["given_f" if person.sex == "F" else "given_m"])
    victim = not person.child
    resident_id = rows.add(
        Resident,
        moment,
        code=new_codes.pop(),
        preferred_name=given,
        sex=person.sex,
        birth_year=year,
        birth_precision=precision,
        citizenships=[citizenship],
        county=None if foreign else _county(chance),
        languages=["ro"] if citizenship in ("RO", "MD") else ["en"],
        interpreter_needed=citizenship not in ("RO", "MD"),
        vulnerabilities=_some(chance, codes("vulnerability"), 0, 3) if victim else [],
    )
    compartment = Compartment("IDENTITY")

    identity_id = chance.new_id()

    def sealed(column: str, text: str | None) -> bytes | None:
        if text is None:
            return None
        return vault.seal(Place("resident_identity", column, identity_id, compartment), text)

    born = None
    if precision == "DAY" and year is not None:
        born = (date(year, 1, 1) + timedelta(days=chance.randrange(365))).isoformat()
    papers = chance.pick({"Carte de identitate": 0.62, "Fără documente": 0.2, "Reținute de traficant": 0.18})
    rows.add(
        ResidentIdentity,
        moment,
        id=identity_id,
        resident_id=resident_id,
        legal_name=sealed("legal_name", f"{given} {surname(len(new_codes))}"),
        birth_date=sealed("birth_date", born),
        documents=sealed("documents", papers if victim else "Certificat de naștere"),
        contact_rules=sealed("contact_rules", _contact_rules(len(new_codes)) if victim else None),
        phones=sealed("phones", f"0700 000 {chance.randrange(1000):03d}" if victim else None),
    )
    if victim and chance.happens(0.12):
        rows.add(
            ResidentAlert,
            moment,
            resident_id=resident_id,
            level=chance.one(("HIGH", "MEDIUM", "LOW")),
            text=chance.one(texts()["alerts"]),
            until_on=None if chance.happens(0.5) else living.start + timedelta(days=60),
        )
    return resident_id


def _contact_rules(number: int) -> str | None:
    """Return how the person of a number may be reached safely; not everybody has said it."""
    rules = texts()["contact_rules"]
    return rules[number % len(rules)] if number % 2 else None


def _birth(chance: Chance, person: Person, living: Living, today: date) -> tuple[str, int | None]:
    if person.child:
        # One mother in fifteen comes with a child who turns 18 during the stay.
        age = 17 if chance.happens(0.06) and living.start.month > 6 else chance.randrange(14)
        return "DAY", living.start.year - age
    if chance.happens(0.02):
        return chance.one(("UNKNOWN", "REFUSED")), None
    band = chance.pick(weights("age_band_adult_shelter"))
    low, high = {
        "A14_17": (18, 21),  # a house for adults: minors come with their mother only
        "A18_25": (18, 26),
        "A26_40": (26, 41),
        "A41_60": (41, 61),
        "A61_UP": (61, 70),
    }[band]
    return chance.pick({"DAY": 0.9, "YEAR": 0.07, "ABOUT": 0.03}), living.start.year - chance.randrange(
        low, high
    )


@lru_cache
def _counties() -> dict[str, float]:
    found = {
        k: float(v) for k, v in read("demo_data")["weights"]["county_top"].items() if isinstance(v, float)
    }
    rest = found.pop("rest_equal")
    others = [c for c in codes("county") if c not in found]
    return found | {c: rest / len(others) for c in others}


def _county(chance: Chance) -> str:
    return chance.pick(_counties())


def _some(chance: Chance, choices: tuple[str, ...], low: int, high: int) -> list[str]:
    return sorted(chance.sample(choices, chance.randint(low, high)))


def _story(rows: Rows, person: Person, resident_id: str, living: Living, accompanying: bool) -> None:
    chance = rows.chance
    moment = at(living.start, 15)
    if accompanying:
        rows.add(
            Identification,
            moment,
            resident_id=resident_id,
            status="ACCOMPANYING_CHILD",
            decided_by="NGO",
            decided_on=living.start,
        )
        return
    groups = weights("exploitation_group" if person.sex == "F" else "exploitation_by_sex_male")
    group = chance.pick(groups)
    main = chance.pick(weights("sexual_place")) if group == "SEXUAL" else chance.one(_forms(group))
    forms = sorted({main, *([chance.one(_forms("LABOUR"))] if chance.happens(0.1) else [])})
    direction = chance.pick(weights("direction"))
    lasted = 30 + chance.days_until(300)
    ended = living.start - timedelta(days=chance.days_until(40))
    rows.add(
        TraffickingEvent,
        moment,
        resident_id=resident_id,
        recruitment=[chance.pick(weights("recruitment_method"))],
        means_of_control=_some(chance, codes("means_of_control"), 1, 4),
        main_form=main,
        exploitation_forms=forms,
        sectors=sorted({SECTORS[form] for form in forms if form in SECTORS}),
        direction=direction,
        countries=["RO"] if direction == "INTERNAL" else [chance.pick(weights("destination_external"))],
        trafficker_relation=chance.pick(weights("recruiter_relation")),
        from_on=None if chance.happens(0.1) else ended - timedelta(days=lasted),
        to_on=None if chance.happens(0.1) else ended,
        recorded_on=living.start,
    )
    status = chance.pick(weights("victim_status_at_admission"))
    decided = living.start - timedelta(days=chance.randrange(1, 20))
    _identified(rows, resident_id, status, decided)
    if status in ("POTENTIAL", "PRESUMED") and chance.happens(0.7):
        later = living.start + timedelta(days=chance.randrange(10, 90))
        if later <= (living.end or later):
            final = "NOT_CONFIRMED" if chance.happens(0.06) else "IDENTIFIED_FORMAL"
            _identified(rows, resident_id, final, min(later, living.planned_end))


def _identified(rows: Rows, resident_id: str, status: str, day: date) -> None:
    by = {"IDENTIFIED_FORMAL": "POLICE", "IDENTIFIED_ABROAD": "OTHER", "NOT_CONFIRMED": "PROSECUTOR_COURT"}
    rows.add(
        Identification,
        at(day, 12),
        resident_id=resident_id,
        status=status,
        decided_by=by.get(status, "NGO"),
        decided_on=day,
    )


def _household(rows: Rows, living: Living, ids: dict[Person, str]) -> None:
    moment = at(living.start, 14)
    household_id = rows.add(Household, moment, label=None)
    for person in living.people:
        rows.add(
            HouseholdMember,
            moment,
            household_id=household_id,
            resident_id=ids[person],
            role="CHILD" if person.child else "HEAD",
            accompanying_child=person.child,
            from_on=living.start,
            to_on=living.end,
        )


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


def _referral_and_stays(
    rows: Rows,
    living: Living,
    ids: dict[Person, str],
    built: Built,
    team: Team,
    lived: Lived,
    today: date,
) -> None:
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


def _assign(rows: Rows, lived: Lived, team: Team, today: date) -> None:
    chance = rows.chance
    first: dict[str, Stayed] = {}
    last: dict[str, Stayed] = {}
    for stayed in lived.stays:
        first.setdefault(stayed.resident, stayed)
        last[stayed.resident] = stayed
    for number, (resident_id, stayed) in enumerate(first.items()):
        manager = team.managers[number % 2]
        lived.manager_of[resident_id] = manager
        end = last[resident_id].end
        over = None if end is None or end + timedelta(days=180) > today else end + timedelta(days=180)
        roles = [(manager, "CASE_MANAGER")]
        if not stayed.person.child:
            lived.victims.append(resident_id)
            roles.append((team.counsellor, "COUNSELLOR"))
            if chance.happens(0.5):
                roles.append((team.legal, "LEGAL"))
        for account_id, role in roles:
            rows.add(
                CaseAssignment,
                stayed.admitted_at,
                team.director,
                resident_id=resident_id,
                account_id=account_id,
                role=role,
                from_on=stayed.start,
                to_on=over,
            )


def _apart(rows: Rows, lived: Lived, today: date) -> None:
    here = [s for s in lived.stays if s.end is None and not s.person.child]
    if len(here) < 4:
        return
    one, other = sorted((here[0].resident, here[2].resident))
    rows.add(
        KeepApart,
        at(today - timedelta(days=3), 10),
        one_id=one,
        other_id=other,
        reason=rows.chance.one(texts()["apart"]),
        from_on=max(here[0].start, here[2].start),
    )


def _declined(rows: Rows, built: Built, stays: int, block: Block, today: date) -> None:
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
