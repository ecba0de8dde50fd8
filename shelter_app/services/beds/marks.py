"""The marks of a roll call: one person's, all who are left, and both taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from shelter_app.db.models.presence import Presence
from shelter_app.db.models.stays import Absence, Stay
from shelter_app.domain import presence
from shelter_app.domain.clock import local_day, local_moment
from shelter_app.domain.errors import Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import stay_of
from shelter_app.services.acting import Act, UnitOfWork, act
from shelter_app.services.beds.presence import evening_of
from shelter_app.services.undo import need_fresh_change, nothing_to_undo


@dataclass(frozen=True, slots=True)
class AbsenceBefore:
    """What a mark did to an absence: what it was before (None: the mark began it), and its version since.

    ``version`` is 0 where the mark took the absence away, because it had begun in the same second.
    """

    absence: str
    version: int
    kind: str | None = None
    from_at: datetime | None = None
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MarkBefore:
    """How an evening stood for a resident before a mark: the earlier mark (None: none) and what became of an absence."""

    stay: str
    day: date
    mark: str | None
    marked_at: datetime | None
    on_paper: bool
    absence: AbsenceBefore | None


@act("beds.mark", told=N_("marked somebody in the roll call"))
class MarkPresence(Act[MarkBefore]):
    """Mark a resident in an evening's roll call: present, absent or excused; marked again, the last mark holds.

    A mark of tonight also says that the person is away or back; one of a past evening, entered from paper, only
    says what was found. Returns how it stood before, with which ``UndoMarks`` takes it back.
    """

    stay: str
    day: date
    mark: str
    on_paper: bool = False

    def apply(self, uow: UnitOfWork) -> MarkBefore:
        """Write the mark; raises Refused for a day that has not come or lies outside the stay."""
        stay = stay_of(uow, self.stay)
        _need_evening(uow, self.day)
        return _mark(uow, stay, self.day, self.mark, self.on_paper)


@act("beds.mark_rest", told=N_("marked everyone remaining in the roll call as present"))
class MarkRestPresent(Act[tuple[MarkBefore, ...]]):
    """Mark as present, of these stays, all that carry no mark on the evening; returns how each stood before."""

    stays: tuple[str, ...]
    day: date
    on_paper: bool = False

    def apply(self, uow: UnitOfWork) -> tuple[MarkBefore, ...]:
        """Write the marks; who was marked meanwhile keeps that mark; raises Refused as ``MarkPresence`` does."""
        _need_evening(uow, self.day)
        found = [stay_of(uow, one) for one in self.stays]
        marked = set(
            uow.session.scalars(
                select(Presence.stay_id).where(Presence.stay_id.in_(self.stays), Presence.day == self.day)
            )
        )
        return tuple(
            _mark(uow, stay, self.day, presence.PRESENT, self.on_paper)
            for stay in found
            if stay.id not in marked
        )


@act("beds.undo_marks", told=N_("undid roll call marks"))
class UndoMarks(Act[None]):
    """Take marks of a roll call back, with what they said of an absence."""

    marks: tuple[MarkBefore, ...]

    def apply(self, uow: UnitOfWork) -> None:
        """Only one's own, a few minutes old; raises Refused where something changed since, and takes none back then."""
        if not self.marks:
            raise nothing_to_undo()
        for one in self.marks:
            stay_of(uow, one.stay)
            row = _marked(uow, one.stay, one.day)
            if row is None:
                raise nothing_to_undo()
            need_fresh_change(uow, row)
            if one.mark is None or one.marked_at is None:
                uow.session.delete(row)
            else:
                row.mark, row.marked_at, row.on_paper = one.mark, one.marked_at, one.on_paper
            if one.absence is not None:
                _restore(uow, one.stay, one.absence)


def _need_evening(uow: UnitOfWork, day: date) -> None:
    if day > evening_of(uow):
        raise Refused("future", _("This day is in the future. Check the day."), ("day",))


def _marked(uow: UnitOfWork, stay: str, day: date) -> Presence | None:
    return uow.session.scalars(select(Presence).where(Presence.stay_id == stay, Presence.day == day)).first()


def _mark(uow: UnitOfWork, stay: Stay, day: date, mark: str, on_paper: bool) -> MarkBefore:
    row = _marked(uow, stay.id, day)
    was, was_at, was_on_paper = (
        (None, None, False) if row is None else (row.mark, row.marked_at, row.on_paper)
    )
    if row is None:
        row = uow.add(Presence(stay_id=stay.id, day=day, mark=mark, marked_at=uow.now, on_paper=False))
    row.mark, row.marked_at, row.on_paper = mark, uow.now, on_paper
    uow.session.flush()
    absence = None
    if day == evening_of(uow) and stay.ended_at is None and not on_paper:
        absence = _leave_or_return(uow, stay, mark)
    return MarkBefore(stay.id, day, was, was_at, was_on_paper, absence)


def _leave_or_return(uow: UnitOfWork, stay: Stay, mark: str) -> AbsenceBefore | None:
    """Let an absence begin, end or change as the mark says; returns what it was, None where nothing changed."""
    away = _away_now(uow, stay.id)
    if away is None:
        if mark == presence.PRESENT or uow.now <= stay.admitted_at:
            return None
        kind, back = _told_by(uow, mark)
        today = local_day(uow.now)
        away = uow.add(Absence(stay_id=stay.id, kind=kind, from_at=uow.now, from_on=today, expected_at=back))
        uow.session.flush()
        return AbsenceBefore(away.id, away.version)
    was = (away.kind, away.from_at, away.expected_at)
    if mark == presence.PRESENT:
        if away.from_at >= uow.now:
            uow.session.delete(away)
            return AbsenceBefore(away.id, 0, *was)
        away.to_at, away.to_on = uow.now, local_day(uow.now)
    elif presence.expected_mark(away.kind) != mark and away.kind != "MISSING":
        kind, back = _told_by(uow, mark)
        if back is None and away.expected_at is not None and away.expected_at <= uow.now:
            back = away.expected_at  # the hour that was agreed stays: since then she is missing
        away.kind, away.expected_at = kind, back
    else:
        return None
    uow.session.flush()
    return AbsenceBefore(away.id, away.version, *was)


def _away_now(uow: UnitOfWork, stay: str) -> Absence | None:
    return uow.session.scalars(
        select(Absence).where(
            Absence.stay_id == stay,
            Absence.from_at <= uow.now,
            or_(Absence.to_at.is_(None), Absence.to_at > uow.now),
        )
    ).first()


def _told_by(uow: UnitOfWork, mark: str) -> tuple[str, datetime | None]:
    """Return the kind of absence that a mark begins, and the hour at which it is expected to end."""
    if mark == presence.EXCUSED:
        return "LEAVE_NIGHT", local_moment(evening_of(uow) + timedelta(days=1), presence.BACK_BY)
    return "UNAUTHORISED", None


def _restore(uow: UnitOfWork, stay: str, was: AbsenceBefore) -> None:
    if was.version == 0 and was.kind is not None and was.from_at is not None:
        if _away_now(uow, stay) is not None:
            raise nothing_to_undo()
        uow.add(
            Absence(
                stay_id=stay,
                kind=was.kind,
                from_at=was.from_at,
                from_on=local_day(was.from_at),
                expected_at=was.expected_at,
            )
        )
        return
    away = uow.change(Absence, was.absence, was.version)
    if away.stay_id != stay:
        raise nothing_to_undo()
    if was.kind is None:
        uow.session.delete(away)
        return
    need_fresh_change(uow, away)
    later = select(Absence.id).where(
        Absence.stay_id == stay, Absence.id != away.id, Absence.from_at >= away.from_at
    )
    if uow.session.scalar(later.limit(1)) is not None:
        raise nothing_to_undo()
    away.kind, away.expected_at, away.to_at, away.to_on = was.kind, was.expected_at, None, None
