"""Checks at sign-in that the files of a store belong together: key file, database, anchor of this computer."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from shelter_app import i18n
from shelter_app.db import anchor, audit, cipher, heads, upgrade
from shelter_app.db import folder as data_folder
from shelter_app.db.models.trust import AuditEvent
from shelter_app.db.signin import SignedIn
from shelter_app.db.store import Store
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _


def key_file(folder: Path, signed: SignedIn) -> list[str]:
    """Return what is to be said of the disk and the key file; raises Refused for one changed by others."""
    found = []
    if data_folder.room(folder) < data_folder.SCARCE:
        found.append(_("The disk is nearly full. Free some space soon: below 100 MB nothing can be saved."))
    if signed.keyring.from_backup:
        found.append(
            _(
                "The key file was damaged; the copy from before the last change is being used. Make "
                "a backup now."
            )
        )
    cores = signed.vault.seals("core").values()
    if not any(signed.keyring.mac_holds(core) for core in cores) or not signed.keyring.charter_holds(
        signed.opened.pins
    ):
        raise Refused(
            "keyring_changed",
            _("The key file was changed outside the program. Restore the latest backup, or tell a director."),
        )
    return found


def database(folder: Path, signed: SignedIn) -> tuple[int, str]:
    """Return the epoch of the store key that opens the database, the newest first, and its revision.

    Raises Refused for a database that is missing, cut off or damaged.
    """
    path = folder / data_folder.DATABASE
    if not path.exists():
        raise Refused(
            "database_missing", _("The register is missing from this folder. Restore the latest backup.")
        )
    size = path.stat().st_size
    if size == 0 or size % cipher.PAGE:
        raise Refused("database_cut", _("The register is incomplete. Restore the latest backup."))
    for epoch, core in sorted(signed.vault.seals("core").items(), reverse=True):
        with suppress(cipher.Unreadable), cipher.plain_words():
            connection = cipher.connect(path, core, signed.keyring.cipher_salt)
            try:
                return epoch, upgrade.revision(connection)
            finally:
                connection.close()
    raise cipher.damaged()


def against_anchor(store: Store, accept_older: bool) -> list[str]:
    """Compare the trail with the anchor; an older trail is refused unless that was asked for."""
    remembered = anchor.read(store.folder, store.db_id, list(store.vault.seals("core").values()))
    with store.reading() as session:
        if remembered is None:
            return [
                _(
                    "The file that protects against old copies is missing or damaged; it is being "
                    "created again now."
                )
            ]
        if remembered.seq == 0 or heads.trail_contains(session, remembered):
            return []
        lost = max(0, remembered.seq - audit.head(session).seq)
        day = session.scalar(select(func.max(AuditEvent.at)))
    with store.raw() as connection:  # a damaged page of an index hides the row: that store is not older
        if cipher.checkpoint(connection) and cipher.damaged_pages(connection):
            raise cipher.damaged()
    if not accept_older:
        raise _older(lost, day)
    (store.folder / data_folder.ANCHOR).unlink(missing_ok=True)
    store.accepted_older = lost
    return [_older(lost, day).message]


def _older(lost: int, newest: datetime | None) -> Refused:
    """Return the refusal of a store that is older than the last work on this computer."""
    when = "" if newest is None else i18n.moment(newest.astimezone(LOCAL))
    return Refused(
        "older_store",
        _(
            "The register is older than the last work done on this computer: it ends at {moment} "
            "and {lost} later entries are missing. Restore the latest backup, or ask a director "
            "to accept the older version."
        ).format(moment=when, lost=i18n.number(lost)),
    )
