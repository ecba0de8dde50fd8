"""Accounts, grants of keys, the audit trail, what came in and what went out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shelter_app.db.models.base import (
    Base,
    Erasure,
    Listed,
    Record,
    coded,
    coded_many,
    erased,
    only_one,
    ordered,
    refers,
    sealed,
)
from shelter_app.i18n import N_


class Account(Record):
    """A person who signs in; public keys count only with a director's signature over them.

    ``key_signature`` is Ed25519 by ``key_signed_by`` over id, box key and signing key.
    """

    __tablename__ = "account"
    LABEL = N_("account")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (
        UniqueConstraint("name"),
        ordered("active_from", "active_to", name="period", strictly=False),
    )

    name: Mapped[str]
    roles: Mapped[list[str]] = coded_many("account_role")
    shelters: Mapped[list[str] | None] = mapped_column(Listed)
    staff_role: Mapped[str | None] = coded("staff_role", nullable=True)
    active_from: Mapped[date]
    active_to: Mapped[date | None]
    suspended_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    pub_box: Mapped[bytes | None]
    pub_sign: Mapped[bytes | None]
    key_signature: Mapped[bytes | None]
    key_signed_by: Mapped[str | None]


class FormerName(Record):
    """What an account was called before: until a moment, under a name; what was done then is told under it."""

    __tablename__ = "former_name"
    LABEL = N_("former name of an account")
    ERASURE, EXPORTED = Erasure.NONE, True

    account_id: Mapped[str] = refers("account.id")
    name: Mapped[str]
    until_at: Mapped[datetime]


class VaultGrant(Record):
    """A compartment key sealed to one holder; ``holder`` is an account's id or ``recovery``.

    ``case_id`` is a resident's id, or the author's account id for process notes. ``custody`` marks a
    key held only until it is handed on (imported notes).
    """

    __tablename__ = "vault_grant"
    LABEL = N_("access to a case")
    ERASURE, EXPORTED = Erasure.REMOVE, False
    __table_args__ = (
        only_one(
            "uq_vault_grant_live", "case_id", "compartment", "epoch", "holder", where="revoked_at IS NULL"
        ),
        CheckConstraint("epoch >= 1", name="epoch"),
        Index("ix_vault_grant_holder", "holder"),
    )

    case_id: Mapped[str]
    compartment: Mapped[str] = coded("compartment")
    epoch: Mapped[int]
    holder: Mapped[str]
    sealed_key: Mapped[bytes]
    custody: Mapped[bool] = mapped_column(default=False)
    granted_by: Mapped[str]
    granted_at: Mapped[datetime]
    reason: Mapped[str]
    revoked_at: Mapped[datetime | None]
    signature: Mapped[bytes]


class AuditEvent(Base):
    """One row of the chained trail; appended in the transaction that it tells of, never changed.

    ``hash`` is SHA-256 over ``prev_hash`` and the canonical row; ``detail`` holds field names, codes,
    counts and content digests, never content.
    """

    __tablename__ = "audit_event"
    ERASURE, EXPORTED = Erasure.BLUR, False

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    mono_ns: Mapped[int]
    boot_id: Mapped[str] = erased("keep")
    session: Mapped[str] = erased("keep")
    actor: Mapped[str] = erased("keep")
    roles: Mapped[str] = erased("keep")
    action: Mapped[str] = erased("keep", index=True)
    object_type: Mapped[str | None] = erased("keep")
    object_id: Mapped[str | None] = erased("keep", index=True)
    case_id: Mapped[str | None] = erased("keep", index=True)
    reason: Mapped[str | None] = erased("remove")
    detail: Mapped[str] = erased("keep")
    prev_hash: Mapped[str] = erased("keep")
    hash: Mapped[str] = erased("keep")


class SignedHead(Record):
    """An account's Ed25519 signature over the head of the trail at the end of a session."""

    __tablename__ = "signed_head"
    LABEL = N_("signature of the audit trail")
    ERASURE, EXPORTED = Erasure.NONE, False

    seq: Mapped[int]
    hash: Mapped[str]
    account_id: Mapped[str] = refers("account.id")
    signature: Mapped[bytes]


class Draft(Record):
    """What somebody is typing: a form, its subject, its JSON; no report counts it.

    ``body`` is sealed when the form is of a sealed compartment.
    """

    __tablename__ = "draft"
    LABEL = N_("draft of a form")
    ERASURE, EXPORTED = Erasure.REMOVE, False
    __table_args__ = (UniqueConstraint("account_id", "form", "subject_id"),)

    account_id: Mapped[str] = refers("account.id", index=False)
    form: Mapped[str]
    subject_id: Mapped[str]
    subject_version: Mapped[int | None]
    body: Mapped[bytes]
    saved_at: Mapped[datetime]


class SavedView(Record):
    """How one account likes to see a list: a name, and what is searched, filtered, sorted and hidden then."""

    __tablename__ = "saved_view"
    LABEL = N_("saved list view")
    ERASURE, EXPORTED = Erasure.BLUR, False
    __table_args__ = (UniqueConstraint("account_id", "list_name", "name"),)

    account_id: Mapped[str] = refers("account.id", index=False)
    list_name: Mapped[str] = erased("keep")
    name: Mapped[str] = erased("keep")
    shown: Mapped[Any] = erased("blur", Listed)


class ImportRun(Record):
    """One file taken in; ``withdrawn_at`` says when all that came with it was taken back."""

    __tablename__ = "import_run"
    LABEL = N_("imported records")
    ERASURE, EXPORTED = Erasure.NONE, True

    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    profile: Mapped[str]
    counts: Mapped[Any] = mapped_column(Listed)
    withdrawn_at: Mapped[datetime | None]


class ImportSource(Record):
    """Where an imported record came from; ``row_key`` finds the same row in a second import."""

    __tablename__ = "import_source"
    LABEL = N_("row of an import")
    ERASURE, EXPORTED = Erasure.REMOVE, False
    __table_args__ = (Index("ix_import_source_row_key", "row_key"),)

    run_id: Mapped[str] = refers("import_run.id")
    record_type: Mapped[str]
    record_id: Mapped[str] = mapped_column(index=True)
    sheet: Mapped[str]
    row: Mapped[int]
    row_key: Mapped[str]


class ImportChange(Record):
    """What an import changed of a record that was there before; ``was`` is the value then, sealed, null for none."""

    __tablename__ = "import_change"
    LABEL = N_("record changed by an import")
    ERASURE, EXPORTED = Erasure.REMOVE, False

    run_id: Mapped[str] = refers("import_run.id")
    record_table: Mapped[str]
    record_id: Mapped[str] = mapped_column(index=True)
    field: Mapped[str]
    was: Mapped[bytes | None] = sealed("IDENTITY")


class ReportRun(Record):
    """A report as it was made: the dataset frozen, the file's digest, its state."""

    __tablename__ = "report_run"
    LABEL = N_("report")
    ERASURE, EXPORTED = Erasure.NONE, True
    __table_args__ = (CheckConstraint("(sent_on IS NOT NULL) = (state = 'SENT')", name="sent"),)

    template: Mapped[str] = coded("report_template")
    template_version: Mapped[str]
    audience: Mapped[str]
    parameters: Mapped[Any] = mapped_column(Listed)
    language: Mapped[str]
    dataset: Mapped[Any] = mapped_column(Listed)
    dataset_sha256: Mapped[str]
    file_sha256: Mapped[str]
    state: Mapped[str] = coded("report_state")
    sent_to: Mapped[str | None]
    sent_on: Mapped[date | None]


class Disclosure(Record):
    """Something that left the computer: what, why, to whom, by which right, with which digest."""

    __tablename__ = "disclosure"
    LABEL = N_("data sent outside")
    ERASURE, EXPORTED = Erasure.KEEP, True

    kind: Mapped[str] = coded("disclosure_kind")
    purpose: Mapped[str] = erased("keep")
    legal_ground: Mapped[str | None] = erased("keep")
    recipient: Mapped[str | None] = erased("keep")
    consent_id: Mapped[str | None] = erased("keep")
    fields: Mapped[list[str]] = erased("keep", Listed, default=list)
    report_run_id: Mapped[str | None] = refers("report_run.id", nullable=True)
    sha256: Mapped[str] = erased("keep")
    disclosed_at: Mapped[datetime]
