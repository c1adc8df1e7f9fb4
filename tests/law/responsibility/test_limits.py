"""Limits over columns: against :func:`fairshare.law.time_limits.expiry`, and against the table of the issue."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.parameters import table
from fairshare.law.responsibility.codes import NONE, STATE_CODE, CrisisKind
from fairshare.law.responsibility.days import FOREVER, NO_DAY, day_number
from fairshare.law.responsibility.limits import Act, counted, due, has, in_article_12
from fairshare.law.responsibility.table import case_table
from fairshare.law.time_limits import BUILT_IN, Limit, expiry

LIMITS: Final = [(name, Act[act]) for name, acts in table("responsibility").items() for act in acts]
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def limit_of(name: str, act: Act) -> Limit:
    entry = table("responsibility")[name][act.name]
    return Limit(entry["count"], entry["unit"], "the event")


@given(st.sampled_from(LIMITS), st.lists(st.tuples(DAYS, st.sampled_from(sorted(STATE_CODE))), min_size=1, max_size=8))
@pytest.mark.law("AMMR 75")
def test_a_limit_over_columns_is_the_limit_of_each_row(limit: tuple[str, Act], rows: list[tuple[date, str]]) -> None:
    name, act = limit
    days = np.array([day_number(day) for day, _ in rows], np.int32)
    states = np.array([STATE_CODE[state] for _, state in rows], np.int8)
    single = [expiry(day, limit_of(name, act), state) for day, state in rows]
    acts = np.full(len(rows), act, np.int8)
    assert counted(name, days, act).tolist() == [day_number(one.counted) for one in single]
    assert counted(name, days, acts).tolist() == [day_number(one.counted) for one in single]
    assert due(name, days, acts, states, BUILT_IN).tolist() == [day_number(one.due) for one in single]


def test_each_row_has_the_limit_of_its_own_act_and_an_act_without_one_has_for_ever() -> None:
    day = day_number(date(2026, 9, 1))
    days, acts = np.array([day, day, day, NO_DAY], np.int32), np.array([0, 1, 2, 0], np.int8)
    answer = counted("request_hit", days, acts).tolist()
    assert answer == [day_number(date(2026, 10, 1)), day_number(date(2026, 11, 1)), FOREVER, NO_DAY]
    assert has("request_hit", Act.AMMR)
    assert not has("request_hit", Act.CONVENTION1990)


# --- the table of the issue -------------------------------------------------------------------------------------------

DEADLINES = Path(__file__).parents[4] / "shared" / "facts" / "responsibility_deadlines.csv"

IN_THE_TABLE: Final = {
    ("request", "AMMR"): "A01", ("request_hit", "AMMR"): "A02", ("reply", "AMMR"): "A04", ("reply_hit", "AMMR"): "A05",
    ("reply_urgent", "AMMR"): "A06 at least", ("reply_humanitarian", "AMMR"): "A07", ("re_examination", "AMMR"): "A08",
    ("re_examination_answer", "AMMR"): "A09", ("notification", "AMMR"): "A11", ("confirmation", "AMMR"): "A12",
    ("transfer_decision", "AMMR"): "A13", ("transfer", "AMMR"): "A17", ("transfer_imprisoned", "AMMR"): "A18",
    ("transfer_absconded", "AMMR"): "A19", ("transfer_after_reappearance", "AMMR"): "A20",
    ("request_detained", "AMMR"): "A21", ("request_detained_later", "AMMR"): "A22", ("reply_detained", "AMMR"): "A23",
    ("transfer_detained", "AMMR"): "A24", ("relocation_transfer", "AMMR"): "A27", ("border_rejection", "AMMR"): "L06",
    ("absence", "AMMR"): "L07", ("request", "CFMR"): "C01", ("reply", "CFMR"): "C02", ("notification", "CFMR"): "C03",
    ("reach_back", "CFMR"): "C12", ("confirmation", "CFMR"): "C04", ("transfer", "CFMR"): "C05",
    ("transfer_suspended", "CFMR"): "C06",
    ("request", "DUBLIN3"): "D01", ("request_hit", "DUBLIN3"): "D02", ("reply", "DUBLIN3"): "D03",
    ("reply_urgent_most", "DUBLIN3"): "D03 at most", ("notification", "DUBLIN3"): "D04",
    ("notification_without_hit", "DUBLIN3"): "D05 ", ("confirmation", "DUBLIN3"): "D06",
    ("confirmation_hit", "DUBLIN3"): "D06 ", ("reply_humanitarian", "DUBLIN3"): "D07", ("transfer", "DUBLIN3"): "D08",
    ("transfer_imprisoned", "DUBLIN3"): "D08 ", ("transfer_absconded", "DUBLIN3"): "D08 prison,",
    ("request_detained", "DUBLIN3"): "D09", ("request_detained_later", "DUBLIN3"): "D09",
    ("reply_detained", "DUBLIN3"): "D09 reply", ("transfer_detained", "DUBLIN3"): "D09 transfer",
    ("absence", "DUBLIN3"): "L15", ("request", "CONVENTION1990"): "K01", ("reply", "CONVENTION1990"): "K02",
    ("transfer", "CONVENTION1990"): "K03", ("confirmation", "CONVENTION1990"): "K04", ("transfer", "COM2016"): "P03",
    ("request", "COM2016"): "P05", ("request_hit", "COM2016"): "P05 ", ("reply", "COM2016"): "P06",
    ("reply_hit", "COM2016"): "P06 ",
}  # fmt: skip
"""The row of each limit; words after it tell after which words of its condition the length stands."""

NOT_IN_THE_TABLE: Final = {
    ("reconsideration", "AMMR"): "2 + 2 weeks, section 2.6.2 of the reading",
    ("reply_urgent", "DUBLIN3"): "at least a week, section 3.1",
    ("absence", "CONVENTION1990"): "3 months, section 3.3, from memory",
    ("confirmation", "COM2016"): "from memory",
}

OF_OTHER_FILES: Final = {
    "A03", "A10", "A14", "A15", "A16", "A25", "A26", "A28", "A29",  # no limit, or a duty of its own (duties)
    "L01", "L02", "L03", "L04", "L05", "L11", "L12", "L13", "L14", "L21",  # look-backs of the criteria
    "C07", "C08", "C09", "C10", "C11", "P01", "P02", "P04", "K05",  # the crisis itself, the allocation, as K03
}  # fmt: skip


def test_every_limit_has_its_row_in_the_table_or_a_source_without_one() -> None:
    limits = {(name, act.name) for name, act in LIMITS}
    assert limits == set(IN_THE_TABLE) | set(NOT_IN_THE_TABLE)
    assert not set(IN_THE_TABLE) & set(NOT_IN_THE_TABLE)


@pytest.mark.skipif(not DEADLINES.exists(), reason="the table of the issue lies beside the project, not in it")
def test_every_row_of_the_table_is_built_here_or_named_as_built_elsewhere() -> None:
    rows = {row["id"] for row in _rows()}
    built = {place.split(" ")[0] for place in IN_THE_TABLE.values()}
    assert built | OF_OTHER_FILES == rows
    assert not (built - {"D05"}) & OF_OTHER_FILES


@pytest.mark.skipif(not DEADLINES.exists(), reason="the table of the issue lies beside the project, not in it")
@pytest.mark.parametrize(("limit", "place"), IN_THE_TABLE.items(), ids=lambda one: " ".join(one))
def test_a_limit_is_as_long_as_the_table_says(limit: tuple[str, str], place: str) -> None:
    identity, *words = place.split(" ", 1)
    row = next(row for row in _rows() if row["id"] == identity)
    length = f"{row['length']} {row['unit']}"
    if words:
        found = re.search(rf"{words[0]} ?(\d+ (?:week|month|year)s?)", row["condition"])
        assert found
        length = found[1]
    entry = table("responsibility")[limit[0]][limit[1]]
    assert _plain(length) == _plain(f"{entry['count']} {entry['unit']}")


def _rows() -> list[dict[str, str]]:
    with DEADLINES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain(length: str) -> tuple[int, str]:
    count, unit = length.split()
    unit = unit.removesuffix("s")
    return (12 * int(count), "month") if unit == "year" else (int(count), unit)


# --- Article 12 of Regulation (EU) 2024/1359 --------------------------------------------------------------------------


@pytest.mark.law("CFMR 12(1)")
@pytest.mark.parametrize(
    ("changed", "applied"),
    [
        ({}, True),
        ({"kind": CrisisKind.FORCE_MAJEURE}, True),
        ({"kind": CrisisKind.INSTRUMENTALISATION}, False),
        ({"article_12": 0}, False),
        ({"state": NONE}, False),
        ({"start": 21}, False),
        ({"start": 20}, True),
        ({"start": NO_DAY}, True),
        ({"end": 9}, False),
        ({"end": 10}, True),
        ({"end": NO_DAY}, True),
    ],
)
def test_article_12_is_applied_in_mass_arrivals_or_force_majeure_at_some_time_of_the_limit(
    changed: dict[str, int], applied: bool
) -> None:
    fact = {"state": 3, "kind": CrisisKind.MASS_ARRIVALS, "start": 5, "end": 15, "article_12": 1} | changed
    kinds = {"state": np.int8, "kind": np.int8, "start": np.int32, "end": np.int32, "article_12": np.int8}
    facts = case_table(1, {}, {"crises": {name: np.array([[fact[name]]], kinds[name]) for name in fact}})
    state = np.array([changed.get("state", 3)], np.int8)
    first, last = np.array([10], np.int32), np.array([20], np.int32)
    assert in_article_12(facts, state, first, last).tolist() == [applied]
