"""Makes a store full of fictional people, with an account for each role."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

from shelter_app.db import enrolment
from shelter_app.db import opening as stores
from shelter_app.db.store import Store
from shelter_app.db.vault.slots import Kdf
from shelter_app.domain.clock import local_day, system_clock
from shelter_app.domain.errors import Refused
from shelter_app.domain.house_rules import CONTACTS
from shelter_app.domain.names import code_words
from shelter_app.i18n import _
from shelter_app.services.acting import Actor, perform
from shelter_app.services.demo import occupancy
from shelter_app.services.demo.acts import AddTeam, FillBlocks, WriteNotes
from shelter_app.services.demo.chance import Chance
from shelter_app.services.demo.records import Team
from shelter_app.services.house.data import NameOrganisation
from shelter_app.services.house.rules import SetRule

ORGANISATION = "Asociația Exemplu (date fictive)"
MEMBERS = {
    "Ioana Exemplu": "DIRECTOR",
    "Mihaela Exemplu": "CASE_MANAGER",
    "Radu Exemplu": "CASE_MANAGER",
    "Corina Exemplu": "COUNSELLOR",
    "Lavinia Exemplu": "LEGAL",
    "Petru Exemplu": "HOUSE_STAFF",
    "Sorin Exemplu": "ADMIN",
    "Tudora Exemplu": "AUDITOR",
}
RESIDENTS, BEDS = 160, 24
BLOCKS_AT_ONCE = 8
MOST_NOTES = 800
# Nothing in this store needs a slow key: everybody is invented, and the passphrases are told to everybody.
QUICK = Kdf(t=1)

Progress = Callable[[str, int, int], None]


class AccountGiven(TypedDict):
    """An account of the fictional store and what opens it."""

    name: str
    role: str
    passphrase: str


@dataclass(frozen=True)
class DemoResult:
    """The accounts of a fictional store, and how many rows each table got."""

    accounts: list[AccountGiven]
    counts: dict[str, int]


def make_demo(
    folder: Path,
    *,
    seed: int = 1,
    years: int = 3,
    residents: int = RESIDENTS,
    beds: int | None = None,
    today: date | None = None,
    notes: bool = True,
    progress: Progress = lambda _text, _done, _total: None,
    clock: Callable[[], datetime] = system_clock,
    kdf: Kdf = QUICK,
) -> DemoResult:
    """Make a fictional store in an empty folder; the same seed and day give the same people.

    Parameters
    ----------
    residents
        About how many people lived in the house in these years.
    beds
        How many beds; without it as many as ``residents`` ask for (24 for 160).
    notes
        Whether the counsellor's notes are written and sealed.

    Raises
    ------
    Refused
        The folder is not fit for a new store, or the numbers make no house; nothing stays behind.
    """
    if not (1 <= years <= 20 and 1 <= residents <= 200_000):
        raise Refused(
            "demo_size", _("Choose from 1 to 20 years and from 1 to 200,000 people."), ("years", "residents")
        )
    beds = max(2, round(residents * BEDS * 3 / (RESIDENTS * years))) if beds is None else beds
    if not 1 <= beds <= residents + 1:
        raise Refused("demo_size", _("Choose at least one bed, and no more beds than people."), ("beds",))
    day = today or local_day(clock())
    empty_before = not folder.exists() or not any(folder.iterdir())
    try:
        return _Making(folder, seed, years, residents, beds, day, notes, progress, clock, kdf).make()
    except BaseException:
        if empty_before:
            shutil.rmtree(folder, ignore_errors=True)
        raise


@dataclass(frozen=True)
class _Making:
    folder: Path
    seed: int
    years: int
    residents: int
    beds: int
    today: date
    notes: bool
    progress: Progress
    clock: Callable[[], datetime]
    kdf: Kdf

    def make(self) -> DemoResult:
        given = self._passphrases()
        team = self._enrol(given)
        counts: Counter[str] = Counter()
        with self._open(given[0]) as store:  # a director's sign-in confirms the keys of those who enrolled
            for part in self._fill(store, given[0]["name"], team):
                counts.update(part)
            store.rest()
        if self.notes:
            self.progress(_("Writing and encrypting the notes"), 0, 1)
            counsellor = next(g for g in given if g["role"] == "COUNSELLOR")
            with self._open(counsellor) as store:
                written = WriteNotes(seed=self.seed, most=MOST_NOTES)
                counts.update(perform(self._actor(store, counsellor["name"]), written))
        self.progress(_("The demonstration register is ready"), 1, 1)
        return DemoResult(given, dict(sorted(counts.items())))

    def _passphrases(self) -> list[AccountGiven]:
        chance = Chance(f"{self.seed}/passphrases")
        words = [word.lower() for word in code_words()]
        return [
            AccountGiven(name=name, role=role, passphrase="-".join(chance.sample(words, 6)))
            for name, role in MEMBERS.items()
        ]

    def _open(self, given: AccountGiven) -> Store:
        return stores.unlock(self.folder, given["name"], given["passphrase"], clock=self.clock)

    def _actor(self, store: Store, name: str) -> Actor:
        return Actor(store, store.account_id, name, self.clock, store.session_id)

    def _start(self) -> date:
        year = self.today.year - self.years
        return date(year, self.today.month, min(self.today.day, 28))

    def _enrol(self, given: list[AccountGiven]) -> Team:
        director, others = given[0], given[1:]
        self.progress(_("Creating the register and the accounts"), 0, len(given))
        created = stores.create(
            self.folder,
            account=director["name"],
            passphrase=director["passphrase"],
            organisation=ORGANISATION,
            clock=self.clock,
            kdf=self.kdf,
        )
        with created.store as store:
            members = {account["name"]: account["role"] for account in others}
            ids = perform(self._actor(store, director["name"]), AddTeam(members=members, since=self._start()))
            for done, account in enumerate(others, 1):
                self.progress(_("Creating the register and the accounts"), done, len(given))
                name = account["name"]
                invited = enrolment.invite(
                    store,
                    account_id=ids[name],
                    name=name,
                    roles=[account["role"]],
                    now=self.clock(),
                    kdf=self.kdf,
                )
                enrolment.enrol(
                    self.folder, name, invited.code, account["passphrase"], clock=self.clock, kdf=self.kdf
                )
            first = store.account_id
            self._say_house(self._actor(store, director["name"]))
        by_role: dict[str, list[str]] = {}
        for name, role in members.items():
            by_role.setdefault(role, []).append(ids[name])
        one, two = by_role["CASE_MANAGER"]
        (counsellor,), (legal,), (house,) = (by_role[r] for r in ("COUNSELLOR", "LEGAL", "HOUSE_STAFF"))
        return Team(first, (one, two), counsellor, legal, house)

    def _say_house(self, director: Actor) -> None:
        """Write the organisation's data and whom to call; no number and no place is anybody's."""
        perform(
            director,
            NameOrganisation(
                name=ORGANISATION,
                legal_id="00000000",
                accreditation_no="AF 000000",
                accredited_on=self._start(),
                head_office="Strada Exemplu 0, localitate fictivă",
                contacts="0700 000 000 · birou@exemplu.invalid",
            ),
        )
        numbers = "Director de serviciu: 0700 000 900\nMedic: 0700 000 901\nPoliția locală: 0700 000 902"
        perform(director, SetRule(key=CONTACTS, value=numbers))

    def _fill(self, store: Store, name: str, team: Team) -> list[dict[str, int]]:
        start = self._start()
        blocks = occupancy.blocks_for(self.beds)
        people = max(1, round(self.residents / len(blocks)))
        text = _("Adding fictional people")
        self.progress(text, 0, len(blocks))
        scale = occupancy.fitting_scale(str(self.seed), blocks[0], start, self.today, people)
        counts = []
        for first in range(0, len(blocks), BLOCKS_AT_ONCE):
            part = FillBlocks(
                seed=self.seed,
                team=team,
                first=first,
                beds=tuple(blocks[first : first + BLOCKS_AT_ONCE]),
                people=people,
                scale=scale,
                start=start,
                today=self.today,
            )
            counts.append(perform(self._actor(store, name), part))
            self.progress(text, min(first + BLOCKS_AT_ONCE, len(blocks)), len(blocks))
        return counts
