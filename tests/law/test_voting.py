"""Votes of the Council: the vote on the first pool, blocking minorities, and a slow obvious version."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.law.voting import POSITIONS, council_vote, qualified_majority, simple_majority, unanimity
from fairshare.states import EU27, PART_IV

# Eurostat demo_gind, 1 January 2025.
POPULATION = {
    "AT": 9197213, "BE": 11883495, "BG": 6437360, "CY": 982966, "CZ": 10909500, "DE": 83577140, "DK": 5992734,
    "EE": 1369995, "EL": 10372335, "ES": 49128297, "FI": 5635971, "FR": 68882600, "HR": 3874350, "HU": 9539502,
    "IE": 5440278, "IT": 58943464, "LT": 2890664, "LU": 681973, "LV": 1860565, "MT": 574250, "NL": 18044027,
    "PL": 36497495, "PT": 10749635, "RO": 19043151, "SE": 10587710, "SI": 2130850, "SK": 5419451,
}  # fmt: skip
PEOPLE = {state: Fraction(number) for state, number in POPULATION.items()}


def _votes(**others: str) -> dict[str, str]:
    return dict.fromkeys(PART_IV, "for") | others


# Decision (EU) 2025/2642, closed on 22 December 2025 (Agence Europe 13781): against HU, SK; abstained CY, LV, PT, ES.
@pytest.mark.law("AMMR 57(1)", "TEU 16(4)")
def test_the_act_on_the_first_pool_was_adopted() -> None:
    votes = _votes(HU="against", SK="against", CY="abstain", LV="abstain", PT="abstain", ES="abstain")
    result = qualified_majority(votes, PEOPLE)
    assert result.met
    assert (len(result.in_favour), result.margin_members) == (20, 5)  # 55 % of 26 is 14.3, so 15 are needed
    assert result.not_in_favour == ("CY", "ES", "HU", "LV", "PT", "SK")
    assert result.blocking == ()
    against = sum(PEOPLE[state] for state in result.not_in_favour) / sum(PEOPLE[state] for state in PART_IV)
    assert result.margin_population == Fraction(35, 100) - against
    assert Fraction(17, 100) < against < Fraction(18, 100)


@pytest.mark.law("TEU 16(4)")
def test_three_large_members_do_not_block_four_do() -> None:
    three = qualified_majority(_votes(DE="against", FR="against", IT="against"), PEOPLE)
    assert three.blocking_needed == 4  # Germany and France have 34 %, so three have more than 35 %, plus one
    assert three.margin_population is not None and three.margin_population < 0
    assert three.met and "deemed attained" in three.tests[1].note
    four = qualified_majority(_votes(DE="against", FR="against", IT="against", MT="abstain"), PEOPLE)
    assert not four.met
    assert four.blocking == ("DE", "FR", "IT", "MT")


@pytest.mark.law("TEU 16(4)")
def test_many_people_do_not_replace_members() -> None:
    large = sorted(PART_IV, key=lambda state: -POPULATION[state])[:14]
    result = qualified_majority(dict.fromkeys(large, "for"), PEOPLE)
    assert not result.met and result.margin_members == -1
    assert result.margin_population is not None and result.margin_population > 0
    assert result.blocking == ()  # it is their number that prevents the act
    assert [test.met for test in result.tests] == [False, True]


@pytest.mark.law("AMMR 57(1)")
@pytest.mark.parametrize("position", ["abstain", "absent", "against"])
def test_whoever_is_not_for_is_not_in_favour(position: str) -> None:
    assert qualified_majority(_votes(DE=position), PEOPLE).not_in_favour == ("DE",)
    assert qualified_majority(dict.fromkeys(PART_IV - {"DE"}, "for"), PEOPLE).not_in_favour == ("DE",)


@pytest.mark.law("AMMR 13(4)")
@pytest.mark.parametrize("members", [PART_IV, EU27])
def test_fourteen_reconvene_the_forum_with_or_without_denmark(members: frozenset[str]) -> None:
    ordered = sorted(members)
    assert simple_majority(dict.fromkeys(ordered[:14], "for"), members).met
    short = simple_majority(dict.fromkeys(ordered[:13], "for"), members)
    assert not short.met and short.margin_members == -1


def test_an_abstention_does_not_prevent_unanimity_a_vote_against_does() -> None:
    assert unanimity(_votes(HU="abstain")).met
    assert unanimity(_votes(HU="against")).blocking == ("HU",)
    assert unanimity(_votes(HU="absent")).blocking == ("HU",)
    assert not unanimity(dict.fromkeys(PART_IV, "abstain")).met


@pytest.mark.law("AMMR 61(4)", "AMMR 62(5)", "AMMR 59(6)")
@pytest.mark.parametrize(
    ("rule", "met"), [("qualified-majority", True), ("simple-majority", True), ("unanimity", False)]
)
def test_the_rule_of_the_choice_decides(rule: str, met: bool) -> None:
    result = council_vote(rule, _votes(HU="against"), PEOPLE)
    assert (result.rule, result.met) == (rule, met)


def _slow(votes: dict[str, str], people: dict[str, Fraction]) -> bool:
    """The Treaty word by word: try every group that might be the smallest with more than 35 %."""
    members, total = list(people), sum(people.values())
    minimum = next(
        n for n in range(1, len(members) + 1)
        if any(sum(people[s] for s in group) > total * 35 / 100 for group in combinations(members, n))
    )  # fmt: skip
    favour = [s for s in members if votes[s] == "for"]
    blocking = sum(people[s] for s in favour) < total * 65 / 100 and len(members) - len(favour) >= minimum + 1
    return len(favour) * 100 >= 55 * len(members) and not blocking


@st.composite
def councils(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, Fraction]]:
    members = draw(st.lists(st.sampled_from(sorted(PART_IV)), min_size=1, max_size=9, unique=True))
    people = {state: Fraction(draw(st.integers(1, 100))) for state in members}
    return {state: draw(st.sampled_from(POSITIONS)) for state in members}, people


@pytest.mark.law("TEU 16(4)")
@settings(max_examples=200)
@given(councils())
def test_qualified_majority_agrees_with_the_slow_version(council: tuple[dict[str, str], dict[str, Fraction]]) -> None:
    votes, people = council
    assert qualified_majority(votes, people, tuple(people)).met == _slow(votes, people)


@given(councils(), st.data())
def test_axiom_another_vote_for_never_defeats_an_act(
    council: tuple[dict[str, str], dict[str, Fraction]], data: st.DataObject
) -> None:
    votes, people = council
    more = votes | {data.draw(st.sampled_from(sorted(people))): "for"}
    before, after = (qualified_majority(v, people, tuple(people)).met for v in (votes, more))
    assert after or not before


@given(councils(), st.integers(1, 1000))
def test_axiom_the_unit_of_population_does_not_matter(
    council: tuple[dict[str, str], dict[str, Fraction]], unit: int
) -> None:
    votes, people = council
    other = {state: number / unit for state, number in people.items()}
    assert qualified_majority(votes, people, tuple(people)) == qualified_majority(votes, other, tuple(people))


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: qualified_majority(_votes(DK="for"), PEOPLE), "votes DK: takes no part"),
        (lambda: qualified_majority(_votes(DE="yes"), PEOPLE), "votes DE: 'yes' is no position"),
        (
            lambda: qualified_majority(_votes(), PEOPLE | {"MT": Fraction(0)}),
            "population MT: is missing or not above 0",
        ),
        (lambda: qualified_majority(_votes(), {}), "population AT"),
        (lambda: simple_majority({}, ()), "nobody takes part"),
        (lambda: council_vote("acclamation", _votes(), PEOPLE), "'acclamation' is unknown"),
    ],
)
def test_votes_that_cannot_be_counted_are_faults(call, problem: str) -> None:
    with pytest.raises(BadInputError, match=problem):
        call()
