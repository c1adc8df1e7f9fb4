"""A page of the site as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fairshare.evaluation.expost.document import Evaluation


@dataclass(frozen=True, slots=True)
class Page:
    """A page. ``name``: of its file, without the ending; ``summary``: what shows where it is shared; ``group``: the
    entry of the navigation to which it belongs."""

    name: str
    template: str
    title: str
    summary: str
    group: str
    context: Mapping[str, Any] = field(default_factory=dict)


def numbered(evaluation: Evaluation) -> list[str]:
    """The sources of an evaluation in the order of their numbers."""
    return list(dict.fromkeys(source for figure in evaluation.figures.values() for source in figure.sources))
