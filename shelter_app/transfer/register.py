"""Profile ``ro-register``: from placed sheets to plain entries and problems, as a careful clerk reads.

Nothing here knows a store. What the store already holds comes in as ``Known``; what comes out is plain
entries, in file order, each with its place in the workbook.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from shelter_app.domain import cnp as personal_code
from shelter_app.domain.clock import is_skipped
from shelter_app.domain.names import fold
from shelter_app.domain.periods import overlaps
from shelter_app.transfer import layout, values
from shelter_app.transfer.code_matching import match_code
from shelter_app.transfer.problems import ERROR, WARNING
from shelter_app.transfer.register_rows import (
    GoalEntry,
    Reading,
    ServiceEntry,
    SessionEntry,
    SheetCount,
    StayEntry,
    StoreContents,
    StoredStay,
    normal_code,
)
from shelter_app.transfer.rows import (
    SourceRow,
    born,
    days,
    first_day,
    last_day,
    need_born_before,
    placed_sheets,
    source_rows,
)
from shelter_app.transfer.sheet import Sheet
from shelter_app.transfer.told_stays import ToldStays
from shelter_app.transfer.values import Birth

Progress = Callable[[int, int], None]


class _Clerk:
    def __init__(self, today: date, known: StoreContents) -> None:
        self.today = today
        self.known = known
        self.reading = Reading()
        self.stays = ToldStays(known, self.reading)
        self.beds: dict[tuple[str, str], list[StoredStay]] = defaultdict(list)
        self.beds.update({bed: list(held) for bed, held in known.beds.items()})
        self.seen_people: dict[tuple[str, str], str] = {}
        self.refused: set[str] = set()

    # -- residents --------------------------------------------------------------------------------

    def stay(self, row: SourceRow) -> None:
        code = normal_code(row.cell("code"))
        if not code:
            row.add_problem("code", "missing_value", WARNING)
            code = self._stand_in(row)
        self.refused.add(code)
        entry = first_day(row, self.today)
        left = last_day(row, self.today)
        if entry is None:
            return
        if left is not None and left < entry:
            row.add_problem("exit", "exit_before_entry", ERROR)
            return
        born_on = born(row, self.today)
        need_born_before(row, born_on, entry)
        if not row.stands:
            return
        bed = self._bed(row)
        code = self.stays.spelled(row, code, entry)
        if not row.stands or self.stays.repeats(row, code, entry, left, lambda: self._destination(row, left)):
            return
        if bed is not None and any(overlaps(entry, left, h.start, h.end) for h in self.beds[bed]):
            row.add_problem("bed" if "bed" in row.placed.columns else "room", "bed_taken", ERROR)
            return
        self.stays.add(self._person(row, code, entry, left, bed, born_on))
        if bed is not None:
            self.beds[bed].append(StoredStay(entry, left))

    def _stand_in(self, row: SourceRow) -> str:
        """Return what stands for a missing code: a keyed hash of who the row says it is."""
        who = (fold(values.text(row.cell(n))) for n in ("name", "first_name", "born"))
        said = "|".join(who)
        if not said.strip("|"):
            said = f"{row.at.sheet}|{row.at.row}"
        return f"#{hmac.new(self.known.secret, said.encode(), hashlib.sha256).hexdigest()[:16]}"

    def _bed(self, row: SourceRow) -> tuple[str, str] | None:
        if "bed_number" in row.placed.columns:
            room = "room" if "room" in row.placed.columns else "bed"
            parts = (values.text(row.cell(room)), values.text(row.cell("bed_number")))
            return row.read("bed_number", lambda _cell: values.bed(" / ".join(parts)) if all(parts) else None)  # type: ignore[no-any-return]
        return row.read("bed", values.bed)  # type: ignore[no-any-return]

    def _person(
        self,
        row: SourceRow,
        code: str,
        entry: date,
        left: date | None,
        bed: tuple[str, str] | None,
        birth: Birth,
    ) -> StayEntry:
        name = self._name(row)
        sex, _sex_text = row.means("sex", "sex", "sex", blank_is_said=True)
        digits, said = self._cnp(row)
        if said is not None:
            if birth.year is None and said.birth is not None:
                birth = Birth(said.birth, said.birth.year, "DAY")
            if (sex and said.sex and sex != said.sex) or (birth.on and said.birth and birth.on != said.birth):
                row.add_problem("cnp", "cnp_mismatch", WARNING)
            sex = sex or said.sex
        citizenship, citizenship_text = row.means("citizenship", "citizenship", "")
        county, _county_text = row.means("county", "county", "county")
        source, _source_text = row.means("source", "source", "referral_source")
        exploitation, exploitation_text = row.means("exploitation", "exploitation", "exploitation_form")
        destination, reason, destination_text = self._destination(row, left)
        self._likely_same(row, code, name, birth)
        return StayEntry(
            at=row.at,
            code=code,
            name=name,
            cnp=digits,
            birth=birth,
            sex=sex,
            citizenship=citizenship or citizenship_text,
            county=county,
            entry=entry,
            exit=left,
            bed=bed,
            source=source,
            exploitation=exploitation,
            exploitation_text="" if exploitation else exploitation_text,
            case_manager=row.text("case_manager"),
            destination=destination,
            exit_reason=reason,
            destination_text=destination_text,
            notes=row.text("notes"),
            kept=tuple(row.kept),
        )

    def _name(self, row: SourceRow) -> str:
        name = " ".join(part for part in (row.text("name"), row.text("first_name")) if part)
        if not name:
            row.add_problem("name", "missing_value", WARNING)
        return name

    def _cnp(self, row: SourceRow) -> tuple[str, personal_code.Cnp | None]:
        digits = row.text("cnp").replace(" ", "")
        if not digits or fold(digits) in ("fara", "nu are"):
            return "", None
        try:
            return digits, personal_code.read_cnp(digits)
        except ValueError:
            row.add_problem("cnp", "cnp_checksum", WARNING)
            return digits, None

    def _destination(self, row: SourceRow, left: date | None) -> tuple[str | None, str | None, str]:
        if left is None:
            return None, None, ""
        destination, said = row.means("destination", "destination", "exit_destination")
        reason = exit_reason(destination, said)
        return destination or "UNKNOWN", reason, "" if destination else said

    def _likely_same(self, row: SourceRow, code: str, name: str, born: Birth) -> None:
        if not name or born.on is None:
            return
        key = (" ".join(sorted(fold(name).split())), born.on.isoformat())
        other = self.seen_people.setdefault(key, code)
        if other != code:
            row.add_problem("name", "possible_duplicate", WARNING)

    # -- what hangs on a resident ---------------------------------------------------------------------

    def _code_of(self, row: SourceRow) -> str | None:
        code = normal_code(row.cell("code"))
        if not code:
            row.add_problem("code", "missing_value", ERROR)
            return None
        if self.stays.has(code):  # known, or accepted above
            return code
        alike = self.stays.alike(code)
        if len(alike) != 1 or code in self.refused:
            row.add_problem("code", "unknown_code", ERROR)
            return None
        return alike[0]

    def _past_day(self, row: SourceRow) -> date | None:
        day: date | None = row.read("date", days(row, "date", self.today), severity=ERROR)
        if day is None and row.stands:
            row.add_problem("date", "missing_value", ERROR)
        return day

    def session(self, row: SourceRow) -> None:
        code, day = self._code_of(row), self._past_day(row)
        if code is None or day is None:
            return
        clock = row.read("time", values.clock)
        if clock is not None and is_skipped(day, clock.hour, clock.minute):
            row.add_problem("time", "skipped_time", WARNING)
            clock = None
        minutes = row.read("minutes", values.minutes)
        kind, kind_text = row.means("kind", "session_kind", "session_type")
        if "present" in row.placed.columns:
            status, said = row.means("present", "present", "attendance", blank_is_said=True)
            status = status or "PLANNED"
        else:
            status, said = "ATTENDED", ""
        if day > self.today:
            # What is still to come can be planned or called off; it cannot have been held.
            row.add_problem("date", "future_date", ERROR if said and status in HELD_OR_MISSED else WARNING)
            if not row.stands:
                return
            status = status if status.startswith("CANCEL") else "PLANNED"
        self.reading.sessions.append(
            SessionEntry(
                at=row.at,
                code=code,
                day=day,
                clock=clock,
                minutes=minutes,
                kind=kind or "IND_COUNSEL",
                kind_text="" if kind else kind_text,
                counsellor=row.text("counsellor"),
                status=status,
                note="\n".join(part for part in (row.text("note"), *row.kept) if part),
            )
        )

    def service(self, row: SourceRow) -> None:
        code = self._code_of(row)
        day = self._past_day(row)
        if values.is_blank(row.cell("service")):
            row.add_problem("service", "missing_value", ERROR)
        if code is None or day is None or not row.stands:
            return
        if day > self.today:
            row.add_problem("date", "future_date", ERROR)
            return
        service, said = row.means("service", "service", "service")
        quantity = row.read("quantity", values.number)
        if quantity is not None and not 0 < quantity < 1_000_000:
            row.add_problem("quantity", "unknown_value", WARNING)
            quantity = None
        self.reading.services.append(
            ServiceEntry(
                at=row.at,
                code=code,
                day=day,
                service=service or "OTHER",
                service_text=said if service != match_code("", "service", said) else "",
                quantity_hundredths=100 if quantity is None else max(1, int(quantity * 100)),
                value_bani=row.read("value", values.bani),
                funder=row.text("funder"),
            )
        )

    def goal(self, row: SourceRow) -> None:
        code = self._code_of(row)
        statement = row.text("goal")
        if not statement:
            row.add_problem("goal", "missing_value", ERROR)
        if code is None or not row.stands:
            return
        domain, domain_text = row.means("domain", "domain", "needs_domain", blank_is_said=True)
        status, _said = row.means("status", "goal_status", "goal_status", blank_is_said=True)
        self.reading.goals.append(
            GoalEntry(
                at=row.at,
                code=code,
                domain=domain or "BASIC",
                domain_text="" if domain else domain_text,
                statement=statement,
                target=row.read("target", days(row, "target", self.today)),
                status=status or "NOT_STARTED",
            )
        )


def exit_reason(destination: str | None, said: str) -> str:
    """Return the reason of an exit that its destination, or the words for it, tell; else ``OTHER``."""
    by_words = match_code("exit_reason_of_words", "", said) if said else None
    table = values.words()["exit_reason_of_destination"]
    assert isinstance(table, dict)
    return by_words or str(table.get(destination or "") or "OTHER")


HELD_OR_MISSED = ("ATTENDED", "LATE_SHORT", "NO_SHOW")
JUDGES = {"residents": "stay", "sessions": "session", "services": "service", "goals": "goal"}
ORDER = ("residents", "sessions", "services", "goals")


def read_register(
    sheets: list[Sheet], *, today: date, known: StoreContents | None = None, progress: Progress | None = None
) -> Reading:
    """Return what a register says, judged row by row in file order, residents before what hangs on them.

    Parameters
    ----------
    today
        The last day that can have happened; an open stay goes on.
    known
        What the store holds already, so that beds and people of earlier imports count.
    """
    clerk = _Clerk(today, known or StoreContents())
    reading = clerk.reading
    found = placed_sheets(sheets, layout.REGISTER, reading)
    total, done = sum(len(p.sheet.rows) for p in found), 0
    counts = {id(p): SheetCount(p.sheet.name) for p in found}
    for placed in sorted(found, key=lambda p: ORDER.index(p.kind)):
        _judge(clerk, placed, counts[id(placed)])
        done += len(placed.sheet.rows)
        if progress is not None:
            progress(done, total)
    reading.sheets += [counts[id(p)] for p in found]
    return reading


def _judge(clerk: _Clerk, placed: layout.Placed, count: SheetCount) -> None:
    judge = getattr(clerk, JUDGES[placed.kind])
    for row in source_rows(placed, clerk.reading, count):
        judge(row)
