"""What a screen reader can do to a program, one JSON line for each thing asked; run by the system's Python.

The accessibility library comes with Debian's own Python, so this file imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEEPEST = 40
WIDEST = 400
LISTENING: list[Any] = []
HEARD: list[list[str]] = []


def shown() -> Iterator[Any]:
    """Give each part that is on the screen, outermost first."""
    desk = Atspi.get_desktop(0)
    left = [(desk.get_child_at_index(at), 0) for at in reversed(range(desk.get_child_count()))]
    while left:
        part, depth = left.pop()
        if part is None or depth > DEEPEST:
            continue
        try:
            if depth > 1 and not part.get_state_set().contains(Atspi.StateType.SHOWING):
                continue
            yield part
            children = range(min(part.get_child_count(), WIDEST))
            left += [(part.get_child_at_index(at), depth + 1) for at in reversed(children)]
        except gi.repository.GLib.Error:  # the program drew anew while it was read
            continue


def text_of(part: Any) -> str:
    texts = part.get_text_iface()
    return texts.get_text(0, -1) if texts else ""


def tree() -> list[list[Any]]:
    told = []
    for part in shown():
        try:
            states = part.get_state_set()
            focused = states.contains(Atspi.StateType.FOCUSED)
            told.append([part.get_role_name(), part.get_name(), text_of(part), focused])
        except gi.repository.GLib.Error:
            continue
    return told


def named(name: str) -> Any:
    """Return the part of this name that one can do most with, or None."""
    found = [part for part in shown() if part.get_name().replace("&", "") == name]
    plain = ("label", "filler", "panel")
    return min(found, key=lambda p: (p.get_role_name() in plain, not p.get_action_iface()), default=None)


def press(name: str) -> bool:
    part = named(name)
    actions = part.get_action_iface() if part is not None else None
    if actions is None:
        return False
    names = [actions.get_action_name(at) for at in range(actions.get_n_actions())]
    wanted = next((word for word in ("Press", "Toggle", "Trigger", "ShowMenu") if word in names), None)
    return wanted is not None and bool(actions.do_action(names.index(wanted)))


def write(name: str, text: str) -> bool:
    fields = (part.get_editable_text_iface() for part in shown() if part.get_name().replace("&", "") == name)
    editable = next((field for field in fields if field is not None), None)
    return editable is not None and bool(editable.set_text_contents(text))


def focus(name: str) -> bool:
    part = named(name)
    place = part.get_component_iface() if part is not None else None
    return place is not None and bool(place.grab_focus())


def focused() -> list[str]:
    """Return the names of what has the keyboard."""
    return [part.get_name() for part in shown() if part.get_state_set().contains(Atspi.StateType.FOCUSED)]


def keys(name: str) -> str | None:
    """Return the keys that press the part of this name, empty for none; None where there is no such part."""
    part = named(name)
    actions = part.get_action_iface() if part is not None else None
    if actions is None:
        return None if part is None else ""
    told = (actions.get_key_binding(at) for at in range(actions.get_n_actions()))
    return next((binding.split(";")[0] for binding in told if binding), "")


def heard() -> list[list[str]]:
    """Return what got the keyboard since this was first asked: role, name, and the name of what holds it.

    A menu is in no list of what is on the screen (Qt leaves popups out of it); a screen reader follows the keyboard
    into it, as this does.
    """
    if not LISTENING:
        LISTENING.append(Atspi.EventListener.new(_hear))
        LISTENING[0].register("object:state-changed:focused")
    context = GLib.MainContext.default()
    while context.iteration(False):
        continue
    return HEARD


def _hear(event: Any) -> None:
    if event.detail1:
        part, above = event.source, event.source.get_parent()
        HEARD.append([part.get_role_name(), part.get_name(), above.get_name() if above else ""])


def place(begins: str) -> list[int] | None:
    """Return where the middle of the first part is whose name begins so."""
    part = next((part for part in shown() if part.get_name().startswith(begins)), None)
    frame = part.get_component_iface() if part is not None else None
    if frame is None:
        return None
    box = frame.get_extents(Atspi.CoordType.SCREEN)
    return [box.x + box.width // 2, box.y + box.height // 2]


ACTIONS = {
    "tree": tree,
    "press": press,
    "write": write,
    "focus": focus,
    "focused": focused,
    "keys": keys,
    "heard": heard,
    "place": place,
}


def main() -> None:
    Atspi.init()
    for line in sys.stdin:
        what, *rest = json.loads(line)
        try:
            answer = ACTIONS[what](*rest)
        except gi.repository.GLib.Error:
            answer = None
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
