"""What can be done about a resident now, as forms."""

from __future__ import annotations

from shelter_app.domain import permissions
from shelter_app.ui.forms.sheet import Sheet
from shelter_app.ui.pages.resident import care, staying
from shelter_app.ui.pages.resident.offers import Offers
from shelter_app.ui.pages.resident.whole import Whole

FORMS = (
    staying.admit,
    staying.place,
    staying.move,
    staying.leave,
    staying.come_back,
    staying.end,
    care.write_plan,
    care.change_plan,
    care.add_goal,
    care.add_intervention,
    care.propose,
    care.approve,
    care.give_back,
    care.close_goal,
    care.finish,
    care.plan_session,
    care.hold_session,
    care.write_note,
    care.sign_note,
    care.add_addendum,
    care.service,
    care.plan_milestone,
    care.reach_milestone,
)


def possible(whole: Whole, offers: Offers) -> list[Sheet]:
    """Return the form of everything that the roles may do and that there is something to do on."""
    sheets = (form(whole, offers) for form in FORMS)
    return [
        sheet
        for sheet in sheets
        if sheet is not None and permissions.scope(whole.roles, sheet.kind.NAME) is not None
    ]
