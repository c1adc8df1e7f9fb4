"""Contested readings that the facts of a case put at issue are flagged, and only where their rule was reached."""

from __future__ import annotations

from typing import Any

import pytest

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.notation import read_cases


def flags(registered: str, **facts: Any) -> list[str]:
    case = {
        "id": "case",
        "applicant": "a",
        "asked_on": registered,
        "persons": [{"id": "a", "birth_date": "1990-01-01"}],
        "registrations": [{"state": "FR", "registered": registered}],
    }
    (found,) = documents(answer(read_cases([case | facts])))
    assert all(flag in found["choices"] for flag in found["flags"])
    return list(found["flags"])


def crossing(mode: str, day: str) -> dict[str, Any]:
    return {"entries": [{"state": "IT", "date": day, "mode": mode}]}


@pytest.mark.law("AMMR 33(1)", "AMMR 33(2)", "AMMR 75")
@pytest.mark.parametrize(
    ("registered", "mode", "day", "contested"),
    [
        ("2028-10-13", "irregular", "2027-02-14", False),  # twenty months end on Saturday 14 October 2028
        ("2028-10-14", "irregular", "2027-02-14", True),  # the plain end and the rolled one agree on the result
        ("2028-10-16", "irregular", "2027-02-14", True),  # Monday
        ("2028-10-17", "irregular", "2027-02-14", False),
        ("2028-10-16", "sar", "2027-10-14", True),
        ("2028-10-16", "visa_free", "2027-10-14", False),
        ("2028-10-17", "irregular", "2027-02-16", False),  # ends on Monday 16 October itself
    ],
)
def test_a_look_back_that_ends_on_a_weekend(registered: str, mode: str, day: str, contested: bool) -> None:
    assert ("ROLL_LOOKBACK" in flags(registered, **crossing(mode, day))) is contested


@pytest.mark.law("AMMR 29(4)", "AMMR 30(1)")
@pytest.mark.parametrize(
    "facts",
    [
        {"documents": [{"holder": "a", "kind": "visa", "issuer": "NL", "valid_to": "2027-04-14"}]},
        {
            "documents": [
                {"holder": "a", "kind": "residence", "issuer": "NL", "ended": "revoked", "ended_on": "2025-10-14"}
            ]
        },
        {"diplomas": [{"holder": "a", "issuer": "NL", "issued": "2022-10-14"}]},
    ],
)
def test_documents_and_diplomas_look_back_too(facts: dict[str, Any]) -> None:
    assert "ROLL_LOOKBACK" in flags("2028-10-16", **facts)
    assert "ROLL_LOOKBACK" not in flags("2028-10-18", **facts)


@pytest.mark.law("AMMR 2(15)")
@pytest.mark.parametrize(("months", "contested"), [(8, False), (9, True), (11, True), (12, False)])
def test_how_long_an_academic_year_is(months: int, contested: bool) -> None:
    diploma = {"holder": "a", "issuer": "SE", "issued": "2027-06-01", "study_months": months}
    assert ("ACADEMIC_YEAR" in flags("2028-10-16", diplomas=[diploma])) is contested


@pytest.mark.law("AMMR 31(1)")
def test_a_waiver_that_is_not_on_record() -> None:
    assert "VISA_FREE_LIST" in flags("2028-10-16", **crossing("visa_free", "2028-10-01"))
    named = {"entries": [{"state": "IT", "date": "2028-10-01", "mode": "visa_free", "visa_not_required_in": ["IT"]}]}
    assert "VISA_FREE_LIST" not in flags("2028-10-16", **named)


@pytest.mark.law("AMMR 85")
@pytest.mark.parametrize(
    ("registered", "contested"),
    [("2026-06-11", False), ("2026-06-12", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_the_two_days_of_general_application(registered: str, contested: bool) -> None:
    assert ("D" in flags(registered)) is contested


def test_nothing_is_at_issue_under_a_criterion_that_was_not_reached() -> None:
    visa = {"holder": "a", "kind": "visa", "issuer": "NL", "valid_from": "2028-10-01", "valid_to": "2028-11-01"}
    assert flags("2028-10-16", documents=[visa], **crossing("irregular", "2027-02-14")) == []
