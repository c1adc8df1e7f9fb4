"""An evaluation on a terminal: what it answers, its tables, and what is not known."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

import click

from fairshare.cli.evaluate_inputs import Listed
from fairshare.cli.output import WIDTH, table
from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Paragraph, Points, Section, Sentence, Shown
from fairshare.evaluation.expost.plain_text import text_of

LONGEST: Final = 15
"""Rows above which a table is left to the reports, as those by state are."""


def catalogue(listed: Iterable[Listed]) -> None:
    """Print the cycles that can be evaluated."""
    rows = [(one.name, one.title, one.start, one.end) for one in listed]
    table("", {"name": "left", "cycle": "left", "from": "left", "to": "left"}, rows)


def evaluation(found: Evaluation, again: str, whole: bool = False) -> None:
    """Print the headline, the short tables that tell something, and the gaps; ``whole``: all of a short evaluation.

    ``again``: what to type for its reports."""
    title = text_of(found.title, found.figures)
    click.echo(f"{title}\n{found.start} to {found.end}; state of knowledge of {found.as_of}\n")
    for sentence in found.headline:
        _wrapped(text_of(sentence, found.figures))
    click.echo()
    left = sum(_section(section, found, whole) for section in found.sections)
    _gaps(found)
    for limit in found.limits:
        _wrapped(text_of(limit, found.figures), "- ")
    more = f"{left} longer tables, maps and flows" if left else "Definitions, sources and formulas"
    click.echo(f"\n{more}: fairshare evaluate {again} --out DIR; every figure: --json")


def _section(section: Section, found: Evaluation, whole: bool) -> int:
    """Print the short tables of a section, and say how many blocks of figures were left out; ``whole``: its words and
    every table too."""
    left = 0
    for block in section.blocks:
        if isinstance(block, (Paragraph, Points)):
            for sentence in _sentences(block) if whole else ():
                _wrapped(text_of(sentence, found.figures))
        elif isinstance(block, Grid) and (whole or (len(block.rows) <= LONGEST and _tells(block, found))):
            _grid(block, found)
        else:
            left += 1
    return left


def _sentences(block: Paragraph | Points) -> tuple[Sentence, ...]:
    return block.sentences if isinstance(block, Paragraph) else block.items


def _tells(grid: Grid, found: Evaluation) -> bool:
    """Whether a table holds anything known: what is not known stands under the gaps."""
    cells = [cell for row in grid.rows for cell in row if isinstance(cell, Fig)]
    return any(found.figures[cell.key].value is not None for cell in cells)


def _grid(grid: Grid, found: Evaluation) -> None:
    def words(shown: Shown | None) -> str:
        return "" if shown is None else text_of(shown, found.figures)

    sides = [
        "right" if any(isinstance(row[place], Fig) for row in grid.rows) else "left"
        for place in range(len(grid.columns))
    ]
    heads = dict(zip(map(words, grid.columns), sides, strict=True))
    table(words(grid.caption), heads, [[words(cell) for cell in row] for row in grid.rows], map(words, grid.notes))
    click.echo()


def _gaps(found: Evaluation) -> None:
    """Print what is not known, by who owes it; why stands in the reports."""
    owners: dict[str, dict[str, None]] = {}
    for gap in found.gaps:
        owners.setdefault(gap.owner, {})[DEFINITIONS[gap.definition].title] = None
    for owner, titles in owners.items():
        _wrapped(f"Not known, owed by {owner}: {'; '.join(titles)}.")
    if owners:
        click.echo()


def _wrapped(text: str, mark: str = "") -> None:
    click.echo(
        textwrap.fill(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False)
    )
