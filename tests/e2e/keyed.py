"""The program used by the keyboard alone; the accessibility tree is only read, to wait and to check."""

from __future__ import annotations

from typing import Any

from shelter_app.domain.names import fold
from tests.e2e.screen import Window, wait_for

MOST_TABS = 60
MOST_ARROWS = 40
MOST_TYPING = 4


class KeyedWindow(Window):
    """Everything is reached by Tab, arrows and the keys that the program names."""

    def press(self, name: str) -> None:
        """Press by its own keys, else by going there and the space bar."""
        told: list[str] = []

        def there() -> bool:
            keys = self.screen.ask("keys", name)
            told[:] = [] if keys is None else [keys]
            return bool(told)

        wait_for(there, lambda: f"{name!r} among {sorted(self.names())}")
        if told[0]:
            self.screen.keys(told[0].lower())
        else:
            self.focus(name)
            self.screen.keys("space")

    def focus(self, name: str) -> None:
        """Go on with Tab until this has the keyboard."""
        wait_for(lambda: name in self.names(), lambda: f"{name!r} among {sorted(self.names())}")
        for _press in range(MOST_TABS):
            if name in self.focused():
                return
            self.screen.keys("Tab")
        raise AssertionError(f"Tab does not come to {name!r}, but to {self.focused()}")

    def write(self, name: str, text: str) -> None:
        """Type into the field of this name; words of a list without their diacritics, as they can be found."""
        self.focus(name)
        for _time in range(MOST_TYPING):
            self.screen.keys("ctrl+a")
            self.screen.type(plain(text))
            try:
                wait_for(lambda: fold(self.text(name)) == fold(text), seconds=3)
            except AssertionError:
                continue
            return
        raise AssertionError(f"{name!r} holds {self.text(name)!r}, not {text!r}")

    def go_by_arrows(self, begins: str) -> int:
        """Go with the arrows to what has a name that begins so, and return how many presses it took."""
        target: Any = wait_for(lambda: self.screen.ask("place", begins), lambda: str(sorted(self.names())))
        for presses in range(MOST_ARROWS):
            here = next(iter(self.focused()), "")
            if here.startswith(begins):
                return presses
            at = self.screen.ask("place", here)
            across, down = target[0] - at[0], target[1] - at[1]
            if abs(across) > abs(down):
                self.screen.keys("Right" if across > 0 else "Left")
            else:
                self.screen.keys("Down" if down > 0 else "Up")
            target = self.screen.ask("place", begins) or target
        raise AssertionError(f"arrows do not come to {begins!r}, but to {self.focused()}")

    def sign_in(self, account: dict[str, str]) -> None:
        """Type account and passphrase; look at the passphrase before Enter, and type again what was lost of it."""
        self.wait("Parolă")
        self.write("Cont", account["name"])
        self.focus("Arată parola")
        self.screen.keys("space")
        self.focus("Parolă")
        for _time in range(MOST_TYPING):
            self.screen.keys("ctrl+a")
            self.screen.type(account["passphrase"])
            try:
                wait_for(lambda: self.text("Parolă") == account["passphrase"], seconds=3)
            except AssertionError:
                continue
            self.screen.keys("Return")
            return
        raise AssertionError("the passphrase cannot be typed")


def plain(text: str) -> str:
    """Return the letters without their diacritics, each on one key."""
    return text.translate(str.maketrans("ăâîșțĂÂÎȘȚ", "aaistAAIST"))
