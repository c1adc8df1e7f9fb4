"""Every way to place families, with its source and what it guarantees. A module is loaded when it is first run.

Each is called ``run(problem, seed=0)`` and has options of its own. What a guarantee says is tested under that name on
random small instances; nothing else is promised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from fairshare.matching.problem import Placement

Run: TypeAlias = Callable[..., Placement]


@dataclass(frozen=True, slots=True)
class Later:
    """A function by its dotted name, ``module:function``, imported when it is called."""

    name: str

    def __call__(self, *given: Any, **options: Any) -> Placement:
        """Import the function, and call it."""
        module, function = self.name.split(":")
        placement: Placement = getattr(import_module(module), function)(*given, **options)
        return placement


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A way to place families: its name in commands, its title, the source, what it guarantees, and how to run it."""

    name: str
    title: str
    source: str
    guarantees: tuple[str, ...]
    run: Run


_HERE: Final = "fairshare.matching.mechanisms"
_DKT: Final = (
    "Delacrétaz, Kominers and Teytelboym, Matching Mechanisms for Refugee Resettlement, American Economic Review "
    "113(10), 2023"
)

_ALL: Final = (
    Mechanism(
        "max-weight",
        "Greatest total value",
        "Generalised assignment; Regulation (EU) 2024/1351, Articles 60(4) and 67",
        ("no placement has a greater value, or the gap is told", "families without links are shared fairly by lot"),
        Later("fairshare.matching.optimum:max_weight"),
    ),
    Mechanism(
        "lexicographic",
        "Levels in order: vulnerable persons, persons, links, value",
        "Ignizio, Goal Programming and Extensions, 1976",
        ("nothing at one level can be gained without losing at a level above it, or the gap is told",),
        Later(f"{_HERE}.lexicographic:lexicographic"),
    ),
    Mechanism(
        "max-min",
        "Best for the worst-off group, then for the next",
        "Ogryczak and Śliwiński, On Direct Methods for Lexicographic Min-Max Optimization, ICCSA 2006",
        ("no group can gain unless another falls as low as it was, or the gap is told",),
        Later(f"{_HERE}.max_min:max_min"),
    ),
    Mechanism(
        "nash",
        "Greatest product of what groups get",
        "Nash, The Bargaining Problem, Econometrica 18, 1950",
        ("no other placement has a greater product, or the gap is told",),
        Later(f"{_HERE}.nash:nash"),
    ),
    Mechanism(
        "tmda",
        "Threshold deferred acceptance",
        _DKT,
        ("no family gains by a false list (strategy-proof)", "no family envies another strongly (weakly envy-free)"),
        Later(f"{_HERE}.threshold_acceptance:tmda"),
    ),
    Mechanism(
        "cmda",
        "Cumulative deferred acceptance",
        _DKT,
        (
            "no family envies another strongly (weakly envy-free)",
            "every family is placed at least as well as in any other weakly envy-free placement",
        ),
        Later(f"{_HERE}.cumulative_acceptance:cmda"),
    ),
    Mechanism(
        "mttc",
        "Top trading cycles",
        _DKT,
        (
            "no family gains by a false list (strategy-proof)",
            "nobody can be better placed without another being worse placed (Pareto-efficient)",
        ),
        Later(f"{_HERE}.trading_cycles:mttc"),
    ),
    Mechanism(
        "mttce",
        "Top trading cycles from an endowment, by default the greatest total value",
        _DKT,
        ("every family is placed at least as well as in the endowment (individually rational)",),
        Later(f"{_HERE}.trading_cycles:mttce"),
    ),
    Mechanism(
        "constrained-priority",
        "Choice in turn above a floor of total value",
        "Acharya, Bansak and Hainmueller, Combining Outcome-Based and Preference-Based Matching, Political Analysis "
        "30(1), 2022",
        (
            "the total is not below the floor",
            "no family gains by a false list (strategy-proof)",
            "with the exact check: nobody can be better placed without another being worse placed or the floor missed",
        ),
        Later(f"{_HERE}.constrained_priority:constrained_priority"),
    ),
    Mechanism(
        "bid-prices",
        "Arrivals over the year, against prices from sampled futures",
        "Ahani et al., Dynamic Placement in Refugee Resettlement, Operations Research 72(3), 2024",
        ("a family is placed when it arrives, and never moved",),
        Later(f"{_HERE}.bid_prices:bid_prices"),
    ),
    Mechanism(
        "greedy",
        "Best pair first",
        "Dantzig, Discrete-Variable Extremum Problems, Operations Research 5, 1957",
        ("no family is left out while a state that it may go to has room for it",),
        Later(f"{_HERE}.greedy:greedy"),
    ),
    Mechanism(
        "first-come",
        "First come, first served",
        "Abdulkadiroğlu and Sönmez, Random Serial Dictatorship and the Core, Econometrica 66, 1998",
        (
            "no family prefers a state that had room for it in its turn",
            "no family gains by stating other links (strategy-proof)",
        ),
        Later(f"{_HERE}.first_come:first_come"),
    ),
)

MECHANISMS: Final[Mapping[str, Mechanism]] = MappingProxyType({mechanism.name: mechanism for mechanism in _ALL})
"""Every mechanism by its name, the default first."""
