"""``make bench``: makes its stores in a temporary folder, measures, prints one table.

``make bench ARGS=--large`` adds the store of 100,000 residents, which takes half an hour to make.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from shelter_app.db import opening as stores
from shelter_app.db.store import Store
from shelter_app.domain.periods import Period
from shelter_app.reports.indicators import registry
from shelter_app.reports.indicators.context import Filters, IndicatorContext
from shelter_app.services.acting import Actor, perform
from shelter_app.services.demo.demo_store import make_demo
from shelter_app.services.house.acts import AddShelter
from shelter_app.services.residents.importing import import_register
from tests.bench.board import board_line
from tests.bench.measure import Line, seconds, table
from tests.bench.memory import memory
from tests.bench.multiply import multiply
from tests.bench.paper import paper
from tests.bench.queries import queries
from tests.bench.start import start
from tests.bench.tape import census_lines, tape_lines
from tests.bench.window import window_lines

SAMPLE = Path(__file__).parents[1] / "samples" / "registru-beneficiari.xlsx"
SIZES = (1_000, 10_000)
LARGE = 100_000
MADE = 10_000  # a larger store is made by copying its rows
GROWTH = 1.0  # a year's figures grow no faster than the data


def importing(place: Path) -> Line:
    """Import the sample register and say rows a second."""
    made = stores.create(place / "import", account="Bench", passphrase="rouă veche peste dealul albastru")
    with made.store as store:
        actor = Actor(store, store.account_id, "Bench")
        perform(actor, AddShelter(code="A1", name="Bench"))
        began = time.perf_counter()
        result = import_register(actor, SAMPLE, accept_partial=True)
        took = time.perf_counter() - began
    rows = sum(sheet.rows for sheet in result.sheets)
    return Line("import of the sample register", f"{rows / took:.0f} rows/s ({rows} in {took:.1f} s)")


def a_year(store: Store) -> float:
    """Return how long all figures of the last whole year take, the second time."""
    last_year = date.today().year - 1
    period = Period(date(last_year, 1, 1), date(last_year, 12, 31) + timedelta(days=1))
    with store.reading() as session:

        def all_figures() -> None:
            counting = IndicatorContext(session, period, Filters(), date.today())
            for code in registry.COMPUTED:
                registry.figure(counting, code)

        all_figures()
        return seconds(all_figures)


def growing(place: Path, sizes: tuple[int, ...]) -> list[Line]:
    """Measure a year's figures on stores of growing size, each against the one before, and the census of each."""
    lines: list[Line] = []
    before: tuple[int, float] | None = None
    for size in sizes:
        print(f"making {size:,} residents", file=sys.stderr, flush=True)
        folder = place / f"residents-{size}"
        given = make_demo(folder, residents=min(size, MADE), notes=False).accounts[0]
        with stores.unlock(folder, given["name"], given["passphrase"]) as store:
            if size > MADE:
                multiply(store, size // MADE)
            took = a_year(store)
            census = census_lines(store, Actor(store, store.account_id, given["name"]))
        floor, ratio = "", None
        if before is not None:
            expected = before[1] * size / before[0]
            floor, ratio = f"{expected:.2f} s", took / expected
        lines.append(Line(f"a year's figures, {size:,} residents", f"{took:.2f} s", floor, ratio, GROWTH))
        lines += census
        if size == MADE:
            lines += window_lines(folder, given["name"], given["passphrase"])
        before = (size, took)
        shutil.rmtree(folder)
    return lines


def main() -> None:
    """Measure everything and print the table."""
    os.umask(0o077)
    sizes = (*SIZES, LARGE) if "--large" in sys.argv[1:] else SIZES
    place = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        folder = place / "demo"
        given = make_demo(folder).accounts[0]
        lines = [start(folder)]
        with stores.unlock(folder, given["name"], given["passphrase"]) as store:
            lines += queries(store)
        lines.append(memory(folder, given["name"], given["passphrase"]))
        lines.append(importing(place))
        lines.append(paper())
        lines.append(board_line())
        lines += tape_lines()
        lines += growing(place, sizes)
    finally:
        shutil.rmtree(place)
    print(table(lines))


if __name__ == "__main__":
    main()
