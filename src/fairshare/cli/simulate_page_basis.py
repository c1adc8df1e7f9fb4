"""The parts of the page about what a league rests on: assumptions, mechanisms, figures and the run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from fairshare.cli.page import Cell, Html, paragraph, strong, table, text
from fairshare.cli.simulate_drawn import number

if TYPE_CHECKING:
    from fairshare.cli.simulate_answer import Answer

ASSUMED: Final = (
    "Every draw takes one value of each from its range. “Assumed” means that no figure was found: such a range is "
    "wide, and a result that hangs on it should not be relied on (fairshare simulate sensitivity shows which do)."
)


def assumptions(found: Answer) -> list[Html]:
    """Every parameter with its range, status and source, and what is inferred or missing in the figures."""
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.name, one.says, number(one.best), f"{number(one.low)} to {number(one.high)}", one.unit),
            *(one.shape, one.status, one.source),
        )
        for one in sorted(found.parameters, key=lambda one: one.group)
    ]
    columns = {"name": "left", "what it says": "left", "best": "right", "range": "right", "unit": "left"}
    columns |= {"drawn": "left", "status": "left", "source": "left"}
    notes = "".join(f"<li>{paragraph(note)}</li>" for note in found.study.inputs.notes)
    parts = [paragraph(ASSUMED), table("How people and states behave", columns, rows)]
    if notes:
        parts += [paragraph("What is inferred, projected or missing in the figures:"), Html(f"<ul>{notes}</ul>")]
    return parts


def mechanisms(found: Answer) -> list[Html]:
    """Each mechanism: the articles that it implements and what it leaves out."""
    rows: list[tuple[Cell, ...]] = [
        (one.title, one.name, "; ".join(one.implements) or "–", " ".join(one.omits) or "–")
        for one in found.study.mechanisms
    ]
    columns = {"mechanism": "left", "name": "left", "articles": "left", "left out": "left"}
    return [table("The mechanisms of this league", columns, rows)]


def manifest(found: Answer) -> list[Html]:
    """What reproduces the league, with checksums."""
    told = {**found.manifest, "draws": len(found.draws)}
    rows: list[tuple[Cell, ...]] = [(name, Html(f"<code>{_written(value)}</code>")) for name, value in told.items()]
    return [
        paragraph("The same version, seed, sample, figures and assumptions give the same bytes. ", strong("Manifest:")),
        table("What the league rests on, with checksums (SHA-256)", {"name": "left", "value": "left"}, rows),
    ]


def _written(value: Any) -> Html:
    return text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
