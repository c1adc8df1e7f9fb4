"""Answers as the contract writes them: together or one by one, with evidence, choices and flags."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from stories import crossed, happened, hit, lines, paper, registered, story, told

from fairshare.law.responsibility.answers import answer, documents
from fairshare.law.responsibility.notation import read_cases

FACTS = registered("DE", "2026-09-01"), crossed("IT", "2026-07-10", evidence=["Eurodac hit", "ticket"])


def several() -> list[dict[str, Any]]:
    cases = [
        story(*FACTS, asked_on="2026-09-02"),
        story(*FACTS, asked_on="2026-09-02", regime="dublin3"),
        story(registered("FR", "2025-03-03"), asked_on="2026-09-02"),
        story(*FACTS, happened("request_sent", "2026-09-10"), asked_on="2026-12-01", HIT_CAP="false"),
    ]
    return [case | {"id": str(number)} for number, case in enumerate(cases)]


def test_cases_with_other_choices_and_rules_are_answered_together_as_alone() -> None:
    together = list(documents(answer(read_cases(several()))))
    alone = [next(documents(answer(read_cases([case])))) for case in several()]
    assert together == alone
    assert [document["regime"] for document in together] == ["ammr", "dublin3", "dublin3", "ammr"]


def test_without_a_trace_the_answer_is_the_same_and_nothing_is_told() -> None:
    silent = list(documents(answer(read_cases(several()), traced=False)))
    for document, full in zip(silent, documents(answer(read_cases(several()))), strict=True):
        assert document["chain"] == []
        assert {key: document[key] for key in ("responsible", "basis", "status", "next_step")} == {
            key: full[key] for key in ("responsible", "basis", "status", "next_step")
        }


def test_no_line_is_told_twice() -> None:
    events = happened("request_sent", "2026-09-10"), happened("reply_refuse", "2026-10-05")
    again = happened("request_sent", "2026-10-07"), happened("reply_refuse", "2026-10-08")
    chain = [tuple(link.values()) for link in told(*FACTS, *events, *again, asked_on="2026-11-05")["chain"]]
    assert [one for one, other in pairwise(chain) if one == other] == []


@pytest.mark.law("AMMR 40(4)", "IR Annex I")
def test_the_record_itself_is_evidence() -> None:
    by_permit = told(
        registered("DE", "2026-09-01"), paper("residence", "PL", valid_to="2027-01-01"), asked_on="2026-09-02"
    )
    assert [piece["kind"] for piece in by_permit["evidence"]] == ["proof"]
    record = hit("22", "IT", event_date="2026-07-10", hit_date="2026-09-02", found_by="DE")
    by_hit = told(registered("DE", "2026-09-01"), record, asked_on="2026-09-02")
    assert {piece["supports"] for piece in by_hit["evidence"]} == {"AMMR 33(1)"}
    assert told(registered("DE", "2026-09-01"), asked_on="2026-09-02")["evidence"] == []


@pytest.mark.law("AMMR 36(1)(b)")
def test_a_take_back_rests_on_the_entries_in_eurodac() -> None:
    named = hit("16(1)", "IT", event_date="2026-09-20", hit_date="2026-12-01", found_by="FR")
    answer = told(registered("IT", "2026-09-01"), named, asked_on="2026-12-02")
    assert {piece["supports"] for piece in answer["evidence"]} == {"AMMR 36(1)(b)"}
    assert lines(answer, "AMMR 36(1)(b)")[-1] == (
        "IT is named in Eurodac as the responsible state, and FR found the person: IT must take back"
    )


def test_the_choices_of_a_case_and_those_under_its_flags_are_shown() -> None:
    late = told(*FACTS, asked_on="2026-11-03")
    assert late["flags"] == ["PLEA_TIME"]
    assert late["choices"] == {"PLEA_TIME": "not-allowed"}
