"""The house's own rules as they hold today, and setting one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shelter_app.db import house_terms
from shelter_app.db.models.house import Setting, Shelter
from shelter_app.domain import deadlines, house_rules
from shelter_app.domain.deadlines import DeadlineRule
from shelter_app.domain.house_rules import NOT_RETURNED
from shelter_app.i18n import N_
from shelter_app.services.acting import Act, ReadContext, UnitOfWork, act, view
from shelter_app.services.lists.printing import printed_list
from shelter_app.services.settings import put_setting, settings

PrintRules = printed_list("rules", N_("Rules and terms"), told=N_("exported the rules and terms"))


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it holds today; ``since`` is None while the shipped value holds."""

    key: str
    value: Any
    since: date | None


@view("house.rules")
def rules(context: ReadContext) -> tuple[RuleRow, ...]:
    """Return every rule that the house may set, with what holds today."""
    shelters = context.session.scalars(select(Shelter.code).order_by(Shelter.code)).all()
    return tuple(_holding(context, key) for key in house_rules.keys(shelters))


def _holding(context: ReadContext, key: str) -> RuleRow:
    asked = [key, NOT_RETURNED] if key.startswith(f"{NOT_RETURNED}.") else [key]
    for name in asked:
        row = context.session.execute(
            select(Setting.value, Setting.from_on)
            .where(Setting.key == name, Setting.from_on <= context.today)
            .order_by(Setting.from_on.desc())
            .limit(1)
        ).first()
        if row is not None:
            return RuleRow(key, row[0], row[1] if name == key else None)
    return RuleRow(key, house_rules.shipped(key), None)


def deadline_rules(context: ReadContext, *names: str) -> tuple[DeadlineRule, ...]:
    """Return rules of ``deadlines.yaml`` with the terms that hold today: the house's own, else those shipped."""
    own = house_terms.terms_in(settings(context))
    return tuple(deadlines.rule(name, own.get(name)) for name in names)


@act("house.set_rule", told=N_("set a rule"))
class SetRule(Act[str]):
    """Set a rule of the house from today on, as it is typed; what held before stays on record."""

    key: str
    value: str

    def apply(self, uow: UnitOfWork) -> str:
        """Write the value for today; returns what held before, as it is typed."""
        value = house_rules.read(self.key, self.value)
        before = _holding(uow, self.key)
        put_setting(uow, self.key, value)
        house_terms.take_up_once_stored(uow.session, uow.today)
        return house_rules.typed(self.key, before.value)
