"""``fairshare match`` itself: read, solve, explain, write whole or not at all, and say what was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.match_inputs import Inputs, read_inputs
from fairshare.cli.output import emit, table
from fairshare.cli.stages import Stages

if TYPE_CHECKING:
    from fairshare.figures.match_answers import Assignment
    from fairshare.figures.match_files import MatchFiles
    from fairshare.matching.explain import Explanation, Notes
    from fairshare.matching.optimum import Optimum
    from fairshare.matching.problem import Problem

CITES: Final = {
    "objective": "AMMR 67(4)",
    "placed_persons": "AMMR 56(2)(a)",
    "linked_honoured": "AMMR 67(3)",
    "vulnerable": "AMMR 60(4)",
    "prices": "AMMR 67(4)",
}


def run(given: Mapping[str, Any]) -> None:
    """Match the files of the options, and write the answer to the folder ``out``."""
    from fairshare.faults import bad_argument
    from fairshare.figures.match_answers import OWN, write_answer
    from fairshare.figures.whole_folders import check_folder, whole_folder
    from fairshare.matching import quiet
    from fairshare.matching.optimum import STAGES

    if not given["out"]:
        raise bad_argument("--out", "is missing", "a folder for the answer")
    check_folder(given["out"], "--out", OWN)
    quiet.highs()  # loading the solver is no part of solving
    times = [perf_counter()]
    with Stages(("reading", *STAGES, "reasons", "writing")) as stages:
        stages("reading")
        inputs = read_inputs(dict(given))
        times.append(perf_counter())
        found = solved(inputs.problem, given["seed"], stages)
        times.append(perf_counter())
        stages("reasons")
        answer = assignment(inputs.files, found)
        stages("writing")
        document = result(found, given["seed"])
        with whole_folder(given["out"], "--out", OWN) as folder:
            write_answer(folder, answer, document, manifest(given, inputs, found.mechanism), given["ending"])
        times.append(perf_counter())
    taken = (round(end - start, 3) for start, end in pairwise(times))
    document["seconds"] = dict(zip(("read", "solve", "write"), taken, strict=True))
    if given["as_json"]:
        emit(document)
    else:
        show(inputs.files, found, given["out"])


def assignment(files: MatchFiles, found: Optimum) -> Assignment:
    """Where each family goes, what it is worth, and the short reason."""
    from fairshare.figures.match_answers import Assignment

    problem, state = found.problem, found.state
    texts, reason = explanation(files, found).texts()
    value, link = problem.value_at(state), problem.link_at(state)
    return Assignment(files.cases.ids, state, value, link, reason, problem.states, texts)


def manifest(given: Mapping[str, Any], inputs: Inputs, mechanism: str) -> dict[str, Any]:
    """What reproduces a run: checksums of the files, policy, mechanism, seed, version."""
    from fairshare.figures.match_answers import run_manifest

    read_from = {name: (given[name], digest) for name, digest in inputs.files.sha256.items()}
    weights = {field.name: getattr(inputs.policy, field.name) for field in fields(inputs.policy)}
    return run_manifest(read_from, weights, mechanism=mechanism, seed=given["seed"])


@contextmanager
def silenced() -> Iterator[None]:
    """Whatever the solver's own code prints goes nowhere: standard output is for the answer."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def solved(problem: Problem, seed: int, tell: Callable[[str], None] = lambda stage: None) -> Optimum:
    """The optimum."""
    from fairshare.matching.optimum import solve

    with silenced():
        return solve(problem, seed, tell)


def explanation(files: MatchFiles, found: Optimum) -> Explanation:
    """Why each family is where it is."""
    from fairshare.matching.explain import explain

    return explain(found, notes(files))


def notes(files: MatchFiles) -> Notes:
    """What the files say beside the problem: kinds of links, reasons of exclusion."""
    import numpy as np

    from fairshare.matching.explain import Notes

    reason = files.cases.reason
    words = ("", *sorted(set(reason.unique().to_list()) - {""}))
    ineligible = np.searchsorted(words, reason.to_numpy()) if len(words) > 1 else None
    return Notes(files.links.kind, files.links.kinds, ineligible, words, files.exclusions.reason)


def result(found: Optimum, seed: int) -> dict[str, Any]:
    """The document of contract 9, without seconds."""
    problem, placed = found.problem, found.state >= 0
    persons, vulnerable = problem.persons[placed], problem.vulnerable[placed]
    return {
        "objective": number(found.objective),
        "bound": number(found.bound),
        "bound_by": found.bound_by,
        "gap": found.gap,
        "placed_cases": int(placed.sum()),
        "placed_persons": int(persons.sum()),
        "linked_honoured": int((problem.link_at(found.state) > 0).sum()),
        "vulnerable_placed_persons": int(persons[vulnerable].sum()),
        "prices": {name: number(price) for name, price in zip(row_names(found), found.prices.tolist(), strict=True)},
        "usable": dict(zip(row_names(found), found.usable.tolist(), strict=True)),
        "passes": found.passes,
        "rest": found.rest,
        "nodes": found.nodes,
        "seed": seed,
        "cites": CITES,
        "proposal": {"decided_by": "the benefitting state, person by person", "cite": "AMMR 67(3), 67(10)"},
    }


def number(value: float) -> str:
    """A figure of the matching as a plain decimal with 15 significant digits."""
    from decimal import Decimal

    return format(Decimal(f"{value:.15g}"), "f")


def row_names(found: Optimum) -> list[str]:
    """The rows of quotas as the contract writes them: ``DE``, or ``DE|IT`` for people present in Italy."""
    problem = found.problem
    return [
        problem.states[state] + (f"|{problem.states[present]}" if present >= 0 else "")
        for state, present in zip(problem.row_state.tolist(), problem.row_present.tolist(), strict=True)
    ]


def show(files: MatchFiles, found: Optimum, out: str) -> None:
    """Print what was found: by state, and the proof."""
    import numpy as np

    problem, state = found.problem, found.state
    _show_double_transfers(files, found)
    link, placed = problem.link_at(state), state >= 0
    size = len(problem.states)
    persons = np.bincount(state[placed], problem.persons[placed], minlength=size)
    cases = np.bincount(state[placed], minlength=size)
    linked = np.bincount(state[link > 0], minlength=size)
    places = np.bincount(problem.row_state, problem.places, minlength=size)
    price = dict(zip(row_names(found), found.prices.tolist(), strict=True))
    rows = [
        (name, f"{places[s]:,.0f}", f"{persons[s]:,.0f}", f"{cases[s]:,}", f"{linked[s]:,}", _price(price, name))
        for s, name in enumerate(problem.states)
        if s in set(problem.row_state.tolist())
    ]
    total = int(problem.persons[problem.eligible].sum())
    proof = "proved optimal" if found.gap == 0 else f"within {found.gap:.1e} of the optimum (proved)"
    honoured, could = int((link > 0).sum()), int(problem.linked.sum())
    table(
        f"{int(cases.sum()):,} families matched to places (67(4))",
        {
            "state": "left",
            "places": "right",
            "persons": "right",
            "families": "right",
            "links": "right",
            "price": "right",
        },
        rows,
        [
            f"Placed: {int(persons.sum()):,} of the {total:,} persons who are eligible.",
            f"Value {found.objective:,.2f}, bound {found.bound:,.2f}: {proof}, by {found.bound_by}.",
            f"Links honoured: {honoured:,} of the {could:,} families that have one to a state they may go to (67(3)).",
            "Price: what a place there costs in points of value for one person; the prices are the proof.",
            "This is a proposal: the benefitting state decides on each person (67(3), 67(10)).",
            f"Written to {out}.",
        ],
    )


def _price(price: Mapping[str, float], state: str) -> str:
    kept = [f"{name.partition('|')[2]} {value:.2f}" for name, value in price.items() if name.startswith(f"{state}|")]
    general = [f"{price[state]:.2f}"] if state in price else []
    return ", ".join(general + kept)


def _show_double_transfers(files: MatchFiles, found: Optimum) -> None:
    """First those whose remaining criteria point to a third state: elsewhere they may be transferred twice (68(2))."""
    third = files.cases.third_state
    at_risk = (third != "").arg_true().to_list()
    if not at_risk:
        return
    basis, ids, states = files.cases.third_state_basis, files.cases.ids, found.problem.states
    rows = [
        (ids[i], third[i], basis[i], states[to] if (to := int(found.state[i])) >= 0 else "-",
         "no" if to >= 0 and states[to] == third[i] else "yes")
        for i in at_risk[:20]
    ]  # fmt: skip
    more = [f"and {len(at_risk) - 20:,} more"] if len(at_risk) > 20 else []
    columns = {"case": "left", "points to": "left", "basis": "left", "placed in": "left", "second transfer": "left"}
    table(
        "Possible double transfers: the criteria left after relocation point to a third state (68(2))",
        columns,
        rows,
        more,
    )
