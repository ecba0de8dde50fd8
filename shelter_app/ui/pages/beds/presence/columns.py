"""The columns of the roll call: who, where, how marked, and what there is to know."""

from __future__ import annotations

from shelter_app.domain import presence
from shelter_app.domain.bed_names import bed_name
from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import label as code_label
from shelter_app.i18n import _, moment, pgettext
from shelter_app.services.beds.presence import RollRow
from shelter_app.ui.tables.model import Column


def columns() -> tuple[Column[RollRow], ...]:
    """Return the columns of the roll call."""
    return (
        Column("", lambda: _("Bed"), _bed_text, 1.9),
        Column("", lambda: _("Code name"), lambda row: row.code, 2.6, bold=True),
        Column("", lambda: _("Preferred name"), lambda row: row.preferred_name or "", 1.9),
        Column("", lambda: pgettext("roll call", "Mark"), _mark, 2.6, bold=True, mark=_sign),
        Column("", lambda: _("Important"), lambda row: "; ".join(row.alerts), 3.1, whole=True),
        Column("", lambda: _("Away"), _away, 2.2, muted=True),
    )


def _bed_text(row: RollRow) -> str:
    if row.room is None or row.bed is None:
        return _("without a bed")
    return bed_name(row.room, row.bed)


def _mark(row: RollRow) -> str:
    return "" if row.mark is None else code_label("presence_mark", row.mark)


def _sign(row: RollRow) -> tuple[str, str] | None:
    signs = {
        presence.PRESENT: ("check", "free"),
        presence.ABSENT: ("circle-alert", "danger"),
        presence.EXCUSED: ("door-open", "warning"),
    }
    return None if row.mark is None else signs[row.mark]


def _away(row: RollRow) -> str:
    if row.away is None:
        return ""
    kind = code_label("absence_type", row.away)
    if row.expected_at is None:
        return kind
    return _("{kind}, back {moment}").format(
        kind=kind, moment=moment(row.expected_at.astimezone(LOCAL), "medium")
    )
