"""Counties, joined where they have few residents: to their development region, or to the rest of the country."""

from __future__ import annotations

from collections.abc import Sequence

from shelter_app.i18n import N_
from shelter_app.reports.indicators.context import UNKNOWN, IndicatorContext, Item
from shelter_app.reports.indicators.figures import grouped
from shelter_app.reports.words import Words, both, dimension_label, phrase

REGIONS: tuple[tuple[str, str, str], ...] = (
    ("Nord-Est", "North-East", "BC BT IS NT SV VS"),
    ("Sud-Est", "South-East", "BR BZ CT GL TL VN"),
    ("Sud-Muntenia", "South-Muntenia", "AG CL DB GR IL PH TR"),
    ("Sud-Vest Oltenia", "South-West Oltenia", "DJ GJ MH OT VL"),
    ("Vest", "West", "AR CS HD TM"),
    ("Nord-Vest", "North-West", "BH BN CJ MM SJ SM"),
    ("Centru", "Centre", "AB BV CV HR MS SB"),
    ("București-Ilfov", "Bucharest-Ilfov", "B IF"),
)


def by_place(indicators: IndicatorContext, items: Sequence[Item], k: int) -> list[tuple[Words, int]]:
    """Return the residents of each county that has ``k`` or more, then of the others joined, unknown last.

    A joined row leaves out the counties that have a row of their own, so the rows add up.
    """
    counties = {code: len(inside) for code, inside in grouped(indicators, items, "county").items()}
    unknown = counties.pop(UNKNOWN, 0)
    found = [(dimension_label("county", code), count) for code, count in counties.items() if count >= k]
    few = {code: count for code, count in counties.items() if count < k}
    for romanian, english, inside in REGIONS:
        joined = {code: few[code] for code in inside.split() if code in few}
        if sum(joined.values()) >= k:
            few = {code: count for code, count in few.items() if code not in joined}
            apart = any(counties.get(code, 0) >= k for code in inside.split())
            words = (
                N_("other counties of the region {region}")
                if apart
                else N_("counties of the region {region}")
            )
            found.append((phrase(words, region=both(romanian, english)), sum(joined.values())))
    if few:
        words = N_("other counties of Romania") if found else N_("counties of Romania")
        found.append((phrase(words), sum(few.values())))
    if unknown:
        found.append((dimension_label("county", UNKNOWN), unknown))
    return found
