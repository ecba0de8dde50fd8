"""Another programme's stays: in by one sheet, and census, leavers and lengths of stay come out right."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import select

from shelter_app.db.models.house import Shelter
from shelter_app.db.models.people import HouseholdMember, Resident
from shelter_app.db.models.stays import BedPeriod, Stay
from shelter_app.domain.errors import Refused
from shelter_app.domain.periods import Period
from shelter_app.reports.indicators import registry
from shelter_app.reports.indicators.context import Figure, Filters, IndicatorContext
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.importing import ImportResult, RowsRefused, import_register

TODAY = date(2026, 11, 24)
ONE = timedelta(days=1)
COLUMNS = ("code", "entry", "exit", "sex", "born", "household", "destination", "shelter", "bed")
Told = list[tuple[str, date, date | None]]


@pytest.fixture
def actor(director: Actor) -> Iterator[Actor]:
    perform(director, AddShelter(code="A1", name="Casa"))
    yield director


def written(
    path: Path, rows: list[dict[str, object]], columns: tuple[str, ...] = COLUMNS, mark: str = ","
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=mark, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def taken_in(actor: Actor, path: Path, **options: bool) -> ImportResult:
    return import_register(actor, path, profile="stays", **options)


def figures(actor: Actor, start: date, end: date) -> dict[str, Figure]:
    with actor.store.reading() as session:
        counting = IndicatorContext(session, Period(start, end), Filters(), TODAY)
        return {code: registry.figure(counting, code) for code in ("I01", "I03", "I06", "I07", "I08", "I11")}


def lives(seed: int) -> tuple[list[dict[str, object]], Told]:
    """Return rows of some people who come, leave and come back, and the same as plain facts."""
    chance = random.Random(seed)
    rows: list[dict[str, object]] = []
    told: Told = []
    for person in range(40):
        code = f"P-{person:03}"
        day = date(2025, 6, 1) + timedelta(days=chance.randrange(400))
        for _stay in range(chance.choice((1, 1, 1, 2, 3))):
            if day > TODAY:
                break
            left: date | None = day + timedelta(days=chance.choice((0, 1, 3, 30, 90, 200)))
            if left is not None and left > TODAY:
                left = None
            told.append((code, day, left))
            rows.append(
                {
                    "code": code,
                    "entry": day.isoformat(),
                    "exit": chance.choice(("", "-")) if left is None else left.strftime("%d.%m.%Y"),
                    "sex": chance.choice(("F", "female", "M", "")),
                    "born": chance.choice(("1990", "12.03.1988", "", "2019")),
                    "household": chance.choice(("", "", f"H{person // 3}")),
                    "destination": chance.choice(("", "family", "something of their own")),
                    "shelter": chance.choice(("A1", "North house")),
                    "bed": chance.choice(("", f"{person % 9}", f"R{person % 5}/{person % 3}")),
                }
            )
            if left is None:
                break
            day = left + timedelta(days=chance.choice((0, 1, 20, 60)))
            if day == left == told[-1][1]:
                day += ONE
    chance.shuffle(rows)
    return rows, told


@pytest.mark.parametrize("seed", range(4))
def test_census_leavers_and_lengths_come_out_as_the_rows_tell(
    actor: Actor, tmp_path: Path, seed: int
) -> None:
    rows, told = lives(seed)
    result = taken_in(actor, written(tmp_path / "stays.csv", rows))
    assert result.errors == 0
    assert result.created["stays"] == len(told)
    assert result.created["residents"] == len({code for code, _in, _out in told})

    for start, end in (
        (date(2025, 6, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2026, 12, 1)),
        (date(2026, 2, 28), date(2026, 3, 1)),
    ):
        found = figures(actor, start, end)
        lengths = [(out - came).days for _code, came, out in told if out is not None and start <= out < end]
        nights = [start + timedelta(days=n) for n in range((min(end, TODAY) - start).days)]
        here = {
            night: [code for code, came, out in told if came <= night and (out is None or night < out)]
            for night in nights
        }
        assert found["I03"].value == sum(start <= came < end for _code, came, _out in told)
        assert found["I06"].value == len(lengths)
        assert found["I08"].value == sum(map(len, here.values()))
        assert found["I01"].value == len({code for codes in here.values() for code in codes})
        assert found["I07"].value == len(here[nights[-1]])
        assert found["I11"].median == (median(lengths) if lengths else None)
        assert found["I11"].numerator == sum(lengths)


def test_only_code_and_entry_are_needed(actor: Actor, tmp_path: Path) -> None:
    rows = [{"code": "17", "entry": "2026-01-05"}, {"code": "18", "entry": "2026-02-07"}]
    result = taken_in(actor, written(tmp_path / "s.csv", rows, ("code", "entry"), ";"))
    assert [one.kind for one in result.problems] == ["no_exit_column"]
    assert result.created["stays"] == 2
    assert figures(actor, date(2026, 1, 1), date(2026, 3, 1))["I07"].value == 2


def test_a_second_import_adds_nothing_and_a_dry_run_stores_nothing(actor: Actor, tmp_path: Path) -> None:
    file = written(tmp_path / "s.csv", lives(9)[0])
    tried = taken_in(actor, file, dry_run=True)
    assert figures(actor, date(2025, 1, 1), TODAY)["I03"].no_data
    first = taken_in(actor, file)
    assert tried.created == first.created
    assert tried.made_beds == first.made_beds
    again = taken_in(actor, file)
    assert set(again.created.values()) == {0}


def test_wrong_rows_keep_all_out_until_they_are_left_out(actor: Actor, tmp_path: Path) -> None:
    rows = [
        {"code": "A", "entry": "2026-01-01", "exit": "2026-02-01"},
        {"code": "A", "entry": "2026-01-20", "exit": "2026-03-01"},  # row 3: overlaps
        {"code": "B", "entry": "2026-02-01", "exit": "2026-01-01"},  # row 4: backwards
        {"code": "", "entry": "2026-02-01"},  # row 5: whose?
        {"code": "C", "entry": "31.02.2026"},  # row 6: no such day
        {"code": "D", "entry": "2027-01-01"},  # row 7: to come
        {"code": "A", "entry": "2026-02-01", "exit": "2026-02-01"},  # back for an hour
    ]
    file = written(tmp_path / "s.csv", rows)
    with pytest.raises(RowsRefused) as refused:
        taken_in(actor, file)
    errors = [(p.row, p.kind) for p in refused.value.result.problems if p.severity == "error"]
    assert errors == [
        (3, "stay_overlap"), (4, "exit_before_entry"), (5, "missing_value"), (6, "impossible_date"), (7, "future_date"),
    ]  # fmt: skip
    assert figures(actor, date(2025, 1, 1), TODAY)["I03"].no_data
    assert taken_in(actor, file, accept_partial=True).created["stays"] == 2


def test_a_bed_that_two_have_is_left_out_and_the_stay_is_kept(actor: Actor, tmp_path: Path) -> None:
    rows = [
        {"code": "A", "entry": "2026-01-01", "exit": "2026-02-01", "bed": "4/1"},
        {"code": "B", "entry": "2026-01-20", "exit": "2026-03-01", "bed": "4/1"},
    ]
    result = taken_in(actor, written(tmp_path / "s.csv", rows))
    assert [(p.row, p.kind, p.severity) for p in result.problems] == [(3, "bed_left_out", "warning")]
    later = [{"code": "C", "entry": "2026-01-10", "exit": "2026-01-12", "bed": "4/1"}]
    result = taken_in(actor, written(tmp_path / "later.csv", later))
    assert [p.kind for p in result.problems] == ["bed_left_out"]
    with actor.store.reading() as session:
        assert len(session.scalars(select(Stay)).all()) == 3
        assert len(session.scalars(select(BedPeriod)).all()) == 1


def test_shelters_that_the_rows_name_are_made_and_said(actor: Actor, tmp_path: Path) -> None:
    rows = [
        {"code": "A", "entry": "2026-01-01", "exit": "2026-01-05", "shelter": "casa"},
        {"code": "A", "entry": "2026-01-05", "shelter": "Safe house 2"},
    ]
    result = taken_in(actor, written(tmp_path / "s.csv", rows))
    assert result.made_shelters == ("Safe house 2",)
    with actor.store.reading() as session:
        assert set(session.scalars(select(Shelter.code))) == {"A1", "SAFE-HOUSE-2"}
        assert len(session.scalars(select(Resident)).all()) == 1


def test_with_several_shelters_a_row_without_one_is_asked_about(actor: Actor, tmp_path: Path) -> None:
    perform(actor, AddShelter(code="B1", name="A doua"))
    file = written(tmp_path / "s.csv", [{"code": "A", "entry": "2026-01-01"}])
    with pytest.raises(Refused) as refused:
        taken_in(actor, file)
    assert refused.value.code == "which_shelter"
    assert import_register(actor, file, profile="stays", shelter="B1").created["stays"] == 1


def test_those_of_one_household_belong_together_and_minors_accompany_an_adult(
    actor: Actor, tmp_path: Path
) -> None:
    rows = [
        {"code": "M", "entry": "2026-01-01", "born": "1990", "household": "H1"},
        {"code": "K", "entry": "2026-01-01", "born": "2018", "household": "H1"},
        {"code": "L", "entry": "2026-01-01", "born": "2010", "household": "H2"},
    ]
    taken_in(actor, written(tmp_path / "s.csv", rows))
    with actor.store.reading() as session:
        members = session.execute(
            select(Resident.former_code, HouseholdMember.role, HouseholdMember.accompanying_child)
            .join(Resident, Resident.id == HouseholdMember.resident_id)
            .order_by(Resident.former_code)
        ).all()
    assert [tuple(m) for m in members] == [("K", "CHILD", True), ("M", "HEAD", False)]


def test_headings_and_days_of_other_programmes_are_understood(actor: Actor, tmp_path: Path) -> None:
    columns = ("Client ID", "Project Start Date", "Project Exit Date", "Gender", "DOB", "Exit destination")
    rows = [
        dict(
            zip(
                columns,
                ("1001", "2026-01-05 00:00:00", "2026-01-09", "Female", "1999-05-04", "unknown"),
                strict=True,
            )
        ),
        dict(zip(columns, ("1002", "12 ian 2026", "", "m", "", ""), strict=True)),
    ]
    result = taken_in(actor, written(tmp_path / "s.csv", rows, columns, "\t"))
    assert result.errors == 0
    found = figures(actor, date(2026, 1, 1), date(2026, 2, 1))
    assert (found["I03"].value, found["I06"].value, found["I08"].value) == (2, 1, 4 + 20)


def test_an_account_of_one_shelter_takes_in_no_stays_of_another(
    make_actor, actor: Actor, tmp_path: Path
) -> None:
    with actor.store.reading() as session:
        (first,) = session.scalars(select(Shelter.id)).all()
    manager = make_actor("CASE_MANAGER", shelters=[first])
    file = written(tmp_path / "s.csv", [{"code": "A", "entry": "2026-01-01", "shelter": "Elsewhere"}])
    with pytest.raises(Refused) as refused:
        taken_in(manager, file)
    assert refused.value.code == "not_reached"
