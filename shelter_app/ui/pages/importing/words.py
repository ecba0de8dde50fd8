"""What the page calls the fields of a register, its sheets, and what an import makes."""

from __future__ import annotations

from shelter_app.i18n import N_, _

FIELDS = {
    "number": N_("row number"),
    "code": N_("code name"),
    "name": N_("name"),
    "first_name": N_("first name"),
    "cnp": N_("personal code (CNP)"),
    "born": N_("date of birth"),
    "sex": N_("sex"),
    "citizenship": N_("citizenship"),
    "county": N_("home county"),
    "entry": N_("admission date"),
    "exit": N_("exit date"),
    "bed": N_("room and bed"),
    "room": N_("room"),
    "bed_number": N_("bed"),
    "source": N_("referred by"),
    "exploitation": N_("form of exploitation"),
    "case_manager": N_("case manager"),
    "destination": N_("exit destination or reason"),
    "notes": N_("notes"),
    "date": N_("day"),
    "time": N_("hour"),
    "minutes": N_("duration in minutes"),
    "kind": N_("kind of session"),
    "counsellor": N_("counsellor"),
    "present": N_("attendance"),
    "note": N_("note"),
    "service": N_("service"),
    "quantity": N_("quantity"),
    "value": N_("value in lei"),
    "funder": N_("donor"),
    "domain": N_("domain"),
    "goal": N_("goal"),
    "target": N_("deadline"),
    "status": N_("status"),
    "household": N_("household"),
    "shelter": N_("shelter"),
}
SHEETS = {
    "residents": N_("residents and stays"),
    "sessions": N_("sessions"),
    "services": N_("services"),
    "goals": N_("goals"),
    "stays": N_("stays"),
    "": N_("not recognised"),
}
MADE = {
    "residents": N_("New residents"),
    "stays": N_("New stays"),
    "bed_periods": N_("New periods in a bed"),
    "sessions": N_("New sessions"),
    "services": N_("New services"),
    "goals": N_("New goals"),
}


def field_word(field: str) -> str:
    """Return what a field is called; an empty one is taken in as nothing."""
    return _(FIELDS[field]) if field else _("not imported")
