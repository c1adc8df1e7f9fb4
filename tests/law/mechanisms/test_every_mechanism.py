"""What holds of every mechanism's plan, in any situation; and what each mechanism says of itself."""

from __future__ import annotations

import pickle
import re
from dataclasses import fields, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from situations import DELIVERIES, RATES, N, situations, union

from fairshare.cli.law import import_rules
from fairshare.faults import BadInputError
from fairshare.law.citation import REGISTER
from fairshare.law.mechanisms.catalogue import CATALOGUE, mechanism
from fairshare.law.mechanisms.declared import declared
from fairshare.law.mechanisms.interface import Mechanism, Plan, Situation
from fairshare.law.parameters import table

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "mechanisms.md"
OWN = declared(
    {
        "name": "own",
        "regime": "ammr",
        "pool": "5 %",
        "types": {"relocation": 0.4, "offset": 0.2, "money": 0.3, "in_kind": 0.1},
        "compliance": {"HU": 0, "SK": 0.5},
    }
)
ALL = (*CATALOGUE.values(), OWN)
NAMES = (
    *("no-system", "dublin-convention-1990", "dublin-as-applied", "dublin-as-written", "relocation-2015"),
    *("com2016-270", "com2020-610", "voluntary-2022", "ammr", "ammr-full-delivery", "ammr-2026-pledges"),
    *("pure-key", "free-choice", "tradable-quotas"),
)

any_situation = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TOLERANCE = 1e-6


def moved(plan: Plan) -> float:
    """Persons and EUR of a plan together: 0 where nothing happens."""
    return float(sum(matrix.sum() for matrix in (plan.relocate, plan.take_over, plan.pay, plan.in_kind)))


def gives_beyond_what_it_owes(one: Mechanism, at: Situation) -> bool:
    """Who is paid for it takes more than its quota or allocation; Malta took more than its commitment of 2015."""
    return one.name in {"tradable-quotas", "com2016-270"} or (
        one.name == "relocation-2015" and at.year in (2015, 2016, 2017)
    )


# --- in any situation -------------------------------------------------------------------------------------------------


@any_situation
@given(situations())
def test_no_flow_is_negative_and_none_stays_where_it_is(at: Situation) -> None:
    for one in ALL:
        plan = one.solidarity(at)
        for part in fields(plan):
            values = getattr(plan, part.name)
            assert np.isfinite(values).all(), (one.name, part.name)
            assert (values >= 0).all(), (one.name, part.name)
            assert values.ndim == 1 or np.trace(values) == 0, (one.name, part.name)


@any_situation
@given(situations())
def test_relocations_leave_those_who_benefit_and_only_persons_who_can_be_moved(at: Situation) -> None:
    for one in ALL:
        plan = one.solidarity(at)
        leaving, arriving = plan.relocate.sum(axis=1), plan.relocate.sum(axis=0)
        assert (leaving <= at.movable + TOLERANCE).all(), one.name
        assert not leaving[~plan.benefitting].any(), one.name
        assert not arriving[plan.benefitting].any(), one.name


@any_situation
@given(situations())
def test_offsets_take_cases_that_there_are_from_those_who_benefit(at: Situation) -> None:
    for one in ALL:
        plan = one.solidarity(at)
        assert not plan.take_over[at.due == 0].any(), one.name
        assert not plan.take_over[:, ~plan.benefitting].any(), one.name


@any_situation
@given(situations())
def test_who_benefits_owes_nothing_and_nobody_gives_more_than_it_owes(at: Situation) -> None:
    for one in ALL:
        plan = one.solidarity(at)
        assert not plan.owed[plan.benefitting].any(), one.name
        assert not plan.given[plan.benefitting].any(), one.name
        assert plan.given.sum() <= plan.owed.sum() + TOLERANCE or one.name == "relocation-2015", one.name
        if not gives_beyond_what_it_owes(one, at):
            assert (plan.given <= plan.owed + TOLERANCE).all(), one.name


@any_situation
@given(situations())
def test_where_states_deliver_nothing_nothing_moves(at: Situation) -> None:
    idle = replace(at, rates={**at.rates, **dict.fromkeys(DELIVERIES, 0.0), "opt_out_2016": 1.0})
    for one in CATALOGUE.values():
        plan = one.solidarity(idle)
        if one.name in {"com2016-270", "ammr-2026-pledges", "ammr-full-delivery", "tradable-quotas"}:
            continue  # these say themselves what is delivered; the first is asked below
        assert moved(plan) == 0, one.name
        assert not plan.given.any(), one.name
    assert not CATALOGUE["com2016-270"].solidarity(idle).relocate.any()


@any_situation
@given(situations())
def test_twice_as_many_persons_are_twice_the_plan(at: Situation) -> None:
    """But for fair shares, which are whole units, and amounts that were fixed once (2015 to 2017, 2022, 2026)."""
    persons = ("applications", "responsible", "hosted", "pending", "movable", "due")
    double = replace(
        at,
        year=2020,
        rates={**at.rates, "pool_relocations": 2 * at.figure("pool_relocations")},
        **{name: 2 * getattr(at, name) for name in persons},
    )
    for one in (*map(mechanism, ("relocation-2015", "com2016-270", "com2020-610", "tradable-quotas")), OWN):
        once, twice = one.solidarity(replace(at, year=2020)), one.solidarity(double)
        assert twice.relocate == pytest.approx(2 * once.relocate, abs=TOLERANCE), one.name
        assert twice.owed == pytest.approx(2 * once.owed, abs=TOLERANCE), one.name


@any_situation
@given(situations())
def test_a_plan_reads_only_the_rates_that_it_names_and_changes_nothing(at: Situation) -> None:
    for one in ALL:
        plan = one.solidarity(at)
        before = pickle.dumps(at)
        again = one.solidarity(replace(at, rates={name: at.rates[name] for name in one.rates}))
        assert pickle.dumps(at) == before
        for part in fields(plan):
            assert np.array_equal(getattr(plan, part.name), getattr(again, part.name)), (one.name, part.name)


@any_situation
@given(situations())
def test_who_is_outside_the_key_gives_and_gets_nothing(at: Situation) -> None:
    """But for the associated states, which took part in 2015 and 2022 of their own will."""
    for one in ALL:
        plan = one.solidarity(at)
        outside = at.places(("DK", "UK")) if one.name in {"relocation-2015", "voluntary-2022"} else at.key == 0
        for matrix in (plan.relocate, plan.take_over, plan.pay, plan.in_kind):
            assert not matrix[outside].any(), one.name
            assert not matrix[:, outside].any(), one.name


# --- what they say of themselves --------------------------------------------------------------------------------------


def test_the_catalogue_has_every_mechanism_in_its_order() -> None:
    assert tuple(CATALOGUE) == NAMES
    assert [one.name for one in CATALOGUE.values()] == list(NAMES)


def test_an_unknown_name_is_told_with_those_that_are_known() -> None:
    with pytest.raises(
        BadInputError, match=r"'dublin4' is not a mechanism; expected one of no-system, .*tradable-quotas"
    ):
        mechanism("dublin4")


@pytest.mark.parametrize("one", CATALOGUE.values(), ids=CATALOGUE)
def test_each_says_what_it_leaves_out_and_names_rates_that_behaviour_has(one: Mechanism) -> None:
    assert one.omits
    assert all(line.endswith(".") for line in one.omits)
    assert set(one.rates) <= set(RATES)


@pytest.mark.parametrize("one", CATALOGUE.values(), ids=CATALOGUE)
def test_what_each_implements_is_in_the_register_where_the_act_is_there(one: Mechanism) -> None:
    import_rules()
    cited = {cite for rule in REGISTER.values() for cite in rule.provisions}
    articles = {re.sub(r"\(.*", "", cite) for cite in cited}
    listed = {f"AMMR {number}" for number in table("provisions")["provisions"]}
    for cite in one.implements:
        if cite.startswith("AMMR "):
            assert cite in listed
        elif cite.startswith(("DUBLIN3 ", "CONVENTION1990 ", "COM2016 ")):
            assert re.sub(r"\(.*", "", cite) in articles


@pytest.mark.parametrize("one", CATALOGUE.values(), ids=CATALOGUE)
def test_the_page_says_of_each_what_the_catalogue_says(one: Mechanism) -> None:
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.M)
    (section,) = [part for part in parts if part.startswith(f"{one.title}\n")]
    assert f"`{one.name}`" in section
    assert all(line in section for line in (*one.omits, *one.implements, *one.rates))


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_each_can_be_sent_to_another_process(one: Mechanism) -> None:
    sent = pickle.loads(pickle.dumps(one))
    assert moved(sent.solidarity(union())) == moved(one.solidarity(union()))


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_plan_takes_less_than_a_millisecond(one: Mechanism) -> None:
    """The best of fifty, each with another pool, so that nothing is taken from the cache."""
    asked = [union(rates={**RATES, "pool_relocations": 40_000 + n}) for n in range(50)]
    times = []
    for at in asked:
        start = perf_counter()
        one.solidarity(at)
        times.append(perf_counter() - start)
    assert min(times) < 1e-3
    assert len(one.solidarity(asked[0]).owed) == N
