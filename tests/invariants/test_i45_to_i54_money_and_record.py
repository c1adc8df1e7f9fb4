"""I45 to I54: money, measures in kind, the record and the day of application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from fairshare.evaluation.pool import pool_report
from fairshare.faults import BadInputError
from fairshare.figures import cycles
from fairshare.law.parameters import parameter, table
from fairshare.law.solidarity.cycle import applicable
from fairshare.law.solidarity.in_kind import duplication_fault
from fairshare.law.solidarity.offsets import OffsetCase
from fairshare.ledger import dump, parse
from fairshare.ledger.events import (
    DeductionDecided,
    DeductionRequested,
    DeliveryConfirmed,
    DrawAgreed,
    Event,
    FundsAllocated,
    Implemented,
    InKindRequested,
    InKindValued,
    NoticeReceived,
    OffsetTaken,
    RelocationAccepted,
    Settled,
    YearClosed,
)
from fairshare.ledger.handlers import HANDLERS
from fairshare.ledger.handlers.closing import due

Build = Callable[..., Any]
DAY = "2027-03-01"
CLOSE, AFTER = "2027-12-31", "2028-01-20"
OFFICERS = {"state": "NL", "item": "officers"}


def drawn(pool: Any) -> Any:
    return pool.then(DrawAgreed, DAY, towards="IT", measure="relocation", amount=Decimal(150))


@pytest.mark.law("AMMR 64(1)", "AMMR 64(2)", "IR 30(3)")
def test_i45_money_goes_to_the_union_budget_after_the_year_and_from_there_to_actions(opened: Build) -> None:
    assert "towards" not in {field.name for field in fields(Settled)}  # never from state to state
    assert "state" not in {field.name for field in fields(FundsAllocated)}
    million = {"amount": Decimal(1_000_000)}
    assert opened().refused(Settled, DAY, state="SE", **million) == "IR 30(3)"
    assert opened().refused(Settled, "2027-12-31", state="SE", **million) == "IR 30(3)"
    closed = opened().then(YearClosed, CLOSE)
    assert closed.refused(FundsAllocated, AFTER, towards="IT", **million) == "AMMR 64(2)"
    paid = closed.then(Settled, AFTER, state="SE", **million)
    assert paid.of("SE", "settled", "financial") == 1_000_000
    assert paid.refused(FundsAllocated, AFTER, towards="IT", amount=Decimal(1_000_001)) == "AMMR 64(2)"
    assert paid.refused(FundsAllocated, AFTER, towards="SE", **million) == "AMMR 64(2)"
    assert paid.then(FundsAllocated, AFTER, towards="IT", **million).book.allocated == {"IT": 100_000_000}


@pytest.mark.law("IR 30(1)", "IR 30(2)")
def test_i46_what_is_due_is_pledge_and_conversions_less_deductions_and_offsets(opened: Build) -> None:
    request = {"state": "SE", "article": "61"}
    closed = (
        opened()
        .then(DeductionRequested, DAY, **request)
        .then(DeductionDecided, DAY, **request, amounts={"financial": Decimal(5_000_000)})
        .then(OffsetTaken, DAY, state="SE", towards="IT", cases=10, paragraph="63(4)")
        .then(YearClosed, CLOSE)
    )
    sweden, netherlands = due(closed.book, "SE"), due(closed.book, "NL")
    assert sweden.amount == 20_000_000 - 5_000_000 - 10 * 20_000
    assert netherlands.amount == 10_000_000  # nobody asked for the officers
    assert [step.cite for step in sweden.steps] == [
        *("AMMR 57(1)", "AMMR 57(4)", "AMMR 61(4), 62(5)", "AMMR 63(3)-(4)", "IR 30(1)")
    ]
    assert sum(Fraction(step.value) for step in sweden.steps[:-1]) == sweden.amount
    assert closed.refused(Settled, AFTER, state="SE", amount=Decimal("14800000.01")) == "IR 30(1)"


@pytest.mark.law("AMMR 57(4)", "AMMR 65(1)")
def test_i47_in_kind_is_requested_valued_and_told_before_delivery_else_it_becomes_money(opened: Build) -> None:
    value = OFFICERS | {"towards": "IT", "value": Decimal(8_000_000)}
    delivery = OFFICERS | {"towards": "IT", "measure": "alternative", "amount": Decimal(3_000_000)}
    assert opened().refused(InKindValued, DAY, **value) == "AMMR 65(1)"
    asked = opened().then(InKindRequested, DAY, **OFFICERS, towards="IT")
    assert asked.refused(Implemented, DAY, **delivery) == "AMMR 65(1)"
    valued = asked.then(InKindValued, DAY, **value)
    assert valued.then(Implemented, DAY, **delivery).of("NL", "implemented", "alternative") == 3_000_000
    ends = {name: stage.then(YearClosed, CLOSE) for name, stage in (("unasked", opened()), ("valued", valued))}
    money = {name: end.of("NL", "open", "financial") for name, end in ends.items()}
    assert money == {"unasked": 10_000_000, "valued": 2_000_000}


@pytest.mark.law("AMMR 65(2)")
def test_i48_in_kind_that_duplicates_agency_or_union_support_does_not_count() -> None:
    assert duplication_fault(False, False, False) is None
    for found in ((True, False, False), (False, True, False), (False, False, True)):
        assert duplication_fault(*found)


@pytest.mark.law("AMMR 56(2)", "AMMR 64(1)")
def test_i49_money_of_the_fund_is_never_mixed_with_the_value_of_a_relocation(opened: Build) -> None:
    """AMIF's EUR 10,000, 12,000 and 500 (Article 71) are no figures here, and a delivered relocation moves no money."""
    pool = drawn(opened())
    case = {"state": "DE", "towards": "IT"}
    done = pool.then(RelocationAccepted, DAY, **case, persons=60).then(
        Implemented, DAY, **case, measure="relocation", amount=Decimal(60)
    )
    for state in ("DE", "IT", "SE", "NL"):
        assert due(done.book, state).amount == due(pool.book, state).amount
    assert all(leg[2] == "relocation" for entry in done.book.journal[-2:] for leg in entry.legs)
    per_person = [n for n, e in table("ammr").items() if "EUR per" in e["unit"]]
    assert per_person == ["eur_per_relocation"]


@pytest.mark.law("AMMR 85", "AMMR 60(1)")
def test_i50_every_figure_has_cite_and_source_and_comes_out_the_same_again(opened: Build) -> None:
    shipped = parse(cycles.text(2026), "2026")
    assert all(event.actor and event.basis and event.recorded and event.source for event in shipped.events)
    for row in pool_report(shipped, date(2026, 11, 23)).rows:
        assert all(figure.cite and figure.status for figure in row.figures.values())
    ledger = drawn(opened()).ledger
    again = parse(dump(ledger.year, ledger.events)).book()
    assert again.events == list(ledger.events)
    assert (again.balances, again.fair, again.flags) == (ledger.book.balances, ledger.book.fair, ledger.book.flags)
    anonymous = "year: 2027\nevents:\n- {event: forum_held, date: 2026-10-20, basis: AMMR 13(2), capacity: council}\n"
    with pytest.raises(BadInputError, match="actor"):
        parse(anonymous)


@pytest.mark.law("AMMR 60(6)", "IR 30(2)")
def test_i51_a_january_confirmation_is_kept_beside_the_ledger_and_differences_are_told(opened: Build) -> None:
    case = {"state": "DE", "towards": "IT", "measure": "relocation"}
    closed = drawn(opened()).then(Implemented, DAY, **case, amount=Decimal(40)).then(YearClosed, CLOSE)
    levels = {"relocation": Decimal(45)}
    told = closed.then(DeliveryConfirmed, AFTER, state="DE", levels=levels)
    assert told.book.confirmed == {"DE": levels}
    difference = told.book.flags[-1]
    assert difference.cite == "AMMR 60(6)" and {"45", "40"} <= set(difference.text.split())
    assert told.of("DE", "implemented") == 40
    agreed = closed.then(DeliveryConfirmed, AFTER, state="DE", levels={"relocation": Decimal(40)})
    assert agreed.book.flags == closed.book.flags


@pytest.mark.law("AMMR 60(1)")
def test_i52_the_record_has_no_place_for_personal_data() -> None:
    """What a text may hold: who acts, on what basis, which state, which measure; never a person."""
    texts = {field.name for kind in Event.__subclasses__() for field in fields(kind) if field.type == "str"}
    assert texts == {
        *("actor", "basis", "source", "note", "id", "event_id", "state", "towards", "item", "no_need"),
        *("achieved", "focus", "measure", "name", "purpose", "reasoning", "rights_assessment", "stabilisation"),
        *("subject", "text", "toolbox", "vulnerabilities"),
        *("evaluation", "title", "evidence", "finding", "recommendation", "indicator", "block", "reference"),
    }
    assert {field.name for field in fields(OffsetCase) if field.type == "str"} == {"responsible_under"}
    assert {field.type for field in fields(OffsetCase)} == {"bool", "str", "date"}  # the dates are limits


@pytest.mark.law("AMMR 12(2)", "AMMR 79")
def test_i53_statutory_figures_are_dated_configuration() -> None:
    for name, entry in table("ammr").items():
        assert entry["reference"] and all({"from", "value"} == value.keys() for value in entry["values"])
        first = min(value["from"] for value in entry["values"])
        with pytest.raises(LookupError):
            parameter(name, date.fromordinal(first.toordinal() - 1))


@pytest.mark.law("AMMR 85")
def test_i54_no_provision_fires_before_it_applies(empty: Build) -> None:
    last, first = date(2026, 6, 11), date(2026, 6, 12)
    waiting = {kind.__name__: handler.waits_for for kind, handler in HANDLERS.items() if handler.waits_for}
    for article in waiting.values():
        assert (applicable(f"AMMR {article}", last), applicable(f"AMMR {article}", first)) == (False, True)
    assert {kind.__name__ for kind in HANDLERS} - waiting.keys() == {
        *("KeyFrozen", "SharePublished", "DeterminationAdopted", "ProposalAdopted", "ForumHeld"),
        *("ActAdopted", "PledgeRecorded", "AdjustmentInAct", "CreditGranted"),
        *("InformationDelivered", "AssessmentMade", "ConsultationOpened", "ViewGiven", "ReportAdopted"),
        *("ProposalDeclassified", "ConclusionReached", "PledgeMade", "VoteCast", "TechnicalForumHeld"),
        *("IndicatorReported", "PlanDelivered", "BlockAssessed"),  # 15(5), 7 and 84 apply since 2024
        *(kind.__name__ for kind in HANDLERS if "evaluation" in kind.__slots__),  # of a model, not of the Regulation
    }
    pool = empty(year=2026)
    assert pool.refused(NoticeReceived, "2026-06-11", state="IT") == "AMMR 85"
    assert pool.refused(NoticeReceived, "2026-06-12", state="IT") == "AMMR 58(1)"  # it applies, and there is no act
    assert (
        empty({"GENERAL_APPLICATION_DATE": "2026-07-01"}, 2026).refused(NoticeReceived, "2026-06-12", state="IT")
        == "AMMR 85"
    )
