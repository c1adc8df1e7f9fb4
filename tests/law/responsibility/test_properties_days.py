"""Days: an outcome by a look-back flips at its computed end alone; a late request costs the state that makes it, a late
notification nobody."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from rewritten import always, ask, depths, later, more
from strategies import cases, states

from fairshare.law.responsibility.answers import answer
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import STATE_CODE, Mode, Paper
from fairshare.law.responsibility.days import day_number
from fairshare.law.responsibility.table import case_table
from fairshare.law.responsibility.trace import REASONS
from fairshare.law.time_limits import BUILT_IN, non_working

Fact = dict[str, Any]
DAY = timedelta(days=1)


def end(day: date, months: int) -> date:
    """The day with the same number so many months later, else the last day of that month (Article 75(b))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- every day of eight years, as columns -----------------------------------------------------------------------------

FROM, TO = date(2026, 1, 1), date(2033, 12, 31)
"""Two leap days, and every end of a month both before and after one."""


def every_day() -> Iterator[date]:
    yield from (FROM + timedelta(days=number) for number in range((TO - FROM).days + 1))


def outcomes(registered: list[date], **groups: dict[str, list[int]]) -> tuple[list[int], list[str]]:
    """Who is responsible, and by what, for adults registered in Sweden on those days with one fact each."""
    rows = len(registered)
    days = np.array([day_number(day) for day in registered], np.int32)
    facts = {"registrations": {"state": [STATE_CODE["SE"]] * rows, "registered": days}} | groups
    stacked = {
        name: {
            column: np.array([values], np.int32 if column in {"registered", "date", "issued", "valid_to"} else np.int8)
            for column, values in held.items()
        }
        for name, held in facts.items()
    }
    table = case_table(rows, {"asked_on": days}, stacked)
    choices = [{"regime": "ammr"}] * rows
    found = answer(
        Cases(list(map(str, range(rows))), table, np.arange(rows, dtype=np.int32), ["a"] * rows, choices, {})
    )
    return found.responsible.tolist(), [REASONS[why].rule for why in found.basis.tolist()]


LOOK_BACKS = [
    pytest.param(20, True, "AMMR 33(1)", "entries", {"mode": Mode.IRREGULAR}, "date", id="irregular",
                 marks=pytest.mark.law("AMMR 33(1)", "AMMR 75")),
    pytest.param(12, True, "AMMR 33(2)", "entries", {"mode": Mode.SAR}, "date", id="rescue",
                 marks=pytest.mark.law("AMMR 33(2)", "AMMR 75")),
    pytest.param(36, False, "AMMR 29(4)", "documents", {"kind": Paper.RESIDENCE}, "valid_to", id="permit",
                 marks=pytest.mark.law("AMMR 29(4)", "AMMR 75")),
    pytest.param(18, False, "AMMR 29(4)", "documents", {"kind": Paper.VISA}, "valid_to", id="visa",
                 marks=pytest.mark.law("AMMR 29(4)", "AMMR 75")),
    pytest.param(72, False, "AMMR 30(1)", "diplomas", {}, "issued", id="diploma",
                 marks=pytest.mark.law("AMMR 30(1)", "AMMR 75")),
]  # fmt: skip
"""Months; whether the last day counts ("more than" ceases from the day after, "less than" ends before); the rest."""


@pytest.mark.parametrize(("months", "last_counts", "cite", "group", "fixed", "field"), LOOK_BACKS)
def test_for_every_day_the_criterion_ends_on_the_computed_day(
    months: int, last_counts: bool, cite: str, group: str, fixed: dict[str, int], field: str
) -> None:
    shifts = (-400, -2, -1, 0, 1, 2, 400)
    rows = [(day, end(day, months) + shift * DAY, shift) for day in every_day() for shift in shifts]
    state = "issuer" if group != "entries" else "state"
    held = {state: [STATE_CODE["EL"]] * len(rows), field: [day_number(day) for day, _, _ in rows]}
    held |= {name: [int(value)] * len(rows) for name, value in fixed.items()}
    responsible, bases = outcomes([registered for _, registered, _ in rows], **{group: held})
    for (day, registered, shift), found, basis in zip(rows, responsible, bases, strict=True):
        if shift == -400 and months < 14:
            continue  # not entered yet
        met = shift < 0 or (shift == 0 and last_counts)
        expected = (STATE_CODE["EL"], cite) if met else (STATE_CODE["SE"], "AMMR 16(2)")
        still_valid = group == "documents" and registered <= day
        assert (found, "AMMR 29(4)" if still_valid else basis) == expected, (day, registered)


# --- among other facts ------------------------------------------------------------------------------------------------


@st.composite
def alone(draw: st.DrawFn) -> Fact:
    """A case that says nothing by which a criterion before Article 33 could be met; persons and wishes stay."""
    case = draw(cases(most_persons=2))
    kept = {"id", "persons", "wishes", "crises", "links"}
    case = {name: case[name] for name in case if name in kept} | {"applicant": "a", "choices": {"regime": "ammr"}}
    case["links"] = [link for link in case["links"] if link["kind"] not in {"parent", "child"}]
    case["persons"][0]["birth_date"] = "1990-01-01"
    return case


@pytest.mark.law("AMMR 33(1)", "AMMR 33(2)", "AMMR 75")
@depths(35, 150)
def test_a_registration_one_day_later_flips_article_33_at_the_end_alone(examples: int) -> None:
    def holds(case: Fact, crossed: date, rescued: bool, shift: int) -> None:
        last = end(crossed, 12 if rescued else 20)
        registered = max(last + shift * DAY, crossed)
        entry = {"state": "EL", "date": crossed.isoformat(), "mode": "sar" if rescued else "irregular"}
        asked_on = registered.isoformat()
        found = ask(
            case | {
                "asked_on": asked_on, "entries": [entry],
                "registrations": [{"person": "a", "state": "SE", "registered": asked_on}],
            }
        )[0]  # fmt: skip
        expected = ("EL", "AMMR 33(2)" if rescued else "AMMR 33(1)") if registered <= last else ("SE", "AMMR 16(2)")
        assert (found["responsible"], found["basis"]) == expected

    crossings = st.one_of(
        st.dates(date(2024, 1, 1), date(2040, 12, 31)),
        st.sampled_from(
            [date(2028, 2, 29), date(2026, 6, 30), date(2026, 10, 31), date(2027, 2, 28), date(2030, 6, 29)]
        ),
    )
    always(examples, holds, alone(), crossings, st.booleans(), st.one_of(st.integers(-3, 3), st.integers(-900, 900)))


# --- a late request, a late notification ------------------------------------------------------------------------------


@st.composite
def criteria_only(draw: st.DrawFn) -> Fact:
    """A case of the Regulation of which nothing but the criteria is on record: one registration, no procedure yet."""
    case = draw(cases())
    for group in ("events", "eurodac", "crises", "group"):
        case[group] = []
    acts = {"discretion_35_1", "discretion_35_2", "transfer_against_best_interests"}
    case["findings"] = [finding for finding in case["findings"] if finding["kind"] not in acts]
    for finding in case["findings"]:
        finding.pop("date", None)
    said = {(one["kind"], one.get("person"), one.get("about"), one.get("state")): one for one in case["findings"]}
    kinds = {kind: sum(key[0] == kind for key in said) for kind, *_ in said}
    case["findings"] = [one for key, one in said.items() if kinds[key[0]] == 1]  # none contradicts another
    day = draw(st.dates(date(2026, 6, 13), date(2028, 6, 30))).isoformat()
    case["registrations"] = [{"person": "a", "state": draw(states().filter("UK".__ne__)), "registered": day}]
    case["documents"] = [paper for paper in case["documents"] if paper.get("valid_from", day) <= day]  # later: 37(1)
    case["statuses"] = [status for status in case["statuses"] if status["person"] != "a"]
    case["choices"] = {}
    return case | {"asked_on": day}


def unaccompanied(found: Fact) -> bool:
    """Whether an answer rests on the criteria for unaccompanied minors."""
    return any(link["rule"].startswith("AMMR 25(") and link["outcome"] == "met" for link in found["chain"]) or (
        found["basis"] == "AMMR 37(1)"
    )


def last_day(case: Fact) -> date:
    """The last day for a request: two months from the registration, then the next working day (Articles 39(1), 75)."""
    registration = case["registrations"][0]
    day = end(date.fromisoformat(registration["registered"]), 2)
    while non_working(day, registration["state"], BUILT_IN):
        day += DAY
    return day


@pytest.mark.law("AMMR 39(1)", "AMMR 38(1)", "AMMR 75")
@depths(35, 150)
def test_a_late_take_charge_request_gives_the_determining_state_but_for_unaccompanied_minors(examples: int) -> None:
    def holds(case: Fact, days_late: int, asked_at_all: bool) -> None:
        first, state = ask(case)[0], case["registrations"][0]["state"]
        assume(first["responsible"] not in {None, state} and first["basis"] not in {"AMMR 16(4)", "AMMR 36(1)(c)"})
        sent = (last_day(case) + days_late * DAY).isoformat()
        request = {"kind": "request_sent", "by": state, "to": first["responsible"], "date": sent}
        late = more(case, events=[request] if asked_at_all else []) | {"asked_on": sent}
        found = ask(late)[0]
        if unaccompanied(first):
            assert (found["responsible"], found["basis"]) == (first["responsible"], first["basis"])
        else:
            assert (found["responsible"], found["basis"], found["status"]) == (state, "AMMR 39(1)", "shifted")

    always(examples, holds, criteria_only(), st.integers(1, 400), st.booleans())


@pytest.mark.law("AMMR 39(1)", "AMMR 75")
@depths(35, 150)
def test_a_request_up_to_the_last_day_costs_nothing(examples: int) -> None:
    def holds(case: Fact, days_early: int) -> None:
        first, registration = ask(case)[0], case["registrations"][0]
        assume(first["responsible"] not in {None, registration["state"]})
        assume(first["basis"] not in {"AMMR 16(4)", "AMMR 36(1)(c)", "AMMR 37(1)"})  # nobody is asked
        sent = max((last_day(case) - days_early * DAY).isoformat(), registration["registered"])
        request = {"kind": "request_sent", "by": registration["state"], "to": first["responsible"], "date": sent}
        found = ask(more(case, events=[request]) | {"asked_on": sent})[0]
        assert (found["responsible"], found["basis"]) == (first["responsible"], first["basis"])

    always(examples, holds, criteria_only(), st.integers(0, 60))


@pytest.mark.law("AMMR 41(1)", "AMMR 36(1)(b)")
@depths(20, 150)
def test_a_late_take_back_notification_never_changes_the_result(examples: int) -> None:
    def holds(case: Fact, bound: str, finder: str, article: str, days: tuple[int, int]) -> None:
        """Two weeks are given for it; on the day of the question the transfer limit has not run out in any course."""
        if article == "15":  # an application is on record where it was registered
            bound = case["registrations"][0]["state"]
        assume(bound != finder)
        hit = later(case["asked_on"], 30)
        hits = [
            {"article": article, "state": bound, "event_date": case["asked_on"], "hit_date": hit, "found_by": finder}
        ]
        case = more(case, eurodac=hits) | {"asked_on": later(hit, 150)}
        courses = [
            more(case, events=[{"kind": "notification_sent", "by": finder, "to": bound, "date": later(hit, number)}])
            for number in days
        ]
        never, on_time, late = (ask(course)[0] for course in (case, *courses))
        assert (late["responsible"], late["human"]) == (never["responsible"], never["human"])
        for name in ("responsible", "basis", "human"):
            assert late[name] == on_time[name]

    days_from_hit = st.tuples(st.integers(0, 14), st.integers(15, 150))
    always(
        examples, holds, criteria_only(), states(), states(), st.sampled_from(["15", "16(1)", "16(3)"]), days_from_hit
    )
