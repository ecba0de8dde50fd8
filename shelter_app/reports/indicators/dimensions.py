"""The dimensions that figures are broken down by: which code a counted thing has in each.

Unknown is a code of its own and always counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import func, select

from shelter_app.db.models.people import Identification, Resident, TraffickingEvent
from shelter_app.domain import codes
from shelter_app.domain.periods import age_band, age_on
from shelter_app.i18n import N_, _
from shelter_app.reports.indicators.context import UNKNOWN, IndicatorContext, Item, read_once

AGE_UNKNOWN = "UNK"
ADULT_FROM = 18
AT_ONCE = 900
_EU_TWO = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT SE SI SK"
_EU_THREE = (
    "AUT BEL BGR CYP CZE DEU DNK EST ESP FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT SWE SVN SVK"
)
EU = frozenset(f"{_EU_TWO} {_EU_THREE}".split())
ROMANIA = frozenset({"RO", "ROU"})

LISTS: Mapping[str, str] = {
    "sex": "sex",
    "age_band": "age_band",
    "exploitation_group": "groups",
    "county": "county",
    "victim_status": "victim_status",
    "referral_source": "referral_source",
    "decision": "referral_decision",
    "exit_reason": "exit_reason",
    "exit_destination": "exit_destination",
    "session_type": "session_type",
    "staff_role": "staff_role",
    "service": "service",
    "domain": "needs_domain",
    "milestone": "reintegration_milestone",
    "goal_status": "goal_status",
}
OWN_LABELS: Mapping[str, Mapping[str, str]] = {
    "citizenship_group": {
        "RO": N_("Romania"),
        "EU": N_("another country of the European Union"),
        "THIRD": N_("a country outside the European Union"),
    },
    "person_group": {
        "WOMEN": N_("Women"),
        "MEN": N_("Men"),
        "CHILDREN": N_("Children"),
        "OTHER": N_("Other or unknown"),
    },
    "planned": {"PLANNED": N_("planned"), "UNPLANNED": N_("unplanned")},
    "presence": {"PRESENT": N_("present"), "HELD": N_("bed kept during leave")},
    "row_kind": {"RECORDED": N_("recorded one by one"), "AUTOMATIC": N_("automatic (nights, meals)")},
    "mode": {"RESIDENT": N_("resident"), "SERVICES_ONLY": N_("services only")},
}
ALL = (*LISTS, *OWN_LABELS, "unit", "case_manager")
PERSONAL = frozenset(
    {"sex", "age_band", "exploitation_group", "citizenship_group", "county", "victim_status", "person_group"}
)


def label(dimension: str, code: str) -> str:
    """Return the label of a code of a dimension in the language in force."""
    if dimension in OWN_LABELS and code in OWN_LABELS[dimension]:
        return _(OWN_LABELS[dimension][code])
    if code == UNKNOWN and (dimension not in LISTS or UNKNOWN not in codes.codes(LISTS[dimension])):
        return _("unknown")
    return codes.label(LISTS[dimension], code) if dimension in LISTS else code


def in_order(dimension: str, found: Iterable[str]) -> tuple[str, ...]:
    """Return codes in the order of their list, those of no list after, unknown last."""
    listed = codes.codes(LISTS[dimension]) if dimension in LISTS else tuple(OWN_LABELS.get(dimension, {}))
    place = {code: index for index, code in enumerate(listed)}
    last = len(place) + 1
    return tuple(
        sorted(found, key=lambda c: (last + 1 if c in (UNKNOWN, AGE_UNKNOWN) else place.get(c, last), c))
    )


@read_once
def _people(_context: IndicatorContext) -> dict[str, Any]:
    """Return the residents read so far, by id; ``load`` puts them in."""
    return {}


@read_once
def _age_bands(_context: IndicatorContext) -> dict[tuple[int | None, int], str]:
    """Return the age bands found so far, by year of birth and year of the day."""
    return {}


def load(context: IndicatorContext, resident_ids: Collection[str]) -> None:
    """Read sex, birth year, county and citizenships of residents not read yet."""
    known = _people(context)
    missing = [i for i in dict.fromkeys(resident_ids) if i not in known]
    columns = select(Resident.id, Resident.sex, Resident.birth_year, Resident.county, Resident.citizenships)
    if len(missing) > AT_ONCE * 4:
        for row in context.session.execute(columns):
            known[row.id] = row
        return
    for at in range(0, len(missing), AT_ONCE):
        for row in context.session.execute(columns.where(Resident.id.in_(missing[at : at + AT_ONCE]))):
            known[row.id] = row


def coder(context: IndicatorContext, dimension: str) -> Callable[[Item], str]:
    """Return the function that says which code of ``dimension`` an item has."""

    def code_of(item: Item) -> str:
        if dimension in item.codes:
            code = item.codes[dimension]
            return UNKNOWN if code is None else code
        if dimension not in PERSONAL or item.resident_id is None:
            return UNKNOWN
        return _PERSONAL[dimension](context, item)

    return code_of


def _person(context: IndicatorContext, item: Item) -> Any:
    people, who = _people(context), str(item.resident_id)
    if who not in people:
        load(context, [who])
    return people[who]


def _sex(context: IndicatorContext, item: Item) -> str:
    return _person(context, item).sex or UNKNOWN


def _age_band(context: IndicatorContext, item: Item) -> str:
    year = _person(context, item).birth_year
    bands = _age_bands(context)
    key = (year, item.day.year)
    if key not in bands:
        bands[key] = age_band(age_on(year, item.day))
    return bands[key]


def _person_group(context: IndicatorContext, item: Item) -> str:
    person = _person(context, item)
    age = age_on(person.birth_year, item.day)
    if age is not None and age < ADULT_FROM:
        return "CHILDREN"
    return {"F": "WOMEN", "M": "MEN"}.get(person.sex, "OTHER")


def _county(context: IndicatorContext, item: Item) -> str:
    return _person(context, item).county or UNKNOWN


def _citizenship_group(context: IndicatorContext, item: Item) -> str:
    held = frozenset(_person(context, item).citizenships or ())
    if not held or held <= {UNKNOWN}:
        return UNKNOWN
    if held & ROMANIA:
        return "RO"
    return "EU" if held & EU else "THIRD"


def _exploitation_group(context: IndicatorContext, item: Item) -> str:
    return _latest_exploitation(context).get(str(item.resident_id), UNKNOWN)


@read_once
def _latest_exploitation(context: IndicatorContext) -> dict[str, str]:
    """Return the group of the main form of each resident's latest episode."""
    event = TraffickingEvent
    begun = func.coalesce(event.from_on, event.recorded_on)
    rows = context.session.execute(
        select(event.resident_id, event.main_form, event.exploitation_forms).order_by(
            begun, event.recorded_on, event.id
        )
    )
    group_of = {c.code: str(c.extra["group"]) for c in codes.lists()["exploitation_form"] if c.extra["group"]}
    found: dict[str, str] = {}
    for resident_id, main, forms in rows:
        form = main or (forms[0] if forms and len(forms) == 1 else None)
        found[resident_id] = group_of.get(form, "OTHER") if form else UNKNOWN
    return found


def _victim_status(context: IndicatorContext, item: Item) -> str:
    return _statuses(context).get(str(item.resident_id), UNKNOWN)


@read_once
def _statuses(context: IndicatorContext) -> dict[str, str]:
    """Return the status of each resident that held on the last day of the period."""
    rows = context.session.execute(
        select(Identification.resident_id, Identification.status)
        .where(Identification.decided_on < context.end)
        .order_by(Identification.decided_on, Identification.created_at, Identification.id)
    )
    return {row.resident_id: row.status for row in rows}


_PERSONAL: Mapping[str, Callable[[IndicatorContext, Item], str]] = {
    "sex": _sex,
    "age_band": _age_band,
    "person_group": _person_group,
    "county": _county,
    "citizenship_group": _citizenship_group,
    "exploitation_group": _exploitation_group,
    "victim_status": _victim_status,
}
