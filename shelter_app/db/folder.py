"""The data folder: who may read it, where it may lie, how a file in it is replaced."""

from __future__ import annotations

import os
import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

DATABASE = "core.db"
KEYRING = "keyring.json"
KEYRING_BEFORE = "keyring.json.bak"
ANCHOR = "anchor.json"
WAITS = "waits.json"
PRELOGIN = "prelogin.log"
PRELOGIN_TAKEN = "prelogin.log.taken"
MAKING = ".making"
WINDOW_LOCK = "window.lock"
FILES_LOCK = "files.lock"

RESERVE = 100 * 1024 * 1024
SCARCE = 500 * 1024 * 1024

# Folders that copy themselves to somebody else's computer, by the names that their makers give them.
_SYNCED = re.compile(
    r"^(onedrive|dropbox|icloud|nextcloud|owncloud|google ?drive|googledrive|my drive|mobile documents|"
    r"pcloud ?drive|mega ?sync|megasync|box sync|syncthing|seafile|yandex\.disk)",
    re.IGNORECASE,
)
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "9p",
    "fuse.sshfs",
    "davfs",
}
_POSIX = os.name == "posix"


def is_empty(folder: Path) -> bool:
    """Say whether ``folder`` holds no store, so that one may be made there."""
    return not any((folder / name).exists() for name in (DATABASE, KEYRING, KEYRING_BEFORE))


def prepare(folder: Path) -> None:
    """Make the folder for a new store, readable for its owner alone.

    Raises Refused when it lies where it must not, or holds a store already.
    """
    os.umask(0o077)
    _refuse_place(folder)
    if folder.exists() and not folder.is_dir():
        raise Refused("no_folder", _("This is a file. Choose a folder for the data."))
    if (folder / MAKING).exists() and not (folder / KEYRING).exists():
        # An interrupted first run: its keys were never handed to anybody, so nothing can be lost.
        shutil.rmtree(folder / MAKING)
        for name in (DATABASE, ANCHOR):
            (folder / name).unlink(missing_ok=True)
    if folder.exists() and not is_empty(folder):
        raise Refused(
            "store_exists",
            _("There is already a register in this folder. Choose an empty folder, or open the register."),
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _POSIX:
            folder.chmod(0o700)
    except OSError:
        raise Refused(
            "no_folder", _("The data folder cannot be created here. Choose another folder.")
        ) from None
    require_room(folder)


def check(folder: Path) -> None:
    """Prove that the folder of an existing store is fit to be opened; raises Refused."""
    os.umask(0o077)
    if not folder.is_dir():
        raise Refused(
            "no_folder", _("The data folder is missing. Check the path, or connect the disk it is on.")
        )
    _refuse_place(folder)
    if _POSIX and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise Refused(
            "folder_open",
            _(
                "Other users of this computer can open the data folder. Set its permissions to 0700, "
                "then try again."
            ),
        )
    if is_empty(folder):
        raise Refused(
            "no_store",
            _("There is no register in this folder. Choose another folder, or create a new register."),
        )
    if _POSIX:
        for name in (DATABASE, KEYRING, KEYRING_BEFORE, ANCHOR, WAITS, PRELOGIN):
            if (folder / name).is_file() and stat.S_IMODE((folder / name).stat().st_mode) & 0o077:
                (folder / name).chmod(0o600)


def _refuse_place(folder: Path) -> None:
    if folder.is_symlink():
        raise Refused("folder_link", _("The data folder is a link. Choose the folder itself."))
    if any(_SYNCED.match(part) for part in folder.absolute().parts):
        raise Refused(
            "folder_synced",
            _("This folder is copied to a cloud service. Choose a folder that stays on this computer."),
        )
    if _on_network(folder):
        raise Refused(
            "folder_network",
            _("This folder is on a network drive. Choose a folder on a disk of this computer."),
        )


def _on_network(folder: Path) -> bool:
    if str(folder.absolute()).startswith("\\\\"):
        return True
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    path = str(folder.absolute())
    for line in mounts.read_text(errors="replace").splitlines():
        _device, at, filesystem, *_rest = line.split(" ")
        at = at.replace("\\040", " ")
        if len(at) >= len(best) and (path == at or path.startswith(at.rstrip("/") + "/")):
            best, kind = at, filesystem
    return kind in _NETWORK


def room(folder: Path) -> int:
    """Return how many bytes are free on the folder's disk."""
    return shutil.disk_usage(folder).free


def require_room(folder: Path, needed: int = 0) -> None:
    """Refuse to write when the disk would be left with less than the reserve."""
    if room(folder) - needed < RESERVE:
        raise disk_full()


def disk_full() -> Refused:
    """Return the refusal of a write for which there is no room."""
    return Refused(
        "disk_full",
        _("The disk is full: nothing was saved. Free some space, then save again."),
    )


def replace_file(path: Path, content: bytes, *, keep: Path | None = None) -> None:
    """Replace a file whole or not at all; ``keep`` takes the file as it was before.

    The order is temporary file, fsync, link of the old one, rename, fsync of the folder, so that a kill
    or a power cut at any moment leaves the old or the new content.
    """
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if keep is not None and path.exists():
            _keep(path, keep)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        if error.errno == 28:  # ENOSPC
            raise disk_full() from None
        raise
    sync_folder(path.parent)


def _keep(path: Path, keep: Path) -> None:
    spare = keep.with_name(f".{keep.name}.{uuid.uuid4().hex}")
    try:
        os.link(path, spare)
    except OSError:  # a disk without hard links (FAT): a copy does the same, only slower
        shutil.copy2(path, spare)
    os.replace(spare, keep)


def sync_folder(folder: Path) -> None:
    """Bring the folder's own entries to the disk (Windows does so by itself)."""
    if not _POSIX:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def files_locked(folder: Path) -> Iterator[None]:
    """Let one process at a time read, change and write the keyring and the waits."""
    try:
        with FileLock(folder / FILES_LOCK, timeout=30, mode=0o600):
            yield
    except Timeout:
        raise Refused("busy", _("Another program is using this register. Try again in a moment.")) from None


def window_lock(folder: Path) -> FileLock:
    """Take the lock that one window holds on a data folder; commands may run beside it.

    The system frees the lock when the process ends. Raises Refused when another window has it.
    """
    lock = FileLock(folder / WINDOW_LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise Refused("already_open", _("This register is already open. Use its window.")) from None
    return lock
