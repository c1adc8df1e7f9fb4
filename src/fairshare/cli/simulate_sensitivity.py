"""``fairshare simulate sensitivity``: which assumption decides between two mechanisms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.output import emit, json_option, table
from fairshare.cli.simulate_inputs import data_option, engine_options, sample_option

if TYPE_CHECKING:
    from fairshare.evaluation.mechanisms.sensitivity import Decision
    from fairshare.simulation.behaviour import Parameter


@click.command(epilog="Example: fairshare simulate sensitivity ammr dublin-as-applied --years 2024-2025 --size 32")
@click.argument("first")
@click.argument("second")
@click.option("--years", default="2024-2025", show_default=True, metavar="FIRST-LAST", help="Years simulated.")
@sample_option(0.002)
@click.option(
    "--size", type=int, default=32, show_default=True, help="A power of 2; runs are this times parameters + 2."
)
@click.option("--measure", metavar="NAME", help="Whose difference is looked at (see simulate measures).")
@click.option(
    "--parameters", "only", metavar="NAME,NAME", help="Vary only these; the others stay at their best values."
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same bytes.")
@data_option
@engine_options
@json_option
def sensitivity(first: str, second: str, only: str | None, as_json: bool, **given: Any) -> None:
    """Take apart by assumption how the difference between two mechanisms varies (Sobol indices).

    Every point meets the same persons with the same luck, so that only assumptions vary. The index of an assumption is
    the part of the variance of the difference that it explains, alone (first) and together with others (total).
    """
    from fairshare.cli.simulate_answer import ranked
    from fairshare.cli.simulate_engine import engine
    from fairshare.cli.simulate_inputs import assumptions, study_of
    from fairshare.evaluation.mechanisms.measures import NAMES
    from fairshare.evaluation.mechanisms.sensitivity import decision, differences
    from fairshare.faults import bad_argument

    if first == second:
        raise bad_argument("SECOND", f"{second} is compared with itself", "another mechanism")
    _require_salib()
    found_measure, _ = ranked(given["measure"])
    study, _ = study_of({**given, "mechanisms": f"{first},{second}", "parts": 1})
    parameters = varied(assumptions(), only)
    with engine(given["workers"], given["cluster"]) as using:
        evaluate = differences(study, parameters, NAMES.index(found_measure.name), using.executor, using.workers)
        found = decision(parameters, evaluate, given["size"], given["seed"])
    if as_json:
        emit({"first": first, "second": second, "measure": found_measure.name, **asdict(found)})
        return
    rows = [
        (one.parameter, *(f"{part:.3f}" for part in (one.first, one.first_confidence, one.total, one.total_confidence)))
        for one in found.influences
    ]
    columns = {"parameter": "left", "first": "right", "±": "right", "total": "right", "± ": "right"}
    notes = [
        _decides(found),
        f"{found_measure.name} of {first} less that of {second}: mean {found.mean:.4g}, from {found.least:.4g} to "
        f"{found.most:.4g}; below 0 in {100 * found.below_zero:.3g} % of the points.",
        "±: half of the 95 % confidence interval; indices smaller than theirs say nothing.",
    ]
    table(f"What decides between {first} and {second}", columns, rows, notes)


def _decides(found: Decision) -> str:
    """The assumption that decides most, where the points are enough to tell."""
    most = found.influences[0]
    if most.total <= most.total_confidence:
        return "These points are too few to tell which assumption decides: a larger --size."
    return f"Most is decided by {most.parameter} (see `fairshare simulate parameters {most.parameter}`)."


def varied(parameters: Sequence[Parameter], only: str | None) -> tuple[Parameter, ...]:
    """The parameters, all but ``only`` fixed at their best values. Raises
    :class:`~fairshare.faults.BadInputError` for a name that is unknown."""
    from fairshare.faults import bad_argument

    if only is None:
        return tuple(parameters)
    names = {name.strip() for name in only.split(",")}
    if unknown := sorted(names - {one.name for one in parameters}):
        raise bad_argument(
            "--parameters", f"{', '.join(unknown)} is unknown", "names of `fairshare simulate parameters`"
        )
    return tuple(one if one.name in names else replace(one, shape="fixed") for one in parameters)


def _require_salib() -> None:
    from fairshare.faults import bad_argument

    try:
        import SALib  # noqa: F401
    except ImportError:
        raise bad_argument("sensitivity", "needs SALib", "pip install 'fairshare[analysis]'") from None
