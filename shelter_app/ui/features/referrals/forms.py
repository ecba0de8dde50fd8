"""The forms of a request for a place: recorded, ended without an admission."""

from __future__ import annotations

from datetime import datetime

from shelter_app.domain.clock import LOCAL
from shelter_app.domain.codes import codes, label
from shelter_app.domain.permissions import Access
from shelter_app.domain.referrals import ACCEPTED, may_end
from shelter_app.i18n import _, moment
from shelter_app.services.beds.waiting import WaitingRow
from shelter_app.services.referrals.acts import DeclineReferral, RecordReferral, UndoDecision, UndoReferral
from shelter_app.ui.forms.spec import FieldSpec, FormSpec


def words(source: str, received_at: datetime) -> str:
    """Return how a request is called: who asks, and when it came."""
    return f"{label('referral_source', source)}, {moment(received_at.astimezone(LOCAL), 'medium')}"


def record(access: Access, shelter: str) -> FormSpec | None:
    """Return the form of a request for a place in a shelter, given by its id; None for who may not record one."""
    if not shelter or not access.may(RecordReferral.NAME):
        return None
    return FormSpec(
        RecordReferral,
        _("Record a request"),
        _("The request was recorded. It is on the waiting list."),
        (
            FieldSpec("received_at", _("Received")),
            FieldSpec("source", _("Requested by"), codes="referral_source"),
            FieldSpec("urgency", _("Urgency"), codes="urgency"),
            FieldSpec("sex", _("Sex"), codes="sex", unknown=True),
            FieldSpec("birth_year", _("Year of birth"), law=("minor",), unknown=True),
            FieldSpec("persons", _("How many people"), start=1),
            FieldSpec("needs", _("What the bed must have"), codes="bed_feature"),
            FieldSpec("reason", _("Reason"), codes="referral_reason_in", law=("support_unconditional",)),
            FieldSpec("channel", _("How the request was received"), codes="referral_channel"),
            FieldSpec("note", _("Remarks"), long=True),
        ),
        known={"shelter": shelter},
        note=_("No name is needed: a request is identified by its date and who made it."),
        undo=lambda _act, referral: UndoReferral(referral=referral),
        subject=lambda act, _referral: words(act.source, act.received_at),
    )


def decline(access: Access, row: WaitingRow) -> FormSpec | None:
    """Return the form that ends a request without an admission and asks why; None for who may not decide that."""
    if not access.may(DeclineReferral.NAME):
        return None
    came_not = row.decision == ACCEPTED
    ways = tuple(
        (code, label("referral_decision", code))
        for code in codes("referral_decision")
        if may_end(row.decision, code)
    )
    return FormSpec(
        DeclineReferral,
        _("Nobody is coming on this request") if came_not else _("Decline the request"),
        _("Request closed, nobody is coming: {source}.").format(source=label("referral_source", row.source))
        if came_not
        else _("Declined: {source}.").format(source=label("referral_source", row.source)),
        (
            FieldSpec("decision", _("How it ends"), choices=ways),
            FieldSpec(
                "reason", _("Why nobody is coming") if came_not else _("Reason for declining"), long=True
            ),
        ),
        known={"referral": row.referral_id, "version": row.version},
        note=_("Beds reserved for it become free."),
        undo=lambda _act, _result: UndoDecision(referral=row.referral_id),
        subject=label("referral_source", row.source),
    )
