"""Which rules govern a case, what they are asked about, and what follows where no criterion is met.

Sources: Regulation (EU) 2024/1351, Articles 16, 24, 68, 84 and 85; Regulation (EU) 2024/1359, Article 13(3);
Regulation (EU) No 604/2013, Articles 3(2) and 7(2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from fairshare.faults import BadInputError
from fairshare.law.choices import Choices
from fairshare.law.responsibility.codes import NONE, STATE_CODE, STATES, Place, states_mask
from fairshare.law.responsibility.days import NO_DAY, as_date, day_number
from fairshare.law.responsibility.ladder import Designation, Rule, Scope, Verdict, unmet
from fairshare.law.responsibility.regimes import (
    AMMR,
    AMMR_CRISIS,
    AMMR_RELOCATED,
    COM2016,
    CONVENTION1990,
    DUBLIN3,
    LODGED,
    REGIMES,
    Regime,
    designate,
    first_registration,
    first_state,
    regime_of,
    scope_of_first,
)
from fairshare.law.responsibility.table import CaseTable, case_table
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, REASONS, chains, flags_of, reason

MET_FOR = reason("TEST 1", MET, "met for {0:state}")
UNMET = reason("TEST 1", NOT_MET, "not met")
ASK = reason("TEST 1", HUMAN, "what now?")


def day(text: str) -> int:
    return day_number(date.fromisoformat(text)) if text else NO_DAY


def table_of(*cases: list[dict[str, Any]], **scalars: Any) -> CaseTable:
    """A table of cases by their registrations; states and days as words."""
    slots = max(len(case) for case in cases)
    kinds: Mapping[str, tuple[Any, int]] = {
        "state": (np.int8, NONE),
        "registered": (np.int32, NO_DAY),
        "lodged": (np.int32, NO_DAY),
        "place": (np.int8, Place.TERRITORY),
        "first": (np.int8, NONE),
    }
    group = {name: np.full((slots, len(cases)), empty, kind) for name, (kind, empty) in kinds.items()}
    for row, case in enumerate(cases):
        for slot, facts in enumerate(case):
            for name, value in facts.items():
                code = STATE_CODE[value] if name == "state" else day(value) if isinstance(value, str) else value
                group[name][slot, row] = code
    return case_table(
        len(cases), {name: np.array(values) for name, values in scalars.items()}, {"registrations": group}
    )


def one(registered: str, lodged: str = "", state: str = "FR") -> CaseTable:
    return table_of([{"state": state, "registered": registered, "lodged": lodged}])


def named(table: CaseTable, **choices: str) -> str:
    (code,) = regime_of(table, Choices(choices))
    return REGIMES[int(code)].name


def rule_for(state: str) -> Rule:
    """A rule that is met for a state, unless that is passed over."""

    def rule(table: CaseTable, scope: Scope) -> Verdict:
        code = STATE_CODE[state]
        barred = (scope.barred >> code & 1) == 1
        return Verdict(
            np.where(barred, NONE, code).astype(np.int8),
            np.where(barred, UNMET, MET_FOR).astype(np.int16),
            (np.full(table.rows, code),),
        )

    return rule


def never(table: CaseTable, scope: Scope) -> Verdict:
    return unmet(table.rows, UNMET)


def ask(table: CaseTable, scope: Scope) -> Verdict:
    return unmet(table.rows, ASK)


def designated(
    regime: Regime, rules: tuple[Rule, ...], *, risk: str = "", determining: str = "FR", registered: str = "2026-09-01"
) -> Designation:
    """What a regime with these rules in place of its own makes of one case, first registered in France."""
    table = table_of(
        [{"state": "FR", "registered": registered}],
        article_4_risk=[states_mask(frozenset(risk.split()))],
    )
    scope = scope_of_first(table, regime, Choices())
    scope = replace(scope, determining=np.array([STATE_CODE[determining]], np.int8))
    return designate(table, scope, replace(regime, ladder=rules))


def answer(found: Designation) -> tuple[str | None, str]:
    """State and provision of the only row."""
    state = int(found.state[0])
    return (STATES[state] if state >= 0 else None, REASONS[int(found.why[0])].rule)


def lines(found: Designation) -> list[tuple[str, str]]:
    return [(link.rule, link.outcome) for link in chains(found.trace, 1)[0]]


# --- Which regime


@pytest.mark.law("AMMR 84(1)", "AMMR 84(2)", "AMMR 85")
@pytest.mark.parametrize(
    ("registered", "expected"),
    [("2026-06-11", "dublin3"), ("2026-06-12", "ammr"), ("2026-06-13", "ammr"), ("2014-01-01", "dublin3")],
)
def test_the_day_of_registration_tells_the_rules(registered: str, expected: str) -> None:
    assert named(one(registered)) == expected


@pytest.mark.law("AMMR 84(2)")
def test_the_day_of_application_itself_is_as_chosen() -> None:
    assert named(one("2026-06-12"), REG_ON_D="dublin3") == "dublin3"
    assert named(one("2026-06-13"), REG_ON_D="dublin3") == "ammr"
    assert named(one("2026-06-11"), REG_ON_D="dublin3") == "dublin3"


@pytest.mark.law("AMMR 85")
def test_the_date_printed_in_the_official_journal_can_be_chosen() -> None:
    chosen = {"GENERAL_APPLICATION_DATE": "2026-07-01"}
    assert named(one("2026-06-30"), **chosen) == "dublin3"
    assert named(one("2026-07-01"), **chosen) == "ammr"


@pytest.mark.law("AMMR 84(2)")
def test_registration_and_not_lodging_tells_dublin_iii_from_the_regulation() -> None:
    assert named(one("2026-06-11", lodged="2026-06-20")) == "dublin3"


@pytest.mark.law("CONVENTION1990 8")
@pytest.mark.parametrize(
    ("registered", "lodged", "expected"),
    [
        ("2003-08-31", "", "convention1990"),
        ("2003-09-01", "", "dublin3"),
        ("2003-08-31", "2003-09-01", "dublin3"),
        ("2003-08-31", "2003-08-31", "convention1990"),
    ],
)
def test_the_convention_governs_what_was_lodged_before_dublin_ii(registered: str, lodged: str, expected: str) -> None:
    assert named(one(registered, lodged)) == expected


@pytest.mark.parametrize("name", ["ammr", "DUBLIN3", "convention1990", "COM2016"])
def test_the_rules_asked_for_govern_whatever_the_day(name: str) -> None:
    table = table_of([{"state": "FR", "registered": "2001-01-01"}], [{"state": "FR", "registered": "2030-01-01"}])
    codes = regime_of(table, {"regime": name})
    assert [REGIMES[int(code)].act for code in codes] == [name.upper()] * 2


def test_asking_by_day_is_the_same_as_asking_nothing() -> None:
    table = one("2026-06-11")
    assert regime_of(table, {"regime": "by-day"}).tolist() == regime_of(table, {}).tolist()


@pytest.mark.parametrize("name", ["dublin2", "ammr-relocated"])
def test_rules_that_nobody_can_ask_for_are_named_as_such(name: str) -> None:
    with pytest.raises(BadInputError, match="is not a set of rules"):
        regime_of(one("2026-06-11"), {"regime": name})


@pytest.mark.law("AMMR 84(2)")
def test_a_later_registration_can_be_the_one_that_counts() -> None:
    table = table_of([{"state": "FR", "registered": "2026-01-01"}, {"state": "DE", "registered": "2027-01-01"}])
    assert REGIMES[int(regime_of(table, {})[0])] is DUBLIN3
    assert REGIMES[int(regime_of(table, {}, np.array([1]))[0])] is AMMR


# --- What the criteria are asked about


@pytest.mark.law("AMMR 24(2)")
def test_the_first_registration_is_the_one_marked_else_the_earliest() -> None:
    table = table_of(
        [{"state": "FR", "registered": "2026-08-01"}, {"state": "DE", "registered": "2026-08-02", "first": 1}],
        [{"state": "FR", "registered": "2026-08-03"}, {"state": "DE", "registered": "2026-08-02"}],
        [{"state": "IT", "registered": "2026-08-09"}],
        [{"state": "FR", "registered": "2026-08-01", "first": 0}, {"state": "DE", "registered": "2026-08-02"}],
    )
    assert first_registration(table).tolist() == [1, 1, 0, 0]
    assert [STATES[state] for state in first_state(table)] == ["DE", "DE", "IT", "FR"]


@pytest.mark.law("AMMR 24(2)", "DUBLIN3 7(2)")
def test_dublin_iii_looks_at_the_first_lodging_and_the_regulation_at_the_first_registration() -> None:
    table = table_of(
        [
            {"state": "FR", "registered": "2026-05-01", "lodged": "2026-05-20"},
            {"state": "DE", "registered": "2026-05-02", "lodged": "2026-05-10", "place": Place.BORDER},
        ]
    )
    old, new = scope_of_first(table, DUBLIN3, Choices()), scope_of_first(table, AMMR, Choices())
    assert (STATES[old.registered_in[0]], str(as_date(int(old.day[0])))) == ("DE", "2026-05-10")
    assert (STATES[new.registered_in[0]], str(as_date(int(new.day[0])))) == ("FR", "2026-05-01")
    assert (old.place[0], new.place[0]) == (Place.BORDER, Place.TERRITORY)
    assert old.determining.tolist() == old.registered_in.tolist()
    assert not new.barred.any()


@pytest.mark.law("DUBLIN3 7(2)")
def test_where_lodging_is_not_on_record_the_day_of_registration_stands_in() -> None:
    table = one("2026-05-01")
    assert scope_of_first(table, DUBLIN3, Choices()).day.tolist() == [day("2026-05-01")]
    assert first_registration(table, LODGED).tolist() == [0]


def test_the_applicant_is_where_the_record_says_else_where_the_question_comes_from_else_last_registered() -> None:
    case = [{"state": "FR", "registered": "2026-08-01"}, {"state": "DE", "registered": "2026-08-20"}]
    table = table_of(
        case,
        case,
        case,
        case[::-1],
        case[:1],
        present_in=np.array([STATE_CODE["SE"], NONE, NONE, NONE, NONE], np.int8),
        asked_in=np.array([STATE_CODE["IT"], STATE_CODE["IT"], NONE, NONE, NONE], np.int8),
    )
    assert [STATES[state] for state in scope_of_first(table, AMMR, Choices()).present] == ["SE", "IT", "DE", "DE", "FR"]


@pytest.mark.law("AMMR 37(2)")
def test_the_situation_at_a_later_registration_can_be_asked_about() -> None:
    table = table_of([{"state": "FR", "registered": "2026-08-01"}, {"state": "DE", "registered": "2028-08-20"}])
    scope = scope_of_first(table, AMMR, Choices(), np.array([1]))
    assert (STATES[scope.registered_in[0]], scope.day[0]) == ("DE", day("2028-08-20"))


# --- What follows where no criterion is met


@pytest.mark.law("AMMR 16(2)")
def test_with_no_criterion_met_the_state_of_first_registration_is_responsible() -> None:
    found = designated(AMMR, (never,))
    assert answer(found) == ("FR", "AMMR 16(2)")
    assert lines(found) == [("TEST 1", NOT_MET), ("AMMR 16(2)", MET)]


@pytest.mark.law("AMMR 16(2)")
def test_the_state_of_first_registration_is_meant_also_where_another_determines() -> None:
    assert answer(designated(AMMR, (never,), determining="DE")) == ("FR", "AMMR 16(2)")


@pytest.mark.law("AMMR 24(1)")
def test_a_criterion_that_is_met_goes_before_the_fallback() -> None:
    found = designated(AMMR, (never, rule_for("IT")))
    assert answer(found) == ("IT", "TEST 1")
    assert not found.blocked[0]


def test_a_question_to_a_person_stays_one() -> None:
    found = designated(AMMR, (ask,))
    assert answer(found) == (None, "TEST 1")
    assert found.human.tolist() == [True]


@pytest.mark.law("AMMR 16(3)")
def test_a_risk_in_the_state_designated_leaves_the_case_with_the_determining_state() -> None:
    found = designated(AMMR, (rule_for("IT"),), risk="IT")
    assert answer(found) == ("FR", "AMMR 16(3)")
    assert found.blocked.tolist() == [True]
    assert [line.rule for line in chains(found.trace, 1)[0]] == ["TEST 1", "AMMR 16(3)", "TEST 1", "AMMR 16(3)"]


@pytest.mark.law("AMMR 16(3)")
def test_after_a_state_at_risk_the_next_criterion_decides() -> None:
    found = designated(AMMR, (rule_for("IT"), rule_for("ES")), risk="IT")
    assert answer(found) == ("ES", "TEST 1")
    assert found.blocked.tolist() == [True]


@pytest.mark.law("AMMR 16(2)", "AMMR 16(3)")
def test_after_a_state_at_risk_the_case_may_still_go_to_the_state_of_first_registration() -> None:
    assert answer(designated(AMMR, (rule_for("IT"),), risk="IT", determining="DE")) == ("FR", "AMMR 16(2)")


@pytest.mark.law("AMMR 16(3)")
def test_a_risk_in_the_state_of_first_registration_leaves_the_case_with_the_determining_state() -> None:
    assert answer(designated(AMMR, (never,), risk="FR", determining="DE")) == ("DE", "AMMR 16(3)")


@pytest.mark.law("AMMR 16(2)")
def test_a_risk_in_the_determining_state_itself_bars_no_transfer() -> None:
    assert answer(designated(AMMR, (never,), risk="FR")) == ("FR", "AMMR 16(2)")


@pytest.mark.law("AMMR 68(2)")
def test_after_a_relocation_the_state_of_relocation_is_left_with_the_case() -> None:
    assert answer(designated(AMMR_RELOCATED, (never,), determining="DE")) == ("DE", "AMMR 68(2)")


@pytest.mark.law("CFMR 13(3)")
def test_under_the_crisis_derogation_the_state_of_the_later_registration_is_left_with_the_case() -> None:
    assert answer(designated(AMMR_CRISIS, (never,), determining="DE")) == ("DE", "CFMR 13(3)")


@pytest.mark.law("AMMR 16(3)", "AMMR 68(2)")
def test_after_a_relocation_too_a_risk_is_the_reason_told() -> None:
    assert answer(designated(AMMR_RELOCATED, (rule_for("IT"),), risk="IT", determining="DE")) == ("DE", "AMMR 16(3)")


@pytest.mark.parametrize(
    ("regime", "rule"), [(DUBLIN3, "DUBLIN3 3(2)"), (CONVENTION1990, "CONVENTION1990 8"), (COM2016, "COM2016 3(2)")]
)
@pytest.mark.law("DUBLIN3 3(2)", "CONVENTION1990 8", "COM2016 3(2)")
def test_every_other_regime_falls_back_on_the_first_state_as_well(regime: Regime, rule: str) -> None:
    assert answer(designated(regime, (never,))) == ("FR", rule)


@pytest.mark.law("AMMR 16(1)")
def test_without_a_chain_the_answer_is_the_same() -> None:
    table = one("2026-06-12")
    scope = scope_of_first(table, AMMR, Choices())
    plain, told = (designate(table, scope, replace(AMMR, ladder=(never,)), traced) for traced in (False, True))
    assert answer(plain) == answer(told)
    assert plain.trace == ()
    assert told.trace


@pytest.mark.law("AMMR 84(1)", "AMMR 84(2)")
def test_the_reading_of_the_day_of_application_is_flagged_under_either() -> None:
    for regime, rule in ((AMMR, "AMMR 84(1)"), (DUBLIN3, "AMMR 84(2)")):
        on_it = designated(regime, (never,), registered="2026-06-12")
        assert flags_of(on_it.trace, 1) == [{"REG_ON_D", "GENERAL_APPLICATION_DATE"}]
        assert rule in {line[0] for line in lines(on_it)}
        for other in ("2026-06-11", "2026-07-01"):
            assert flags_of(designated(regime, (never,), registered=other).trace, 1) == [set()]
        for between in ("2026-06-13", "2026-06-30"):  # the two days that the texts name
            assert flags_of(designated(regime, (never,), registered=between).trace, 1) == [{"GENERAL_APPLICATION_DATE"}]


def test_every_reason_of_a_regime_cites_its_act() -> None:
    for regime in REGIMES:
        assert REASONS[regime.fallback].rule.split()[0] in {regime.act, "CFMR"}
        for why in (regime.passed_over, regime.becomes):
            assert why is None or REASONS[why].rule.split()[0] == regime.act


@pytest.mark.law("AMMR 68(2)", "CFMR 13(3)")
def test_the_shorter_ladders_leave_out_what_the_acts_name_and_keep_the_order() -> None:
    full, relocated, crisis = AMMR.ladder, AMMR_RELOCATED.ladder, AMMR_CRISIS.ladder
    for ladder, number in ((relocated, 2), (crisis, 1)):  # minors without 25(5); 33(3) with that relocation
        kept = [rule for rule in ladder if rule in full]
        assert kept == [rule for rule in full if rule in ladder]
        assert len(kept) == len(ladder) - number
    left_out = [0, 1, 3]  # protection elsewhere, admission, 25
    assert [full.index(r) for r in full if r not in relocated] == [*left_out, 7, 8, 11, 12, 13]  # 29, 30, 33
    assert [full.index(r) for r in full if r not in crisis] == [*left_out, 12, 13]  # 33(2), 33(1)
