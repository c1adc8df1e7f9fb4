"""``fairshare market``: tradable quotas whose costs are revealed by pledges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.inequality import number
from fairshare.cli.output import emit, json_option, percent, table

if TYPE_CHECKING:
    from fractions import Fraction

    from fairshare.law.mechanisms.tradable_quotas import Market, Trader

    Numbers = dict[str, Fraction]


@click.command(epilog="Example: fairshare market quotas.csv --json")
@click.argument("file", type=click.Path())
@json_option
def market(file: str, as_json: bool) -> None:
    """Trade quotas: who takes how many, at which price, and what it saves.

    FILE is a CSV table with the columns state, quota and pledge, and population if wanted. Costs are quadratic; a
    state's aversion is revealed by its pledge. A change is a fraction of the cost at the quota or at the pledge; a
    saving is negative, and an infinite change is null in the JSON, with a note.
    """
    from fairshare.law.mechanisms.tradable_quotas import market as equilibrium

    quotas, pledges, population = _read(file)
    found = equilibrium(quotas, pledges, population)
    emit(_document(found)) if as_json else _print(found, quotas, pledges)


def _read(file: str) -> tuple[Numbers, Numbers, Numbers]:
    """Quotas, pledges and, where given, populations, by state."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_number, as_positive, as_state, read_columns

    converters = {"state": as_state, "quota": as_number, "pledge": as_number}
    rows = read_columns(file, "state", converters, {"population": as_positive})
    quotas, pledges = ({state: row[name] for state, row in rows.items()} for name in ("quota", "pledge"))
    zero = [name for name, values in (("quota", quotas), ("pledge", pledges)) if not any(values.values())]
    if zero:
        raise BadInputError(Fault(file, 1, name, "sums to 0", "at least one value above 0") for name in zero)
    return quotas, pledges, {state: row["population"] for state, row in rows.items() if "population" in row}


def _document(found: Market) -> dict[str, Any]:
    from fairshare.law.mechanisms.tradable_quotas import CAVEATS

    return {
        "states": {state: _trader(trader) for state, trader in found.states.items()},
        "traded_share": number(found.traded_share),
        "cost_reduction": number(found.cost_reduction),
        "price": number(found.price),
        "notes": list(found.notes),
        "caveats": list(CAVEATS),
        "cite": "Fernandez-Huertas Moraga and Rapoport 2015",
    }


def _trader(trader: Trader) -> dict[str, Any]:
    columns = ("market_quota", "cost_change_vs_quota", "cost_change_vs_pledge")
    numbers = {name: number(getattr(trader, name)) for name in columns}
    aversion = {} if trader.aversion is None else {"aversion": number(trader.aversion)}
    return numbers | aversion | ({"notes": list(trader.notes)} if trader.notes else {})


def _print(found: Market, quotas: Numbers, pledges: Numbers) -> None:
    from fairshare.law.mechanisms.tradable_quotas import CAVEATS

    cells = [
        (
            state,
            f"{float(quotas[state]):,.0f}",
            f"{float(pledges[state]):,.0f}",
            f"{float(trader.market_quota):,.1f}",
            _change(trader.cost_change_vs_quota),
            _change(trader.cost_change_vs_pledge),
        )
        for state, trader in found.states.items()
    ]
    notes = [
        f"Price {float(found.price):.6g} (1 = the price at which each takes its pledge). Traded: "
        f"{percent(found.traded_share)} of all quotas. Total cost falls by {percent(found.cost_reduction)}.",
        *(f"{state}: {note}" for state, trader in found.states.items() for note in trader.notes),
        *found.notes,
        "Read with care:",
        *(f"- {caveat}" for caveat in CAVEATS),
    ]
    figures = dict.fromkeys(["quota", "pledge", "takes", "cost against quota", "cost against pledge"], "right")
    table("Market in quotas, costs revealed by pledges", {"state": "left"} | figures, cells, notes)


def _change(value: object) -> str:
    return "undefined" if value is None else f"{float(value) * 100:+,.1f} %"  # type: ignore[arg-type]
