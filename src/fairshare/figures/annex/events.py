"""From the annex to the events of a cycle: the act, the shares it prints, its pledges, what it adjusts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import yaml

from fairshare.faults import BadInputError, Fault
from fairshare.figures.annex.checks import Act, fair_share_eur
from fairshare.figures.annex.columns import PLEDGES
from fairshare.figures.annex.model import Annex, RowRead
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.outcome import RefusedError
from fairshare.states import NAMES, PART_IV

COUNCIL: Final = "Council of the European Union"
_NOTE: Final = re.compile(r"\s*[(\[]?\s*(\*?\d{1,2}|[*†‡§]+|[a-z])\s*[)\]]?\s")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def adjustments(
    annex: Annex, act: Act, said: Mapping[str, Fraction] | None = None, choices: Choices = DEFAULTS
) -> dict[str, Fraction]:
    """The part of each fair share that the act itself takes off (A10), from its columns and from what the user says.

    Raises :class:`~fairshare.faults.BadInputError` for a part below 0 or above 1, for two that differ, and for a figure
    that cannot be made a part because the fair share is not known; :class:`~fairshare.law.outcome.RefusedError` where
    the choice DEDUCTION_IN_POOL_ACT refuses such an adjustment."""
    said = said or {}
    parts: dict[str, Fraction] = {}
    faults = [
        Fault(annex.file, 1, "--adjusted", f"{state} is not in the annex", "a state of the annex")
        for state in said
        if state not in annex.states
    ]
    for state in annex.states:
        told = dict(_parts(annex, state, fair_share_eur(annex, state, act, choices), act))
        told |= {"--adjusted": said[state]} if state in said else {}
        if (problem := _disagreement(told)) is not None:
            faults.append(Fault(annex.file, annex.row_of(state).line, f"{state} adjustment", *problem))
        elif told and (part := next(iter(told.values()))):
            parts[state] = part
    if faults:
        raise BadInputError(faults)
    if parts and choices["DEDUCTION_IN_POOL_ACT"] == "refused":
        raise RefusedError(
            "AMMR 61(4), 62(5)", f"the act adjusts {', '.join(parts)}: a deduction needs an act of its own"
        )
    return parts


def _disagreement(told: Mapping[str, Fraction | None]) -> tuple[str, str] | None:
    """What is wrong with the parts told of one state, and what was expected; ``None`` if nothing is."""
    if None in told.values():
        return "its fair share is not known, so the figure is no part of it", "a column with the fair share"
    if len(set(told.values())) > 1:
        return "is told in ways that differ: " + ", ".join(f"{name} {part}" for name, part in told.items()), "one part"
    outside = [part for part in told.values() if part is not None and not 0 <= part <= 1]
    return (f"is {outside[0]} of the fair share", "a part from 0 to 1") if outside else None


def _parts(annex: Annex, state: str, fair: Fraction | None, act: Act) -> Iterator[tuple[str, Fraction | None]]:
    if (part := annex.value(state, "deducted_percent")) is not None:
        yield "deducted_percent", Fraction(part)
    for concept in ("adjusted_units", "adjusted_eur", "deducted_units", "deducted_eur"):
        figure = annex.value(state, concept)
        if figure is None:
            continue
        money = Fraction(figure) * (1 if concept.endswith("eur") else act.ratio)
        left = concept.startswith("adjusted")
        if fair:
            yield concept, (fair - money) / fair if left else money / fair
        elif money:
            yield concept, None
        else:  # nothing is left, of a share that is not known; or nothing is taken off
            yield concept, Fraction(left and fair is None)


def make_events(annex: Annex, act: Act, adjusted: Mapping[str, Fraction]) -> list[dict[str, Any]]:
    """The events in the order of the record: the act, then state by state what it prints, pledges and adjusts.

    A share of a state outside the key makes no event (the ledger has no place for one); it is a fault of the reading
    unless the user let it stand."""
    council = {"date": act.adopted, "actor": COUNCIL, "capacity": "council"}
    events: list[dict[str, Any]] = [
        {"event": "act_adopted"}
        | council
        | {"basis": "AMMR 57(1)", "relocations": act.relocations, "financial": f"{act.financial:f}"}
        | {"status": "official", "source": act.source}
    ]
    rows = [row for row in annex.rows if row.status == "read"]
    for row in rows:
        events += _share(row, council, _origin(annex, act, row))
    for row in rows:
        events += _pledges(row, act, _origin(annex, act, row))
    for state, part in adjusted.items():
        basis = {"basis": "AMMR 57; A10", "state": state, "part": _exact(part)}
        events.append({"event": "adjustment_in_act"} | council | basis | _origin(annex, act, annex.row_of(state)))
    return events


def _exact(part: Fraction) -> str:
    """``1``, ``0.5`` or ``31/63``: a decimal where it is exact."""
    twos_and_fives = part.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    return f"{Decimal(part.numerator) / Decimal(part.denominator):f}" if twos_and_fives == 1 else str(part)


def _share(row: RowRead, council: dict[str, Any], origin: dict[str, Any]) -> Iterator[dict[str, Any]]:
    share, units = row.value("share"), row.value("units")
    if row.state not in PART_IV or (share is None and units is None):
        return
    printed: dict[str, Any] = {} if share is None else {"share": f"{share:f}"}
    if units is not None:
        printed["units"] = int(units)
    yield {"event": "share_published"} | council | {"basis": "AMMR 57(3)", "state": row.state} | printed | origin


def _pledges(row: RowRead, act: Act, origin: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One event for each type that the row states: a dash states nothing; a cell let stand unread is unknown."""
    for measure in PLEDGES:
        cell = row.cell(measure)
        if cell is None or (cell.value is None and cell.status != "not understood"):
            continue
        amount = None if cell.value is None else int(cell.value) if measure == "relocation" else euro(cell.value)
        yield {
            "event": "pledge_recorded",
            "date": act.adopted,
            "actor": NAMES[row.state],
            "capacity": "member_state",
            "basis": "AMMR 57(1)",
            "state": row.state,
            "measure": measure,
            "amount": amount,
        } | origin


def euro(amount: Decimal) -> str:
    """An amount without the zeros that only its printing in millions gave it.

    >>> euro(Decimal("9260000.00")), euro(Decimal("0.5"))
    ('9260000', '0.50')
    """
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _origin(annex: Annex, act: Act, row: RowRead) -> dict[str, Any]:
    """Status, source with the row, and the remarks that the page makes about the row."""
    several = sum(table.read for table in annex.tables) > 1
    where = f"annex table {row.table} row {row.row}" if several else f"annex row {row.row}"
    notes = [cell.text for cell in row.cells if cell.concept == "note" and cell.text]
    notes += [note for mark in row.marks if (note := note_of(annex, mark))]
    remark = {"note": " ".join(dict.fromkeys(notes))} if notes else {}
    return {"status": "official", "source": f"{act.source}, {where}"} | remark


def note_of(annex: Annex, mark: str) -> str:
    """The footnote that a mark points to: a note below the tables or a row of notes; empty if there is none."""
    wanted = mark.translate(_SUPERSCRIPTS).strip("()[] ")
    notes: list[tuple[str, tuple[str, ...]]] = [(note, ()) for note in annex.notes]
    notes += [(row.text, row.marks) for row in annex.rows if row.status == "note"]
    for text, marks in notes:
        found = _NOTE.match(text.translate(_SUPERSCRIPTS))
        if (found and found.group(1) == wanted) or wanted in {m.strip("()[] ") for m in marks}:
            return text
    return ""


def as_yaml(year: int, events: list[dict[str, Any]]) -> str:
    """A cycle file: one event a line."""
    lines = (
        yaml.safe_dump(event, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9).strip()
        for event in events
    )
    return f"year: {year}\nevents:\n" + "".join(f"- {line}\n" for line in lines)
