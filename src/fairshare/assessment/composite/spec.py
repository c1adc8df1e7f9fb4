"""What a composite indicator is made of: indicators, groups from the bottom to the top, and a method for every step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Final, NamedTuple

from fairshare.faults import BadInputError, Fault

NORMALISE: Final = ("minmax", "zscore", "rank", "percentile")
AGGREGATE: Final = ("arithmetic", "geometric", "copeland")
IMPUTE: Final = ("none", "mean", "median", "group-mean")
OUTLIERS: Final = ("none", "winsorise")
TOP: Final = "index"
"""The name of the top group where nobody named it."""


class Flaw(NamedTuple):
    """What is wrong with one name of a structure, and what would be right."""

    name: str
    problem: str
    expected: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column of data and how it is made comparable.

    ``direction`` 1: more is higher; -1: more is lower. ``denominator``: the column that it is divided by. ``impute``:
    one of :data:`IMPUTE`; ``outliers``: one of :data:`OUTLIERS`; ``normalise``: one of :data:`NORMALISE`.
    """

    name: str
    direction: int = 1
    denominator: str | None = None
    normalise: str = "minmax"
    impute: str = "none"
    outliers: str = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """Members (indicators or groups) that make one score. Weights count in proportion to their sum within the group."""

    name: str
    members: tuple[str, ...]
    weights: tuple[float, ...]
    aggregate: str = "arithmetic"


@dataclass(frozen=True, slots=True)
class Limits:
    """When a distribution is treated: while |skewness| > ``skew`` and excess kurtosis > ``kurtosis``, both in the
    bias-adjusted form of spreadsheets. At most ``points`` extreme values are winsorised; if that is not enough, the
    indicator goes through a logarithm instead (``log``), or is left as it was."""

    skew: float = 2.0
    kurtosis: float = 3.5
    points: int = 5
    log: bool = True


@dataclass(frozen=True, slots=True)
class Screen:
    """The least share of data that a unit and an indicator must have (0 to 1). One that has less is left out, or only
    reported (``leave_out`` false)."""

    units: float = 0.0
    indicators: float = 0.0
    leave_out: bool = True


@dataclass(frozen=True, slots=True)
class Spec:
    """A composite indicator. ``groups`` stand from the bottom to the top: each after its members, the last is the top.

    ``impute_by``: the column of words whose groups give the means of ``group-mean``. Raises
    :class:`~fairshare.faults.BadInputError` for a structure that is no tree, an unknown word or unusable weights.
    """

    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]
    impute_by: str | None = None
    limits: Limits = field(default_factory=Limits)
    screen: Screen = field(default_factory=Screen)

    def __post_init__(self) -> None:
        flaws = list(flaws_of(self))
        if flaws:
            raise BadInputError(Fault("argument", 1, *flaw) for flaw in flaws)

    @property
    def top(self) -> Group:
        """The group whose score is the index."""
        return self.groups[-1]

    def indicator(self, name: str) -> Indicator:
        """An indicator by its name."""
        return next(indicator for indicator in self.indicators if indicator.name == name)

    def with_methods(self, **methods: str) -> Spec:
        """The same structure with another method everywhere: ``normalise``, ``aggregate``, ``impute`` or ``outliers``.

        >>> flat(["a", "b"]).with_methods(normalise="rank").indicators[0].normalise
        'rank'
        """
        aggregate = {"aggregate": methods.pop("aggregate")} if "aggregate" in methods else {}
        return replace(
            self,
            indicators=tuple(replace(indicator, **methods) for indicator in self.indicators),  # type: ignore[arg-type]
            groups=tuple(replace(group, **aggregate) for group in self.groups),  # type: ignore[arg-type]
        )

    def without(self, names: Iterable[str]) -> Spec:
        """The same without some indicators, and without the groups that they leave empty.

        Raises :class:`~fairshare.faults.BadInputError` where nothing of weight is left."""
        gone = set(names)
        groups = []
        for group in self.groups:
            kept = [
                (member, weight)
                for member, weight in zip(group.members, group.weights, strict=True)
                if member not in gone
            ]
            if any(weight > 0 for _, weight in kept) or group is self.top:
                members, weights = zip(*kept, strict=True) if kept else ((), ())
                groups.append(replace(group, members=members, weights=weights))
            else:
                gone |= {group.name, *(member for member, _ in kept)}
        left = tuple(indicator for indicator in self.indicators if indicator.name not in gone)
        return replace(self, indicators=left, groups=tuple(groups))


def flat(
    names: Sequence[str],
    weights: Sequence[float] | None = None,
    *,
    aggregate: str = "arithmetic",
    directions: Mapping[str, int] | None = None,
    normalise: str = "minmax",
) -> Spec:
    """A composite indicator of one group."""
    indicators = tuple(Indicator(name, (directions or {}).get(name, 1), normalise=normalise) for name in names)
    return Spec(indicators, (Group(TOP, tuple(names), tuple(weights or [1.0] * len(names)), aggregate),))


def flaws_of(spec: Spec) -> Iterator[Flaw]:
    """Everything that is wrong with a structure, name by name."""
    yield from _word_flaws(spec)
    yield from tree_flaws([indicator.name for indicator in spec.indicators], spec.groups)
    for group in spec.groups:
        yield from weight_flaws(group)


def _word_flaws(spec: Spec) -> Iterator[Flaw]:
    known = {"normalise": NORMALISE, "impute": IMPUTE, "outliers": OUTLIERS}
    for indicator in spec.indicators:
        for name, words in known.items():
            if getattr(indicator, name) not in words:
                yield Flaw(indicator.name, f"{name} {getattr(indicator, name)!r} is unknown", _one_of(words))
        if indicator.direction not in (1, -1):
            yield Flaw(indicator.name, f"has the direction {indicator.direction!r}", "1 or -1")
        if indicator.impute == "group-mean" and spec.impute_by is None:
            yield Flaw(indicator.name, "is imputed by groups that are not named", "the column of the groups")
    for group in spec.groups:
        if group.aggregate not in AGGREGATE:
            yield Flaw(group.name, f"aggregate {group.aggregate!r} is unknown", _one_of(AGGREGATE))


def _one_of(words: Sequence[str]) -> str:
    return "one of " + ", ".join(words)


def tree_flaws(indicators: Sequence[str], groups: Sequence[Group]) -> Iterator[Flaw]:
    """Names that make no tree: none, double, unknown, in two groups, in none, or in a circle."""
    if not indicators or not groups:
        yield Flaw("levels", "hold no indicator", "at least one group with one member")
        return
    names = [*indicators, *(group.name for group in groups)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Flaw(name, "stands for two things", "each name once")
    parents: dict[str, str] = {}
    below = set(indicators)
    for group in groups:
        if not group.members:
            yield Flaw(group.name, "has no member", "at least one")
        for member in group.members:
            if member in parents:
                yield Flaw(member, f"is a member of {parents[member]!r} and of {group.name!r}", "one group for each")
            elif member not in below:
                known = f"stands above {group.name!r}, or in a circle with it" if member in names else "is unknown"
                yield Flaw(member, known, "an indicator, or a group below")
            parents[member] = group.name
        below.add(group.name)
    for name in names[:-1]:
        if name not in parents:
            yield Flaw(name, "is a member of no group", "each name in one group below the top")


def weight_flaws(group: Group) -> Iterator[Flaw]:
    """Weights that cannot be used: too few, negative, infinite, or all zero."""
    if len(group.weights) != len(group.members):
        yield Flaw(group.name, f"has {len(group.weights)} weights for {len(group.members)} members", "one for each")
        return
    for member, weight in zip(group.members, group.weights, strict=True):
        if not isfinite(weight) or weight < 0 or weight > 1e12:
            yield Flaw(member, f"has the weight {weight}", "a number from 0 to 1e12")
    if group.members and not any(weight > 0 for weight in group.weights):
        yield Flaw(group.name, "has only weights of 0", "a weight above 0")
