"""Tables of the report on a pool year: indicators by their titles, with the year before beside them, and by state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Fig, Grid, Sentence, Shown, State, say
from fairshare.evaluation.expost.measured import Figures

PREVIOUS: Final = "previous."
"""What stands before the key of a figure of the previous pool year."""
CHANGE: Final = "change."
"""What stands before the key of a change since then."""


def title(definition: str) -> Sentence:
    """The title of an indicator. It is collected for translation from the catalogue."""
    return Sentence(DEFINITIONS[definition].title)


def known(figures: Figures, *keys: str) -> bool:
    """Whether all these figures have values."""
    return all(key in figures and figures[key].value is not None for key in keys)


def indicators(name: str, caption: Sentence, figures: Figures, rows: Mapping[str, Sentence] | Iterable[str]) -> Grid:
    """A table of figures by key, under the titles of their indicators or the heads given; beside them those of the
    previous pool year and the change, where one of the rows has them."""
    heads = rows if isinstance(rows, Mapping) else {key: title(figures[key].definition) for key in rows}
    compared = any(f"{CHANGE}{key}" in figures for key in heads)
    columns = (say("Indicator"), say("Value"), *((say("Year before"), say("Change")) if compared else ()))
    before = (PREVIOUS, CHANGE) if compared else ()
    return Grid(
        name,
        caption,
        columns,
        tuple(
            (head, Fig(key), *(Fig(start + key) if start + key in figures else None for start in before))
            for key, head in heads.items()
        ),
    )


def by_state(name: str, caption: Sentence, figures: Figures, definitions: Iterable[str]) -> Grid:
    """A table with a row for each state that has one of the figures ``DEFINITION.STATE``, in the order of codes."""
    names = tuple(name for name in definitions if any(_of_state(key, (name,)) for key in figures))
    states = sorted({key.partition(".")[2] for key in figures if _of_state(key, names)})
    rows: list[tuple[Shown | None, ...]] = []
    for state in states:
        keys = (f"{definition}.{state}" for definition in names)
        rows.append((State(state), *(Fig(key) if key in figures else None for key in keys)))
    return Grid(name, caption, (say("State"), *map(title, names)), tuple(rows))


def _of_state(key: str, definitions: tuple[str, ...]) -> bool:
    definition, _, state = key.partition(".")
    return definition in definitions and len(state) == 2 and state.isupper()
