"""Which index is taken for a question follows what the store holds; no value of a record is kept for it."""

from __future__ import annotations

from datetime import date

from shelter_app.db.store import Store
from shelter_app.services.acting import Actor, perform
from shelter_app.services.house.acts import AddBed, AddRoom, AddShelter

BEDS = 40


def test_at_rest_the_rows_are_counted_and_no_sample_of_them_stays(store: Store, director: Actor) -> None:
    shelter = perform(director, AddShelter(code="NORD", name="Casa Nord"))
    room = perform(director, AddRoom(shelter=shelter, name="1"))
    for number in range(BEDS):
        perform(director, AddBed(room=room, label=f"{number}A", in_use_from=date(2025, 1, 1)))
    store.rest()
    with store.raw() as connection:
        counted = dict(connection.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'bed'").fetchall())
        assert counted
        assert all(stat.split()[0] == str(BEDS) for stat in counted.values())
        assert connection.execute("SELECT count(*) FROM sqlite_stat4").fetchone() == (0,)


def test_where_somebody_writes_nothing_is_counted_and_nobody_waits(store: Store, director: Actor) -> None:
    perform(director, AddShelter(code="NORD", name="Casa Nord"))
    with store.writing():
        store.rest()
    with store.raw() as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchall()
