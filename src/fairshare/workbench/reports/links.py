"""Where a report leads: to other pages of its publication, to the entry of a figure, to a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


def _by_number(number: int) -> str:
    return f"#source-{number}"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses for a report. ``page(kind, name)``: a page, empty where there is none; ``figure(key)``: the entry of a
    figure; ``source(number)``: a source in the list of them, which counts from 1."""

    page: Callable[[str, str], str]
    figure: Callable[[str], str]
    source: Callable[[int], str] = _by_number


ALONE: Final = Links(page=lambda kind, name: "", figure=lambda key: f"#f-{key}")
"""Links of a report that stands alone: all within itself."""
