"""Distribution keys: which factors, weights, caps and states make a state's share. As data: ``parameters/keys.yaml``.

Notation, for the states in the key. *Level effect*: a state's part of a factor's sum (population effect, GDP effect).
*Base* b: weighted mean of the level effects. *Inverse effect*: a state's part of the sum of 1/rate. *Min-max index*:
(value - least) / (greatest - least). A key of one's own (``custom``) obeys the rule that rates only multiply a base
share (Grech 2016); published keys stay as published.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import Step
from fairshare.law.parameters import parameter, table
from fairshare.states import EU28, PART_IV

if TYPE_CHECKING:
    import polars

Inputs = Mapping[str, Mapping[str, Fraction]]
"""``{state: {column: value}}``, as a table of one row a state."""

RATES: Final = ("unemployment_rate", "applications_per_million")
"""Columns that are rates: they say how able a state is, not how large."""

SETS: Final = {"part_iv": PART_IV, "relocation_2015": EU28 - {"DK", "EL", "IE", "IT", "UK"}}
"""The sets of states that keys name."""

_NEVER_ZERO: Final = frozenset({"population", "gdp"})


@dataclass(frozen=True, slots=True)
class Key:
    """One distribution key as data. Weights are of effects; those of ``multiplies`` are the strength of a rate.

    ``cap`` limits every inverse effect to so many times the base; what the weights leave then goes by the base. A key
    ``in_force`` has the states that the law gives it. ``rates_if_given``: a rate may be absent from the inputs."""

    name: str
    formula: str
    source: str
    cites: tuple[str, ...]
    levels: Mapping[str, Fraction]
    inverse: Mapping[str, Fraction] = field(default_factory=dict)
    cap: Fraction | None = None
    multiplies: Mapping[str, Fraction] = field(default_factory=dict)
    indices: tuple[str, ...] = ()
    states: frozenset[str] | None = None
    in_force: bool = False
    rates_if_given: bool = False
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The factors that the key reads."""
        return (*self.levels, *self.inverse, *self.multiplies, *self.indices)


def _key(name: str, entry: Mapping[str, Any]) -> Key:
    return Key(
        name,
        entry["formula"],
        entry["source"],
        tuple(entry["cites"]),
        _weights(entry["levels"]),
        inverse=_weights(entry.get("inverse", {})),
        cap=Fraction(entry["cap"]) if "cap" in entry else None,
        multiplies=_weights(entry.get("multiplies", {})),
        indices=tuple(entry.get("indices", ())),
        states=SETS[entry["states"]] if "states" in entry else None,
        in_force=entry.get("in_force", False),
        rates_if_given=entry.get("rates_if_given", False),
        notes=tuple(entry["notes"]),
    )


def _weights(entry: Mapping[str, str]) -> Mapping[str, Fraction]:
    """Exact weights: a number, or the name of a figure of the law."""
    return {name: Fraction(parameter(text)) if text.isidentifier() else Fraction(text) for name, text in entry.items()}


KEYS: Final[Mapping[str, Key]] = MappingProxyType({name: _key(name, entry) for name, entry in table("keys").items()})
"""Every key by name. A new key is one entry in the file."""


@dataclass(frozen=True, slots=True)
class StateShare:
    """A state's exact share and the effects that make it."""

    share: Fraction
    effects: dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class KeyResult:
    """Shares that sum to exactly 1, with what was chosen, left out and missing on the way."""

    key: str
    states: dict[str, StateShare]
    choices: dict[str, str]
    cites: tuple[str, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]

    def __str__(self) -> str:
        shares = "\n".join(f"  {state}  {float(row.share):9.4%}" for state, row in self.states.items())
        return f"{self.key} over {len(self.states)} states ({', '.join(self.cites)})\n{shares}"

    def to_frame(self) -> polars.DataFrame:
        """State, share and effects as a data frame (floats: for tables and plots, not for the law)."""
        import polars

        return polars.DataFrame(
            [
                {"state": state, "share": float(row.share)} | {name: float(e) for name, e in row.effects.items()}
                for state, row in self.states.items()
            ]
        )


@dataclass(frozen=True, slots=True)
class CellFault:
    """A value that the key cannot use. ``state`` is ``None`` where the column as a whole is at fault."""

    state: str | None
    column: str
    problem: str
    expected: str


def key_shares(
    key: str,
    inputs: Inputs,
    *,
    states: Collection[str] | None = None,
    weights: Mapping[str, Fraction] | None = None,
    choices: Choices = DEFAULTS,
) -> KeyResult:
    """Shares of states under the key named ``key`` (one of :data:`KEYS`).

    ``states`` restricts the set; for a key of the past or of the literature it may also widen it. ``weights`` are those
    of ``custom``. Raises :class:`~fairshare.faults.BadInputError` for an unknown key, a state without inputs, a missing
    column, or a value that the key cannot use.

    >>> one, three = Fraction(1), Fraction(3)
    >>> inputs = {"DE": {"population": three, "gdp": one}, "FR": {"population": one, "gdp": one}}
    >>> key_shares("ammr", inputs).states["DE"].share
    Fraction(5, 8)
    """
    chosen = require_key(key, weights)
    if chosen is KEYS["ammr"]:
        return reference_key(inputs, states=states, choices=choices)
    return compute(chosen, inputs, states=states, choices=choices)


@cites("AMMR 66", "AMMR Annex I", choices=("KEY_SNAPSHOT",), invariants=("I1", "I2", "I3", "I4"))
def reference_key(inputs: Inputs, *, states: Collection[str] | None = None, choices: Choices = DEFAULTS) -> KeyResult:
    """The reference key: half a state's part of the population, half its part of total GDP, of the states of Part IV.

    Benefitting, released and deducted states keep their share; nobody's is raised for it. Which of Eurostat's figures
    are the latest is the choice KEY_SNAPSHOT of whoever brings the inputs."""
    return compute(KEYS["ammr"], inputs, states=states, choices=choices)


def require_key(name: str, weights: Mapping[str, Fraction] | None = None) -> Key:
    """The key called ``name``; ``weights`` are needed by ``custom`` and by no other."""
    if name not in KEYS:
        raise bad_argument("KEY", f"{name!r} is not a key", "one of " + ", ".join(KEYS))
    if name == "custom":
        return _custom(weights or {})
    if weights:
        raise bad_argument("weights", f"the key {name!r} has its own", "weights for the key custom alone")
    return KEYS[name]


def _custom(weights: Mapping[str, Fraction]) -> Key:
    levels = {name: weight for name, weight in weights.items() if name not in RATES}
    if any(weight < 0 for weight in weights.values()) or not sum(levels.values()):
        expected = (
            "weights of 0 or more, at least one above 0 for a column that is no rate, such as population=0.5,gdp=0.5"
        )
        raise bad_argument("weights", "make no key", expected)
    total = sum(levels.values())
    return replace(
        KEYS["custom"],
        levels={name: weight / total for name, weight in levels.items()},
        multiplies={name: weight for name, weight in weights.items() if name in RATES},
    )


def compute(
    key: Key, inputs: Inputs, *, states: Collection[str] | None = None, choices: Choices = DEFAULTS
) -> KeyResult:
    """Shares under any :class:`Key` value (:func:`key_shares` for those of the table)."""
    given, named = included(key, inputs, states)
    if faults := cell_faults(key, given, choices):
        raise BadInputError(
            [Fault("inputs", 1, f.column, " ".join(filter(None, (f.state, f.problem))), f.expected) for f in faults]
        )
    effects = _effects(key, given)
    raw = {state: _raw(key, effects[state]) for state in given}
    total = sum(raw.values())
    used = choices.used("ZERO_RATE") if key.inverse else {}
    return KeyResult(
        key.name,
        {state: StateShare(raw[state] / total, effects[state]) for state in given},
        used | {name: ", ".join(who) for name, who in named.items()},
        key.cites,
        _steps(key, given),
        key.notes,
        tuple(named.get("STATES_MISSING", ())),
    )


def included(
    key: Key, inputs: Inputs, states: Collection[str] | None = None
) -> tuple[dict[str, Mapping[str, Fraction]], dict[str, list[str]]]:
    """The inputs of the states in the key, by code, and who was left out, missing or chosen (named as in ``choices``).

    A missing state changes every other share: it is named, never guessed."""
    if absent := sorted(set(states or ()) - set(inputs)):
        raise bad_argument("states", ", ".join(absent) + " has no inputs", "states of the inputs")
    wanted = set(inputs) if states is None else set(states)
    allowed = wanted if key.states is None or (states is not None and not key.in_force) else key.states
    given = {state: inputs[state] for state in sorted(wanted & allowed)}
    if not given:
        expected = "at least one of " + ", ".join(sorted(key.states or allowed))
        raise bad_argument("states", f"none is in the key {key.name}", expected)
    named = {
        "STATES": [] if states is None else list(given),
        "STATES_LEFT_OUT": sorted(wanted - allowed),
        "STATES_MISSING": sorted((key.states or frozenset()) - set(inputs)) if states is None else [],
    }
    return given, {name: who for name, who in named.items() if who}


def cell_faults(key: Key, given: Inputs, choices: Choices = DEFAULTS) -> list[CellFault]:
    """Every value of the states in the key that it cannot use: empty, below 0, or 0 where it divides or weighs."""
    drop = choices["ZERO_RATE"] == "drop"
    faults = []
    for column in key.columns:
        values = {state: row.get(column) for state, row in given.items()}
        present = [value for value in values.values() if value is not None]
        if not present:
            if not (key.rates_if_given and column in key.multiplies):
                faults.append(CellFault(None, column, "column is missing", "columns " + ", ".join(key.columns)))
            continue
        found = [(state, _problem(key, column, value, drop)) for state, value in values.items()]
        faults += [CellFault(state, column, *problem) for state, problem in found if problem]
        if not any(problem for _, problem in found) and (whole := _whole(key, column, present)):
            faults.append(CellFault(None, column, *whole))
    return faults


def _problem(key: Key, column: str, value: Fraction | None, drop: bool) -> tuple[str, str] | None:
    inverse = column in key.inverse
    if value is None:
        return (
            None
            if inverse and drop
            else ("is empty", "a number" + (", or the choice ZERO_RATE=drop" if inverse else ""))
        )
    if value < 0:
        return "is negative", "a number, 0 or more"
    if not value and inverse and not drop:
        return "is zero and has no inverse", "a rate above 0, or the choice ZERO_RATE=drop"
    if not value and column in _NEVER_ZERO:
        return "is zero", "a number above 0"
    return None


def _whole(key: Key, column: str, present: list[Fraction]) -> tuple[str, str] | None:
    if column in key.indices and max(present) == min(present):
        return "is the same for every state, so that a min-max index is undefined", "at least two values"
    if (column in key.levels or column in key.multiplies) and not any(present):
        return "is zero for every state", "a value above 0"
    return None


def _effects(key: Key, given: Inputs) -> dict[str, dict[str, Fraction]]:
    """Each state's effect by factor, as the module's notation defines them."""
    columns = {column: {s: row[column] for s, row in given.items() if column in row} for column in key.columns}
    effects: dict[str, dict[str, Fraction]] = {state: {} for state in given}

    def put(name: str, values: Mapping[str, Fraction]) -> None:
        for state in given:
            effects[state][name] = values.get(state, Fraction())

    for column in key.levels:
        put(column, _parts(columns[column]))
    for column in key.inverse:
        inverse = _parts({state: 1 / rate for state, rate in columns[column].items() if rate})
        if key.cap is not None:
            inverse = {state: min(part, key.cap * _base(key, effects[state])) for state, part in inverse.items()}
        put(column, inverse)
    if key.cap is not None:
        rest = 1 - sum(_weighted(key, effects[state]) for state in given)
        put("residual", {state: rest * _base(key, effects[state]) for state in given})
    for column, strength in key.multiplies.items():
        if columns[column]:
            put(column, _rate_factors(columns[column], strength))
    for column in key.indices:
        low, high = min(columns[column].values()), max(columns[column].values())
        put(column, {state: (value - low) / (high - low) for state, value in columns[column].items()})
    return effects


def _parts(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    total = sum(values.values())
    return {state: value / total for state, value in values.items()}


def _rate_factors(rates: Mapping[str, Fraction], strength: Fraction) -> dict[str, Fraction]:
    """Grech's l(z) = max(0, 1 + strength (1 - z / mean z)): 1 at the mean, falling in the rate."""
    mean = sum(rates.values()) / Fraction(len(rates))
    return {state: max(Fraction(), 1 + strength * (1 - rate / mean)) for state, rate in rates.items()}


def _base(key: Key, effects: Mapping[str, Fraction]) -> Fraction:
    weighted = sum((weight * effects[column] for column, weight in key.levels.items()), Fraction())
    return weighted / sum(key.levels.values())


def _weighted(key: Key, effects: Mapping[str, Fraction]) -> Fraction:
    weights = {**key.levels, **key.inverse}
    return sum((weight * effects[column] for column, weight in weights.items()), Fraction())


def _raw(key: Key, effects: Mapping[str, Fraction]) -> Fraction:
    """A state's share before all are divided by their sum."""
    share = _weighted(key, effects) + effects.get("residual", 0)
    for column in key.multiplies:
        share *= effects.get(column, 1)
    if key.indices:
        share *= sum((effects[column] for column in key.indices), Fraction()) / len(key.indices)
    return share


def _steps(key: Key, given: Inputs) -> tuple[Step, ...]:
    cite = "; ".join(key.cites)
    sums = [
        Step(f"sum of {c} over {len(given)} states", _plain(sum(row[c] for row in given.values())), cite)
        for c in key.levels
    ]
    return (*sums, Step("share of a state", key.formula, cite))


def _plain(number: Fraction | int) -> str:
    return f"{int(number):,}" if Fraction(number).denominator == 1 else f"{float(number):,.6g}"
