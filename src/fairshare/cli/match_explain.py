"""``fairshare match explain``: why one family is where it is, or all of them as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.match_inputs import input_options
from fairshare.cli.output import emit, json_option

if TYPE_CHECKING:
    from fairshare.cli.match_inputs import Inputs
    from fairshare.matching.explain import Explanation


@click.command(
    epilog="Example: fairshare match explain F17 --cases cases.csv --links links.csv --quotas quotas.csv",
)
@click.argument("case", required=False)
@input_options
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Of the lottery, as in the matching that is explained.",
)
@click.option(
    "--all", "path", metavar="FILE", help="Explain every case: a table with a sentence each (.csv, .parquet)."
)
@json_option
def explain(case: str | None, seed: int, path: str | None, as_json: bool, **given: Any) -> None:
    """Why CASE is placed where it is, what was next best, and what kept it from a better place, at which price.

    The files are matched anew: the same files and seed give the same placement. `--all` writes a table of all cases.
    """
    from fairshare.cli.match_inputs import read_inputs
    from fairshare.cli.match_run import explanation, solved
    from fairshare.faults import bad_argument

    if (case is None) == (path is None):
        raise bad_argument("case", "is to be one case, or --all", "a case number, or --all FILE")
    if path is not None:
        _check(path, [name for name in given.values() if name])
    inputs = read_inputs(given)
    family = None if case is None else _family(inputs, case)
    explained = explanation(inputs.files, solved(inputs.problem, seed))
    if path is not None:
        _write(path, explained, inputs)
    elif case is not None and family is not None:
        from fairshare.cli.match_explanations import explanation_document, show_explanation

        if as_json:
            emit(explanation_document(explained, case, family))
        else:
            show_explanation(explained, case, family)


def _check(path: str, inputs: list[str]) -> None:
    from fairshare.figures.whole_files import check_target

    ending = ".csv" if path.endswith(".csv") else ".parquet"
    check_target(path, "--all", ending, *inputs)


def _family(inputs: Inputs, case: str) -> int:
    """The number of a case."""
    from fairshare.faults import bad_argument

    found = inputs.files.cases.ids.index_of(case)
    if found is None:
        raise bad_argument("case", f"{case!r} is no case", "a case of the file of cases")
    return int(found)


def _write(path: str, explained: Explanation, inputs: Inputs) -> None:
    from fairshare.cli.match_explanations import write_explanations
    from fairshare.cli.responsible_bulk import Progress
    from fairshare.figures.whole_files import whole_file

    with whole_file(path, "--all") as part, Progress(inputs.problem.families, "cases") as progress:
        target = part.with_suffix(Path(path).suffix)
        try:
            write_explanations(target, explained, inputs.files.cases.ids, progress.add)
            target.replace(part)
        finally:
            target.unlink(missing_ok=True)
    click.echo(f"wrote {path}", err=True)
