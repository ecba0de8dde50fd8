"""What rooms and beds are called."""

from __future__ import annotations

import pytest

from shelter_app.domain.bed_names import bed_name, floor_name, room_name
from shelter_app.i18n import use_language


@pytest.mark.parametrize(
    ("room", "label", "said"),
    [
        ("5", "1", "Camera 5, patul 1"),
        ("12", "B", "Camera 12, patul B"),
        ("1", "1A", "1 · 1A"),
        ("Fag", "2", "Fag · 2"),
        ("Fag", "B", "Fag · B"),
    ],
)
def test_two_bare_numbers_say_what_they_count(room: str, label: str, said: str) -> None:
    use_language("ro")
    assert bed_name(room, label) == said


def test_a_room_whose_name_begins_with_a_number_says_that_it_is_one(english: None) -> None:
    assert [room_name(name) for name in ("5", "5 bis", "Fag")] == ["Room 5", "Room 5 bis", "Fag"]


@pytest.mark.parametrize(
    ("typed", "romanian", "english"),
    [
        ("etaj", "etaj", "upper floor"),
        ("Parter", "parter", "ground floor"),
        ("0", "parter", "ground floor"),
        ("Mansardă", "mansardă", "attic"),
        ("2", "etaj 2", "floor 2"),
        ("aripa de sud", "aripa de sud", "aripa de sud"),
    ],
)
def test_a_floor_is_said_in_the_language_in_force(typed: str, romanian: str, english: str) -> None:
    for language, said in (("ro", romanian), ("en", english)):
        use_language(language)
        assert floor_name(typed) == said
