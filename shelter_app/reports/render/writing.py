"""Writing a file: whole under its name, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from shelter_app.domain.errors import Refused
from shelter_app.i18n import _

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write ``content`` to ``path``, mode 0600: temporary name in the same folder, fsync, rename.

    Raises
    ------
    Refused
        The file exists and ``force`` is False, the folder is missing or closed, or the disk is full;
        what stood there before stands there still.
    """
    if path.is_dir() or (path.exists() and not force):
        raise Refused(
            "output_exists",
            _("{file} already exists. Choose another name.").format(file=path.name),
            ("out",),
        )
    making = path.absolute().with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force:
            os.replace(making, path)
        else:
            _appear(making, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            making.unlink()
        raise _refusal(error, path) from None


def _appear(making: Path, path: Path) -> None:
    """Give the file its name without ever replacing one that came meanwhile, where the system can do so."""
    try:
        os.link(making, path)
    except FileExistsError:
        raise
    except OSError:
        os.replace(making, path)
    else:
        making.unlink()


def _refusal(error: OSError, path: Path) -> Refused:
    if isinstance(error, FileExistsError):
        sentence, code = _("{file} already exists. Choose another name."), "output_exists"
    elif error.errno in NO_ROOM:
        sentence, code = (
            _("The disk is full, so {file} was not saved. Free some space, then try again."),
            "disk_full",
        )
    else:
        sentence, code = _("{file} cannot be saved there. Choose another folder."), "output_failed"
    return Refused(code, sentence.format(file=path.name), ("out",))
