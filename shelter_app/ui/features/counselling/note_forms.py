"""The forms of notes on a resident's page: written, signed, added to."""

from __future__ import annotations

from shelter_app.domain.codes import label as code_label
from shelter_app.domain.sessions import PLANNED
from shelter_app.i18n import _, day
from shelter_app.services.counselling.notes import AddAddendum, SignNote, WriteNote
from shelter_app.services.counselling.views import NoteLine, SessionView
from shelter_app.ui.forms.spec import Choices, FieldSpec, FormSpec


def write(resident: str, sessions: tuple[SessionView, ...]) -> FormSpec | None:
    """Return the form of a note on one of a resident's sessions; None while none was held."""
    held = [s for s in sessions if s.status != PLANNED]
    if not held:
        return None
    choices = tuple(
        (s.id, _("{day} · {kind}").format(day=day(s.planned_on), kind=code_label("session_type", s.kind)))
        for s in held
    )
    return FormSpec(
        WriteNote,
        _("Write a note"),
        _("The note was saved as a draft. Sign it when it is complete."),
        (
            FieldSpec("session", _("Session"), choices=choices, start=choices[0][0]),
            FieldSpec("format", _("Format"), codes="note_format", start="SOAP"),
            FieldSpec("note_class", _("Kind of note"), codes="note_class", start="PROGRESS"),
            FieldSpec("text", _("Note"), long=True),
        ),
        known={"resident": resident},
    )


def _choices(lines: list[NoteLine]) -> Choices:
    return tuple(
        (n.id, _("{day} · {kind}").format(day=day(n.session_on), kind=code_label("note_class", n.note_class)))
        for n in lines
    )


def sign(notes: tuple[NoteLine, ...]) -> FormSpec | None:
    """Return the form that signs a note."""
    open_notes = [n for n in notes if n.signed_at is None and n.readable]
    if not open_notes:
        return None
    versions = {note.id: note.version for note in open_notes}
    return FormSpec(
        SignNote,
        _("Sign a note"),
        _("The note was signed."),
        (FieldSpec("note", _("Note"), choices=_choices(open_notes), start=open_notes[0].id),),
        final=_(
            "A signed note can no longer be changed or withdrawn. Anything further is written as an addendum."
        ),
        compose=lambda typed: {**typed, "version": versions[typed["note"]]},
        save=_("Sign"),
    )


def add_addendum(notes: tuple[NoteLine, ...]) -> FormSpec | None:
    """Return the form of later words on a signed note."""
    signed = [n for n in notes if n.signed_at is not None and n.readable]
    if not signed:
        return None
    return FormSpec(
        AddAddendum,
        _("Add an addendum to a signed note"),
        _("The addendum was signed."),
        (
            FieldSpec("note", _("Note"), choices=_choices(signed), start=signed[0].id),
            FieldSpec("text", _("Addendum"), long=True),
        ),
        final=_("The addendum is signed immediately and can no longer be changed."),
    )
