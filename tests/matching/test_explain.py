"""Explanations are true: every claim is worked out anew, family by family, from values, prices and places.

What stands behind them is complementary slackness: at exact prices of the relaxation every family is where its value
less the price is greatest, unless whole families do not fit or a lottery decided among equals.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import Family, pair_values, problem, problems

from fairshare.matching.explain import NUMBER, REASONS, Explanation, Notes, explain
from fairshare.matching.links import KIND_NAMES
from fairshare.matching.optimum import Optimum, solve
from fairshare.matching.options import options
from fairshare.matching.policy import Policy
from fairshare.matching.problem import NOWHERE, Ints, Problem
from fairshare.matching.wording import apart, points
from fairshare.states import NAMES

pytestmark = pytest.mark.law("AMMR 67(3)")

unhurried = settings(deadline=None, max_examples=30)
TOL = 2e-6
SEEDS = range(60)


def contested(seed: int) -> Problem:
    """Families of all sizes after few places: about half of them linked to two sought-after states."""
    rng = np.random.default_rng(seed)
    states = ["AT", "DE", "FR", "SE"][: int(rng.integers(2, 5))]
    families: list[Family] = []
    for _ in range(int(rng.integers(4, 16))):
        linked = {state: round(float(rng.uniform(0.05, 1)), 2) for state in states if rng.random() < 0.35}
        persons = int(rng.choice([1, 1, 2, 2, 3, 4, 5, 9]))
        families.append((persons, str(rng.choice(["IT", "EL"])), bool(rng.random() < 0.2), linked))
    quotas = {state: int(rng.integers(0, 12)) for state in states} | {(states[0], "IT"): int(rng.integers(0, 4))}
    barred = [(int(rng.integers(len(families))), str(rng.choice(states))) for _ in range(3)]
    weights = [Policy(), Policy(place=Fraction(1), vulnerable=Fraction(0)), Policy(place=Fraction(0))]
    policy = weights[seed // 5 % 3 if seed % 5 == 0 else 0]
    return problem(families, quotas, barred=barred, ineligible=[0] if seed % 4 == 0 else [], policy=policy)


contested_seeds = st.integers(0, 10_000)


@lru_cache(maxsize=256)
def explained(seed: int) -> Explanation:
    return explain(solve(contested(seed), seed))


@dataclass(frozen=True)
class Slow:
    """What one family finds, worked out pair by pair: by state, for one person."""

    value: dict[int, float]
    price: dict[int, float]
    room: dict[int, int]
    free: dict[int, int]
    base: float

    @property
    def surplus(self) -> dict[int, float]:
        return {state: self.value[state] - self.price[state] for state in self.value}

    def fitting(self, persons: int) -> list[int]:
        return [state for state in self.value if self.room[state] >= persons]


def slow(explanation: Explanation, family: int) -> Slow:
    it, found = explanation.problem, explanation.optimum
    values = pair_values(it)[family]
    present, persons = int(it.present_in[family]), int(it.persons[family])
    rows = list(zip(it.row_state.tolist(), it.row_present.tolist(), it.places.tolist(), strict=True))
    open_to = [state for state in range(len(it.states)) if values[state] > -np.inf]
    mine = {
        state: [r for r, (to, of, _) in enumerate(rows) if to == state and of in (NOWHERE, present)]
        for state in open_to
    }
    return Slow(
        value={state: values[state] / persons for state in open_to},
        price={state: min(float(found.prices[r]) for r in mine[state]) for state in open_to},
        room={state: sum(rows[r][2] for r in mine[state]) for state in open_to},
        free={state: left(explanation, state, present) for state in open_to},
        base=float(it.policy.place + it.policy.vulnerable * bool(it.vulnerable[family])),
    )  # fmt: skip


def left(explanation: Explanation, state: int, present: int) -> int:
    """Places left in a state for people present in another."""
    it = explanation.problem
    places = {
        (to, of): number
        for to, of, number in zip(it.row_state.tolist(), it.row_present.tolist(), it.places.tolist(), strict=True)
    }
    general, kept = places.get((state, NOWHERE), 0), 0
    for of in set(it.present_in.tolist()):
        persons = int(it.persons[(explanation.state == state) & (it.present_in == of)].sum())
        general -= max(0, persons - places.get((state, of), 0))
        if of == present:
            kept = max(0, places.get((state, of), 0) - persons)
    return general + kept


# --- the columns are what a slow look finds -------------------------------------------------------


def check_columns(explanation: Explanation) -> None:
    it = explanation.problem
    for family in range(it.families):
        found, here, persons = slow(explanation, family), int(explanation.state[family]), int(it.persons[family])
        own = found.surplus[here] if here != NOWHERE else 0.0
        assert explanation.value[family] == pytest.approx(found.value[here] if here != NOWHERE else 0.0, abs=1e-9)
        assert explanation.price[family] == pytest.approx(found.price[here] if here != NOWHERE else 0.0, abs=1e-9)
        others = {state: found.surplus[state] for state in found.fitting(persons) if state != here}
        if here == NOWHERE:  # nobody waits for a place that counts nothing
            others = {state: surplus for state, surplus in others.items() if found.value[state] > TOL}
        best = max(others.values(), default=-np.inf)
        if here != NOWHERE:
            best = max(best, 0.0)
        next_state = int(explanation.next_state[family])
        assert explanation.next_loss[family] == pytest.approx(own - best, abs=TOL)
        assert others.get(next_state, 0.0 if here != NOWHERE else -np.inf) == pytest.approx(best, abs=TOL)
        check_better(explanation, family, found)
        assert explanation.margin[family] == explanation.next_loss[family] * persons


def check_better(explanation: Explanation, family: int, found: Slow) -> None:
    """The better state is that of greatest value, with room if one with room is better than where the family is."""
    here, persons = int(explanation.state[family]), int(explanation.problem.persons[family])
    state = int(explanation.better_state[family])
    if here == NOWHERE or max(found.value.values()) <= found.value[here] + TOL:
        assert (state, explanation.better_gain[family], explanation.better_price[family]) == (NOWHERE, 0.0, 0.0)
        return
    roomy = [one for one in found.fitting(persons) if found.value[one] > found.value[here] + TOL]
    assert found.value[state] == pytest.approx(max(found.value[one] for one in roomy or found.value), abs=TOL)
    assert (found.room[state] >= persons) == bool(roomy)
    assert explanation.better_gain[family] == pytest.approx(found.value[state] - found.value[here])
    assert explanation.better_price[family] == pytest.approx(found.price[state])


@unhurried
@given(instance=problems(max_families=9, max_states=4))
def test_columns_of_small_instances(instance: Problem) -> None:
    check_columns(explain(solve(instance)))


@unhurried
@given(seed=contested_seeds)
def test_columns_of_contested_places(seed: int) -> None:
    check_columns(explained(seed))


# --- the reasons hold -----------------------------------------------------------------------------


def holds(explanation: Explanation, family: int) -> bool:
    """Whether the reason of a family is true, said for each reason in its own words."""
    it, code, here = explanation.problem, explanation.code(family), int(explanation.state[family])
    found, persons = slow(explanation, family), int(it.persons[family])
    fitting, value, surplus = found.fitting(persons), found.value, found.surplus
    own = surplus.get(here, 0.0)
    linked = any(value[state] > found.base for state in value)
    at_link = here != NOWHERE and value[here] > found.base
    better = [state for state in value if here != NOWHERE and value[state] > value[here] + TOL]
    best_priced = own >= -TOL and all(surplus[state] <= own + TOL for state in fitting)
    placed = {
        "link": at_link and not better and best_priced,
        "link-dearer": at_link and best_priced and any(found.price[s] > found.price.get(here, 0) for s in better),
        "link-no-room": at_link and better != [] and not set(better) & set(fitting),
        "no-link-there": linked and not at_link and best_priced and bool(set(better) & set(fitting)),
        "no-link-no-room": linked and not at_link and better != [] and not set(better) & set(fitting),
        "links-uncounted": not linked and bool(it.linked[family]),
        "shared": not it.linked[family] and len({round(value[state], 9) for state in value}) == 1,
        "only-state": fitting == [here],
        "whole-families": not best_priced,
    }
    if here != NOWHERE:
        return placed.get(code, False)
    offered = [s for s in range(len(it.states)) if it.open_to[it.present_in[family]] >> s & 1]
    barred = it.barred_state[it.barred_family == family].tolist()
    counting = [s for s in fitting if value[s] > TOL]
    nowhere = max((found.free[s] for s in counting), default=0) < persons
    return nowhere and {
        "not-eligible": not it.eligible[family],
        "no-offer": bool(it.eligible[family]) and not offered,
        "excluded": bool(offered) and set(offered) <= set(barred),
        "no-places": value != {} and not any(found.room.values()),
        "too-large": any(found.room.values()) and not fitting,
        "no-value": fitting != [] and all(value[state] <= TOL for state in fitting),
        "costs-more": counting != [] and all(value[state] < found.price[state] for state in counting),
        "costs-the-same": max((surplus[s] for s in counting), default=-1) == pytest.approx(0, abs=TOL),
        "left-over": any(surplus[state] > 0 for state in counting),
    }.get(code, False)


@unhurried
@given(instance=problems(max_families=9, max_states=4))
def test_reasons_of_small_instances_hold(instance: Problem) -> None:
    explanation = explain(solve(instance))
    assert all(holds(explanation, family) for family in range(instance.families))


@unhurried
@given(seed=contested_seeds)
def test_reasons_for_contested_places_hold(seed: int) -> None:
    explanation = explained(seed)
    assert all(holds(explanation, family) for family in range(explanation.problem.families))


def test_contested_places_bring_up_every_reason_that_prices_give() -> None:
    seen = Counter(
        code for seed in SEEDS for code in map(explained(seed).code, range(explained(seed).problem.families))
    )
    rare = {"no-offer", "excluded", "no-places", "links-uncounted"}  # worked examples below
    assert set(seen) >= {reason.code for reason in REASONS} - rare


# --- the sentences say what the columns say -------------------------------------------------------


@unhurried
@given(seed=contested_seeds)
def test_sentences_name_the_states_and_the_places_left(seed: int) -> None:
    explanation = explained(seed)
    it = explanation.problem
    for family in range(it.families):
        text, here = explanation.sentence(family), int(explanation.state[family])
        assert text.startswith(f"Placed in {NAMES[it.states[here]]}" if here != NOWHERE else "Not placed: ")
        assert text.endswith(".")
        assert "{" not in text and "inf" not in text and "nan" not in text
        better = int(explanation.better_state[family])
        if better != NOWHERE:
            assert f"{NAMES[it.states[better]]}, where a link counts" in text
        found = slow(explanation, family)
        for number, name in re.findall(r"(?:and|but) (no|\d+) places? (?:is|are) left there()", text):
            assert name == ""
            assert int(number.replace("no", "0")) in {found.free[state] for state in found.free}


def test_nobody_who_would_bring_more_fits_into_places_that_cost_more_than_they_bring() -> None:
    told = 0
    for explanation in map(explained, SEEDS):
        it, waiting = explanation.problem, np.flatnonzero(explanation.state == NOWHERE)
        for family in range(it.families):
            if "none that would bring more fits in" not in explanation.sentence(family):
                continue
            told += 1
            here, values = int(explanation.state[family]), pair_values(it)[:, explanation.state[family]]
            assert explanation.value[family] < explanation.price[family]
            for other in waiting[values[waiting] > values[family] + TOL].tolist():
                without = replace(explanation, optimum=replace(explanation.optimum, state=_moved(explanation, family)))
                assert left(without, here, int(it.present_in[other])) < it.persons[other]
    assert told


def _moved(explanation: Explanation, family: int) -> Ints:
    state = explanation.state.copy()
    state[family] = NOWHERE
    return state


@unhurried
@given(seed=contested_seeds)
def test_a_better_state_always_costs_more_or_has_no_room_unless_whole_families_are_the_reason(seed: int) -> None:
    explanation = explained(seed)
    for family in np.flatnonzero(explanation.better_state != NOWHERE).tolist():
        text = explanation.sentence(family)
        said = [" more than in ", "for a family of", "for one person"]
        assert any(word in text for word in said)
        if " more than in " in text and explanation.code(family) != "whole-families":
            dearer = explanation.better_price[family] - explanation.price[family]
            assert dearer >= explanation.better_gain[family] - TOL


def only(
    families: list[Family], quotas: dict[str | tuple[str, str], int], prices: list[float], state: list[int]
) -> Explanation:
    """An explanation at prices written down by hand (in the order of the rows of quotas)."""
    it = problem(families, quotas)
    value = float(it.value_at(np.array(state)).sum())
    found = Optimum(
        it, np.array(state), "max-weight", np.array(prices), it.places, value, value, "prices", 0.0, 1, 0, 0
    )
    kinds = np.zeros(len(it.link), np.int64)
    kinds[it.link < 0.5] = KIND_NAMES.index("study")
    return explain(found, Notes(kind=kinds))


def test_a_family_at_its_best_link() -> None:
    it = only([(2, "IT", False, {"SE": 0.8})], {"DE": 5, "SE": 5}, [0.0, 0.35], [2])
    assert it.sentence(0) == (
        "Placed in Sweden, where a family link counts 0.80; no state open to it would be worth more; the next best "
        "would have been Germany (1.25 points a person less at the prices of places)."
    )


def test_a_family_whose_better_state_costs_more() -> None:
    it = only([(1, "IT", False, {"SE": 0.4, "FR": 0.9})], {"DE": 5, "FR": 1, "SE": 5}, [8.0, 9.4, 8.1], [3])
    assert it.sentence(0) == (
        "Placed in Sweden, where a link of study counts 0.40; the next best would have been France (0.30 points a "
        "person less at the prices of places); France, where a family link counts 0.90, would be worth 1.00 points a "
        "person more, but a place there costs 9.40, 1.30 more than in Sweden."
    )


def test_a_family_that_its_link_does_not_win() -> None:
    it = only([(3, "IT", True, {"FR": 0.5})], {"DE": 5, "FR": 3}, [8.0, 9.2], [0])
    assert it.sentence(0) == (
        "Placed in Germany, without a link there; the next best would have been France (0.20 points a person less at "
        "the prices of places); France, where a family link counts 0.50, would be worth 1.00 points a person more, "
        "but a place there costs 9.20, 1.20 more than in Germany."
    )


def test_a_tie_is_called_a_tie() -> None:
    it = only([(3, "IT", False, {"FR": 0.5})], {"DE": 5, "FR": 3}, [8.0, 9.0], [0])
    assert it.sentence(0) == (
        "Placed in Germany, without a link there; France would have been as good at the prices of places; France, "
        "where a family link counts 0.50, would be worth 1.00 points a person more, but a place there costs 9.00, "
        "just as much more than in Germany."
    )


def test_a_family_without_a_link() -> None:
    it = only([(1, "IT", False, {})], {"NL": 5, "SE": 5}, [8.0, 8.0], [1])
    assert it.sentence(0) == (
        "Placed in the Netherlands by lot, which shares families without a link fairly (every state open to it counts "
        "the same); a place in Sweden costs the same."
    )


def test_a_family_with_one_state_to_go_to() -> None:
    it = only([(4, "IT", False, {})], {"DE": 3, "SE": 5}, [2.0, 1.5], [2])
    assert it.sentence(0) == (
        "Placed in Sweden, the only state open to it with places for a family of 4; next best would have been to leave "
        "its places to others (6.50 points a person less)."
    )


def test_a_better_state_without_room() -> None:
    it = only([(4, "IT", False, {"DE": 1.0, "SE": 0.5})], {"DE": 3, "SE": 5}, [0.0, 0.0], [2])
    assert it.code(0) == "link-no-room"
    assert it.sentence(0).endswith(
        "; Germany, where a family link counts 1.00, would be worth 1.00 points a person more, but has only 3 places "
        "for a family of 4."
    )


def test_whole_families_are_named_as_the_reason_where_they_are() -> None:
    families: list[Family] = [(2, "IT", False, {"DE": 1.0}), (3, "IT", False, {"DE": 0.9})]
    it = only(families, {"DE": 4, "SE": 9}, [9.0, 8.0], [2, 0])
    assert it.sentence(0) == (
        "Placed in Sweden; at the prices of places Germany, where a family link counts 1.00, would be better by 1.00 "
        "points a person, but places go to whole families, and 1 place is left there for a family of 2."
    )


@pytest.mark.parametrize(
    ("price", "sentence"),
    [
        (9.4, "Not placed: wherever there are places for a family of 3, a place costs more than it would bring; "
         "nearest is France, where a link of study counts 0.40: 9.40 points a person against 8.80."),
        (8.8, "Not placed: it would bring just what a place costs, 8.80 points a person in France, where a link of "
         "study counts 0.40, and no place is left there for a family of 3."),
        (7.0, "Not placed: at the prices of places it would go to France, where a link of study counts 0.40 (there it "
         "would bring 8.80 points a person, and a place costs 7.00), but places go to whole families, and no place is "
         "left there for a family of 3."),
    ],
)  # fmt: skip
def test_a_family_that_places_do_not_suffice_for(price: float, sentence: str) -> None:
    families: list[Family] = [(3, "IT", True, {}), (3, "IT", False, {"FR": 0.4})]
    it = only(families, {"FR": 3, "SE": 0}, [price, 5.0], [0, NOWHERE])
    assert it.sentence(1) == sentence


def test_a_place_that_counts_nothing_is_nobody_s_reason() -> None:
    """Only links count: the family cannot have the place at its link, and does not wait for the free ones elsewhere."""
    families: list[Family] = [(1, "IT", False, {"DE": 1.0}), (1, "IT", False, {"DE": 0.5})]
    only_links = Policy(place=Fraction(0), vulnerable=Fraction(0))
    found = solve(problem(families, {"DE": 1, "FR": 3}, policy=only_links))
    assert explain(replace(found, prices=np.array([1.5, 0.0]), state=np.array([0, NOWHERE]))).sentence(1) == (
        "Not placed: wherever there are places for one person and a place counts for it, a place costs more than it "
        "would bring; nearest is Germany, where a link counts 0.50: 1.50 points a person against 1.00."
    )


def test_a_family_larger_than_all_places_and_one_where_there_are_none() -> None:
    it = only([(9, "IT", False, {}), (1, "EL", False, {})], {"DE": 3, ("FR", "IT"): 6}, [0.0, 0.0], [-1, -1])
    assert it.sentence(0) == "Not placed: no state open to it has places for a family of 9 (France has the most: 6)."
    none = only([(1, "IT", False, {})], {"DE": 0}, [8.0], [-1])
    assert none.sentence(0) == "Not placed: there are no places in the states open to it."
    closed = only([(1, "EL", False, {})], {("FR", "IT"): 6}, [0.0], [-1])
    assert closed.sentence(0) == "Not placed: no state offers places to people present in Greece."


def test_who_is_kept_out_is_told_the_reason_given() -> None:
    families: list[Family] = [(1, "IT", False, {}), (1, "IT", False, {}), (1, "IT", False, {})]
    it = problem(families, {"DE": 3, "FR": 1}, barred=[(1, "DE"), (1, "FR"), (1, "IT")], ineligible=[0, 2])
    said = ["no agreement (AMMR 56(2)(a)(ii))", "", "same state"]
    words = ("", "security: a threat to internal security (AMMR 67(2))")
    notes = Notes(ineligible=np.array([1, 0, 0]), words=words, barred=said)
    found = explain(solve(it), notes)
    assert found.sentence(0) == (
        "Not placed: not eligible for relocation (security: a threat to internal security (AMMR 67(2)))."
    )
    assert found.sentence(1) == (
        "Not placed: every state that offers places to people present in Italy is excluded for it (Germany: no "
        "agreement (AMMR 56(2)(a)(ii)); France)."
    )
    assert found.sentence(2) == "Not placed: not eligible for relocation."
    texts, number = found.texts()
    assert [texts[place] for place in number] == [
        "not eligible for relocation: security",
        "every state that offers places is excluded for it",
        "not eligible for relocation",
    ]


def test_links_that_count_nothing_are_said_to_count_nothing() -> None:
    it = problem([(1, "IT", False, {"DE": 0.5})], {"DE": 3, "FR": 3}, policy=Policy(links=Fraction(0)))
    assert explain(solve(it)).sentence(0).startswith("Placed in Germany; under these weights its links count nothing; ")


def test_what_is_not_proved_to_the_end_is_said_not_to_be() -> None:
    it = only([(2, "IT", False, {"DE": 1.0})], {"DE": 4, "SE": 9}, [9.0, 8.0], [2])
    unproved = replace(it.optimum, bound=it.optimum.objective + 0.5, gap=0.03)
    assert (
        explain(unproved).sentence(0).endswith(" (The placements of all are proved best to within 0.5 of 16 points.)")
    )


def test_numbers_that_are_compared_are_told_apart() -> None:
    assert apart(8.12341, 8.12342) == ("8.12341", "8.12342")
    assert points(1e-9) == "0.00"


# --- and they are cheap, stable and few -----------------------------------------------------------


def test_nobody_to_place_needs_no_explanation() -> None:
    found = explain(solve(problem([], {"DE": 1})))
    assert len(found.reason) == len(found.next_loss) == 0


def test_short_texts_are_few_and_the_closed_list_is_closed() -> None:
    assert len(NUMBER) == len(REASONS) == len({reason.text for reason in REASONS})
    for seed in SEEDS:
        texts, number = explained(seed).texts()
        assert number.max(initial=0) < len(texts) == len(REASONS)


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = explained(3)
    monkeypatch.setattr("fairshare.matching.margins.BLOCK", 2)
    parts = explain(whole.optimum)
    for column in (
        "reason",
        "value",
        "price",
        "next_state",
        "next_loss",
        "better_state",
        "better_gain",
        "better_price",
    ):
        assert np.array_equal(getattr(whole, column), getattr(parts, column))


def test_options_are_the_ladder_of_the_sentence() -> None:
    it = only([(1, "IT", False, {"SE": 0.4, "FR": 0.9})], {"DE": 5, "FR": 1, "SE": 5}, [8.0, 9.4, 8.1], [3])
    found = options(it, 0)
    assert [(one.state, round(one.surplus, 9), one.chosen) for one in found] == [
        ("SE", 0.7, True), ("FR", 0.4, False), ("DE", 0.0, False),
    ]  # fmt: skip
    assert (found[1].link, found[1].counts, found[0].left, found[0].room) == ("a family link", 0.9, 4, 5)
