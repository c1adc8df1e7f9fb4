"""The page on the indicators of an evaluation, written from their catalogue."""

from __future__ import annotations

from typing import Final

_TITLES: Final = {
    "chain": "The chain of a pool",
    "delivery": "Quality of a cycle",
    "fairness": "Fairness",
    "changes": "Changes",
    "process": "The evaluation itself",
    "history": "Relocation of 2015",
    "voluntary": "Voluntary schemes",
    "claims": "Checking claims",
}


def page() -> str:
    """The whole page as Markdown."""
    from fairshare.evaluation.expost.catalogue import DEFINITIONS, THEMES

    parts = [_INTRO.format(count=len(DEFINITIONS))]
    for theme in THEMES:
        name = theme.__name__.rpartition(".")[2]
        rows = "\n".join(_row(one) for one in theme.DEFINITIONS)
        parts.append(f"## {_TITLES[name]}\n\n{_HEAD}\n{rows}\n")
    return "\n".join(parts)


def _row(one) -> str:
    when = "; ".join(filter(None, (one.source, one.lag)))
    part = ", ".join(f"`{name}`" for name in one.denominators)
    says = f"{one.title}. {one.says}" + (f"; as a part of {part}" if part else "")
    cells = (f"`{one.name}`", says, one.unit, one.criterion.replace("_", " "), when, one.owner, one.cite)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_HEAD: Final = "| name | what it says | unit | criterion | source and lag | owner | article |\n" + "| --- " * 7 + "|"

_INTRO: Final = """\
<!-- Written by docs/evaluation_page.py from fairshare/evaluation/expost/catalogue; change those, not this page. -->

# Indicators of an evaluation

The {count} indicators of `fairshare evaluate`, each with its definition, where it comes from and when it is known, and
who owes it. *Criterion*: which of the five criteria of the Better Regulation guidelines it serves. *As a part of*: what
it is told as a part of; where there are several, all are told or none.
"""
