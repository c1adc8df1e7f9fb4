"""Draws and parts, wherever they are computed: the same bytes, in their order, with bounded memory."""

from __future__ import annotations

import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import fields
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from tests.simulation.studies import MECHANISMS, draws, study
from tests.simulation.worlds import YEARS

from fairshare.cli.simulate_engine import Here
from fairshare.evaluation.mechanisms.draws import all_scores, measured
from fairshare.evaluation.mechanisms.measures import NAMES
from fairshare.simulation.ensemble import all_outcomes, in_order, outcomes
from fairshare.simulation.outcome import Flow, Outcome


def same(one: Outcome, other: Outcome) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(Outcome))


class Counting(Executor):
    """Runs a task only when its result is asked for, and counts how many wait."""

    def __init__(self) -> None:
        self.futures: list[Future[int]] = []

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[int] = Future()
        future.result = lambda timeout=None: work(*args)  # type: ignore[method-assign]
        self.futures.append(future)
        return future


def slow_first(number: int) -> int:
    time.sleep(0.05 if number == 0 else 0)
    return number


def test_results_come_in_the_order_of_the_tasks_not_of_arrival() -> None:
    with ThreadPoolExecutor(4) as executor:
        assert list(in_order(executor, slow_first, ((n,) for n in range(20)), 8)) == list(range(20))


def test_never_more_tasks_are_handed_over_than_the_window_holds() -> None:
    executor = Counting()
    for taken, _ in enumerate(in_order(executor, slow_first, ((n,) for n in range(1, 50)), 8), 1):
        assert len(executor.futures) - taken <= 8
    assert len(executor.futures) == 49


def test_what_was_not_begun_is_called_off_when_the_caller_stops() -> None:
    executor = Counting()
    found = in_order(executor, slow_first, ((n,) for n in range(1, 50)), 8)
    next(found)
    found.close()
    assert [future.cancelled() for future in executor.futures] == [False] + [True] * 8


def test_a_task_that_fails_ends_the_run_with_its_error() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order(Here(), divmod, ((1, n) for n in (1, 0, 1)), 2))


def test_each_draw_has_its_own_persons_and_the_same_draw_the_same() -> None:
    first, second = draws(2)
    assert same(outcomes(study("no-system"), first)[0], outcomes(study("no-system"), first)[0])
    assert not same(outcomes(study("no-system"), first)[0], outcomes(study("no-system"), second)[0])


def test_a_mechanism_meets_the_same_persons_whatever_runs_beside_it() -> None:
    (draw,) = draws(1)
    alone = outcomes(study("ammr"), draw)[0]
    assert same(alone, outcomes(study(), draw)[MECHANISMS.index("ammr")])


def test_every_mechanism_meets_the_same_applicants() -> None:
    (draw,) = draws(1)
    totals = {int(one.flows[Flow.APPLIED].sum()) for one in outcomes(study(), draw)}
    assert len(totals) == 1 and totals.pop() > 1_000


def test_parts_add_up_to_the_whole_where_states_do_nothing_for_each_other() -> None:
    one = list(all_outcomes(study("no-system", "dublin-as-applied"), draws(2), Here(), 1))
    three = list(all_outcomes(study("no-system", "dublin-as-applied", parts=3), draws(2), Here(), 1))
    assert all(same(a, b) for whole, parts in zip(one, three, strict=True) for a, b in zip(whole, parts, strict=True))


def test_each_part_plans_for_the_whole_and_money_is_not_counted_twice() -> None:
    """Units owed hang on the size of the pool, so parts must owe together what the whole does."""
    (draw,) = draws(1)
    whole, parts = (next(all_outcomes(study("ammr", parts=n), [draw], Here(), 1))[0] for n in (1, 2))
    assert whole.owed.sum() > 0
    assert parts.owed.sum() == pytest.approx(whole.owed.sum(), rel=0.2)


def test_scores_are_the_measures_of_the_outcomes() -> None:
    first, second = draws(2)
    found = list(all_scores(study(), [first, second], Here(), 1))
    assert [one.shape for one in found] == [(len(MECHANISMS), len(YEARS), len(NAMES))] * 2
    assert np.array_equal(found[1], measured(study(), second, outcomes(study(), second)), equal_nan=True)


@pytest.mark.slow
def test_processes_give_the_bytes_of_one_process() -> None:
    two = ("ammr", "tradable-quotas")
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        for one in (study(*two), study(*two, parts=2)):
            there = [found.tobytes() for found in all_scores(one, draws(3), executor, 2)]
            assert there == [found.tobytes() for found in all_scores(one, draws(3), Here(), 1)]
