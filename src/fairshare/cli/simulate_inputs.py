"""What the commands of ``fairshare simulate`` share: their options, and the study that these ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce
from math import isnan
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from fairshare.law.mechanisms.interface import Mechanism
    from fairshare.simulation.behaviour import Parameter
    from fairshare.simulation.ensemble import Study
    from fairshare.simulation.inputs import Inputs

_C = TypeVar("_C", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    metavar="FOLDER",
    help="Folder of collected figures; without it the bundled tables serve, which are rougher.",
)
_YEARS = click.option("--years", default="2014-2027", show_default=True, metavar="FIRST-LAST", help="Years simulated.")
_MECHANISMS = click.option(
    "--mechanisms", metavar="NAME,NAME", help="Those of `fairshare simulate mechanisms`; all unless given."
)
_SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same bytes."
)
_WORKERS = click.option(
    "--workers", type=click.IntRange(1, 1024), help="Processes; as many as there are cores unless given."
)
_CLUSTER = click.option("--cluster", metavar="ADDRESS", help="Compute on a Dask cluster, such as tcp://HOST:8786.")


def sample_option(default: float) -> Callable[[_C], _C]:
    """``--sample``, with a default of the command's own."""
    return click.option(
        "--sample",
        type=click.FloatRange(0, 1, min_open=True),
        callback=_number,
        default=default,
        show_default=True,
        help="Part of the families that is drawn; each then stands for many.",
    )


def _number(context: click.Context, option: click.Parameter, value: float) -> float:
    """Click lets NaN pass any range."""
    if isnan(value):
        raise click.BadParameter("nan is no number", context, option)
    return value


def engine_options(command: _C) -> _C:
    """Add ``--workers`` and ``--cluster``; :func:`~fairshare.cli.simulate_engine.engine` takes them."""
    return _WORKERS(_CLUSTER(command))


def study_options(command: _C) -> _C:
    """Add the options of :func:`study_of` and of the engine."""
    parts = click.option(
        "--parts",
        type=click.IntRange(1, 100_000),
        default=1,
        show_default=True,
        help="Tasks to a draw: for populations that are too large for the memory of one worker.",
    )
    arrivals = click.option(
        "--arrivals",
        multiple=True,
        metavar="YEAR=FILE",
        help="Projected applications of a year to come, as `fairshare forecast project --sums FILE` writes them.",
    )
    options = (_YEARS, _MECHANISMS, sample_option(0.01), parts, _SEED, data_option, arrivals, engine_options)
    return reduce(lambda added, option: option(added), reversed(options), command)


def study_of(given: Mapping[str, Any]) -> tuple[Study, tuple[Parameter, ...]]:
    """The study that the options ask for, and the parameters that its draws are drawn from.

    Raises :class:`~fairshare.faults.BadInputError` for years, mechanisms and figures that cannot be used."""
    from fairshare.simulation.ensemble import Study

    years = years_of(given["years"])
    mechanisms = mechanisms_of(given["mechanisms"])
    inputs = inputs_for(given["data"], years)
    if given.get("arrivals"):
        from fairshare.cli.simulate_projection import projected

        inputs = projected(inputs, given["arrivals"])
    return Study(inputs, mechanisms, years, given["sample"], given["seed"], given["parts"]), assumptions()


def years_of(text: str) -> tuple[int, ...]:
    """The years of ``--years``. Raises :class:`~fairshare.faults.BadInputError` for no span of known years."""
    from fairshare.faults import bad_argument
    from fairshare.simulation.scenario import years_between

    try:
        return years_between(text)
    except ValueError as error:
        problem, _, expected = str(error).partition("; expected ")
        raise bad_argument("--years", f"{text!r} {problem}", expected) from None


def mechanisms_of(text: str | None) -> tuple[Mechanism, ...]:
    """The mechanisms of ``--mechanisms``; all unless given. Raises :class:`~fairshare.faults.BadInputError`."""
    from fairshare.faults import bad_argument
    from fairshare.law.mechanisms.catalogue import CATALOGUE, mechanism

    if text is None:
        return tuple(CATALOGUE.values())
    names = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise bad_argument("--mechanisms", "names none", "names with commas, of `fairshare simulate mechanisms`")
    return tuple(mechanism(name) for name in names)


def assumptions() -> tuple[Parameter, ...]:
    """Every parameter of behaviour."""
    from fairshare.figures.simulate.behaviour import rows
    from fairshare.simulation.behaviour import parameters

    return parameters(rows())


def inputs_for(data: str | None, years: tuple[int, ...]) -> Inputs:
    """The figures of the years and of those to warm up: those observed, and for later ones what the notes say.

    Raises :class:`~fairshare.faults.BadInputError` for a folder that lacks figures, and for years before the first."""
    from pathlib import Path

    from fairshare.figures.simulate import bundled, read
    from fairshare.simulation.ensemble import WARM_UP
    from fairshare.simulation.inputs import inputs_of

    figures = read(Path(data)) if data else bundled()
    first = min(years[0], max(years[0] - WARM_UP, figures["years"][0]))
    found = inputs_of(figures, range(first, years[-1] + 1))
    if first > years[0] - WARM_UP:
        note = f"no figures before {first}: people who were in procedures then are missing, most of all in {years[0]}"
        return replace(found, notes=(*found.notes, note))
    return found
