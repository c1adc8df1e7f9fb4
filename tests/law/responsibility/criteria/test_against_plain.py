"""The rules on documents, diplomas and entry over random columns, against the same law written for one person."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import pytest
from worded import random_table

from fairshare.law.responsibility.codes import NONE, Happened, Mode, Paper, PaperType
from fairshare.law.responsibility.criteria import diplomas, documents, entry, transit, visa_free
from fairshare.law.responsibility.days import NO_DAY, as_date, day_number
from fairshare.law.responsibility.ladder import Rule, Scope, scope_of
from fairshare.law.responsibility.table import CaseTable, Slots, take
from fairshare.law.responsibility.trace import HUMAN, REASONS

RULES = [
    documents.documents,
    documents.documents_dublin3,
    documents.documents_1990,
    documents.documents_2016,
    diplomas.diplomas,
    visa_free.visa_free,
    transit.transit,
    entry.relocated_entry,
    entry.search_and_rescue,
    entry.irregular_entry,
    entry.irregular_entry_dublin3,
    entry.irregular_entry_1990,
    entry.irregular_entry_2016,
    entry.continuous_stay_dublin3,
    entry.controlled_entry_1990,
]
ASKED = {
    "documents": documents.documents,
    "diplomas": diplomas.diplomas,
    "visa_free": visa_free.visa_free,
    "sar": entry.search_and_rescue,
    "irregular": entry.irregular_entry,
}
DAY_COLUMNS = {"date", "valid_from", "valid_to", "ended_on", "issued", "study_from", "study_to", "until"}


def months(day: date, count: int) -> date:
    """The same day so many months on, or the last of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def facts(group: Slots, row: int) -> list[dict]:
    """The filled slots of one row, with days as dates and ``None`` where nothing is recorded."""
    answer, filled = [], group.filled
    for slot in range(group.count):
        if not filled[slot, row]:
            continue
        fact: dict = {"slot": slot}
        for field in fields(group):
            value = int(getattr(group, field.name)[slot, row])
            if field.name in DAY_COLUMNS:
                fact[field.name] = None if value == NO_DAY else as_date(value)
            else:
                fact[field.name] = None if value == NONE else value
        answer.append(fact)
    return answer


def best(candidates: list[dict], state: str, *measures: str) -> int | str | None:
    """The state of the candidate that ranks first; HUMAN where that is not one state."""
    left = candidates
    for measure in measures:
        if len({c[state] for c in left}) == 1:
            break
        values = [c[measure] for c in left]
        if any(v is None for v in values):
            if not all(v is None for v in values):
                return HUMAN
            continue
        left = [c for c in left if c[measure] == max(values)]
    states = {c[state] for c in left}
    return states.pop() if len(states) == 1 else HUMAN


def plain_documents(held: list[dict], day: date, barred: int) -> int | str | None:
    """Article 29 for one person."""
    usable: dict[int, list[dict]] = {}
    for doc in held:
        visa = doc["kind"] == Paper.VISA
        owner = doc["represented"] if visa and doc["represented"] is not None else doc["issuer"]
        ends = [d for d in (doc["valid_to"], doc["ended_on"]) if d is not None]
        end = min(ends, default=None)
        if doc["type"] == PaperType.PROCEDURE or doc["fraud_after_issue"] == 1 or barred >> owner & 1:
            continue
        if (doc["valid_from"] or day) > day or (doc["ended"] is not None and end is None):
            continue
        valid = (doc["valid_to"] or day) >= day and (doc["ended_on"] is None or doc["ended_on"] > day)
        if not valid and day >= months(end, 18 if visa else 36):
            continue
        span = (doc["valid_to"] - doc["valid_from"]).days + 1 if doc["valid_to"] and doc["valid_from"] else None
        first, second = (span, doc["conferred"]) if visa else (doc["conferred"], span)
        rank = (3 if valid else 1) + (0 if visa else 1)
        length = second if first is None else first
        usable.setdefault(rank, []).append({"owner": owner, "end": end, "length": length, "type": doc["type"]})
    if not usable:
        return None
    rank = max(usable)
    alike = rank in (1, 3) and len({doc["type"] for doc in usable[rank]}) == 1
    return best(usable[rank], "owner", *(("end",) if alike else ("length", "end")))


def plain_diplomas(held: list[dict], day: date, barred: int) -> int | str | None:
    """Article 30 for one person."""
    usable = [
        d
        for d in held
        if d["issued"] is not None
        and d["issued"] <= day < months(d["issued"], 72)
        and (d["isced"] is None or d["isced"] >= 2)
        and (d["study_months"] is None or d["study_months"] >= 9)
        and not barred >> d["issuer"] & 1
    ]
    return best(usable, "issuer", "study_months", "issued") if usable else None


LEAVING = (Happened.EXIT_TERRITORY, Happened.REMOVAL, Happened.RETURN)


def plain_visa_free(entries: list[dict], events: list[dict], day: date, here: int, barred: int) -> int | str | None:
    """Article 31 for one person."""
    found = [e for e in entries if e["mode"] == Mode.VISA_FREE and e["date"] <= day]
    for free in found:
        free["points"] = here if (free["visa_not_required_in"] or 0) >> here & 1 else free["state"]
    found = [e for e in found if not barred >> e["points"] & 1]
    if not found:
        return None
    last = max(e["date"] for e in found)
    if any(e["kind"] in LEAVING and e["date"] and last < e["date"] < day for e in events):
        return None
    states = {e["points"] for e in found if e["date"] == last}
    return states.pop() if len(states) == 1 else HUMAN


def plain_crossing(entries: list[dict], events: list[dict], day: date, barred: int) -> dict | None:
    """Article 33(1) and (2) for one person: the first crossing that neither lapsed nor was ended."""
    landed = {(e["state"], e["date"]) for e in entries if e["mode"] == Mode.SAR}
    for crossing in entries:
        irregular = crossing["mode"] == Mode.IRREGULAR and crossing["from_third_country"]
        if crossing["mode"] != Mode.SAR and not irregular:
            continue
        if irregular and (crossing["state"], crossing["date"]) in landed:
            continue
        if crossing["date"] > day or barred >> crossing["state"] & 1:
            continue
        if day > months(crossing["date"], 20 if irregular else 12) or plain_ended(crossing, entries, events, day):
            continue
        return crossing
    return None


def plain_ended(crossing: dict, entries: list[dict], events: list[dict], day: date) -> bool:
    for event in events:
        left = event["date"]
        if left is None or not crossing["date"] <= left < day:
            continue
        if event["kind"] in (Happened.REMOVAL, Happened.RETURN):
            return True
        returns = [e["date"] for e in entries] + [
            e["date"] for e in events if e["kind"] == Happened.REENTRY and e["date"]
        ]
        back = min([r for r in returns if r >= left] + [day])
        if event["kind"] == Happened.EXIT_TERRITORY and back >= months(left, 9):
            return True
    return False


def plain(table: CaseTable, scope: Scope, row: int) -> dict[str, int | str | None]:
    """The answers of the law for one row."""
    day, barred, here = as_date(int(scope.day[row])), int(scope.barred[row]), int(scope.registered_in[row])
    entries, events = facts(table.entries, row), facts(table.events, row)
    crossing = plain_crossing(entries, events, day, barred)
    sar = crossing is not None and crossing["mode"] == Mode.SAR
    return {
        "documents": plain_documents(facts(table.documents, row), day, barred),
        "diplomas": plain_diplomas(facts(table.diplomas, row), day, barred),
        "visa_free": plain_visa_free(entries, events, day, here, barred),
        "sar": crossing["state"] if crossing and sar else None,
        "irregular": crossing["state"] if crossing and not sar else None,
    }


@pytest.mark.law("AMMR 29", "AMMR 30", "AMMR 31", "AMMR 33")
@pytest.mark.parametrize("seed", range(3))
def test_columns_and_one_person_at_a_time_give_the_same_states(seed: int) -> None:
    table, scope = random_table(seed, 1500)
    expected = [plain(table, scope, row) for row in range(table.rows)]
    for name, rule in ASKED.items():
        verdict = rule(table, scope)
        human = [REASONS[why].outcome == HUMAN for why in verdict.why.tolist()]
        states = [
            HUMAN if asks else None if state == NONE else state
            for state, asks in zip(verdict.state.tolist(), human, strict=True)
        ]
        assert states == [one[name] for one in expected], name
        assert len(set(states)) > 4, f"{name} is hardly tested"


@pytest.mark.parametrize("rule", RULES)
def test_a_row_says_the_same_alone_and_among_others(rule: Rule) -> None:
    table, scope = random_table(7, 250)
    whole = rule(table, scope)
    met = 0
    for row in range(table.rows):
        one = np.array([row])
        alone = rule(take(table, one), scope_of(scope, one))
        assert int(alone.why[0]) == int(whole.why[row]) >= 0
        assert int(alone.state[0]) == int(whole.state[row])
        if whole.slot is not None and alone.slot is not None:
            assert int(alone.slot[0]) == int(whole.slot[row])
        if int(whole.state[row]) != NONE:
            met += 1
            assert [int(f[0]) for f in alone.figures] == [int(f[row]) for f in whole.figures]
            assert not int(scope.barred[row]) >> int(whole.state[row]) & 1
    assert met > 5


@pytest.mark.law("AMMR 75")
def test_the_plain_months_agree_with_the_law() -> None:
    assert months(date(2026, 6, 30), 20) == date(2028, 2, 29)
    assert months(date(2027, 1, 31), 1) == date(2027, 2, 28) == as_date(day_number(date(2027, 2, 27))) + timedelta(1)
