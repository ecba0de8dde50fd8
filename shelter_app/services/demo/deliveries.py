"""The services that were given to the invented people, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from shelter_app.db.models.services import GrantShare, ServiceDelivery
from shelter_app.domain.deliveries import unit_of
from shelter_app.services.demo.chance import at, texts
from shelter_app.services.demo.house import Money
from shelter_app.services.demo.records import Stayed, Team
from shelter_app.services.demo.rows import Rows

# service -> (times a month, minutes, lowest and highest cost in lei; none where nothing is paid)
SERVICES: dict[str, tuple[float, tuple[int, int] | None, tuple[int, int] | None]] = {
    "SOCIAL_ASSIST": (1.6, (30, 90), None),
    "CASE_MGMT": (0.8, (30, 60), None),
    "LIFE_SKILLS": (0.8, (60, 120), None),
    "LEISURE": (0.7, (60, 180), None),
    "TRANSPORT": (0.5, None, (15, 120)),
    "ESCORT": (0.4, (60, 240), None),
    "MEDICATION": (0.4, None, (30, 220)),
    "MEDICAL_GP": (0.35, (20, 40), None),
    "POCKET_MONEY": (0.35, None, (100, 200)),
    "LEGAL_ADVICE": (0.3, (30, 60), None),
    "REMEDIAL_EDU": (0.25, (60, 120), None),
    "MEDICAL_SPECIALIST": (0.2, (20, 40), (150, 400)),
    "JOB_COUNSELLING": (0.2, (45, 60), None),
    "DENTAL": (0.12, (30, 60), (200, 650)),
    "GYNAECOLOGY": (0.08, (20, 40), (180, 350)),
    "VOCATIONAL_TRAINING": (0.07, (240, 480), (600, 1800)),
    "PSYCHIATRIC": (0.07, (30, 50), (250, 400)),
    "ID_DOCUMENTS": (0.06, None, (7, 60)),
    "INTERPRETATION": (0.02, (60, 180), (120, 300)),
}
OF_CHILD = {"CHILDCARE": (2.5, (60, 240), None), "MEDICAL_GP": (0.3, (20, 40), None)}
AT_ADMISSION = ("CLOTHING_HYGIENE", "LEGAL_INFO", "SAFETY_PLAN")


def write_services(
    rows: Rows,
    stayed: Stayed,
    team: Team,
    money: Money | None,
    offered: Mapping[str, tuple[float, tuple[int, int] | None, tuple[int, int] | None]],
    today: date,
) -> None:
    """Write what was given during a stay: ``offered`` says how often, how long and at what cost."""
    chance = rows.chance
    if offered is SERVICES:
        for service in AT_ADMISSION:
            if chance.happens(0.8):
                _deliver(rows, stayed, service, stayed.start, team, money, None, None)
    days = ((stayed.end or today) - stayed.start).days
    for service, (monthly, minutes, lei) in offered.items():
        day = chance.days_until(30.4 / monthly)
        while day < days:
            _deliver(rows, stayed, service, stayed.start + timedelta(days=day), team, money, minutes, lei)
            day += 1 + chance.days_until(30.4 / monthly)


def _deliver(
    rows: Rows,
    stayed: Stayed,
    service: str,
    day: date,
    team: Team,
    money: Money | None,
    minutes: tuple[int, int] | None,
    lei: tuple[int, int] | None,
) -> None:
    chance = rows.chance
    took = None if minutes is None else 5 * chance.randint(minutes[0] // 5, minutes[1] // 5)
    unit = unit_of(service)
    cost = None if lei is None else 100 * chance.randint(*lei)
    quantity = 100
    if unit == "hour" and took is not None:
        quantity = round(took * 100 / 60)
    elif unit == "RON" and cost is not None:
        quantity = cost
    paid = cost is not None and money is not None and chance.happens(0.5)
    funder = None
    if paid and money is not None:
        funder = money.funder if money.from_on <= day < money.to_on else money.other
    moment = at(day, 17)
    delivery_id = rows.add(
        ServiceDelivery,
        moment,
        team.house if took is None else team.managers[0],
        resident_id=stayed.resident,
        stay_id=stayed.id,
        shelter_id=stayed.shelter,
        service=service,
        given_on=day,
        quantity_hundredths=quantity,
        unit=unit,
        minutes=took,
        provider=chance.one(texts()["providers"]) if cost is not None else None,
        cost_bani=cost,
        funder_id=funder,
    )
    if money is not None and funder == money.funder:
        rows.add(GrantShare, moment, grant_id=money.grant, delivery_id=delivery_id)
