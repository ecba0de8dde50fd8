"""Counselling: sessions as facts in the core, notes sealed for those who were granted the case."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import Erasure, Record, coded, erased, refers
from shelter_app.i18n import N_


class Session(Record):
    """A planned or held session; a group session is one session with several attendances."""

    __tablename__ = "session"
    LABEL = N_("session")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("counsellor_id IS NOT NULL OR counsellor_name IS NOT NULL", name="counsellor"),
        # Covers what figures count, so that a year's sessions are read in order from the index alone.
        Index("ix_session_counted", "planned_on", "id", "shelter_id", "status", "kind", "counsellor_id"),
    )

    shelter_id: Mapped[str] = refers("shelter.id")
    kind: Mapped[str] = coded("session_type")
    planned_at: Mapped[datetime | None]
    planned_on: Mapped[date]
    minutes: Mapped[int | None]
    counsellor_id: Mapped[str | None] = refers("account.id", nullable=True)
    counsellor_name: Mapped[str | None] = erased("keep")
    mode: Mapped[str | None] = coded("mode", nullable=True)
    language: Mapped[str | None] = erased("keep")
    interpreter: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = coded("attendance")
    held_at: Mapped[datetime | None]


class SessionAttendance(Record):
    """One resident at one session."""

    __tablename__ = "session_attendance"
    LABEL = N_("attendance at a session")
    ERASURE, EXPORTED = Erasure.KEEP, True
    __table_args__ = (
        UniqueConstraint("session_id", "resident_id"),
        Index("ix_session_attendance_counted", "session_id", "status", "resident_id", "id"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes"),
    )

    session_id: Mapped[str] = refers("session.id", index=False)
    resident_id: Mapped[str] = refers("resident.id")
    stay_id: Mapped[str | None] = refers("stay.id", nullable=True)
    status: Mapped[str] = coded("attendance")
    minutes: Mapped[int | None]


class SessionNote(Record):
    """A note on one resident; sealed; frozen once signed.

    ``text_hash`` is SHA-256 of the sealed body as stored, ``signature`` the author's Ed25519
    signature over it, so that neither tells anything about the text.
    """

    __tablename__ = "session_note"
    LABEL = N_("note of a session")
    ERASURE, EXPORTED = Erasure.BLUR, True
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (text_hash IS NULL)", name="signed"),
        CheckConstraint("author_id IS NOT NULL OR written_author IS NOT NULL", name="author"),
    )

    session_id: Mapped[str] = refers("session.id")
    resident_id: Mapped[str] = refers("resident.id")
    format: Mapped[str] = coded("note_format")
    note_class: Mapped[str] = coded("note_class")
    body: Mapped[bytes] = mapped_column(info={"sealed": "COUNSEL", "erase": "remove"})
    author_id: Mapped[str | None] = refers("account.id", nullable=True)
    written_author: Mapped[str | None] = erased("keep")
    signed_at: Mapped[datetime | None]
    text_hash: Mapped[str | None] = erased("remove")
    signature: Mapped[bytes | None] = erased("remove")


class NoteAddendum(Record):
    """Later words on a signed note; itself signed at once and never changed."""

    __tablename__ = "note_addendum"
    LABEL = N_("addendum to a note")
    ERASURE, EXPORTED = Erasure.BLUR, True

    note_id: Mapped[str] = refers("session_note.id")
    body: Mapped[bytes] = mapped_column(info={"sealed": "COUNSEL", "erase": "remove"})
    author_id: Mapped[str] = refers("account.id")
    signed_at: Mapped[datetime]
    text_hash: Mapped[str] = erased("remove")
    signature: Mapped[bytes] = erased("remove")
