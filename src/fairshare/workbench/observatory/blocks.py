"""Parts of reports on other pages: blocks of an evaluation, and texts of the core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from fairshare.evaluation.expost.document import Bars, Block, Evaluation, Grid, StateMap
from fairshare.workbench.reports.blocks import Setting, block_html
from fairshare.workbench.reports.links import Links


def drawn(block: Block, evaluation: Evaluation, to: Links) -> SafeString:
    """A block of an evaluation in the language that is active."""
    return block_html(block, Setting(evaluation, to))


def pictures(evaluation: Evaluation) -> Iterator[StateMap | Bars]:
    """The maps and bars of an evaluation."""
    return (block for block in _blocks(evaluation) if isinstance(block, (StateMap, Bars)))


def grids(evaluation: Evaluation) -> Iterator[Grid]:
    """The tables of an evaluation that are written as such."""
    return (block for block in _blocks(evaluation) if isinstance(block, Grid))


def named_blocks(evaluation: Evaluation, names: Sequence[str]) -> list[Block]:
    """The tables and bars of these names that an evaluation has, in the order of the names."""
    held = {block.name: block for block in _blocks(evaluation) if isinstance(block, (Grid, Bars))}
    return [held[name] for name in names if name in held]


def _blocks(evaluation: Evaluation) -> Iterator[Block]:
    for section in evaluation.sections:
        yield from section.blocks


def years(ratios: Evaluation) -> range:
    """The years of the load ratios."""
    return range(ratios.start.year, ratios.end.year + 1)


def spoken(text: str) -> SafeString:
    """A text of the core in the reader's language; one that no catalogue has stays English, and says so."""
    said = gettext(text)
    if said == text and (get_language() or "en") != "en":
        return format_html('<span lang="en">{}</span>', text)
    return format_html("{}", said)
