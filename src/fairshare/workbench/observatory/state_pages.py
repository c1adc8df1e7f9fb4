"""The pages of states: what each bore year by year, and what it owed, pledged and delivered in each cycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation, Fig, State, say
from fairshare.evaluation.expost.measured import Figures, Measured
from fairshare.states import NAMES, PART_IV
from fairshare.workbench.charts.sparkline import sparkline
from fairshare.workbench.observatory.addresses import figures_page, links, page
from fairshare.workbench.observatory.blocks import drawn, grids, pictures, years
from fairshare.workbench.observatory.compact import opened
from fairshare.workbench.observatory.content import Content
from fairshare.workbench.observatory.embeds import Embed
from fairshare.workbench.observatory.page import Page, numbered
from fairshare.workbench.observatory.tight import shown, with_shared_maps
from fairshare.workbench.reports.words import sentence_html, sentence_text, translated
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Text

STEPS: Final = frozenset({"adopted", "pledged", "adjusted", "implemented", "persistent"})
"""The steps of a cycle that are told of a state."""

ACCOUNT: Final = frozenset({"net", "moved", "offset", "given"})
"""Figures of the fairness account that the load ratios say better."""

ROLE: Final = say("Role")
"""The heading under which a table of states tells the role of each."""

CHAIN: Final = frozenset({"load_ratio", "fair_share", "pledged", "adjusted", "implemented", "committed", "relocated"})
"""Figures that are told even where they are unknown or nothing; of others, only what there is."""

STAGES: Final[dict[str, Text]] = {
    "ratio": "",
    "1": gettext_lazy("phase one"),
    "2": gettext_lazy("phase two"),
    "before": gettext_lazy("before"),
    "persons": gettext_lazy("after relocation"),
    "offsets": gettext_lazy("after offsets"),
    "par": gettext_lazy("with money at par"),
    "cost": gettext_lazy("with money at cost"),
}
"""The words for a part of a key: a stage of the account, a phase of a scheme."""


def state_pages(content: Content, embeds: tuple[Embed, ...]) -> Iterator[Page]:
    """The list of states, then a page each, by their names; those that Part IV does not bind come at the end."""
    codes = sorted(content.states, key=lambda code: (code not in PART_IV, state_name(code).casefold()))
    says = _("What each state bore against its part of the key, and what it owed, pledged and delivered in each cycle.")
    to = links(content.ratios, content.known, within="states")
    context = {
        "says": says,
        "year": content.ratios.end.year,
        "rows": [_row(code, content) for code in codes],
        "picture": shown(embeds[0]),
        "headline": [sentence_html(one, content.ratios, to) for one in content.ratios.headline],
        "limits": [sentence_html(one, content.ratios, to) for one in content.ratios.limits],
        "sources": numbered(content.ratios),
        "figures": f"{figures_page(content.ratios)}.html",
    }
    yield Page("states", "states", _("States"), says, "states", context)
    for code in codes:
        yield _state(code, content)


def ratio_maps(content: Content, embeds: tuple[Embed, ...]) -> list[SafeString]:
    """The maps of the load ratios with their tables."""
    to = links(content.ratios, content.known)
    maps = (drawn(one, content.ratios, to) for one in pictures(content.ratios))
    return [mark_safe(with_shared_maps(one, content.ratios.name, embeds)) for one in maps]  # made of escaped parts


def _row(code: str, content: Content) -> dict[str, Any]:
    return {
        "code": code,
        "address": page("state", code),
        "name": state_name(code),
        "ratio": _ratio(code, content.ratios.end.year, content),
        "line": _line(code, content),
        "bound": code in PART_IV,
    }


def _ratio(code: str, year: int, content: Content) -> SafeString | str:
    key = f"ratio.{year}.{code}"
    if key not in content.ratios.figures:
        return ""
    return sentence_html(Fig(key), content.ratios, links(content.ratios, content.known))


def _line(code: str, content: Content) -> Any:
    """The load ratio over the years as a small line; nothing for a state that the key is not of."""
    if code not in PART_IV:
        return None
    values = {str(year): content.ratios.figures[f"ratio.{year}.{code}"].value for year in years(content.ratios)}
    return sparkline(values, title=_("Load ratio"), unit="ratio")


def _state(code: str, content: Content) -> Page:
    name = state_name(code)
    last, first = content.ratios.end.year, years(content.ratios)[0]
    context = {
        "code": code,
        "name": name,
        "bound": code in PART_IV,
        "year": last,
        "ratio": _ratio(code, last, content),
        "first_year": first,
        "first_ratio": _ratio(code, first, content),
        "line": _line(code, content),
        "years": [(year, _ratio(code, year, content)) for year in years(content.ratios)],
        "cycles": [one for evaluation in content.cycles if (one := _cycle(code, evaluation, content))["rows"]],
    }
    says = _("What %(state)s bore against its part of the key, and what it owed, pledged and delivered.")
    return Page(f"state-{code}", "state", name, says % {"state": name}, "states", context)


def _cycle(code: str, evaluation: Evaluation, content: Content) -> dict[str, Any]:
    """The figures of a state in one cycle, as rows of a table."""
    to = links(evaluation, content.known)
    return {
        "name": evaluation.name,
        "title": sentence_text(evaluation.title, evaluation.figures),
        "address": page("evaluation", evaluation.name),
        "start": evaluation.start,
        "end": evaluation.end,
        "role": role(code, evaluation),
        "rows": [
            {"what": what(figure, code), "figure": sentence_html(Fig(figure.key), evaluation, to)}
            for figure in evaluation.figures.values()
            if told(figure, code, evaluation.figures)
        ],
    }


def role(code: str, evaluation: Evaluation) -> str:
    """What the state was in a cycle, contributing or benefitting for example; empty where no table tells roles."""
    cells = (
        cell
        for grid in grids(evaluation)
        if ROLE in grid.columns
        for row in grid.rows
        if row[0] == State(code) and (cell := row[grid.columns.index(ROLE)])
    )
    return next((sentence_text(cell, evaluation.figures) for cell in cells), "")


def told(figure: Measured, code: str, figures: Figures) -> bool:
    """Whether a figure tells what a state owed, pledged or delivered, or how much it bore: not what these rest on, nor
    an earlier count of the same."""
    parts = figure.key.split(".")
    another = parts[0] != figure.definition and f"{figure.definition}.{code}" in figures
    earlier = any(part == "previous" or (len(part) > 3 and part[:4].isdigit()) for part in parts)
    if opened(figure.key)[1] != code or another or earlier or _is_one_part(figure, figures):
        return False
    if figure.definition in CHAIN:
        return True
    of_the_cycle = DEFINITIONS[figure.definition].step in STEPS and figure.definition not in ACCOUNT
    return bool(figure.value) and of_the_cycle


def _is_one_part(figure: Measured, figures: Figures) -> bool:
    """Whether a figure is the sum of parts of which one alone is something: that part says which."""
    parts = [figures[key] for key in figure.inputs if figures[key].value != 0]
    return figure.definition == "adjusted" and len(parts) == 1 and parts[0].value == figure.value


def what(figure: Measured, code: str) -> str:
    """What a figure of a state says: its definition, and what else its key is about."""
    parts = [part for part in figure.key.split(".")[1:] if part != code]
    beside = [state_name(part) if part in NAMES else str(STAGES.get(part, part)) for part in parts]
    title = translated(DEFINITIONS[figure.definition].title)
    return f"{title} ({', '.join(one for one in beside if one)})" if any(beside) else title
