"""``fairshare match report``: a matching as one page and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.match_inputs import input_options
from fairshare.cli.output import emit, json_option

if TYPE_CHECKING:
    from fairshare.cli.match_inputs import Inputs
    from fairshare.cli.stages import Stages
    from fairshare.figures.match_files import MatchFiles
    from fairshare.matching.optimum import Optimum
    from fairshare.matching.sensitivity import Change

STAGES: Final = ("reading", "solving", "explaining", "changing weights", "other mechanisms", "writing")


@click.command(
    epilog="Example: fairshare match report --cases cases.csv --links links.csv --quotas quotas.csv --out report"
)
@input_options
@click.option("--out", metavar="DIR", help="Folder for the page and the tables; made if need be.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of the lottery, as in the matching that is reported.",
)
@click.option("--sensitivity", is_flag=True, help="Also change each weight by 10 % and solve again (some 16 times).")
@click.option("--mechanisms", metavar="NAME,NAME", help="Other mechanisms to stand beside it (see match compare).")
@json_option
def report(out: str | None, seed: int, sensitivity: bool, mechanisms: str | None, as_json: bool, **given: Any) -> None:
    """Report a matching for the authority: who goes where and why not elsewhere, at which prices, and what to check.

    The files are matched anew: the same files and seed give the same placement, and the same bytes. Writes report.html,
    which needs nothing else, and the figures behind it as CSV.
    """
    from fairshare.cli.match_inputs import read_inputs
    from fairshare.cli.match_report_files import FILES, write_report
    from fairshare.cli.match_run import explanation, manifest, solved
    from fairshare.cli.stages import Stages
    from fairshare.faults import bad_argument
    from fairshare.figures.whole_folders import check_folder, whole_folder
    from fairshare.matching.report import report as count

    if not out:
        raise bad_argument("--out", "is missing", "a folder for the report")
    check_folder(out, "--out", FILES)
    with Stages(STAGES) as stages:
        stages("reading")
        inputs = read_inputs(given)
        stages("solving")
        found = solved(inputs.problem, seed)
        stages("explaining")
        explained = explanation(inputs.files, found)
        changes = _changes(inputs, found, seed, stages) if sensitivity else ()
        compared = _compared(inputs, mechanisms, seed, stages) if mechanisms else ()
        stages("writing")
        counted = count(explained, third_states(inputs.files), compared=compared, changes=changes)
        made_by = manifest({**given, "seed": seed}, inputs, found.mechanism)
        with whole_folder(out, "--out", FILES) as folder:
            names = write_report(folder, counted, inputs.files.cases.ids, made_by)
    if as_json:
        emit({"files": names, "seed": seed, "gap": found.gap, "cite": "AMMR 67(4)"})
    else:
        click.echo(f"Report of {inputs.problem.families:,} families: {out}/{names[0]} and {len(names) - 1} tables.")


def third_states(files: MatchFiles) -> dict[int, tuple[tuple[str, ...], str]] | None:
    """By family the states to which a criterion may point, and the basis (68(2)); ``None`` if the file names none."""
    third, basis = files.cases.third_state, files.cases.third_state_basis
    named = (third != "").arg_true().to_list()
    return {family: (tuple(third[family].split()), basis[family]) for family in named} or None


def _changes(inputs: Inputs, found: Optimum, seed: int, stages: Stages) -> tuple[Change, ...]:
    import numpy as np

    from fairshare.cli.match_run import solved
    from fairshare.matching.links import KIND_NAMES, LinkRows
    from fairshare.matching.sensitivity import sensitivity

    stages("changing weights")
    rows = inputs.files.links.declared
    kind = np.array([KIND_NAMES.index(name) for name in inputs.files.links.kinds])[rows.kind]
    return sensitivity(found, LinkRows(rows.family, rows.state, kind, rows.strength), seed, solver=solved)


def _compared(inputs: Inputs, mechanisms: str, seed: int, stages: Stages) -> list[dict[str, Any]]:
    """Rows of other mechanisms, without seconds: the same run is to give the same bytes."""
    from fairshare.cli.match_run import silenced
    from fairshare.matching.measures import compare
    from fairshare.matching.mechanisms.catalogue import MECHANISMS

    stages("other mechanisms")
    with silenced():
        rows = list(compare(inputs.problem, [name.strip() for name in mechanisms.split(",") if name.strip()], seed))
    return [
        {
            "mechanism": MECHANISMS[row.mechanism].title,
            "persons placed": row.persons,
            "links honoured": row.links,
            "vulnerable persons placed": row.vulnerable,
            "places left": row.unfilled,
            "value": round(row.value, 2),
            "part of the bound": round(row.share, 6),
            "least served state": round(row.least_served, 4),
            "envious families": row.envy,
            "strongly envious": row.strong_envy,
        }
        for row in rows
    ]
