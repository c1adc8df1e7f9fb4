"""What ``fairshare match eligible`` tells: possible double transfers first, then who is kept out and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click
import numpy as np

from fairshare.cli.output import table as print_table
from fairshare.law.responsibility.codes import NONE
from fairshare.law.responsibility.trace import HUMAN, outcome_is
from fairshare.law.solidarity.relocation import GROUNDS, READINGS, Status, Why

if TYPE_CHECKING:
    import polars as pl

    from fairshare.figures.eligible_files import Gate
    from fairshare.law.choices import Choices

SHOWN: Final = 20
"""Rows of a table on the screen; all of them are in the files."""


def document(gate: Gate, cases: pl.DataFrame, pairs: int, choices: Choices, *, with_excluded: bool) -> dict[str, Any]:
    """The answer as JSON. ``excluded`` has each case that is kept out, where no file of cases is written."""
    answer: dict[str, Any] = {
        "persons": int(gate.grounds.size),
        "cases": cases.height,
        "eligible_persons": int(gate.goes.sum()),
        "eligible_cases": int(gate.eligible.sum()),
        "double_transfers": list(_double(gate, cases)),
        "grounds": _counts(gate),
        "unchecked": _unchecked(gate),
        "excluded_pairs": pairs,
        "choices": choices.used(*READINGS),
        "cites": ["AMMR 56(2)(a)", "AMMR 67(1)", "AMMR 67(2)", "AMMR 67(4)", "AMMR 67(5)", "AMMR 67(6)", "AMMR 68(2)"],
    }
    if with_excluded:
        out = cases.filter(cases["eligible"] == 0)
        answer["excluded"] = out.select("case", "reason").to_dicts()
    return answer


def show(gate: Gate, cases: pl.DataFrame, choices: Choices, *, with_excluded: bool) -> None:
    """The answer on the screen."""
    double = list(_double(gate, cases))
    if double:
        _show_double(double)
    elif gate.third is not None:
        click.echo("Possible double transfers (AMMR 68(2)): none")
    rows = [(g["code"], f"{g['persons']:,}", f"{g['cases']:,}", g["cite"], g["says"]) for g in _counts(gate)]
    if rows:
        columns = {"ground": "left", "persons": "right", "cases": "right", "provision": "left", "in words": "left"}
        print_table("Kept out: a person, and then a case, for the weightiest ground", columns, rows)
    else:
        click.echo("Nobody is kept out.")
    for note in _notes(gate, choices):
        click.echo(note)
    out = cases.filter(cases["eligible"] == 0).select("case", "reason")
    if with_excluded and out.height:
        more = [f"… and {out.height - SHOWN:,} more: --out FILE has all of them"] if out.height > SHOWN else []
        print_table("Cases kept out", {"case": "left", "why": "left"}, out.head(SHOWN).rows(), more)


def _show_double(double: list[dict[str, Any]]) -> None:
    columns = {"case": "left", "present in": "left", "third state": "left", "by": "left", "": "left"}
    rows = [
        (
            one["case"],
            one["present_in"],
            " ".join(one["third_state"]),
            one["cite"],
            "a person has to decide" if one["human"] else "",
        )
        for one in double[:SHOWN]
    ]
    notes = ["Relocated to another state, these persons may have to be transferred a second time."]
    if len(double) > SHOWN:
        notes.insert(0, f"… and {len(double) - SHOWN:,} more: --out FILE has all of them")
    print_table(f"Possible double transfers (AMMR 68(2)): {len(double):,} cases", columns, rows, notes)


def _notes(gate: Gate, choices: Choices) -> Iterator[str]:
    cases, persons = int(gate.eligible.sum()), int(gate.goes.sum())
    yield f"Eligible: {cases:,} of {gate.eligible.size:,} cases, {persons:,} of {gate.grounds.size:,} persons"
    unchecked = _unchecked(gate)
    if any(unchecked.values()):
        security, family = unchecked["security"], unchecked["family"]
        yield f"Among them without a check on record: security {security:,}, family {family:,}"
    yield "A proposal: the benefitting state decides on every person (AMMR 67(3))"
    yield "Choices: " + ", ".join(f"{name}={choices[name]}" for name in READINGS)


def _double(gate: Gate, cases: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The cases with a possible double transfer. ``human``: a person has to decide before it is certain."""
    if gate.third is None or gate.basis is None:
        return
    at = np.flatnonzero(gate.third != 0)
    asked = outcome_is(gate.basis[at], HUMAN)
    found = cases[at.tolist()].select("case", "present_in", "third_state", "third_state_basis")
    for (case, present, third, basis), human in zip(found.iter_rows(), asked.tolist(), strict=True):
        states = third.split()
        yield {
            "case": case,
            "present_in": present,
            "third_state": states,
            "human": human or len(states) > 1,
            "cite": basis,
        }


def _counts(gate: Gate) -> list[dict[str, Any]]:
    """Persons by their ground, and cases by the ground that keeps them out, in the order of weight."""
    persons = np.bincount(gate.grounds[gate.grounds != NONE], minlength=len(Why))
    cases = np.bincount(gate.families.ground[~gate.eligible], minlength=len(Why))
    return [
        {
            "code": why.code,
            "persons": int(persons[why]),
            "cases": int(cases[why]),
            "says": GROUNDS[why].says,
            "cite": GROUNDS[why].cite,
        }
        for why in Why
        if persons[why]
    ]


def _unchecked(gate: Gate) -> dict[str, int]:
    """Persons who may be matched although a check that Article 67 asks for is not on record."""
    persons = gate.table.persons
    applicant = persons.status == Status.APPLICANT
    return {
        "security": int((gate.goes & (persons.security == NONE)).sum()),
        "family": int((gate.goes & applicant & (persons.family == NONE)).sum()),
    }
