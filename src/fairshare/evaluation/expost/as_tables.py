"""Every block of figures as a table: what a map, bars and flows tell to who does not see them, prints or counts on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fairshare.evaluation.expost.document import (
    Bars,
    Evaluation,
    Fig,
    Flows,
    Grid,
    Paragraph,
    Points,
    Section,
    State,
    StateMap,
    say,
)

WIDEST_MATRIX: Final = 8
"""Flows from more states than this are told as a list of pairs."""


def as_table(block: Grid | StateMap | Bars | Flows) -> Grid:
    """The figures of a block as a table under the same name and caption."""
    if isinstance(block, Grid):
        return block
    if isinstance(block, StateMap):
        values = tuple((State(code), Fig(key)) for code, key in block.values.items())
        return Grid(block.name, block.caption, (say("State"), say("Value")), values, block.notes)
    if isinstance(block, Bars):
        rows = tuple((head, Fig(key)) for head, key in block.rows)
        return Grid(block.name, block.caption, (say("What"), say("Value")), rows, block.notes)
    return _flows(block)


def tables(evaluation: Evaluation) -> Iterator[tuple[Section, Grid]]:
    """Every table of an evaluation with the section that it stands in."""
    for section in evaluation.sections:
        for block in section.blocks:
            if not isinstance(block, (Paragraph, Points)):
                yield section, as_table(block)


def _flows(block: Flows) -> Grid:
    """A matrix with a column for each state of origin, or a list of pairs where these are many."""
    origins = tuple(dict.fromkeys(origin for origin, _target in block.cells))
    if len(origins) > WIDEST_MATRIX:
        pairs = tuple((State(origin), State(target), Fig(key)) for (origin, target), key in block.cells.items())
        return Grid(block.name, block.caption, (say("From"), say("To"), say("Persons")), pairs, block.notes)
    columns = (say("To"), *(say("From {state}", state=State(origin)) for origin in origins))
    rows = []
    for target in dict.fromkeys(target for _origin, target in block.cells):
        keys = (block.cells.get((origin, target)) for origin in origins)
        rows.append((State(target), *(None if key is None else Fig(key) for key in keys)))
    return Grid(block.name, block.caption, columns, tuple(rows), block.notes)
