"""Forms offer the names that stand on record, of what the seat may see."""

from __future__ import annotations

import pytest
from cycle_2027 import YEAR, Table, forum, opened, package

from fairshare.workbench.actions.registry import actions
from fairshare.workbench.pages.fields import Field, fields_of
from fairshare.workbench.pages.offers import OFFERS, in_words, offers_of
from fairshare.workbench.record.cut import cut

pytestmark = pytest.mark.django_db


def field(table: Table, who: str, action: str, name: str, **given: str) -> Field:
    """A field of a form as somebody sees it."""
    view, found = cut(YEAR, table.user(who).seat), actions()[action]
    return next(one for one in fields_of(found, given, (), offers_of(found, view)) if one.name == name)


def test_what_is_offered_belongs_to_a_field_of_an_action() -> None:
    assert [place for place in OFFERS if place[1] not in actions()[place[0]].form.model_fields] == []


def test_the_subject_of_a_vote_is_chosen(table: Table) -> None:
    package(table)
    assert field(table, "DE", "vote.cast", "subject").kind == "text"  # nothing is before the Council
    forum(table)
    found = field(table, "DE", "vote.cast", "subject")
    assert (found.kind, [(option.value, str(option.label)) for option in found.options]) == (
        "choice", [("", "–"), ("act", "The act on the pool (AMMR 57(1))")])  # fmt: skip


def test_requests_for_a_deduction_are_voted_on_once_the_act_is_adopted(table: Table) -> None:
    opened(table)
    table.on("2027-03-01")
    needed = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit"]
    table.do("AT", "deduction.request", article="62", contents=needed)
    found = field(table, "DE", "vote.cast", "subject", subject="deduction-62:AT")
    assert [(option.value, str(option.label), option.on) for option in found.options] == [
        ("deduction-62:AT", "The deduction of Austria under Article 62 (AMMR 62(5))", True),
        ("reconvening", "Another meeting of the High-Level Forum (AMMR 13(4))", False),
    ]


def test_the_entry_to_correct_is_chosen_by_its_day_and_words_from_what_the_seat_sees(table: Table) -> None:
    package(table)
    seen = field(table, "commission", "correction.make", "event_id")
    assert str(seen.options[1].label).startswith("15 Oct 2026: ")
    assert len(seen.options) == 1 + len(cut(YEAR, table.user("commission").seat).events)


def test_measures_in_kind_are_offered_with_their_contributor_and_others_may_be_named(table: Table) -> None:
    opened(table)
    found = field(table, "IT", "in_kind.request", "item")
    assert (found.kind, [(option.value, option.label) for option in found.options]) == (
        "text", [("officers", "Belgium"), ("tents", "Luxembourg")])  # fmt: skip


def test_where_the_record_has_nothing_the_field_stays_a_text(table: Table) -> None:
    assert field(table, "DE", "vote.cast", "subject").kind == "text"


def test_who_confirms_reads_in_words_what_is_voted_on_and_what_is_corrected(table: Table) -> None:
    package(table)
    view = cut(YEAR, table.user("commission").seat)
    wrong = view.events[-1]
    assert in_words({"subject": "deduction-62:AT", "position": "for"}, view) == {
        "subject": "The deduction of Austria under Article 62", "position": "for"}  # fmt: skip
    assert in_words({"subject": "refusal:IT"}, view) == {"subject": "The refusal of access to Italy"}
    assert in_words({"subject": "act"}, view) == {"subject": "The act on the pool"}
    assert in_words({"event_id": wrong.id}, view)["event_id"].startswith("15 Oct 2026: ")
    hidden = cut(YEAR, table.user("EUAA").seat)
    assert in_words({"event_id": wrong.id}, hidden) == {"event_id": ""}
