"""What the audit trail tells that something was done on, in plain words."""

from __future__ import annotations

from shelter_app.i18n import N_, _

SUBJECTS = {
    "absence": N_("leave"),
    "account": N_("account"),
    "bed": N_("bed"),
    "bed_decision": N_("decision on a bed"),
    "bed_outage": N_("bed out of service"),
    "bed_period": N_("bed of a stay"),
    "care_plan": N_("plan"),
    "case_assignment": N_("assignment of a case"),
    "code": N_("code of a list"),
    "correction": N_("correction"),
    "disclosure": N_("what left the house"),
    "draft": N_("draft of a form"),
    "expense": N_("expense"),
    "extra_bed": N_("extra mattress"),
    "follow_up": N_("contact after leaving"),
    "funder": N_("funder"),
    "goal": N_("goal of a plan"),
    "grant": N_("grant"),
    "grant_share": N_("share of a grant"),
    "grant_target": N_("target of a grant"),
    "handover": N_("handover of a shift"),
    "handover_read": N_("handover that was read"),
    "household": N_("household"),
    "household_member": N_("member of a household"),
    "identification": N_("identification as a victim"),
    "import_change": N_("record changed by an import"),
    "import_run": N_("register taken in"),
    "import_source": N_("row of a register"),
    "intervention": N_("intervention"),
    "keep_apart": N_("people to be kept apart"),
    "milestone": N_("milestone"),
    "note_addendum": N_("addendum to a note"),
    "organisation": N_("organisation"),
    "presence": N_("mark of a roll call"),
    "referral": N_("request for a place"),
    "report_run": N_("report"),
    "reservation": N_("held bed"),
    "resident": N_("resident"),
    "resident_alert": N_("alert"),
    "resident_identity": N_("identity"),
    "room": N_("room"),
    "room_defect": N_("defect of a room"),
    "room_inspection": N_("look at a room"),
    "saved_view": N_("view of a list"),
    "service_delivery": N_("service given"),
    "session": N_("session"),
    "session_attendance": N_("attendance at a session"),
    "session_note": N_("note of a session"),
    "setting": N_("setting"),
    "shelter": N_("shelter"),
    "shelter_capacity": N_("licensed capacity"),
    "signed_head": N_("signature under the trail"),
    "staffing": N_("staffing"),
    "stay": N_("stay"),
    "trafficking_event": N_("account of what happened"),
    "vault_grant": N_("key of a case"),
}


def subject(kind: str) -> str:
    """Return what something was done on; a kind of a newer program by its own name, none as nothing."""
    return _(SUBJECTS[kind]) if kind in SUBJECTS else kind
