"""I28 to I44: responsibility offsets, and relocations with the gate through which persons come to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from fairshare.law.choices import DEFAULTS, Choices
from fairshare.law.outcome import RefusedError, Test
from fairshare.law.responsibility.codes import BOUND, NONE, STATE_CODE, STATES
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.solidarity.contributions import beneficiary_ground
from fairshare.law.solidarity.double_transfers import double_transfers
from fairshare.law.solidarity.offsets import OffsetCase, check_mandatory_cap, offset_grounds
from fairshare.law.solidarity.relocation import (
    GROUNDS,
    Persons,
    Status,
    Why,
    check_refusal,
    destination_grounds,
    family_grounds,
    person_grounds,
)
from fairshare.law.solidarity.relocation_clock import relocation_clock
from fairshare.ledger.events import (
    CatchUpRequested,
    DrawAgreed,
    ForumHeld,
    Implemented,
    NoticeReceived,
    OffsetAnswered,
    OffsetRequested,
    OffsetTaken,
    RelocationAccepted,
    YearClosed,
)
from fairshare.ledger.handlers import offsets as asked
from fairshare.states import PART_IV

Build = Callable[..., Any]
DAY = "2027-03-01"
GERMANY = {"state": "DE", "towards": "IT"}
ELIGIBLE = OffsetCase(False, "33", False, False, False, request_limit=date(2027, 5, 1), transfer_limit=date(2027, 5, 1))
ON = date(2027, 5, 1)


def taken(pool: Any, cases: int, paragraph: str = "63(4)", day: str = DAY) -> Any:
    return pool.then(OffsetTaken, day, **GERMANY, cases=cases, paragraph=paragraph)


def pool_tests(pool: Any) -> tuple[Test, ...]:
    return asked.pool_tests(asked.figures(pool.book), pool.book.choices)


@pytest.fixture(scope="module")
def plenty(prepared: Build) -> Any:
    """The pool when 16 states pledge 1,000 relocations each, above half of the proposal, and Italy benefits."""
    pool = prepared()
    for state in sorted(PART_IV - {"IT", "EL"})[:16]:
        pool = pool.pledge(state, "relocation", 1_000)
    return pool.then(NoticeReceived, "2027-01-10", state="IT")


@pytest.mark.law("AMMR 63(1)", "AMMR 63(2)(b)", "AMMR 63(3)", "AMMR 63(4)")
def test_i28_the_thresholds_take_the_pledges_of_the_act_the_proposal_and_the_fair_share(
    opened: Build, plenty: Any, prepared: Build
) -> None:
    """Pledged in the act: 600 + 300 + 100 + 500 and Italy's 1,000, which 63(4) leaves out."""
    by_cite = {test.cite: test for test in pool_tests(opened())}
    assert by_cite["AMMR 63(1)"].figures == {"pledged": "2500", "proposed": "30000", "threshold": "15000"}
    assert by_cite["AMMR 63(4)"].figures == {"to_implement": "1500", "threshold": "30000"}
    assert by_cite["AMMR 63(3)"].figures["pledged"] == "2500"
    assert [test.met for test in pool_tests(plenty)] == [True, True, False, False]  # nothing is taken off, so not 63(4)
    assert [test.met for test in pool_tests(opened())] == [False, False, False, True]  # Italy's 1,000 are released
    assert [asked.may_offer(opened().book, state).met for state in ("DE", "AT", "FR")] == [True, True, False]
    large = prepared(relocations=60_000).then(NoticeReceived, DAY, state="IT")  # 60 % of 60,000 is the higher number
    assert pool_tests(large)[3].figures["threshold"] == "36000"


@pytest.mark.law("AMMR 63(3)", "AMMR 13(4)")
def test_i29_no_mandatory_offset_under_63_3_before_the_forum_was_reconvened(opened: Build) -> None:
    mandatory = GERMANY | {"cases": 10, "paragraph": "63(3)"}
    assert opened().refused(OffsetTaken, DAY, **mandatory) == "AMMR 63(3)"
    ordinary = opened().then(ForumHeld, DAY)
    assert ordinary.refused(OffsetTaken, DAY, **mandatory) == "AMMR 63(3)"
    assert taken(opened().then(ForumHeld, DAY, reconvened=True), 10, "63(3)").of("DE", "offset") == 10


@pytest.mark.law("AMMR 63(7)", "CFMR 9(1)(b)")
def test_i30_mandatory_offsets_stay_within_the_fair_share_outside_a_crisis(opened: Build) -> None:
    full = taken(opened(), 1_000)
    assert full.of("DE", "offset") == 600 and full.of("DE", "unpledged", "share") == 0
    assert full.refused(OffsetTaken, DAY, **GERMANY, cases=1, paragraph="63(4)") == "AMMR 63(7)"
    with pytest.raises(RefusedError):
        check_mandatory_cap(1_001, 1_000)
    check_mandatory_cap(1_001, 1_000, crisis=True)


@pytest.mark.law("AMMR 63(8)")
def test_i31_an_offset_case_passes_every_condition_of_63_8() -> None:
    assert offset_grounds(ELIGIBLE, ON) == ()
    never = ({"unaccompanied_minor": True}, {"beneficiary": True}, {"admitted": True}, {"absconded": True})
    family = tuple({"responsible_under": article} for article in ("25", "26", "27", "28", "34", "35", "16"))
    late = ({"request_limit": date(2027, 4, 30), "transfer_limit": date(2027, 4, 30)},)
    for change in (*never, *family, *late):
        assert offset_grounds(replace(ELIGIBLE, **change), ON), change


@pytest.mark.law("AMMR 63(6)", "AMMR 63(8)")
def test_i32_an_offset_lowers_what_is_owed_and_no_application_counts_twice(opened: Build) -> None:
    before, after = opened(), taken(opened(), 10)
    assert (before.of("DE", "open"), after.of("DE", "open"), after.of("DE", "offset")) == (600, 590, 10)
    for twice in ({"already_offset": True}, {"already_relocated": True}):
        assert offset_grounds(replace(ELIGIBLE, **twice), ON)


@pytest.mark.law("AMMR 63(5)")
def test_i33_catch_up_offsets_come_after_the_year_and_on_request(opened: Build) -> None:
    ask = GERMANY | {"cases": 30}
    assert opened().refused(CatchUpRequested, "2027-12-31", **ask) == "AMMR 63(5)"
    closed = opened().then(YearClosed, "2027-12-31")
    unasked = GERMANY | {"cases": 1, "paragraph": "63(5)"}
    assert closed.refused(OffsetTaken, "2028-01-10", **unasked) == "AMMR 63(5)"
    requested = closed.then(CatchUpRequested, "2028-01-05", **ask)
    assert taken(requested, 30, "63(5)", "2028-01-10").of("DE", "offset") == 30
    too_many = unasked | {"cases": 31}
    assert requested.refused(OffsetTaken, "2028-01-10", **too_many) == "AMMR 63(5)"
    assert requested.refused(CatchUpRequested, "2028-01-06", **(ask | {"cases": 571})) == "AMMR 63(5)"


@pytest.mark.law("AMMR 63(1)", "AMMR 69(2)")
def test_i34_no_more_offsets_are_accepted_than_requested(plenty: Any) -> None:
    requested = plenty.then(OffsetRequested, DAY, **GERMANY, cases=100)
    assert requested.refused(OffsetAnswered, DAY, **GERMANY, cases=101) == "AMMR 69(2)"
    answered = requested.then(OffsetAnswered, DAY, **GERMANY, cases=60)
    assert answered.refused(OffsetAnswered, DAY, **GERMANY, cases=60) == "AMMR 69(2)"
    assert answered.refused(OffsetTaken, DAY, **GERMANY, cases=61, paragraph="63(1)") == "AMMR 63(1)"
    assert taken(answered, 60, "63(1)").of("DE", "offset") == 60


@pytest.mark.law("AMMR 56(2)(a)")
def test_i35_a_beneficiary_needs_agreement_recent_protection_and_written_consent() -> None:
    act, recent = date(2026, 12, 10), date(2023, 12, 11)
    assert beneficiary_ground(recent, act, bilateral=True, consent=True) is None
    assert beneficiary_ground(date(2023, 12, 10), act, bilateral=True, consent=True)
    assert beneficiary_ground(recent, act, bilateral=False, consent=True)
    assert beneficiary_ground(recent, act, bilateral=True, consent=False)


def applicants(persons: int, **more: int) -> Persons:
    """Applicants in Italy of whom everything is checked, with other facts for all of them."""
    told = {"status": Status.APPLICANT, "present": STATE_CODE["IT"], "consent": NONE, "security": 0, "family": 0} | more
    same = {name: np.full(persons, value, np.int8) for name, value in told.items()}
    return Persons(granted=np.full(persons, NO_DAY, np.int32), **same)


@pytest.mark.law("AMMR 67(2)")
def test_i36_a_threat_to_security_excludes_for_ever_whatever_else_is_on_record() -> None:
    """No status, no consent, no agreement, no reading of an open question and no family lets the person go."""
    every = np.full(len(STATES), BOUND)
    for status in Status:
        for choices in (DEFAULTS, Choices({"UNCHECKED_PERSONS": "matched", "EXCLUDED_MEMBER": "others-go"})):
            threat = applicants(2, status=status, security=1, consent=1)
            for act in (date(2026, 12, 10), date(2036, 12, 10), None):  # in no later cycle either
                grounds = person_grounds(threat, every, act, choices)
                assert grounds.tolist() == [Why.SECURITY, Why.SECURITY]
                found = family_grounds(grounds, np.array([0, 0]), choices)
                assert (found.ground.tolist(), found.goes.tolist()) == ([Why.SECURITY], [0])


@pytest.mark.law("AMMR 67(5)")
def test_i37_who_is_kept_by_family_in_the_benefitting_state_is_never_a_candidate() -> None:
    """A spouse with protection in Italy keeps the applicant there; a minor without family may go (25(5))."""
    case: dict[str, Any] = {
        "id": "1",
        "applicant": "a",
        "persons": [{"id": "a", "birth_date": "1990-01-01"}, {"id": "s", "birth_date": "1990-01-01"}],
        "links": [{"from": "a", "to": "s", "kind": "spouse"}],
        "statuses": [{"person": "s", "state": "IT", "kind": "beneficiary"}],
        "wishes": [{"person": x, "towards": y, "written": True} for x, y in ("as", "sa")],
        "registrations": [{"person": "a", "state": "IT", "registered": "2026-09-01"}],
        "asked_on": "2026-10-01",
    }
    minor = case | {"persons": [{"id": "a", "birth_date": "2012-01-01"}, {"id": "s"}], "links": [], "wishes": []}
    for document, family, why in ((case, 1, Why.FAMILY), (minor, 0, NONE)):
        found = double_transfers(read_cases([document]))
        assert found.family.tolist() == [family]
        for choices in (DEFAULTS, Choices({"UNCHECKED_PERSONS": "matched"})):
            grounds = person_grounds(applicants(1, family=family), np.zeros(len(STATES), np.int64), None, choices)
            assert grounds.tolist() == [why]


@pytest.mark.law("AMMR 60(3)", "AMMR 67(9)")
def test_i40_a_destination_is_an_active_contributor_with_relocations_left(opened: Build) -> None:
    """Italy draws all 1,500: Sweden pledged money, Greece nothing; Poland's 100 are used up."""
    pool = opened().then(DrawAgreed, DAY, towards="IT", measure="relocation", amount=Decimal(1_500))
    assert pool.of("PL", "committed") == 100
    for state, persons in (("SE", 1), ("EL", 1), ("PL", 101)):
        case = {"state": state, "towards": "IT", "persons": persons}
        assert pool.refused(RelocationAccepted, DAY, **case) == "AMMR 60(3)"
    used = pool.then(RelocationAccepted, DAY, state="PL", towards="IT", persons=100)
    assert used.refused(RelocationAccepted, DAY, state="PL", towards="IT", persons=1) == "AMMR 60(3)"
    benefits = {"state": "IT", "towards": "EL", "persons": 1}
    assert pool.refused(RelocationAccepted, DAY, **benefits) == "AMMR 67(9)"


@pytest.mark.law("AMMR 67(9)")
def test_i41_a_refusal_has_a_ground_of_the_closed_list() -> None:
    """Annex IV: security, out of scope, wrong state, shortcomings. A wish for other profiles is none of them."""
    refusals = [why for why in Why if GROUNDS[why].refusal]
    assert {check_refusal(why.code).refusal for why in refusals} == {1, 2, 3, 4}
    of_the_benefitting_state = [why.code for why in Why if why not in refusals]
    for none in ("preferred-profile", "missing-link", "other", "", *of_the_benefitting_state):
        with pytest.raises(RefusedError):
            check_refusal(none)
    closed = destination_grounds(np.array([0, 5, 5]), np.array([0, 0, 5]), np.array([False, False, True]))
    assert [GROUNDS[Why(why)].refusal for why in closed.tolist()] == [3, 3, 4]


@pytest.mark.law("AMMR 67(9)", "AMMR 67(10)", "AMMR 67(11)", "AMMR 75")
def test_i42_the_clock_of_a_relocation_runs_as_article_75_counts() -> None:
    """Fixture 7: received on Tuesday, 2 March 2027, and nobody replies."""
    clock = relocation_clock(date(2027, 3, 2), "SE")
    assert {step.step: step.due for step in clock.steps} == {
        "reply": date(2027, 3, 9),
        "reply-postponed": date(2027, 3, 16),
        "transfer-decision": date(2027, 3, 16),
        "notice": date(2027, 4, 4),
        "transfer": date(2027, 4, 6),
    }
    assert (clock.confirmed, clock.confirmed_by) == (date(2027, 3, 9), "silence")
    assert relocation_clock(date(2027, 3, 19), "SE").steps[0].due == date(2027, 3, 30)  # Good Friday to Easter Monday


@pytest.mark.law("AMMR 67(12)")
def test_i44_a_relocation_in_progress_survives_the_end_of_the_year(opened: Build) -> None:
    delivery = GERMANY | {"measure": "relocation", "amount": Decimal(5)}
    running = (
        opened()
        .then(DrawAgreed, DAY, towards="IT", measure="relocation", amount=Decimal(150))
        .then(RelocationAccepted, "2027-12-20", **GERMANY, persons=5)
        .then(YearClosed, "2027-12-31")
    )
    assert running.of("DE", "carried_over") == 5
    done = running.then(Implemented, "2028-01-20", **delivery)
    assert (done.of("DE", "carried_over"), done.of("DE", "implemented")) == (0, 5)
    assert done.refused(Implemented, "2028-01-21", **delivery) == "AMMR 60(3)"
    assert asked.catch_up_quantity(running.book, "DE") == Fraction(600 - 5)  # accepted relocations count (67(9))
