"""A day of the house on the real program: four people, each signing in, by real keys; each step read from the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from shelter_app.db import opening as stores
from shelter_app.domain.clock import local_day
from shelter_app.services.acting import Actor, perform
from shelter_app.services.beds.waiting import waiting
from shelter_app.services.counselling import views as counselling
from shelter_app.services.deliveries.views import deliveries_of_resident
from shelter_app.services.house.acts import AddBed, AddRoom, SetCapacity
from shelter_app.services.house.views import shelters
from shelter_app.services.milestones.views import milestones_of_resident
from shelter_app.services.plans.views import plan, plans_of_stay
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.head import head
from shelter_app.services.residents.views import residents
from shelter_app.services.stays.acts import Admit
from shelter_app.ui.forms.confirmation_bar import ConfirmationBar
from tests.e2e.keyed import KeyedWindow
from tests.e2e.screen import OF_A_PERSON, Screen, Window, wait_for

pytestmark = [pytest.mark.system, pytest.mark.computer_clock]
NAME = "Zinaida"
ACCEPT = "Acceptă și rezervă "
SHEET = "Tipărește fișa primelor zile"
NOTE = "Subiectiv · ce spune persoana"
MOST_INPUTS_TO_ADMIT = 25
MOST_INPUTS_FOR_A_SESSION = 8
Account = dict[str, str]


class House:
    """The store of the day, opened between two sign-ins to see what the window did."""

    def __init__(
        self, screen: Screen, folder: Path, accounts: dict[str, Account], hand: type[Window] = Window
    ) -> None:
        self.screen = screen
        self.folder = folder
        self.accounts = accounts
        self.hand = hand

    @contextmanager
    def signed_in(self, role: str) -> Iterator[Window]:
        """Sign somebody of a role in, and close the window afterwards as its manager does."""
        window = self.screen.start("--data", str(self.folder), hand=self.hand)
        window.sign_in(self.accounts[role])
        window.wait("Cont: ")
        yield window
        assert window.close() == 0
        assert window.told == ""
        self.screen.forget_hand()

    def read(self, ask: Callable[[Actor], Any], role: str = "DIRECTOR") -> Any:
        """Ask a view of the store, as somebody of a role."""
        account = self.accounts[role]
        with stores.unlock(self.folder, account["name"], account["passphrase"]) as store:
            return ask(Actor(store, store.account_id, account["name"]))

    @property
    def who(self) -> str:
        return str(self.read(lambda actor: residents(actor, search=NAME).rows[0].id))


class Inputs:
    """Counts keys and presses besides typed letters."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.count = 0

    def keys(self, *names: str) -> None:
        self.count += len(names)
        self.window.screen.keys(*names)

    def press(self, name: str) -> None:
        self.count += 1
        self.window.press(name)

    def write(self, name: str, text: str) -> None:
        self.count += 2  # going there, and the word
        self.window.write(name, text)


@pytest.fixture(params=[Window, KeyedWindow], ids=["by a screen reader", "by the keyboard alone"])
def house(
    screen: Screen, store_folder: Path, accounts: dict[str, Account], request: pytest.FixtureRequest
) -> House:
    made = House(screen, store_folder, accounts, request.param)

    def fuller_house(actor: Actor) -> None:
        shelter = shelters(actor)[0].id
        room = perform(actor, AddRoom(shelter=shelter, name="Camera liberă"))
        perform(actor, AddBed(room=room, label="9", in_use_from=date(2026, 1, 1)))
        perform(actor, SetCapacity(shelter=shelter, beds=60, from_on=local_day(actor.clock())))
        for name in ("Olimpia", "Petronela"):
            who = perform(actor, RegisterResident(preferred_name=name, sex="F"))
            perform(actor, Admit(resident=who, shelter=shelter, at=actor.clock()))

    made.read(fuller_house)
    return made


def on_her_page(window: Window) -> None:
    window.find(NAME.lower())
    window.wait(OF_A_PERSON)


def to_the_residents(window: Window) -> None:
    """Go to the list; keys that the virtual keyboard lost, again."""
    for _time in range(3):
        window.press("Beneficiari")
        try:
            wait_for(lambda: any(name.startswith("Cod: ") for name in window.names()), seconds=10)
        except AssertionError:
            continue
        return
    raise AssertionError(f"the list does not come: {sorted(window.names())}")


def a_request_and_an_admission(house: House) -> None:
    before = {row.referral_id for row in house.read(lambda a: waiting(a, None)).rows}
    with house.signed_in("CASE_MANAGER") as window:
        to_the_residents(window)
        window.find("solicitare")
        window.write("Cine solicită (obligatoriu)", "Telverde")
        window.write("Urgență (obligatoriu)", "noapte")
        window.save("Solicitarea a fost înregistrată")
    rows = house.read(lambda a: waiting(a, None)).rows
    (asked,) = [row for row in rows if row.referral_id not in before]
    with house.signed_in("CASE_MANAGER") as window:
        window.find("lista de asteptare")
        window.wait(ACCEPT)
        window.tab_to_list()
        shelter = [row for row in rows if row.shelter == asked.shelter]
        house.screen.keys("Home", *(["Down"] * shelter.index(asked)))
        (accept,) = wait_for(lambda: [name for name in window.names() if name.startswith(ACCEPT)])
        window.press(accept)
        window.wait("Solicitare acceptată")
        inputs = Inputs(window)
        inputs.press("A venit cineva")
        window.wait("Nume folosit")
        inputs.write("Nume folosit", NAME)
        inputs.keys("ctrl+Return")
        window.wait(SHEET)
        assert inputs.count <= MOST_INPUTS_TO_ADMIT
    assert house.read(lambda a: head(a, house_who(a))).bed


def house_who(actor: Actor) -> str:
    return residents(actor, search=NAME).rows[0].id


def the_team(house: House) -> None:
    with house.signed_in("DIRECTOR") as window:
        for role, words in (("CASE_MANAGER", "manager de caz"), ("COUNSELLOR", "psiholog / consilier")):
            on_her_page(window)
            window.find("repartizeaza")
            window.write("Coleg (obligatoriu)", house.accounts[role]["name"])
            window.write("Rol (obligatoriu)", words)
            window.save("Cazul a fost repartizat")
    team = house.read(lambda a: head(a, house_who(a))).team
    assert {one.role for one in team} == {"CASE_MANAGER", "COUNSELLOR"}


def a_plan_approved_by_another(house: House) -> None:
    with house.signed_in("CASE_MANAGER") as window:
        on_her_page(window)
        window.find("scrie un plan")
        window.write("Ce contează cel mai mult pentru persoană, cu cuvintele sale", "o cheie a mea")
        window.save("Planul a fost început")
        window.find("adauga un obiectiv")
        window.write("Domeniu (obligatoriu)", "Locuire")
        window.write("Ce se urmărește (obligatoriu)", "o camera cu chirie")
        window.write("Termen (obligatoriu)", "1.3.2027")
        window.save("Obiectivul a fost adăugat")
        window.find("adauga o interventie")
        window.write("Intervenție (obligatoriu)", "Consiliere juridică")
        window.write("Responsabil (obligatoriu)", "Avocat / consilier juridic")
        window.save("Intervenția a fost adăugată")
        window.find("propune planul")
        window.save("Planul a fost propus")
    with house.signed_in("DIRECTOR") as window:
        window.wait("Plan de aprobat")
        on_her_page(window)
        window.find("aproba planul")
        window.save("Planul este în vigoare")

    def read(actor: Actor) -> tuple[str, str | None, list[str]]:
        stay = head(actor, house_who(actor)).stay
        assert stay is not None
        (line,) = plans_of_stay(actor, stay.id)
        return line.status, line.approved_by, [goal.statement for goal in plan(actor, line.id).goals]

    assert house.read(read) == ("IN_FORCE", house.accounts["DIRECTOR"]["name"], ["o camera cu chirie"])


def a_session_with_its_note(house: House) -> None:
    with house.signed_in("COUNSELLOR") as window:
        on_her_page(window)
        window.find("programeaza o sedinta")
        window.save("Ședința a fost programată")
        window.press("Ședințe")
        window.tab_to_list()
        inputs = Inputs(window)
        inputs.keys("Home", "Return")
        inputs.press("Marchează ca realizată")
        window.wait("Ședința a fost înregistrată")
        window.wait(NOTE)
        window.focus(NOTE)
        inputs.count += 1
        window.type(NOTE, "a dormit bine")
        inputs.press("Semnează nota")
        time.sleep(ConfirmationBar.PAUSE)  # what cannot be taken back is read before it is pressed
        inputs.press("Semnează definitiv")
        window.wait("Nota a fost semnată")
        assert inputs.count <= MOST_INPUTS_FOR_A_SESSION

    def read(actor: Actor) -> tuple[str, bool, bool]:
        (line,) = counselling.notes_of_resident(actor, house_who(actor))
        text = counselling.note(actor, line.id).text
        today = local_day(actor.clock())
        held = [
            one.status
            for one in counselling.sessions(actor, today, today)
            if house_who(actor) in [part.resident_id for part in one.parts]
        ]
        return held[0], line.signed_at is not None, "a dormit bine" in text

    assert house.read(read, "COUNSELLOR") == ("ATTENDED", True, True)


def a_service_for_six(house: House) -> None:
    def counts(actor: Actor) -> dict[str, int]:
        here = residents(actor, include_left=False).rows
        return {row.id: len(deliveries_of_resident(actor, row.id)) for row in here}

    before = house.read(counts)
    with house.signed_in("HOUSE_STAFF") as window:
        to_the_residents(window)
        window.tab_to_list()
        house.screen.keys("ctrl+Home", *(["shift+Down"] * 5))
        window.find("serviciu pentru 6")
        window.write("Serviciu (obligatoriu)", "Asistență socială")
        window.save("Serviciul a fost înregistrat pentru")
    after = house.read(counts)
    assert sum(after[who] - before[who] for who in before) == 6


def a_milestone(house: House) -> None:
    with house.signed_in("CASE_MANAGER") as window:
        on_her_page(window)
        window.find("reper atins")
        window.write("Reper (obligatoriu)", "Cont bancar propriu")
        window.write("Dovadă", "extras de cont")
        window.save("Reperul a fost înregistrat")
    (only,) = house.read(lambda a: milestones_of_resident(a, house_who(a)))
    assert (only.kind, only.evidence) == ("MS_BANK", "extras de cont")


def an_exit_and_a_report(house: House, folder: Path) -> None:
    with house.signed_in("DIRECTOR") as window:
        on_her_page(window)
        window.find("inregistreaza iesirea")
        window.write("Motiv (obligatoriu)", "La cererea persoanei, înainte de finalizarea planului")
        window.write("Destinația", "La prieteni")
        window.save("Ieșirea a fost înregistrată")
        window.press("Rapoarte")
        window.wait("Situație statistică")
        wait_for(
            lambda: [r for r, _name, _text, focused in window.parts() if focused and r == "list"],
            lambda: str(window.focused()),
        )
        house.screen.keys("Down")
        window.wait("pagina 1 din ")
        window.press("Salvează PDF")
        window.wait("Salvează raportul")
        file = folder / "raport.pdf"
        window.screen.keys("ctrl+a")
        (field,) = wait_for(
            lambda: [name for role, name, _text, has in window.parts() if has and role == "text"],
            lambda: str(window.focused()),
        )
        window.type(field, str(file))
        window.screen.keys("Return")
        wait_for(file.exists, lambda: str(sorted(window.names())))
    assert house.read(lambda a: head(a, house_who(a))).stay is None
    assert "Admiteri" in "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_a_day_of_the_house(house: House, tmp_path: Path) -> None:
    a_request_and_an_admission(house)
    the_team(house)
    a_plan_approved_by_another(house)
    a_session_with_its_note(house)
    a_service_for_six(house)
    a_milestone(house)
    an_exit_and_a_report(house, tmp_path)
