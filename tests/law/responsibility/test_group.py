"""One state for a family registered together: Articles 28 and 36(2), and Article 11 of Dublin III."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.responsibility.codes import NONE, STATE_CODE, STATES, Member, states_mask, states_of
from fairshare.law.responsibility.days import NO_DAY, day_number
from fairshare.law.responsibility.group import family_procedure
from fairshare.law.responsibility.ladder import Designation
from fairshare.law.responsibility.regimes import AMMR, AMMR_RELOCATED, CONVENTION1990, DUBLIN3, Regime
from fairshare.law.responsibility.table import CaseTable, case_table
from fairshare.law.responsibility.trace import HUMAN, MET, REASONS, SILENT, Step, chains, reason

CRITERION = reason("TEST 29", MET, "a document of {0:state}")
SECURITY = reason("AMMR 16(4)", MET, "a threat found in {0:state}")
QUESTION = reason("TEST 25", HUMAN, "which?")


@dataclass(frozen=True)
class Who:
    """A member of a family with the result of the criteria for this member alone; ``""``: a person must decide."""

    state: str
    born: str = "1980-01-01"
    member: Member = Member.REGISTERED
    secure: bool = True
    risk: str = ""
    against: str = ""
    favoured: str = ""
    best_interests: int = NONE
    registered_in: str = "FR"


def code(state: str) -> int:
    return STATE_CODE[state] if state else NONE


def facts(people: Sequence[Who]) -> CaseTable:
    def mask(name: str) -> np.ndarray:
        return np.array([states_mask(frozenset(getattr(who, name).split())) for who in people], np.int64)

    born = [day_number(date.fromisoformat(who.born)) if who.born else NO_DAY for who in people]
    scalars = {
        "birth_date": np.array(born, np.int32),
        "member": np.array([who.member for who in people], np.int8),
        "article_4_risk": mask("risk"),
        "interests_against": mask("against"),
        "interests_for": mask("favoured"),
        "best_interests": np.array([who.best_interests for who in people], np.int8),
    }
    state = np.array([[code(who.registered_in) for who in people]], np.int8)
    return case_table(len(people), scalars, {"registrations": {"state": state}})


def alone(people: Sequence[Who]) -> Designation:
    """The result of the criteria for each member alone."""
    state = np.array([code(who.state) for who in people], np.int8)
    why = [QUESTION if not who.state else CRITERION if who.secure else SECURITY for who in people]
    whys = np.array(why, np.int16)
    return Designation(
        state=state,
        why=whys,
        human=state == NONE,
        options=np.where(state == NONE, states_mask(frozenset({"BE", "NL"})), 0).astype(np.int64),
        slot=np.zeros(len(people), np.int8),
        group=np.full(len(people), 2, np.int8),
        blocked=np.zeros(len(people), np.bool_),
        trace=(Step(whys, (state,)),),
    )


def joined(*families: Sequence[Who], regime: Regime = AMMR) -> Designation:
    people = [who for family in families for who in family]
    case = np.repeat(np.arange(len(families), dtype=np.int32), [len(family) for family in families])
    return family_procedure(facts(people), case, alone(people), regime)


def answers(found: Designation) -> list[tuple[str | None, str]]:
    return [
        (STATES[state] if state >= 0 else None, REASONS[why].rule)
        for state, why in zip(found.state.tolist(), found.why.tolist(), strict=True)
    ]


def rules(found: Designation, row: int = 0) -> list[tuple[str, str]]:
    return [(line.rule, line.outcome) for line in chains(found.trace, found.state.size)[row]]


@pytest.mark.law("AMMR 28")
def test_the_state_of_the_largest_number_takes_the_whole_family() -> None:
    found = joined([Who("IT"), Who("ES", "1950-01-01"), Who("IT")])
    assert answers(found) == [("IT", "AMMR 28(a)")] * 3
    assert chains(found.trace, 3)[1][-1].why == (
        "the criteria would separate the family: IT is responsible for the largest number, 2 of 3"
    )


@pytest.mark.law("AMMR 28")
@pytest.mark.parametrize(("born", "expected"), [("1979-12-31", "ES"), ("1980-01-02", "IT")])
def test_in_a_tie_the_state_of_the_oldest_takes_the_family(born: str, expected: str) -> None:
    found = joined([Who("IT"), Who("ES", born)])
    assert answers(found) == [(expected, "AMMR 28(b)")] * 2
    assert rules(found)[-2:] == [("AMMR 28(a)", "not met"), ("AMMR 28(b)", "met")]


@pytest.mark.law("AMMR 28")
def test_the_oldest_of_all_decides_though_no_member_of_the_tie() -> None:
    """28(b) speaks of "the oldest of them", of all the family, where no state is responsible for the largest number."""
    found = joined(
        [Who("IT"), Who("IT"), Who("ES"), Who("ES", "1979-01-01"), Who("DE", "1940-01-01")],
    )
    assert answers(found) == [("DE", "AMMR 28(b)")] * 5


@pytest.mark.law("AMMR 28")
@pytest.mark.parametrize("born", ["1980-01-01", ""])
def test_whether_nobody_knows_the_oldest_or_two_are_equally_old_a_person_decides(born: str) -> None:
    found = joined([Who("IT"), Who("ES", born)])
    assert answers(found) == [(None, "AMMR 28(b)")] * 2
    assert found.human.all()
    assert states_of(int(found.options[1])) == ("ES", "IT")


@pytest.mark.law("AMMR 28")
def test_a_birth_date_that_is_missing_matters_only_in_the_tie() -> None:
    assert answers(joined([Who("IT"), Who("ES"), Who("IT", "")])) == [("IT", "AMMR 28(a)")] * 3
    found = joined([Who("IT"), Who("IT"), Who("ES"), Who("ES", "1970-01-01"), Who("DE", "")])
    assert answers(found) == [(None, "AMMR 28(b)")] * 5


@pytest.mark.law("AMMR 28")
def test_two_equally_old_of_one_state_are_no_riddle() -> None:
    twins = [Who("IT", "1970-01-01"), Who("IT", "1970-01-01"), Who("ES"), Who("ES")]
    assert answers(joined(twins)) == [("IT", "AMMR 28(b)")] * 4


@pytest.mark.law("AMMR 28")
def test_where_the_criteria_agree_each_keeps_the_own_reason_and_evidence() -> None:
    found = joined([Who("IT"), Who("IT", "")])
    assert answers(found) == [("IT", "TEST 29")] * 2
    assert rules(found) == [("TEST 29", "met"), ("AMMR 28", "not met")]
    assert found.group.tolist() == [2, 2]


@pytest.mark.law("AMMR 28")
def test_evidence_stays_with_those_for_whom_the_own_state_decides() -> None:
    found = joined([Who("IT"), Who("ES"), Who("IT")])
    assert found.group.tolist() == [2, 0, 2]
    assert found.slot.tolist() == [0, NONE, 0]


@pytest.mark.law("AMMR 28")
def test_members_who_registered_in_different_states_are_not_joined() -> None:
    apart = [Who("IT"), Who("ES", registered_in="DE"), Who("PL"), Who("PL")]
    assert [state for state, _ in answers(joined(apart))] == ["PL", "ES", "PL", "PL"]


@pytest.mark.law("AMMR 28")
def test_families_do_not_mix() -> None:
    found = joined(
        [Who("IT"), Who("ES"), Who("ES")], [Who("DE")], [Who("PL"), Who("SE", "1950-01-01")], [Who("ES")], [Who("ES")]
    )
    assert [state for state, _ in answers(found)] == ["ES", "ES", "ES", "DE", "SE", "SE", "ES", "ES"]
    assert [line.rule for line in chains(found.trace, 8)[3]] == ["TEST 29"]


@pytest.mark.law("AMMR 28")
def test_a_question_about_one_member_keeps_the_whole_family_open() -> None:
    found = joined([Who("IT"), Who(""), Who("IT")], [Who("IT"), Who("ES"), Who("ES")])
    assert answers(found)[:3] == [(None, "AMMR 28"), (None, "TEST 25"), (None, "AMMR 28")]
    assert found.human.tolist() == [True, True, True, False, False, False]
    assert states_of(int(found.options[0])) == ("BE", "IT", "NL")
    assert states_of(int(found.options[1])) == ("BE", "NL")
    assert answers(found)[3:] == [("ES", "AMMR 28(a)")] * 3


@pytest.mark.law("AMMR 16(4)", "AMMR 28")
def test_a_threat_to_security_stays_where_it_was_found_and_draws_nobody_along() -> None:
    found = joined([Who("DE", secure=False), Who("IT"), Who("ES"), Who("ES")])
    assert answers(found) == [("DE", "AMMR 16(4)")] + [("ES", "AMMR 28(a)")] * 3


@pytest.mark.law("AMMR 16(3)", "AMMR 28")
def test_a_risk_for_one_member_in_the_state_of_the_family_is_for_a_person_to_weigh() -> None:
    found = joined([Who("IT"), Who("ES", risk="IT"), Who("IT")])
    assert answers(found) == [(None, "AMMR 28")] * 3
    assert states_of(int(found.options[2])) == ("ES", "IT")
    assert answers(joined([Who("IT", risk="ES"), Who("ES"), Who("IT")])) == [("IT", "AMMR 28(a)")] * 3


@pytest.mark.law("AMMR 36(2)")
@pytest.mark.parametrize("member", [Member.FOLLOWS, Member.BORN_LATER])
def test_a_child_that_follows_goes_where_the_family_goes_and_has_no_vote(member: Member) -> None:
    child = Who("ES", "2020-01-01", member, registered_in="")
    found = joined([Who("IT"), child, replace(child, state="FR")])
    assert answers(found) == [("IT", "TEST 29"), ("IT", "AMMR 36(2)"), ("IT", "AMMR 36(2)")]
    assert rules(found) == [("TEST 29", "met")]
    born_later = "a child born after the arrival" in chains(found.trace, 3)[1][-1].why
    assert born_later == (member == Member.BORN_LATER)


@pytest.mark.law("AMMR 36(2)", "AMMR 28")
def test_a_child_follows_the_family_also_where_that_was_joined() -> None:
    child = Who("ES", "2020-01-01", Member.FOLLOWS)
    assert answers(joined([Who("IT"), Who("PL", "1970-01-01"), child]))[2] == ("PL", "AMMR 36(2)")


@pytest.mark.law("AMMR 36(2)")
@pytest.mark.parametrize(
    ("child", "stops"),
    [
        (Who("ES", member=Member.FOLLOWS, against="IT"), True),
        (Who("ES", member=Member.FOLLOWS, best_interests=0), True),
        (Who("ES", member=Member.FOLLOWS, best_interests=0, favoured="IT"), False),
        (Who("ES", member=Member.FOLLOWS, best_interests=1), False),
        (Who("ES", member=Member.FOLLOWS, against="SE"), False),
    ],
)
def test_a_child_does_not_follow_against_its_best_interests(child: Who, stops: bool) -> None:
    found = joined([Who("IT"), child])
    assert answers(found) == [("IT", "TEST 29"), (None if stops else "IT", "AMMR 36(2)")]
    assert found.human.tolist() == [False, stops]


@pytest.mark.law("AMMR 36(2)", "AMMR 16(3)")
def test_a_child_does_not_follow_into_a_real_risk_of_its_own() -> None:
    found = joined([Who("IT"), Who("ES", member=Member.FOLLOWS, risk="IT")])
    assert found.human.tolist() == [False, True]


@pytest.mark.law("AMMR 36(2)")
def test_a_child_waits_for_what_is_decided_on_those_with_whom_it_goes() -> None:
    found = joined([Who(""), Who("ES", member=Member.FOLLOWS, against="IT")])
    assert answers(found) == [(None, "TEST 25"), (None, "AMMR 36(2)")]
    assert states_of(int(found.options[1])) == ("BE", "NL")


@pytest.mark.law("AMMR 36(2)", "AMMR 16(4)")
def test_a_child_stays_with_an_applicant_who_is_a_threat() -> None:
    found = joined([Who("DE", secure=False), Who("IT", secure=False), Who("ES", member=Member.FOLLOWS)])
    assert answers(found) == [("DE", "AMMR 16(4)"), ("IT", "AMMR 16(4)"), ("DE", "AMMR 36(2)")]


@pytest.mark.law("AMMR 36(2)")
def test_children_with_nobody_to_follow_keep_their_own_results() -> None:
    assert answers(joined([Who("IT", member=Member.FOLLOWS), Who("ES", member=Member.FOLLOWS)])) == [
        ("IT", "TEST 29"),
        ("ES", "TEST 29"),
    ]


@pytest.mark.law("DUBLIN3 11", "DUBLIN3 20(3)")
def test_dublin_iii_has_the_same_rule_under_its_own_number() -> None:
    people = [Who("IT"), Who("ES"), Who("ES"), Who("SE", member=Member.FOLLOWS)]
    assert answers(joined(people, regime=DUBLIN3)) == [("ES", "DUBLIN3 11(a)")] * 3 + [("ES", "DUBLIN3 20(3)")]


@pytest.mark.law("AMMR 68(2)", "AMMR 28")
def test_the_family_procedure_survives_a_relocation() -> None:
    assert answers(joined([Who("IT"), Who("ES"), Who("ES")], regime=AMMR_RELOCATED)) == [("ES", "AMMR 28(a)")] * 3


@pytest.mark.law("CONVENTION1990 4")
def test_the_convention_of_1990_joins_nobody() -> None:
    people = [Who("IT"), Who("ES"), Who("ES")]
    assert [state for state, _ in answers(joined(people, regime=CONVENTION1990))] == ["IT", "ES", "ES"]


def test_without_a_chain_none_is_written() -> None:
    people = [Who("IT"), Who("ES"), Who("ES")]
    found = family_procedure(facts(people), np.zeros(3, np.int32), replace(alone(people), trace=()), AMMR)
    assert answers(found) == [("ES", "AMMR 28(a)")] * 3
    assert found.trace == ()


def test_single_persons_are_handed_back_untouched_and_at_no_cost() -> None:
    rows = 1_000_000
    table = case_table(rows, {}, {})
    empty = np.full(rows, NONE, np.int8)
    found = Designation(
        empty,
        np.full(rows, SILENT, np.int16),
        empty == 0,
        np.zeros(rows, np.int64),
        empty,
        empty,
        empty == 0,
        (),
    )
    begun = perf_counter()
    assert family_procedure(table, np.arange(rows, dtype=np.int32), found, AMMR) is found
    assert perf_counter() - begun < 0.1


PEOPLE = st.builds(
    Who,
    st.sampled_from(["IT", "ES", "PL", ""]),
    st.sampled_from(["1970-01-01", "1980-01-01", "1990-01-01", ""]),
    st.sampled_from(Member),
    st.booleans(),
    st.sampled_from(["", "IT", "ES PL"]),
    st.sampled_from(["", "IT"]),
    st.sampled_from(["", "IT"]),
    st.sampled_from([NONE, 0, 1]),
    st.sampled_from(["FR", "DE"]),
)


@pytest.mark.law("AMMR 28", "AMMR 36(2)")
@given(st.lists(st.lists(PEOPLE, min_size=1, max_size=5), min_size=1, max_size=5))
def test_many_families_are_answered_as_each_alone(families: list[list[Who]]) -> None:
    found = joined(*families)
    each = [joined(family) for family in families]
    assert answers(found) == [answer for family in each for answer in answers(family)]
    lines = [chain for family in each for chain in chains(family.trace, family.state.size)]
    assert chains(found.trace, found.state.size) == lines
    assert ((found.state == NONE) == found.human).all()


def _with_order(family: list[Who]) -> st.SearchStrategy[tuple[list[Who], list[int]]]:
    return st.tuples(st.just(family), st.permutations(range(len(family))))


@pytest.mark.law("AMMR 28")
@given(st.lists(PEOPLE, min_size=2, max_size=5).flatmap(_with_order))
def test_the_order_of_registered_members_plays_no_part(drawn: tuple[list[Who], list[int]]) -> None:
    family, order = drawn
    people = [replace(who, member=Member.REGISTERED) for who in family]
    straight, mixed = answers(joined(people)), answers(joined([people[place] for place in order]))
    assert [straight[place] for place in order] == mixed


@pytest.mark.law("AMMR 36(2)")
def test_a_child_for_whom_the_family_state_is_against_its_interests_keeps_its_own() -> None:
    found = joined([Who("NL"), Who("FR", "2019-03-01", against="NL")])
    assert answers(found) == [("NL", "AMMR 28(b)"), ("FR", "TEST 29")]
