"""``fairshare assess need``: from projected arrivals to needs (Article 12(3)), each step shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.data_store import as_day, as_of_option, store_at, store_option
from fairshare.cli.output import emit, json_option, percent, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fairshare.assessment.need import Need, Range, Rate

EXAMPLE: Final = "Example: fairshare assess need 2027 --returns 0.2,0.3"


class RangeType(click.ParamType[tuple[float, float]]):
    """``LOW,HIGH``, or one value for both: rates between 0 and 1."""

    name = "low,high"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """Two numbers, or a usage error."""
        try:
            low, _, high = str(value).partition(",")
            return float(low), float(high or low)
        except ValueError:
            self.fail(f"{value!r} is no range; expected LOW,HIGH such as 0.2,0.3", param, ctx)


@click.command(epilog=EXAMPLE)
@click.argument("year", type=int)
@click.option(
    "--arrivals", metavar="FILE", help="CSV of applications to expect: state, low, high (80 % of what may come)."
)
@click.option(
    "--recognition", type=RangeType(), metavar="LOW,HIGH", help="Average recognition rate (default: past years)."
)
@click.option("--returns", type=RangeType(), metavar="LOW,HIGH", help="Average return rate of those not recognised.")
@click.option("--benefitting", metavar="STATES", help="States that benefit (default: under pressure in 2025).")
@click.option("--draws", type=click.IntRange(100, 1_000_000), default=10_000, show_default=True, help="Futures drawn.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the draws.")
@store_option
@as_of_option
@json_option
def need(year: int, as_json: bool, **given: Any) -> None:
    """From projected arrivals, recognition and return rates to a range of Union-wide responsibility, and of the needs
    of each benefitting state, for the pool of YEAR.

    Every assumption is an option. Without --arrivals the projection is a random walk by year: last year's applications,
    moved as in past years. A rate of which nothing is held is unknown: 0 to 1.
    """
    from fairshare.assessment.need import need as reckon
    from fairshare.cli.assess_need_inputs import taken

    inputs = taken(year, store_at(given["store"]), as_day(given["as_of"]), given)
    found = reckon(
        inputs.states,
        inputs.applications,
        inputs.key,
        inputs.benefitting,
        inputs.recognition,
        inputs.returns,
        inputs.floor,
        seed=given["seed"],
    )
    document = {
        "label": "a reckoning by assumptions, not a figure of the Commission",
        "year": year,
        "cite": "AMMR 12(3)",
        "assumptions": {
            "applications": inputs.basis,
            "recognition": _rate(inputs.recognition),
            "returns": _rate(inputs.returns),
            "benefitting": sorted(inputs.benefitting),
            "key": inputs.key_note,
            "floor": {"relocations": inputs.floor, "cite": "AMMR 12(2)(a)"},
        },
        "warnings": list(inputs.warnings),
        "steps": [
            {"name": step.name, "how": step.how, "cite": step.cite, **_range(step.figure)} for step in found.steps
        ],
        "needs": {state: _range(figure) for state, figure in found.states.items()},
        "responsibility": {state: _range(figure) for state, figure in found.responsibility.items()},
        "floor_covers": None if found.covers is None else _range(found.covers),
        "moves": {name: {"low": low, "high": high} for name, (low, high) in found.moves.items()},
        "draws": given["draws"],
        "seed": given["seed"],
    }
    if as_json:
        emit(document)
    else:
        _show(document, found)


def _rate(rate: Rate) -> dict[str, Any]:
    return {"low": rate.low, "high": rate.high, "source": rate.source}


def _range(figure: Range) -> dict[str, Any]:
    return {
        "median": figure.median,
        "intervals": {f"{level:g}": list(bounds) for level, bounds in figure.bounds.items()},
    }


def _cells(name: str, figure: Range) -> list[str]:
    def text(value: float) -> str:
        return percent(value, 1) if name in {"recognition", "returns"} else f"{value:,.0f}"

    return [text(figure.median), *(f"{text(low)} to {text(high)}" for low, high in figure.bounds.values())]


def _show(document: Mapping[str, Any], found: Need) -> None:
    intervals = [f"{percent(level, 0)}" for level in (0.5, 0.8, 0.95)]
    click.echo(f"{document['label'].upper()}\n")
    for warning in document["warnings"]:
        click.echo(f"warning: {warning}")
    table(
        f"Needs of {document['year']}, step by step (Article 12(3))",
        {"step": "left", "middle": "right", **dict.fromkeys(intervals, "right")},
        ([step.name, *_cells(step.name, step.figure)] for step in found.steps),
        [
            *(f"{step.name}: {step.how} ({step.cite})" for step in found.steps),
            f"basis of applications: {document['assumptions']['applications']}",
            f"basis of the key: {document['assumptions']['key']}",
        ],
    )
    table(
        "Need of each benefitting state, in persons beyond its fair share",
        {"state": "left", "middle": "right", **dict.fromkeys(intervals, "right")},
        ([state, *_cells("need", figure)] for state, figure in found.states.items()),
        [_covers(document, found)],
    )
    table(
        "What the need hangs on",
        {"assumption": "left", "low": "right", "high": "right"},
        ((name, f"{low:,.0f}", f"{high:,.0f}") for name, (low, high) in found.moves.items()),
        ["The middle of the need with one assumption at each end of its range, and the others in the middle."],
    )


def _covers(document: Mapping[str, Any], found: Need) -> str:
    floor = document["assumptions"]["floor"]["relocations"]
    if found.covers is None:
        return f"In some futures there is no need; the floor of Article 12(2)(a) is {floor:,} relocations."
    low, high = found.covers.bounds[0.8]
    return (
        f"The floor of {floor:,} relocations (Article 12(2)(a)) would cover {percent(found.covers.median, 0)} of it "
        f"(80 %: {percent(low, 0)} to {percent(high, 0)})."
    )
