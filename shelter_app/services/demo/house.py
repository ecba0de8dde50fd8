"""The house's own rows: shelters, rooms, beds, outages, staff, costs, funders, and the mark ``demo``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from shelter_app.db.models.handover import Handover
from shelter_app.db.models.house import Bed, BedOutage, Room, Setting, Shelter, ShelterCapacity
from shelter_app.db.models.services import Expense, Funder, Grant, GrantTarget, Staffing
from shelter_app.db.models.stays import Reservation
from shelter_app.db.vault import Compartment, SealedPlace, Vault
from shelter_app.domain import shifts
from shelter_app.services.demo.chance import at, texts
from shelter_app.services.demo.occupancy import Block
from shelter_app.services.demo.rows import Rows

DEMO = "demo"
POSTS = {
    "COORDINATOR": 100,
    "CASE_MANAGER": 200,
    "SOCIAL_WORKER": 100,
    "PSYCHOLOGIST": 150,
    "LEGAL_ADVISER": 50,
    "NURSE_DOCTOR": 50,
    "EDUCATOR": 100,
    "SHIFT_WORKER": 500,
    "ADMIN_FINANCE": 50,
}
MONTHLY_BANI_A_BED = {
    "STAFF": 185_000,
    "FOOD": 62_000,
    "UTILITIES": 24_000,
    "RENT": 31_000,
    "MEDICAL": 9_000,
    "OTHER": 12_000,
}
BLOCKS_WITH_BOOKS = 4
# What a year of a house of this size would promise a donor: indicator -> (baseline, target) for 24 beds.
PROMISED = {
    "I01": (50, 70),
    "I02": (55, 80),
    "I03": (35, 50),
    "I06": (30, 45),
    "I10": (70, 80),
    "I16": (500, 700),
    "I17": (35, 55),
    "I19": (900, 1400),
    "I22": (60, 80),
    "I23": (45, 60),
    "I24": (60, 100),
    "I25": (30, 50),
    "I27": (40, 60),
    "I28": (40, 60),
    "I29": (25, 40),
    "I33": (4, 8),
}
RATES = frozenset({"I10", "I22", "I23", "I25", "I27", "I28", "I29"})


@dataclass
class Built:
    """The ids of a block as it stands in the store."""

    shelters: list[str] = field(default_factory=list)
    beds: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Money:
    """Who pays: the grant in force, its funder, and another funder without a grant."""

    funder: str
    other: str
    grant: str
    from_on: date
    to_on: date


def build(rows: Rows, vault: Vault, block: Block, number: int, start: date) -> Built:
    """Write a block's shelters, capacity, rooms and beds; the address is sealed and invented."""
    opened = start - timedelta(days=30)
    moment = at(opened, 9)
    built = Built()
    kinds = [("CENTRE", "Casa Exemplu {n}", "CASA"), ("PROTECTED_HOME", "Locuința protejată {n}", "LOC")]
    homes = 2 if any(room.home for room in block.rooms) else 1
    for index, (kind, name, code) in enumerate(kinds[:homes]):
        shelter_id = rows.chance.new_id()
        place = SealedPlace("shelter", "address", shelter_id, Compartment("IDENTITY"))
        rows.add(
            Shelter,
            moment,
            code=f"{code}-{number + 1}",
            name=name.format(n=number + 1),
            kind=kind,
            service_code="8790CR-VTP-II" if kind == "CENTRE" else "8790CR-VTP-I",
            licence_no=f"LF 000{number + 1:04d}",
            licensed_from=opened,
            licensed_to=date(opened.year + 5, opened.month, 1),
            address=vault.seal(place, f"Strada Exemplu {number + 1}, localitate fictivă"),
            phone=f"0700 000 {number + 1:03d}",
            ambulance_to=f"Piața Exemplu {number + 1}, în fața farmaciei (loc fictiv)",
            id=shelter_id,
        )
        beds = sum(room.beds for room in block.rooms if room.shelter == index)
        rows.add(ShelterCapacity, moment, shelter_id=shelter_id, beds=beds, from_on=opened)
        built.shelters.append(shelter_id)
    names = texts()["room_names"]
    for index, room in enumerate(block.rooms):
        room_id = rows.add(
            Room,
            moment,
            shelter_id=built.shelters[room.shelter],
            name=names[index % len(names)] + ("" if index < len(names) else f" {index // len(names) + 1}"),
            floor="parter" if index < 3 else "etaj",
            placement_rule=room.rule,
            grid_row=index // 4,
            grid_column=index % 4,
        )
        for bed in range(room.beds):
            built.beds.append(
                rows.add(
                    Bed,
                    moment,
                    room_id=room_id,
                    label=str(bed + 1),
                    kind="BED",
                    features=["GROUND_FLOOR"] if index < 3 else [],
                    in_use_from=opened,
                )
            )
    return built


def pause_beds(rows: Rows, block: Block, built: Built, start: date, today: date) -> None:
    """Write outages into the gaps between sleepers, one that lasts, and one reservation for tomorrow."""
    chance = rows.chance
    held: list[list[tuple[date, date]]] = [[] for _bed in built.beds]
    for living in block.livings:
        if living.same_day:
            continue
        ends = [day for day, _place in living.spells[1:]] + [living.end or date.max]
        for (since, place), until in zip(living.spells, ends, strict=True):
            for bed in place.beds:
                held[bed].append((since, until))
    free_now = []
    for bed, spells in enumerate(held):
        free_from = start
        for since, until in sorted(spells):
            if (since - free_from).days >= 6 and chance.happens(0.12):
                _outage(rows, built.beds[bed], free_from + timedelta(days=1), since - timedelta(days=2))
            free_from = max(free_from, until)
        if free_from < today - timedelta(days=1):
            free_now.append(bed)
    if free_now:
        _outage(rows, built.beds[free_now[0]], today - timedelta(days=1), None)
    if len(free_now) > 1:
        tomorrow = today + timedelta(days=1)
        rows.add(
            Reservation,
            at(today, 8),
            bed_id=built.beds[free_now[1]],
            from_at=at(tomorrow, 12),
            to_at=at(tomorrow + timedelta(days=2), 12),
            lapses_at=at(tomorrow, 20),
            reason="Sosire anunțată",
        )


def _outage(rows: Rows, bed_id: str, since: date, until: date | None) -> None:
    rows.add(
        BedOutage,
        at(since, 9),
        bed_id=bed_id,
        from_at=at(since, 9),
        to_at=None if until is None else at(until, 17),
        from_on=since,
        to_on=until,
        reason=rows.chance.one(texts()["outages"]),
    )


def keep_books(rows: Rows, block: Block, built: Built, start: date, today: date) -> None:
    """Write posts and monthly costs of a block's shelters."""
    for index, shelter_id in enumerate(built.shelters):
        beds = sum(room.beds for room in block.rooms if room.shelter == index)
        share = max(0.1, beds / 24)
        for function, posts in POSTS.items():
            rows.add(
                Staffing,
                at(start, 9),
                shelter_id=shelter_id,
                function=function,
                posts_hundredths=max(10, round(posts * share / 10) * 10),
                from_on=start.replace(day=1),
            )
        month = start.replace(day=1)
        while month < today.replace(day=1):
            following = (month + timedelta(days=32)).replace(day=1)
            for category, bani in MONTHLY_BANI_A_BED.items():
                amount = round(bani * beds * rows.chance.uniform(0.9, 1.12) / 100) * 100
                rows.add(
                    Expense,
                    at(following, 10),
                    shelter_id=shelter_id,
                    month_on=month,
                    category=category,
                    amount_bani=amount,
                )
            month = following


def promise_money(rows: Rows, today: date, beds: int) -> Money:
    """Write two funders, and a grant of two years around today with what it promised."""
    from_on, to_on = date(today.year - 1, 1, 1), date(today.year + 1, 1, 1)
    first, second = (rows.add(Funder, at(from_on, 9), name=name) for name in texts()["funders"])
    grant_id = rows.add(
        Grant,
        at(from_on, 9),
        funder_id=first,
        code=f"EX-{from_on.year}-01",
        title="Un loc sigur și un drum înainte (exemplu)",
        from_on=from_on,
        to_on=to_on,
    )
    for indicator, (baseline, target) in PROMISED.items():
        share = 1 if indicator in RATES else beds / 24
        rows.add(
            GrantTarget,
            at(from_on, 9),
            grant_id=grant_id,
            indicator=indicator,
            baseline_hundredths=round(baseline * share) * 100,
            target_hundredths=round(target * share) * 100,
            verification="Registrul centrului",
        )
    return Money(first, second, grant_id, from_on, to_on)


def mark_fictional(rows: Rows, seed: int, start: date) -> None:
    """Write into the settings that everybody in this store is invented."""
    rows.add(Setting, at(start, 9), key=DEMO, value=True, source=DEMO, from_on=start)
    rows.add(Setting, at(start, 9), key="demo.seed", value=seed, source=DEMO, from_on=start)


def hand_over(rows: Rows, built: Built, house_staff: str, about: str | None, now: datetime) -> None:
    """Write what the last shifts told the next; the last line is of ``about``, who is in the house."""
    told = texts()["handover"]
    for hours, line in zip((11, 7, 4), told, strict=True):
        at = now - timedelta(hours=hours)
        rows.add(
            Handover,
            at,
            by=house_staff,
            shelter_id=built.shelters[0],
            shift=shifts.shift_at(at),
            resident_id=about if line is told[-1] else None,
            text=line,
            written_at=at,
        )
