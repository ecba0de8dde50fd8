"""Writing a line of the shift handover, and withdrawing one's own."""

from __future__ import annotations

from shelter_app.domain import shifts
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _
from shelter_app.services.acting import Actor
from shelter_app.services.beds.presence import roll_call
from shelter_app.services.handover.acts import WithdrawHandover, WriteHandover
from shelter_app.services.handover.views import HandoverLine
from shelter_app.services.residents.head import head
from shelter_app.ui.features.today.part import Day
from shelter_app.ui.forms.offered_act import OfferedAct
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def write(day: Day) -> FormSpec | None:
    """Return the form of a line in the shelter one is in; None in no shelter, and for who writes none."""
    if not day.shelter or not day.access.may(WriteHandover.NAME):
        return None
    return FormSpec(
        WriteHandover,
        _("Write for the next shift"),
        _("Added to the shift handover."),
        (
            FieldSpec("text", _("What the next shift needs to know"), long=True),
            FieldSpec("resident", _("About whom"), asked=lambda: _people(day.actor, day.shelter)),
            FieldSpec("shift", _("Shift"), codes="shift", start=shifts.shift_at(day.now)),
        ),
        known={"shelter": day.shelter_id},
        note=_(
            "Everybody who works in the shelter can see this. Do not write here what was said in counselling."
        ),
        undo=lambda _act, line: WithdrawHandover(line=line),
        subject=lambda act, _line: _subject(act.shift, _code_of(day.actor, act.resident)),
    )


def withdraw(line: HandoverLine) -> OfferedAct:
    """Return the withdrawing of one's own line; taken back, it is written again."""
    return OfferedAct(
        _("Withdraw"),
        WithdrawHandover,
        {"line": line.id},
        _("Withdrawn from the shift handover."),
        lambda _result: WriteHandover(
            shelter=line.shelter_id, text=line.text, resident=line.resident_id, shift=line.shift
        ),
        subject=_subject(line.shift, line.resident_code),
    )


def _subject(shift: str | None, code: str) -> str:
    """Return of which shift a line is, and about whom."""
    return ", ".join(part for part in (code_label("shift", shift) if shift else "", code) if part)


def _code_of(actor: Actor, resident: str | None) -> str:
    return "" if resident is None else head(actor, resident).code


def _people(actor: Actor, shelter: str) -> Choices:
    """Return who is in the house, by code name and preferred name."""
    rows = roll_call(actor, shelter).rows
    return tuple((row.resident_id, f"{row.code} · {row.preferred_name or ''}".rstrip(" ·")) for row in rows)
