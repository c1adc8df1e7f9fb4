"""Findings in a case: what a person judged stands with the applicant, the relative, the state or as an act."""

from __future__ import annotations

from typing import Any

import pytest
from documents import cells, day, link, people, table

from fairshare.law.responsibility.codes import NONE, STATE_CODE, Happened, states_of

DE, FI, SE = (STATE_CODE[state] for state in ("DE", "FI", "SE"))


def judged(**finding: Any) -> Any:
    return table(
        persons=people("a", "r", "s", "b", s={"present_in": "SE"}),
        links=[link("a", "r", "parent"), link("a", "s", "sibling")],
        statuses=[{"person": "r", "state": "DE", "kind": "citizen"}, {"person": "r", "state": "FI", "kind": "citizen"}],
        findings=[{"value": True} | finding],
    )


@pytest.mark.law("AMMR 25(3)", "AMMR 34(1)")
@pytest.mark.parametrize("kind", ["able_to_care", "dependency"])
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"about": "r"}, [1, 1, NONE]),
        ({"about": "r", "value": False}, [0, 0, NONE]),
        ({"about": "FI"}, [NONE, 1, NONE]),
        ({"state": "DE"}, [1, NONE, NONE]),
        ({}, [1, 1, 1]),
        ({"person": "a", "about": "s"}, [NONE, NONE, 1]),
        ({"person": "r"}, [1, 1, NONE]),  # the finding names the relative
        ({"person": "r", "about": "a"}, [1, 1, NONE]),
        ({"person": "b", "about": "r"}, [NONE, NONE, NONE]),
    ],
)
def test_findings_stand_with_the_relative(kind: str, given: dict[str, Any], expected: list[int]) -> None:
    assert cells(judged(kind=kind, **given).relatives, kind) == expected


@pytest.mark.law("AMMR 25(2)", "AMMR 25(4)", "AMMR 25(5)")
@pytest.mark.parametrize(
    ("given", "relatives", "favoured", "against", "plain"),
    [
        ({}, [NONE, NONE, NONE], (), (), 1),
        ({"value": False, "about": "a", "person": "a"}, [NONE, NONE, NONE], (), (), 0),
        ({"about": "r"}, [1, 1, NONE], (), (), NONE),
        ({"about": "r", "value": False, "state": "DE"}, [0, 0, NONE], (), ("DE",), NONE),
        ({"about": "DE"}, [NONE, NONE, NONE], ("DE",), (), NONE),
        ({"state": "DE", "value": False}, [NONE, NONE, NONE], (), ("DE",), NONE),
        ({"value": "SE"}, [NONE, NONE, NONE], ("SE",), (), NONE),
        ({"value": "FI", "about": "r"}, [NONE, 1, NONE], ("FI",), (), NONE),
        ({"person": "b"}, [NONE, NONE, NONE], (), (), NONE),
    ],
)
def test_best_interests_stand_with_a_relative_a_state_or_the_child(
    given: dict[str, Any], relatives: list[int], favoured: tuple[str, ...], against: tuple[str, ...], plain: int
) -> None:
    facts = judged(kind="best_interests", **given)
    assert cells(facts.relatives, "best_interests") == relatives
    assert states_of(int(facts.interests_for[0])) == favoured
    assert states_of(int(facts.interests_against[0])) == against
    assert facts.best_interests[0] == plain


def test_of_several_findings_the_latest_stands_and_an_undated_one_is_the_earliest() -> None:
    risk = {"kind": "art4_risk", "state": "EL"}
    facts = table(
        asked_on="2027-01-01",
        findings=[
            risk | {"value": False, "date": "2026-10-02"},
            risk | {"value": True, "date": "2026-10-01"},
            {"kind": "art4_risk", "value": "Italy"},
            {"kind": "art4_risk", "value": False},  # of no state
            {"kind": "art4_risk", "about": "SE", "value": True},
        ],
    )
    assert states_of(int(facts.article_4_risk[0])) == ("IT", "SE")


@pytest.mark.law("AMMR 16(4)")
@pytest.mark.parametrize(
    ("given", "by"), [({"by": "SE", "state": "DE"}, SE), ({"state": "DE"}, DE), ({"value": "FI"}, FI), ({}, NONE)]
)
def test_a_threat_is_found_by_the_state_that_checked(given: dict[str, Any], by: int) -> None:
    facts = table(
        asked_on="2027-01-01", findings=[{"kind": "security_threat", "value": True, "date": "2026-10-01"} | given]
    )
    assert (facts.security_threat[0], facts.security_by[0], day(facts.security_date[0])) == (1, by, "2026-10-01")


@pytest.mark.law("AMMR 34(2)")
def test_unable_to_travel_is_recorded_of_the_applicant_only() -> None:
    unable = {"kind": "unable_to_travel", "value": True}
    assert table(findings=[unable]).unable_to_travel[0] == 1
    assert table(persons=people("a", "b"), findings=[unable | {"person": "b"}]).unable_to_travel[0] == NONE


@pytest.mark.law("AMMR 35(1)", "AMMR 35(2)", "AMMR 37(1)")
@pytest.mark.parametrize(
    ("kind", "given", "event", "state", "to"),
    [
        ("discretion_35_1", {"by": "SE", "state": "DE"}, Happened.EXAMINES_ITSELF, SE, NONE),
        ("discretion_35_1", {"state": "DE"}, Happened.EXAMINES_ITSELF, DE, NONE),
        ("discretion_35_1", {"value": "FI"}, Happened.EXAMINES_ITSELF, FI, NONE),
        ("discretion_35_1", {}, Happened.EXAMINES_ITSELF, NONE, NONE),
        ("discretion_35_2", {"by": "FR", "value": "FI"}, Happened.HUMANITARIAN_DECISION, NONE, FI),
        ("discretion_35_2", {"about": "DE"}, Happened.HUMANITARIAN_DECISION, NONE, DE),
        (
            "transfer_against_best_interests",
            {"state": "DE", "by": "SE"},
            Happened.TRANSFER_AGAINST_BEST_INTERESTS,
            DE,
            NONE,
        ),
        ("transfer_against_best_interests", {"by": "SE"}, Happened.TRANSFER_AGAINST_BEST_INTERESTS, SE, NONE),
    ],
)
def test_acts_of_discretion_are_events(kind: str, given: dict[str, Any], event: Happened, state: int, to: int) -> None:
    facts = table(findings=[{"kind": kind, "value": True} | given]).events
    assert (cells(facts, "kind"), cells(facts, "state"), cells(facts, "to")) == ([event], [state], [to])
    assert [day(one) for one in cells(facts, "date")] == ["2026-09-01"]


def test_an_act_refused_or_of_another_person_is_no_event() -> None:
    use = {"kind": "discretion_35_1", "value": True, "by": "SE", "date": "2026-09-05"}
    facts = table(
        persons=people("a", "b"), findings=[use, use | {"value": False, "date": "2026-09-04"}, use | {"person": "b"}]
    ).events
    assert [day(one) for one in cells(facts, "date")] == ["2026-09-05"]
