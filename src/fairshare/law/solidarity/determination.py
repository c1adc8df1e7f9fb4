"""The Commission's decision of Article 11: which state is under migratory pressure, at risk of it, or faces a
significant migratory situation, and what each label opens (Article 2(24) and (25)).

No number decides: the Commission weighs many factors (Article 10). One outcome is bound, that of 11(3). The labels name
*states*; the state responsible for a person is another matter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.solidarity.cycle import Timeliness, due_day, late
from fairshare.law.solidarity.documents import Item, missing_contents
from fairshare.states import PART_IV

PRESSURE: Final = "pressure"
AT_RISK: Final = "at_risk"
SITUATION: Final = "significant_situation"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a label opens, or for which it counts."""

    label: str
    what: str
    opens: str
    cite: str


EFFECTS: Final = (
    Effect(PRESSURE, "notice of use gives access to the pool once the act is adopted", "pool", "AMMR 58(1)"),
    Effect(PRESSURE, "a deduction from the own pledge may be asked instead", "deduction", "AMMR 61(1)"),
    Effect(PRESSURE, "once it benefits, the state need not implement its own pledge", "release", "AMMR 60(3)"),
    Effect(AT_RISK, "counts when a notification of pressure is assessed", "", "AMMR 59(4)"),
    Effect(AT_RISK, "counts when a request for a deduction is assessed", "", "AMMR 62(3)"),
    Effect(SITUATION, "a deduction from the own pledge may be asked", "deduction", "AMMR 62(1)"),
)
LABELS: Final = (PRESSURE, AT_RISK, SITUATION)


@cites("AMMR 2(24)", "AMMR 2(25)", "AMMR 11(1)", invariants=("I18",))
def effects(labels: Collection[str]) -> tuple[Effect, ...]:
    """What a set of labels opens. Being at risk alone opens neither the pool nor a deduction; no label opens nothing.

    >>> [effect.opens for effect in effects({AT_RISK}) if effect.opens]
    []
    """
    unknown = sorted(set(labels) - set(LABELS))
    if unknown:
        raise bad_argument("labels", f"{', '.join(unknown)} is no label", ", ".join(LABELS))
    return tuple(effect for effect in EFFECTS if effect.label in labels)


@cites("AMMR 2(25)", "AMMR 11(1)", choices=("RISK_BESIDE_PRESSURE",))
def beside_pressure(label: str, choices: Choices = DEFAULTS) -> bool:
    """Whether a state that is under migratory pressure is looked at for a label too.

    >>> [beside_pressure(label) for label in (PRESSURE, AT_RISK, SITUATION)]
    [True, False, False]
    """
    return label == PRESSURE or (label == AT_RISK and choices["RISK_BESIDE_PRESSURE"] == "together")


@cites("AMMR 11(3)")
def rescue_outcome(large_arrivals: bool, disproportionate: bool | None, state: str = "") -> str | NeedsDecision | None:
    """The bound outcome for a state with large arrivals over the past 12 months from recurring disembarkations.

    ``disproportionate`` is a recorded finding of a person: whether the scale burdens even a well-prepared system
    disproportionately. Returns ``pressure`` where both hold, ``None`` where one does not (the ordinary weighing of
    11(2) goes on), and a :class:`~fairshare.law.outcome.NeedsDecision` where nothing is found yet.
    """
    if not large_arrivals:
        return None
    if disproportionate is None:
        question = "does the scale create disproportionate obligations even on a well-prepared system"
        who = f" of {state}" if state else ""
        return NeedsDecision(f"{question}{who}?", ("yes: under pressure", "no"), "AMMR 11(3)", "Commission")
    return PRESSURE if disproportionate else None


@cites("AMMR 10(1)", "AMMR 10(2)", "AMMR 10(3)", "AMMR 11(2)")
def unweighed(information: Collection[str], factors: Collection[str], labels: Collection[str]) -> tuple[Item, ...]:
    """The information of Article 10 and the factors of 11(2) that a draft decision on a state has not weighed.

    ``information`` and ``factors`` are keys of the documents ``information`` and ``determination``. The cumulative
    effect of earlier arrivals is asked for a significant migratory situation only (10(3)).
    """
    missing = missing_contents("information", information) + missing_contents("determination", factors)
    if SITUATION in labels and "cumulative_arrivals" not in information:
        text = "cumulative effect of this year's and earlier arrivals"
        missing += (Item("cumulative_arrivals", text, "AMMR 10(3)"),)
    return missing


@dataclass(frozen=True, slots=True)
class Determination:
    """A decision as adopted: labels by state (none: empty or left out), and the day.

    ``rescue`` are states for which both conditions of 11(3) are on record, ``shortcomings`` those with systemic
    shortcomings (60(3)(4)), ``consulted`` the states consulted, ``None`` where that is not on record. Creating one
    raises :class:`~fairshare.law.outcome.RefusedError` for what Article 11 does not allow: pressure and a significant
    migratory situation at once (they differ by definition, 2(25)), a state that Part IV does not bind, a state of
    ``rescue`` without the label of pressure, a label without consultation.
    """

    labels: Mapping[str, Collection[str]]
    decided: date
    rescue: frozenset[str] = frozenset()
    shortcomings: frozenset[str] = frozenset()
    consulted: frozenset[str] | None = None

    def __post_init__(self) -> None:
        check_labels(self.labels)
        check_rescue(self.labels, self.rescue)
        check_consulted(self.labels, self.consulted)

    def of(self, state: str) -> frozenset[str]:
        """The labels of one state."""
        return frozenset(self.labels.get(state, ()))

    def labelled(self, label: str) -> frozenset[str]:
        """The states with one label."""
        return frozenset(state for state, labels in self.labels.items() if label in labels)


@cites("AMMR 11(1)", "AMMR 2(25)", invariants=("I21",))
def check_labels(labels: Mapping[str, Collection[str]]) -> None:
    """Refuse labels of a state that Part IV does not bind, unknown ones, and the two that exclude each other."""
    for state, given in labels.items():
        if state not in PART_IV:
            raise RefusedError("AMMR 11(1)", f"{state} is not bound by Part IV and gets no label")
        effects(given)
        if {PRESSURE, SITUATION} <= set(given):
            raise RefusedError(
                "AMMR 2(25)", f"{state}: migratory pressure and a significant migratory situation exclude each other"
            )


@cites("AMMR 11(3)")
def check_rescue(labels: Mapping[str, Collection[str]], rescue: Collection[str]) -> None:
    """Refuse a decision that leaves a state with the findings of 11(3) without the label of pressure."""
    for state in sorted(rescue):
        if PRESSURE not in labels.get(state, ()):
            raise RefusedError("AMMR 11(3)", f"{state} shall be considered under migratory pressure")


@cites("AMMR 11(1)")
def check_consulted(labels: Mapping[str, Collection[str]], consulted: Collection[str] | None) -> None:
    """Refuse a label of a state that was not consulted; nothing is checked where consultations are not on record."""
    if consulted is None:
        return
    missing = sorted(state for state, given in labels.items() if given and state not in consulted)
    if missing:
        raise RefusedError("AMMR 11(1)", f"not consulted: {', '.join(missing)}")


@cites("AMMR 11(4)", invariants=("I10",))
def timeliness(decision: Determination, year: int) -> Timeliness:
    """Whether the decision for the pool of ``year`` was adopted by 15 October; a late one stands, flagged."""
    return late("decision", due_day("decision", year), decision.decided)
