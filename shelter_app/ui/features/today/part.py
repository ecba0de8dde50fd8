"""What a feature is on the page of the day: lines of what there is to do, a figure, a card.

The page knows that there are parts, not which. ``registry`` finds them: a module ``today`` in a folder of
``ui/features`` names its own in ``PARTS``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtWidgets import QFrame

from shelter_app.domain.permissions import Access
from shelter_app.domain.today import state_of
from shelter_app.i18n import _, day
from shelter_app.services.acting import Actor
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.page import Page
from shelter_app.ui.widgets.due_days import due_words

C = TypeVar("C")


@dataclass(frozen=True)
class Day:
    """Whose day it is, as each part is given it: who looks, from which shelter (code and id, both may be empty), when."""

    actor: Actor
    access: Access
    shelter: str
    shelter_id: str
    now: datetime
    today: date


@dataclass(frozen=True)
class TodayLine:
    """One line of what there is to do; ``state`` is one of ``domain.today``, ``tonight`` says that it cannot wait.

    ``session``, ``bed_for`` (whom a bed is to be found for), ``resident`` with a ``tab`` of its page, or ``page`` says
    where it leads; ``about`` is the key of the row that is meant on that page, which is then the chosen one. ``law``
    names the fact of law that asks for it. What is not ``mine`` is a colleague's, and is shown with the whole team's.
    """

    state: str
    when: str
    who: str
    what: str
    beside: str
    on: date
    resident: str | None = None
    page: str = ""
    about: str = ""
    session: str = ""
    bed_for: str = ""
    law: str = ""
    tonight: bool = False
    tab: str = ""
    mine: bool = True

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return ", ".join(part for part in (self.what, self.who, self.when, self.beside) if part)


def dated(today: date, on: date, *, who: str, what: str, beside: str = "", **leads: Any) -> TodayLine:
    """Return the line of what is due on a day; ``leads`` are fields of the line that say where it leads."""
    until = _("until {day}").format(day=day(on, "medium"))
    words = " · ".join(part for part in (until, beside) if part)
    return TodayLine(state_of(on, today), due_words(on, today), who, what, words, on, **leads)


@dataclass(frozen=True)
class Figure:
    """A figure above the lines: its name, its words, what says more below, and the page that it comes from."""

    name: str
    title: str
    figure: str
    beside: str
    page: str
    free: bool = False


class TodayCard(QFrame):
    """A card beside the lines; ``show_day`` shows what its part knows, in the language in force."""

    def show_day(self, day: Day, content: Any) -> None:
        """Show the content of the part."""
        raise NotImplementedError


class TodayPart(ABC, Generic[C]):
    """One feature of the page of the day, with content ``C`` as its views give it.

    ``NAME`` is its word, ``ORDER`` its place among figures and cards, ``NEEDS`` the view that the roles must reach.
    ``OF_SHELTER`` says that it is asked of the shelter one is in.
    """

    NAME: ClassVar[str]
    ORDER: ClassVar[int]
    NEEDS: ClassVar[str]
    OF_SHELTER: ClassVar[bool] = False

    @abstractmethod
    def ask(self, day: Day) -> C:
        """Return its content; called in a worker."""

    def lines(self, day: Day, content: C) -> Iterator[TodayLine]:
        """Go through what there is to do."""
        return iter(())

    def figures(self, day: Day, content: C) -> Iterator[Figure]:
        """Go through its figures."""
        return iter(())

    def forms(self, day: Day, content: C) -> Iterator[FormSpec]:
        """Go through the forms that begin here."""
        return iter(())

    def make_card(self, page: Page) -> TodayCard | None:
        """Return its card, which acts on the page; None for a part without."""
        return None


AnyPart = TodayPart[Any]
