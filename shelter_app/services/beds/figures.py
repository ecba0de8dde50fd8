"""The sheets of figures: who was where at a minute, bed-nights and occupancy."""

from __future__ import annotations

from datetime import date, datetime

from shelter_app.domain.clock import LOCAL
from shelter_app.i18n import N_
from shelter_app.reports.dataset import PERCENT, Chart, Facts, Paragraph
from shelter_app.reports.sheet import Listing, Sheet
from shelter_app.reports.words import Words, coded, date_text, figure, literal, month, phrase
from shelter_app.services.acting import ReadContext
from shelter_app.services.beds.census import census_of
from shelter_app.services.beds.occupancy import OccupancyLine, occupancy_of
from shelter_app.services.lists.sheet_header import sheet_of

NIGHT_RULE = N_(
    "A night belongs to the day on which it begins: a person who arrives at 23:50 and "
    "leaves at 00:10 has one night; one who arrives and leaves on the same day has none. "
    "A night counts once it is over. Nights on leave with the bed kept count as used. "
    "Extra beds and beds out of service do not count as available."
)
NONE = literal("")


def census_sheet(context: ReadContext, at: datetime | None, shelter: str | None) -> Sheet:
    """Return who was where at a minute, with the counts."""
    found = census_of(context, at, shelter)
    local = found.at.astimezone(LOCAL)
    rows = tuple(
        (
            literal(row.shelter),
            phrase(N_("without a bed")) if row.bed is None else literal(f"{row.room} · {row.bed}"),
            literal(row.code) if row.resident_id else phrase(N_("occupied")),
            date_text(row.since),
            NONE if row.away is None else coded("absence_type", row.away),
        )
        for row in found.rows
    )
    columns = tuple(phrase(w) for w in (N_("Shelter"), N_("Place"), N_("Code name"), N_("Since"), N_("Away")))
    counts: list[tuple[str, float | None]] = [
        (N_("People in the shelter"), found.persons),
        (N_("Households"), found.households),
        (N_("Temporarily away"), found.away),
        (N_("Without a bed"), found.without_bed),
        (N_("Beds in use"), found.beds),
        (N_("Out of service"), found.out_of_service),
        (N_("Free beds"), found.free),
        (N_("Licensed capacity"), found.licensed),
        (N_("Over the licensed capacity"), found.over_capacity),
    ]
    facts = Facts(tuple((phrase(name), _figure(value)) for name, value in counts))
    moment = phrase(N_("{day}, {time}"), day=date_text(local.date()), time=literal(f"{local:%H:%M}"))
    return sheet_of(
        context,
        N_("Who was in the shelter"),
        (moment,),
        (facts, Listing(None, columns, (2, 3, 3, 3, 4), rows)),
    )


def occupancy_sheet(context: ReadContext, first: date, last: date, shelter: str | None) -> Sheet:
    """Return the bed-nights of a period by month, unit and room, with the rule that counts them."""
    found = occupancy_of(context, first, last, shelter)
    columns = tuple(
        phrase(w)
        for w in (N_("Bed-nights used"), N_("Available"), N_("Occupancy"), N_("Arrivals"), N_("Departures"))
    )
    months = (*((month(day), line) for day, line in found.months), (phrase(N_("Together")), found.whole))
    rooms = [(literal(room.shelter), literal(room.room), figure(room.nights)) for room in found.rooms]
    beds = [
        (literal(room.shelter), literal(room.room), literal(bed), figure(nights))
        for room in found.rooms
        for bed, nights in room.beds
    ]
    for name, value in ((N_("Without a bed"), found.without_bed), (N_("Together"), found.whole.used or 0)):
        rooms.append((phrase(name), NONE, figure(value)))
        beds.append((phrase(name), NONE, NONE, figure(value)))
    stays = Facts(
        (
            (phrase(N_("Average stay of those who left, in nights")), _figure(found.mean, 1)),
            (phrase(N_("Median stay of those who left, in nights")), _figure(found.median, 1)),
            (phrase(N_("Nights on leave with the bed kept")), _figure(found.held)),
        )
    )
    chart = Chart(
        "occupancy",
        phrase(N_("Occupancy by month")),
        (phrase(N_("Occupancy")),),
        tuple((month(day), (line.percent or 0,)) for day, line in found.months),
        PERCENT,
    )
    destinations = tuple(
        (coded("exit_destination", code), figure(n)) for code, n in found.destinations.items()
    )
    blocks: list[Listing | Facts | Paragraph | Chart] = [
        Listing(
            phrase(N_("By month")),
            (phrase(N_("Month")), *columns),
            (3, 2, 2, 2, 2, 2),
            tuple((name, *_cells(line)) for name, line in months),
            total=True,
        ),
        chart,
        Listing(
            phrase(N_("By unit")),
            (phrase(N_("Shelter")), *columns),
            (3, 2, 2, 2, 2, 2),
            tuple((literal(code), *_cells(line)) for code, line in found.shelters),
        ),
        stays,
    ]
    if destinations:
        head = (phrase(N_("Where they went")), phrase(N_("Departures")))
        blocks.append(Listing(phrase(N_("Departures by destination")), head, (6, 2), destinations))
    unit, room, bed, used = (phrase(w) for w in (N_("Shelter"), N_("Room"), N_("Bed"), N_("Bed-nights used")))
    blocks.append(Listing(phrase(N_("By room")), (unit, room, used), (3, 5, 2), tuple(rooms), total=True))
    blocks.append(
        Listing(phrase(N_("By bed")), (unit, room, bed, used), (3, 3, 2, 2), tuple(beds), total=True)
    )
    blocks.append(Paragraph(phrase(NIGHT_RULE)))
    return sheet_of(
        context,
        N_("Bed-nights and occupancy"),
        (phrase(N_("{first} to {last}"), first=date_text(first), last=date_text(last)),),
        tuple(blocks),
    )


def _cells(line: OccupancyLine) -> tuple[Words, ...]:
    return (
        _figure(line.used),
        _figure(line.available),
        phrase(N_("no data"))
        if line.percent is None
        else phrase(N_("{number}%"), number=figure(line.percent, 1)),
        _figure(line.arrivals),
        _figure(line.exits),
    )


def _figure(value: float | None, decimals: int = 0) -> Words:
    return phrase(N_("no data")) if value is None else figure(value, decimals)
