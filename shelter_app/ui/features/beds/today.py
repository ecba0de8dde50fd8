"""Beds on the page of the day: who has none tonight, who is not back, which requests wait, what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from shelter_app.domain import presence
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import LOCAL, local_day
from shelter_app.domain.codes import label
from shelter_app.domain.placement import EXTRA
from shelter_app.domain.referrals import ACCEPTED
from shelter_app.domain.today import LATE, SOON, TODAY, bed_ends_tonight
from shelter_app.i18n import N_, _, moment, ngettext
from shelter_app.i18n import day as day_words
from shelter_app.services.beds.away import AwayRow, away
from shelter_app.services.beds.reservations import HoldRow, reservations
from shelter_app.services.beds.rooms import DefectRow, my_defects
from shelter_app.services.beds.waiting import TonightRequests, asked_for_tonight
from shelter_app.services.house.views import BedBoard, beds_tonight
from shelter_app.ui.features.beds.missing import minor_not_back, missing_since
from shelter_app.ui.features.today.part import Day, Figure, TodayLine, TodayPart, dated

NOT_BACK = {
    presence.ESCALATED: N_("decide what to do"),
    presence.LATE: N_("not back"),
    presence.REPORTED: N_("missing (police told)"),
}
NAMED = 3  # free beds that are named below their figure
BACK_NAMED = HELD_NAMED = 2
ROLL_CALL = "beds.roll_call"


class BedsPart(TodayPart[BedBoard]):
    """How many beds are free, and who needs another bed tonight."""

    NAME = "beds"
    ORDER = 10
    NEEDS = "house.beds"
    OF_SHELTER = True

    def ask(self, day: Day) -> BedBoard:
        """Return the beds as they are now."""
        return beds_tonight(day.actor, day.shelter)

    def figures(self, day: Day, content: BedBoard) -> Iterator[Figure]:
        """Tell how many beds are free and how many have somebody."""
        free = [
            bed_name(room.name, bed.label)
            for room in content.rooms
            for bed in room.beds
            if bed.state == "FREE" and bed.kind != EXTRA
        ]
        named = ", ".join(free[:NAMED]) + (" …" if len(free) > NAMED else "")
        count = _("{n} of {all}").format(n=content.free, all=content.beds)
        yield Figure("free", _("Free beds"), count, named, "beds", free=content.free > 0)
        yield Figure(
            "inside", _("Sleeping here tonight"), str(content.occupied), content.shelter.name, "residents"
        )

    def lines(self, day: Day, content: BedBoard) -> Iterator[TodayLine]:
        """Tell who has no bed, and whose bed is somebody else's within a day."""
        if not day.access.may("beds.find"):
            return
        for row in content.without_bed:
            since = _("since {moment}").format(moment=moment(row.admitted_at.astimezone(LOCAL), "medium"))
            what = _("In the shelter without a bed")
            yield TodayLine(
                TODAY, _("tonight"), row.code, what, since, day.today, bed_for=row.resident_id, tonight=True
            )
        for room in content.rooms:
            for bed in room.beds:
                if bed.bed_until is None or not bed_ends_tonight(bed.bed_until, day.now):
                    continue
                yield TodayLine(
                    TODAY,
                    _("until {time}").format(time=f"{bed.bed_until.astimezone(LOCAL):%H:%M}"),
                    bed.resident_code or "",
                    _("The bed is then reserved for somebody else"),
                    bed_name(room.name, bed.label),
                    day.today,
                    bed_for=bed.resident_id or "",
                    tonight=True,
                )


class AwayPart(TodayPart[tuple[AwayRow, ...]]):
    """Who is away, and who should be back."""

    NAME = "away"
    ORDER = 20
    NEEDS = "beds.away"
    OF_SHELTER = True

    def ask(self, day: Day) -> tuple[AwayRow, ...]:
        """Return who is away now."""
        return away(day.actor, day.shelter)

    def figures(self, day: Day, content: tuple[AwayRow, ...]) -> Iterator[Figure]:
        """Tell how many are away, and who comes back today."""
        back = [
            _("{who} back at {time}").format(who=row.code, time=f"{row.expected_at.astimezone(LOCAL):%H:%M}")
            for row in content
            if row.state == presence.DUE_TODAY and row.expected_at is not None
        ]
        page = "rollcall" if day.access.may(ROLL_CALL) else "residents"
        yield Figure("out", _("Away now"), str(len(content)), " · ".join(back[:BACK_NAMED]), page)

    def lines(self, day: Day, content: tuple[AwayRow, ...]) -> Iterator[TodayLine]:
        """Tell who has not come back; who has no roll call comes to the resident's page."""
        calls = day.access.may(ROLL_CALL)
        for row in content:
            if row.state not in presence.NOT_BACK:
                continue
            what, beside = label("absence_type", row.kind), missing_since(row)
            if minor_not_back(row):
                what = f"{_('minor, not back')} · {what}"
            if row.state == presence.REPORTED:
                beside = _("told: {whom}").format(whom=row.reported_to or "")
            yield TodayLine(
                LATE,
                _(NOT_BACK[row.state]),
                row.code,
                what,
                beside,
                row.missed_at_roll_call or local_day(row.missed_at),
                page="rollcall" if calls else "",
                about=row.absence_id,
                resident=None if calls else row.resident_id,
                tonight=True,
            )


@dataclass(frozen=True)
class RequestsContent:
    """The requests for a bed, and the beds held for somebody; None for who is not told of those."""

    requests: TonightRequests
    held: tuple[HoldRow, ...] | None


class RequestsPart(TodayPart[RequestsContent]):
    """Which requests wait, and for whom a bed is asked tonight."""

    NAME = "requests"
    ORDER = 30
    NEEDS = "beds.asked_for_tonight"
    OF_SHELTER = True

    def ask(self, day: Day) -> RequestsContent:
        """Return the requests and the held beds."""
        held = reservations(day.actor, day.shelter) if day.access.may("beds.reservations") else None
        return RequestsContent(asked_for_tonight(day.actor, day.shelter), held)

    def figures(self, day: Day, content: RequestsContent) -> Iterator[Figure]:
        """Tell how many beds are held, and how many requests wait."""
        if content.held is None:
            return
        words = ", ".join(_reservation_text(row, day) for row in content.held[:HELD_NAMED])
        figure = f"{len(content.held)} · {content.requests.waiting}"
        yield Figure("coming", _("Reserved beds · requests"), figure, words, "waiting")

    def lines(self, day: Day, content: RequestsContent) -> Iterator[TodayLine]:
        """Tell of each request for tonight, with the beds that fit it or are held for it."""
        for row in content.requests.rows:
            fits = len(row.fitting)
            beside = ngettext("{n} suitable bed", "{n} suitable beds", fits).format(n=fits)
            if not fits:
                beside = _("no suitable bed")
            if row.held:
                beside = _("reserved: {beds}").format(beds=", ".join(bed for bed, _until in row.held))
            yield TodayLine(
                TODAY,
                _("tonight"),
                label("referral_source", row.source),
                _("Accepted, not arrived yet") if row.decision == ACCEPTED else _("Request for a place"),
                beside,
                local_day(row.received_at),
                page="waiting",
                about=row.referral_id,
                tonight=True,
            )


class DefectsPart(TodayPart[tuple[DefectRow, ...]]):
    """What the account itself is to mend, in all its shelters."""

    NAME = "defects"
    ORDER = 60
    NEEDS = "beds.my_defects"

    def ask(self, day: Day) -> tuple[DefectRow, ...]:
        """Return the account's own defects."""
        return my_defects(day.actor)

    def lines(self, day: Day, content: tuple[DefectRow, ...]) -> Iterator[TodayLine]:
        """Tell of each, with its day where it has one."""
        for row in content:
            where = row.room if row.bed is None else bed_name(row.room, row.bed)
            out = _("the bed is out of service") if row.bed_out else ""
            what = _("To repair: {what}").format(what=row.text)
            if row.due_on is not None:
                yield dated(
                    day.today, row.due_on, who=where, what=what, beside=out, page="rooms", about=row.id
                )
                continue
            since = _("since {day}").format(day=day_words(row.found_on, "medium"))
            beside = " · ".join(part for part in (since, out) if part)
            yield TodayLine(
                SOON, _("no deadline"), where, what, beside, day.today, page="rooms", about=row.id
            )


def _hour_of(at: datetime, today: date) -> str:
    """Say a local moment: by its hour where it is today's, with its day otherwise."""
    return f"{at:%H:%M}" if at.date() == today else moment(at, "medium")


def _reservation_text(row: HoldRow, day: Day) -> str:
    """Say of a held bed until when; of one that is held later, from when."""
    if row.from_at > day.now:
        begins = _hour_of(row.from_at.astimezone(LOCAL), day.today)
        return _("{bed} from {time}").format(bed=row.room_bed, time=begins)
    ends = _hour_of(row.lapses_at.astimezone(LOCAL), day.today)
    return _("{bed} until {time}").format(bed=row.room_bed, time=ends)


PARTS = (BedsPart(), AwayPart(), RequestsPart(), DefectsPart())
