"""Documents become columns: what a case says stands where the rules read it."""

from __future__ import annotations

from typing import Any

import pytest
from documents import cells, day, people, read, table
from hypothesis import HealthCheck, given, settings
from strategies import cases, many_cases

from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import (
    NONE,
    STATE_CODE,
    Happened,
    Mode,
    PaperType,
    states_of,
)
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.table import GROUPS, SCALARS, columns

DE, EL, FR, IT = (STATE_CODE[state] for state in ("DE", "EL", "FR", "IT"))


# -- the day of the question ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "2026-09-01"),
        ({"asked_on": "2026-10-01"}, "2026-10-01"),
        ({"events": [{"kind": "detained", "date": "2026-09-03", "until": "2027-01-01"}]}, "2026-09-03"),
        ({"eurodac": [{"article": "22", "state": "EL", "hit_date": "2026-09-04"}]}, "2026-09-04"),
        ({"findings": [{"kind": "unable_to_travel", "value": True, "date": "2026-09-05"}]}, "2026-09-05"),
        ({"documents": [{"holder": "a", "kind": "visa", "issuer": "NL", "valid_to": "2027-01-01"}]}, "2026-09-01"),
    ],
)
def test_the_question_is_of_the_latest_fact_but_never_of_the_end_of_a_validity(
    given: dict[str, Any], expected: str
) -> None:
    assert day(table(**given).asked_on[0]) == expected


def test_facts_after_the_question_are_left_out_and_so_is_their_evidence() -> None:
    found = read(
        asked_on="2026-09-10",
        registrations=[{"state": "FR", "registered": "2026-09-01"}, {"state": "DE", "registered": "2026-09-11"}],
        entries=[
            {"state": "EL", "date": "2026-08-01", "mode": "irregular", "evidence": ["ticket"]},
            {"state": "IT", "date": "2026-09-11", "mode": "irregular", "evidence": ["stamp"]},
        ],
        diplomas=[{"holder": "a", "issuer": "IT", "issued": "2026-09-11"}],
        eurodac=[
            {"article": "22", "state": "IT", "event_date": "2026-08-02", "hit_date": "2026-09-11"},
            {"article": "15", "state": "FR", "event_date": "2026-09-01"},
        ],
        events=[{"kind": "transfer", "date": "2026-09-11"}, {"kind": "detained", "date": "2026-09-10"}],
        findings=[{"kind": "security_threat", "value": True, "date": "2026-09-11"}],
        wishes=[{"person": "a", "towards": "SE", "written": True, "date": "2026-09-11"}],
    )
    facts = found.table
    assert cells(facts.registrations, "state") == [FR]
    assert cells(facts.entries, "state") == [EL]
    assert cells(facts.hits, "state") == [FR]
    assert cells(facts.events, "kind") == [Happened.DETAINED]
    assert facts.diplomas.count == 0
    assert facts.security_threat[0] == NONE
    assert facts.consent[0] == 0
    assert found.evidence == {"entries": {(0, 0): ("ticket",)}}


# -- states, documents, entries ---------------------------------------------------------------------------------------


def test_states_are_understood_by_code_and_by_name() -> None:
    said = [
        {"state": state, "date": f"2026-08-0{number}", "mode": "sar"}
        for number, state in enumerate(("GR", "EL", "Greece", " greece ", "GB"), start=1)
    ]
    assert cells(table(entries=said).entries, "state") == [EL, EL, EL, EL, STATE_CODE["UK"]]


@pytest.mark.law("AMMR 2(13)", "AMMR 2(14)")
@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("residence", "residence_permit", PaperType.RESIDENCE_PERMIT),
        ("residence", "EU residence card", PaperType.RESIDENCE_PERMIT),
        ("residence", "temporary-protection", PaperType.TEMPORARY_PROTECTION),
        ("residence", "asylum procedure", PaperType.PROCEDURE),
        ("residence", "permit_pending_application", PaperType.PROCEDURE),
        ("residence", "Dublin determination", PaperType.PROCEDURE),
        ("residence", "seaman's book", PaperType.OTHER),
        ("visa", "short_stay", PaperType.SHORT_STAY),
        ("visa", "Schengen", PaperType.SHORT_STAY),
        ("visa", "C", PaperType.SHORT_STAY),
        ("visa", "transit", PaperType.SHORT_STAY),
        ("visa", "airport_transit", PaperType.AIRPORT_TRANSIT),
        ("visa", "type D visa", PaperType.LONG_STAY),
        ("visa", "long-stay national", PaperType.LONG_STAY),
        ("visa", "C or D", PaperType.OTHER),
        ("visa", "visa", PaperType.OTHER),
        ("visa", None, PaperType.OTHER),
    ],
)
def test_the_words_of_a_document_tell_its_type(kind: str, words: str | None, expected: PaperType) -> None:
    paper = {"holder": "a", "kind": kind, "issuer": "NL"} | ({} if words is None else {"type": words})
    assert cells(table(documents=[paper]).documents, "type") == [expected]


@pytest.mark.law("AMMR 29(3)")
@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({"valid_from": "2026-01-01", "valid_to": "2026-12-31"}, 365),
        ({"valid_from": "2028-01-31", "months_conferred": 1}, 29),  # to 29 February 2028
        ({"valid_from": "2027-12-15", "months_conferred": 12}, 366),  # over 29 February 2028
        ({"valid_from": "2026-11-30", "months_conferred": 1.5}, 45),  # 30 days of December, and half a mean month
        ({"valid_from": "2026-12-01", "months_conferred": 0}, 0),
        ({"months_conferred": 6}, 183),  # 6 x 30.4375 = 182.6
        ({"months_conferred": 6, "valid_from": "2026-01-01", "valid_to": "2026-01-02"}, 181),  # the months go before
        ({"valid_to": "2026-12-31"}, NONE),
        ({}, NONE),
    ],
)
def test_the_residence_conferred_is_counted_in_days(given: dict[str, Any], days: int) -> None:
    paper = {"holder": "a", "kind": "residence", "issuer": "NL"}
    assert cells(table(documents=[paper | given]).documents, "conferred") == [days]


def test_a_null_in_a_document_is_nothing_recorded() -> None:
    paper = {"holder": "a", "kind": "visa", "issuer": "NL", "represented": None, "ended": None}
    papers = table(documents=[paper, paper | {"represented": "DE", "ended": "revoked", "evidence": ["hit in VIS"]}])
    assert cells(papers.documents, "represented") == [NONE, DE]
    assert cells(papers.documents, "ended") == [NONE, 2]
    assert cells(papers.documents, "vis_hit") == [0, 1]


def test_diplomas_are_counted_in_whole_months() -> None:
    diploma = {"holder": "a", "issuer": "IT", "issued": "2020-01-01", "isced": 6, "online": False}
    found = table(diplomas=[diploma | {"study_months": 9.9}, diploma]).diplomas
    assert cells(found, "study_months") == [9, NONE]
    assert cells(found, "isced") == [6, 6]
    assert cells(found, "online") == [0, 0]


def test_registrations_entries_and_events_stand_in_the_order_of_their_days() -> None:
    facts = table(
        registrations=[{"state": "DE", "registered": "2027-01-01"}, {"state": "FR", "registered": "2026-09-01"}],
        entries=[
            {"state": "IT", "date": "2026-08-02", "mode": "visa_free", "visa_not_required_in": ["DE", "IT"]},
            {"state": "EL", "date": "2026-08-01", "mode": "sar", "from_third_country": False},
        ],
        events=[
            {"kind": "transfer", "date": "2026-10-01"},
            {"kind": "reply_accept", "date": "2026-10-01"},
            {"kind": "request_sent", "by": "FR", "to": "EL", "date": "2026-09-10"},
        ],
        crises=[{"state": "EL", "kind": "force_majeure", "from": "2026-01-01", "article_12": True}],
    )
    assert cells(facts.registrations, "state") == [FR, DE]
    assert cells(facts.entries, "state") == [EL, IT]
    assert cells(facts.entries, "from_third_country") == [0, 1]
    assert [states_of(mask) for mask in cells(facts.entries, "visa_not_required_in")] == [(), ("DE", "IT")]
    assert cells(facts.events, "kind") == [Happened.REQUEST_SENT, Happened.REPLY_ACCEPT, Happened.TRANSFER]
    assert (cells(facts.events, "by")[0], cells(facts.events, "to")[0]) == (FR, EL)
    assert cells(facts.crises, "article_12") == [1]


@pytest.mark.law("AMMR 33(1)", "AMMR 33(2)")
def test_eurodac_data_of_a_crossing_are_an_entry_unless_it_is_on_record() -> None:
    hit = {"state": "EL", "event_date": "2026-08-01"}
    facts = table(
        entries=[{"person": "a", "state": "EL", "date": "2026-08-01", "mode": "irregular"}],
        eurodac=[
            hit | {"article": "22"},
            hit | {"article": "24", "person": "a"},
            hit | {"article": "24"},  # the same disembarkation
            hit | {"article": "15"},
            {"article": "22", "state": "IT"},  # no day: that of the registration
            {"article": "22", "state": "IT", "event_date": "2026-08-05", "person": "b"},  # somebody else's
        ],
        persons=people("a", "b"),
    )
    assert cells(facts.entries, "mode") == [Mode.IRREGULAR, Mode.SAR, Mode.IRREGULAR]
    assert cells(facts.entries, "state") == [EL, EL, IT]
    assert facts.hits.count == 5


# -- properties -------------------------------------------------------------------------------------------------------


def rows_of(found: Cases, number: int) -> list[dict[str, Any]]:
    """The rows of one case, as plain values without empty slots."""
    answer = []
    for row in (found.case == number).nonzero()[0].tolist():
        plain: dict[str, Any] = {name: int(getattr(found.table, name)[row]) for name in SCALARS}
        for group, kind in GROUPS.items():
            plain |= {f"{group} {name}": cells(getattr(found.table, group), name, row) for name in columns(kind)}
            pieces = found.evidence.get(group, {})
            plain[f"{group} evidence"] = {slot: said for (slot, at), said in pieces.items() if at == row}
        answer.append(plain | {"person": found.persons[row]})
    return answer


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(many_cases())
def test_a_case_is_read_alone_as_among_others(documents: list[dict[str, Any]]) -> None:
    together = read_cases(documents)
    assert list(together.ids) == [document["id"] for document in documents]
    for number, document in enumerate(documents):
        alone = read_cases([document])
        assert rows_of(alone, 0) == rows_of(together, number)
        assert alone.choices[0] == together.choices[number]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_the_order_of_persons_decides_nothing_but_their_numbers(document: dict[str, Any]) -> None:
    for person in document["persons"]:
        person.pop("spouse", None)  # a spouse on record is a link in the order of the persons
    turned = document | {"persons": document["persons"][::-1]}
    here, there = rows_of(read_cases([document]), 0), rows_of(read_cases([turned]), 0)
    assert [row | {"relatives who": None} for row in here] == [row | {"relatives who": None} for row in there]


def test_nobody_asks_about_no_case() -> None:
    assert read_cases([]).table.rows == 0
