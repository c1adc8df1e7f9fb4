"""Parts of sentences: amounts with their unit, states by name, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext, ngettext

from fairshare.ledger.events import Measure
from fairshare.ledger.handlers.votes import ACT, DEDUCTION, RECONVENING, REFUSAL
from fairshare.workbench.tables.formats import count, eur, percent, state_name
from fairshare.workbench.tables.words import LABELS, MEASURES

_SUBJECTS: Final[dict[str, Callable[[], str]]] = {
    ACT: lambda: gettext("the act on the pool"),
    RECONVENING: lambda: gettext("another meeting of the High-Level Forum"),
    **dict.fromkeys(DEDUCTION.values(), lambda: gettext("the deduction of %(state)s under Article %(article)s")),
    REFUSAL: lambda: gettext("the refusal of access to %(state)s"),
}


def subject_of(vote: str) -> str:
    """What a vote is on, in words."""
    kind, colon, state = vote.partition(":")
    named = {"state": state_name(state) if state else "", "article": kind.partition("-")[2]}
    return _SUBJECTS[kind + colon]() % named


def persons(number: int) -> str:
    """Persons, counted."""
    return ngettext("%(count)s person", "%(count)s persons", number) % {"count": count(number)}


def relocations(number: int) -> str:
    """Relocations, counted."""
    return ngettext("%(count)s relocation", "%(count)s relocations", number) % {"count": count(number)}


def applications(number: int) -> str:
    """Applications for international protection, counted."""
    return ngettext("%(count)s application", "%(count)s applications", number) % {"count": count(number)}


def units(number: int) -> str:
    """Units of the fair share, counted."""
    return ngettext("%(count)s unit", "%(count)s units", number) % {"count": count(number)}


def contribution(measure: Measure, amount: Decimal, item: str = "") -> str:
    """An amount of one type of contribution."""
    if measure == "relocation":
        return relocations(int(amount)) if amount == int(amount) else f"{count(amount)} {MEASURES[measure]}"
    if measure == "financial":
        return gettext("%(money)s in financial contributions") % {"money": eur(amount)}
    if item:
        return gettext("%(money)s in kind (%(item)s)") % {"money": eur(amount), "item": item}
    return gettext("%(money)s in kind") % {"money": eur(amount)}


def contributions(amounts: Mapping[Measure, Decimal]) -> str:
    """Several types of contribution, or that there are none."""
    return listed(contribution(m, n) for m, n in sorted(amounts.items()) if n) or gettext("nothing")


def pool(event: Any) -> str:
    """The two numbers of a pool."""
    numbers = {"relocations": relocations(event.relocations), "money": eur(event.financial)}
    return gettext("%(relocations)s and %(money)s") % numbers


def findings(labels: Mapping[str, Iterable[str]]) -> str:
    """States with what was found of each."""
    return "; ".join(
        f"{state_name(state)} ({listed(str(LABELS[label]) for label in found)})"
        for state, found in sorted(labels.items())
        if found
    )


def listed(parts: Iterable[str]) -> str:
    """Several things, one after the other."""
    return ", ".join(parts)


def places(event: Any) -> dict[str, str]:
    """The states of an event, by name."""
    return {name: state_name(getattr(event, name)) for name in ("state", "towards") if getattr(event, name, "")}


def percent_of(parts: Mapping[str, Fraction]) -> str:
    """States with a part of 1 each."""
    return listed(f"{state_name(state)} {percent(part)}" for state, part in sorted(parts.items()))
