"""An evaluation as a value: sections of sentences, tables, maps and flows in which every number is a figure by its key.

Words are English here and are the messages that a shell translates: a text is written once, as the first argument of
:func:`say`, with ``{names}`` where a figure, a state, a day or a provision stands. No text holds a number of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from fairshare.evaluation.expost.catalogue import Criterion
from fairshare.evaluation.expost.measured import Figures


@dataclass(frozen=True, slots=True)
class Fig:
    """A figure, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class State:
    """A state, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class Cite:
    """Provisions, such as ``AMMR 57(1)``."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, number of an act or word of a source that no language changes: ``COM(2015) 286``."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another page of the same publication, or a place on one: an evaluation, a state, a mechanism, a claim or a choice
    of an open reading, by name."""

    kind: Literal["evaluation", "state", "mechanism", "claim", "choice"]
    name: str


Shown: TypeAlias = "Fig | State | Cite | Name | Link | date | Sentence"
"""What can stand in a text or a cell."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with what stands at its ``{names}``; made by :func:`say`."""

    text: str
    parts: tuple[tuple[str, Shown], ...] = ()


def say(text: str, **parts: Shown) -> Sentence:
    """A sentence, heading or label. ``text`` is a literal: it is collected for translation from the source."""
    return Sentence(text, tuple(parts.items()))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences one after the other."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``columns`` are its headings, the first that of the row heads; a cell ``None`` says nothing (empty)."""

    name: str
    caption: Sentence
    columns: tuple[Sentence, ...]
    rows: tuple[tuple[Shown | None, ...], ...]
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class StateMap:
    """A map on which a state's colour stands for a figure, by state; the same figures follow as a table."""

    name: str
    caption: Sentence
    values: Mapping[str, str]
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, longest as its figure: what each is about, and the key."""

    name: str
    caption: Sentence
    rows: tuple[tuple[Shown, str], ...]
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Flows:
    """Persons from states to states: by (from, to), the key."""

    name: str
    caption: Sentence
    cells: Mapping[tuple[str, str], str]
    notes: tuple[Sentence, ...] = ()


Block: TypeAlias = Paragraph | Points | Grid | StateMap | Bars | Flows


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report. ``criterion``: which of the five criteria of Better Regulation it answers, if one."""

    slug: str
    heading: Sentence
    blocks: tuple[Block, ...]
    criterion: Criterion | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that would have to be known and is not: which definition, of whom, who owes it, and why it lacks."""

    definition: str
    owner: str
    why: Sentence
    state: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One cycle evaluated. ``headline`` answers first; ``sections`` show it; ``limits`` say what it does not show.

    ``inputs``: what it was computed from, by name (tables, cycle file), with a SHA-256 each."""

    name: str
    title: Sentence
    start: date
    end: date
    as_of: date
    headline: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    figures: Figures
    gaps: tuple[Gap, ...] = ()
    limits: tuple[Sentence, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


def shown(evaluation: Evaluation) -> Iterator[Shown]:
    """Everything that stands in an evaluation, sentences among it, in order; what is nested after its sentence."""
    for sentence in (evaluation.title, *evaluation.headline):
        yield from _within(sentence)
    for section in evaluation.sections:
        yield from _within(section.heading)
        for block in section.blocks:
            yield from _of_block(block)
    for sentence in (*(gap.why for gap in evaluation.gaps), *evaluation.limits):
        yield from _within(sentence)


def _within(value: Shown) -> Iterator[Shown]:
    yield value
    if isinstance(value, Sentence):
        for _, part in value.parts:
            yield from _within(part)


def _of_block(block: Block) -> Iterator[Shown]:
    if isinstance(block, (Paragraph, Points)):
        for sentence in block.sentences if isinstance(block, Paragraph) else block.items:
            yield from _within(sentence)
        return
    yield from _within(block.caption)
    for value in _held(block):
        yield from _within(value)
    for note in block.notes:
        yield from _within(note)


def _held(block: Grid | StateMap | Bars | Flows) -> Iterator[Shown]:
    if isinstance(block, Grid):
        yield from block.columns
        yield from (cell for row in block.rows for cell in row if cell is not None)
    elif isinstance(block, StateMap):
        yield from (part for state, key in block.values.items() for part in (State(state), Fig(key)))
    elif isinstance(block, Bars):
        yield from (part for head, key in block.rows for part in (head, Fig(key)))
    else:
        for (origin, target), key in block.cells.items():
            yield from (State(origin), State(target), Fig(key))
