"""What a bed is called: rooms and beds that have only a number or a letter say what it counts."""

from __future__ import annotations

from shelter_app.i18n import _


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


def _bare(label: str) -> bool:
    return label.isdigit() or (len(label) == 1 and label.isalpha())
