"""``fairshare match verify``: is a placement allowed, and is its proof one? Checked without the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click
import numpy as np

from fairshare.cli.match_inputs import NAMES, input_options
from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from fairshare.cli.match_inputs import Inputs
    from fairshare.figures.match_files import MatchFiles
    from fairshare.figures.match_results import Answered, Run, Said
    from fairshare.matching.certificate import Claim, Finding, Instance, Proof
    from fairshare.matching.policy import Policy

TOLD: Final = 10
"""Cases that a failed check names."""
NOT_CHECKED: Final = "Not checked: whether cases without links were shared fairly; a placement does not show it."


@click.command(epilog="Example: fairshare match verify --cases cases.csv --links links.csv --quotas quotas.csv result")
@click.argument("folder")
@input_options
@json_option
def verify(folder: str, as_json: bool, **given: Any) -> None:
    """Check the placement and the proof in FOLDER against the files, without the solver.

    FOLDER is what `fairshare match --out` wrote: assignment.parquet or .csv, result.json and manifest.json. Places,
    exclusions, values and links are checked case by case, and UB(p) is computed anew from the prices. Exit code 1 if
    a check fails.
    """
    from fairshare.cli.match_inputs import read_inputs
    from fairshare.figures.match_cells import STATES
    from fairshare.figures.match_results import read_assignment, read_manifest, read_result
    from fairshare.matching.certificate import check

    inputs = read_inputs(given)
    files = inputs.files
    states = (*files.states, *(state for state in STATES if state not in files.states))
    said, run = read_result(folder), read_manifest(folder)
    answered = read_assignment(folder, files.cases.ids, states)
    findings = [*(_of_run(run, inputs, answered) if run else ()), *_of_rows(answered)]
    instance = _instance(files, inputs.policy, states)
    proof, of_rows = _proof(instance, said)
    findings += of_rows
    findings += check(instance, _claim(answered, said, proof))
    notes = [*_notes(said, run), NOT_CHECKED]
    names = [_names(inputs, finding) for finding in findings]
    if as_json:
        emit(_document(findings, names, notes))
    else:
        _print(folder, findings, notes)
    _end(folder, findings, names)


def _end(folder: str, findings: Sequence[Finding], names: Sequence[Sequence[str]]) -> None:
    """Exit with 1 and a line for each check that failed."""
    failed = [
        f"{folder}: {f.what}: {f.found}; expected {f.expected}" + (f" ({', '.join(cases)})" if cases else "")
        for f, cases in zip(findings, names, strict=True)
        if not f.passed
    ]
    if failed:
        raise click.ClickException("\n".join(failed))


def _instance(files: MatchFiles, policy: Policy, states: tuple[str, ...]) -> Instance:
    from fairshare.matching.certificate import Instance

    cases, links, quotas, barred = files.cases, files.links, files.quotas, files.exclusions
    return Instance(
        states,
        cases.persons,
        cases.present_in,
        cases.vulnerable,
        cases.eligible,
        links.family,
        links.state,
        links.link,
        barred.family,
        barred.state,
        quotas.state,
        quotas.present_in,
        quotas.places,
        policy.place,
        policy.vulnerable,
        policy.links,
    )


def _claim(answered: Answered, said: Said, proof: Proof | None) -> Claim:
    from fairshare.matching.certificate import Claim

    state = np.maximum(answered.state, -1)  # a word that is no state is told beside
    return Claim(state, answered.value, answered.link, said.objective, said.counts, proof)


def _proof(instance: Instance, said: Said) -> tuple[Proof | None, list[Finding]]:
    """The proof with its prices by row, and whether there is just one for each row."""
    from fairshare.matching.certificate import Finding, Proof

    if said.bound is None or said.gap is None:
        return None, []
    rows = [instance.row_name(row) for row in range(len(instance.places))]
    findings = []
    for what, given in (("rows with a price", said.prices), ("rows with usable places", said.usable)):
        if given or what == "rows with a price":
            wrong = [f"{row} missing" for row in rows if row not in given]
            wrong += [f"{row} unknown" for row in given if row not in rows]
            right = f"{len(rows):,}, each once"
            findings.append(Finding(what, right, ", ".join(wrong) or right, not wrong))
    prices = np.array([said.prices.get(row, 0.0) for row in rows])
    usable = np.array([said.usable.get(row, -1) for row in rows], np.int64) if said.usable else None
    return Proof(prices, said.bound, said.gap, said.bound_by, usable), findings


def _of_run(run: Run, inputs: Inputs, answered: Answered) -> Iterator[Finding]:
    """Whether the files and the policy are those of the run, and the assignment is what it wrote."""
    from dataclasses import asdict

    from fairshare.figures.match_answers import plain
    from fairshare.matching.certificate import Finding

    given = inputs.files.sha256
    for option in [*NAMES, *sorted(run.inputs.keys() - set(NAMES))]:
        if option not in given and option not in run.inputs:
            continue
        found = "as in the run" if given.get(option) == run.inputs.get(option) else "another"
        found = found if option in given else "not given"
        yield Finding(f"file of --{option}", "as in the run", found, found == "as in the run")
    weights = {name: value for name, value in plain(asdict(inputs.policy)).items() if name != "time_limit"}
    same = all(run.policy.get(name) == value for name, value in weights.items())
    yield Finding("policy", "as in the run", "as in the run" if same else "another", same)
    as_written = answered.sha256 in run.outputs.values()
    yield Finding("assignment", "as written", "as written" if as_written else "changed since", as_written)


def _of_rows(answered: Answered) -> Iterator[Finding]:
    """Whether each case has one row, and states are states."""
    from fairshare.figures.match_results import UNKNOWN
    from fairshare.matching.certificate import Finding

    def none_of(what: str, rows: Any) -> Finding:
        return Finding(what, "0", f"{len(rows):,}", not len(rows), tuple(int(row) for row in rows[: TOLD + 1]))

    yield none_of("cases without a row", answered.missing)
    yield none_of("cases with more than one row", answered.repeated)
    unknown = ", ".join(answered.unknown[:TOLD])
    yield Finding("rows of no case", "none", unknown or "none", not unknown)
    yield none_of("rows with an unknown state", np.flatnonzero(answered.state == UNKNOWN))


def _notes(said: Said, run: Run | None) -> Iterator[str]:
    if said.bound is None:
        yield f"Not checked: optimality; the mechanism {said.mechanism!r} claims none."
    if said.bound_by == "branch and bound":
        yield "Not repeated: branch and bound, on which the bound rests where it is below UB(p)."
    if run is None:
        yield "Not checked: the files of the run; there is no manifest.json."


def _names(inputs: Inputs, finding: Finding) -> list[str]:
    ids = inputs.files.cases.ids
    more = ["…"] if len(finding.families) > TOLD else []
    return [*(str(ids[row]) for row in finding.families[:TOLD]), *more]


def _document(findings: Sequence[Finding], names: Sequence[Sequence[str]], notes: Sequence[str]) -> dict[str, Any]:
    return {
        "passed": all(finding.passed for finding in findings),
        "checks": [
            {"what": f.what, "expected": f.expected, "found": f.found, "passed": f.passed, "cases": list(cases)}
            for f, cases in zip(findings, names, strict=True)
        ],
        "notes": list(notes),
        "cite": "AMMR 67(4)",
    }


def _print(folder: str, findings: Sequence[Finding], notes: Sequence[str]) -> None:
    failed = sum(not finding.passed for finding in findings)
    verdict = "all checks passed" if not failed else f"{failed} of {len(findings)} checks FAILED"
    click.echo(f"{folder}: {verdict}")
    rows = [(f.what, f.expected, f.found, "yes" if f.passed else "NO") for f in findings]
    columns = {"check": "left", "expected": "left", "found": "left", "passed": "left"}
    table("", columns, rows, notes)
