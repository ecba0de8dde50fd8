"""What can be refused, and how it is said.

A refusal is expected: it is shown beside the field, in the reader's language, and
says what to do. Anything else that goes wrong is a defect.
"""

from __future__ import annotations


class Refused(Exception):
    """An act or a request that the house does not do.

    Parameters
    ----------
    code
        A stable word for tests and logs, such as ``bed_taken``; never personal data.
    message
        One whole sentence in the reader's language that says what to do.
    fields
        The fields of the act that the sentence belongs to, first one first.
    cure
        The value of the first field with which it would be done, None where there is none to offer.
    """

    def __init__(self, code: str, message: str, fields: tuple[str, ...] = (), cure: object = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields
        self.cure = cure


class NotAllowed(Refused):
    """The account's roles, scope or keys do not reach this."""


class MustWait(Refused):
    """Too many wrong passphrases; ``seconds`` are left before the next try."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__("wait", message, ("passphrase",))
        self.seconds = seconds


class Stale(Refused):
    """Somebody changed the record after it was read.

    ``theirs`` holds the stored values by field, so that a form can show both texts.
    """

    def __init__(self, code: str, message: str, theirs: dict[str, object]) -> None:
        super().__init__(code, message)
        self.theirs = theirs
