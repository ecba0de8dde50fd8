"""What a feature is on a resident's page: one section says all of it, and the page asks it.

A page knows that there are sections, not which. ``registry`` finds them: a module ``section`` in a folder of
``ui/features`` names its own in ``SECTIONS``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Act, Actor
from shelter_app.services.lists.printing import PrintShown
from shelter_app.services.residents.head import ResidentHead
from shelter_app.ui.forms.offered_act import Offered
from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.tables.model import Column

if TYPE_CHECKING:
    from shelter_app.ui.page import Page

C = TypeVar("C")
R = TypeVar("R")
S = TypeVar("S", bound=Offered)


@dataclass(frozen=True)
class Case:
    """Whose page it is, as each section is given it: who looks, at whom, from which shelter (its code), on which day."""

    actor: Actor
    head: ResidentHead
    access: Access
    shelter: str
    today: date

    @property
    def resident(self) -> str:
        """The resident's id."""
        return self.head.id

    def may(self, act: type[Act[Any]]) -> bool:
        """Return whether the account may do this act in this case."""
        return self.access.may(act.NAME)


@dataclass(frozen=True, order=True)
class Event:
    """Something that happened on the way so far: its day, its icon, its words."""

    on: date
    icon: str
    words: str


class SectionView(QWidget):
    """What stands in the tab of a section that is no list; ``sight_changed`` says that another part of it is in sight."""

    sight_changed = Signal()

    def show_content(self, case: Case | None, content: Any) -> None:
        """Show the content of a case, None where the account does not reach it; no case takes everything away."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        raise NotImplementedError

    def fits(self, form: FormSpec) -> bool:
        """Say whether a form is about what is in sight: only such are offered beside it."""
        return True


@dataclass(frozen=True)
class Line:
    """A line of the menu of a tab: the act whose form it opens, and its words, which say the same in every state."""

    kind: type[Act[Any]]
    words: Callable[[], str]


OVERVIEW = "overview"  # the tab of what has no list of its own


class Section(ABC, Generic[C, R]):
    """One feature of a resident's page, with content ``C`` as its views give it, shown as rows ``R``.

    ``NAME`` is its word (kept in states and drafts: it never changes), ``ORDER`` its place among tabs, cards and
    the menu. ``NEEDS`` are views of which the roles must reach one. A section with ``COLUMNS`` has a tab with a list,
    printed by ``PRINTS`` where the roles may; ``TAB`` names the tab where it is dealt with, where that is another's.
    ``LINES`` are what the menu of that tab offers of it, under its ``heading``; what a row offers, or only the filled
    button, is not repeated there. ``ON_OVERVIEW`` says that it has cards or events there; its cards stand at the
    ``SIDE``. ``IN_HEAD`` says that it has warnings for the head.
    """

    NAME: ClassVar[str]
    ORDER: ClassVar[int]
    NEEDS: ClassVar[tuple[str, ...]]
    TAB: ClassVar[str] = ""
    LINES: ClassVar[tuple[Line, ...]] = ()
    PRINTS: ClassVar[type[PrintShown] | None] = None
    ON_OVERVIEW: ClassVar[bool] = False
    SIDE: ClassVar[str] = "left"
    IN_HEAD: ClassVar[bool] = False
    ROW_ACTS: ClassVar[bool] = False

    COLUMNS: tuple[Column[R], ...] = ()
    HIDDEN: tuple[Column[R], ...] = ()

    def title(self) -> str:
        """Return the title of its tab or card, in the language in force; empty for a section that has neither."""
        return ""

    @abstractmethod
    def ask(self, case: Case) -> C:
        """Return its content; called in a worker, raises ``NotAllowed`` where the account does not reach it."""

    def rows(self, content: C) -> Sequence[R]:
        """Return the rows of its list."""
        return ()

    def key(self, row: R) -> object:
        """Return what makes a row the same one when it is asked for again."""
        return row

    def empty(self, content: C) -> str:
        """Return the sentence that says what would be here while there is no row."""
        return ""

    def make_view(self, page: Page) -> SectionView | None:
        """Return what stands in its tab on this page, None for the list of its ``COLUMNS``."""
        return None

    def heading(self) -> str:
        """Return what its lines stand under in a menu that has more than one heading."""
        return self.title()

    def steps(self, case: Case, content: C) -> Iterator[type[Act[Any]]]:
        """Go through what may be the next step; the filled button of the tab is the first that can be done now."""
        return iter(())

    def withheld(self, content: C) -> Collection[Column[R]]:
        """Return the columns that say nothing now."""
        return ()

    def forms(self, case: Case, content: C) -> Iterator[FormSpec | None]:
        """Go through what can be recorded now; what the roles may not is left out later."""
        return iter(())

    def of_row(self, case: Case, content: C, row: R) -> Iterator[Offered | None]:
        """Go through what can be done with a row; a section that has any says so in ``ROW_ACTS``."""
        return iter(())

    def leads_to_session(self, row: R) -> str:
        """Return the session whose page a row opens, empty for a row that opens none."""
        return ""

    def events(self, case: Case, content: C) -> Iterator[Event]:
        """Go through what happened, for the way so far."""
        return iter(())

    def warnings(self, case: Case, content: C) -> Iterator[str]:
        """Go through what stands in the head of the page, for everybody who opens it to see."""
        return iter(())

    def cards(self, case: Case, content: C | None) -> Iterator[QWidget]:
        """Go through its cards on the overview; without content the account does not reach it."""
        return iter(())


AnySection = Section[Any, Any]


def tab_of(section: AnySection) -> str:
    """Return the tab where a section is dealt with: its own if it has one."""
    return section.TAB or (section.NAME if section.COLUMNS else OVERVIEW)


def offered_row(section: Section[C, R], case: Case, content: C, row: R) -> list[Offered]:
    """Return what the roles may do with a row now."""
    rows = section.of_row(case, content, row)
    return [_about(case, one) for one in rows if one is not None and case.may(one.kind)]


def offered_forms(section: Section[C, R], case: Case, content: C) -> list[FormSpec]:
    """Return the forms of a section that the roles may fill now."""
    forms = section.forms(case, content)
    return [_about(case, form) for form in forms if form is not None and case.may(form.kind)]


def _about(case: Case, one: S) -> S:
    """Return what is offered with the resident's code name in what is told of it, unless it names whom itself."""
    return one if one.subject else replace(one, subject=case.head.code)
