"""``fairshare inequality``: how far an observed distribution is from a key."""

from __future__ import annotations

from fractions import Fraction

import click

from fairshare.cli.output import emit, json_option, percent, table

MEASURES = {
    "hoover": "part that would have to move to meet the key (half the sum of |x - k|)",
    "gini": "evenness of the load ratio, weighted by the key: 0 even, 1 all on one",
    "theil_t": "entropy, sum of x ln(x / k)",
    "theil_l": "entropy, sum of k ln(k / x)",
    "atkinson_0.5": "welfare lost, aversion 0.5",
    "atkinson_1": "welfare lost, aversion 1",
    "max_ratio": "largest load ratio x / k",
    "min_ratio": "smallest load ratio x / k",
    "herfindahl": "concentration, sum of the squares of x",
    "to_move": "Hoover times the observed total",
}
"""What each measure says, with x a state's part of the observed and k its part of the key."""


def number(value: Fraction | float | None) -> int | float | None:
    """A statistic as a JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else float(value)


@click.command(epilog="Example: fairshare inequality loads.csv --json")
@click.argument("file", type=click.Path())
@json_option
def inequality(file: str, as_json: bool) -> None:
    """Measure how far FILE's observed distribution is from its key.

    FILE is a CSV table with the columns state, observed and key; observed and key may have any positive scale. A
    measure that is infinite is null in the JSON, with a note.
    """
    from fairshare.evaluation.inequality import inequality as measure
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_number, as_state, read_columns

    rows = read_columns(file, "state", {"state": as_state, "observed": as_number, "key": as_number})
    columns = {name: {state: row[name] for state, row in rows.items()} for name in ("observed", "key")}
    zero = [name for name, values in columns.items() if not any(values.values())]
    if zero:
        raise BadInputError(Fault(file, 1, name, "sums to 0", "at least one value above 0") for name in zero)
    found = measure(**columns)
    values = {name: number(getattr(found, name.replace(".", ""))) for name in MEASURES}
    if as_json:
        ratios = {state: _ratio(columns, state) for state in rows}
        cite = "Hoover 1936; Gini 1912; Theil 1967; Atkinson 1970, each against the key"
        emit({**values, "total": number(found.total), "ratios": ratios, "notes": list(found.notes), "cite": cite})
        return
    cells = [
        (name, _shown(name, value), text) for (name, text), value in zip(MEASURES.items(), values.values(), strict=True)
    ]
    table(
        f"Inequality of {len(rows)} states against the key",
        {"measure": "left", "value": "right", "what it says": "left"},
        cells,
        [
            f"{percent(found.hoover)} of {float(found.total):,.0f} would have to be elsewhere to meet the key.",
            *found.notes,
        ],
    )


def _ratio(columns: dict[str, dict[str, Fraction]], state: str) -> int | float | None:
    """A state's load ratio x / k; null where the key gives it nothing."""
    observed, key = columns["observed"], columns["key"]
    if not key[state]:
        return None
    return number(observed[state] / sum(observed.values()) * sum(key.values()) / key[state])


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "infinite"
    return f"{value:,.1f}" if name == "to_move" else f"{value:.4f}"
