"""``fairshare simulate run``: one scenario, written as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import emit, json_option
from fairshare.cli.simulate_inputs import data_option, engine_options

if TYPE_CHECKING:
    from fairshare.simulation.ensemble import Study
    from fairshare.simulation.scenario import Scenario

TABLES: Final = ("state_months", "state_years", "flows", "measures")
FILES: Final = (*(f"{name}.parquet" for name in TABLES), "manifest.json")


@click.command(epilog="Example: fairshare simulate run scenario.yaml --out result")
@click.argument("scenario", type=click.Path())
@click.option("--out", metavar="FOLDER", help="Write tables by state, flow and measure, and what reproduces them.")
@data_option
@engine_options
@json_option
def run(scenario: str, out: str | None, as_json: bool, **given: Any) -> None:
    """Run the scenario of a YAML file: years and mechanisms, and whatever it changes in figures and assumptions.

    \b
    years: 2024-2025
    mechanisms: [ammr, {name: mine, regime: ammr, pool: 5 %, types: {relocation: 1}}]
    draws: 10               # 1: every assumption at its best value
    parameters: {onward: 0.1, request: {low: 0.3, best: 0.4, high: 0.6}}
    arrivals: {default: 1, IT: 1.5}
    capacity: {default: observed, DE: 400000}
    matching: on            # families that are relocated are matched to places, as `fairshare match` does

    Writes state_months, state_years, flows and measures as Parquet, and manifest.json: the same scenario, figures and
    version give the same bytes. Nothing is written where anything is wrong.
    """
    from fairshare.cli.simulate_inputs import assumptions, inputs_for
    from fairshare.cli.simulate_print import show_run
    from fairshare.cli.simulate_scenario import read_scenario
    from fairshare.figures.whole_folders import check_folder
    from fairshare.simulation.ensemble import Study
    from fairshare.simulation.scenario import assumed, changed

    if out:
        check_folder(out, "--out", FILES)
    parameters = assumptions()
    wanted = read_scenario(scenario, parameters)
    parameters = assumed(parameters, wanted.parameters)
    inputs = changed(inputs_for(given["data"], wanted.years), wanted)
    study = Study(inputs, wanted.mechanisms, wanted.years, wanted.sample, wanted.seed, wanted.parts, wanted.matching)
    document = _computed(study, wanted, parameters, out, given)
    if as_json:
        emit(document)
    else:
        show_run(document, out)


def _computed(
    study: Study, wanted: Scenario, parameters: tuple[Any, ...], out: str | None, given: dict[str, Any]
) -> dict[str, Any]:
    """The draws of a scenario, written whole or not at all; and their measures as a document."""
    import numpy as np

    from fairshare.cli.simulate_answer import require_somebody
    from fairshare.cli.simulate_bar import told
    from fairshare.cli.simulate_engine import engine
    from fairshare.cli.simulate_tables import Tables
    from fairshare.evaluation.mechanisms.draws import measured
    from fairshare.evaluation.mechanisms.league import document, table
    from fairshare.evaluation.mechanisms.measures import NAMES
    from fairshare.simulation.behaviour import behaviour, central
    from fairshare.simulation.ensemble import Draw, all_outcomes
    from fairshare.simulation.manifest import manifest

    draws = (
        [Draw(number, behaviour(parameters, study.seed, number)) for number in range(wanted.draws)]
        if wanted.draws > 1
        else [Draw(0, central(parameters))]
    )
    scores = []
    with Tables(out, study, FILES) as tables, engine(given["workers"], given["cluster"]) as using:
        found = all_outcomes(study, draws, using.executor, using.workers)
        for draw, outcomes in zip(draws, told(found, len(draws)), strict=True):
            scores.append(measured(study, draw, outcomes))
            tables.add(draw, outcomes, scores[-1])
        require_somebody(np.stack(scores), study.sample)
        rests_on = {**manifest(study, parameters), "draws": wanted.draws}
        tables.finish(rests_on)
    return {
        "mechanisms": document(table(np.stack(scores), study.names, study.years, NAMES)),
        "notes": list(study.inputs.notes),
        "manifest": rests_on,
    }
