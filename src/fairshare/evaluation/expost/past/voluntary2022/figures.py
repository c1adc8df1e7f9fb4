"""The figures of the declaration: places and persons by state and day, rates, and what Ireland paid for a place."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Figures, Measured, collected, computed, part_of, summed
from fairshare.evaluation.expost.past.tables import ByKey, all_taken, per_million, remainder, stated, taken

YEAR_ON: Final = "2023-08-22"
LAST: Final = "2024-06-12"
YEARS: Final = (2022, 2023)
"""The calendar years that the scheme overlaps most."""
JANUARY: Final = "2023-01"
COUNTS: Final = ("2022-08-31", "2022-12", JANUARY, YEAR_ON, "2024-02-05", LAST)
"""Days and months of which the persons relocated to all states are known."""

_TOTALS: Final = {
    "signed/members": ("states_joined.members", "states_joined"),
    "signed/associated": ("states_joined.associated", "states_joined"),
    "benefitting": ("states_benefitting", "states_benefitting"),
    "pledging": ("states_pledging", "states_pledging"),
    "receiving/2024-02-05": ("states_receiving", "states_receiving"),
    "pledged": ("committed", "committed"),
    **{f"relocated/{day}": (f"relocated.{day}", "relocated") for day in COUNTS},
    "IT/expected": ("expected.IT", "expected"),
    "IT/left/2023-08-22": ("left.IT", "relocated"),
    "CY/left/2023-04-11": ("left.CY", "relocated"),
    "CY/left/2025-09-17": ("left.CY.2025-09-17", "relocated"),
    "DE/came/IT": ("relocated.DE.IT", "relocated"),
    "IE/paid": ("money.IE", "money_instead"),
    "FR/places_other": ("committed.FR.other", "committed"),
    **{f"NO/asked/{origin}": (f"committed.NO.{origin}", "committed") for origin in ("EL", "IT", "CY")},
    **{f"NO/came/{origin}": (f"relocated.NO.{origin}", "relocated") for origin in ("EL", "IT", "CY")},
}


def own_figures(rows: ByKey, act: ByKey) -> Figures:
    """The figures of the declaration itself."""
    totals = {one.key: one for one in all_taken(rows, _TOTALS)}
    places = {state: taken(row, f"committed.{state}", "committed") for state, row in stated(rows, "places").items()}
    january = [
        taken(row, f"relocated.{JANUARY}.{state}", "relocated")
        for state, row in stated(rows, f"came/{JANUARY}").items()
    ]
    latest = {
        state: taken(row, f"relocated.{state}", "relocated") for state, row in stated(rows, "came/latest").items()
    }
    latest["NO"] = summed(
        "relocated.NO", "relocated", (totals[f"relocated.NO.{origin}"] for origin in ("EL", "IT", "CY"))
    )
    named = [one for one in places.values() if one.value is not None]
    other = [totals["committed.FR.other"] if one.key == "committed.FR" else one for one in named]
    whole, all_left = totals["committed"], totals[f"relocated.{YEAR_ON}"]
    return collected(
        (
            *totals.values(),
            *places.values(),
            *january,
            *latest.values(),
            *(part_of(f"rate.{day}", "relocated_of_committed", totals[f"relocated.{day}"], whole) for day in COUNTS),
            *(
                part_of(f"rate.{state}", "relocated_of_committed", latest[state], places[state])
                for state in ("DE", "NO")
            ),
            known_of("states_named", "states_pledging", *places.values()),
            remainder("committed_unnamed", "committed_unnamed", whole, *named),
            remainder("committed_unnamed.other", "committed_unnamed", whole, *other),
            remainder("left.others", "relocated", all_left, totals["left.IT"]),
            part_of("part.IT", "part_of_relocated", totals["left.IT"], all_left),
            part_of("rate.IT", "relocated_of_expected", totals["left.IT"], totals["expected.IT"]),
            *_money(totals["money.IE"], places["IE"], act),
        )
    )


def places_per_head(own: Figures, measured: Iterable[Measured]) -> tuple[Measured, ...]:
    """Places for each million inhabitants, ``places_per_million.STATE``, of states whose population is ``measured``."""
    people = {one.key.rpartition(".")[2]: one for one in measured if one.key.startswith("population.")}
    return tuple(
        per_million(f"places_per_million.{state}", "places_per_million", own[f"committed.{state}"], found)
        for state, found in people.items()
        if f"committed.{state}" in own
    )


def known_of(key: str, definition: str, *figures: Measured) -> Measured:
    """How many of several figures are known."""
    return computed(key, definition, known_of, figures, Fraction(sum(one.value is not None for one in figures)))


def _money(paid: Measured, places: Measured, act: ByKey) -> tuple[Measured, ...]:
    """What Ireland paid for a place, against the EUR that stand for one relocation in the pool of 2026."""
    eur = taken(act["reference_eur"], "pool_2026.eur", "pool_eur")
    relocations = taken(act["reference_relocations"], "pool_2026.relocations", "adopted")
    each = per_place("money_per_place.IE", "money_per_place", paid, places)
    unit = per_place("unit_value", "unit_value", eur, relocations)
    return (eur, relocations, each, unit, part_of("money_of_unit.IE", "money_of_unit", each, unit))


def per_place(key: str, definition: str, money: Measured, places: Measured) -> Measured:
    """EUR for each place; unknown where one of the two is, or there are no places."""
    value = money.value / places.value if money.value is not None and places.value else None
    return computed(key, definition, per_place, (money, places), value)
