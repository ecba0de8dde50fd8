"""Finding by a few letters, whatever the diacritics, the order of the words and a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelter_app.domain import text_search

AMONG = [
    text_search.folded(text)
    for text in ("CIREȘ-50 Iulia", "CIREAȘĂ-73 Ela", "BRAD-07 Ioana Maria", "Rapoarte")
]
WORDS = st.lists(st.text("aăâbcdeșțz-09 ", min_size=1, max_size=12), max_size=30)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cires", 0),
        ("CIREȘ", 0),
        ("ireasa", 1),
        ("ela cire", 1),
        ("maria ioana", 2),
        ("73", 1),
        ("raport", 3),
        ("rapaorte", 3),
    ],
)
def test_the_wanted_one_comes_first(typed: str, first: int) -> None:
    assert text_search.find(typed, AMONG)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "-", "xyzq", "cires iulia ela"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert text_search.find(typed, AMONG) == []


def test_a_short_word_within_what_is_typed_is_not_meant() -> None:
    among = [text_search.folded(text) for text in ("Azi", "Paturi", "ZINAIDA-07")]
    assert text_search.find("zinaida", among) == [2]
    assert text_search.find("zinnaida", among) == [2]
    assert text_search.find("zinaida", among[:2]) == []


def test_a_beginning_goes_before_a_middle() -> None:
    among = [text_search.folded(text) for text in ("MESTEACAN-1", "STEJAR-2")]
    assert text_search.find("ste", among) == [1, 0]


@given(WORDS, st.text("aăâbcdeșțz-09 ", max_size=10))
def test_nothing_is_found_twice_nor_more_than_asked(texts: list[str], typed: str) -> None:
    found = text_search.find(typed, [text_search.folded(text) for text in texts], 5)
    assert len(found) == len(set(found)) <= 5
    assert all(0 <= at < len(texts) for at in found)


@given(WORDS.filter(bool), st.data())
def test_whatever_is_there_is_found_by_its_own_words(texts: list[str], data: st.DataObject) -> None:
    among = [text_search.folded(text) for text in texts]
    at = data.draw(st.integers(0, len(texts) - 1))
    words = among[at].split()
    if words:
        typed = " ".join(data.draw(st.permutations(words)))
        assert among[at] in [among[row] for row in text_search.find(typed, among, len(among))]
