"""The fairness account: what each state bears after each instrument, and how even that is against the key.

Net responsibility is told in persons: before solidarity, after persons moved, after offsets. Money is never added to
persons. It is told beside them, in two more stages: at par (one unit counts as one person) and at what a person costs
the state concerned. So ``effect.cost`` is the price of flexibility.

Loads may be below 0 (a state relieved of more than came to it): Hoover, Gini and the ratios hold there too, Theil's
index is undefined. Where all loads together are not above 0 there is nothing to share, and no measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from fairshare.evaluation.expost.account_section import account_section
from fairshare.evaluation.expost.loads import IN_PERSONS, ByState, Loads, Stage
from fairshare.evaluation.expost.measured import Measured, computed, summed
from fairshare.evaluation.inequality import Part, gini_of, hoover_of, theil_decomposition, theil_of

__all__ = ["Loads", "account", "account_section"]


@dataclass(frozen=True, slots=True)
class _Stand:
    """One stage: what each state bears, the sum, and each state's ratio to the key."""

    stage: Stage
    net: ByState
    total: Measured
    ratio: ByState
    parts: tuple[Part, ...] | None

    @property
    def figures(self) -> tuple[Measured, ...]:
        return (*self.net.values(), self.total, *self.ratio.values())


def account(loads: Loads, prefix: str = "") -> tuple[Measured, ...]:
    """The account of ``loads`` as figures: what each state bears after each stage, the measures, and the reach.

    Keys after ``prefix``: ``net.STAGE.STATE``, ``total.STAGE``, ``ratio.STAGE.STATE``, ``hoover.STAGE``,
    ``gini.STAGE``, ``theil.STAGE`` (``theil_between.STAGE`` and ``theil_within.STAGE`` where there are groups),
    ``max_ratio.STAGE``, ``min_ratio.STAGE``, ``effect.STAGE`` (Hoover less Hoover of the stage before), ``key_total``,
    ``to_move``, ``towards_key`` where persons moved, and ``reach`` where the pool is given. The figures of ``loads``
    come before them, not among them."""
    key_total = summed(f"{prefix}key_total", "key_share", loads.key.values())
    stands = _stands(loads, key_total, prefix)
    found = [key_total]
    hoovers: list[Measured] = []
    for stand in stands.values():
        measures = _measures(stand, loads, prefix)
        found += [*stand.figures, *measures]
        if hoovers:
            found.append(difference(f"{prefix}effect.{stand.stage}", measures[0], hoovers[-1]))
        hoovers.append(measures[0])
    move = to_move(f"{prefix}to_move", hoovers[0], stands["before"].total)
    found.append(move)
    if loads.persons:
        found.append(towards_key(f"{prefix}towards_key", move, hoovers[1], stands["persons"].total, loads.persons))
    return (*found, *([reach(f"{prefix}reach", loads.pool, move)] if loads.pool else []))


def _stands(loads: Loads, key_total: Measured, prefix: str) -> dict[Stage, _Stand]:
    stands: dict[Stage, _Stand] = {}
    borne: ByState = loads.base
    for stage in loads.stages:
        net = {
            state: _net(f"{prefix}net.{stage}.{state}", (borne[state], *loads.added(stage, state)))
            for state in loads.key
        }
        total = summed(f"{prefix}total.{stage}", "net", net.values())
        ratio = {
            state: load_ratio(f"{prefix}ratio.{stage}.{state}", net[state], total, loads.key[state], key_total)
            for state in net
        }
        stands[stage] = _Stand(stage, net, total, ratio, parts(net, loads.key))
        borne = net if stage in IN_PERSONS else borne
    return stands


def _net(key: str, terms: tuple[Measured, ...]) -> Measured:
    return computed(key, "net", net, terms, net(*(term.value for term in terms)))


def net(
    load: Fraction | None, added: Fraction | None = Fraction(0), person: Fraction | None = Fraction(1)
) -> Fraction | None:
    """A load with what is added: persons, or money by the EUR that count as one person. Unknown where a term is.

    >>> net(Fraction(100), Fraction(-40_000), Fraction(20_000))
    Fraction(98, 1)
    """
    return None if load is None or added is None or not person else load + added / person


def load_ratio(key: str, load: Measured, total: Measured, share: Measured, shares: Measured) -> Measured:
    """How many times its part of the key a state bears; unknown where a term is, or with no key or nothing to share."""
    inputs = (load, total, share, shares)
    value = None
    if load.value is not None and total.value and total.value > 0 and share.value and shares.value:
        value = load.value / total.value / (share.value / shares.value)
    return computed(key, "load_ratio", load_ratio, inputs, value)


def parts(net: ByState, key: ByState) -> tuple[Part, ...] | None:
    """(x, k) of each state as parts of their sums; ``None`` where one is unknown or a sum is not above 0."""
    pairs = [(net[state].value, key[state].value) for state in key]
    known = [(load, share) for load, share in pairs if load is not None and share is not None]
    whole = sum((load for load, _ in known), Fraction(0))
    weight = sum((share for _, share in known), Fraction(0))
    if len(known) < len(pairs) or whole <= 0 or weight <= 0:
        return None
    return tuple((load / whole, share / weight) for load, share in known if load or share)


def theil_if_defined(found: tuple[Part, ...] | None) -> float | None:
    """Theil's T; ``None`` where parts are unknown, one is below 0, or a state bears something and has no key."""
    return theil_of(found) if found and all(x >= 0 and (k or not x) for x, k in found) else None


def _measures(stand: _Stand, loads: Loads, prefix: str) -> tuple[Measured, ...]:
    """Hoover first, then the other measures of a stage."""
    inputs = (*stand.net.values(), *loads.key.values())
    found, at = stand.parts, stand.stage
    theil = theil_if_defined(found)
    return (
        computed(f"{prefix}hoover.{at}", "hoover", hoover_of, inputs, hoover_of(found) if found else None),
        computed(f"{prefix}gini.{at}", "gini", gini_of, inputs, gini_of(found) if found else None),
        computed(f"{prefix}theil.{at}", "theil", theil_of, inputs, theil),
        *(_split(stand, loads, inputs, prefix, theil is not None) if loads.groups else ()),
        _extreme(f"{prefix}max_ratio.{at}", "max_ratio", max, stand.ratio.values()),
        _extreme(f"{prefix}min_ratio.{at}", "min_ratio", min, stand.ratio.values()),
    )


def _split(
    stand: _Stand, loads: Loads, inputs: Iterable[Measured], prefix: str, defined: bool
) -> tuple[Measured, Measured]:
    """Theil's index between groups of states and within them."""
    found = None
    if defined:
        found = theil_decomposition(_values(stand.net), _values(loads.key), loads.groups)
    between, within = (found.between, found.within) if found else (None, None)
    return (
        computed(f"{prefix}theil_between.{stand.stage}", "theil_between", theil_decomposition, inputs, between),
        computed(f"{prefix}theil_within.{stand.stage}", "theil_within", theil_decomposition, inputs, within),
    )


def _values(figures: ByState) -> dict[str, Fraction]:
    return {state: figure.value for state, figure in figures.items() if figure.value is not None}


def _extreme(
    key: str, definition: str, rule: Callable[[Iterable[Fraction]], Fraction], ratios: Iterable[Measured]
) -> Measured:
    """The largest or smallest ratio of states that have one; unknown where nothing is shared or a load is unknown."""
    inputs = tuple(ratios)
    known = [ratio.value for ratio in inputs if ratio.value is not None]
    return computed(key, definition, rule, inputs, rule(known) if len(known) == len(inputs) else None)


def difference(key: str, figure: Measured, other: Measured) -> Measured:
    """A Hoover index less another; unknown where one is."""
    value = None if figure.value is None or other.value is None else figure.value - other.value
    return computed(key, "effect", difference, (figure, other), value)


def to_move(key: str, hoover: Measured, total: Measured) -> Measured:
    """Persons who would have to be elsewhere to meet the key: the Hoover index times all; unknown where one is."""
    value = None if hoover.value is None or total.value is None else hoover.value * total.value
    return computed(key, "to_move", to_move, (hoover, total), value)


def towards_key(key: str, move: Measured, hoover: Measured, total: Measured, persons: ByState) -> Measured:
    """By how many fewer persons would have to be elsewhere, as a part of the persons moved; unknown where a term is.

    1 at best: each moved from a state above its share to one below it. Moves the other way count against it."""
    taken = [figure.value for figure in persons.values()]
    moved = sum((value for value in taken if value is not None and value > 0), Fraction(0))
    value = None
    if move.value is not None and hoover.value is not None and total.value is not None and moved and None not in taken:
        value = (move.value - hoover.value * total.value) / moved
    return computed(key, "towards_key", towards_key, (move, hoover, total, *persons.values()), value)


def reach(key: str, pool: Measured, move: Measured) -> Measured:
    """What the scheme gave as a part of the persons who would have to move; unknown where one is, or nobody would."""
    value = pool.value / move.value if pool.value is not None and move.value else None
    return computed(key, "reach", reach, (pool, move), value)
