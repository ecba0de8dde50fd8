"""The columns of a list: by what stands in them, never wider than the list, the short ones whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from shelter_app.ui.tables.model import Column, RowsModel
from shelter_app.ui.tables.view import ListView
from shelter_app.ui.tables.widths import column_widths

COLUMNS = st.lists(
    st.tuples(st.integers(40, 200), st.integers(0, 900), st.floats(0.5, 4)), min_size=1, max_size=12
)


@given(COLUMNS, st.integers(0, 2000))
def test_columns_fill_the_width_and_only_the_widest_give_way(
    columns: list[tuple[int, int, float]], width: int
) -> None:
    least, natural, shares = zip(*columns, strict=True)
    found = column_widths(least, natural, shares, width)
    assert all(one >= low for one, low in zip(found, least, strict=True))
    if sum(least) >= width:
        assert found == list(least)
        return
    assert sum(found) == width
    cut = [one for one, low, want in zip(found, least, natural, strict=True) if one < max(low, want)]
    whole = [
        want for one, low, want in zip(found, least, natural, strict=True) if one >= max(low, want) > low
    ]
    if cut and whole:
        assert max(whole) <= max(cut) + len(columns)  # what is whole is no wider than what gave way


def test_a_list_shows_short_texts_whole_beside_a_long_one_and_does_not_scroll_sideways(qtbot: QtBot) -> None:
    rows = [("CEDRU-14", "Alergie la penicilină", "nimic " * 40), ("LUNCA-08", "", "")]
    made = RowsModel([Column("", lambda n=n: f"Title {n}", lambda row, n=n: row[n]) for n in range(3)])
    view = ListView("a_list", made)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    made.show_rows(rows, 2)
    metrics = view.fontMetrics()
    assert view.columnWidth(0) >= metrics.horizontalAdvance(rows[0][0])
    assert view.columnWidth(1) >= metrics.horizontalAdvance(rows[0][1])
    assert view.horizontalScrollBar().maximum() == 0
    before = [view.columnWidth(at) for at in range(3)]
    made.seek("lunca")
    assert [view.columnWidth(at) for at in range(3)] == before
