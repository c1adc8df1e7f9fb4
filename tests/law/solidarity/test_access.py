"""Who may use the pool: every combination of what may be on record of a state (Articles 58 to 60)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity import access
from fairshare.law.solidarity.access import (
    BENEFITTING,
    CONTRIBUTING,
    DEDUCTED,
    REFUSED_ACCESS,
    RELEASED,
    Standing,
    is_shielded,
    owes,
    role,
)

NAMES = ("notice", "notified", "accepted", "rejected", "refused", "fully_deducted", "partly_deducted")
PRESSURE = frozenset({"pressure"})
SILENT_RELEASED = Choices({"SILENT_PRESSURE_STATE": "released"})
standings = st.builds(
    Standing,
    labels=st.sampled_from([frozenset(), PRESSURE, frozenset({"at_risk"}), frozenset({"significant_situation"})]),
    **{name: st.booleans() for name in NAMES},
)


@pytest.mark.law("AMMR 58(1)")
def test_a_state_identified_as_under_pressure_gives_notice_once_the_act_is_adopted() -> None:
    access.check_notice(Standing(labels=PRESSURE), act_adopted=True)
    with pytest.raises(RefusedError, match="after the act on the pool is adopted"):
        access.check_notice(Standing(labels=PRESSURE), act_adopted=False)


@pytest.mark.law("AMMR 58(1)")
@pytest.mark.parametrize(
    "labels", [set(), {"at_risk"}, {"significant_situation"}, {"at_risk", "significant_situation"}]
)
def test_no_other_label_gives_access_by_notice(labels: set[str]) -> None:
    with pytest.raises(RefusedError, match="only a state identified as under migratory pressure"):
        access.check_notice(Standing(labels=frozenset(labels)), act_adopted=True)


@pytest.mark.law("AMMR 58(1)")
@pytest.mark.parametrize("kind", ["fully_deducted", "partly_deducted"])
def test_notice_after_a_deduction_is_an_open_question(kind: str) -> None:
    """A9: nothing excludes it; the other reading holds the state to the way that it chose."""
    deducted = Standing(labels=PRESSURE, **{kind: True})
    access.check_notice(deducted, act_adopted=True)
    barred = Choices({"NOTICE_AFTER_DEDUCTION": "barred"})
    with pytest.raises(RefusedError) as error:
        access.check_notice(deducted, act_adopted=True, choices=barred)
    assert error.value.cite == "AMMR 61(1)"
    access.check_notice(Standing(labels=PRESSURE), act_adopted=True, choices=barred)


@pytest.mark.law("AMMR 59(1)")
def test_a_state_not_identified_notifies_and_may_notify_again_after_a_rejection() -> None:
    access.check_notification(Standing())
    access.check_notification(Standing(labels=frozenset({"at_risk"})))
    access.check_notification(Standing(notified=True, rejected=True))
    access.check_notification(Standing(notified=True, accepted=True, refused=True))


@pytest.mark.law("AMMR 59(1)")
@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing(labels=PRESSURE), "gives notice under Article 58"),
        (Standing(notified=True, accepted=True), "benefits from the pool already"),
    ],
)
def test_who_has_no_need_to_notify(standing: Standing, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        access.check_notification(standing)


@pytest.mark.law("AMMR 59(4)")
def test_the_commission_decides_once_on_a_notification() -> None:
    access.check_decision(Standing(notified=True))
    with pytest.raises(RefusedError, match="there is none"):
        access.check_decision(Standing())
    for decided in ("accepted", "rejected"):
        with pytest.raises(RefusedError, match="decided already"):
            access.check_decision(Standing(notified=True, **{decided: True}))


@pytest.mark.law("AMMR 59(6)", "AMMR 59(7)")
def test_access_is_refused_within_two_weeks_of_the_decision() -> None:
    decided, accepted = date(2027, 3, 1), Standing(notified=True, accepted=True)
    access.check_refusal(accepted, decided, date(2027, 3, 15))
    with pytest.raises(RefusedError, match="within two weeks"):
        access.check_refusal(accepted, decided, date(2027, 3, 16))
    for standing, day in ((Standing(notified=True), decided), (accepted, None)):
        with pytest.raises(RefusedError, match="only after the Commission found migratory pressure"):
            access.check_refusal(standing, day, decided + timedelta(days=1))


@pytest.mark.law("AMMR 58(3)", "AMMR 59(4)", "AMMR 60(3)(3)")
@pytest.mark.parametrize(
    ("standing", "choices", "expected"),
    [
        (Standing(), Choices(), CONTRIBUTING),
        (Standing(labels=PRESSURE), Choices(), CONTRIBUTING),  # A15: release needs use of the pool
        (Standing(labels=PRESSURE), SILENT_RELEASED, RELEASED),
        (Standing(labels=frozenset({"at_risk"})), SILENT_RELEASED, CONTRIBUTING),
        (Standing(labels=PRESSURE, notice=True), Choices(), BENEFITTING),
        (Standing(notified=True, accepted=True), Choices(), BENEFITTING),
        (Standing(notified=True, accepted=True, refused=True), Choices(), REFUSED_ACCESS),  # A8: the dead end
        (Standing(notified=True, rejected=True), Choices(), CONTRIBUTING),
        (Standing(fully_deducted=True), Choices(), DEDUCTED),
        (Standing(partly_deducted=True), Choices(), CONTRIBUTING),
        (Standing(labels=PRESSURE, notice=True, fully_deducted=True), Choices(), BENEFITTING),  # A9
    ],
)
def test_the_role_that_follows_from_the_record(standing: Standing, choices: Choices, expected: str) -> None:
    assert role(standing, choices) == expected


@pytest.mark.law("AMMR 60(3)(3)")
@given(standings)
def test_axiom_who_uses_the_pool_or_has_a_full_deduction_owes_nothing(standing: Standing) -> None:
    for choices in (Choices(), SILENT_RELEASED):
        if standing.uses_pool or standing.fully_deducted:
            assert not owes(role(standing, choices))
        elif "pressure" not in standing.labels:
            assert owes(role(standing, choices))


@pytest.mark.law("AMMR 60(3)(3)")
def test_only_two_roles_owe() -> None:
    roles = (CONTRIBUTING, REFUSED_ACCESS, BENEFITTING, DEDUCTED, RELEASED)
    assert [owes(name) for name in roles] == [True, True, False, False, False]


@pytest.mark.law("AMMR 60(3)(4)")
@pytest.mark.parametrize(("recorded", "waived"), list(product([False, True], repeat=2)))
def test_the_shield_holds_where_shortcomings_are_recorded_and_not_waived(recorded: bool, waived: bool) -> None:
    shortcomings = {"EL"} if recorded else {"CY"}
    chosen = {"EL"} if waived else {"CY"}
    assert is_shielded("EL", shortcomings, chosen) is (recorded and not waived)
