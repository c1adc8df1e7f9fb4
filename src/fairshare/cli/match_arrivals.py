"""``fairshare match arrivals``: families placed one by one as they arrive, against prices of expected arrivals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.match_inputs import input_options
from fairshare.cli.output import emit, json_option, percent, table

if TYPE_CHECKING:
    from fairshare.cli.match_inputs import Inputs
    from fairshare.matching.problem import Ints, Problem

CITE: Final = "AMMR 67(4)"
COLUMNS: Final = ("mechanism", "value", "of hindsight", "persons", "vulnerable", "links")


@click.command(
    epilog="Example: fairshare match arrivals --cases cases.csv --links links.csv --quotas quotas.csv --order order.csv"
)
@input_options
@click.option("--order", metavar="FILE", help="case, in the order of arrival; by lot without it.")
@click.option("--past-cases", metavar="FILE", help="Families of the past, from whom futures are drawn.")
@click.option("--past-links", metavar="FILE", help="Their links.")
@click.option("--futures", default=3, show_default=True, help="How often the future is drawn; 0: no prices.")
@click.option("--resolve-every", type=int, help="Arrivals between two prices; a tenth of those to come without it.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the order by lot and of the futures."
)
@json_option
def arrivals(seed: int, as_json: bool, **given: Any) -> None:
    """Place families at once as they arrive over the year, without knowing who comes next.

    Each goes where its value less the price of its places is greatest. Prices come from futures drawn from the past, or
    from those who have arrived. Beside it: each family simply at its best place (greedy), and the optimum that
    hindsight would have found.
    """
    from fairshare.cli.match_inputs import read_inputs
    from fairshare.cli.match_run import silenced
    from fairshare.matching.mechanisms.bid_prices import bid_prices
    from fairshare.matching.optimum import solve

    inputs = read_inputs(given)
    problem, order, past = inputs.problem, _order(inputs, given["order"], seed), _past(inputs, given)
    with silenced():
        every = given["resolve_every"]
        bids = bid_prices(
            problem, arrivals=order, history=past, futures=given["futures"], resolve_every=every, seed=seed
        )
        greedy = bid_prices(problem, arrivals=order, futures=0, seed=seed)
        best = solve(problem, seed)
    found = {"bid prices": bids.state, "greedy": greedy.state, "hindsight": best.state}
    rows = {name: _row(problem, state, best.bound) for name, state in found.items()}
    if as_json:
        ids = inputs.files.cases.ids.to_list()
        placed = {ids[i]: problem.states[to] if to >= 0 else "" for i, to in enumerate(bids.state.tolist())}
        emit({"mechanisms": rows, "placements": placed, "order": [ids[i] for i in order], "seed": seed, "cite": CITE})
    else:
        _print(rows)


def _print(rows: dict[str, dict[str, Any]]) -> None:
    shown = [
        (
            name,
            row["value"],
            percent(row["share"]),
            f"{row['persons']:,}",
            f"{row['vulnerable']:,}",
            f"{row['links']:,}",
        )
        for name, row in rows.items()
    ]
    sides = {name: "left" if name == "mechanism" else "right" for name in COLUMNS}
    notes = ["Hindsight knows all arrivals beforehand; nobody does. Source: Ahani et al., Operations Research 72(3)."]
    table("Families placed as they arrive (67(4))", sides, shown, notes)


def _row(problem: Problem, state: Ints, bound: float) -> dict[str, Any]:
    from fairshare.cli.match_run import number

    value, placed = float(problem.value_at(state).sum()), state >= 0
    return {
        "value": number(value),
        "share": value / bound if bound else 1.0,
        "persons": int(problem.persons[placed].sum()),
        "vulnerable": int(problem.persons[placed & problem.vulnerable].sum()),
        "links": int((problem.link_at(state) > 0).sum()),
    }


def _order(inputs: Inputs, path: str | None, seed: int) -> Ints:
    """The order of arrival as numbers of families: that of a file with every case once, or by lot."""
    import numpy as np

    if path is None:
        return np.random.default_rng(seed).permutation(inputs.problem.families)
    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.tables import as_name, read_columns

    named = list(read_columns(path, "case", {"case": as_name}))
    number = {case: place for place, case in enumerate(inputs.files.cases.ids.to_list())}
    faults = [
        Fault(path, line, "case", f"{case!r} is no case", "a case of the file of cases")
        for line, case in enumerate(named, 2)
        if case not in number
    ]
    if not faults and len(named) < len(number):
        missing = next(case for case in number if case not in set(named))
        faults.append(Fault(path, 1, "case", f"{missing!r} and maybe others are missing", "every case once"))
    if faults:
        raise BadInputError(faults)
    return np.array([number[case] for case in named], np.int64)


def _past(inputs: Inputs, given: dict[str, Any]) -> Problem | None:
    """The families of the past with the places and the policy of now; nothing where none are given."""
    from fairshare.cli.match_inputs import NAMES, read_inputs
    from fairshare.faults import bad_argument

    cases, links = given["past_cases"], given["past_links"]
    if cases is None and links is None:
        return None
    if cases is None or links is None:
        raise bad_argument("--past-cases", "and --past-links belong together", "both files")
    files = {name: given[name] for name in NAMES} | {"cases": cases, "links": links, "exclusions": None}
    past = read_inputs(files).problem
    return _renumbered(past, inputs.problem)


def _renumbered(past: Problem, now: Problem) -> Problem:
    """The past with the states of now; links to states that nobody knows now are left out."""
    import numpy as np

    from fairshare.faults import bad_argument

    known = {state: place for place, state in enumerate(now.states)}
    number = np.array([known.get(state, -1) for state in past.states], np.int64)
    if (number[past.present_in] < 0).any():
        gone = past.states[int(past.present_in[number[past.present_in] < 0][0])]
        raise bad_argument("--past-cases", f"has families present in {gone}", "states that occur in the files of now")
    keep = number[past.link_state] >= 0
    family, state = past.link_family[keep], number[past.link_state[keep]]
    order = np.lexsort((state, family))
    return replace(
        past,
        states=now.states,
        present_in=number[past.present_in],
        link_family=family[order],
        link_state=state[order],
        link=past.link[keep][order],
        row_state=now.row_state,
        row_present=now.row_present,
        places=now.places,
    )
