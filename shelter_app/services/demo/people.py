"""The fictional people of a block: who they are, where they lived, who works with them."""

from __future__ import annotations

from datetime import date, timedelta

from shelter_app.db.models.people import CaseAssignment, Household, HouseholdMember, KeepApart
from shelter_app.db.vault import Vault
from shelter_app.services.demo.chance import at, texts
from shelter_app.services.demo.house import Built
from shelter_app.services.demo.occupancy import Block, Living, Person
from shelter_app.services.demo.persons import write_person, write_story
from shelter_app.services.demo.records import BlockRecords, Stayed, Team
from shelter_app.services.demo.rows import Rows
from shelter_app.services.demo.stays import write_declined, write_stays


def settle(
    rows: Rows, vault: Vault, block: Block, built: Built, team: Team, new_codes: list[str], today: date
) -> BlockRecords:
    """Write everybody of a block and where they lived."""
    lived = BlockRecords()
    ids: dict[Person, str] = {}
    first: dict[Person, Living] = {}
    for living in block.livings:
        for person in living.people:
            if person not in first or living.start < first[person].start:
                first[person] = living
    for living in sorted(block.livings, key=lambda x: (x.start, x.came_from is not None)):
        for person in living.people:
            if person not in ids:
                ids[person] = write_person(rows, vault, person, living, new_codes, today)
                write_story(rows, person, ids[person], first[person], living.people[0] is not person)
        if len(living.people) > 1:
            _household(rows, living, ids)
        write_stays(rows, living, ids, built, team, lived, today)
    _assign(rows, lived, team, today)
    _apart(rows, lived, today)
    write_declined(rows, built, len(lived.stays), block, today)
    return lived


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


def _assign(rows: Rows, lived: BlockRecords, team: Team, today: date) -> None:
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


def _apart(rows: Rows, lived: BlockRecords, today: date) -> None:
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
