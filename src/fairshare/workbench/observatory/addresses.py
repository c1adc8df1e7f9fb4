"""Where pages are. All pages of a language lie in one folder, so that a link is a name and works from any server."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.document import Evaluation
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.workbench.reports.links import Links

_KINDS: Final = {
    "evaluation": "cycle-{}.html",
    "state": "state-{}.html",
    "mechanism": "mechanism-{}.html",
    "claim": "claims.html#{}",
    "choice": "method.html#{}",
}


def page(kind: str, name: str) -> str:
    """The address of the page of an evaluation, a state or a mechanism, and of the place of a claim or a choice.

    >>> page("state", "DE"), page("claim", "germany-exempt")
    ('state-DE.html', 'claims.html#germany-exempt')
    """
    return _KINDS[kind].format(name)


def own_page(evaluation: Evaluation) -> str:
    """The name, without its ending, of the page on which an evaluation is told."""
    return {"claims": "claims", "load-ratios": "states"}.get(evaluation.name, f"cycle-{evaluation.name}")


def figures_page(evaluation: Evaluation) -> str:
    """The name, without its ending, of the page with the entries of its figures."""
    return f"f-{evaluation.name}"


def links(evaluation: Evaluation, known: frozenset[str], within: str = "") -> Links:
    """The links of an evaluation. ``known``: the states and evaluations that have a page; ``within``: the name of the
    page on which they stand, where an address needs no file."""
    entries, told = figures_page(evaluation), own_page(evaluation)
    on_entries = "" if within == entries else f"{entries}.html"
    on_told = "" if within == told else f"{told}.html"

    def to_page(kind: str, name: str) -> str:
        has_page = name in known or kind in {"claim", "choice"} or (kind == "mechanism" and name in CATALOGUE)
        return page(kind, name) if has_page else ""

    return Links(
        page=to_page,
        figure=lambda key: f"{on_entries}#f-{key}",
        source=lambda number: f"{on_told}#source-{number}",
    )
