"""Situations that mechanisms meet in tests: one like the Union of 2024, and random ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from fairshare.law.mechanisms.interface import Floats, Situation
from fairshare.states import NAMES, PART_IV

STATES = tuple(NAMES)
N = len(STATES)
PLACE = {state: place for place, state in enumerate(STATES)}

RATES: dict[str, float] = {
    "delivery_2015": 1.0,
    "delivery_voluntary": 0.6,
    "voluntary_places": 8289,
    "opt_out_2016": 0.2,
    "pressure": 1.5,
    "pool_relocations": 30_000,
    "ammr_relocations": 0.07,
    "ammr_offsets": 0.5,
    "ammr_money": 0.28,
    "ammr_in_kind": 0.02,
    "unit_eur": 20_000,
}
"""What the assumptions of behaviour say in the middle, by name."""

DELIVERIES = (
    "delivery_2015",
    "delivery_voluntary",
    "ammr_relocations",
    "ammr_offsets",
    "ammr_money",
    "ammr_in_kind",
)
"""The rates that say how far states deliver."""

# thousand inhabitants, billion EUR of GDP and thousand applications, rounded, about 2024
_UNION = {
    "AT": (9_159, 482, 22), "BE": (11_817, 614, 33), "BG": (6_445, 104, 12), "CY": (966, 34, 7),
    "CZ": (10_901, 319, 1), "DE": (83_456, 4_305, 230), "EE": (1_375, 40, 1), "EL": (10_401, 238, 69),
    "ES": (48_620, 1_592, 164), "FI": (5_604, 277, 3), "FR": (68_467, 2_921, 131), "HR": (3_862, 85, 1),
    "HU": (9_585, 206, 0), "IE": (5_352, 533, 18), "IT": (58_971, 2_192, 151), "LT": (2_886, 78, 0),
    "LU": (672, 86, 2), "LV": (1_872, 40, 1), "MT": (563, 22, 0), "NL": (17_943, 1_135, 32),
    "PL": (36_621, 845, 15), "PT": (10_640, 285, 3), "RO": (19_068, 354, 2), "SE": (10_552, 564, 9),
    "SI": (2_124, 67, 5), "SK": (5_425, 131, 0), "DK": (5_961, 392, 2), "CH": (8_962, 865, 25),
    "IS": (384, 31, 2), "LI": (40, 7, 0), "NO": (5_550, 446, 5), "UK": (69_226, 3_364, 100),
}  # fmt: skip


def column(place: int, times: float = 1_000) -> Floats:
    """One column of the Union by state."""
    return np.array([_UNION[state][place] * times for state in STATES], dtype=np.float64)


def reference_key(population: Floats, gdp: Floats) -> Floats:
    """Annex I over the 26 states of Part IV."""
    inside = np.array([state in PART_IV for state in STATES])
    people, product = np.where(inside, population, 0.0), np.where(inside, gdp, 0.0)
    key: Floats = (people / people.sum() + product / product.sum()) / 2
    return key


def union(**changes: object) -> Situation:
    """January in a Union like that of 2024, with what a test changes."""
    population, gdp, applications = column(0), column(1), column(2)
    due = np.full((N, N), 40.0)
    np.fill_diagonal(due, 0.0)
    situation = Situation(
        year=2024,
        month=1,
        states=STATES,
        key=reference_key(population, gdp),
        population=population,
        gdp=gdp,
        applications=applications,
        responsible=applications * 0.9,
        hosted=applications * 3,
        pending=applications,
        movable=applications / 2,
        due=due,
        relocated=np.zeros((N, N)),
        paid=np.zeros((N, N)),
        rates=RATES,
    )
    return replace(situation, **changes)  # type: ignore[arg-type]


def persons(largest: int = 100_000) -> st.SearchStrategy[Floats]:
    """A number of persons for each state; many have nobody."""
    number = st.one_of(st.just(0), st.integers(0, 50), st.integers(0, largest))
    return st.lists(number, min_size=N, max_size=N).map(lambda column: np.array(column, dtype=np.float64))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """A month of any year, with loads and rates of any size."""
    population, gdp = draw(persons()) + 1, draw(persons()) + 1
    due = np.outer(draw(persons(100)), draw(persons(100)))
    np.fill_diagonal(due, 0.0)
    part = st.floats(0, 1)
    rates = {name: draw(part) for name in RATES}
    rates |= {
        "pressure": draw(st.floats(1, 4)),
        "pool_relocations": draw(st.integers(0, 100_000)),
        "voluntary_places": draw(st.integers(0, 20_000)),
        "unit_eur": draw(st.integers(1_000, 50_000)),
        "delivery_2015": draw(st.floats(0, 2)),
    }
    return union(
        year=draw(st.integers(2014, 2027)),
        month=draw(st.integers(1, 12)),
        population=population,
        gdp=gdp,
        key=reference_key(population, gdp),
        applications=draw(persons()),
        responsible=draw(persons()),
        hosted=draw(persons()),
        movable=draw(persons()),
        due=due,
        rates=rates,
    )
