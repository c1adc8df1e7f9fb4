"""A request is done once or not at all: keys, versions, faults in what was asked, and what the law refuses."""

from __future__ import annotations

from typing import Any

import pytest
from cycle_2027 import YEAR, Table, act, opened, package

from fairshare.workbench.actions.perform import ConflictError, InvalidError, RefusedError, perform
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.store import NoCycleError

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(table: Table) -> Table:
    """The beginning of the cycle."""
    table.on("2026-05-29")
    return table


def test_the_same_request_twice_is_done_once(table: Table) -> None:
    user, data = table.user("DE"), {"round": "june"}
    first = perform("information.deliver", user, YEAR, data, "one")
    before = table.traces
    assert perform("information.deliver", user, YEAR, data, "one") == first
    assert table.traces == before
    assert len(first.events) == Entry.unscoped.count() == 1


def test_the_same_motion_twice_is_one(table: Table) -> None:
    opened(table)
    first = perform("notice.give", table.user("EL"), YEAR, {}, "one")
    before = table.traces
    assert perform("notice.give", table.user("EL"), YEAR, {}, "one") == first
    assert table.traces == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("information.deliver", {"round": "september"}),
        ("information.deliver", {"round": "june", "note": "again"}),
        ("preferences.state", {"text": "Families first."}),
        ("delivery.confirm", {"levels": {}}),
    ],
)
def test_a_key_names_one_request(table: Table, name: str, data: dict[str, Any]) -> None:
    perform("information.deliver", table.user("DE"), YEAR, {"round": "june"}, "one")
    before = table.traces
    with pytest.raises(ConflictError):
        perform(name, table.user("DE"), YEAR, data, "one")
    assert table.traces == before


def test_the_key_of_a_motion_names_nothing_else(table: Table) -> None:
    opened(table)
    perform("notice.give", table.user("EL"), YEAR, {}, "one")
    for name, data in (("notice.give", {"note": "other"}), ("information.deliver", {"round": "june"})):
        with pytest.raises(ConflictError):
            perform(name, table.user("EL"), YEAR, data, "one")


def test_others_and_other_cycles_have_keys_of_their_own(table: Table) -> None:
    Cycle.objects.create(year=2028)
    for who, year in (("DE", 2027), ("FR", 2027), ("DE", 2028)):
        assert perform("information.deliver", table.user(who), year, {"round": "june"}, "one").status == "done"
    assert Entry.unscoped.count() == 3


def test_what_the_law_refuses_leaves_nothing(table: Table) -> None:
    assert table.refused("DE", "notice.give") == "AMMR 85"  # Article 58 does not apply yet
    table.on("2026-10-01")
    assert table.refused("DE", "notice.give") == "AMMR 58(1)"
    assert table.refused("coordinator", "year.close") == "AMMR 57(1)"
    assert table.refused("DE", "view.give", text="Nobody asked.") == "AMMR 11(1)"
    assert table.row.length == 0


INVALID: list[tuple[str, str, dict[str, Any], str]] = [
    ("commission", "consultation.open", {}, "state"),
    ("commission", "consultation.open", {"state": "Atlantis"}, "state"),
    ("commission", "consultation.open", {"state": "DE", "labels": ["poor"]}, "labels.0"),
    ("commission", "consultation.open", {"state": "DE", "until": "soon"}, "until"),
    ("commission", "assessment.make", {"round": "initial", "on": "2026-07-01"}, "on"),
    ("DE", "information.deliver", {"round": "june", "on": "2026-05-28"}, "on"),
    ("commission", "assessment.make", {"round": "initial", "actor": "Germany"}, "actor"),
    ("commission", "determination.adopt", {"labels": {"EL": ["pressure"], "GR": ["at_risk"]}}, "labels"),
    ("commission", "key.freeze", {"population": {"EL": 1, "Greece": 2}, "gdp": {}}, "population"),
    ("commission", "determination.adopt", {"labels": {}, "shortcomings": ["XX"]}, "shortcomings.0"),
    ("commission", "assessment.make", {"round": "initial", "note": "x" * 4001}, "note"),
    ("commission", "assessment.make", {"round": "initial", "note": "a\x00b"}, "note"),
    ("commission", "assessment.make", {"round": "initial", "note": "a\ud800b"}, "note"),
    ("commission", "proposal.adopt", {"relocations": 30_000, "financial": "6E+8"}, "financial"),
    ("commission", "proposal.adopt", {"relocations": 30_000, "financial": "NaN"}, "financial"),
    ("commission", "proposal.adopt", {"relocations": 10**30, "financial": 1}, "relocations"),
    ("commission", "proposal.adopt", {"relocations": 1, "financial": 1, "disclosure": "declassified"}, "disclosure"),
    ("DE", "deduction.request", {"article": "62", "contents": ["poetry"]}, "given"),
    ("DE", "correction.make", {"event_id": "none"}, "event_id"),
]


@pytest.mark.parametrize(("who", "name", "data", "field"), INVALID)
def test_what_is_not_filled_in_is_told_by_field(
    table: Table, who: str, name: str, data: dict[str, Any], field: str
) -> None:
    before = table.traces
    with pytest.raises(InvalidError) as error:
        table.do(who, name, **data)
    assert [place for place, _ in error.value.problems] == [field]
    assert table.traces == before


@pytest.mark.parametrize("key", ["", "x" * 57, "tab\t", "é"])
def test_a_key_is_short_and_plain(table: Table, key: str) -> None:
    with pytest.raises(InvalidError) as error:
        perform("information.deliver", table.user("DE"), YEAR, {"round": "june"}, key)
    assert error.value.problems[0][0] == "key"


def test_states_are_understood_by_name(table: Table) -> None:
    table.do("commission", "consultation.open", state="Greece", labels=["pressure"])
    table.do("commission", "determination.adopt", labels={"greece": ["pressure"]})
    assert set(table.book.consultations) == set(table.book.standings) == {"EL"}


def test_there_is_no_cycle_of_that_year(table: Table) -> None:
    for name in ("information.deliver", "delivery.confirm"):
        with pytest.raises(NoCycleError):
            perform(name, table.user("DE"), 2031, {"round": "june"} if name[0] == "i" else {"levels": {}}, "one")


def test_who_looked_at_another_record_looks_again(table: Table) -> None:
    opened(table)
    user, draw = table.user("coordinator"), {"towards": "IT", "measure": "relocation", "amount": 74}
    seen = cut(YEAR, user.seat).version
    table.do("DE", "information.deliver", round="june")
    before = table.traces
    with pytest.raises(ConflictError):
        perform("draw.agree", user, YEAR, draw, "one", seen)
    assert table.traces == before
    assert perform("draw.agree", user, YEAR, draw, "one", cut(YEAR, user.seat).version).status == "waiting"


def test_equal_claims_ask_for_lots(table: Table) -> None:
    package(table)
    table.on("2026-10-27")
    table.do("presidency", "forum.hold")
    for state in ("DE", "FR"):
        table.do(state, "pledge.make", measure="relocation", amount=100)
    table.do("presidency", "conclusion.reach", relocations=21_000, financial=420_000_000)
    act(table)
    table.on("2027-01-10")
    table.do("IT", "notice.give")
    draw = {"towards": "IT", "measure": "relocation", "amount": 1}
    assert table.refused("coordinator", "draw.agree", **draw) == "AMMR 60(3)"
    table.do("coordinator", "draw.agree", **draw, lots=["FR", "DE"])
    assert (table.of("DE", "committed"), table.of("FR", "committed")) == (0, 1)


def test_a_request_for_a_deduction_tells_what_it_lacks(table: Table) -> None:
    opened(table)
    assert table.refused("AT", "deduction.request", article="62") == "AMMR 62(1)"
    needed = ["deduction", "stabilisation", "other_type", "vulnerabilities"]
    assert table.refused("AT", "deduction.request", article="62", contents=needed) == "AMMR 62(2)(d)"
    assert table.refused("FR", "deduction.request", article="62", contents=[*needed, "capacity_limit"]) == "AMMR 62(3)"
    assert table.refused("FR", "deduction.request", article="61", contents=["deduction"]) == "AMMR 61(2)(a)"


def test_an_act_needs_the_votes_of_the_states(table: Table) -> None:
    package(table)
    table.on("2026-10-27")
    table.do("presidency", "forum.hold")
    assert table.refused("council", "act.adopt") == "AMMR 57(3)"  # no conclusion, no figures
    figures = {"relocations": 21_000, "financial": 420_000_000}
    assert table.refused("council", "act.adopt", **figures) == "AMMR 57(1)"  # nobody voted


def test_a_deduction_needs_the_votes_of_the_states_unless_it_is_none(table: Table) -> None:
    opened(table)
    needed = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit"]
    table.do("AT", "deduction.request", article="62", contents=needed)
    decision = {"state": "AT", "article": "62"}
    assert table.refused("council", "deduction.decide", **decision, amounts={"relocation": 100}) == "AMMR 62(5)"
    table.do("council", "deduction.decide", **decision, amounts={})
    assert table.of("AT", "deducted") == 0
    assert not table.book.requests


def test_what_would_undo_a_later_entry_says_which(table: Table) -> None:
    opened(table)
    table.on("2027-02-01")
    table.do("IT", "needs.state", needs={"relocation": 10})
    notice = next(event for event in table.book.events if type(event).__name__ == "NoticeReceived")
    with pytest.raises(RefusedError, match="needs_stated of 2027-02-01 would not be allowed any more"):
        table.do("IT", "correction.make", event_id=notice.id)


def test_an_entry_of_an_earlier_day_takes_its_place(table: Table) -> None:
    opened(table)
    table.on("2027-02-01")
    table.do("commission", "shortcomings.record", state="EL", on="2027-01-05")
    assert [type(event).__name__ for event in table.book.events[-2:]] == ["ShortcomingsRecorded", "NoticeReceived"]
