"""The day's work in order, and how much of it there is in words."""

from __future__ import annotations

from shelter_app.domain.today import LATE, SOON, TODAY, urgency
from shelter_app.i18n import ngettext
from shelter_app.ui.features.today.part import TodayLine
from shelter_app.ui.pages.today.queries import ShownDay


def to_do(shown: ShownDay) -> list[TodayLine]:
    """Return what there is to do: first what cannot wait until the morning, then the latest."""
    lines = [line for part, content in shown.parts() for line in part.lines(shown.day, content)]
    return sorted(lines, key=lambda line: (*urgency(line.tonight, line.state, line.on), line.who, line.what))


def counts(lines: list[TodayLine]) -> str:
    """Say how many lines are late, for today and ahead."""
    late, now, ahead = (sum(line.state == state for line in lines) for state in (LATE, TODAY, SOON))
    words = [
        ngettext("{n} late", "{n} late", late).format(n=late) if late else "",
        ngettext("{n} for today", "{n} for today", now).format(n=now) if now else "",
        ngettext("{n} soon", "{n} soon", ahead).format(n=ahead) if ahead else "",
    ]
    return ", ".join(part for part in words if part)
