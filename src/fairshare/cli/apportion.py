"""``fairshare apportion``: whole units from weights by a method of apportionment, step by step."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import emit, json_option, share_text, table

if TYPE_CHECKING:
    from fairshare.law.apportionment import Apportionment

HALVES: Final = ".5 goes to the even number"


@click.command(epilog="Example: fairshare apportion webster --total 435 states.csv")
@click.argument("method")
@click.argument("file")
@click.option("--total", required=True, type=int, help="Units to apportion, 0 to 1,000,000,000,000.")
@click.option("--lots", default="", metavar="NAME,NAME", help="Settle a tie: the names in the order drawn by lot.")
@json_option
def apportion(method: str, file: str, total: int, lots: str, as_json: bool) -> None:
    """Apportion a total over the names of FILE (CSV columns name,weight) by METHOD.

    METHOD is hamilton, webster, jefferson, adams, huntington-hill, dean or quota (Balinski and Young), or one of floor,
    nearest and ceil, which round each quota by itself and need not meet the total. A tie that the method does not
    settle is shown, not broken: draw lots and tell the order with --lots.
    """
    from fairshare.faults import BadInputError
    from fairshare.figures.tables import as_name, as_number, read_columns
    from fairshare.law.apportionment import apportion as divide

    rows = read_columns(file, "name", {"name": as_name, "weight": as_number})
    weights: dict[str, Fraction] = {name: row["weight"] for name, row in rows.items()}
    drawn = tuple(name.strip() for name in lots.split(",") if name.strip())
    try:
        result = divide(method, total, weights, lots=drawn)
    except BadInputError as error:
        raise BadInputError(
            replace(fault, file=file) if fault.field == "weight" else fault for fault in error.faults
        ) from None
    if as_json:
        emit(_document(result, drawn))
    else:
        _print(result, weights)


def _document(result: Apportionment, drawn: tuple[str, ...]) -> dict[str, Any]:
    from fairshare.law.apportionment import METHODS

    question = result.needs_decision
    document: dict[str, Any] = {
        "method": result.method,
        "total": result.total,
        "seats": result.seats,
        "surplus": result.surplus,
        "steps": [
            {"what": step.what, "name": step.name, "seats": step.seats, "value": share_text(Fraction(step.value))}
            for step in result.steps
        ],
        "needs_decision": None
        if question is None
        else {
            "question": question.question,
            "options": list(question.options),
            "seats": question.seats,
            "ties": [{"options": list(names), "seats": left} for names, left in question.ties],
            "cite": question.cite,
        },
        "cite": result.cite,
        "choices": _choices(result, drawn),
    }
    if METHODS[result.method].figure:
        document["award_value"] = METHODS[result.method].figure
    if result.method == "nearest":
        document["note"] = HALVES
    return document


def _choices(result: Apportionment, drawn: tuple[str, ...]) -> dict[str, Any]:
    """The choices behind a result: rounding where it is the method, and the lots that a person drew."""
    from fairshare.law.choices import CHOICES

    rounding = {"ROUNDING": result.method} if result.method in CHOICES["ROUNDING"].options else {}
    return rounding | ({"lots": list(drawn)} if drawn else {})


def _print(result: Apportionment, weights: dict[str, Fraction]) -> None:
    whole, question = sum(weights.values()), result.needs_decision
    rows = [
        (name, share_text(weight), f"{float(weight * result.total / whole):,.3f}", f"{result.seats[name]:,}")
        for name, weight in weights.items()
    ]
    notes = [f"Method: {result.cite}"]
    if result.surplus:
        notes.append(f"Surplus: {result.surplus:+,} against the total of {result.total:,}")
    if result.method == "nearest":
        notes.append(f"Note: {HALVES}")
    for names, left in question.ties if question else ():
        notes.append(f"NEEDS DECISION: draw lots for {left} unit(s) among {', '.join(names)} (then --lots NAME,NAME)")
    title = f"{result.total:,} units by {result.method}"
    table(title, {"name": "left", "weight": "right", "quota": "right", "units": "right"}, rows, notes)
