"""``fairshare observatory``: the public site of static pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from fairshare.evaluation.pool import PoolReport

DRAWS: Final = 5
YEARS: Final = "2024-2025"
SAMPLE: Final = 0.001
"""The league that is run where none is given: small, to show the order of size."""


@click.command(epilog="Example: fairshare observatory site --base https://observatory.example/")
@click.argument("folder", metavar="DIR")
@click.option("--league", "league_file", metavar="FILE", help="The JSON of `fairshare simulate league --json`.")
@click.option(
    "--file",
    "files",
    metavar="CYCLE",
    multiple=True,
    help="A cycle of your own; stands for the shipped one of its year.",
)
@click.option("--base", default="", metavar="URL", help="Address of the site; with it come a sitemap and a feed.")
@click.option("--languages", default="en,fr,de", show_default=True, metavar="CODE,CODE", help="Languages of the pages.")
def observatory(folder: str, league_file: str | None, files: tuple[str, ...], base: str, languages: str) -> None:
    """Write the Observatory into DIR: is responsibility shared fairly, with every figure traced to its source.

    Static pages for any web server and for the file system, without script, tracking or anything from elsewhere. DIR is
    written whole or not at all; an earlier one is replaced. The same input gives the same bytes.
    """
    from fairshare.evaluation.mechanisms.league_document import league
    from fairshare.figures.reference import table
    from fairshare.figures.whole_folders import whole_folder
    from fairshare.workbench.alone import configure

    chosen, address = _languages(languages), _base(base)
    _check(folder)
    document = _league(league_file)
    configure()

    from fairshare.workbench.observatory.content import content
    from fairshare.workbench.observatory.site import OWN, write_site

    held = content(_reports(files), league(document), table)
    with whole_folder(folder, "DIR", OWN) as part:
        number = write_site(part, held, document, chosen, address)
    click.echo(f"{number} pages in {folder}: open {folder}/index.html.")


def _languages(text: str) -> tuple[str, ...]:
    from fairshare.faults import bad_argument
    from fairshare.workbench.alone import LANGUAGES

    known = dict(LANGUAGES)
    chosen = tuple(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
    if not chosen or not set(chosen) <= known.keys():
        raise bad_argument("--languages", f"{text!r} has a language that is not held", "some of " + ",".join(known))
    return chosen


def _base(text: str) -> str:
    from urllib.parse import urlsplit

    from fairshare.faults import bad_argument

    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise bad_argument("--base", f"{text!r} is no address of a site", "such as https://observatory.example/")
    return text.rstrip("/") + "/"


def _check(folder: str) -> None:
    """Refuse a folder that holds a site of somebody else: its names are common ones."""
    from pathlib import Path

    from fairshare.faults import bad_argument
    from fairshare.figures.whole_folders import check_folder
    from fairshare.workbench.alone import configure

    configure()

    from fairshare.workbench.observatory.site import MANIFEST, OWN

    check_folder(folder, "DIR", OWN)
    target = Path(folder)
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise bad_argument("DIR", f"{folder} holds another site", "a folder that is new, empty or of an earlier run")


def _league(path: str | None) -> Any:
    """The document of the league: read, or of a small run."""
    if path is None:
        return _small_league()
    from fairshare.cli.league_file import league_json

    return league_json(path)


def _small_league() -> dict[str, Any]:
    from fairshare.cli.simulate_answer import answer, document

    given = {"years": YEARS, "mechanisms": None, "sample": SAMPLE, "seed": 1, "parts": 1, "data": None, "arrivals": ()}
    given |= {"draws": DRAWS, "measure": None, "level": 0.95, "out": None, "workers": 1, "cluster": None}
    return document(answer(given))


def _reports(files: tuple[str, ...]) -> list[PoolReport]:
    """The pools that are shipped, and those of the files."""
    from fairshare.evaluation.pool import pool_report
    from fairshare.evaluation.pool.beside import beside
    from fairshare.figures import cycles
    from fairshare.figures.tables import read_text
    from fairshare.ledger import parse

    held = {year: (parse(cycles.text(year), f"cycle of {year}"), True) for year in cycles.years()}
    for path in files:
        cycle = parse(read_text(path), path)
        held[cycle.year] = (cycle, False)
    return [
        pool_report(cycle, cycle.last_day, {}, **beside(cycle.year, shipped=shipped))
        for cycle, shipped in held.values()
    ]
