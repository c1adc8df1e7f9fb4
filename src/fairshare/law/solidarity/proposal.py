"""The Commission proposal for the pool (Article 12): floors, ratio, exception, indicative contributions, secrecy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.citation import cites
from fairshare.law.outcome import RefusedError, Test
from fairshare.law.parameters import parameter
from fairshare.law.solidarity.cycle import Timeliness, due_day, late

FIGURES: Final = ("proposal", "statutory_floor")
_SUM_TOLERANCE: Final = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class ProposalCheck:
    """A proposal that Article 12 allows: its tests with their numbers, what a reader must be told, and when it was
    due."""

    relocations: int
    eur: Fraction
    tests: tuple[Test, ...]
    warnings: tuple[str, ...]
    timeliness: Timeliness


@cites(
    *("AMMR 12(1)", "AMMR 12(2)", "AMMR 12(3)", "AMMR 12(4)", "AMMR 12(5)", "AMMR 12(6)"),
    invariants=("I6", "I7", "I53"),
)
def check_proposal(
    relocations: int,
    eur: Fraction,
    year: int,
    *,
    no_need_justification: str | None = None,
    sar_states: Collection[str] = (),
    sar_percent: Fraction | None = None,
    needs: tuple[int, Fraction] | None = None,
    adopted: date | None = None,
) -> ProposalCheck:
    """Check a proposal for the pool of ``year``: persons, EUR, and the share (0 to 1) for states under pressure
    because of search and rescue (``sar_states``). ``needs`` are the projected needs of states under pressure, same
    units.

    Refuses what Article 12 does not allow: totals below the floors without a recorded justification that there is no
    need (12(2), 12(4)), another ratio of money to persons than that of the floors (12(3)), no share where 12(5) asks
    for one.
    """
    due = due_day("proposal", year)
    justified = bool(no_need_justification and no_need_justification.strip())
    tests = (*_floors(relocations, eur, due, justified), _ratio(relocations, eur, due))
    refused = [test for test in tests if not test.met]
    if refused:
        raise RefusedError(refused[0].cite, f"{refused[0].question}: {refused[0].note}")
    warnings = [*_rescue_share(sar_states, sar_percent), *_needs(relocations, eur, needs)]
    timeliness = late("proposal", due, adopted)
    if timeliness.late:
        warnings.append(f"adopted {timeliness.days_late} days after {due} (AMMR 12(6))")
    if justified:
        warnings.append(f"no need in {year}: {no_need_justification} (AMMR 12(4))")
    return ProposalCheck(relocations, eur, tests, tuple(warnings), timeliness)


def _floors(relocations: int, eur: Fraction, on: date, justified: bool) -> tuple[Test, ...]:
    amounts = {
        "floor_relocations": (Fraction(relocations), "AMMR 12(2)(a)", "relocations reach the floor"),
        "floor_financial": (eur, "AMMR 12(2)(b)", "financial contributions reach the floor"),
    }
    tests = []
    for name, (amount, cite, question) in amounts.items():
        floor = Fraction(parameter(name, on))
        below = amount < floor
        note = f"{amount} is below {floor}" if below else ""
        if below and justified and amount >= 0:
            below, cite, note = False, "AMMR 12(4)", "the floor is set aside: no need in the coming year"
        tests.append(Test(cite, question, not below, {"proposed": str(amount), "floor": str(floor)}, note))
    return tuple(tests)


def _ratio(relocations: int, eur: Fraction, on: date) -> Test:
    statutory = Fraction(parameter("eur_per_relocation", on))
    kept = eur == relocations * statutory
    note = "" if kept else f"EUR {eur} for {relocations} relocations is not EUR {statutory} each"
    figures = {"relocations": str(relocations), "eur": str(eur), "eur_per_relocation": str(statutory)}
    return Test("AMMR 12(3)", "the ratio of the two floors is kept", kept, figures, note)


def _rescue_share(states: Collection[str], share: Fraction | None) -> list[str]:
    """Refuse a missing share (12(5)); warn of one that nobody is to have."""
    if share is not None and not 0 <= share <= 1:
        raise bad_argument("sar_percent", f"{share} is no share of the pool", "0 to 1")
    if states and share is None:
        raise RefusedError("AMMR 12(5)", f"an indicative percentage is set for {', '.join(sorted(states))}")
    if share is not None and not states:
        return ["an indicative percentage is set, and no state is under pressure because of rescue (AMMR 12(5))"]
    return []


def _needs(relocations: int, eur: Fraction, needs: tuple[int, Fraction] | None) -> list[str]:
    if needs is None:
        return []
    pairs = (("relocations", relocations, needs[0]), ("EUR", eur, needs[1]))
    return [
        f"{proposed} {unit} are proposed, {needed} are the projected needs (AMMR 12(1))"
        for unit, proposed, needed in pairs
        if proposed < needed
    ]


@dataclass(frozen=True, slots=True)
class Indicative:
    """What a state would contribute by the key: relocations and EUR, exact, unrounded."""

    relocations: Fraction
    eur: Fraction


@cites("AMMR 12(2)", invariants=("I1", "I8"))
def indicative_contributions(shares: Mapping[str, Fraction], relocations: int, eur: Fraction) -> dict[str, Indicative]:
    """The annual indicative contribution of each state: its share by the key times each total.

    ``shares`` are those of all states bound; they sum to 1 (within 1e-9), else
    :class:`~fairshare.faults.BadInputError`.
    """
    total = sum(shares.values(), Fraction(0))
    if abs(total - 1) >= _SUM_TOLERANCE or min(shares.values()) < 0:
        raise bad_argument("shares", f"sum to {float(total)}, or one is negative", "shares of 0 or more that sum to 1")
    return {state: Indicative(share * relocations, share * eur) for state, share in shares.items()}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether figures may be shown to a viewer, and why."""

    shown: bool
    why: str
    cite: str = "AMMR 12(6)"
    choices: Mapping[str, str] = field(default_factory=dict)


@cites("AMMR 12(6)", choices=("PROPOSAL_AFTER_ACT",), invariants=("I9",))
def may_show(
    figures: str,
    *,
    authorised: bool,
    act_adopted: bool,
    declassified: bool = False,
    choices: Choices = DEFAULTS,
) -> Disclosure:
    """Whether ``figures`` may be shown: those of the ``proposal`` with all that follows from them, or the
    ``statutory_floor`` of 12(2), which stands in the law.

    Before the act only authorised viewers see a proposal, whatever is declassified: the ban on publication ends with
    the act. After it the classification stands until a person records that it is lifted (A22). That a proposal equals
    the floors is itself a figure of the proposal.
    """
    if figures not in FIGURES:
        raise bad_argument("figures", f"{figures!r} is unknown", " or ".join(FIGURES))
    if figures == "statutory_floor":
        return Disclosure(True, "the floors stand in the law", "AMMR 12(2)")
    if authorised:
        return Disclosure(True, "the viewer is authorised")
    if not act_adopted:
        return Disclosure(False, "not public before the act is adopted")
    if declassified:
        return Disclosure(True, "the act is adopted and a person recorded the declassification")
    public = choices["PROPOSAL_AFTER_ACT"] == "public"
    why = "the ban on publication ended with the act" if public else "restricted until declassified"
    return Disclosure(public, why, choices=choices.used("PROPOSAL_AFTER_ACT"))
