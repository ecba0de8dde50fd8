"""What a resident's page asks: the head, the sections in sight, and what was being typed; each in one worker."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from shelter_app.domain.clock import local_day
from shelter_app.domain.permissions import Access
from shelter_app.services.acting import Actor, snapshot
from shelter_app.services.residents.head import head, open_case
from shelter_app.ui.features import registry
from shelter_app.ui.features.section import AnySection, Case
from shelter_app.ui.forms.autosave import Draft
from shelter_app.ui.forms.panel import FORM

Contents = Mapping[str, Any]  # by the section's word; None where the account does not reach it


@dataclass(frozen=True)
class PageContent:
    """The case and the contents of the sections that were asked; ``draft`` is what was left typed in a form."""

    case: Case
    contents: Contents
    draft: dict[str, Any] | None = None


def ask_page(
    actor: Actor,
    access: Access,
    resident: str,
    shelter: str,
    wanted: Collection[AnySection],
    *,
    opening: bool,
) -> PageContent:
    """Ask for the head and some sections. ``opening`` the case is told in the trail, and its draft looked for."""
    opened = open_case(actor, resident) if opening else None
    draft = Draft(actor, FORM, resident).load() if opening else None
    with snapshot(actor):
        found = opened or head(actor, resident)
        own = any(line.account == actor.account_id for line in found.team)
        case = Case(actor, found, Access(access.roles, own), shelter, local_day(actor.clock()))
        everything = draft is not None  # the form that was left may be any section's
        asked = [one for one in registry.sections() if everything or one.IN_HEAD or one in wanted]
        return PageContent(case, {one.NAME: registry.ask(one, case) for one in asked}, draft)


def ask_rest(case: Case, known: Contents) -> Contents:
    """Ask for the sections that are not known yet: the menu offers what all of them do."""
    with snapshot(case.actor):
        return {one.NAME: registry.ask(one, case) for one in registry.sections() if one.NAME not in known}
