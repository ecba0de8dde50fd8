"""What can be done about a resident now, as forms."""

from __future__ import annotations

from shelter_app.ui.forms.spec import FormSpec
from shelter_app.ui.pages.resident import apart, care, casework, facts, knowing, putting_right, staying
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole

# The groups of the menu: stay and bed, plan, sessions, what is given and reached, the person, the case, the past.
GROUPS = (
    (
        staying.admit,
        staying.arrive,
        staying.place,
        staying.move,
        staying.bed_end,
        staying.leave,
        staying.come_back,
        staying.expect,
        staying.end,
        staying.to_shelter,
    ),
    (
        care.write_plan,
        care.change_plan,
        care.add_goal,
        care.add_intervention,
        care.propose,
        care.approve,
        care.give_back,
        care.close_goal,
        casework.start_goal,
        casework.change_goal,
        casework.close_plan,
        care.finish,
    ),
    (
        care.plan_session,
        care.hold_session,
        care.write_note,
        care.sign_note,
        care.add_addendum,
    ),
    (
        care.service,
        care.plan_milestone,
        care.reach_milestone,
        casework.lose_milestone,
    ),
    (
        knowing.alert,
        knowing.end_alert,
        facts.describe,
        apart.keep,
        apart.end,
    ),
    (
        casework.identity,
        casework.assign,
        casework.end_assignment,
        knowing.give_key,
        knowing.take_key,
    ),
    (
        putting_right.stay,
        putting_right.bed_period,
        putting_right.add_period,
        putting_right.withdraw,
    ),
)


def groups(whole: Whole, offers: Offers) -> list[list[FormSpec]]:
    """Return the form of everything that the roles may do and that there is something to do on, what goes together."""
    found = ([form(whole, offers) for form in group] for group in GROUPS)
    offered = (
        [sheet for sheet in sheets if sheet is not None and whole.may(sheet.kind.NAME)] for sheets in found
    )
    return [sheets for sheets in offered if sheets]


def possible(whole: Whole, offers: Offers) -> list[FormSpec]:
    """Return all these forms in one row."""
    return [sheet for group in groups(whole, offers) for sheet in group]
