"""One rule asked about cases written in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import NONE, STATE_CODE, STATES, Place, states_mask, states_of
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.responsibility.ladder import Rule, Scope
from fairshare.law.responsibility.table import DAY, GROUPS, STATE, STATE_SET, CaseTable, Column, case_table, columns
from fairshare.law.responsibility.trace import REASONS, sentence


@dataclass(frozen=True)
class Said:
    """What a rule says of one case, in words."""

    state: str | None
    rule: str
    outcome: str
    why: str
    flags: tuple[str, ...]
    options: tuple[str, ...]
    group: str
    slot: int


def number(column: Column, word: Any) -> int:
    """The number of a word of a case."""
    if word is None:
        return column.default
    if column.kind == DAY:
        return day_number(date.fromisoformat(word))
    if column.kind == STATE:
        return STATE_CODE[word]
    if column.kind == STATE_SET:
        return states_mask(frozenset(word.split()))
    return column.words[word.upper()] if column.words is not None else int(word)


def table_of(cases: Sequence[Mapping[str, Any]], asked_on: str = "2030-12-31") -> CaseTable:
    """A table of cases; a case gives its groups as lists of facts."""
    groups: dict[str, dict[str, np.ndarray]] = {}
    for name, group in GROUPS.items():
        slots = max(len(case.get(name, ())) for case in cases)
        if slots:
            groups[name] = {}
            for of, column in columns(group).items():
                values = np.full((slots, len(cases)), column.default, column.dtype)
                if of == next(iter(columns(group))):
                    values[:] = NONE
                for row, case in enumerate(cases):
                    for slot, fact in enumerate(case.get(name, ())):
                        values[slot, row] = number(column, fact.get(of))
                groups[name][of] = values
    asked = [case.get("asked_on", asked_on) for case in cases]
    return case_table(
        len(cases), {"asked_on": np.array([day_number(date.fromisoformat(d)) for d in asked], np.int32)}, groups
    )


def scope_for(cases: Sequence[Mapping[str, Any]], choices: Mapping[str, str]) -> Scope:
    """The question: ``day``, ``registered_in`` (FR), ``place``, ``barred`` of each case."""
    state = np.array([STATE_CODE[case.get("registered_in", "FR")] for case in cases], np.int8)
    return Scope(
        day=np.array([day_number(date.fromisoformat(case["day"])) for case in cases], np.int32),
        registered_in=state,
        determining=state,
        place=np.array([Place[case.get("place", "territory").upper()] for case in cases], np.int8),
        present=state,
        barred=np.array([states_mask(frozenset(case.get("barred", "").split())) for case in cases], np.int64),
        choices=Choices(choices),
    )


def ask_all(rule: Rule, cases: Sequence[Mapping[str, Any]], choices: Mapping[str, str]) -> list[Said]:
    """What the rule says of each case, asked at once."""
    verdict = rule(table_of(cases), scope_for(cases, choices))
    answer = []
    for row in range(len(cases)):
        why = int(verdict.why[row])
        assert why >= 0
        figures = [int(np.broadcast_to(figure, (len(cases),))[row]) for figure in verdict.figures]
        state = int(verdict.state[row])
        answer.append(
            Said(
                None if state == NONE else STATES[state],
                REASONS[why].rule,
                REASONS[why].outcome,
                sentence(why, figures),
                REASONS[why].flags,
                () if verdict.options is None else states_of(int(verdict.options[row])),
                verdict.group,
                NONE if verdict.slot is None else int(verdict.slot[row]),
            )
        )
    return answer


def ask(rule: Rule, choices: Mapping[str, str] | None = None, **case: Any) -> Said:
    """What the rule says of the case.

    The case is asked alone, and again between two cases without any facts, where the answer must be the same.
    """
    alone = ask_all(rule, [case], choices or {})[0]
    empty = {"day": "2027-01-01"}
    among = ask_all(rule, [empty, case, empty], choices or {})[1]
    assert (among.state, among.why, among.flags, among.slot) == (alone.state, alone.why, alone.flags, alone.slot)
    return alone


def random_table(seed: int, rows: int = 400) -> tuple[CaseTable, Scope]:
    """Dense random facts of few states and days, so that everything meets everything."""
    draw = np.random.default_rng(seed)

    def state(*shape: int) -> np.ndarray:
        return draw.integers(-1, 4, shape).astype(np.int8)

    def days(*shape: int) -> np.ndarray:
        made = (20700 + draw.integers(-1300, 300, shape)).astype(np.int32)
        return np.where(draw.random(shape) < 0.1, NO_DAY, made).astype(np.int32)

    def small(low: int, high: int, *shape: int) -> np.ndarray:
        return draw.integers(low, high, shape).astype(np.int8)

    date_of_entry = np.sort(days(3, rows), axis=0)
    groups = {
        "documents": {
            "issuer": state(3, rows),
            "kind": small(0, 2, 3, rows),
            "type": small(0, 7, 3, rows),
            "represented": np.where(draw.random((3, rows)) < 0.2, state(3, rows), np.int8(NONE)),
            "valid_from": days(3, rows),
            "valid_to": days(3, rows),
            "conferred": (draw.integers(-1, 4, (3, rows)) * 100).astype(np.int32).clip(-1),
            "ended": small(-1, 4, 3, rows),
            "ended_on": np.where(draw.random((3, rows)) < 0.3, days(3, rows), np.int32(NO_DAY)),
            "fraud_after_issue": small(-1, 2, 3, rows),
        },
        "diplomas": {
            "issuer": state(2, rows),
            "issued": (19900 + draw.integers(-1300, 1100, (2, rows))).astype(np.int32),
            "study_months": draw.integers(-1, 30, (2, rows)).astype(np.int32),
            "isced": small(-1, 7, 2, rows),
        },
        "entries": {
            "state": np.where(date_of_entry == NO_DAY, np.int8(NONE), state(3, rows).clip(0)),
            "date": date_of_entry,
            "mode": small(0, 6, 3, rows),
            "from_third_country": small(0, 2, 3, rows),
            "visa_not_required_in": draw.integers(0, 16, (3, rows)),
        },
        "events": {
            "kind": np.where(draw.random((2, rows)) < 0.5, small(-1, 5, 2, rows), np.int8(26)),
            "date": np.sort(days(2, rows), axis=0),
            "state": state(2, rows),
            "to": state(2, rows),
            "until": days(2, rows),
        },
    }
    table = case_table(rows, {"asked_on": np.full(rows, 21300, np.int32)}, groups)
    here = state(rows).clip(0)
    day = (20700 + draw.integers(-100, 400, rows)).astype(np.int32)
    barred = np.where(draw.random(rows) < 0.2, 2, 0).astype(np.int64)
    return table, Scope(day, here, here, small(0, 3, rows), here, barred)
