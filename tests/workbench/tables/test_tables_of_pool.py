from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation

from fairshare.evaluation.pool import Figure, PoolReport, pool_report
from fairshare.evaluation.pool.report import test_json
from fairshare.figures import cycles
from fairshare.law.outcome import RefusedError
from fairshare.law.solidarity.proposal import check_proposal
from fairshare.ledger import parse
from fairshare.ledger.events import Event
from fairshare.ledger.notation import tag
from fairshare.states import NAMES
from fairshare.workbench.tables import Table, words
from fairshare.workbench.tables import tables_of_account as account
from fairshare.workbench.tables import tables_of_pool as pool
from fairshare.workbench.tables.downloads import csv_bytes, json_bytes, xlsx_bytes


@pytest.fixture(scope="module")
def report() -> PoolReport:
    cycle = parse(cycles.text(2026), "2026")
    return pool_report(cycle, cycle.last_day)


def by(table: Table, key: str) -> dict[object, dict[str, object]]:
    return {row[key]: dict(row) for row in table.rows}


def test_the_pool_has_a_row_per_state_with_the_figures_of_the_report(report: PoolReport) -> None:
    table = pool.pool_table(report)
    rows = by(table, "state")
    assert len(rows) == 26 and str(table.caption) == "Annual Solidarity Pool 2026, by state"
    assert (rows["IE"]["fair_share_units"], rows["IE"]["fair_share_units_status"]) == (463, "inferred")
    assert (rows["AT"]["role"], rows["AT"]["deducted"]) == ("deducted", 506)
    assert (rows["NL"]["to_implement"], rows["NL"]["to_implement_status"]) == (None, "unknown")
    assert rows["EE"]["deducted"] == Fraction(57, 2)
    assert sum(int(row["fair_share_units"]) for row in rows.values()) == report.units_sum  # type: ignore[call-overload]


def test_pledges_stand_by_type_and_say_how_they_are_to_be_met(report: PoolReport) -> None:
    rows = by(pool.pledges_table(report), "state")
    assert (rows["DE"]["relocation"], rows["DE"]["discharge"]) == (4555, "offset")
    assert (rows["BE"]["financial"], rows["BE"]["financial_status"]) == (12_900_000, "reported")
    assert rows["RO"]["relocation"] is None and rows["RO"]["discharge"] == ""


def test_the_reference_numbers_stand_in_the_column_of_their_unit(report: PoolReport) -> None:
    persons, money = pool.reference_table(report).rows
    assert (persons["persons"], persons["eur"]) == (21_000, "")
    assert (money["persons"], money["eur"]) == ("", 420_000_000)


def test_tests_have_their_numbers_and_those_that_lack_one_are_unknown(report: PoolReport) -> None:
    rows = by(pool.offset_tests_table(report), "cite")
    assert set(rows) == {f"AMMR {one}" for one in ("63(1)", "63(2)(a)", "63(2)(b)", "63(3)", "63(4)", "63(5)")}
    assert rows["AMMR 63(1)"]["met"] is None and rows["AMMR 63(3)"]["met"] is False
    assert rows["AMMR 63(1)"]["figures"] == "pledged: unknown; proposed: 30,000; threshold: 15,000"
    assert rows["AMMR 63(2)(b)"]["figures"] == "DE, FR"


def test_a_count_of_one_is_no_yes() -> None:
    assert pool._numbers({"figures": {"a_b": 1, "c": 0, "d": True, "e": None}}) == "a b: 1; c: 0; d: yes; e: unknown"


def test_the_numbers_of_a_test_are_told_in_the_language_of_the_reader(report: PoolReport) -> None:
    with translation.override("de"):
        shares = pool._numbers({"figures": {"population_share": "0.9418234420", "threshold": "1056.5", "DE": 3_460}})
        fair = pool._numbers({"figures": {"fair_share": "1104"}})
    assert shares.split("; ")[0].endswith(": 94,1823\xa0%")
    assert shares.split("; ")[1:] == [f"{_german('threshold')}: 1.056,5", "Deutschland: 3.460"]
    assert fair == f"{_german('fair share')}: 1.104"


def _german(text: str) -> str:
    with translation.override("de"):
        return translation.gettext(text)


def test_every_number_of_a_test_has_a_word(report: PoolReport) -> None:
    tests = [*report.to_json()["tests"].values(), *map(test_json, report.vote.tests if report.vote else ())]
    tests += map(test_json, check_proposal(30_000, Fraction(600_000_000), report.year).tests)
    parts = [part for test in tests for part in test.get("states", {"": test}).values()]
    names = {name for part in parts for name in part["figures"]}
    assert len(names) > 8
    assert names - set(words.NUMBERS) - set(NAMES) == set()


def test_what_rests_on_no_source_on_record_names_none() -> None:
    figures = [Figure(Fraction(0), "units", "inferred", text, "") for text in ("no event on record", "A; B", "B")]
    assert pool.sources(figures) == "A; B"


def test_votes_name_those_against_and_those_who_abstained(report: PoolReport) -> None:
    positions = [row["position"] for row in pool.votes_table(report).rows]
    assert len(positions) == 26 and report.vote is not None
    assert positions.count("for") == len(report.vote.in_favour)
    assert {"against", "abstained"} & set(positions)
    assert [row["met"] for row in pool.vote_tests_table(report).rows] == [test.met for test in report.vote.tests]


def test_every_event_is_a_row_in_the_order_of_the_record(report: PoolReport) -> None:
    table = account.events_table(report)
    assert table == account.events_table(report.book)
    assert [row["event"] for row in table.rows] == [tag(type(event)) for event in report.book.events]
    pledges = [row for row in table.rows if row["event"] == "pledge_recorded" and row["state"] == "DE"]
    assert [(row["persons"], row["eur"]) for row in pledges] == [(4555, "")]
    of_finland = [row for row in table.rows if row["event"] == "pledge_recorded" and row["state"] == "FI"]
    assert [(row["measure"], row["persons"], row["eur"]) for row in of_finland] == [(None, None, None)]
    act = next(row for row in table.rows if row["event"] == "act_adopted")
    assert (act["persons"], act["eur"], act["state"]) == (21_000, 420_000_000, "")


def test_the_balances_of_a_state_are_the_figures_of_its_row(report: PoolReport) -> None:
    rows = by(account.balances_table(report, "IE"), "balance")
    assert (rows["fair_share_units"]["units"], rows["fair_share_eur"]["eur"]) == (463, 9_260_000)
    assert (rows["pledged_financial"]["eur"], rows["pledged_financial"]["units"]) == (9_260_000, "")
    assert rows["outstanding"]["units"] is None and rows["outstanding"]["units_status"] == "unknown"


@pytest.mark.parametrize("state", ["IE", "DE", "AT", "EE"])
def test_what_each_measure_moved_adds_up_to_nothing(report: PoolReport, state: str) -> None:
    table = account.postings_table(report, state)
    assert table.rows
    for measure in {row["measure"] for row in table.rows}:
        mine = [row for row in table.rows if row["measure"] == measure]
        assert sum(Fraction(row["persons"] or row["eur"] or 0) for row in mine) == 0  # type: ignore[arg-type]


def test_a_state_without_accounts_has_no_postings(report: PoolReport) -> None:
    with pytest.raises(RefusedError):
        account.postings_table(report, "DK")


def test_every_table_can_be_downloaded(report: PoolReport) -> None:
    tables = [make(report) for make in (
        pool.pool_table, pool.pledges_table, pool.reference_table, pool.offset_tests_table, pool.votes_table,
        pool.vote_tests_table, account.events_table,
    )]  # fmt: skip
    for table in tables:
        assert len(csv_bytes(table)) > 60 and len(json_bytes(table)) > 60 and len(xlsx_bytes(table)) > 60


def test_there_is_a_word_for_every_event_and_for_every_account_of_the_ledger(report: PoolReport) -> None:
    assert set(words.EVENTS) == {tag(kind) for kind in Event.__subclasses__()}
    assert {account for _, account, _, _ in report.book.balances} <= words.ACCOUNTS.keys()
    assert report.rows[0].figures.keys() <= words.ACCOUNTS.keys()
    assert {row.role for row in report.rows} <= words.ROLES.keys()
    assert {label for row in report.rows for label in row.labels} <= words.LABELS.keys()
