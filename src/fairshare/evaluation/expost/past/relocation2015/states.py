"""What each state was bound to take, what it took, and the rate, as figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Figures, Measured, computed, part_of, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import ByKey, remainder, rows_of, stated, taken

ORIGINS: Final = ("IT", "EL")
"""The two states of departure."""

ASSOCIATED: Final = ("CH", "LI", "NO")
"""Associated states that took persons without a commitment under the acts."""

FLOWS_ON: Final = date(2017, 7, 13)
"""The last day on which the relocations from Italy and from Greece are known for every state."""

_FIELD: Final = {"IT": "italy", "EL": "greece"}
_ANNEX: Final = {"IT": "annex_1", "EL": "annex_2"}


def bound_states(read: Read) -> tuple[str, ...]:
    """The states that were bound to take persons, in order of their codes."""
    return tuple(sorted(stated(rows_of(read, "relocation_2015_states"), "committed_italy")))


def commitments(read: Read) -> tuple[Measured, ...]:
    """By state: the two annexes, the pledge of July 2015, and what both acts make of them; and ``suspended.AT``.

    Keys ``annex.ORIGIN.STATE``, ``july.STATE``, ``committed.ORIGIN.STATE``, ``committed.STATE``. The commitment towards
    Italy was published; that towards Greece is rebuilt from the pledge and the annexes. ``agreed.IE``: what its
    government agreed to take beyond that."""
    rows = rows_of(read, "relocation_2015_states")
    found: list[Measured] = []
    for state in bound_states(read):
        annex_italy, annex_greece = (
            taken(rows[f"{state}/{_ANNEX[origin]}"], f"annex.{origin}.{state}", "committed") for origin in ORIGINS
        )
        july = taken(rows[f"{state}/july_2015"], f"july.{state}", "committed")
        italy = taken(rows[f"{state}/committed_italy"], f"committed.IT.{state}", "committed")
        greece = committed_to_greece(f"committed.EL.{state}", annex_greece, july, italy, annex_italy)
        whole = summed(f"committed.{state}", "committed", (italy, greece))
        found += [annex_italy, annex_greece, july, italy, greece, whole]
    return (
        *found,
        taken(rows["AT/suspended"], "suspended.AT", "suspended"),
        taken(rows["IE/agreed"], "agreed.IE", "committed"),
    )


def committed_to_greece(key: str, annex: Measured, july: Measured, italy: Measured, annex_italy: Measured) -> Measured:
    """The annex for Greece, and the part of the pledge of July 2015 that the commitment towards Italy leaves."""
    parts = (annex, july, annex_italy)
    known = [part.value for part in parts if part.value is not None]
    value = sum(known, -italy.value) if italy.value is not None and len(known) == len(parts) else None
    return computed(key, "committed", committed_to_greece, (annex, july, italy, annex_italy), value)


def deliveries(read: Read, figures: Figures) -> tuple[Measured, ...]:
    """By state: persons relocated on the day of the flows, as last told, and as a part of the commitment.

    Keys ``relocated.DAY.ORIGIN.STATE``, ``relocated.STATE``, ``relocated.ORIGIN.STATE`` where that is told later than
    the flows, and ``relocated_of_committed.STATE`` of the states bound; ``relocated_told``, the sum of all;
    ``not_told_by_state``, what it lacks of all relocated; ``no_transfer`` and ``all_taken``, how many states bound
    took nobody and all. Each is as of the day on which it was told. ``figures`` hold the commitments and all
    ``relocated``."""
    rows, flows = rows_of(read, "relocation_2015_states"), rows_of(read, "relocation_2015_flows")
    bound = bound_states(read)
    told = {state: _told(rows, flows, state) for state in (*bound, *ASSOCIATED)}
    last = {figure.key: figure for state in told.values() for figure in state}
    rates = (
        part_of(
            f"relocated_of_committed.{state}",
            "relocated_of_committed",
            last[f"relocated.{state}"],
            figures[f"committed.{state}"],
        )
        for state in bound
    )
    each = [last[f"relocated.{state}"] for state in told]
    whole = summed("relocated_told", "relocated", each)
    return (
        *last.values(),
        *rates,
        whole,
        remainder("not_told_by_state", "not_told_by_state", figures["relocated"], whole),
        no_transfer("no_transfer", each[: len(bound)]),
        all_taken("all_taken", each[: len(bound)], [figures[f"committed.{state}"] for state in bound]),
    )


def _told(rows: ByKey, flows: ByKey, state: str) -> tuple[Measured, ...]:
    """The flows to a state on their day; each that is told later; then both together: as told, or their sum."""
    on_day = [
        taken(flows[f"{FLOWS_ON}/{origin}/{state}"], f"relocated.{FLOWS_ON}.{origin}.{state}", "relocated")
        for origin in ORIGINS
    ]
    later = [
        taken(rows[row], f"relocated.{origin}.{state}", "relocated")
        for origin in ORIGINS
        for row in (f"{state}/relocated_{_FIELD[origin]}",)
        if row in rows
    ]
    whole, key = rows.get(f"{state}/relocated"), f"relocated.{state}"
    return (*on_day, *later, taken(whole, key, "relocated") if whole else summed(key, "relocated", later or on_day))


def no_transfer(key: str, relocated: Iterable[Measured]) -> Measured:
    """How many states took nobody; unknown where it is unknown of one."""
    each = tuple(relocated)
    known = [figure.value for figure in each if figure.value is not None]
    value = Fraction(known.count(Fraction(0))) if len(known) == len(each) else None
    return computed(key, "no_transfer", no_transfer, each, value)


def all_taken(key: str, relocated: Iterable[Measured], committed: Iterable[Measured]) -> Measured:
    """How many states took as many as they were bound to take, or more; unknown where either is unknown of one."""
    pairs = tuple(zip(relocated, committed, strict=True))
    known = [(took.value, bound.value) for took, bound in pairs if took.value is not None and bound.value is not None]
    value = Fraction(sum(took >= bound for took, bound in known)) if len(known) == len(pairs) else None
    return computed(key, "all_taken", all_taken, (figure for pair in pairs for figure in pair), value)
