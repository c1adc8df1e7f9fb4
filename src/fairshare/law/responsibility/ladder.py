"""The hierarchy of criteria: rules in a fixed order, the first that is met decides (Article 24); Article 16(3).

A *rule* is a function of the case table and the scope of the question; it answers for every row at once with a
:class:`Verdict`.
The same ladder with other rules is Dublin III, the Convention of 1990, or what Article 68(2) leaves of the criteria.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

import numpy as np

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Array, Bool, Codes, Days, Masks, Rows, Whys, bit
from fairshare.law.responsibility.table import CaseTable, take
from fairshare.law.responsibility.trace import BLOCKED, HUMAN, SILENT, Step, outcome_is, reason
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar


@dataclass(frozen=True, slots=True)
class Scope:
    """The question put to the criteria. Arrays have one place a row.

    ``day`` and ``registered_in`` are the day and state on whose situation every criterion is tested (Article 24(2): the
    first registration; under Dublin III the first lodging). ``determining`` is the state that conducts the
    determination, ``place`` where that application was made, ``present`` where the applicant is. States in ``barred``
    are passed over (Article 16(3)).
    """

    day: Days
    registered_in: Codes
    determining: Codes
    place: Codes
    present: Codes
    barred: Masks
    choices: Choices = field(default_factory=lambda: DEFAULTS)
    calendar: HolidayCalendar = BUILT_IN


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of each row.

    ``state`` is the state that it designates (:data:`NONE`: not met, or a person must decide), ``why`` the reason with
    its ``figures``. ``options`` holds the states between which a person must decide, where the reason's outcome is
    that. ``slot`` is the slot of ``group`` that the rule rests on (its evidence). Where ``exclusive`` is true no other
    criterion may be tested (Article 25(1)).
    """

    state: Codes
    why: Whys
    figures: tuple[Array, ...] = ()
    options: Masks | None = None
    slot: Codes | None = None
    group: str = ""
    exclusive: Bool | None = None


Rule: TypeAlias = Callable[[CaseTable, Scope], Verdict]


@dataclass(frozen=True, slots=True)
class Designation:
    """What the ladder found for each row: a state with its reason, or that a person must decide (``human``).

    ``blocked`` tells where a rule was met for a state that had to be passed over (Article 16(3)).
    """

    state: Codes
    why: Whys
    human: Bool
    options: Masks
    slot: Codes
    group: Codes
    blocked: Bool
    trace: tuple[Step, ...]


EVIDENCE_GROUPS: Final = ("", "relatives", "documents", "diplomas", "entries", "hits")
"""Groups on which a rule can rest; a designation holds the place in this list."""

PASSED_OVER: Final = reason(
    "AMMR 16(3)",
    BLOCKED,
    "a transfer to {0:state} would bring a real risk of inhuman or degrading treatment: the determination goes on",
)
"""Why a criterion that is met does not decide. Other regimes have their own words for it."""


def unmet(rows: int, why: int) -> Verdict:
    """The verdict of a rule that is met for nobody, for one reason."""
    return Verdict(np.broadcast_to(np.int8(NONE), (rows,)), np.broadcast_to(np.int16(why), (rows,)))


def is_barred(states: Codes, barred: Masks) -> Bool:
    """Whether each state (in slots or not) is passed over in its row."""
    answer: Bool = (bit(states) & barred) != 0
    return answer


@cites("AMMR 24(1)", "AMMR 24(2)", "AMMR 16(1)", "AMMR 16(3)")
def first_met(
    table: CaseTable, scope: Scope, rules: Sequence[Rule], traced: bool = True, passed_over: int | None = PASSED_OVER
) -> Designation:
    """The state that the first met rule designates, row by row; :data:`NONE` where none is met or a person must decide.

    A rule that is not reached is not in the chain. Where Article 4 of the Charter bars the state that a rule designates
    (``article_4_risk``), the chain says so by the reason ``passed_over`` and the rule is asked again without that state
    (Article 16(3)); with ``None``, no state is passed over.
    """
    found = _nothing_found(table.rows)
    trace: list[Step] = []
    at_risk = passed_over is not None and bool(np.any(table.article_4_risk))
    part, asked = table, scope
    rows: Rows | None = None  # where the rows of the part are in the table; None: all of them
    still = np.ones(table.rows, np.bool_)
    for rule in rules:
        left = int(np.count_nonzero(still))
        if not left:
            break
        if left < _WORTH_CUTTING * part.rows:
            keep = np.flatnonzero(still)
            part, asked = take(part, keep), scope_of(asked, keep)
            rows, still = keep if rows is None else rows[keep], np.ones(left, np.bool_)
        verdict = rule(part, asked)
        if traced:
            trace.append(_step(verdict, still, rows))
        if at_risk and passed_over is not None:
            verdict, place, again = _pass_over(part, asked, rule, verdict, passed_over, still)
            places = place if rows is None else rows[place]
            found.blocked[places] = True
            trace += [replace(step, rows=places) for step in again] if traced else []
        still &= ~_settle(found, verdict, still, rows)
    return replace(found, trace=tuple(trace))


_WORTH_CUTTING: Final = 0.7
"""A part is cut down to its open rows once less than this share is open: to test a rule in vain on a few rows that are
settled costs less than to take all columns anew."""


def _step(verdict: Verdict, still: Bool, rows: Rows | None) -> Step:
    """What the chain says of the open rows of a part."""
    if still.all():
        return Step(verdict.why, verdict.figures, rows)
    at = np.flatnonzero(still)
    figures = tuple(np.broadcast_to(figure, still.shape)[at] for figure in verdict.figures)
    return Step(verdict.why[at], figures, at if rows is None else rows[at])


def _nothing_found(rows: int) -> Designation:
    return Designation(
        state=np.full(rows, NONE, np.int8),
        why=np.full(rows, SILENT, np.int16),
        human=np.zeros(rows, np.bool_),
        options=np.zeros(rows, np.int64),
        slot=np.full(rows, NONE, np.int8),
        group=np.zeros(rows, np.int8),
        blocked=np.zeros(rows, np.bool_),
        trace=(),
    )


def _settle(found: Designation, verdict: Verdict, still: Bool, rows: Rows | None) -> Bool:
    """Write what a rule settled into ``found``; the open rows that it closes."""
    human = outcome_is(verdict.why, HUMAN)
    settled: Bool = ((verdict.state != NONE) | human) & still
    at = np.flatnonzero(settled)
    if at.size:
        places = at if rows is None else rows[at]
        found.state[places] = verdict.state[at]
        found.why[places] = verdict.why[at]
        found.human[places] = human[at]
        found.group[places] = EVIDENCE_GROUPS.index(verdict.group)
        if verdict.options is not None:
            found.options[places] = verdict.options[at]
        if verdict.slot is not None:
            found.slot[places] = verdict.slot[at]
    return settled if verdict.exclusive is None else settled | verdict.exclusive


@cites("AMMR 16(3)")
def where_examined(table: CaseTable, scope: Scope) -> Codes:
    """The state that would have to transfer: where the applicant is, if an application is registered there too.

    Else the state that determines. To this state nobody has to be transferred.
    """
    registered, registrations = np.zeros(table.rows, np.bool_), table.registrations
    for i in range(registrations.count):
        registered |= (registrations.state[i] == scope.present) & (registrations.registered[i] <= table.asked_on)
    return np.where(registered & (scope.present != NONE), scope.present, scope.determining).astype(np.int8)


def _pass_over(
    part: CaseTable, scope: Scope, rule: Rule, verdict: Verdict, passed_over: int, still: Bool
) -> tuple[Verdict, Rows, list[Step]]:
    """Article 16(3): where a rule designates a state with a real risk, ask it again without the states at risk.

    The second answer holds the rows where that was so, the third what the chain says of them.
    """
    blocked = still & (verdict.state != NONE) & is_barred(verdict.state, part.article_4_risk)
    blocked &= verdict.state != where_examined(part, scope)  # no transfer leads there
    place = np.flatnonzero(blocked)
    if not place.size:
        return verdict, place, []
    again = rule(part, replace(scope, barred=scope.barred | np.where(blocked, part.article_4_risk, 0)))
    steps = [
        Step(np.full(place.size, passed_over, np.int16), (verdict.state[place],)),
        Step(again.why[place], tuple(np.broadcast_to(f, blocked.shape)[place] for f in again.figures)),
    ]
    return again, place, steps


def scope_of(scope: Scope, rows: Rows | slice) -> Scope:
    """The scope of some of the rows."""
    return Scope(
        day=scope.day[rows],
        registered_in=scope.registered_in[rows],
        determining=scope.determining[rows],
        place=scope.place[rows],
        present=scope.present[rows],
        barred=scope.barred[rows],
        choices=scope.choices,
        calendar=scope.calendar,
    )
