"""The pool and its three currencies (Article 56), the Council act (57), fair shares, and what a pledge must carry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Final

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import parameter
from fairshare.law.time_limits import months_before
from fairshare.plain import grouped_euro

STATUTORY_RATIO: Final = Fraction(parameter("eur_per_relocation"))
"""EUR per relocation: the quotient of the two floors of Article 12(2), kept constant by 12(3)."""

MEMBER_STATE_PURPOSES: Final = frozenset(
    {
        "migration",
        "reception",
        "asylum",
        "pre_departure_reintegration",
        "border_management",
        "operational_support",
    }
)
THIRD_COUNTRY_PURPOSES: Final = frozenset(
    {
        "asylum_and_reception_capacity",
        "legal_migration_and_mobility",
        "assisted_voluntary_return",
        "anti_smuggling",
        "rights_based_policies",
    }
)


@cites("AMMR 56(1)")
def is_in_pool(recorded_in_act: bool, pledged_at_forum: bool) -> bool:
    """Whether a contribution belongs to the pool: pledged at the High-Level Forum and recorded in the Council act."""
    return recorded_in_act and pledged_at_forum


@cites("AMMR 56(2)", invariants=("I13",))
def value(relocations: int, financial: Fraction, alternative: Fraction, ratio: Fraction = STATUTORY_RATIO) -> Fraction:
    """EUR value of a contribution: the three types are of equal value, so any mix counts the same.

    >>> value(422, Fraction(0), Fraction(0)) == value(0, Fraction(8_440_000), Fraction(0))
    True
    """
    return relocations * ratio + financial + alternative


@cites("AMMR 56(2)(a)", invariants=("I35",))
def beneficiary_ground(granted: date, act_adopted: date, bilateral: bool, consent: bool) -> str | None:
    """Why a beneficiary of protection may not be relocated, or ``None`` where nothing stands against it.

    Protection granted less than three years before the act was adopted, an agreement of the two states, and the
    person's written consent (67(4)) are all needed."""
    years = int(parameter("beneficiary_protection_years"))
    if not bilateral:
        return "the two states have not agreed on beneficiaries (AMMR 56(2)(a)(ii))"
    if granted <= months_before(act_adopted, 12 * years):
        return f"protection was granted {years} years or more before the act (AMMR 56(2)(a)(ii))"
    if not consent:
        return "the person has not consented in writing (AMMR 67(4))"
    return None


@cites("AMMR 56(2)(b)", "AMMR 56(3)", "AMMR 64(1)")
def financial_action_fault(purpose: str, third_country: bool, implemented_by_benefitting: bool) -> str | None:
    """Why a pledge in money may not fund an action, or ``None``. All money goes through the Union budget (64(1))."""
    allowed = THIRD_COUNTRY_PURPOSES if third_country else MEMBER_STATE_PURPOSES
    if purpose not in allowed:
        where = "third countries (AMMR 56(3))" if third_country else "Member States (AMMR 56(2)(b))"
        return f"{purpose!r} is no purpose for actions in {where}"
    if third_country and not implemented_by_benefitting:
        return "actions in third countries are implemented by the benefitting state (AMMR 56(2)(b))"
    return None


@cites("AMMR 56(2)(c)", "AMMR 57(4)", invariants=("I11",))
def in_kind_fault(financial_value: Fraction | None) -> str | None:
    """Why an alternative measure cannot be pledged, or ``None``: it needs a stated, objective financial value."""
    if financial_value is None or financial_value <= 0:
        return "an alternative measure is pledged with its financial value (AMMR 57(4))"
    return None


@dataclass(frozen=True, slots=True)
class ReferenceNumber:
    """The reference number of an act: relocations, EUR, EUR per relocation, and what a reader must be told."""

    relocations: int
    financial: Fraction
    ratio: Fraction
    warnings: tuple[str, ...] = ()


@cites("AMMR 57(1)", "AMMR 57(2)", choices=("COUNCIL_FLOOR",), invariants=("I7",))
def reference_number(
    relocations: int,
    financial: Fraction,
    rescue_percentage: Fraction | None = None,
    choices: Choices = DEFAULTS,
    on: date = date(2026, 1, 1),
) -> ReferenceNumber:
    """Check the numbers of a Council act (57(1)) and its indicative percentage for rescue at sea (57(2)).

    The floors and the ratio are addressed to the Commission proposal; for the act they warn, unless COUNCIL_FLOOR says
    otherwise (A2). Raises :class:`RefusedError` for numbers no reading allows."""
    if relocations <= 0 or financial <= 0:
        raise RefusedError("AMMR 57(1)", "an act on the pool sets a number of relocations and an amount above zero")
    if rescue_percentage is not None and not 0 <= rescue_percentage <= 1:
        raise RefusedError("AMMR 57(2)", "the indicative percentage for rescue at sea lies between 0 and 100")
    ratio = financial / relocations
    warnings = []
    if ratio != Fraction(parameter("eur_per_relocation", on)):
        warnings.append(f"EUR {grouped_euro(ratio)} per relocation is not the ratio of AMMR 12(3)")
    if relocations < parameter("floor_relocations", on) or financial < Fraction(parameter("floor_financial", on)):
        warnings.append("below the floors that AMMR 12(2) sets for the Commission proposal")
    if warnings and choices["COUNCIL_FLOOR"] == "council-too":
        raise RefusedError("AMMR 12(2)-(3)", "; ".join(warnings))
    return ReferenceNumber(relocations, financial, ratio, tuple(warnings))


@cites("AMMR 66", choices=("KEY_SNAPSHOT",), invariants=("I5",))
def check_snapshot(taken: date, proposal: date | None, forum: date | None, choices: Choices = DEFAULTS) -> None:
    """Refuse figures taken after the day as of which "latest available Eurostat data" is read (A19).

    ``proposal`` and ``forum`` are the days of the Commission proposal and of the first Forum, ``None`` before them."""
    ends = {"proposal": proposal, "forum": forum, "act": None}[choices["KEY_SNAPSHOT"]]
    if ends is not None and taken > ends:
        raise RefusedError("AMMR 66", f"figures of {taken} are later than {ends} (choice KEY_SNAPSHOT)")


@dataclass(frozen=True, slots=True)
class FairShare:
    """A state's mandatory fair share: the exact share of the relocations, whole units, and their EUR value."""

    exact: Fraction
    units: int
    eur: Fraction


@cites(
    "AMMR 57(3)",
    "CFMR 9(4)",
    choices=("ROUNDING", "REFERENCE_NUMBERS", "CREDITED_SHARES"),
    invariants=("I3", "I8"),
)
def fair_shares(
    shares: Mapping[str, Fraction],
    reference: ReferenceNumber,
    credits: Mapping[str, int] | None = None,
    choices: Choices = DEFAULTS,
) -> dict[str, FairShare]:
    """Mandatory fair share of each state: key times reference number, in whole units and EUR.

    ``shares`` sum to 1 over all states bound, benefitting and deducted ones included; nobody's share grows because
    another is released. ``credits`` are units that a state gave beyond its share in a crisis."""
    whole = {state: share * reference.relocations for state, share in shares.items()}
    credited = {s: min(whole[s], Fraction(units)) for s, units in (credits or {}).items() if units and s in whole}
    missing = sum(credited.values())
    open_share = sum((share for state, share in shares.items() if state not in credited), Fraction(0))
    result = {}
    for state, share in shares.items():
        exact = whole[state] - credited.get(state, 0)
        if choices["CREDITED_SHARES"] == "topped-up" and state not in credited and open_share:
            exact += missing * share / open_share
        units = whole_units(exact, reference.relocations, choices["ROUNDING"])
        denominations = 2 if choices["REFERENCE_NUMBERS"] == "cumulative" else 1
        result[state] = FairShare(exact, units, units * reference.ratio * denominations)
    return result


def whole_units(exact: Fraction, relocations: int, rule: str) -> int:
    """A fair share in whole units under a rounding rule of choice ROUNDING (A16).

    >>> whole_units(Fraction(160021, 1000000) * 21000, 21000, "ceil")
    3361
    """
    if rule == "from-proposal":
        proposed = int(parameter("floor_relocations"))
        return round(Fraction(relocations, proposed) * round(exact * proposed / relocations))
    rules: dict[str, Callable[[Fraction], int]] = {"ceil": ceil, "nearest": round, "floor": floor}
    return rules[rule](exact)


@dataclass(frozen=True, slots=True)
class PledgeCheck:
    """A pledge held against the fair share: EUR short of it or beyond it. Nothing is ever corrected (I12)."""

    shortfall: Fraction
    voluntary: Fraction


@cites("AMMR 57(3)", "AMMR 57(4)", invariants=("I12", "I14"))
def check_pledge(pledged: Fraction, fair_share: Fraction) -> PledgeCheck:
    """Compare the value of a pledge with the fair share. A pledge above it is voluntary and stands (recital 31)."""
    return PledgeCheck(max(Fraction(0), fair_share - pledged), max(Fraction(0), pledged - fair_share))


@cites("AMMR 57(1)", invariants=("I10",))
def act_faults(
    adopted: date, year: int, proposal: bool, forum: bool, pledged_measures: Collection[str]
) -> tuple[str, ...]:
    """What an act on the pool of ``year`` lacks: a proposal, a Forum, the date, the pledges by type."""
    faults = []
    if not proposal:
        faults.append("the Council acts on a Commission proposal (AMMR 57(1))")
    if not forum:
        faults.append("the Council acts on the pledges of the High-Level Forum (AMMR 57(1))")
    if adopted > date(year - 1, 12, 31):
        faults.append(f"adopted after 31 December {year - 1} (AMMR 57(1)); the date stands as it is")
    unknown = sorted(set(pledged_measures) - {"relocation", "financial", "alternative"})
    faults.extend(f"{measure!r} is no type of contribution (AMMR 56(2))" for measure in unknown)
    return tuple(faults)
