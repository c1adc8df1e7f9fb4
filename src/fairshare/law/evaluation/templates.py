"""The steps of an evaluation and their order, by ``parameters/evaluation.yaml``.

The models: peer review after Regulation (EU) 2022/922 (Schengen evaluation), open coordination after Article 148 TFEU.
The AMMR knows neither, so a step out of order is refused with the provision of the model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import table

TEMPLATES: Final = ("peer_review", "open_coordination")
_LAST: Final = "evaluation_closed"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the event of its ``name``, what it is called, who takes it, the model's provision, and its place.

    It comes after all of ``after`` (``urgent`` for serious deficiencies, if set) and before any of ``before``."""

    name: str
    what: str
    who: str
    cite: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    urgent: tuple[str, ...] | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A way to evaluate: its title, the text that is its model, and its steps by name, in order."""

    name: str
    title: str
    model: str
    steps: Mapping[str, Step]


@cache
@cites(
    *("SEMM 13", "SEMM 14", "SEMM 19", "SEMM 20", "SEMM 20(1)", "SEMM 21"),
    *("TFEU 148(1)", "TFEU 148(2)", "TFEU 148(3)", "TFEU 148(4)", "TFEU 148(5)"),
)
def template(name: str) -> Template:
    """A template by name. Raises :class:`~fairshare.faults.BadInputError` for another name.

    >>> template("peer_review").steps["draft_report_sent"].after
    ('activity_ended', 'finding_recorded')
    """
    if name not in TEMPLATES:
        raise bad_argument("template", f"{name!r} is unknown", " or ".join(TEMPLATES))
    data = table("evaluation")["templates"][name]
    steps = {step: _step(step, **row) for step, row in data["steps"].items()}
    return Template(name, data["title"], data["model"], steps)


def _step(name: str, **row: Any) -> Step:
    order = {key: tuple(row[key]) for key in ("after", "before", "urgent") if key in row}
    return Step(name, row["what"], row["who"], row["cite"], once=row.get("once", False), **order)


@cites("SEMM 20(1)", "SEMM 22", "TFEU 148(4)")
def require_step(name: str, step: str, done: Collection[str], urgent: bool = False) -> Step:
    """The step of a template, or a refusal where it is none of its steps, is taken already, or comes too early or too
    late. ``done``: the steps on record; ``urgent``: all that it concerns is a serious deficiency (SEMM 22)."""
    way = template(name)
    if step not in way.steps:
        first = next(iter(way.steps.values()))
        raise RefusedError(first.cite, f"{way.title.lower()} has no step {step}")
    row = way.steps[step]
    if _LAST in done:
        raise RefusedError(row.cite, "the evaluation is closed")
    if row.once and step in done:
        raise RefusedError(row.cite, f"{row.what}: is on record already")
    needed = row.urgent if urgent and row.urgent is not None else row.after
    lacking = [way.steps[before].what for before in needed if before not in done]
    if lacking:
        raise RefusedError(row.cite, f"{row.what}: {' and '.join(lacking)} must come first")
    passed = [way.steps[later].what for later in row.before if later in done]
    if passed:
        raise RefusedError(row.cite, f"{row.what}: too late, after {' and '.join(passed)}")
    return row
