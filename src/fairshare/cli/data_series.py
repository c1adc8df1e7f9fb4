"""``fairshare data series``: the observations of a series."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.data_store import as_day, as_of_option, citizenship, exact, figure, store_at, store_option, where
from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    import polars as pl

    from fairshare.figures.indicators.readings import Reading

MOST = 60
"""Rows that are printed; a file has all."""


@click.command(epilog="Example: fairshare data series first_time_applications --state EL --from 2019")
@click.argument("name", metavar="SERIES")
@click.option("--state", "states", multiple=True, help="Of one state, or EU (repeatable).")
@click.option("--citizen", "citizens", multiple=True, metavar="ISO3", help="Of one citizenship (repeatable).")
@click.option("--partner", "partners", multiple=True, help="Of one partner state or route (repeatable).")
@click.option("--kind", "kinds", multiple=True, help="Of one kind, as the series has them (repeatable).")
@click.option("--from", "first", default="", metavar="PERIOD", help="From a period on.")
@click.option("--to", "last", default="", metavar="PERIOD", help="Up to a period.")
@click.option("--dataset", default="", help="Another dataset than the one that serves.")
@click.option("--out", metavar="FILE", help="Write all rows to a file (.csv or .parquet).")
@click.option("--plot", metavar="FILE", help="Draw them over time (.svg or .png).")
@store_option
@as_of_option
@json_option
def series(name: str, out: str | None, plot: str | None, as_json: bool, **given: Any) -> None:
    """Print the observations of SERIES as they are held, with flags; write or draw them."""
    from fairshare.cli.plots import require_plots
    from fairshare.faults import bad_argument
    from fairshare.figures.indicators.readings import readings

    if plot:
        require_plots(plot)
    found = readings(store_at(given["store"]), name, as_day(given["as_of"]))
    chosen = [one for one in found if given["dataset"] in ("", one.dataset)]
    if not chosen:
        held = ", ".join(one.dataset for one in found) or f"a store with it: fairshare data refresh {name}"
        raise bad_argument("--dataset" if given["dataset"] else "SERIES", f"nothing of {name} is held", held)
    reading = chosen[0]
    rows = _filtered(reading.rows.drop("snapshot"), given)
    others = [one.dataset for one in found if one is not reading]
    if rows.is_empty():
        more = "; ".join(
            f"{one.dataset} has {one.rows['period'].min()!s} to {one.rows['period'].max()!s}" for one in found
        )
        raise bad_argument("SERIES", f"no row of {reading.dataset} is as asked", f"others ({more}; --dataset)")
    if out:
        _write(rows, out)
        click.echo(f"{len(rows):,} rows of {reading.dataset} written to {out}", err=True)
    if plot:
        _draw(rows, reading, plot)
    if as_json:
        unit = reading.heads[-1].unit
        emit(
            {
                "series": name,
                "dataset": reading.dataset,
                "unit": unit,
                "snapshots": [head.as_json() for head in reading.heads],
                "rows": [{**row, "value": exact(row["value"], unit)} for row in rows.to_dicts()],
            }
        )
    elif not (out or plot):
        used = [column for column in rows.columns if column == "value" or any(rows[column].to_list())]
        table(
            f"{name} ({', '.join(dict.fromkeys(map(where, reading.heads)))})",
            {column: "right" if column == "value" else "left" for column in used},
            ([figure(row[c]) if c == "value" else row[c] for c in used] for row in rows.head(MOST).to_dicts()),
            [
                *([f"{len(rows) - MOST:,} more rows: --out FILE writes all."] if len(rows) > MOST else []),
                *([f"Held too: {', '.join(others)} (--dataset)."] if others else []),
            ],
        )


def _filtered(rows: pl.DataFrame, given: dict[str, Any]) -> pl.DataFrame:
    import polars as pl

    from fairshare.states import state_code

    wanted = [_place(rows, state) for state in given["states"]]
    tests = [
        *([pl.col("geo").is_in(wanted)] if wanted else []),
        *([pl.col("citizen").is_in([*map(citizenship, given["citizens"])])] if given["citizens"] else []),
        *([pl.col("partner").is_in([state_code(p) or p for p in given["partners"]])] if given["partners"] else []),
        *([pl.col("kind").is_in(given["kinds"])] if given["kinds"] else []),
        *([pl.col("period") >= _period(given["first"], "--from")] if given["first"] else []),
        *([pl.col("period").str.head(len(given["last"])) <= _period(given["last"], "--to")] if given["last"] else []),
    ]
    return rows.filter(*tests) if tests else rows


def _period(text: str, option: str) -> str:
    from fairshare.faults import bad_argument
    from fairshare.figures.indicators.observations import PERIOD

    if not re.fullmatch(PERIOD, text):
        raise bad_argument(option, f"{text!r} is no period", "YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD")
    return text


def _place(rows: pl.DataFrame, name: str) -> str:
    """A place of the series from a code or an English name."""
    from fairshare.faults import bad_argument
    from fairshare.states import state_code

    code = state_code(name) or name
    if code not in rows["geo"]:
        raise bad_argument("--state", f"{name!r} is no place of this series", ", ".join(rows["geo"].unique().sort()))
    return code


def _write(rows: pl.DataFrame, out: str) -> None:
    from fairshare.faults import bad_argument
    from fairshare.figures.whole_files import whole_file

    if not out.endswith((".csv", ".parquet")):
        raise bad_argument("--out", f"{out!r} has another ending", ".csv or .parquet")
    with whole_file(out, "--out") as part:
        if out.endswith(".csv"):
            rows.write_csv(part)
        else:
            rows.write_parquet(part)


def _draw(rows: pl.DataFrame, reading: Reading, plot: str) -> None:
    from fairshare.cli.data_plot import series_chart
    from fairshare.cli.plots import write_chart
    from fairshare.figures.indicators.catalogue import series as entry

    held, head = entry(reading.series), reading.heads[-1]
    source = f"{where(head)}, updated {head.updated or 'unknown'}, SHA-256 {head.sha256[:12]}"
    write_chart(series_chart(rows, held.title, held.unit, source), plot)
