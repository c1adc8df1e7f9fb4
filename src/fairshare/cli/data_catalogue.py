"""``fairshare data catalogue``: the indicators that the Regulation names, and the public series that serve them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from fairshare.cli.output import emit, json_option, table

if TYPE_CHECKING:
    from fairshare.figures.indicators.catalogue import Point, Series, Source


@click.command(epilog="Example: fairshare data catalogue first_time_applications")
@click.argument("name", metavar="[SERIES]", default="")
@json_option
def catalogue(name: str, as_json: bool) -> None:
    """List the 17 indicators of Article 9(3)(a), the further information of Article 10, and who publishes what.

    With SERIES: its sources by preference, each with dataset, filter, period and known faults.
    """
    from fairshare.figures.indicators.catalogue import catalogue as all_series
    from fairshare.figures.indicators.catalogue import points, series

    if name:
        _one(series(name), as_json)
    elif as_json:
        held = {each.name: _series_json(each) for each in all_series().values()}
        emit({"points": [_point_json(point) for point in points()], "series": held})
    else:
        _print_points(points())


def _point_json(point: Point) -> dict[str, Any]:
    return {"cite": point.cite, "what": point.what, "series": list(point.series), "note": point.note}


def _series_json(held: Series) -> dict[str, Any]:
    from fairshare.figures.indicators.catalogue import cites

    return {
        "title": held.title,
        "unit": held.unit,
        "stock": held.stock,
        "cites": list(cites(held.name)),
        "sources": [_source_json(source) for source in held.sources],
    }


def _source_json(source: Source) -> dict[str, Any]:
    names = ("access", "dataset", "filters", "keeps", "period", "status", "files", "faults")
    return {name: getattr(source, name) for name in names}


def _print_points(points: tuple[Point, ...]) -> None:
    notes = [f"{point.cite}: {point.note}." for point in points if point.note and point.series]
    table(
        "What the Regulation asks for, and the public series that serve it",
        {"point": "left", "what": "left", "series": "left"},
        ((p.cite, p.what, ", ".join(p.series) or f"none: {p.note}") for p in points),
        [*notes, "Sources and faults of a series: fairshare data catalogue SERIES"],
    )


def _one(held: Series, as_json: bool) -> None:
    if as_json:
        emit({"series": held.name, **_series_json(held)})
        return
    from fairshare.figures.indicators.catalogue import cites

    click.echo(f"{held.name}: {held.title}, in {held.unit}{', a stock' if held.stock else ''}")
    click.echo(f"Serves {', '.join(cites(held.name)) or 'as a measure for others'}.")
    for place, source in enumerate(held.sources, start=1):
        filters = ", ".join(f"{name}={value}" for name, value in source.filters.items()) or "none"
        click.echo(f"\n{place}. {source.dataset} ({source.access}), by {source.period}, {source.status}")
        click.echo(f"   filter: {filters}; kept: {', '.join(source.keeps) or 'nothing else'}")
        for fault in source.faults:
            click.echo(f"   - {fault}")
