"""An import goes whole, with all that came with it, as long as nothing was built upon it; the trail keeps both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from shelter_app.db import check as checks
from shelter_app.db.models import Base
from shelter_app.db.models.house import Bed
from shelter_app.db.models.people import Resident
from shelter_app.db.models.trust import AuditEvent
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.services.acting import Actor, perform
from shelter_app.services.deliveries.acts import RecordService
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter
from shelter_app.services.reporting.figures import figures
from shelter_app.services.residents.importing import STAYS, import_register
from shelter_app.services.residents.undo import UndoImport, imports
from shelter_app.services.residents.views import identity, names, residents

REGISTER = Path(__file__).parents[1] / "samples" / "registru-beneficiari.xlsx"
KEPT = {"audit_event", "import_run", "setting", "code"}


@pytest.fixture
def house(director: Actor) -> str:
    shelter = perform(director, AddShelter(code="CRINUL", name="Centrul Crinul"))
    room = perform(director, AddRoom(shelter=shelter, name="Camera 1"))
    perform(director, AddBed(room=room, label="1.1", in_use_from=date(2026, 1, 1)))
    return shelter


def small(folder: Path, *rows: tuple[object, ...], name: str = "register.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in (
        ("Cod", "Nume și prenume", "Data intrării", "Data ieșirii", "Camera", "Pat", "Observații"),
        *rows,
    ):
        book.active.append(row)
    file = folder / name
    book.save(file)
    return file


def counts(director: Actor) -> dict[str, int]:
    with director.store.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT
        }


def told(director: Actor) -> dict[str, object]:
    return {one.code: one.value for one in figures(director, date(2026, 1, 1), date(2026, 11, 24))}


def test_the_sample_register_goes_whole_and_comes_in_again(director: Actor, house: str) -> None:
    before, figures_before = counts(director), told(director)
    taken = import_register(director, REGISTER, accept_partial=True)
    assert told(director) != figures_before
    assert perform(director, UndoImport(run=taken.run)) > sum(taken.created.values())
    assert counts(director) == before
    assert told(director) == figures_before
    assert residents(director).total == 0
    assert names(director) == ()
    assert checks.check(director.store).problems == ()
    with director.store.reading() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.object_id == taken.run)).all()
    assert {"residents.import_register", "residents.undo_import"} == set(actions)
    again = import_register(director, REGISTER, accept_partial=True)
    assert again.created == taken.created
    assert checks.check(director.store).problems == ()


def test_another_programmes_stays_go_with_the_shelter_and_the_household_they_made(
    director: Actor, house: str, tmp_path: Path
) -> None:
    file = tmp_path / "stays.csv"
    file.write_text(
        "code,entry,exit,shelter,room,bed,household,birth year\n"
        "P-1,2026-03-01,2026-04-01,Casa Nouă,2,1,H1,1990\n"
        "P-2,2026-03-01,,Casa Nouă,2,2,H1,2021\n",
        "utf-8",
    )
    before = counts(director)
    taken = import_register(director, file, profile=STAYS, shelter="CRINUL")
    assert taken.made_shelters == ("Casa Nouă",)
    assert counts(director)["household_member"] == 2
    perform(director, UndoImport(run=taken.run))
    assert counts(director) == before
    assert import_register(director, file, profile=STAYS, shelter="CRINUL").created == taken.created


def test_what_the_import_changed_is_again_what_it_was(director: Actor, house: str, tmp_path: Path) -> None:
    first = small(tmp_path, ("B-1", "Ana Fictivă", "01.02.2026", "01.03.2026", "1", "1", "vine cu trenul"))
    import_register(director, first)
    ana = residents(director).rows[0].id
    again = small(
        tmp_path,
        ("B-1", "Ana Fictivă", "01.05.2025", "02.06.2025", "1", "1", "alergie la nuci"),
        name="2.xlsx",
    )
    taken = import_register(director, again)
    assert identity(director, ana, "verify").notes == "vine cu trenul\nalergie la nuci"
    perform(director, UndoImport(run=taken.run))
    assert identity(director, ana, "verify").notes == "vine cu trenul"
    with director.store.reading() as session:
        assert session.scalar(select(Bed.in_use_from)) == date(2026, 1, 1)
        assert session.scalar(select(func.count()).select_from(Resident)) == 1
    assert checks.check(director.store).problems == ()


def test_looking_at_somebody_is_not_building_upon_her(director: Actor, house: str, tmp_path: Path) -> None:
    taken = import_register(director, small(tmp_path, ("B-1", "Ana Fictivă", "01.02.2026")))
    identity(director, residents(director).rows[0].id, "verify")
    perform(director, UndoImport(run=taken.run))
    assert residents(director).total == 0


@pytest.mark.parametrize("how", ["service", "import"])
def test_an_import_that_was_built_upon_stays_and_says_how_many(
    director: Actor, house: str, tmp_path: Path, english: None, how: str
) -> None:
    taken = import_register(director, small(tmp_path, ("B-1", "Ana Fictivă", "01.02.2026", "01.03.2026")))
    if how == "service":
        ana = residents(director).rows[0].id
        given_on = date(2026, 2, 5)
        perform(director, RecordService(resident=ana, service="SOCIAL_ASSIST", given_on=given_on))
    else:
        import_register(director, small(tmp_path, ("B-1", "Ana Fictivă", "01.04.2026"), name="2.xlsx"))
    before = counts(director)
    with pytest.raises(Refused, match=r"^1 record|^3 records") as refused:
        perform(director, UndoImport(run=taken.run))
    assert refused.value.code == "import_built_upon"
    assert counts(director) == before
    assert imports(director)[-1].may_go


def test_a_changed_record_keeps_the_import(
    director: Actor, house: str, tmp_path: Path, english: None
) -> None:
    taken = import_register(director, small(tmp_path, ("B-1", "Ana Fictivă", "01.02.2026")))
    with director.store.writing() as session:
        session.scalars(select(Resident)).one().preferred_name = "Ani"
    with pytest.raises(Refused, match=r"^1 record from this import has since been changed"):
        perform(director, UndoImport(run=taken.run))


def test_an_import_goes_for_a_day_and_once_by_whoever_may_import(
    director: Actor, house: str, tmp_path: Path, make_actor: Callable[..., Actor], clock
) -> None:
    taken = import_register(director, small(tmp_path, ("B-1", "Ana Fictivă", "01.02.2026")))
    with pytest.raises(NotAllowed):
        perform(make_actor("COUNSELLOR"), UndoImport(run=taken.run))
    with pytest.raises(NotAllowed):
        perform(make_actor("CASE_MANAGER", shelters=["elsewhere"]), UndoImport(run=taken.run))
    clock.forward(hours=25)
    with pytest.raises(Refused) as refused:
        perform(director, UndoImport(run=taken.run))
    assert refused.value.code == "import_too_old"
    clock.forward(hours=-2)
    perform(make_actor("CASE_MANAGER"), UndoImport(run=taken.run))
    with pytest.raises(Refused) as refused:
        perform(director, UndoImport(run=taken.run))
    assert refused.value.code == "nothing_to_undo"
    (one,) = imports(director)
    assert (one.who, one.may_go, one.withdrawn_by) == (director.name, False, "Case_manager 3")


def test_it_says_how_far_it_is_and_who_cancels_it_keeps_everything(
    director: Actor, house: str, tmp_path: Path
) -> None:
    rows = [(f"B-{n}", f"Ana {n}", "01.02.2026", "02.02.2026") for n in range(150)]
    taken = import_register(director, small(tmp_path, *rows))
    before = counts(director)

    def cancel(done: int, total: int) -> None:
        said.append((done, total))
        raise InterruptedError

    said: list[tuple[int, int]] = []
    with pytest.raises(InterruptedError):
        perform(director, UndoImport(run=taken.run, progress=cancel))
    assert counts(director) == before
    assert said[0][0] < said[0][1]
    said.clear()
    perform(director, UndoImport(run=taken.run, progress=lambda *far: said.append(far)))
    assert said[-1][0] == said[-1][1]
    assert said == sorted(said)
