"""The one place that knows every indicator: its code, and the function that computes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from shelter_app.domain import codes
from shelter_app.domain.errors import Refused
from shelter_app.i18n import _
from shelter_app.reports.indicators import (
    costs,
    counselling,
    deliveries,
    followups,
    milestones,
    nights,
    people,
    plans,
    referrals,
)
from shelter_app.reports.indicators.context import Figure, IndicatorContext
from shelter_app.reports.indicators.figures import no_data

COMPUTED: Mapping[str, Callable[[IndicatorContext], Figure]] = {
    "I01": people.i01, "I02": people.i02, "I03": people.i03, "I04": people.i04, "I05": people.i05,
    "I06": people.i06, "I07": people.i07, "I08": nights.i08, "I09": nights.i09, "I10": nights.i10,
    "I11": people.i11, "I12": people.i12, "I13": people.i13, "I14": referrals.i14, "I15": referrals.i15,
    "I16": counselling.i16, "I17": counselling.i17, "I18": counselling.i18, "I19": deliveries.i19,
    "I20": plans.i20, "I21": plans.i21, "I23": plans.i23, "I24": milestones.i24, "I27": followups.i27,
    "I28": followups.i28, "I29": followups.i29, "I38": costs.i38, "I39": costs.i39,
}  # fmt: skip


def valid_codes(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the codes in the order given; raises ``Refused`` for one that no list holds."""
    found = tuple(wanted)
    listed = codes.codes("indicator")
    if unknown := [c for c in found if c not in listed]:
        raise Refused(
            "unknown_indicator",
            _("There is no indicator {code}. Choose codes from I01 to I40.").format(code=unknown[0]),
            ("codes",),
        )
    return found


def figure(context: IndicatorContext, code: str) -> Figure:
    """Return one indicator of a context; what the store has no table for yet has no data."""
    return COMPUTED[code](context) if code in COMPUTED else no_data(valid_codes([code])[0])
