"""One cycle from the key to the allocation of money, every balance computed by hand (1J: the order of computation).

The pool of 2027: 30,000 relocations or EUR 600 million, EUR 20,000 a unit, a fair share of 30 units for each part of a
thousand of the key. All three types are pledged, all of Articles 57 to 65 and IR 30 and 31 are used.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from cycles import UNIT, YEAR, act, day, draw, event, forum, held, key, labels, ledger, notice, pledge, proposal, texts

from fairshare.ledger import Book, Ledger, fold
from fairshare.ledger.events import Event
from fairshare.ledger.handlers import offsets
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.handlers.offsets import catch_up_quantity, figures
from fairshare.ledger.postings import euro

M = 1_000_000

PREPARATION = [
    key(),
    labels(IT="pressure", ES="pressure", EL="pressure", AT="significant_situation", BE="at_risk"),
    proposal(),
    forum(),
    act(against=("HU", "SK"), abstained=("CZ",)),
    pledge("DE", "relocation", 6000),  # the whole fair share of 6,000 units
    pledge("FR", "relocation", 3500),  # with 18 million in kind 88 of 90 million
    pledge("FR", "alternative", 12 * M, item="experts"),
    pledge("FR", "alternative", 6 * M, item="containers"),
    pledge("PL", "relocation", 2000),  # with 8 million the whole share of 48 million
    pledge("PL", "financial", 8 * M),
    pledge("NL", "relocation", 1200),  # with 8 million 2 million more than the share of 30 million
    pledge("NL", "financial", 8 * M),
    pledge("AT", "relocation", 600),
    pledge("BE", "relocation", 900),
    pledge("ES", "relocation", 1000),
    pledge("SE", "financial", 15 * M),
    pledge("IE", "financial", 6 * M),
    pledge("RO", "financial", 24 * M),
    pledge("EL", "financial", 15 * M),
    pledge("HU", "financial", 4 * M),
    pledge("DK", "financial", 1 * M),  # outside the key, voluntary (A20)
]

STANDING = [
    notice("IT", "01-10"),
    notice("ES", "01-10"),
    event("deduction_requested", "01-11", state="EL", article="61"),
    event("deduction_assessed", "02-20", state="EL", article="61", favourable=True),  # after four weeks: told
    event("deduction_decided", "02-21", state="EL", article="61", amounts={"financial": 15 * M}),
    event("deduction_requested", "01-11", state="AT", article="62"),
    event("deduction_assessed", "01-20", state="AT", article="62", favourable=True),
    event("deduction_decided", "01-21", state="AT", article="62", amounts={"relocation": 200}),
    event("deduction_requested", "01-11", state="BE", article="61"),
    event("deduction_assessed", "01-12", state="BE", article="61", favourable=False),
    event("deduction_decided", "01-21", state="BE", article="61", amounts={}),  # refused
    event("pressure_notified", "01-12", state="RO"),
    event("pressure_decided", "01-13", state="RO", accepted=True),
    event("access_refused", "01-27", state="RO"),  # on the last of the 14 days
    event("pressure_notified", "01-12", state="HU"),
    event("pressure_decided", "01-13", state="HU", accepted=False),
    event("pressure_notified", "02-27", state="HU"),  # after a rejection it may always notify again
    event("pressure_decided", "03-04", state="HU", accepted=True, shortcomings=True),
    event("shield_waived", "03-04", state="NL", towards="HU"),
]

DELIVERY = [
    draw("IT", 1000, "02-01"),
    draw("ES", 1000, "02-15"),
    draw("HU", 12, "03-05"),  # only NL has waived the shield
    event(
        "draw_agreed",
        "03-06",
        towards="IT",
        measure="financial",
        amount=6_200_000,
        parts={"PL": 800_000, "NL": 800_000, "SE": 1_500_000, "IE": 600_000, "RO": 2_400_000, "DK": 100_000},
    ),
    event("relocation_accepted", "03-10", state="DE", towards="IT", persons=400),
    event("implemented", "05-01", state="DE", towards="IT", measure="relocation", amount=380),
    event("relocation_failed", "05-02", state="DE", towards="IT", persons=5),
    event("implemented", "05-03", state="DE", towards="ES", measure="relocation", amount=300),
    event("relocation_accepted", "03-10", state="FR", towards="IT", persons=250),
    event("implemented", "05-01", state="FR", towards="IT", measure="relocation", amount=250),
    event("relocation_accepted", "03-10", state="PL", towards="IT", persons=100),
    event("implemented", "05-01", state="PL", towards="IT", measure="relocation", amount=100),
    event("implemented", "05-01", state="AT", towards="IT", measure="relocation", amount=28),
    event("implemented", "05-01", state="NL", towards="HU", measure="relocation", amount=12),
    event("in_kind_requested", "02-20", state="FR", towards="IT", item="experts"),
    event("in_kind_valued", "02-25", state="FR", towards="IT", item="experts", value=10 * M, additional=True),
    event("implemented", "05-01", state="FR", towards="IT", measure="alternative", amount=7 * M, item="experts"),
    event("shortcomings_recorded", "05-20", state="HU", ended=True),
    *(
        event(
            "action_identified",
            "05-21",
            state=state,
            name="centres",
            amount=cost,
            programme="AMIF",
            purpose="reception",
            rights_assessment="made",
        )
        for state, cost in (("IT", 40 * M), ("ES", 20 * M))
    ),
]

OFFSETS = [
    event("offset_requested", "05-05", state="PL", towards="ES", cases=143),
    event("offset_answered", "06-04", state="PL", towards="ES", cases=100),  # on the last of the 30 days
    event("offset_taken", "06-10", state="PL", towards="ES", cases=100, paragraph="63(1)"),
    event("offset_agreed", "05-05", state="NL", towards="ES", cases=85),
    event("offset_taken", "06-10", state="NL", towards="ES", cases=85, paragraph="63(2)"),
    event("offset_taken", "06-10", state="SE", towards="IT", cases=50, paragraph="63(4)"),  # EUR 1 million of money
    event("offset_taken", "06-10", state="BE", towards="ES", cases=30, paragraph="63(4)"),
    forum("06-15", reconvened=True),
    act("06-20"),
    pledge("LU", "relocation", 20, "06-20"),
    event("offset_taken", "06-25", state="NL", towards="IT", cases=10, paragraph="63(3)"),
]

AFTER = [
    event("year_closed", "12-31"),
    event("delivery_confirmed", "2028-01-20", state="DE", levels={"relocation": 680}),
    event("delivery_confirmed", "2028-01-20", state="FR", levels={"relocation": 250, "alternative": 7 * M}),
    event("delivery_confirmed", "2028-02-02", state="PL", levels={"relocation": 90}),
    event("catch_up_requested", "2028-02-03", state="BE", towards="IT", cases=100),
    event("offset_taken", "2028-02-10", state="BE", towards="IT", cases=100, paragraph="63(5)"),
    event("implemented", "2028-02-11", state="DE", towards="IT", measure="relocation", amount=10),
    event("relocation_failed", "2028-02-12", state="DE", towards="IT", persons=5),
    *(
        event("settled", "2028-03-01", state=state, amount=millions * M)
        for state, millions in {"FR": 8, "PL": 8, "NL": 8, "SE": 14, "IE": 6, "RO": 24, "DK": 1}.items()
    ),
    event("funds_allocated", "2028-03-05", towards="IT", amount=40 * M),
    event("funds_allocated", "2028-03-05", towards="ES", amount=20 * M),
]


def in_order(*parts: list[Event]) -> list[Event]:
    return sorted((entry for part in parts for entry in part), key=lambda entry: entry.date)


CYCLE = in_order(PREPARATION, STANDING, DELIVERY, OFFSETS, AFTER)


@pytest.fixture(scope="module")
def book() -> Book:
    return fold(CYCLE, YEAR)


BALANCES: dict[str, dict[str, int]] = {
    # 429 + 429 committed; 400 of IT accepted: 380 delivered, 5 failed, 15 ran on: 10 delivered, 5 failed in 2028
    "DE": {
        "relocation pledged": -6000,
        "relocation open": 6000 - 429 - 429 + 5 + 5,
        "relocation committed IT": 29,
        "relocation committed ES": 129,
        "relocation implemented IT": 390,
        "relocation implemented ES": 300,
        "share fair_share": -120 * M,
        "share covered": 120 * M,
    },
    # experts: 12 pledged, 10 agreed, 7 delivered, 3 run on, 2 become money; containers: nobody asked, 6 become money
    "FR": {
        "relocation pledged": -3500,
        "relocation open": 3000,
        "relocation implemented IT": 250,
        "relocation committed ES": 250,
        "alternative pledged": -18 * M,
        "alternative implemented IT": 7 * M,
        "alternative carried_over IT": 3 * M,
        "alternative converted": 8 * M,
        "financial converted": -8 * M,
        "financial settled": 8 * M,
        "share fair_share": -90 * M,
        "share covered": 88 * M,
        "share unpledged": 2 * M,
    },
    "PL": {
        "relocation pledged": -2000,
        "relocation open": 2000 - 143 - 143,
        "relocation committed IT": 43,
        "relocation implemented IT": 100,
        "relocation committed ES": 43,
        "relocation offset ES": 100,
        "financial pledged": -8 * M,
        "financial settled": 8 * M,
        "share fair_share": -48 * M,
        "share covered": 48 * M,
    },
    "NL": {
        "relocation pledged": -1200,
        "relocation open": 1200 - 86 - 85 - 12,
        "relocation committed IT": 76,
        "relocation offset IT": 10,
        "relocation offset ES": 85,
        "relocation implemented HU": 12,
        "financial pledged": -8 * M,
        "financial settled": 8 * M,
        "share fair_share": -30 * M,
        "share voluntary": -2 * M,
        "share covered": 32 * M,
    },
    "AT": {
        "relocation pledged": -600,
        "relocation deducted": 200,
        "relocation open": 600 - 200 - 28 - 29,
        "relocation implemented IT": 28,
        "relocation committed ES": 29,
        "share fair_share": -12 * M,
        "share covered": 12 * M,
    },
    # 64 + 64 committed, 30 of ES offset; catch-up: the 64 of IT, then 36 that were never committed
    "BE": {
        "relocation pledged": -900,
        "relocation open": 900 - 128 - 36,
        "relocation committed ES": 34,
        "relocation offset ES": 30,
        "relocation offset IT": 100,
        "share fair_share": -18 * M,
        "share covered": 18 * M,
    },
    "ES": {
        "relocation pledged": -1000,
        "relocation released": 1000,
        "share fair_share": -60 * M,
        "share covered": 20 * M,
        "share released": 40 * M,
    },
    "IT": {"share fair_share": -78 * M, "share released": 78 * M},
    "EL": {
        "financial pledged": -15 * M,
        "financial deducted": 15 * M,
        "share fair_share": -15 * M,
        "share covered": 15 * M,
    },
    "HU": {
        "financial pledged": -4 * M,
        "financial released": 4 * M,
        "share fair_share": -12 * M,
        "share covered": 4 * M,
        "share released": 8 * M,
    },
    "RO": {
        "financial pledged": -24 * M,
        "financial settled": 24 * M,
        "share fair_share": -24 * M,
        "share covered": 24 * M,
    },
    "SE": {
        "financial pledged": -15 * M,
        "financial offset IT": 1 * M,
        "financial settled": 14 * M,
        "share fair_share": -15 * M,
        "share covered": 15 * M,
    },
    "IE": {
        "financial pledged": -6 * M,
        "financial settled": 6 * M,
        "share fair_share": -6 * M,
        "share covered": 6 * M,
    },
    "DK": {
        "financial pledged": -1 * M,
        "financial settled": 1 * M,
        "share voluntary": -1 * M,
        "share covered": 1 * M,
    },
    "LU": {
        "relocation pledged": -20,
        "relocation open": 20,
        "share fair_share": -1_200_000,
        "share covered": 400_000,
        "share unpledged": 800_000,
    },
}


@pytest.mark.parametrize("state", BALANCES)
@pytest.mark.law("AMMR 57(1)", "AMMR 60(3)(1)", "AMMR 60(3)(3)", "AMMR 57(4)", "AMMR 65(3)", "AMMR 67(12)")
def test_every_final_balance(book: Book, state: str) -> None:
    assert held(book, state) == BALANCES[state]


def test_a_state_that_did_nothing_still_has_its_share(book: Book) -> None:
    assert held(book, "MT") == {"share fair_share": -1_200_000, "share unpledged": 1_200_000}


@pytest.mark.law("AMMR 66", "AMMR 57(3)", "AMMR 12(2)")
def test_the_fair_shares_are_the_key_times_the_reference_number(book: Book) -> None:
    assert {state: book.fair[state].units for state in ("DE", "IT", "MT")} == {"DE": 6000, "IT": 3900, "MT": 60}
    assert sum(fair.units for fair in book.fair.values()) == 30_000
    assert all(fair.eur == fair.units * UNIT for fair in book.fair.values())


@pytest.mark.law("AMMR 58(1)", "AMMR 59(4)", "AMMR 59(6)", "AMMR 61(4)", "AMMR 62(5)", "AMMR 60(3)(3)")
def test_roles(book: Book) -> None:
    roles = {state: book.role(state) for state in BALANCES}
    assert {state for state, role in roles.items() if role == "benefitting"} == {"IT", "ES", "HU"}
    assert roles["EL"] == "deducted"
    assert roles["RO"] == "refused_access"
    assert {roles[state] for state in ("AT", "BE", "DE", "DK")} == {"contributing"}


@pytest.mark.law("AMMR 60(3)(2)")
def test_the_draws_follow_the_pledges_and_carry_their_fractions() -> None:
    """14,000 relocations are active; Poland's part of 1,000 is 142 6/7; the second draw makes up for roundings."""
    until = {"IT": day("02-01"), "ES": day("02-15")}
    parts = {
        towards: {
            state: fold(CYCLE, YEAR, as_of=on).balance(state, "committed", "relocation", towards)
            for state in ("DE", "FR", "PL", "NL", "AT", "BE")
        }
        for towards, on in until.items()
    }
    assert parts["IT"] == {"DE": 429, "FR": 250, "PL": 143, "NL": 86, "AT": 28, "BE": 64}
    assert parts["ES"] == {"DE": 429, "FR": 250, "PL": 143, "NL": 85, "AT": 29, "BE": 64}
    state = fold(CYCLE, YEAR, as_of=until["ES"]).draws["relocation"]
    assert state.claim("DE") == Fraction(6000 * 2000, 14000) - 858
    assert state.largest_deviation() < 1


@pytest.mark.law("IR 30(1)", "AMMR 64(3)", "AMMR 57(4)", "AMMR 63(4)")
def test_money_due_is_the_formula_and_what_the_ledger_still_holds() -> None:
    """IR 30(1) for France: 0 pledged + 8 million converted; for Sweden: 15 - 50 offsets of EUR 20,000."""
    by_hand = {"FR": 8 * M, "PL": 8 * M, "NL": 8 * M, "SE": 14 * M, "IE": 6 * M, "RO": 24 * M, "DK": 1 * M}
    closed = fold(CYCLE, YEAR, as_of=date(2028, 2, 28))
    for state in BALANCES:
        owed = closed.total(state, "open", "financial") + closed.total(state, "committed", "financial")
        assert due(closed, state).amount == euro(owed) == by_hand.get(state, 0), state
    terms = {step.what: step.value for step in due(closed, "SE").steps}
    assert terms["pledge in the act"] == "15000000"
    assert terms["50 mandatory offsets"] == "-1000000"
    settled = fold(CYCLE, YEAR)
    assert {s: euro(settled.total(s, "settled", "financial")) for s in by_hand} == by_hand


@pytest.mark.law("AMMR 64(2)", "AMMR 64(4)", "IR 31")
def test_nine_million_stay_unallocated(book: Book) -> None:
    assert sum(by_hand for by_hand in (8, 8, 8, 14, 6, 24, 1)) == 69
    assert {state: euro(amount) for state, amount in book.allocated.items()} == {"IT": 40 * M, "ES": 20 * M}


@pytest.mark.law("AMMR 63(1)", "AMMR 63(2)", "AMMR 63(3)", "AMMR 63(4)")
def test_the_tests_of_article_63_with_their_numbers() -> None:
    before, later = (fold(CYCLE, YEAR, as_of=day(on)) for on in ("06-10", "06-25"))
    assert figures(before).pledged == 6000 + 3500 + 2000 + 1200 + 600 + 900 + 1000
    assert figures(before).pledged_without_benefitting == 14_200
    assert figures(before).to_implement == 14_000
    assert [test.met for test in offsets.pool_tests(figures(before), before.choices)] == [True, True, False, True]
    assert figures(later).pledged == 15_220
    assert [test.met for test in offsets.pool_tests(figures(later), later.choices)] == [True, True, True, True]
    assert [test.met for test in offsets.pool_tests(figures(before, show_proposal=False), before.choices)] == [
        None,
        None,
        False,
        True,
    ]


@pytest.mark.law("AMMR 63(5)")
def test_what_was_not_delivered_can_be_caught_up() -> None:
    """Belgium delivered nothing of 900 but 30 offsets; 15 of Germany's accepted relocations ran on."""
    closed = fold(CYCLE, YEAR, as_of=day("12-31"))
    short = {state: catch_up_quantity(closed, state) for state in ("DE", "FR", "PL", "NL", "AT", "BE", "ES", "IE")}
    assert short == {
        "DE": 6000 - 680 - 15,
        "FR": 3500 - 250,
        "PL": 2000 - 200,
        "NL": 1200 - 107,
        "AT": 400 - 28,
        "BE": 870,
        "ES": 0,
        "IE": 0,
    }


def test_what_a_reader_is_told(book: Book) -> None:
    assert texts(book) == [
        "AMMR 61(3): the assessment for EL came after 2027-02-08, the end of four weeks",
        "AMMR 60(6): PL confirmed after January 2028",
        "AMMR 60(6): PL confirms 90 persons (relocation); the ledger holds 100 persons",
    ]


@pytest.mark.law("AMMR 60(6)")
def test_a_confirmation_stands_beside_the_ledger(book: Book) -> None:
    assert book.confirmed["PL"] == {"relocation": 90}
    assert book.total("PL", "implemented", "relocation") == 100


@pytest.mark.law("AMMR 85")
def test_as_of_is_a_prefix_of_the_record() -> None:
    for on in sorted({entry.date for entry in CYCLE}):
        until = [entry for entry in CYCLE if entry.date <= on]
        assert fold(CYCLE, YEAR, as_of=on) == fold(until, YEAR), on


def test_appending_one_by_one_gives_the_same_book(book: Book) -> None:
    grown = ledger([])
    for entry in CYCLE:
        grown = grown.append(entry)
    assert grown.book == book
    assert grown.events == tuple(CYCLE)
    assert isinstance(grown, Ledger)


def test_each_entry_names_its_event(book: Book) -> None:
    posted = {entry.event for entry in book.journal}
    silent = {type(entry).__name__ for index, entry in enumerate(book.events) if index not in posted}
    assert silent == {
        "ActionIdentified",
        "KeyFrozen",
        "DeterminationAdopted",
        "ProposalAdopted",
        "ForumHeld",
        "ActAdopted",  # the amendment, which leaves the reference number as it was
        "DeductionRequested",
        "DeductionAssessed",
        "DeductionDecided",  # the refusal
        "PressureNotified",
        "PressureDecided",  # the rejection
        "ShieldWaived",
        "ShortcomingsRecorded",
        "InKindValued",  # below the pledge
        "OffsetRequested",
        "OffsetAnswered",
        "OffsetAgreed",
        "CatchUpRequested",
        "DeliveryConfirmed",
        "FundsAllocated",
    }
