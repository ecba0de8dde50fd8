"""A column of the list of residents stands in one place: screen, order, views and paper follow it."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shelter_app.db.models.people import Resident
from shelter_app.reports.words import literal
from shelter_app.services.acting import Actor, perform
from shelter_app.services.residents import columns
from shelter_app.services.residents.acts import RegisterResident
from shelter_app.services.residents.columns import COLUMNS, ResidentColumn
from shelter_app.services.residents.printing import PrintList
from shelter_app.services.residents.saved_views import SaveView, saved_views
from shelter_app.services.residents.views import residents
from shelter_app.ui.frame.workspace import Workspace
from tests.ui.pages.residents import ResidentsList

Open = Callable[[Actor], Workspace]
FORMER = ResidentColumn(
    "Former code",
    lambda row: literal(row.former_code),
    paper=2,
    screen=2,
    order=lambda facts: facts.former_code,
)


@pytest.fixture
def people(director: Actor, beds: dict[str, str]) -> None:
    for name, former in (("Mira", "B-2"), ("Ina", "A-1"), ("Dora", "C-3")):
        who = perform(director, RegisterResident(preferred_name=name, sex="F"))
        with director.store.writing() as session:  # as an import of an old register writes it
            row = session.get(Resident, who)
            assert row is not None
            row.former_code = former


@pytest.fixture
def with_former(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the list have one more column, in the middle."""
    keys = list(COLUMNS)
    more = {**{key: COLUMNS[key] for key in keys[:2]}, "former_code": FORMER}
    more |= {key: COLUMNS[key] for key in keys[2:]}
    monkeypatch.setattr(columns, "COLUMNS", more)
    for module in ("shelter_app.services.residents.printing", "shelter_app.ui.pages.residents.page"):
        monkeypatch.setattr(f"{module}.COLUMNS", more)


def shown(desk: ResidentsList) -> list[str]:
    model = desk.list_page.model
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(at, across)).rstrip(" ↑↓") for at in range(model.columnCount())]


def column(desk: ResidentsList, title: str) -> list[str]:
    model, at = desk.list_page.model, shown(desk).index(title)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def titles_on_paper(actor: Actor, keys: tuple[str, ...]) -> list[list[object]]:
    made = perform(
        actor, PrintList(columns=keys, sort=keys[1], include_left=True, form="xlsx", language="en")
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if len(row) == len(keys)]


@pytest.mark.usefixtures("people", "with_former")
def test_a_column_added_in_one_place_is_on_the_screen_in_the_order_and_on_paper(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    desk = ResidentsList(qtbot, open_frame(director))
    desk.list_page.restore({**desk.list_page.state(), "filter": "all"})
    desk.list_page.refresh()
    qtbot.waitUntil(desk.list_page.is_settled)
    assert shown(desk)[:4] == ["Code name", "Preferred name", "Former code", "Important"]
    assert sorted(column(desk, "Former code")) == ["A-1", "B-2", "C-3"]
    desk.list_page.list.sort_wanted.emit("former_code", True)
    qtbot.waitUntil(desk.list_page.is_settled)
    assert column(desk, "Former code") == ["C-3", "B-2", "A-1"]
    assert [row.former_code for row in residents(director, sort="former_code").rows] == ["A-1", "B-2", "C-3"]
    on_paper = titles_on_paper(director, ("code", "former_code"))
    assert on_paper[0][1] == "Former code"
    assert [row[1] for row in on_paper[1:]] == ["A-1", "B-2", "C-3"]


@pytest.mark.usefixtures("people", "with_former")
def test_a_hidden_column_is_kept_by_its_key_whatever_stands_before_it(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    perform(director, SaveView(name="Short", everybody=True, hidden=("age_band", "former_code")))
    desk = ResidentsList(qtbot, open_frame(director))
    qtbot.waitUntil(desk.list_page.is_settled)
    desk.list_page.views.chips[0].click()
    qtbot.waitUntil(desk.list_page.is_settled)
    hidden = {shown(desk)[at] for at in desk.list_page.list.hidden_columns()}
    assert hidden == {"Former code", "Age"}
    assert saved_views(director)[0].shown.hidden == ("age_band", "former_code")


@pytest.mark.usefixtures("people")
def test_each_column_of_the_screen_has_a_title_on_paper_and_the_other_way_round(
    qtbot: QtBot, director: Actor, open_frame: Open
) -> None:
    desk = ResidentsList(qtbot, open_frame(director))
    qtbot.waitUntil(desk.list_page.is_settled)
    assert len(shown(desk)) == len(COLUMNS)
    paper = titles_on_paper(director, ("code", *[key for key in COLUMNS if key != "code"]))
    assert len(paper[0]) == len(COLUMNS)
