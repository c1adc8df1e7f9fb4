"""The figures of a run: what is counted agrees with the placement, family by family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from instances import problem, problems

from fairshare.law.solidarity.relocation import GROUNDS, Why
from fairshare.matching.explain import Notes, explain
from fairshare.matching.optimum import solve
from fairshare.matching.problem import NOWHERE, Problem
from fairshare.matching.report import BarredPairs, LinkKind, report

unhurried = settings(deadline=None, max_examples=40)


@unhurried
@given(instance=problems(max_families=9, max_states=4))
def test_every_family_is_counted_once(instance: Problem) -> None:
    found = report(explain(solve(instance)))
    state, every = found.explanation.state, found.parts[0]
    assert sum(flow.cases for flow in found.flows) == every.cases == int(instance.eligible.sum())
    assert sum(flow.persons for flow in found.flows) == every.persons
    assert sum(flow.cases for flow in found.flows if flow.state != NOWHERE) == every.placed_cases
    assert sum(row.cases for row in found.unplaced) == int((state == NOWHERE).sum())
    assert sum(row.persons for row in found.unplaced) == int(instance.persons[state == NOWHERE].sum())
    for first, second in (found.parts[1:3], found.parts[3:5]):
        assert first.cases + second.cases == every.cases
        assert first.placed_persons + second.placed_persons == every.placed_persons


@unhurried
@given(instance=problems(max_families=9, max_states=4))
def test_flows_are_what_a_slow_count_finds(instance: Problem) -> None:
    found = report(explain(solve(instance)))
    state, link = found.explanation.state, instance.link_at(found.explanation.state)
    for flow in found.flows:
        some = instance.eligible & (instance.present_in == flow.present) & (state == flow.state)
        assert (flow.cases, flow.persons) == (some.sum(), instance.persons[some].sum())
        assert flow.linked_cases == (some & instance.linked).sum()
        assert flow.honoured_cases == (some & (link > 0)).sum()
        assert flow.vulnerable_cases == (some & instance.vulnerable).sum()
    assert found.linked_honoured == (link > 0).sum()


@pytest.mark.law("AMMR 67(3)")
def test_links_are_counted_by_kind_and_only_where_the_family_may_go() -> None:
    families = [(1, "IT", False, {"DE": 1.0, "FR": 0.5}), (1, "IT", False, {"IT": 1.0, "DE": 0.4})]
    it = problem(families, {"DE": 1, "FR": 1})
    found = report(explain(solve(it), Notes(np.array([0, 3, 3, 0]), ("family", "cultural", "language", "study"))))
    assert found.links == (
        LinkKind("family", 1, 1, 1),
        LinkKind("cultural", 0, 0, 0),
        LinkKind("language", 0, 0, 0),
        LinkKind("study", 2, 2, 0),
    )
    assert report(explain(solve(it))).links == ()


@pytest.mark.law("AMMR 67(5)")
def test_who_is_kept_out_is_counted_by_ground_with_its_provision() -> None:
    it = problem([(2, "IT", False, {})] * 4, {"DE": 9}, ineligible=[0, 1, 2])
    words = ("", f"{Why.FAMILY.code}: person P1 is not: …", "a reason of our own")
    found = report(explain(solve(it), Notes(ineligible=np.array([1, 1, 2, 0]), words=words)))
    ground = GROUNDS[Why.FAMILY]
    assert [(row.code, row.text, row.cite, row.cases, row.persons) for row in found.unplaced] == [
        ("family", ground.says, "AMMR 67(5)", 2, 4),
        ("a reason of our own", "a reason of our own", "AMMR 67", 1, 2),
    ]


def test_pairs_that_must_not_be_made_are_counted_by_reason() -> None:
    it = problem(
        [(1, "IT", False, {}), (1, "IT", False, {})], {"DE": 1, "FR": 1}, barred=[(0, "DE"), (0, "FR"), (1, "FR")]
    )
    said = ["no agreement (AMMR 56(2)(a)(ii))", "asked not to", "no agreement (AMMR 56(2)(a)(ii))"]
    found = report(explain(solve(it), Notes(barred=said)))
    assert found.barred == (BarredPairs("no agreement", "AMMR 56(2)(a)(ii)", 2), BarredPairs("asked not to", "", 1))
    assert report(explain(solve(it))).barred == (BarredPairs("no reason given", "", 3),)


@pytest.mark.law("AMMR 68(2)")
def test_possible_double_transfers_come_with_those_at_risk_first() -> None:
    families = [(1, "IT", False, {"DE": 1.0}), (1, "IT", False, {"DE": 0.5}), (9, "IT", False, {})]
    explanation = explain(solve(problem(families, {"DE": 2, "FR": 1})))
    third = {2: (("DE",), "AMMR 26"), 0: (("DE", "FR"), "AMMR 25(2)"), 1: (("FR",), "AMMR 27")}
    found = report(explanation, third).double_transfers
    assert found is not None
    assert [(row.family, row.third, row.basis, row.resolved) for row in found] == [
        (1, ("FR",), "AMMR 27", False),
        (2, ("DE",), "AMMR 26", False),
        (0, ("DE", "FR"), "AMMR 25(2)", True),
    ]
    assert report(explanation).double_transfers is None
    assert report(explanation, {}).double_transfers == ()


@pytest.mark.law("AMMR 67(4)")
def test_the_mix_of_families_without_links_is_told_by_state_and_attribute() -> None:
    it = problem([(1, "IT", False, {})] * 4, {"DE": 2, "FR": 2}, nationality=[0, 0, 1, 1])
    found = report(explain(solve(it)))
    assert {row.attribute for row in found.mix} == {
        "nationality",
        "family size",
        "vulnerability",
        "state where they are",
    }
    assert all((row.cases, row.dissimilarity, row.least) == (2, 0.0, 0.0) for row in found.mix)
