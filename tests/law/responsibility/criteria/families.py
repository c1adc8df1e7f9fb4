"""Small families to test the criteria on: words in, one row of a case table a child or adult, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import NONE, STATE_CODE, STATES, Link, Standing, states_mask, states_of
from fairshare.law.responsibility.days import day_number
from fairshare.law.responsibility.ladder import Rule, Scope, Verdict
from fairshare.law.responsibility.table import DAY, STATE, STATE_SET, CaseTable, case_table, columns
from fairshare.law.responsibility.table import GROUPS as GROUPS
from fairshare.law.responsibility.table import SCALARS as SCALARS
from fairshare.law.responsibility.trace import REASONS, sentence

T = "2026-09-10"
"""The day of the first registration."""
CHILD = {"birth_date": "2010-04-02", "accompanied": 0}
ADULT = {"birth_date": "1990-01-01"}


def _number(kind: str, value: Any) -> Any:
    if kind == DAY:
        return day_number(date.fromisoformat(value))
    if kind == STATE:
        return STATE_CODE[value]
    return states_mask(frozenset(value)) if kind == STATE_SET else int(value)


def relative(link: Link, state: str = "", status: Standing = Standing.BENEFICIARY, **more: Any) -> dict[str, Any]:
    """A relative, in a state by some right; without a state, one of whom no right to be anywhere is recorded."""
    return {"link": link} | ({"state": state, "status": status} if state else {}) | more


def wishing(link: Link, state: str, status: Standing = Standing.BENEFICIARY, **more: Any) -> dict[str, Any]:
    """A relative whom the applicant wishes to join, which both have written."""
    return relative(link, state, status, **{"applicant_wrote": 1, "relative_wrote": 1, **more})


def slots(group: str, persons: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """The columns of a group, of one list of entries a row."""
    count = max(map(len, persons), default=0)
    answer = {}
    for name, column in columns(GROUPS[group]).items():
        values = np.full((count, len(persons)), column.default, column.dtype)
        for row, entries in enumerate(persons):
            for slot, entry in enumerate(entries):
                if name in entry:
                    values[slot, row] = _number(column.kind, entry[name])
                elif name == "who":
                    values[slot, row] = slot
        answer[name] = values
    return answer if count else {}


Person = tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]


def table_of(persons: Sequence[Person], registered_in: Sequence[Sequence[str]] = ()) -> CaseTable:
    """A table with one row for each person with relatives."""
    scalars = {
        name: np.array(
            [_number(column.kind, facts[name]) if name in facts else column.default for facts, _ in persons],
            column.dtype,
        )
        for name, column in SCALARS.items()
    }
    groups = {"relatives": slots("relatives", [relatives for _, relatives in persons])}
    if registered_in:
        groups["registrations"] = slots("registrations", [[{"state": s} for s in states] for states in registered_in])
    return case_table(len(persons), scalars, groups)


def scope_on(
    rows: int,
    day: str = T,
    registered_in: str = "EL",
    determining: str = "",
    present: str = "",
    barred: Sequence[str] = (),
    **choices: str,
) -> Scope:
    """The same scope for every row; the applicant is where the application was registered if nothing else is said."""

    def state(value: str) -> Any:
        return np.full(rows, NONE if value == "nowhere" else STATE_CODE[value or registered_in], np.int8)

    return Scope(
        day=np.full(rows, day_number(date.fromisoformat(day)), np.int32),
        registered_in=state(registered_in),
        determining=state(determining),
        place=np.zeros(rows, np.int8),
        present=state(present),
        barred=np.full(rows, states_mask(frozenset(barred)), np.int64),
        choices=Choices(choices),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule says of one person, in words."""

    state: str | None
    rule: str
    outcome: str
    why: str
    flags: tuple[str, ...]
    options: tuple[str, ...]
    slot: int
    exclusive: bool

    @property
    def short(self) -> tuple[str | None, str, str]:
        """State, rule and outcome."""
        return self.state, self.rule, self.outcome


def told(verdict: Verdict, row: int = 0) -> Told:
    """The verdict on one row in words."""
    why = int(verdict.why[row])
    state = int(verdict.state[row])
    return Told(
        state=STATES[state] if state != NONE else None,
        rule=REASONS[why].rule,
        outcome=REASONS[why].outcome,
        why=sentence(why, [int(figure[row]) for figure in verdict.figures]),
        flags=REASONS[why].flags,
        options=() if verdict.options is None else states_of(int(verdict.options[row])),
        slot=NONE if verdict.slot is None else int(verdict.slot[row]),
        exclusive=False if verdict.exclusive is None else bool(verdict.exclusive[row]),
    )


def ask(
    rule: Rule,
    who: Mapping[str, Any],
    *relatives: Mapping[str, Any],
    registered: Sequence[str] = (),
    **scope: Any,
) -> Told:
    """What a rule says of one person with these relatives."""
    table = table_of([(who, relatives)], [registered] if registered else ())
    return told(rule(table, scope_on(1, **scope)))


_TRUTH = st.sampled_from([NONE, 0, 1])
KIN = st.fixed_dictionaries(
    {
        "link": st.sampled_from(list(Link)),
        "state": st.sampled_from(["EL", "FI", "SE"]),
        "status": st.sampled_from(list(Standing)),
        "birth_date": st.sampled_from(["1980-01-01", "2012-01-01"]),
        "citizen_of": st.sampled_from(["FI", "AT"]),
        "existed": st.sampled_from([0, 1]),
        "applicant_wrote": st.sampled_from([0, 1]),
        "relative_wrote": st.sampled_from([0, 1]),
        "able_to_care": _TRUTH,
        "best_interests": _TRUTH,
        "dependency": _TRUTH,
    }
)
"""Any relative, as likely to count as not."""
WHO = st.fixed_dictionaries(
    {
        "birth_date": st.sampled_from(["1990-01-01", "2010-04-02"]),
        "accompanied": _TRUTH,
        "married": _TRUTH,
        "unable_to_travel": _TRUTH,
        "best_interests": _TRUTH,
        "interests_for": st.lists(st.sampled_from(["EL", "FI", "SE"]), max_size=1),
        "interests_against": st.lists(st.sampled_from(["EL", "FI", "SE"]), max_size=1),
    }
)
"""Any applicant."""
