"""What a bed is called: rooms and beds that have only a number or a letter say what it counts."""

from __future__ import annotations

from shelter_app.domain.names import fold
from shelter_app.i18n import N_, _

# What houses type, in Romanian and in English, and what is said of it.
_FLOORS = {
    ("parter", "ground floor", "ground", "0"): N_("ground floor"),
    ("etaj", "upper floor", "upstairs"): N_("upper floor"),
    ("demisol", "semi-basement"): N_("semi-basement"),
    ("subsol", "basement"): N_("basement"),
    ("mansarda", "attic"): N_("attic"),
}


def bed_name(room: str, label: str) -> str:
    """Return what a bed is called in a list or a sentence; two bare numbers side by side would say nothing.

    >>> bed_name("Fag", "2"), bed_name("5", "1")
    ('Fag · 2', 'Room 5, bed 1')
    """
    if room.isdigit() and _bare(label):
        return _("Room {room}, bed {bed}").format(room=room, bed=label)
    return f"{room} · {label}"


def room_name(room: str) -> str:
    """Return what a room is called above its beds: one whose name begins with a number says that it is a room."""
    return _("Room {room}").format(room=room) if room[:1].isdigit() else room


def floor_name(floor: str) -> str:
    """Return on which floor a room lies: a number and the common words in the language in force, others as typed."""
    typed = floor.strip()
    for words, said in _FLOORS.items():
        if fold(typed) in words:
            return _(said)
    return _("floor {floor}").format(floor=typed) if typed.isdigit() else typed


def _bare(label: str) -> bool:
    return label.isdigit() or (len(label) == 1 and label.isalpha())
