"""``shelter-app figures``: the indicators of a period, without a template."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from shelter_app import i18n
from shelter_app.cli.options import (
    Account,
    ClockIsRight,
    Data,
    FirstDay,
    Force,
    JsonOut,
    LastDay,
    PasswordStdin,
)
from shelter_app.cli.output import print_table, require_free, write_json
from shelter_app.cli.signing_in import signed_in
from shelter_app.domain.codes import label
from shelter_app.i18n import N_, _
from shelter_app.reports.indicators.context import Figure
from shelter_app.services.reporting.figures import figures as figures_of


def figures(
    first: FirstDay,
    last: LastDay,
    data: Data,
    account: Account,
    codes: Annotated[
        str, typer.Option("--codes", metavar="CODES", help=N_("Only these indicators: I01,I08."))
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="WORDS", help=N_("Disaggregated by: sex,age_band."))
    ] = "",
    shelter: Annotated[
        str | None, typer.Option("--shelter", metavar="CODE", help=N_("Only this shelter."))
    ] = None,
    json_out: JsonOut = None,
    password_stdin: PasswordStdin = False,
    clock_is_right: ClockIsRight = False,
    force: Force = False,
) -> None:
    """Compute, print, and write for machines what was asked for."""
    require_free(json_out, force=force)
    with signed_in(data, account, password_stdin=password_stdin, clock_is_right=clock_is_right) as actor:
        found = figures_of(actor, first, last, codes=_split(codes), by=_split(by), shelter=shelter)
    write_json(json_out, as_json(first, last, found), force=force)
    print_table([row for figure in found for row in _rows(figure)])


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def as_json(first: date, last: date, found: tuple[Figure, ...]) -> dict[str, Any]:
    """Return what ``figures --json`` holds."""
    return {
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "indicators": [_line(figure) for figure in found],
    }


def _line(figure: Figure) -> dict[str, Any]:
    line: dict[str, Any] = {
        "code": figure.code,
        "label": label("indicator", figure.code),
        "value": _plain(figure.value),
        "unit": figure.unit,
        "numerator": _plain(figure.numerator),
        "denominator": _plain(figure.denominator),
    }
    if figure.median is not None:
        line["median"] = _plain(figure.median)
    if figure.by:
        line["by"] = {
            name: {c: _plain(part) for c, part in parts.items()} for name, parts in figure.by.items()
        }
    return line


def _plain(value: Any) -> int | float | None:
    """Return a number that JSON knows; whole numbers without a decimal mark."""
    if value is None:
        return None
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _rows(figure: Figure) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(figure.code, _value_text(figure.value), label("indicator", figure.code))]
    for name, parts in figure.by.items():
        rows += [("", _value_text(part), f"{name}: {label(name, code)}") for code, part in parts.items()]
    return rows


def _value_text(value: Any) -> str:
    plain = _plain(value)
    return _("no data") if plain is None else i18n.number(plain)


COMMAND = figures
