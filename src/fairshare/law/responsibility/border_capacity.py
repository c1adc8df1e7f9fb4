"""Adequate capacity for border procedures (Regulation (EU) 2024/1348, Articles 46 to 50): shares, maxima, and relief.

A state's capacity is its part of 30,000 by the irregular crossings, arrivals after search and rescue and refusals of
entry of the three years before. Once as many persons are in border procedures as the capacity, or as many
applications examined in the year as the maximum, some of its duty to use that procedure rests. Border cases that only
a crisis derogation adds count for neither (2024/1359, recitals 47 and 49): the caller leaves them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.apportionment import Lots, apportion
from fairshare.law.citation import cites
from fairshare.law.outcome import Test
from fairshare.law.parameters import parameter
from fairshare.states import EU27

FIRST_MAXIMUM: Final = date(2026, 6, 12)
MAXIMUM_FROM: Final = (FIRST_MAXIMUM, date(2027, 6, 13), date(2028, 6, 13))
"""The days from which the maximum is two, three and four times the capacity (Article 47(1))."""

STATES: Final = EU27 - {"DK"}
"""Whose figures make "the Union as a whole" here: the 26 that Part IV of the AMMR binds too. Denmark is left out for
the same reason as there (Protocol 22); that the two sets are equal is an inference."""

ROUNDINGS: Final = ("hamilton", "nearest", "ceil", "floor")
"""How a share of 30,000 becomes a whole number: the text does not say. Largest remainders (the first, the default)
keep the sum that Article 46 sets. The published capacities cannot settle it: their three-year figures are not public
in full. That the published maxima are exact multiples shows that rounding comes before multiplying."""


@dataclass(frozen=True, slots=True)
class BorderFigures:
    """What counts in one state over the three years before (Article 47(4), Frontex and Eurostat)."""

    irregular_crossings: int
    sar_arrivals: int
    refusals: int

    @property
    def total(self) -> int:
        """The sum of the three."""
        return self.irregular_crossings + self.sar_arrivals + self.refusals


@dataclass(frozen=True, slots=True)
class StateCapacity:
    """One state's part. ``capacity`` is ``None`` while a tie of largest remainders waits for lots."""

    figures: BorderFigures
    share: Fraction
    exact: Fraction
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Capacities:
    """The capacity of each state. ``missing`` are states without figures: the shares are then those of the others
    alone, not those of the Union as a whole."""

    union: int
    states: Mapping[str, StateCapacity]
    rounding: str
    missing: tuple[str, ...]
    needs_decision: Lots | None


@cites("APR 46", "APR 47(4)", choices=("CAPACITY_ROUNDING",))
def adequate_capacity(
    figures: Mapping[str, BorderFigures], rounding: str = "hamilton", *, lots: Sequence[str] = ()
) -> Capacities:
    """The capacity of each state: 30,000 times its figures over those of all.

    ``figures`` may hold only states of :data:`STATES`. ``lots``: names in the order drawn, if remainders tie.
    Raises :class:`~fairshare.faults.BadInputError` for another state, another rounding, or no figure above 0.

    >>> found = adequate_capacity({"IT": BorderFigures(2, 1, 0), "EL": BorderFigures(0, 0, 1)})
    >>> [(state, part.capacity) for state, part in found.states.items()]
    [('IT', 22500), ('EL', 7500)]
    """
    if rounding not in ROUNDINGS:
        raise bad_argument("rounding", f"{rounding!r} is unknown", "one of " + ", ".join(ROUNDINGS))
    if others := sorted(figures.keys() - STATES):
        raise bad_argument("state", f"{', '.join(others)} have no adequate capacity", "states bound by 2024/1348")
    union = int(parameter("border_capacity_union"))
    weights = {state: Fraction(found.total) for state, found in figures.items()}
    divided = apportion(rounding, union, weights, lots=lots)
    tied = frozenset(divided.needs_decision.options if divided.needs_decision else ())
    whole = sum(weights.values())
    states = {
        state: StateCapacity(
            found,
            weights[state] / whole,
            union * weights[state] / whole,
            None if state in tied else divided.seats[state],
        )
        for state, found in figures.items()
    }
    return Capacities(union, states, rounding, tuple(sorted(STATES - figures.keys())), divided.needs_decision)


@cites("APR 47(1)")
def annual_maximum(capacity: int, on: date) -> int | None:
    """How many applications a year a state must examine in the border procedure at most, by the multiple in force.

    ``None`` before 12 June 2026. The multiple changes within a calendar year; the text does not say which counts for
    that year, so it is that of the day asked about.

    >>> annual_maximum(8016, date(2026, 6, 12)), annual_maximum(8016, date(2027, 6, 13))
    (16032, 24048)
    """
    return capacity * int(parameter("border_maximum_multiple", on)) if on >= FIRST_MAXIMUM else None


@cites("APR 47(2)", "APR 48(1)", "APR 48(2)", "APR 48(3)", "APR 48(4)")
def capacity_reached(
    capacity: int | None, in_procedure: int, in_return_procedure: int, notified: date | None, on: date
) -> Test:
    """The stock rule: whether on a day a full state need not use the border procedure for low recognition rates.

    It must have notified the Commission; the relief runs from the day after to the end of that calendar year, and only
    while as many persons are in border and return border procedures as the capacity, or more. A capacity of ``None``
    is one that is not known: then ``met`` is ``None``, unless the relief cannot run anyway.
    """
    inside = in_procedure + in_return_procedure
    runs = notified is not None and notified < on <= date(notified.year, 12, 31)
    met = runs and (None if capacity is None else inside >= capacity)
    note = "until the end of the calendar year, and only while full" if runs else "no notification is in effect"
    return Test(
        "APR 48",
        "Does the duty to use the border procedure rest for low recognition rates (42(1)(j))?",
        met,
        {"in procedures": str(inside), "adequate capacity": _text(capacity), "notified": _text(notified)},
        note,
    )


@cites("APR 47(3)", "APR 50")
def maximum_reached(
    maximum: int | None, examined: int, notified: date | None, authorised: date | None, on: date
) -> Test:
    """The flow rule: whether on a day a state that examined its yearly maximum is free of points (c) and (j).

    ``examined`` counts the applications of the calendar year of ``on``. The state notifies, the Commission verifies
    and authorises; without an authorisation of the same year, given on or before the day, the duty stands. A maximum
    of ``None`` is one that is not known.
    """
    runs = notified is not None and authorised is not None and notified <= authorised <= on
    runs = runs and notified is not None and notified.year == on.year
    met = runs and (None if maximum is None else examined >= maximum)
    return Test(
        "APR 47(3)",
        "Does the duty to use the border procedure rest for misleading (42(1)(c)) and low recognition rates (j)?",
        met,
        {
            "examined this calendar year": str(examined),
            "maximum": _text(maximum),
            "notified": _text(notified),
            "authorised": _text(authorised),
        },
        "until the end of the calendar year" if runs else "no authorisation is in effect",
    )


@cites("APR 45(1)", "APR 47(2)", "APR 47(3)")
def duties_left(stock: Test, flow: Test) -> dict[str, bool | None]:
    """Which grounds still oblige a state to use the border procedure; ``None`` where that is not known.

    Security goes on whatever the numbers, for unaccompanied minors under 42(3)(b).
    """
    relieved = (stock.met, flow.met)
    low_recognition = False if True in relieved else None if None in relieved else True
    return {
        "APR 42(1)(c)": None if flow.met is None else not flow.met,
        "APR 42(1)(f)": True,
        "APR 42(1)(j)": low_recognition,
        "APR 42(3)(b)": True,
    }


def _text(value: int | date | None) -> str:
    return "unknown" if value is None else str(value)
