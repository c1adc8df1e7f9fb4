"""An evaluation as one JSON document: its texts in English, its tables by key, and every figure with its cite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from fairshare import __version__
from fairshare.evaluation.expost.as_tables import as_table
from fairshare.evaluation.expost.catalogue import DEFINITIONS, Definition
from fairshare.evaluation.expost.document import (
    Block,
    Cite,
    Evaluation,
    Fig,
    Gap,
    Link,
    Name,
    Paragraph,
    Points,
    Section,
    Sentence,
    Shown,
    State,
    shown,
)
from fairshare.evaluation.expost.measured import Figures
from fairshare.evaluation.expost.plain_text import exact_text, text_of

Plain = dict[str, Any]


def to_json(evaluation: Evaluation) -> Plain:
    """The whole evaluation. ``figures`` come in the order in which they were made; ``exact`` is the value without
    rounding; ``cites`` are all provisions that stand in it."""
    figures = evaluation.figures
    used = dict.fromkeys(figure.definition for figure in figures.values())
    used |= dict.fromkeys(gap.definition for gap in evaluation.gaps)
    return {
        "name": evaluation.name,
        "title": _words(evaluation.title, figures),
        "start": evaluation.start.isoformat(),
        "end": evaluation.end.isoformat(),
        "as_of": evaluation.as_of.isoformat(),
        "version": __version__,
        "headline": [_words(sentence, figures) for sentence in evaluation.headline],
        "sections": [_section(section, figures) for section in evaluation.sections],
        "gaps": [_gap(gap, figures) for gap in evaluation.gaps],
        "limits": [_words(sentence, figures) for sentence in evaluation.limits],
        "figures": {key: _figure(key, figures) for key in figures},
        "definitions": {name: _definition(DEFINITIONS[name]) for name in used},
        "choices": dict(evaluation.choices),
        "inputs": dict(evaluation.inputs),
        "cites": _cites(evaluation, used),
    }


def _section(section: Section, figures: Figures) -> Plain:
    return {
        "slug": section.slug,
        "heading": _words(section.heading, figures),
        "criterion": section.criterion,
        "blocks": [_block(block, figures) for block in section.blocks],
    }


def _block(block: Block, figures: Figures) -> Plain:
    if isinstance(block, (Paragraph, Points)):
        sentences = block.sentences if isinstance(block, Paragraph) else block.items
        return {"form": _form(block), "sentences": [_words(sentence, figures) for sentence in sentences]}
    table = as_table(block)
    return {
        "form": _form(block),
        "name": table.name,
        "caption": _words(table.caption, figures),
        "columns": [_words(column, figures) for column in table.columns],
        "rows": [[None if cell is None else _cell(cell, figures) for cell in row] for row in table.rows],
        "notes": [_words(note, figures) for note in table.notes],
    }


def _form(block: Block) -> str:
    return {"Grid": "table", "StateMap": "map"}.get(type(block).__name__, type(block).__name__.lower())


def _cell(cell: Shown, figures: Figures) -> Plain:
    """A cell as what it is: a figure by its key, a state by its code."""
    for form, written in _CELLS.items():
        if isinstance(cell, form):
            return written(cell)
    assert isinstance(cell, Sentence)
    return _words(cell, figures)


_CELLS: Final[Mapping[type, Callable[[Any], Plain]]] = {
    Fig: lambda cell: {"figure": cell.key},
    State: lambda cell: {"state": cell.code},
    Cite: lambda cell: {"cite": cell.text},
    Name: lambda cell: {"name": cell.text},
    Link: lambda cell: {cell.kind: cell.name},
    date: lambda cell: {"date": cell.isoformat()},
}


def _words(sentence: Sentence, figures: Figures) -> Plain:
    """A sentence: its text, and the figures that stand in it."""
    keys = list(_keys(sentence))
    return {"text": text_of(sentence, figures)} | ({"figures": keys} if keys else {})


def _keys(sentence: Sentence) -> Iterator[str]:
    for _name, part in sentence.parts:
        if isinstance(part, Fig):
            yield part.key
        elif isinstance(part, Sentence):
            yield from _keys(part)


def _figure(key: str, figures: Figures) -> Plain:
    figure = figures[key]
    exact = None if figure.value is None else exact_text(figure.value)
    return figure.to_json() | {"exact": exact}


def _gap(gap: Gap, figures: Figures) -> Plain:
    plain = {"definition": gap.definition, "owner": gap.owner, "why": _words(gap.why, figures)}
    return plain | ({"state": gap.state} if gap.state else {})


def _definition(definition: Definition) -> Plain:
    return {
        "title": definition.title,
        "says": definition.says,
        "unit": definition.unit,
        "criterion": definition.criterion,
        "step": definition.step or None,
        "better": definition.better,
        "source": definition.source,
        "lag": definition.lag,
        "owner": definition.owner,
        "denominators": list(definition.denominators),
        "cite": definition.cite,
    }


def _cites(evaluation: Evaluation, definitions: Mapping[str, None]) -> list[str]:
    said = [part.text for part in shown(evaluation) if isinstance(part, Cite)]
    return sorted({*said, *(DEFINITIONS[name].cite for name in definitions)} - {""})
