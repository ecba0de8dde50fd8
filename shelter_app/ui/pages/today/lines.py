"""The day's work in order, and how much of it there is in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shelter_app.domain.today import LATE, SOON, TODAY, urgency
from shelter_app.i18n import ngettext
from shelter_app.ui.features.today.part import TodayLine
from shelter_app.ui.pages.today.queries import ShownDay

FOLDED_FROM = 3  # lines of one person that are told in one


@dataclass(frozen=True)
class Group:
    """What there is to do for one person, or one line of nobody's; the most urgent line first."""

    lines: tuple[TodayLine, ...]

    @property
    def key(self) -> str:
        """Whose it is, empty for a line that stands alone."""
        return self.lines[0].resident or "" if self.folds else ""

    @property
    def folds(self) -> bool:
        """Whether the lines are so many that they are told in one."""
        return len(self.lines) >= FOLDED_FROM


def groups(lines: Iterable[TodayLine]) -> list[Group]:
    """Put the lines of each person together, in the order of the most urgent of each.

    What cannot wait until the morning stands alone: it is never folded away.
    """
    found: dict[object, list[TodayLine]] = {}
    for at, line in enumerate(lines):
        found.setdefault(line.resident if line.resident and not line.tonight else at, []).append(line)
    return [Group(tuple(together)) for together in found.values()]


def to_do(shown: ShownDay) -> list[TodayLine]:
    """Return what there is to do: first what cannot wait until the morning, then the latest."""
    lines = [line for part, content in shown.parts() for line in part.lines(shown.day, content)]
    return sorted(lines, key=lambda line: (*urgency(line.tonight, line.state, line.on), line.who, line.what))


def counts(lines: Collection[TodayLine]) -> str:
    """Say how many lines are late, for today and ahead."""
    late, now, ahead = (sum(line.state == state for line in lines) for state in (LATE, TODAY, SOON))
    words = [
        ngettext("{n} late", "{n} late", late).format(n=late) if late else "",
        ngettext("{n} for today", "{n} for today", now).format(n=now) if now else "",
        ngettext("{n} soon", "{n} soon", ahead).format(n=ahead) if ahead else "",
    ]
    return ", ".join(part for part in words if part)
