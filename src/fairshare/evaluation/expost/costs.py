"""What a person costs a state, as the simulation assumes it, and how far the account at that cost depends on it.

No state publishes the figure. It is taken as the cost of a procedure and of reception for the mean months to a
decision, at prices that follow GDP a head: every parameter of that is an assumption with a range. So the last stage of
the account is told for each end of the ranges too, and never as what a person did cost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any, Final

from fairshare.evaluation.expost.account import account, difference, net, parts
from fairshare.evaluation.expost.loads import IN_PERSONS, ByState, Loads
from fairshare.evaluation.expost.measured import Figures, Measured, computed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import rows_of
from fairshare.evaluation.inequality import hoover_of
from fairshare.evaluation.mechanisms.responsibility import person_cost
from fairshare.evaluation.mechanisms.yardstick import Yardstick, yardstick
from fairshare.figures.provenance import Datum
from fairshare.figures.simulate.behaviour import rows
from fairshare.figures.simulate.bundled import bundled
from fairshare.figures.simulate.rates import decision_months
from fairshare.simulation.inputs import STATES, inputs_of

YEAR: Final = 2024
"""The year of the stocks, decisions, population and GDP that the costs rest on."""
LEVEL: Final = ("cost_procedure", "cost_month", "decision_scale")
"""Parameters that raise the cost of a person in every state."""
PARAMETERS: Final = (*LEVEL, "cost_gdp", "in_kind_value")
"""The parameters of ``behaviour.yaml`` that the account at cost rests on."""
ENDS: Final = ("low", "best", "high")
BEST: Final = "best"

COSTINGS: Final[Mapping[str, Mapping[str, str]]] = {
    BEST: {},
    "low": dict.fromkeys(LEVEL, "low"),
    "high": dict.fromkeys(LEVEL, "high"),
    "flat": {"cost_gdp": "low"},
    "steep": {"cost_gdp": "high"},
}
"""Ways to take the cost of a person, by name: the parameters that are not at best, and at which end they are."""
TAKINGS: Final[Mapping[str, tuple[str, str]]] = {
    **{name: (name, BEST) for name in COSTINGS},
    "kind_low": (BEST, "low"),
    "kind_high": (BEST, "high"),
}
"""Ways to take the account at cost, by name: that of :data:`COSTINGS`, and the end of what help in kind is worth."""


@dataclass(frozen=True, slots=True)
class Costs:
    """``assumed``: parameters by ``NAME.END``; ``behind``: what else the costs rest on; ``of_person``: EUR that a
    person costs, by name of :data:`COSTINGS` and state."""

    assumed: Mapping[str, Measured]
    behind: tuple[Measured, ...]
    of_person: Mapping[str, ByState]

    @property
    def figures(self) -> tuple[Measured, ...]:
        """All of it, each after what it rests on."""
        by_state = (figure for costs in self.of_person.values() for figure in costs.values())
        return (*self.assumed.values(), *self.behind, *by_state)


def costs(read: Read, states: Collection[str]) -> Costs:
    """What a person costs each of some states of the key: ``person_cost.COSTING.STATE``, after the parameters
    ``assumed.NAME.END`` and by state ``decision_months.STATE`` and ``price_level.STATE``."""
    assumed = {f"{name}.{end}": figure for name, end, figure in _assumed()}
    months, prices = (dict(found) for found in _by_state(read, sorted(states)))
    of_person = {
        name: dict(_of_person(name, ends, assumed, months, prices)) for name, ends in COSTINGS.items() if states
    }
    return Costs(assumed, (*months.values(), *prices.values()), of_person)


def _assumed() -> Iterator[tuple[str, str, Measured]]:
    held = {row["name"]: row for row in rows()}
    for name in PARAMETERS:
        row = held[name]
        for end in ENDS:
            value = Fraction(str(row[end]))
            note = f"Assumption: {row['says']}"
            yield name, end, Measured(f"assumed.{name}.{end}", name, value, "inferred", "", (row["source"],), note=note)


@cache
def _scale() -> Yardstick:
    return yardstick(inputs_of(bundled()), (YEAR,))


def _by_state(read: Read, states: Collection[str]) -> tuple[Iterator[tuple[str, Measured]], ...]:
    """Months to a decision and prices of states, as the simulation takes them from the same tables."""
    procedures, people, output = (rows_of(read, name) for name in ("procedures_2024", "population", "gdp"))
    scale = _scale()

    def of(name: str, rule: Callable[..., Any], values: Any, keys: Callable[[str], tuple[Datum, ...]]) -> Any:
        for state in states:
            yield state, _measured(f"{name}.{state}", name, rule, keys(state), float(values[STATES.index(state)]))

    return (
        of(
            "decision_months",
            decision_months,
            scale.decision_months,
            lambda state: (procedures[f"{state}/pending"], procedures[f"{state}/decided"]),
        ),
        of(
            "price_level",
            yardstick,
            scale.wealth[0],
            lambda state: (people[f"{state}/{YEAR}"], output[f"{state}/{YEAR}"]),
        ),
    )


def _measured(key: str, name: str, rule: Callable[..., Any], held: tuple[Datum, ...], value: float) -> Measured:
    """A figure that a rule of the simulation computed from rows of reference tables."""
    found = computed(key, name, rule, (), value)
    sources = tuple(dict.fromkeys(row.source for row in held))
    return replace(found, sources=sources, as_of=max(row.as_of for row in held))


def _of_person(
    costing: str, ends: Mapping[str, str], assumed: Mapping[str, Measured], months: ByState, prices: ByState
) -> Iterator[tuple[str, Measured]]:
    taken = {name: assumed[f"{name}.{ends.get(name, BEST)}"] for name in PARAMETERS if name != "in_kind_value"}
    found = person_cost(_scale(), {name: float(figure.value or 0) for name, figure in taken.items()})[0]
    for state in months:
        inputs = (months[state], prices[state], *taken.values())
        value = Fraction(round(float(found[STATES.index(state)])))  # an assumption has no cents
        yield state, computed(f"person_cost.{costing}.{state}", "person_cost", person_cost, inputs, value)


def account_at_cost(loads: Loads, found: Costs, prefix: str = "") -> tuple[Measured, ...]:
    """The account of ``loads`` with its last stage, money at what a person costs, and how far that depends on what is
    assumed. ``found``: the costs of every state with money; their figures come before these.

    Keys after ``prefix``, beside those of :func:`~fairshare.evaluation.expost.account.account`: ``worth.END.STATE``,
    ``hoover_cost.TAKING`` and ``effect_cost.TAKING`` (less the index at par: the price of flexibility) of each of
    :data:`TAKINGS` but the best, and ``hoover_cost.least``, ``.most``, ``effect_cost.least`` and ``.most`` of all."""
    if not loads.money:
        return account(loads, prefix)
    worths = {end: dict(_worths(loads, found, end, prefix)) for end in ENDS}
    priced = replace(loads, cost=_of(found.of_person[BEST], loads), worth=worths[BEST])
    told = account(priced, prefix)
    figures = {figure.key: figure for figure in told}
    takings = {BEST: (figures[f"{prefix}hoover.cost"], figures[f"{prefix}effect.cost"])}
    borne = _borne(figures, loads, prefix)
    for name, (costing, end) in TAKINGS.items():
        if name != BEST and (worths[end] or end == BEST):
            money, cost = {**loads.money, **worths[end]}, _of(found.of_person[costing], loads)
            index = hoover_at_cost(f"{prefix}hoover_cost.{name}", borne, money, cost, loads.key)
            takings[name] = index, difference(f"{prefix}effect_cost.{name}", index, figures[f"{prefix}hoover.par"])
    behind = (figure for by_state in worths.values() for figure in by_state.values())
    more = (figure for name, pair in takings.items() if name != BEST for figure in pair)
    return (*behind, *told, *more, *_ends(takings, prefix))


def _of(costs: ByState, loads: Loads) -> ByState:
    return {state: costs[state] for state in loads.money}


def _borne(figures: Figures, loads: Loads, prefix: str) -> ByState:
    """What each state bears after the last stage in persons."""
    stage = [stage for stage in loads.stages if stage in IN_PERSONS][-1]
    return {state: figures[f"{prefix}net.{stage}.{state}"] for state in loads.key}


def _worths(loads: Loads, found: Costs, end: str, prefix: str) -> Iterator[tuple[str, Measured]]:
    for state, kind in loads.kind.items():
        if kind.value is None or kind.value < 0:
            value = found.assumed[f"in_kind_value.{end}"]
            yield state, worth(f"{prefix}worth.{end}.{state}", loads.money[state], kind, value)


def worth(key: str, money: Measured, kind: Measured, value: Measured) -> Measured:
    """What a state received, with help in kind at what it is worth to the state; unknown where a term is."""
    found = None
    if money.value is not None and kind.value is not None and value.value is not None:
        found = money.value - kind.value * (1 - value.value)
    return computed(key, "given_worth", worth, (money, kind, value), found)


def hoover_at_cost(key: str, borne: ByState, money: ByState, cost: ByState, shares: ByState) -> Measured:
    """The Hoover index of what states bear, with money in persons at what a person costs each; unknown with a term."""
    loads = {
        state: computed(state, "net", net, (load,), net(load.value, money[state].value, cost[state].value))
        if state in money
        else load
        for state, load in borne.items()
    }
    found = parts(loads, shares)
    inputs = (*borne.values(), *money.values(), *cost.values(), *shares.values())
    return computed(key, "hoover", hoover_at_cost, inputs, hoover_of(found) if found else None)


def _ends(takings: Mapping[str, tuple[Measured, Measured]], prefix: str) -> Iterator[Measured]:
    """The least and the most of the index and of the price of flexibility over all takings."""
    for place, (name, definition) in enumerate((("hoover_cost", "hoover"), ("effect_cost", "effect"))):
        inputs = [pair[place] for pair in takings.values()]
        known = [one.value for one in inputs if one.value is not None]
        for end, rule in (("least", min), ("most", max)):
            value = rule(known) if len(known) == len(inputs) else None
            yield computed(f"{prefix}{name}.{end}", definition, rule, inputs, value)
