"""From the key to the act: what the Commission, the Forum and the Council adopt, and the pledges it sets out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from fairshare.law.citation import cites
from fairshare.law.keys import key_shares
from fairshare.law.outcome import RefusedError
from fairshare.law.parameters import parameter
from fairshare.law.solidarity import contributions
from fairshare.law.solidarity.cycle import relative_due
from fairshare.law.solidarity.deductions import adjustment_flag
from fairshare.law.solidarity.determination import Determination
from fairshare.law.solidarity.proposal import check_proposal
from fairshare.law.solidarity.settlement import credit_in_force
from fairshare.law.voting import QUALIFIED, SIMPLE
from fairshare.ledger.book import Book, Item, PledgeFact
from fairshare.ledger.events import (
    MEASURES,
    ActAdopted,
    AdjustmentInAct,
    CreditGranted,
    DeterminationAdopted,
    ForumHeld,
    KeyFrozen,
    PledgeRecorded,
    ProposalAdopted,
    SharePublished,
)
from fairshare.ledger.handlers.procedure import flag_late, package
from fairshare.ledger.handlers.registry import handles
from fairshare.ledger.handlers.standing import take_back
from fairshare.ledger.handlers.votes import ACT, RECONVENING, forget_votes, require_vote
from fairshare.ledger.postings import ALTERNATIVE, RELOCATION, SHARE, Amount, Leg, move, native
from fairshare.states import PART_IV


@handles(KeyFrozen)
@cites("AMMR 66", choices=("KEY_SNAPSHOT",), invariants=("I5", "I50"))
def key_frozen(book: Book, event: KeyFrozen) -> list[Leg]:
    """Compute the reference key from one snapshot. A second snapshot needs a correction of the first (A19)."""
    if book.shares:
        raise RefusedError("AMMR 66", "the key of this cycle is frozen; correct that event to replace it")
    if book.act_dates:
        raise RefusedError("AMMR 57(3)", "the act sets fair shares by the key, so the key is frozen before it")
    proposed = book.proposal.date if book.proposal else None
    contributions.check_snapshot(event.date, proposed, min(book.forum_dates, default=None), book.choices)
    states = PART_IV & event.population.keys() & event.gdp.keys()
    if states != PART_IV:
        raise RefusedError("AMMR Annex I", f"no population or GDP of {', '.join(sorted(PART_IV - states))}")
    inputs = {s: {"population": event.population[s], "gdp": event.gdp[s]} for s in sorted(states)}
    book.shares = {s: row.share for s, row in key_shares("ammr", inputs).states.items()}
    book.population = {s: event.population[s] for s in sorted(states)}
    return []


@handles(SharePublished)
@cites("AMMR 57(3)", choices=("ROUNDING",), invariants=("I50",))
def share_published(book: Book, event: SharePublished) -> list[Leg]:
    """Take the fair share as the act prints it. The share computed from the key stays beside it for comparison."""
    reference = book.require_act("AMMR 57(3)")
    if event.state not in book.fair or (event.share is None and event.units is None):
        raise RefusedError("AMMR 57(3)", "an act prints a share, or its units, of a state in the key")
    if not 0 <= (event.share or 0) <= 1 or (event.units or 0) < 0:
        raise RefusedError("AMMR 57(3)", "a share lies between 0 and 1, and units are not negative")
    if event.share is not None:
        fair = contributions.fair_shares({event.state: event.share}, reference, choices=book.choices)[event.state]
    if event.units is not None:
        exact = Fraction(event.units) if event.share is None else fair.exact
        fair = contributions.FairShare(exact, event.units, event.units * reference.ratio)
    rise = _whole((fair.eur - book.fair[event.state].eur) * 100)
    book.fair[event.state] = fair
    book.published[event.state] = (event.share, event.units, len(book.events))
    return _change_share(book, event.state, rise)


def _change_share(book: Book, state: str, rise: Amount) -> list[Leg]:
    """Legs by which a fair share rises or falls: what was voluntary covers a rise, what was covered covers a fall.

    The share of a state that benefits already is released with the rest (60(3)(3))."""
    account = "released" if book.standing(state).uses_pool else "unpledged"
    voluntary = min(rise, -book.balance(state, "voluntary", SHARE))
    if rise < 0:
        voluntary = min(0, rise + book.balance(state, account, SHARE))
    return [
        *move(state, SHARE, "fair_share", "voluntary", voluntary),
        *move(state, SHARE, "fair_share", account, rise - voluntary),
    ]


@handles(DeterminationAdopted)
@cites("AMMR 11(1)", "AMMR 11(3)", invariants=("I21",))
def determination_adopted(book: Book, event: DeterminationAdopted) -> list[Leg]:
    """Put the labels of the Commission decision on record, and the systemic shortcomings that it finds.

    A decision is on every state (11(1)): one that it does not name has no label, whatever an earlier one said."""
    Determination(event.labels, event.date, rescue=frozenset(event.rescue_states))
    _flag_consultations(book, event)
    book.milestones.setdefault(("determination_adopted",), event.date)
    for state in sorted(book.standings.keys() | event.labels.keys()):
        book.set_standing(state, labels=frozenset(event.labels.get(state, ())))
    book.shortcomings |= set(event.shortcomings)
    target = "open" if book.choices["SHIELDED_PART"] == "redirected" else "lapsed"
    return [leg for state in event.shortcomings for leg in take_back(book, state, target)]


def _flag_consultations(book: Book, event: DeterminationAdopted) -> None:
    """Flag who got a label unheard, where the record holds consultations at all, or before its limit had passed."""
    for state in sorted(event.labels) if book.consultations else ():
        asked = book.consultations.get(state)
        if asked is None:
            book.flag("AMMR 11(1)", f"no consultation of {state} is on record", state)
        elif asked.until and asked.until >= event.date and state not in book.views:
            book.flag("AMMR 11(1)", f"decided before {state} gave its view; it had time until {asked.until}", state)


@handles(ProposalAdopted)
@cites("AMMR 12(2)", invariants=("I6", "I7", "I9"))
def proposal_adopted(book: Book, event: ProposalAdopted) -> list[Leg]:
    """Check the Commission proposal against the floors and the ratio, and keep it with its disclosure."""
    if strangers := set(event.rescue_states) - PART_IV:
        raise RefusedError("AMMR 12(5)", f"Part IV does not bind {', '.join(sorted(strangers))}")
    for state in event.rescue_states:
        if _decided_without(book, state):
            raise RefusedError("AMMR 12(5)", f"{state} is not identified as under pressure")
    check = check_proposal(
        event.relocations,
        Fraction(event.financial),
        book.year,
        no_need_justification=event.no_need,
        sar_states=event.rescue_states,
        sar_percent=event.rescue_percentage,
        adopted=event.date,
    )
    for warning in check.warnings:
        book.flag("AMMR 12", warning)
    floors = (parameter("floor_relocations", event.date), parameter("floor_financial", event.date))
    if event.disclosure == "statutory_floor" and (Decimal(event.relocations), event.financial) != floors:
        raise RefusedError("AMMR 12(6)", "these are not the statutory floors: the figures of a proposal are restricted")
    book.proposal = event
    return []


def _decided_without(book: Book, state: str) -> bool:
    """Whether the decision of Article 11 is on record and does not find the state under pressure."""
    return ("determination_adopted",) in book.milestones and "pressure" not in book.standing(state).labels


@handles(ForumHeld)
@cites("AMMR 13(2)", "AMMR 13(4)", "AMMR 59(7)", invariants=("I29",))
def forum_held(book: Book, event: ForumHeld) -> list[Leg]:
    """Note a meeting of the High-Level Forum. It examines decision and proposal; it is reconvened after an act only.

    A further session of a Forum whose pledges no act sets out yet is part of it: it answers refusals as well."""
    book.require_running("AMMR 57(1)")
    if book.proposal is None:
        raise RefusedError("AMMR 13(2)", "the Forum is convened on the Commission's report, decision and proposal")
    if event.reconvened:
        _reconvene(book, event)
    elif not book.forum_dates:
        _first(book, event)
    elif book.act_dates and book.pledging:
        _answer_refusals(book, event)
    book.pledging = book.pledging or event.reconvened or not book.act_dates
    book.forum_dates.append(event.date)
    return []


def _first(book: Book, event: ForumHeld) -> None:
    """Flag a first meeting that comes late, or before the Commission has decided on the states."""
    adopted = package(book)
    if adopted is None:
        book.flag("AMMR 13(2)", "held while no decision of the Commission under Article 11 is on record")
    else:
        flag_late(book, "AMMR 13(2)", "the High-Level Forum", relative_due("forum", adopted).due, event.date)


def _reconvene(book: Book, event: ForumHeld) -> None:
    """Another Forum, on a ground and by the vote of a simple majority. It asks for further contributions, so that all
    begins anew: what was pledged and voted before stands in the act."""
    book.require_act("AMMR 13(4)")
    require_vote(book, event, SIMPLE, "AMMR 13(4)")
    waiting = any(held is None for _, held in book.forum_asked.values())
    if not (event.ground or waiting):
        book.flag("AMMR 13(4)", "no ground for another meeting is on record")
    _answer_refusals(book, event)
    book.reconvened.append(event.date)
    book.conclusion = None
    book.pledged_at_forum = {}
    forget_votes(book, ACT, RECONVENING)


def _answer_refusals(book: Book, event: ForumHeld) -> None:
    """The meeting answers every refusal for lack of capacity that waited for one; flagged where it comes late."""
    for state, (due, held) in sorted(book.forum_asked.items()):
        if held is None:
            flag_late(book, "AMMR 59(7)", f"the High-Level Forum on the capacity for {state}", due, event.date, state)
            book.forum_asked[state] = (due, event.date)


@handles(ActAdopted)
@cites("AMMR 57(1)", "AMMR 13(4)", invariants=("I10",))
def act_adopted(book: Book, event: ActAdopted) -> list[Leg]:
    """Adopt the act, or amend it after a reconvened Forum: reference number, fair shares, flags."""
    book.require_running("AMMR 57(1)")
    if book.act_dates and not any(day >= book.act_dates[-1] for day in book.reconvened):
        raise RefusedError("AMMR 13(4)", "the act is amended after the Forum was reconvened")
    require_vote(book, event, QUALIFIED, "AMMR 57(1)")
    amends = bool(book.act_dates)
    faults = contributions.act_faults(event.date, book.year, book.proposal is not None, bool(book.forum_dates), ())
    for fault in faults:
        if not fault.startswith("adopted after"):
            raise RefusedError("AMMR 57(1)", fault.removesuffix(" (AMMR 57(1))"))
        if not amends:
            book.flag("AMMR 57(1)", fault)
    reference = contributions.reference_number(
        event.relocations, Fraction(event.financial), event.rescue_percentage, book.choices, event.date
    )
    for warning in reference.warnings:
        book.flag("AMMR 12(2)-(3)", warning)
    before, book.reference, book.unit = book.fair, reference, _whole(reference.ratio * 100)
    book.fair = contributions.fair_shares(book.shares, reference, book.credits, book.choices)
    book.act_dates.append(event.date)
    book.pledging = False
    book.published.clear()  # an amended act prints its own, and adjusts anew what it lowers
    lowered, book.adjusted = book.adjusted, {}
    legs: list[Leg] = []
    for state, fair in book.fair.items():
        back = book.balance(state, "deducted", SHARE)
        rise = _whole((fair.eur - (before[state].eur if before else 0)) * 100)
        legs += move(state, SHARE, "deducted", "fair_share", back)
        legs += _change_share(book, state, rise + back)
    return legs + [leg for state, pledges in lowered.items() for leg in _give_back(book, state, pledges)]


def _give_back(book: Book, state: str, pledges: Mapping[str, Amount]) -> list[Leg]:
    """Legs that give back the pledges that the act before took off itself; a deduction under 61(4) or 62(5) stands.

    A state that benefits by now is released from them with the rest (60(3)(3))."""
    account = "released" if book.standing(state).uses_pool else "open"
    book.set_standing(state, adjusted=Fraction(0))
    return [leg for measure, amount in pledges.items() for leg in move(state, measure, "deducted", account, amount)]


def _whole(amount: Fraction) -> int | Fraction:
    return amount.numerator if amount.denominator == 1 else amount


@handles(PledgeRecorded)
@cites("AMMR 57(3)", "AMMR 57(4)", choices=("OFF_KEY_CONTRIBUTION",), invariants=("I11", "I12", "I13", "I14"))
def pledge_recorded(book: Book, event: PledgeRecorded) -> list[Leg]:
    """Record a pledge as the act sets it out: nothing is topped up, nothing is imposed."""
    book.require_act("AMMR 57(1)")
    book.require_running("AMMR 57(1)")
    if event.state not in PART_IV and book.choices["OFF_KEY_CONTRIBUTION"] == "refused":
        raise RefusedError("AMMR 57(1)", f"{event.state} is outside the key (choice OFF_KEY_CONTRIBUTION)")
    if event.date > book.act_dates[-1]:
        book.flag(
            "AMMR 57(1)",
            f"pledged after the act of {book.act_dates[-1]}: only an amended act sets it out (13(4))",
            event.state,
        )
    if event.amount is None or event.measure is None:
        fact = PledgeFact(event.measure, None, event.discharge, len(book.events))
        book.pledges.setdefault(event.state, []).append(fact)
        return []
    amount = _native(event)
    book.pledges.setdefault(event.state, []).append(
        PledgeFact(event.measure, amount, event.discharge, len(book.events))
    )
    if event.measure == ALTERNATIVE:
        key = (event.state, event.item)
        if key in book.items:
            raise RefusedError("AMMR 57(4)", f"the measure {event.item!r} of {event.state} is pledged already")
        book.items[key] = Item(amount)
    legs: list[Leg] = [*move(event.state, event.measure, "pledged", "open", amount)]
    covered = amount * book.unit if event.measure == RELOCATION else amount
    sources = [("unpledged", "")]
    taken, voluntary = book.take(event.state, SHARE, sources, "covered", covered)
    return legs + taken + [*move(event.state, SHARE, "voluntary", "covered", voluntary)]


def _native(event: PledgeRecorded) -> int:
    """The amount in persons or cents; refused where it is negative, broken or without the value that 57(4) asks for."""
    assert event.amount is not None and event.measure is not None
    amount = native(event.measure, event.amount, "AMMR 57(1)")
    if amount < 0:
        raise RefusedError("AMMR 57(1)", "a pledge is not negative")
    if event.measure == ALTERNATIVE and (fault := contributions.in_kind_fault(Fraction(event.amount))):
        raise RefusedError("AMMR 57(4)", fault)
    return amount


@handles(AdjustmentInAct)
@cites("AMMR 57(1)", choices=("DEDUCTION_IN_POOL_ACT",), invariants=("I19",))
def adjustment_in_act(book: Book, event: AdjustmentInAct) -> list[Leg]:
    """Take off the part of the fair share that the act itself lowers, flagged (A10)."""
    book.require_act("AMMR 57(1)")
    if not 0 < event.part <= 1 or event.state not in book.fair:
        raise RefusedError("AMMR 57(1)", "an adjustment lowers a part, above 0 and up to 1, of a state's fair share")
    if event.date != book.act_dates[-1] or event.state in book.adjusted:
        raise RefusedError(
            "AMMR 61(4)", "an adjustment stands once, in the act itself; later a deduction needs its own act"
        )
    book.flag("AMMR 57(1)", adjustment_flag(event.date, book.applies_from, book.choices), event.state)
    if book.choices["DEDUCTION_IN_POOL_ACT"] == "refused":
        return []
    measures: tuple[str, ...] = MEASURES if event.part == 1 else ()
    pledges = book.adjusted[event.state] = {m: book.balance(event.state, "open", m) for m in measures}
    book.set_standing(event.state, adjusted=event.part)
    wanted = _whole(book.fair[event.state].eur * 100 * event.part)
    legs, _ = book.take(event.state, SHARE, [("unpledged", "")], "deducted", wanted)
    for measure, amount in pledges.items():
        legs += move(event.state, measure, "open", "deducted", amount)
    return legs


@handles(CreditGranted)
@cites("CFMR 9(4)", "CFMR 9(5)")
def credit_granted(book: Book, event: CreditGranted) -> list[Leg]:
    """Keep a credit that lowers the fair share of this cycle, while its five years run."""
    if book.act_dates:
        raise RefusedError("CFMR 9(4)", "a credit lowers the fair share before the act is adopted")
    if event.units <= 0:
        raise RefusedError("CFMR 9(4)", "a credit is a number of units above zero")
    if credit_in_force(1, event.date, event.until.year) == 0:
        raise RefusedError("CFMR 9(4)", "a credit runs for five years from the Commission's act")
    units = credit_in_force(event.units, event.date, book.year) if event.until.year >= book.year else 0
    book.credits[event.state] = book.credits.get(event.state, 0) + units
    return []
