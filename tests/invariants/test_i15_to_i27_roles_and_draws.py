"""I15 to I27: who may use the pool, who owes, deductions, and how pledges become commitments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.solidarity.access import owes
from fairshare.law.solidarity.determination import AT_RISK, Determination, effects
from fairshare.law.solidarity.operation import balance, implementation_due
from fairshare.law.solidarity.settlement import allocation
from fairshare.ledger.events import (
    MEASURES,
    AccessRefused,
    ActAdopted,
    AdjustmentInAct,
    DeductionAssessed,
    DeductionDecided,
    DeductionRequested,
    DeterminationAdopted,
    DrawAgreed,
    Event,
    Implemented,
    NoticeReceived,
    OffsetTaken,
    PressureDecided,
    PressureNotified,
    RelocationAccepted,
    RelocationFailed,
    ShieldWaived,
    ShortcomingsRecorded,
    YearClosed,
)

Build = Callable[..., Any]
DAY = "2027-03-01"
ORDER = ("AT", "DE", "FR", "PL")


def drawn(pool: Any, amount: int, day: str = "2027-02-01", **more: Any) -> Any:
    fields = {"towards": "IT", "measure": "relocation", "lots": ORDER} | more
    return pool.then(DrawAgreed, day, amount=Decimal(amount), **fields)


# --- any events in any order -----------------------------------------------------------------------------------------

Kind = tuple[type[Event], dict[str, Any]]
contributors, users = st.sampled_from(["AT", "DE", "FR", "IT", "PL"]), st.sampled_from(["EL", "IT", "PL"])
numbers = st.integers(1, 400)


def event(kind: type[Event], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Kind]:
    return st.tuples(st.just(kind), st.fixed_dictionaries(fields))


relocations = {"measure": st.just("relocation")}
case = {"state": contributors, "towards": users, "persons": numbers}
walks = st.lists(
    st.one_of(
        event(DrawAgreed, towards=users, amount=numbers.map(Decimal), lots=st.just(ORDER), **relocations),
        event(RelocationAccepted, **case),
        event(RelocationFailed, **case),
        event(Implemented, state=contributors, towards=users, amount=numbers.map(Decimal), **relocations),
        event(OffsetTaken, state=contributors, towards=users, cases=numbers, paragraph=st.just("63(4)")),
        event(NoticeReceived, state=users),
        event(PressureNotified, state=contributors),
        event(PressureDecided, state=contributors, accepted=st.booleans()),
        event(AccessRefused, state=contributors),
        event(DeductionRequested, state=contributors, article=st.sampled_from(["61", "62"])),
        event(
            DeductionDecided,
            state=contributors,
            article=st.sampled_from(["61", "62"]),
            amounts=st.fixed_dictionaries({"relocation": st.sampled_from([100, 300, 600]).map(Decimal)}),
        ),
        event(ShortcomingsRecorded, state=users, ended=st.booleans()),
    ),
    min_size=8,
    max_size=30,
)


def walk(pool: Any, steps: list[Kind], check: Callable[[Any], None]) -> None:
    """Take every step that the law allows, and check the pool after each."""
    pool = drawn(pool, 300)
    for kind, fields in steps:
        try:
            pool = pool.then(kind, DAY, **fields)
        except RefusedError:
            continue
        check(pool)


# --- access and release ----------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 58(1)", "AMMR 58(3)", "AMMR 59(4)", "AMMR 59(6)")
def test_i15_access_by_label_notice_and_act_or_by_an_accepted_notification(prepared: Build, empty: Build) -> None:
    labelled = empty().then(DeterminationAdopted, "2026-10-15", labels={"IT": ("pressure",)})
    assert labelled.refused(NoticeReceived, "2026-11-01", state="IT") == "AMMR 58(1)"  # no act
    pool = prepared()
    assert pool.refused(NoticeReceived, DAY, state="BE") == "AMMR 58(1)"  # at risk only
    uses = [
        pool.book.standing("IT").uses_pool,
        pool.then(NoticeReceived, DAY, state="IT").book.standing("IT").uses_pool,
    ]
    assert uses == [False, True]
    stages = [pool]
    for kind, more in ((PressureNotified, {}), (PressureDecided, {"accepted": True}), (AccessRefused, {})):
        stages.append(stages[-1].then(kind, DAY, state="PL", **more))
    assert [stage.book.standing("PL").uses_pool for stage in stages] == [False, False, True, False]


@pytest.mark.law("AMMR 60(3)(3)")
@settings(max_examples=60, deadline=None)
@given(steps=walks)
def test_i16_who_benefits_or_is_fully_deducted_has_nothing_to_implement(opened: Build, steps: list[Kind]) -> None:
    """Whatever happens in a year; the pledge stays on record, and running relocations go on (67(12))."""

    def check(pool: Any) -> None:
        for state in ("AT", "DE", "FR", "IT", "PL"):
            if not owes(pool.book.role(state)):
                assert [pool.of(state, account) for account in ("open", "committed")] == [0, 0], state
            assert pool.of(state, "pledged") < 0

    walk(opened(), steps, check)


@pytest.mark.law("AMMR 60(3)(3)", "AMMR 67(12)")
def test_i17_no_state_benefits_and_contributes_in_one_year(opened: Build) -> None:
    """Regression: a relocation that failed came back as a duty of a state that benefits by then."""
    running = drawn(opened(), 150).then(RelocationAccepted, "2027-02-02", state="PL", towards="IT", persons=5)
    both = running.then(PressureNotified, DAY, state="PL").then(PressureDecided, DAY, state="PL", accepted=True)
    assert both.book.role("PL") == "benefitting"
    assert both.refused(RelocationAccepted, DAY, state="PL", towards="IT", persons=1) == "AMMR 67(9)"
    assert drawn(both, 150, DAY).of("PL", "committed") == 0
    failed = both.then(RelocationFailed, DAY, state="PL", towards="IT", persons=5)
    assert (failed.of("PL", "open"), failed.of("PL", "released")) == (0, 100)


# --- deductions ------------------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 61(1)")
def test_i18_no_deduction_after_a_notice_or_a_notification_and_none_for_being_at_risk(opened: Build) -> None:
    request = {"article": "61"}
    assert opened().refused(DeductionRequested, DAY, state="IT", **request) == "AMMR 61(1)"
    pool = opened().then(PressureNotified, DAY, state="PL")
    assert pool.refused(DeductionRequested, DAY, state="PL", **request) == "AMMR 61(1)"
    rejected = pool.then(PressureDecided, DAY, state="PL", accepted=False)
    assert rejected.refused(DeductionRequested, DAY, state="PL", **request) == "AMMR 61(1)"
    assert [effect.opens for effect in effects({AT_RISK}) if effect.opens] == []


@pytest.mark.law("AMMR 61(3)", "AMMR 61(4)", "AMMR 62(5)")
def test_i19_only_an_act_of_the_council_deducts(opened: Build) -> None:
    case_61 = {"state": "DE", "article": "61"}
    granted = {"amounts": {"relocation": Decimal(200)}}
    assert opened().refused(DeductionDecided, DAY, **case_61, **granted) == "AMMR 61(4)"
    assessed = (
        opened()
        .then(DeductionRequested, DAY, **case_61)
        .then(DeductionAssessed, "2027-03-29", **case_61, favourable=True)
    )
    assert assessed.of("DE", "deducted") == 0 and not assessed.book.flags[-1].cite.startswith("AMMR 61")
    decided = assessed.then(DeductionDecided, "2027-04-10", **case_61, **granted)
    assert (decided.of("DE", "deducted"), decided.of("DE", "open")) == (200, 400)
    late = (
        opened()
        .then(DeductionRequested, DAY, **case_61)
        .then(DeductionAssessed, "2027-03-30", **case_61, favourable=False)
    )
    assert late.book.flags[-1].cite == "AMMR 61(3)"
    lowered_later = {"state": "HU", "part": Fraction(1)}  # A10 is told apart from a deduction, and only in the act
    assert opened().refused(AdjustmentInAct, DAY, **lowered_later) == "AMMR 61(4)"


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)")
def test_i20_a_deduction_stays_within_the_pledge_and_raises_no_other_share(opened: Build) -> None:
    case_62 = {"state": "AT", "article": "62"}
    asked = opened().then(DeductionRequested, DAY, **case_62)
    too_much = {"relocation": Decimal(501)}
    assert asked.refused(DeductionDecided, DAY, **case_62, amounts=too_much) == "AMMR 62(5)"
    other_type = {"financial": Decimal(1)}
    assert asked.refused(DeductionDecided, DAY, **case_62, amounts=other_type) == "AMMR 62(5)"
    decided = asked.then(DeductionDecided, DAY, **case_62, amounts={"relocation": Decimal(500)})
    assert decided.book.role("AT") == "deducted" and decided.book.fair == asked.book.fair
    others = {key: amount for key, amount in decided.book.balances.items() if key[0] != "AT"}
    assert others == {key: amount for key, amount in asked.book.balances.items() if key[0] != "AT"}


@pytest.mark.law("AMMR 2(25)", "AMMR 11(1)")
def test_i21_pressure_and_a_significant_situation_exclude_each_other(empty: Build) -> None:
    labels = {"HR": ("pressure", "significant_situation")}
    with pytest.raises(RefusedError):
        Determination(labels, date(2026, 10, 15))
    assert empty().refused(DeterminationAdopted, "2026-10-15", labels=labels) == "AMMR 2(25)"
    labels = {"HR": ("at_risk", "significant_situation")}  # fixture 6: as in 2026
    assert empty().then(DeterminationAdopted, "2026-10-15", labels=labels).book.standing("HR").labels == {*labels["HR"]}


@pytest.mark.law("AMMR 59(1)", "AMMR 59(7)")
def test_i22_a_rejected_state_may_always_notify_again(opened: Build) -> None:
    pool = opened()
    for _ in range(3):
        pool = pool.then(PressureNotified, DAY, state="PL").then(PressureDecided, DAY, state="PL", accepted=False)
        assert pool.book.role("PL") == "contributing"
        assert pool.refused(PressureDecided, DAY, state="PL", accepted=True) == "AMMR 59(4)"
    again = pool.then(PressureNotified, DAY, state="PL").then(PressureDecided, DAY, state="PL", accepted=True)
    assert again.book.role("PL") == "benefitting"


# --- from pledge to delivery -----------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 60(3)(1)", "AMMR 67(12)")
def test_i23_what_is_not_money_is_due_by_31_december_unless_it_runs_on(opened: Build) -> None:
    assert implementation_due("relocation", 2027) == implementation_due("alternative", 2027) == date(2027, 12, 31)
    delivery = {"state": "DE", "towards": "IT", "measure": "relocation", "amount": Decimal(5)}
    committed = drawn(opened(), 150)
    assert committed.then(Implemented, "2027-12-31", **delivery).of("DE", "implemented") == 5
    assert committed.refused(Implemented, "2028-01-01", **delivery) == "AMMR 60(3)"
    closed = committed.then(YearClosed, "2027-12-31")
    assert closed.refused(Implemented, "2028-01-01", **delivery) == "AMMR 60(3)"
    accepted = committed.then(RelocationAccepted, "2027-12-30", state="DE", towards="IT", persons=5)
    carried = accepted.then(YearClosed, "2027-12-31")
    assert carried.then(Implemented, "2028-01-20", **delivery).of("DE", "implemented") == 5


@pytest.mark.law("AMMR 60(3)(2)")
@settings(max_examples=30, deadline=None)
@given(draws=st.lists(st.integers(1, 100), max_size=15))
def test_i24_draws_follow_the_pledges_and_are_never_a_unit_off(opened: Build, draws: list[int]) -> None:
    """Germany 600, Austria 500, France 300, Poland 100; each draw of whatever size, all draws together."""
    pool = opened()
    pledged = {"DE": 600, "AT": 500, "FR": 300, "PL": 100}
    for number, amount in enumerate(draws, start=1):
        pool = drawn(pool, amount)
        exact = {state: Fraction(sum(draws[:number]) * pledge, 1_500) for state, pledge in pledged.items()}
        assert all(abs(pool.of(state, "committed") - exact[state]) < 1 for state in pledged)


@pytest.mark.law("AMMR 60(2)", "AMMR 57(2)", "IR 31")
def test_i25_the_balance_is_shown_and_a_person_decides_the_percentage_for_rescue_binds_nobody(opened: Build) -> None:
    needs = {"IT": Fraction(1_000), "EL": Fraction(500)}
    both = drawn(drawn(opened(), 100).then(NoticeReceived, DAY, state="EL"), 100, DAY, towards="EL")
    got = {
        state: Fraction(sum(both.book.balance(s, "committed", "relocation", state) for s in ORDER)) for state in needs
    }
    assert balance(got, needs).spread == Fraction(1, 10)
    assert isinstance(allocation(Fraction(100), None), NeedsDecision)
    assert {"actor", "capacity"} <= set(DrawAgreed.__dataclass_fields__)  # a draw is somebody's act
    indicated = next(e for e in opened().ledger.events if isinstance(e, ActAdopted))
    assert indicated.rescue_percentage is None and both.of("DE", "committed") == 80


@pytest.mark.law("AMMR 60(3)(4)")
def test_i26_nobody_delivers_to_a_state_with_systemic_shortcomings_unless_it_chooses_to(opened: Build) -> None:
    shielded = drawn(opened(), 150).then(ShortcomingsRecorded, DAY, state="IT")
    assert all(shielded.of(state, "committed") == 0 for state in ORDER)
    assert shielded.refused(DrawAgreed, DAY, towards="IT", measure="relocation", amount=Decimal(1)) == "AMMR 60(3)"
    offset = {"state": "DE", "towards": "IT", "cases": 1, "paragraph": "63(4)"}
    assert shielded.refused(OffsetTaken, DAY, **offset) == "AMMR 60(3)"
    waived = shielded.then(ShieldWaived, DAY, state="DE", towards="IT")
    willing = drawn(waived, 150, DAY)
    assert {state: willing.of(state, "committed") for state in ORDER} == {"AT": 0, "DE": 150, "FR": 0, "PL": 0}


@pytest.mark.law("AMMR 60(3)(2)", "AMMR 67(9)")
@settings(max_examples=60, deadline=None)
@given(steps=walks)
def test_i27_what_is_implemented_was_committed_and_what_is_committed_was_pledged(
    opened: Build, steps: list[Kind]
) -> None:
    stages = ("open", "committed", "accepted", "implemented", "offset", "deducted", "released")

    def check(pool: Any) -> None:
        for state in ("AT", "DE", "FR", "IT", "PL"):
            parts = {stage: pool.of(state, stage) for stage in stages}
            assert min(parts.values()) >= 0
            assert sum(parts.values()) == -pool.of(state, "pledged")
            by_user = pool.book.towards(state, "implemented", "relocation")
            assert sum(by_user.values()) == parts["implemented"] and state not in by_user

    pool = drawn(opened(), 150)
    for measure in MEASURES[:2]:
        too_much = {"towards": "IT", "measure": measure, "amount": Decimal(20_000_001)}
        assert pool.refused(DrawAgreed, DAY, **too_much) == "AMMR 60(3)"
    assert pool.refused(RelocationAccepted, DAY, state="DE", towards="IT", persons=61) == "AMMR 60(3)"
    walk(pool, steps, check)
