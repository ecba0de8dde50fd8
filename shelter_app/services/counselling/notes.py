"""Acts on session notes: write, change while unsigned, sign, add to.

A note is sealed before it reaches the database: to the case's counselling key; a lawyer-client note to the
case's legal key; private process notes to their author's own key. Signing freezes it: the author's signature
over the hash of the sealed text, kept by triggers.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from shelter_app.db.models import new_id
from shelter_app.db.models.counselling import NoteAddendum, Session, SessionAttendance, SessionNote
from shelter_app.db.models.trust import Account, VaultGrant
from shelter_app.db.vault import Compartment, SealedPlace, grants
from shelter_app.domain import roles
from shelter_app.domain.errors import NotAllowed, Refused
from shelter_app.i18n import N_, _
from shelter_app.services.access import need_code, need_resident
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act

LEGAL_PRIV = "LEGAL_PRIV"
PROCESS = "PROCESS"


def compartment_of(note_class: str, resident_id: str, author_id: str | None) -> Compartment:
    """Return the compartment that a note of this class belongs to."""
    if note_class == PROCESS and author_id is not None:
        return Compartment("PROCESS", author_id)
    if note_class == LEGAL_PRIV:
        return Compartment("LEGAL", resident_id)
    return Compartment("COUNSEL", resident_id)


def note_place(note: SessionNote) -> SealedPlace:
    """Return the place that a note's body is sealed for."""
    compartment = compartment_of(note.note_class, note.resident_id, note.author_id)
    return SealedPlace("session_note", "body", note.id, compartment)


def addendum_place(note: SessionNote, addendum_id: str) -> SealedPlace:
    """Return the place that an addendum's body is sealed for: the compartment of its note."""
    return SealedPlace("note_addendum", "body", addendum_id, note_place(note).compartment)


def refresh_keys(context: ReadContext, compartment: Compartment) -> bool:
    """Say whether the account may open the compartment now, learning a grant given since it signed in."""
    live = context.session.scalar(
        select(VaultGrant.id)
        .where(
            VaultGrant.case_id == compartment.case_id,
            VaultGrant.compartment == compartment.kind,
            VaultGrant.holder == context.actor.account_id,
            VaultGrant.revoked_at.is_(None),
        )
        .limit(1)
    )
    if (live is not None) != context.vault.holds(compartment):
        grants.learn(context.session, context.vault)
    return live is not None and context.vault.holds(compartment)


def seal_hash(sealed: bytes) -> str:
    """Return the hash of a sealed text, which tells nothing about the text."""
    return hashlib.sha256(sealed).hexdigest()


def _need_text(text: str) -> str:
    if not text.strip():
        raise Refused("text_needed", _("Write the note first."), ("text",))
    return text


def _own_open_note(uow: UnitOfWork, note_id: str, version: int) -> SessionNote:
    note = uow.change(SessionNote, note_id, version)
    if note.author_id != uow.actor.account_id:
        raise NotAllowed("not_author", _("Only the author can change or sign a note."))
    if note.signed_at is not None:
        raise Refused("note_signed", _("A signed note cannot be changed. Write an addendum instead."))
    uow.audit_subject(note, case_id=note.resident_id)
    return note


def _rewrite(uow: UnitOfWork, note: SessionNote, text: str, format_code: str | None) -> None:
    need_code(uow, "note_format", format_code, "format")
    note.body = uow.vault.seal(note_place(note), _need_text(text))
    note.format = format_code or note.format


def _sign(uow: UnitOfWork, note: SessionNote) -> None:
    note.text_hash = seal_hash(note.body)
    note.signature = uow.vault.sign(note.text_hash.encode())
    note.signed_at = uow.now


@act("counselling.write_note", told=N_("wrote a note"))
class WriteNote(Act[str]):
    """Write a note on one resident at a session, as a draft that only its author changes; returns its id."""

    session: str
    resident: str
    format: str
    note_class: str = "PROGRESS"
    text: str
    signed: bool = False

    def apply(self, uow: UnitOfWork) -> str:
        """Seal the text; the case's key is made on first use; ``signed`` signs it in the same breath."""
        resident = need_resident(uow, self.resident)
        need_code(uow, "note_format", self.format, "format")
        need_code(uow, "note_class", self.note_class, "note_class")
        text = _need_text(self.text)
        if not roles.may_write(uow.roles, self.note_class):
            raise NotAllowed("note_class", _("Your role does not allow notes of this kind."))
        session = uow.find(Session, self.session)
        took_part = select(SessionAttendance.id).where(
            SessionAttendance.session_id == session.id, SessionAttendance.resident_id == resident.id
        )
        if uow.session.scalar(took_part) is None:
            raise Refused("not_in_session", _("This person is not part of the session."), ("resident",))
        note = SessionNote(
            id=new_id(),
            session_id=session.id,
            resident_id=resident.id,
            format=self.format,
            note_class=self.note_class,
            author_id=uow.actor.account_id,
        )
        place = note_place(note)
        refresh_keys(uow, place.compartment)
        grants.ensure_case_key(
            uow.session,
            uow.vault,
            place.compartment,
            actor_id=uow.actor.account_id,
            now=uow.now,
            reason="note",
        )
        note.body = uow.vault.seal(place, text)
        if self.signed:
            _sign(uow, note)
        uow.add(note)
        uow.audit_subject(note, case_id=resident.id)
        return note.id


@act("counselling.change_note", told=N_("changed a note"))
class ChangeNote(Act[None]):
    """Change the text of an unsigned note, and its format where one is given."""

    note: str
    version: int
    text: str
    format: str | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Refuse anybody but the author, and a signed note."""
        note = _own_open_note(uow, self.note, self.version)
        _rewrite(uow, note, self.text, self.format)


@act("counselling.sign_note", told=N_("signed a note"))
class SignNote(Act[None]):
    """Sign a note, with its last ``text`` where one is given: from now on it never changes."""

    note: str
    version: int
    text: str | None = None
    format: str | None = None

    def apply(self, uow: UnitOfWork) -> None:
        """Sign the hash of the sealed text with the author's own key."""
        note = _own_open_note(uow, self.note, self.version)
        if self.text is not None:
            _rewrite(uow, note, self.text, self.format)
        _sign(uow, note)


@act("counselling.add_addendum", told=N_("added an addendum to a note"))
class AddAddendum(Act[str]):
    """Add later words to a signed note; they are signed at once and never change; returns its id."""

    note: str
    text: str

    def apply(self, uow: UnitOfWork) -> str:
        """Refuse an unsigned note, and whoever holds no key to it."""
        note = uow.find(SessionNote, self.note)
        need_resident(uow, note.resident_id)
        text = _need_text(self.text)
        if note.signed_at is None:
            raise Refused("note_not_signed", _("Sign the note before you add to it."))
        account = uow.find(Account, uow.actor.account_id)
        addendum = NoteAddendum(id=new_id(), note_id=note.id, author_id=account.id, signed_at=uow.now)
        addendum.body = uow.vault.seal(addendum_place(note, addendum.id), text)
        addendum.text_hash = seal_hash(addendum.body)
        addendum.signature = uow.vault.sign(addendum.text_hash.encode())
        uow.add(addendum)
        uow.audit_subject(note, case_id=note.resident_id)
        return addendum.id
