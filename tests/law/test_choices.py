"""Policy choices: complete, checked, and every alternative changes what some rule answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from open_questions import QUESTIONS, outcome
from tests.evaluation.expost import loads_told as told

from fairshare.evaluation.expost.loads import relief
from fairshare.faults import BadInputError
from fairshare.law.apportionment import DrawState, draw
from fairshare.law.choices import CHOICES, DEFAULTS, Choices
from fairshare.law.keys import key_shares
from fairshare.law.outcome import RefusedError
from fairshare.law.responsibility.border_capacity import BorderFigures, adequate_capacity
from fairshare.law.responsibility.codes import NONE, STATES
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.duties import pleas
from fairshare.law.solidarity import (
    access,
    contributions,
    cycle,
    deductions,
    determination,
    in_kind,
    offsets,
    proposal,
    relocation,
    settlement,
)
from fairshare.law.solidarity.access import Standing
from fairshare.law.solidarity.relocation_clock import offset_reply, relocation_clock
from fairshare.law.voting import council_vote
from fairshare.ledger.events import (
    DrawAgreed,
    NoticeReceived,
    OffsetAnswered,
    OffsetRequested,
    OffsetTaken,
    PledgeRecorded,
    RelocationAccepted,
    RelocationFailed,
    ShortcomingsRecorded,
)
from fairshare.ledger.handlers.procedure import expected_contents
from fairshare.states import PART_IV

DAY = date(2027, 3, 1)
PRESSURE = frozenset({"pressure"})
FIGURES = offsets.OffsetFigures(16_000, 14_000, 962, 30_000, 21_000, reconvened=False)
CASE = offsets.OffsetCase(False, "33", False, False, False, request_limit=DAY, transfer_limit=date(2027, 9, 1))
REFERENCE = contributions.ReferenceNumber(21_000, Fraction(420_000_000), Fraction(20_000))
KEY = {"A": Fraction("0.160021"), "B": Fraction("0.216890"), "C": Fraction("0.000033"), "D": Fraction("0.623056")}
RATES = {
    "DE": {"population": Fraction(1), "gdp": Fraction(1), "unemployment_rate": Fraction(0)},
    "FR": {"population": Fraction(1), "gdp": Fraction(2), "unemployment_rate": Fraction(5)},
}
FOURTEEN, TWENTY = (dict.fromkeys(sorted(PART_IV)[:count], "for") for count in (14, 20))
PEOPLE = dict.fromkeys(PART_IV, Fraction(1))

Outcome = Callable[[Choices], object]


def shares(choices: Choices, credits: dict[str, int] | None = None) -> object:
    return contributions.fair_shares(KEY, REFERENCE, credits, choices)


def capacities(rounding: str) -> object:
    """Shares of 6,000.60, 9,000.70, 5,000.55 and 9,998.15 places: no two roundings agree."""
    persons = {"IT": 600_060, "EL": 900_070, "ES": 500_055, "FR": 999_815}
    figures = {state: BorderFigures(crossings, 0, 0) for state, crossings in persons.items()}
    return {state: part.capacity for state, part in adequate_capacity(figures, rounding).states.items()}


def votes(choices: Choices) -> object:
    rule = choices["DEDUCTION_ACT_VOTE"]
    return [council_vote(rule, ballot, PEOPLE).met for ballot in (FOURTEEN, TWENTY)]


def silence(choices: Choices) -> object:
    later = date(2027, 5, 1)
    return offsets.accepted_offsets(10, None, True, choices), offset_reply(DAY, "DE", later, choices=choices).status


def due(choices: Choices) -> object:
    return settlement.contribution_due(
        Fraction(100_000), Fraction(0), Fraction(0), Fraction(6), Fraction(20_000), choices
    )


def snapshot(day: int, choices: Choices) -> object:
    """Whether figures of a day in October may make the key: the proposal is of the 10th, the Forum of the 20th."""
    try:
        return contributions.check_snapshot(date(2026, 10, day), date(2026, 10, 10), date(2026, 10, 20), choices)
    except RefusedError as error:
        return error.cite


def inverse_rate(choices: Choices) -> object:
    rows = {state: row | {"applications_per_million": Fraction(100)} for state, row in RATES.items()}
    return key_shares("com2015-286", rows, choices=choices).states


def unchecked(choices: Choices) -> object:
    """An applicant of whom no check is on record."""
    code, no_day = np.zeros(1, np.int8), np.full(1, NO_DAY, np.int32)
    person = relocation.Persons(code, code, no_day, code + NONE, code + NONE, code + NONE)
    return relocation.person_grounds(person, np.zeros(len(STATES), np.int64), None, choices).tolist()


def split(choices: Choices) -> object:
    """A family of two of whom one may not go."""
    grounds = np.array([NONE, relocation.Why.FAMILY], np.int8)
    return relocation.family_grounds(grounds, np.zeros(2, np.intp), choices).goes.tolist()


def relieved(choices: Choices) -> list[Fraction | None]:
    """Twelve units for Greece, which bears beyond its key, and Cyprus, which asked for more."""
    borne = told.each("first_time", "first_time", {"EL": 70, "CY": 40, "PL": 10})
    even = told.each("key", "key_share", dict.fromkeys(("EL", "CY", "PL"), Fraction(1, 3)))
    needs = told.each("needs", "needs", {"EL": 100, "CY": 300})
    return [
        figure.value for figure in relief(told.one("pool", "pool", 12), borne, even, needs, choices=choices).values()
    ]


RULES: dict[str, Outcome] = {
    "REFERENCE_NUMBERS": shares,
    "COUNCIL_FLOOR": lambda c: contributions.reference_number(21_000, Fraction(420_000_000), choices=c),
    "OFFSET_TEST_PLEDGES": lambda c: offsets.requested_offsets(FIGURES, c).met,
    "MANDATORY_OFFSET_TARGET": lambda c: offsets.mandatory_quantity(FIGURES, c),
    "MANDATORY_OFFSET_THRESHOLD": lambda c: (
        offsets.mandatory_quantity(FIGURES, c),
        offsets.mandatory_offsets(replace(FIGURES, reconvened=True), c).met,
    ),
    "OFFSET_TIME_LIMIT": lambda c: (
        offsets.offset_grounds(CASE, date(2027, 4, 1), c),
        offsets.offset_grounds(
            replace(CASE, request_limit=CASE.transfer_limit, transfer_limit=DAY), date(2027, 4, 1), c
        ),
    ),
    "MANDATORY_OFFSET_DISTRIBUTION": lambda c: offsets.spread_mandatory(100, KEY, dict.fromkeys(KEY, 400), choices=c),
    "FORUM_AFTER_REFUSAL": lambda c: cycle.forum_after_refusal(DAY, date(2027, 3, 12), c),
    "DEDUCTION_AFTER_NOTIFICATION": lambda c: deductions.check_request_61(Standing(notified=True, rejected=True), c),
    "NOTICE_AFTER_DEDUCTION": lambda c: access.check_notice(Standing(labels=PRESSURE, partly_deducted=True), True, c),
    "DEDUCTION_IN_POOL_ACT": lambda c: deductions.adjustment_flag(DAY, DAY, c),
    "DEDUCTION_ACT_VOTE": votes,
    "DEDUCTION_REFUSAL_VOTE": lambda c: deductions.needs_vote(False, c),
    "DEDUCTION_BEFORE_ASSESSMENT": lambda c: deductions.unassessed_flag("61", c),
    "INFORMATION_OF_EACH": lambda c: expected_contents("FRA", c),
    "FORUM_BEFORE_63_4": lambda c: offsets.mandatory_offsets_after_reductions(FIGURES, c).met,
    "LAPSED_TRANSFER_LIMIT": lambda c: relocation_clock(DAY, "DE", choices=c).steps[-1].if_missed,
    "OFFSET_REPLY_SILENCE": silence,
    "CATCH_UP_QUANTITY": lambda c: offsets.catch_up_quantity(100, 60, 10, 80, c),
    "CATCH_UP_CAP": lambda c: offsets.catch_up_quantity(100, 0, 10, 80, c),
    "SILENT_PRESSURE_STATE": lambda c: access.role(Standing(labels=PRESSURE), c),
    "ROUNDING": shares,
    "RELIEF_SPREAD": relieved,
    "CREDITED_SHARES": lambda c: shares(c, {"A": 500}),
    "IN_KIND_ABOVE_PLEDGE": lambda c: in_kind.conversion(Fraction(10), Fraction(12), c),
    "PROPOSAL_AFTER_ACT": lambda c: proposal.may_show("proposal", authorised=False, act_adopted=True, choices=c).shown,
    "GENERAL_APPLICATION_DATE": lambda c: cycle.applicable("AMMR 58(1)", date(2026, 6, 20), c),
    "KEY_SNAPSHOT": lambda c: [snapshot(taken, c) for taken in (5, 15, 25)],
    "ZERO_RATE": inverse_rate,
    "OFFSET_VALUE": due,
    "NEGATIVE_DUE": due,
    "DRAW_ORDER": lambda c: draw(2, {"A": 3, "B": 2, "C": 1}, DrawState(), choices=c).units,
    "CAPACITY_ROUNDING": lambda c: capacities(c["CAPACITY_ROUNDING"]),
    "UNCHECKED_PERSONS": unchecked,
    "EXCLUDED_MEMBER": split,
    "RISK_BESIDE_PRESSURE": lambda c: determination.beside_pressure("at_risk", c),
    "PLEA_TIME": lambda c: pleas(taken_charge=True, choices=c),
}


# --- choices that the ledger makes: what follows in the pool of tests/conftest.py ------------------------------------


def drawn(pool: Any) -> Any:
    return pool.then(DrawAgreed, "2027-02-01", towards="IT", measure="relocation", amount=Decimal(150))


def off_key(pool: Any) -> object:
    gift = {"state": "DK", "measure": "financial", "amount": Decimal(1_000_000)}
    return pool.then(PledgeRecorded, "2027-02-01", **gift).of("DK", "open", "financial")


def shielded(pool: Any) -> object:
    return drawn(pool).then(ShortcomingsRecorded, "2027-02-02", state="IT").of("DE", "open")


def failed(pool: Any) -> object:
    case = {"state": "DE", "towards": "IT", "persons": 10}
    accepted = drawn(pool).then(RelocationAccepted, "2027-02-02", **case)
    return accepted.then(RelocationFailed, "2027-02-03", **case).of("DE", "open")


def offset(pool: Any) -> object:
    """Germany has money to give, too, and takes ten cases under 63(4)."""
    richer = pool.then(PledgeRecorded, "2027-02-01", state="DE", measure="financial", amount=Decimal(400_000))
    taken = richer.then(OffsetTaken, "2027-02-02", state="DE", towards="IT", cases=10, paragraph="63(4)")
    return taken.of("DE", "open"), taken.of("DE", "open", "financial")


LEDGER: dict[str, Callable[[Any], object]] = {
    "OFF_KEY_CONTRIBUTION": off_key,
    "SHIELDED_PART": shielded,
    "PLACE_AFTER_FAILED_RELOCATION": failed,
    "MANDATORY_OFFSET_AGAINST": offset,
}


@pytest.mark.law("AMMR 63(1)", "AMMR 69(2)")
@pytest.mark.parametrize(("meaning", "taken"), [("no-rule", 0), ("refusal", 0), ("acceptance", 10)])
def test_silence_on_a_request_for_offsets_counts_in_the_ledger_too(
    meaning: str, taken: int, prepared: Callable[..., Any]
) -> None:
    """Italy asks Germany for ten on 1 March; 30 days end on the 31st, and a reply in April is too late to undo it."""
    pool = prepared({"OFFSET_REPLY_SILENCE": meaning})
    for state in sorted(PART_IV - {"IT"})[:16]:
        pool = pool.pledge(state, "relocation", 1_000)
    case = {"state": "DE", "towards": "IT", "cases": 10}
    asked = pool.then(NoticeReceived, "2027-01-10", state="IT").then(OffsetRequested, "2027-03-01", **case)
    take = {**case, "paragraph": "63(1)"}
    assert asked.refused(OffsetTaken, "2027-03-31", **take) == "AMMR 63(1)"
    late = asked.then(OffsetAnswered, "2027-04-01", **(case | {"cases": 0}))
    assert late.book.flags[-1].cite == "AMMR 69(2)"
    for silent in (asked, late):
        if taken:
            assert silent.then(OffsetTaken, "2027-04-01", **take).of("DE", "offset") == taken
        else:
            assert silent.refused(OffsetTaken, "2027-04-01", **take) == "AMMR 63(1)"


CASES = {question.choice for question in QUESTIONS} - RULES.keys()
"""Choices that decide single cases, those of ``responsibility/open_questions.yaml``."""


def answer(name: str, value: str, opened: Callable[..., Any]) -> object:
    """What follows from one answer to one question, all others at their defaults; a refusal is an outcome too."""
    if name in CASES:
        return outcome(name, value)
    chosen = {name: value} | ({"OFFSET_VALUE": "ratio"} if name == "NEGATIVE_DUE" else {})
    try:
        return RULES[name](Choices(chosen)) if name in RULES else LEDGER[name](opened(chosen))
    except (RefusedError, BadInputError) as error:
        return f"refused: {error}"


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_every_answer_to_an_open_question_leads_elsewhere(name: str, opened: Callable[..., Any]) -> None:
    answers = {value: answer(name, value, opened) for value in CHOICES[name].options}
    for one, other in combinations(answers, 2):
        assert answers[one] != answers[other], f"{name}: {one} and {other} come to the same"


def test_every_choice_has_an_effect() -> None:
    """A choice that no rule reads decides nothing: whoever adds one gives it an effect, and shows it here."""
    assert RULES.keys() | LEDGER.keys() | CASES == CHOICES.keys()


# --- the table and the set of answers --------------------------------------------------------------------------------


def test_every_ambiguity_of_the_reading_of_the_law_has_a_choice() -> None:
    assert {choice.ambiguity for choice in CHOICES.values()} - {""} == {f"A{number}" for number in range(1, 24)}
    for name, choice in CHOICES.items():
        assert choice.name == name and choice.cite and choice.question.endswith("?")
        assert len(choice.options) >= 2 and all(choice.options.values())
        assert not any("_" in value for value in choice.options)


def test_a_set_of_answers_is_complete_and_says_what_was_changed() -> None:
    chosen = Choices({"ROUNDING": "floor", "COUNCIL_FLOOR": "proposal-only"})
    assert list(chosen) == list(CHOICES) and len(chosen) == len(CHOICES)
    assert chosen.changed() == {"ROUNDING": "floor"}
    assert repr(chosen) == "Choices({'ROUNDING': 'floor'})"
    assert chosen.used("ROUNDING", "DRAW_ORDER") == {"ROUNDING": "floor", "DRAW_ORDER": "largest-claim"}
    assert DEFAULTS.changed() == {} and all(DEFAULTS[name] == CHOICES[name].default for name in CHOICES)


def test_the_readings_that_the_specification_names_as_defaults() -> None:
    expected = {
        "REFERENCE_NUMBERS": "alternative",
        "COUNCIL_FLOOR": "proposal-only",
        "MANDATORY_OFFSET_TARGET": "gap-filling",
        "MANDATORY_OFFSET_THRESHOLD": "higher-of-two",
        "OFFSET_TIME_LIMIT": "ask",
        "CATCH_UP_QUANTITY": "shortfall",
        "SHIELDED_PART": "redirected",
        "ROUNDING": "ceil",
        "PLACE_AFTER_FAILED_RELOCATION": "not-consumed",
        "KEY_SNAPSHOT": "proposal",
        "IN_KIND_ABOVE_PLEDGE": "floor-at-zero",
        "PROPOSAL_AFTER_ACT": "restricted",
        "GENERAL_APPLICATION_DATE": "2026-06-12",
    }
    assert DEFAULTS.used(*expected) == expected


def test_unknown_questions_and_answers_are_faults_one_each() -> None:
    with pytest.raises(BadInputError) as error:
        Choices({"ROUNDING": "up", "VOTING": "d20", "DRAW_ORDER": "largest-claim"}, source="choices.yaml")
    faults = {fault.field: str(fault) for fault in error.value.faults}
    assert faults["ROUNDING"] == (
        "choices.yaml:1: ROUNDING: 'up' is not an answer; expected one of ceil, nearest, floor, from-proposal"
    )
    assert faults["VOTING"].startswith("choices.yaml:1: VOTING: is not a choice; expected one of REFERENCE_NUMBERS, ")
    assert len(faults) == 2


def test_answers_cannot_be_changed_from_outside() -> None:
    given = {"ROUNDING": "floor"}
    chosen = Choices(given)
    given["ROUNDING"] = "ceil"
    chosen.changed()["ROUNDING"] = "ceil"
    assert chosen["ROUNDING"] == "floor"
    with pytest.raises(TypeError):
        chosen["ROUNDING"] = "ceil"  # type: ignore[index]
