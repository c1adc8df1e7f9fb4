"""The sections of the process and their figures: every figure shown is told, and each counts events of the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from cycles import YEAR, day, event, ledger, prepared
from evaluations import CLOSED, COORDINATION, FOLLOWED, REPORTED, finding, programmed, recommended, seen, settled

from fairshare.evaluation.expost.document import Cite, Evaluation, Fig, Grid, Name, Sentence, Shown, State, say, shown
from fairshare.evaluation.expost.measured import Figures, Measured, collected
from fairshare.evaluation.expost.process import process_figures, process_sections
from fairshare.figures import cycles as shipped
from fairshare.ledger import Book, parse
from fairshare.ledger.events import Event

SHARE = "carried_out_of_recommendations"
PUBLIC = parse(shipped.text(2026), "2026").book()
RICH = [
    event("plan_delivered", "2025-06-13", state="HU", plan="strategy"),
    *CLOSED[:3],
    finding("02-03", "water", serious=True, grade="non_compliant", figures=(f"{SHARE}.IT", "unheard_of")),
    *CLOSED[3:],
    event("block_assessed", "11-01", state="IT", block="solidarity", progress="under_way"),
]
LEVELS = {f"{SHARE}.{state}": value for value, state in enumerate(("AT", "BE", "DE", "ES", "IT"))}


def levels() -> Figures:
    return collected(
        Measured(key, SHARE, Fraction(value), "official", "2027-12-31", ("a table",)) for key, value in LEVELS.items()
    )


def told(book: Book, before: Figures | None = None) -> Evaluation:
    """The sections as an evaluation of their own."""
    first = before or {}
    figures = collected([*first.values(), *process_figures(book, first)])
    sections = process_sections(book, figures)
    return Evaluation("x", say("Process"), day("01-01"), day("12-31"), day("12-31"), (), sections, figures)


def grids(evaluation: Evaluation) -> dict[str, Grid]:
    return {b.name: b for section in evaluation.sections for b in section.blocks if isinstance(b, Grid)}


def flat(value: Shown | None) -> Iterator[str]:
    """What a cell says, in pieces."""
    if isinstance(value, Sentence):
        yield value.text
        for _, part in value.parts:
            yield from flat(part)
    elif value is not None:
        yield value.text if isinstance(value, (Name, Cite)) else value.key if isinstance(value, Fig) else str(value)


BOOKS = [*(ledger(events).book for events in ([], RICH, FOLLOWED, COORDINATION, REPORTED, [programmed()])), PUBLIC]


@pytest.mark.parametrize("book", BOOKS)
def test_every_figure_that_is_shown_is_told(book: Book) -> None:
    for evaluation in (told(book), told(book, levels())):
        keys = {part.key for part in shown(evaluation) if isinstance(part, Fig)}
        assert keys <= evaluation.figures.keys()
        assert [section.slug for section in evaluation.sections] == [
            *("findings", "follow-up", "roadmap", "scoreboard", "plans")
        ]
        assert all(section.blocks for section in evaluation.sections)


@pytest.mark.parametrize("book", BOOKS)
def test_no_text_holds_a_number_and_every_name_has_its_part(book: Book) -> None:
    for part in shown(told(book, levels())):
        if isinstance(part, Sentence):
            assert not re.search(r"\d", part.text), part.text
            assert set(re.findall(r"{(\w+)}", part.text)) == {name for name, _ in part.parts}


def values(events: Iterable[Event]) -> dict[str, object]:
    return {figure.key: figure.value for figure in process_figures(ledger(events).book)}


@pytest.mark.law("SEMM 20", "SEMM 21")
def test_findings_and_recommendations_are_counted() -> None:
    found = values(RICH)
    assert {key: found[key] for key in found if not key.startswith(("plans", "blocks", "confirm"))} == {
        "evaluations": 1,
        "findings": 2,
        "findings.improvement_necessary": 1,
        "findings.non_compliant": 1,
        "findings_serious": 1,
        "recommendations": 1,
        "recommendations_planned": 1,
        "recommendations_carried_out": 1,
        "recommendations_overtaken": 0,
        "recommendations_open": 0,
        "carried_out_of_recommendations": 1,
    }
    overtaken = values([*FOLLOWED, settled(carried_out=False)])
    assert (overtaken["recommendations_overtaken"], overtaken["recommendations_carried_out"]) == (1, 0)
    assert values(REPORTED)["carried_out_of_recommendations"] is None  # no part of nothing


@pytest.mark.law("AMMR 7(3)", "AMMR 60(6)")
def test_what_no_event_tells_is_unknown() -> None:
    found = values(RICH)
    assert (found["plans_delivered.strategy"], found["plans_delivered.contingency_plan"]) == (1, None)
    assert found["blocks_progress.solidarity.under_way"] == 1
    assert found["confirmations"] is None
    closed = [*prepared(), event("year_closed", "12-31")]
    assert values(closed)["confirmations"] == 0
    assert values([*closed, event("delivery_confirmed", "2028-01-20", state="DE", levels={})])["confirmations"] == 1
    assert {f.key: f.value for f in process_figures(PUBLIC) if f.value is not None} == {}


def test_a_figure_names_its_events_and_is_as_sure_as_the_least_of_them() -> None:
    rumour = replace(finding("02-03", "rumour"), status="reported", source="a paper", id="rumour")
    figures = {f.key: f for f in process_figures(ledger([programmed(), seen(), finding(), rumour]).book)}
    told_by = figures["findings"]
    assert (told_by.events, told_by.status, told_by.sources) == (("e3", "rumour"), "reported", ("a paper",))
    assert told_by.as_of == f"{YEAR}-02-03"


def test_a_finding_shows_the_figures_that_bear_it_out_and_says_where_there_is_none() -> None:
    row = grids(told(ledger(RICH).book, levels()))["findings-1"].rows[1]
    assert {f"{SHARE}.IT", "unheard_of", "{key} (no figure of this report)", "visit"} <= set(flat(row[-1]))
    assert "{grade}, serious deficiency" in set(flat(row[2]))


def test_a_recommendation_shows_what_became_of_it() -> None:
    def last(events: list[Event]) -> list[str]:
        return list(flat(grids(told(ledger(events).book))["recommendations-1"].rows[0][-1]))

    assert last([*REPORTED, recommended(state="")]) == ["nothing reported"]
    assert last(FOLLOWED) == ["under way"]
    assert last(CLOSED) == ["closed on {day}, carried out", "2027-10-01"]
    assert last([*FOLLOWED, settled(carried_out=False)])[0] == "closed on {day}, not carried out"


def test_what_was_not_verified_says_so_wherever_it_stands() -> None:
    told_of = [part.text for part in shown(told(ledger(FOLLOWED).book)) if isinstance(part, Sentence)]
    assert "The grades are told from memory of the model and were not verified in its text." in told_of
    assert "Days marked as not verified rest on periods told from memory; they bind nobody." in told_of
    assert "{day} (not verified)" in told_of
    without = [part.text for part in shown(told(PUBLIC)) if isinstance(part, Sentence)]
    assert not [text for text in without if "verified" in text]


def test_the_scoreboard_is_shown_where_its_medians_are_told() -> None:
    board = grids(told(ledger(RICH).book, levels()))[f"scoreboard-{SHARE}"]
    assert len(board.rows) == 26
    assert [list(flat(cell)) for cell in board.rows[0][1:]] == [
        [f"{SHARE}.AT"],
        ["unknown"],
        ["worse than the median"],
    ]
    assert list(flat(board.rows[-1][1])) == ["unknown"]
    silent = process_sections(ledger(RICH).book, collected([*levels().values(), *process_figures(ledger(RICH).book)]))
    assert not [b for s in silent for b in s.blocks if isinstance(b, Grid) and b.name.startswith("scoreboard")]


def test_pledges_stand_beside_each_other_as_parts_of_fair_shares() -> None:
    states = ("DE", "FR", "NL", "RO", "SE")
    levels = collected(
        Measured(f"{name}.{state}", name, Fraction(value), "official", "2027-12-31", ("a table",))
        for value, state in enumerate(states, start=1)
        for name in ("pledged", "fair_share")
    )
    board = grids(told(ledger(prepared()).book, levels))["scoreboard-pledged_of_fair_share"]
    assert [row[0] for row in board.rows] == list(map(State, states))
    assert [note.text for note in board.notes][1:] == ["States that owe nothing of it are left out."]


def test_plans_and_blocks() -> None:
    found = grids(told(ledger(RICH).book))
    hungary = next(row for row in found["plans"].rows if row[0] == State("HU"))
    assert [list(flat(cell)) for cell in hungary[1:]] == [["{day}, late", "2025-06-13"], *[["not on record"]] * 2]
    assert "plans" not in grids(told(PUBLIC))  # a table of what is not on record says nothing
    solidarity = found["building-blocks"].rows[6]
    assert [list(flat(cell)) for cell in solidarity[1:]] == [[], ["blocks_progress.solidarity.under_way"], []]
