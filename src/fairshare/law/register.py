"""The register: each provision with the rules that carry it out, and what has none. The list of provisions is data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from re import match

from fairshare.law.citation import Rule
from fairshare.law.parameters import table

ACT = "AMMR"


@dataclass(frozen=True, slots=True)
class Provision:
    """One paragraph (or point) with operative content, and the rules registered for it."""

    cite: str
    says: str
    required: bool
    rules: tuple[Rule, ...]

    @property
    def choices(self) -> tuple[str, ...]:
        """The open choices that its rules make."""
        return tuple(sorted({choice for rule in self.rules for choice in rule.choices}))

    @property
    def invariants(self) -> tuple[str, ...]:
        """The invariants that its rules hold, in the order of their numbers."""
        return tuple(sorted({name for rule in self.rules for name in rule.invariants}, key=lambda name: int(name[1:])))


def provisions(register: Mapping[str, Rule]) -> tuple[Provision, ...]:
    """Every provision of the list with its rules, in the order of the law.

    ``register`` is :data:`fairshare.law.citation.REGISTER` once the modules of interest are imported."""
    data = table("provisions")
    required = set(map(str, data["required"]))
    by_cite: dict[str, list[Rule]] = {}
    for _, rule in sorted(register.items()):  # by name: what was imported first must not show
        for cite in rule.provisions:
            by_cite.setdefault(cite, []).append(rule)
    return tuple(
        Provision(
            f"{ACT} {number}",
            says,
            not required.isdisjoint({str(number), article(str(number))}),  # 67(5) itself, or all of Article 68
            tuple(by_cite.get(f"{ACT} {number}", ())),
        )
        for number, says in data["provisions"].items()
    )


def article(number: str) -> str:
    """The article (or annex) of a provision without its act.

    >>> article("63(2)(b)"), article("Annex I")
    ('63', 'Annex I')
    """
    found = match(r"\d+", number)
    return found.group() if found else number


def missing(listed: Iterable[Provision]) -> tuple[Provision, ...]:
    """The provisions that no rule carries out."""
    return tuple(provision for provision in listed if not provision.rules)
