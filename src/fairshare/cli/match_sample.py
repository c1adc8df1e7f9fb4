"""``fairshare match sample``: synthetic families, their links and places, as files that ``fairshare match`` reads."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import emit, json_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from fairshare.matching.problem import Ints
    from fairshare.matching.sample import Sample, Shares

POOL: Final = 2026
"""The pool whose benefitting states and key the sample takes."""
NOTE: Final = "README.json"
OWN: Final = ("cases.csv", "cases.parquet", "links.csv", "links.parquet", "quotas.csv", "exclusions.csv", NOTE)
"""Every file that a folder of a sample may hold."""
BARRED_FOR: Final = "no bilateral agreement"
"""The reason of every exclusion: a beneficiary of protection goes only where the two states agreed (56(2)(a)(ii))."""


@click.command(epilog="Example: fairshare match sample 1000 --seed 1 --out sample")
@click.argument("n", metavar="N", type=int)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The same seed gives the same bytes."
)
@click.option("--out", required=True, type=click.Path(), metavar="DIR", help="Folder to write to; made if need be.")
@click.option("--places", default="0.95", show_default=True, help="Places offered, as a part of all persons.")
@click.option("--agreements", is_flag=True, help="Some states keep places for people from one benefitting state.")
@click.option("--dense", is_flag=True, help="A link of every family to every state.")
@click.option("--exclusions", default="0", metavar="RATE", help="Families barred from one state, as a part of all.")
@click.option(
    "--format", "ending", type=click.Choice(["csv", "parquet"]), default="csv", help="Format of CASES and LINKS."
)
@json_option
def sample(
    n: int,
    seed: int,
    out: str,
    places: str,
    agreements: bool,
    dense: bool,
    exclusions: str,
    ending: str,
    as_json: bool,
) -> None:
    """Draw N synthetic families with links and places to try the matching on.

    Nationalities and states of presence follow the applications of 2025, links follow the stock of migrants, places the
    reference key over the contributing states of 2026. All else is assumed; README.json in the folder says what.
    """
    from fairshare.figures.whole_folders import check_folder
    from fairshare.matching.sample import Assumptions
    from fairshare.matching.sample import sample as draw

    assumptions = Assumptions(places=_number(places, "--places"))
    rate = float(_number(exclusions, "--exclusions"))
    check_folder(out, "--out", OWN)
    drawn = draw(n, seed, known_shares(), assumptions=assumptions, dense=dense, agreements=agreements, exclusions=rate)
    options = {"places": places, "agreements": agreements, "dense": dense, "exclusions": exclusions, "format": ending}
    note = _note(drawn, assumptions, options)
    _write(drawn, out, ending, note)
    if as_json:
        emit(note)
    else:
        counted = note["counts"]
        click.echo(
            f"wrote {out}: {counted['families']:,} families of {counted['persons']:,} persons, "
            f"{counted['links']:,} links, {counted['places']:,} places"
        )


def _number(text: str, option: str) -> Fraction:
    from fairshare.faults import bad_argument
    from fairshare.figures.tables import FaultyCellError, as_number

    try:
        return as_number(text.strip())
    except FaultyCellError as error:
        raise bad_argument(option, error.problem, error.expected) from None


def known_shares() -> Shares:
    """What the bundled tables know: applications of 2025, migrant stock of 2024, and the key of the pool of 2026.

    A stock that is unknown draws no links: of the synthetic families only, and said in the note."""
    import numpy as np

    from fairshare.figures.key_figures import key_inputs
    from fairshare.figures.reference import migrant_stock, origins, pledges
    from fairshare.law.keys import key_shares
    from fairshare.matching.sample import Shares
    from fairshare.states import PART_IV

    states = tuple(sorted(PART_IV))
    applied, stock = origins(POOL - 1), migrant_stock(POOL - 2)
    key = key_shares("ammr", key_inputs(POOL).values).states
    benefit = {state for state, fields in pledges(POOL).items() if fields["role"].value == "benefitting"}
    return Shares(
        nationalities=tuple(applied),
        states=states,
        applications=np.array(
            [[float(row[s].number) if s in row else 0.0 for s in states] for row in applied.values()]
        ),
        stock=np.array([[float(stock[o][s].number) if stock[o][s].known else 0.0 for s in states] for o in applied]),
        key={state: key[state].share for state in states if state not in benefit},
    )


def _note(drawn: Sample, assumptions: Any, options: dict[str, Any]) -> dict[str, Any]:
    """What a reader needs to draw the same again, and to know what is real in it and what is not."""
    from dataclasses import fields

    from fairshare import __version__
    from fairshare.figures.reference import table

    def sources(name: str) -> list[str]:
        return list(dict.fromkeys(row.source for row in table(name) if row.known))

    assumed = {field.name: getattr(assumptions, field.name) for field in fields(assumptions)}
    return {
        "what": "synthetic families: no person stands behind any row",
        "version": __version__,
        "seed": drawn.seed,
        "options": {"n": drawn.families, **options},
        "counts": {
            "families": drawn.families,
            "persons": int(drawn.persons.sum()),
            "links": len(drawn.link_family),
            "exclusions": len(drawn.barred_family),
            "places": int(drawn.places.sum()),
        },
        "assumptions": {name: _plain(value) for name, value in assumed.items()}
        | {"unknown_stock": "draws no links", "exclusions_are": BARRED_FOR},
        "sources": {
            "nationality and state of presence": sources(f"origins_{POOL - 1}"),
            "links": sources(f"migrant_stock_{POOL - 2}"),
            "places": f"AMMR Annex I, the key of {POOL} over the states that do not benefit",
        },
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    return dict(value) if hasattr(value, "items") else value


def _write(drawn: Sample, out: str, ending: str, note: dict[str, Any]) -> None:
    """The folder with all its files, whole or not at all; one of an earlier sample is replaced."""
    from fairshare.figures.whole_folders import whole_folder

    with whole_folder(out, "--out", OWN) as folder:
        for name, save in _files(drawn, ending).items():
            save(folder / name)
        text = json.dumps(note, indent=2, ensure_ascii=False) + "\n"
        (folder / NOTE).write_text(text, encoding="utf-8")


def _files(drawn: Sample, ending: str) -> dict[str, Callable[[Path], object]]:
    """How to write each file, by name."""
    frames = _frames(drawn)
    written: dict[str, Callable[[Path], object]] = {}
    for name, frame in frames.items():
        as_parquet = ending == "parquet" and name in {"cases", "links"}
        save: Callable[..., object] = frame.write_parquet if as_parquet else frame.write_csv
        written[f"{name}.{'parquet' if as_parquet else 'csv'}"] = save
    return written


def _frames(drawn: Sample) -> dict[str, pl.DataFrame]:
    """The tables of the contract. Cases are named so that their order as text is their order here."""
    import polars as pl

    from fairshare.matching.policy import KINDS
    from fairshare.matching.sample import STEPS

    def case(families: Ints | range) -> pl.Series:
        return pl.select(pl.format("F{}", (pl.lit(pl.Series(families)) + 1).cast(pl.String).str.zfill(7))).to_series()

    def word(names: tuple[str, ...], numbers: Ints) -> pl.Series:  # -1 counts from the end: no word
        return pl.Series([*names, None]).gather(numbers % (len(names) + 1))

    frames = {
        "cases": pl.DataFrame(
            {
                "case": case(range(drawn.families)),
                "persons": drawn.persons,
                "present_in": word(drawn.states, drawn.present_in),
                "vulnerable": drawn.vulnerable,
                "nationality": word(drawn.nationalities, drawn.nationality),
            }
        ),
        "links": pl.DataFrame(
            {
                "case": case(drawn.link_family),
                "state": word(drawn.states, drawn.link_state),
                "kind": word(tuple(KINDS), drawn.link_kind),
                "strength": drawn.link_strength / STEPS,
            }
        ),
        "quotas": pl.DataFrame(
            {
                "state": word(drawn.states, drawn.row_state),
                "places": drawn.places,
                "present_in": word(drawn.states, drawn.row_present),
            }
        ),
    }
    if len(drawn.barred_family):
        frames["exclusions"] = pl.DataFrame(
            {"case": case(drawn.barred_family), "state": word(drawn.states, drawn.barred_state)}
        ).with_columns(reason=pl.lit(BARRED_FOR))
    return frames
