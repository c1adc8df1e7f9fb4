"""``fairshare assess pressure``, ``risk`` and ``situation``: a class of Article 11 by method, and how robust it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.assess_inputs import BORDERS, gather, inputs
from fairshare.cli.data_store import as_day, as_of_option, store_at, store_option
from fairshare.cli.output import choice_options, chosen, emit, json_option
from fairshare.cli.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairshare.cli.assess_inputs import Inputs

TITLES = {
    "pressure": "Migratory pressure (Article 2(24))",
    "risk": "Risk of migratory pressure (Article 11(1))",
    "situation": "Significant migratory situation (Article 2(25))",
}


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(
        (
            click.option(
                "--year",
                type=click.IntRange(2000, 2100),
                default=2024,
                show_default=True,
                help="Year of the figures: 2024 is the last whole year before the determination of 2025.",
            ),
            click.option(
                "--border",
                type=click.Choice(list(BORDERS)),
                default="none",
                show_default=True,
                help="How the external border counts. All ways stand side by side in the answer.",
            ),
            click.option(
                "--draws",
                type=click.IntRange(1, 1_000_000),
                default=10_000,
                show_default=True,
                help="Weightings drawn.",
            ),
            click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the weightings."),
            click.option("--plot", metavar="FILE", help="Draw the ranks and how sure they are (.svg or .png)."),
            click.option(
                "--out", metavar="DIR", help="Folder for SPEC.yaml and DATA.csv, which `fairshare index` takes."
            ),
            choice_options,
            store_option,
            as_of_option,
            json_option,
        )
    ):
        command = option(command)
    return command


def _command(name: str) -> click.Command:
    @click.command(name, epilog=f"Example: fairshare assess {name} --border share --plot {name}.svg")
    @_options
    def command(**given: Any) -> None:
        _run(name, **given)

    command.help = (
        f"{TITLES[name]}: an index of public indicators, and in what part of many weightings the states that the "
        "determination names are the first.\n\nAn assessment by method, not the determination of Article 11."
    )
    return command


pressure = _command("pressure")
risk = _command("risk")
situation = _command("situation")


def _run(name: str, *, year: int, border: str, draws: int, seed: int, as_json: bool, **given: Any) -> None:
    from fairshare.assessment.shadow import shadow
    from fairshare.cli.assess_answer import answer
    from fairshare.cli.assess_print import show
    from fairshare.cli.plots import require_plots

    if given["plot"]:
        require_plots(given["plot"])
    choices = chosen(given["choice"], given["choices_file"])
    store, day = store_at(given["store"]), as_day(given["as_of"])
    with Stages(["figures", *BORDERS]) as stage:
        stage("figures")
        figures = gather(store, year, day)
        taken = {way: inputs(figures, name, way, choices) for way in BORDERS}
        found = {}
        for way, one in taken.items():
            stage(way)
            found[way] = shadow(one.spec, one.data, one.named, draws=draws, seed=seed)
    document = answer(name, year, border, taken[border], found)
    if name == "risk":
        document["choices"] = {"RISK_BESIDE_PRESSURE": choices["RISK_BESIDE_PRESSURE"]}
    _write(given, taken[border], document)
    if as_json:
        emit(document)
    else:
        show(document)


def _write(given: dict[str, Any], taken: Inputs, document: dict[str, Any]) -> None:
    """The files that were asked for; the chart is drawn before any is written."""
    from fairshare.cli.assess_files import write
    from fairshare.cli.assess_plot import chart
    from fairshare.cli.plots import write_chart

    drawn = chart(document) if given["plot"] else None
    if given["out"]:
        write(given["out"], taken)
    if drawn is not None:
        write_chart(drawn, given["plot"])
