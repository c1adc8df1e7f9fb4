"""Each guard refuses with its article, and lets pass what the article allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from test_machine import DAY, OPEN, a_case

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.law.responsibility.codes import STATE_CODE, STATES
from fairshare.workbench.cases import guards
from fairshare.workbench.cases.facts import Around, Facts
from fairshare.workbench.cases.guards import Guard

AGREED = np.zeros(len(STATES), np.int64)
AGREED[STATE_CODE["IT"]] = 1 << STATE_CODE["DE"]
GRANTED = date(2025, 1, 1)
BIP: dict[str, Any] = {"kind": "beneficiary", "family": "", "granted": GRANTED, "consent": True}


def facts(**changes: Any) -> Facts:
    """A case with some facts changed."""
    return replace(a_case("matched", ""), **changes)


def around(**changes: Any) -> Around:
    """The surroundings with something changed."""
    return replace(OPEN, **{"agreed": AGREED} | changes)


REFUSED = [
    pytest.param(guards.eligible, facts(security=True), around(), "AMMR 67(2)", id="a threat to security"),
    pytest.param(guards.eligible, facts(security=None), around(), "AMMR 67(2)", id="no check of security"),
    pytest.param(guards.eligible, facts(family="yes"), around(), "AMMR 67(5)", id="family in the benefitting state"),
    pytest.param(guards.eligible, facts(family="open"), around(), "AMMR 67(5)", id="family undecided"),
    pytest.param(guards.eligible, facts(family=""), around(), "AMMR 67(5)", id="family not on record"),
    pytest.param(guards.eligible, facts(**BIP | {"consent": False}), around(), "AMMR 67(4)", id="no consent"),
    pytest.param(guards.eligible, facts(**BIP | {"consent": None}), around(), "AMMR 67(4)", id="consent not on record"),
    pytest.param(
        guards.eligible, facts(**BIP | {"granted": date(2023, 12, 10)}), around(), "AMMR 56(2)(a)(ii)", id="three years"
    ),
    pytest.param(
        guards.eligible, facts(**BIP), around(agreed=np.zeros(len(STATES), np.int64)), "AMMR 56(2)(a)(ii)", id="no pact"
    ),
    pytest.param(
        guards.in_pool_year, facts(), around(ends=DAY - timedelta(days=1)), "AMMR 60(3)(1)", id="after the pool year"
    ),
    pytest.param(guards.benefits, facts(), around(benefits=False), "AMMR 67(1)", id="no access to the pool"),
    pytest.param(guards.destination_open, facts(destination="IT"), around(), "AMMR 67(1)", id="to itself"),
    pytest.param(guards.destination_open, facts(), around(to_implement=0), "AMMR 60(3)", id="nothing pledged"),
    pytest.param(guards.destination_open, facts(), around(left=0), "AMMR 60(3)", id="pledge used up"),
    pytest.param(guards.destination_open, facts(), around(left=2), "AMMR 67(6)", id="no room for the whole family"),
    pytest.param(guards.destination_open, facts(), around(shielded=True), "AMMR 60(3)(4)", id="shortcomings"),
    pytest.param(
        guards.destination_open, facts(**BIP, destination="FR"), around(), "AMMR 56(2)(a)(ii)", id="no pact of the two"
    ),
    pytest.param(
        guards.in_time, facts(received=DAY - timedelta(days=11)), around(), "AMMR 67(9)", id="after silence confirmed"
    ),
    pytest.param(guards.silent, facts(received=DAY - timedelta(days=6)), around(), "AMMR 67(9)", id="not silent yet"),
    pytest.param(guards.closed_list, facts(ground="no-link"), around(), "AMMR 67(9)", id="a missing link"),
    pytest.param(guards.closed_list, facts(ground="family"), around(), "AMMR 67(9)", id="not the other state's ground"),
    pytest.param(guards.closed_list, facts(ground="security"), around(), "AMMR 67(2)", id="security is told as such"),
    pytest.param(
        guards.closed_list, facts(ground="no-consent"), around(), "AMMR 67(4)", id="consent is not asked of applicants"
    ),
    pytest.param(
        guards.closed_list, facts(ground="protection-too-old"), around(), "AMMR 56(2)(a)(ii)", id="nor is protection"
    ),
    pytest.param(guards.threat, facts(), around(), "AMMR 67(2)", id="no ground of security"),
    pytest.param(guards.withdrawn, facts(ground="pledge-used"), around(), "AMMR 67(1)", id="no reason to withdraw"),
    pytest.param(guards.withdrawn, facts(ground="no-consent"), around(), "AMMR 67(4)", id="applicants do not consent"),
    pytest.param(
        guards.withdrawn, facts(**BIP, ground="family"), around(), "AMMR 67(5)", id="family is asked of applicants"
    ),
    *(pytest.param(guards.place_lost, facts(ground=ground), around(), "AMMR 60(3)", id=f"a place not {ground}")
      for ground in ("no-pledge", "pledge-used", "shielded", "family")),
    pytest.param(
        guards.place_lost, facts(ground="pledge-used", confirmed=DAY), around(left=0), "AMMR 60(3)", id="one confirmed"
    ),
    pytest.param(guards.suspension_open, facts(), around(), "AMMR 43(3)", id="nothing to suspend"),
    pytest.param(
        guards.suspension_open, facts(notified=DAY, suspends=False), around(), "AMMR 43(3)", id="a second request"
    ),
    pytest.param(
        guards.suspension_open, facts(notified=DAY - timedelta(days=25)), around(), "AMMR 43(3)", id="asked too late"
    ),
    pytest.param(guards.appeal_pending, facts(), around(), "AMMR 43(3)", id="no appeal"),
    pytest.param(
        guards.appeal_pending, facts(appealed=DAY, appeal_decided=DAY), around(), "AMMR 43(3)", id="decided already"
    ),
    pytest.param(
        guards.appeal_open, facts(notified=DAY, appealed=DAY), around(), "AMMR 43(2)", id="a second appeal"
    ),
    pytest.param(
        guards.appeal_open, facts(notified=DAY - timedelta(days=25)), around(), "AMMR 43(2)", id="appeal too late"
    ),
    pytest.param(guards.noticed, facts(notified=DAY - timedelta(days=1)), around(), "AMMR 67(10)", id="a day's notice"),
    pytest.param(
        guards.noticed, facts(**BIP, notified=DAY - timedelta(days=6)), around(), "AMMR 67(10)", id="notice of six days"
    ),
    pytest.param(guards.is_applicant, facts(**BIP), around(), "AMMR 68(4)", id="a beneficiary is not determined"),
    pytest.param(guards.is_beneficiary, facts(), around(), "AMMR 68(2)", id="an applicant has no status"),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "case", "surroundings", "cite"), REFUSED)
def test_a_guard_refuses_with_its_article(guard: Guard, case: Facts, surroundings: Around, cite: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        guard(case, DAY, surroundings)
    assert refusal.value.cite == cite


PASSED = [
    pytest.param(guards.eligible, facts(), id="an applicant with nothing against"),
    pytest.param(guards.eligible, facts(**BIP), id="a beneficiary who consents"),
    pytest.param(guards.eligible, facts(**BIP | {"granted": date(2023, 12, 11)}), id="a day less than three years"),
    pytest.param(guards.destination_open, facts(persons=50), id="the last places"),
    pytest.param(guards.in_time, facts(received=DAY - timedelta(days=7)), id="the last day of the week"),
    pytest.param(guards.in_pool_year, facts(), id="within the pool year"),
    pytest.param(guards.closed_list, facts(ground="pledge-used"), id="a pledge that is used up"),
    pytest.param(guards.closed_list, facts(**BIP, ground="no-consent"), id="a beneficiary who did not consent"),
    pytest.param(guards.withdrawn, facts(ground="out-of-scope"), id="an application that was withdrawn"),
    pytest.param(guards.suspension_open, facts(notified=DAY - timedelta(days=21)), id="asked on the last day"),
    pytest.param(guards.appeal_pending, facts(appealed=DAY), id="an appeal that waits"),
    pytest.param(guards.appeal_open, facts(notified=DAY - timedelta(days=21)), id="the last day of three weeks"),
    pytest.param(guards.noticed, facts(notified=DAY - timedelta(days=2)), id="two days' notice"),
    pytest.param(guards.noticed, facts(**BIP, notified=DAY - timedelta(days=7)), id="a week's notice"),
]


@pytest.mark.parametrize(("guard", "case"), PASSED)
def test_a_guard_lets_pass_what_the_article_allows(guard: Guard, case: Facts) -> None:
    guard(case, DAY, around())


@pytest.mark.parametrize(
    ("ground", "surroundings"),
    [("no-pledge", {"to_implement": 0}), ("pledge-used", {"left": 2}), ("shielded", {"shielded": True})],
)
def test_a_place_is_lost_as_the_record_says(ground: str, surroundings: dict[str, Any]) -> None:
    guards.place_lost(facts(ground=ground), DAY, around(**surroundings))


def test_the_procedure_does_not_run_before_it_applies() -> None:
    with pytest.raises(RefusedError) as refusal:
        guards.applies(facts(), date(2026, 6, 1), around())
    assert refusal.value.cite == "AMMR 85"


def test_whether_a_lapse_ends_a_relocation_is_a_choice() -> None:
    late = facts(received=DAY - timedelta(days=60), confirmed=DAY - timedelta(days=59))
    literal = around(choices=Choices())
    guards.transfer_open(late, DAY, literal)
    with pytest.raises(RefusedError, match="stays owed"):
        guards.transfer_lapsed(late, DAY, literal)
    guards.transfer_lapsed(late, DAY, around())
    with pytest.raises(RefusedError, match="has lapsed"):
        guards.transfer_open(late, DAY, around())


def test_the_unchecked_are_matched_only_by_choice() -> None:
    unchecked = facts(security=None, family="")
    with pytest.raises(RefusedError):
        guards.eligible(unchecked, DAY, around())
    guards.eligible(unchecked, DAY, around(choices=Choices({"UNCHECKED_PERSONS": "matched"})))
