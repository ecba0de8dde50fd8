"""From counted things to a figure: sums, ratios, means, and the same for each breakdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from shelter_app.domain import codes
from shelter_app.reports.indicators import dimensions
from shelter_app.reports.indicators.context import Figure, IndicatorContext, Item

FURTHER = {
    "I01": ("person_group",), "I03": ("person_group",), "I04": ("person_group",), "I05": ("person_group",),
    "I06": ("person_group",), "I07": ("person_group",), "I08": ("person_group", "presence"),
    "I19": ("row_kind",),
}  # fmt: skip


def allowed(code: str) -> tuple[str, ...]:
    """Return the dimensions that an indicator can be broken down by."""
    return (*codes.code("indicator", code).extra["disagg"], *FURTHER.get(code, ()))


def unit(code: str) -> str:
    """Return what an indicator is counted in."""
    return str(codes.code("indicator", code).extra["unit"])


def rounded(numerator: float, denominator: float, decimals: int, scale: int = 100) -> float | None:
    """Return ``scale × numerator ÷ denominator``, halves rounded up; None for a zero denominator."""
    if not denominator:
        return None
    exact = Decimal(str(numerator)) * scale / Decimal(str(denominator))
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def no_data(code: str) -> Figure:
    """Return the figure of an indicator whose data nobody has entered."""
    return Figure(code, None, unit(code), no_data=True)


def filtered(context: IndicatorContext, items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items that carry every code that the filters ask for."""
    found = tuple(items)
    for dimension, code in context.filters.only:
        if dimension in dimensions.PERSONAL:
            dimensions.load(context, [i.resident_id for i in found if i.resident_id])
        code_of = dimensions.coder(context, dimension)
        found = tuple(i for i in found if code_of(i) == code)
    return found


def grouped(context: IndicatorContext, items: Iterable[Item], dimension: str) -> dict[str, list[Item]]:
    """Return the items by their code of ``dimension``, codes in the order of their list."""
    items = tuple(items)
    if dimension in dimensions.PERSONAL:
        dimensions.load(context, [i.resident_id for i in items if i.resident_id])
    code_of = dimensions.coder(context, dimension)
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(code_of(item), []).append(item)
    return {code: found[code] for code in dimensions.in_order(dimension, found)}


def weight(items: Iterable[Item]) -> float:
    """Return the sum of the items' weights."""
    return sum(i.weight for i in items)


def wanted(context: IndicatorContext, code: str) -> tuple[str, ...]:
    """Return the breakdowns that were asked for and that the indicator has."""
    return tuple(d for d in context.filters.by if d in allowed(code))


def counted(
    context: IndicatorContext,
    code: str,
    items: Iterable[Item],
    *,
    out_of: float | None = None,
    ids: Iterable[str] | None = None,
    also: Mapping[str, float | None] | None = None,
) -> Figure:
    """Return the sum of the items' weights, with the denominator ``out_of`` printed beside it."""
    found = filtered(context, items)
    value = weight(found)
    return Figure(
        code,
        value,
        unit(code),
        numerator=None if out_of is None else value,
        denominator=out_of,
        ids=tuple(dict.fromkeys(i.id for i in found)) if ids is None else tuple(ids),
        by={
            d: {c: weight(part) for c, part in grouped(context, found, d).items()}
            for d in wanted(context, code)
        },
        also=also or {},
        items=found,
    )


def ratio(
    context: IndicatorContext,
    code: str,
    hits: Iterable[Item],
    base: Iterable[Item],
    *,
    decimals: int = 1,
    scale: int = 100,
    also: Mapping[str, float | None] | None = None,
) -> Figure:
    """Return hits ÷ base of the items' weights, by default in percent with one decimal."""
    top, bottom = filtered(context, hits), filtered(context, base)
    parts: dict[str, dict[str, tuple[float, float]]] = {}
    for dimension in wanted(context, code):
        above, below = grouped(context, top, dimension), grouped(context, bottom, dimension)
        parts[dimension] = {
            c: (weight(above.get(c, ())), weight(below.get(c, ())))
            for c in dimensions.in_order(dimension, {**below, **above})
        }
    return Figure(
        code,
        rounded(weight(top), weight(bottom), decimals, scale),
        unit(code),
        numerator=weight(top),
        denominator=weight(bottom),
        ids=tuple(dict.fromkeys(i.id for i in top)),
        by={d: {c: rounded(n, m, decimals, scale) for c, (n, m) in p.items()} for d, p in parts.items()},
        parts=parts,
        also=also or {},
        items=top,
    )


def averaged(context: IndicatorContext, code: str, items: Iterable[Item]) -> Figure:
    """Return mean (one decimal) and median of the items' weights."""
    found = filtered(context, items)
    by: dict[str, dict[str, float | None]] = {}
    parts: dict[str, dict[str, tuple[float, float]]] = {}
    for dimension in wanted(context, code):
        groups = grouped(context, found, dimension)
        parts[dimension] = {c: (weight(g), len(g)) for c, g in groups.items()}
        by[dimension] = {c: rounded(n, m, 1, 1) for c, (n, m) in parts[dimension].items()}
    return Figure(
        code,
        rounded(weight(found), len(found), 1, 1),
        unit(code),
        numerator=weight(found),
        denominator=len(found),
        median=float(median(i.weight for i in found)) if found else None,
        ids=tuple(i.id for i in found),
        by=by,
        parts=parts,
        items=found,
    )
