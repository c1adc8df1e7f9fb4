"""The engine agrees with a second reading of the law: plain Python, one case at a time (``docs/plain_ladder.py``)."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "docs"))

import bench_responsibility
import plain_cases
import plain_ladder

from fairshare.law.choices import DEFAULTS
from fairshare.law.responsibility.codes import STATES
from fairshare.law.responsibility.regimes import AMMR, designate, scope_of_first
from fairshare.law.responsibility.table import case_table
from fairshare.law.responsibility.trace import REASONS, chains

ARTICLES = {"16(4)", "25(2)", "25(3)", "25(5)", "34(1)", "26(1)", "26(2)", "27", "29(1)", "29(2)", "29(3)(a)"} | {
    "29(3)(b)", "29(3)(c)", "29(4)", "34(2)", "30(1)", "31(1)", "31(2)", "32", "33(1)", "33(2)", "16(2)",
}  # fmt: skip


@pytest.mark.law("AMMR 24(1)", "AMMR 24(2)", "AMMR 16(2)", "AMMR 16(4)", "AMMR 29(3)", "AMMR 30(1)", "AMMR 32")
@pytest.mark.parametrize(("seed", "edges"), [(1, False), (2, True), (3, True)])
def test_the_engine_and_plain_python_name_the_same_state_and_provision(seed: int, edges: bool) -> None:
    scalars, groups = plain_cases.columns(4_000, seed, edges)
    table = case_table(4_000, scalars, groups)
    found = designate(table, scope_of_first(table, AMMR, DEFAULTS), AMMR, traced=True)
    chain = chains(found.trace, table.rows)
    for row, facts in enumerate(plain_cases.facts_of(table)):
        state, article = plain_ladder.responsible(facts)
        code = int(found.state[row])
        told = (STATES[code] if code >= 0 else None, REASONS[found.why[row]].rule.removeprefix("AMMR "))
        assert told == (state, article), (facts, chain[row])
        assert bool(found.human[row]) is (state is None)


def test_the_random_cases_reach_every_provision_of_the_second_reading() -> None:
    scalars, groups = plain_cases.columns(10_000, 3, True)
    met = Counter(plain_ladder.responsible(f)[1] for f in plain_cases.facts_of(case_table(10_000, scalars, groups)))
    assert met.keys() == ARTICLES and min(met.values()) >= 5, met


@pytest.mark.law("AMMR 2(10)")
@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        (date(2008, 6, 12), date(2026, 6, 11), True),
        (date(2008, 6, 12), date(2026, 6, 12), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_the_second_reading_of_a_minor(born: date, on: date, minor: bool) -> None:
    assert plain_ladder.is_minor(born, on) is minor


def test_the_random_cases_are_the_same_for_a_seed_and_differ_between_seeds() -> None:
    first, again, other = (plain_cases.columns(50, seed)[1]["entries"]["date"] for seed in (5, 5, 6))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_the_benchmark_measures_the_criteria_of_the_engine_and_every_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_responsibility, "CHUNK", 64)
    table = bench_responsibility.columns(1_000)
    found = designate(table, scope_of_first(table, AMMR, DEFAULTS), AMMR, traced=False)
    state, why, human = bench_responsibility.criteria(table)
    assert np.array_equal(state, found.state) and np.array_equal(why, found.why) and np.array_equal(human, found.human)
    assert 100 < bench_responsibility.memory(1_000)[1] < 20_000
