"""The stage of the evaluation: what each side is shown of it, and forms that offer what is on record of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from cycle_2027 import YEAR, Table, opened
from django.http import QueryDict
from django.test import Client
from review_2027 import NAME, drafted, followed_up, programmed

from fairshare.evaluation.expost.document import Evaluation
from fairshare.ledger.events import ActAdopted
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.pages.fields import Field, data_of, fields_of
from fairshare.workbench.pages.offers import offers_of
from fairshare.workbench.pages.stages.evaluation import panels
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.public.evaluations import pool_evaluation
from fairshare.workbench.public.reported import json_bytes
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.due import due
from fairshare.workbench.record.seed import seed, shipped

pytestmark = pytest.mark.django_db

SECRETS = ("Two centres were full.", "Places are short.", "More places open in June.", "Enough.")


@pytest.fixture
def review(table: Table) -> Table:
    """The evaluation of Italy with its draft, in January 2027."""
    opened(table)
    programmed(table)
    drafted(table)
    return table


def page(table: Table, who: str, address: str = f"/cycles/{YEAR}/evaluation/") -> str:
    """A page as a person of a delegation sees it."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(table.user(who))
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def field(table: Table, who: str, action: str, name: str, **given: str) -> Field:
    """A field of a form as somebody sees it."""
    view, found = cut(YEAR, table.user(who).seat), actions()[action]
    return next(one for one in fields_of(found, given, (), offers_of(found, view, given)) if one.name == name)


def test_before_the_act_there_is_nothing_to_evaluate(table: Table) -> None:
    table.on("2026-10-15")
    assert panels(cut(YEAR, table.user("commission").seat), date(2026, 10, 15)) == []
    assert "Nothing is on record here yet." in page(table, "commission")


@pytest.mark.parametrize("who", ["commission", "coordinator", "IT", "FR"])
def test_a_party_is_shown_evidence_findings_answers_and_comments(review: Table, who: str) -> None:
    told = page(review, who)
    assert all(secret in told for secret in SECRETS)


@pytest.mark.parametrize("who", ["DE", "council", "EUAA"])
def test_others_are_shown_that_there_is_an_evaluation(review: Table, who: str) -> None:
    told = page(review, who)
    assert "Reception" in told
    assert not any(secret in told for secret in SECRETS)
    assert not any(secret in page(review, who, f"/cycles/{YEAR}/record/") for secret in SECRETS)


def test_once_the_report_is_adopted_all_see_findings_and_follow_up(review: Table) -> None:
    review.on("2027-02-10")
    followed_up(review)
    told = page(review, "DE")
    assert "Places are short." in told
    assert "Open more places." in told
    assert "Two more centres., until 31 Dec 2027" in told
    assert "carried out" in told
    assert not any(secret in told for secret in SECRETS if secret != "Places are short.")


def test_a_finding_leads_to_its_figures_and_to_entries_of_the_record(review: Table) -> None:
    act = next(event for event in review.book.events if isinstance(event, ActAdopted))
    review.do(
        "commission", "finding.record", evaluation=NAME, finding="small", grade="compliant", criterion="relevance",
        text="The pool is what the act says.", figures=["adopted"], entries=[act.id],
    )  # fmt: skip
    told = page(review, "commission")
    assert f'<a href="/cycles/{YEAR}/report/figures/#f-adopted">adopted</a>' in told
    assert 'id="f-adopted"' in page(review, "commission", f"/cycles/{YEAR}/report/figures/")
    link = told.partition(f'<a href="/cycles/{YEAR}/record/?')[2].partition('"')[0].replace("&amp;", "&")
    shown = page(review, "commission", f"/cycles/{YEAR}/record/?{link}")
    assert "The Council adopts the act" in shown
    assert "gives notice" not in shown


def told_to(seat: Seat) -> Evaluation:
    """The evaluation as a seat sees it."""
    return pool_evaluation(cut(YEAR, seat))


def test_what_a_seat_is_not_shown_is_unknown_to_it_and_not_nothing(review: Table) -> None:
    review.do("coordinator", "technical_forum.hold", occasion="first")
    review.do("coordinator", "indicator.report", indicator="office_staff", value="12.5")
    review.do("DE", "indicator.report", indicator="informed", value="0.9", state="DE", towards="IT")
    whole = told_to(Seat("coordinator")).figures
    assert whole["technical_forums"].value == 1
    for seat in (PUBLIC, Seat("member_state", "DE"), Seat("commission"), Seat("agency", body="EUAA")):
        shown = told_to(seat).figures
        made_nothing = [
            key for key, figure in shown.items() if figure.value == 0 and key in whole and whole[key].value != 0
        ]
        assert made_nothing == [], seat
    assert told_to(PUBLIC).figures["technical_forums"].value is None
    assert told_to(PUBLIC).figures["office_staff"].value is None


def test_the_stage_counts_what_the_seat_itself_is_shown(review: Table) -> None:
    seats = (Seat("coordinator"), Seat("council"))
    lacking = {seat.capacity: told_to(seat).figures["data_gaps"].value for seat in seats}
    assert lacking["coordinator"] != lacking["council"]
    for who, number in lacking.items():
        assert f'#f-data_gaps">{number}<' in re.sub(r"(#f-data_gaps\")[^>]*>", r"\1>", page(review, who))


@pytest.mark.parametrize("seat", [PUBLIC, Seat("member_state", "DE"), Seat("council")], ids=str)
def test_a_step_that_is_hidden_changes_no_byte_of_the_evaluation_of_others(table: Table, seat: Seat) -> None:
    opened(table)
    programmed(table)
    before, version = json_bytes(told_to(seat)), cut(YEAR, seat).version
    duties = due(cut(YEAR, seat), date(2027, 1, 20))
    table.on("2027-01-20")
    drafted(table)
    table.do(
        "commission", "evaluation.programme", evaluation="other", template="peer_review", title="Detention",
        state="EL", form="unannounced",
    )  # fmt: skip
    assert json_bytes(told_to(seat)) == before
    assert cut(YEAR, seat).version == version
    assert due(cut(YEAR, seat), date(2027, 1, 20)) == duties


def test_beside_the_pool_of_the_year_before_changes_are_told(review: Table) -> None:
    assert "change.adopted" not in told_to(PUBLIC).figures
    seed(shipped(YEAR - 1))
    for seat in (PUBLIC, Seat("commission")):
        figures = told_to(seat).figures
        before = pool_evaluation(cut(YEAR - 1, seat)).figures["adopted"].value
        assert figures["previous.adopted"].value == before
        assert figures["change.adopted"].value == (figures["adopted"].value or 0) - (before or 0)


def test_what_a_seat_can_do_with_an_evaluation_names_it(review: Table) -> None:
    told = page(review, "IT")
    assert f'/cycles/{YEAR}/do/comments.give/?evaluation={NAME}"' in told
    assert f'/cycles/{YEAR}/do/comments.give/"' not in told
    assert f'/cycles/{YEAR}/do/plan.deliver/"' in told


def test_the_desk_leads_to_the_form_of_the_evaluation_that_is_meant(review: Table) -> None:
    review.do("commission", "evaluation_report.adopt", evaluation=NAME, on="2027-01-10")
    review.do(
        "commission", "recommendation.address", evaluation=NAME, recommendation="places", text="Open more places.",
        findings=["full"], state="IT",
    )  # fmt: skip
    told = page(review, "IT", f"/desk/{YEAR}/")
    assert f"/cycles/{YEAR}/do/action_plan.submit/?evaluation={NAME}" in told
    assert f"/cycles/{YEAR}/do/progress.report/?evaluation={NAME}" in told
    assert "action_plan.submit" not in page(review, "DE", f"/desk/{YEAR}/")


def test_a_state_answers_question_by_question(review: Table) -> None:
    review.do("commission", "evaluation.programme", evaluation="other", template="open_coordination", title="Links")
    review.do("council", "guidelines.adopt", evaluation="other", guidelines={"a": "Look for links.", "b": "In time."})
    found = field(review, "DE", "questionnaire.answer", "answers", evaluation="other")
    assert (found.kind, [(part.name, part.label) for part in found.parts]) == (
        "texts", [("answers.a", "Look for links."), ("answers.b", "In time.")]
    )  # fmt: skip
    assert field(review, "IT", "questionnaire.answer", "answers").kind == "long"  # which of the two is not known


def test_texts_by_name_are_read_from_inputs_and_from_lines() -> None:
    sent = QueryDict(mutable=True)
    sent.update({"evaluation": NAME, "actions.places": "Two more centres.", "actions": "staff: Ten more.\n\nx : y: z"})
    sent.update({"until.places": "2027-12-31"})
    assert data_of(actions()["action_plan.submit"], sent) == {
        "evaluation": NAME,
        "actions": {"places": "Two more centres.", "staff": "Ten more.", "x": "y: z"},
        "until": {"places": "2027-12-31"},
    }


def test_what_was_typed_stands_in_the_form_again(review: Table) -> None:
    typed = {"a": "One?", "b": "Two?"}
    view, action = cut(YEAR, review.user("commission").seat), actions()["questionnaire.send"]
    found = fields_of(action, {"questions": typed, "evaluation": NAME}, (), offers_of(action, view))
    shown = {one.name: one for one in found}
    assert shown["questions"].value == "a: One?\nb: Two?"
    assert [option.value for option in shown["evaluation"].options if option.on] == [NAME]


def test_evidence_that_was_ticked_stays_ticked(review: Table) -> None:
    action = actions()["finding.record"]
    view = cut(YEAR, review.user("FR").seat)
    given = {"evaluation": NAME, "evidence": ["visit"]}
    found = next(one for one in fields_of(action, given, (), offers_of(action, view, given)) if one.name == "evidence")
    assert [(option.value, option.on) for option in found.options] == [("visit", True)]


def test_entries_are_folded_away_until_one_is_chosen(review: Table) -> None:
    found = field(review, "commission", "evidence.record", "entries")
    assert found.folded
    assert len(found.options) > 20


def test_an_indicator_is_chosen_from_the_catalogue_and_a_block_from_its_list(review: Table) -> None:
    assert field(review, "coordinator", "indicator.report", "indicator").kind == "choice"
    blocks = [option.value for option in field(review, "commission", "block.assess", "block").options]
    assert blocks[1:3] == ["eurodac", "external_borders"]
