"""What goes into a fairness account, by state; and two inputs that are computed: the key, and relief that is spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

from fairshare.evaluation.expost.measured import Measured, computed, summed
from fairshare.law.choices import DEFAULTS, Choices

ByState: TypeAlias = Mapping[str, Measured]
Stage: TypeAlias = Literal["before", "persons", "offsets", "par", "cost"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
IN_PERSONS: Final[tuple[Stage, ...]] = ("before", "persons", "offsets")


@dataclass(frozen=True, slots=True)
class Loads:
    """What goes into an account, by state; a state that is in one of the later mappings only by absence gave nothing.

    ``base``: persons borne before solidarity, and ``key``: shares of the key (any scale), of the same states;
    ``persons`` and ``offsets``: taken (+) or relieved (-); ``money``: EUR given (+) or received (-); ``unit``: EUR that
    count as one person (``None``: no money at par); ``cost``: EUR that a person costs the state (empty: no money at
    cost), of every state with money; ``pool``: what the scheme gave, in units; ``groups``: state to group, for Theil's
    index between and within them; ``kind``: what of the money was in kind; ``worth``: the money of states for which it
    is worth something else at cost, as help in kind is to who receives it. Raises ``ValueError`` (a fault of the
    program) where the states do not fit: whoever moves persons beyond the states of the key has to say how they
    count."""

    base: ByState
    key: ByState
    persons: ByState = field(default_factory=dict)
    offsets: ByState = field(default_factory=dict)
    money: ByState = field(default_factory=dict)
    unit: Measured | None = None
    cost: ByState = field(default_factory=dict)
    pool: Measured | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    kind: ByState = field(default_factory=dict)
    worth: ByState = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the states."""
        given = self.persons.keys() | self.offsets.keys() | self.money.keys()
        problems = {
            "base and key are of different states": self.base.keys() ^ self.key.keys(),
            "something is given by states without a key": given - self.key.keys(),
            "a cost lacks for states with money": self.money.keys() - self.cost.keys() if self.cost else set(),
            "in kind or worth, but no money": (self.kind.keys() | self.worth.keys()) - self.money.keys(),
            "a group lacks": self.key.keys() - self.groups.keys() if self.groups else set(),
        }
        if found := {words: sorted(states) for words, states in problems.items() if states}:
            raise ValueError(f"loads: {found}")

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that have inputs, in order."""
        has = {
            "before": True,
            "persons": bool(self.persons),
            "offsets": bool(self.offsets),
            "par": bool(self.money and self.unit),
            "cost": bool(self.money and self.cost),
        }
        return tuple(stage for stage in STAGES if has[stage])

    def added(self, stage: Stage, state: str) -> tuple[Measured, ...]:
        """What a stage adds to a state's load: nothing, persons, or money and the EUR that count as one person."""
        if stage == "before":
            return ()
        if stage in IN_PERSONS:
            given = self.persons if stage == "persons" else self.offsets
            return (given[state],) if state in given else ()
        at_par = stage == "par"
        money, person = (self.money, self.unit) if at_par else ({**self.money, **self.worth}, self.cost.get(state))
        return (money[state], person) if person and state in money else ()


def half_and_half(population: ByState, gdp: ByState, prefix: str = "") -> tuple[Measured, ...]:
    """The key of 50 % population and 50 % GDP: the two sums, then ``{prefix}key.STATE`` of each state, in order.

    It is the rule of Annex I of the AMMR over whatever states are given. Raises ``ValueError`` (a fault of the program)
    if the two are of different states."""
    if population.keys() != gdp.keys():
        raise ValueError(f"population and GDP are of different states: {sorted(population.keys() ^ gdp.keys())}")
    sums = (
        summed(f"{prefix}key_population", "population", population.values()),
        summed(f"{prefix}key_gdp", "gdp", gdp.values()),
    )
    return (*sums, *(key_share(f"{prefix}key.{state}", population[state], gdp[state], *sums) for state in population))


def key_share(key: str, population: Measured, gdp: Measured, people: Measured, output: Measured) -> Measured:
    """Half a state's part of all people and half its part of all GDP; unknown where a term is."""
    value = None
    if population.value is not None and gdp.value is not None and people.value and output.value:
        value = (population.value / people.value + gdp.value / output.value) / 2
    return computed(key, "key_share", key_share, (population, gdp, people, output), value)


def relief(
    units: Measured,
    base: ByState,
    key: ByState,
    needs: ByState,
    definition: str = "moved",
    choices: Choices = DEFAULTS,
    prefix: str = "relief.",
) -> Mapping[str, Measured]:
    """What ``units`` given relieve each benefitting state of (below 0), where no record says whom they went to.

    The benefitting states are those of ``needs`` (what each said that it needs). The choice RELIEF_SPREAD says how:
    in proportion to what they bear beyond the key, or to those needs. Unknown where a figure that it takes is unknown,
    or nobody bears anything beyond the key. Keys: ``{prefix}STATE``."""
    if choices["RELIEF_SPREAD"] == "by-notice":
        inputs: tuple[Measured, ...] = (units, *needs.values())
        weights = {state: need.value for state, need in needs.items()}
    else:
        inputs = (units, *base.values(), *key.values())
        weights = {state: _excess(state, base, key) for state in needs}
    known = [weight for weight in weights.values() if weight is not None]
    whole = sum(known, Fraction(0)) if len(known) == len(weights) else Fraction(0)
    return {
        state: computed(
            f"{prefix}{state}",
            definition,
            relief,
            inputs,
            -units.value * weight / whole if whole and weight is not None and units.value is not None else None,
        )
        for state, weight in weights.items()
    }


def _excess(state: str, base: ByState, key: ByState) -> Fraction | None:
    """What a state bears beyond its share of the key; 0 where it bears less."""
    borne = [figure.value for figure in base.values()]
    shares = [figure.value for figure in key.values()]
    known = [value for value in borne if value is not None], [value for value in shares if value is not None]
    own, share = base[state].value, key[state].value
    if len(known[0]) < len(borne) or len(known[1]) < len(shares) or own is None or share is None:
        return None
    return max(Fraction(0), own - share / sum(known[1], Fraction(0)) * sum(known[0], Fraction(0)))
