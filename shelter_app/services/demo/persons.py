"""One invented person: code, sealed identity, alerts, and her story in codes."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from shelter_app.db.models.people import (
    Identification,
    Resident,
    ResidentAlert,
    ResidentIdentity,
    TraffickingEvent,
)
from shelter_app.db.vault import Compartment, SealedPlace, Vault
from shelter_app.domain.codes import codes, lists, read
from shelter_app.services.demo.chance import Chance, at, texts, weights
from shelter_app.services.demo.occupancy import Living, Person
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


def write_person(
    rows: Rows, vault: Vault, person: Person, living: Living, new_codes: list[str], today: date
) -> str:
    """Write a person with a code name, a sealed identity and perhaps an alert; return the id."""
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
        return vault.seal(SealedPlace("resident_identity", column, identity_id, compartment), text)

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


def write_story(rows: Rows, person: Person, resident_id: str, living: Living, accompanying: bool) -> None:
    """Write what happened to a person and how she was identified; a child that came along has no story of its own."""
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
