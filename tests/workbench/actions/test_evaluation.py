"""A peer review of Italy (:mod:`review_2027`): who may do what, and who sees what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cycle_2027 import YEAR, Table, package
from review_2027 import NAME, drafted, followed_up, programmed

from fairshare.ledger.evaluation import FindingRecorded
from fairshare.ledger.evaluation_record import EvaluationRecord
from fairshare.workbench.actions.perform import InvalidError
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.due import due

pytestmark = pytest.mark.django_db

PARTIES = [Seat("commission"), Seat("coordinator"), *(Seat("member_state", state) for state in ("IT", "FR", "NL"))]
OTHERS = [PUBLIC, Seat("council"), Seat("agency", body="EUAA"), Seat("member_state", "DE")]


def kinds(seat: Seat) -> list[str]:
    """The entries of the evaluation that a seat sees."""
    return [type(event).__name__ for event in cut(YEAR, seat).events if getattr(event, "evaluation", "")]


def record(seat: Seat) -> EvaluationRecord | None:
    """The evaluation as it stands in the book of a seat."""
    return cut(YEAR, seat).book.evaluations.get(NAME)


@pytest.fixture
def review(pool: Table) -> Table:
    """The evaluation with its draft."""
    programmed(pool)
    drafted(pool)
    return pool


@pytest.mark.parametrize("seat", PARTIES, ids=str)
def test_the_parties_see_every_step(review: Table, seat: Seat) -> None:
    assert len(kinds(seat)) == 8
    found = record(seat)
    assert found is not None
    assert found.answers == {"IT": {"places": "Enough."}}


@pytest.mark.parametrize("seat", OTHERS, ids=str)
def test_until_the_report_others_see_that_there_is_an_evaluation_and_no_more(review: Table, seat: Seat) -> None:
    assert kinds(seat) == ["EvaluationProgrammed"]
    assert record(seat) is None
    assert not [duty for duty in due(cut(YEAR, seat), date(2027, 1, 20))[1] if duty.about.startswith(NAME)]


@pytest.mark.parametrize("seat", OTHERS, ids=str)
def test_with_the_report_findings_and_what_becomes_of_them_are_public(review: Table, seat: Seat) -> None:
    review.on("2027-02-10")
    followed_up(review)
    assert kinds(seat) == [
        "EvaluationProgrammed", "ActivityEnded", "FindingRecorded", "EvaluationReportAdopted",
        "RecommendationAddressed", "ActionPlanSubmitted", "ActionPlanAssessed", "ProgressReported",
        "RecommendationClosed", "EvaluationClosed",
    ]  # fmt: skip


def test_what_stays_with_the_parties_is_a_day_to_others(review: Table) -> None:
    review.on("2027-02-10")
    followed_up(review)
    found, whole = record(PUBLIC), review.book.evaluations[NAME]
    assert found is not None
    assert found.done == whole.done
    assert found.findings == whole.findings
    for secret in ("How many places", "Enough", "Two centres were full", "More places open in June", "France"):
        assert secret in str(whole.events)
        assert secret not in str(found.events)


def test_a_report_that_is_corrected_away_closes_the_findings_again(review: Table) -> None:
    review.on("2027-02-10")
    adopted = review.do("commission", "evaluation_report.adopt", evaluation=NAME)
    assert "FindingRecorded" in kinds(PUBLIC)
    review.do("commission", "correction.make", event_id=adopted.events[0])
    assert kinds(PUBLIC) == ["EvaluationProgrammed", "EvaluationReportAdopted"]
    assert record(PUBLIC) is None


def test_a_serious_deficiency_is_not_told_by_what_follows_before_the_report(review: Table) -> None:
    review.do(
        "FR", "finding.record", evaluation=NAME, finding="detention", grade="non_compliant", criterion="coherence",
        text="Children are detained.", evidence=["visit"], serious=True,
    )  # fmt: skip
    review.do(
        "commission", "recommendation.address", evaluation=NAME, recommendation="release", text="Release them.",
        findings=["detention"], state="IT",
    )  # fmt: skip
    assert kinds(PUBLIC) == ["EvaluationProgrammed"]
    assert kinds(Seat("member_state", "IT"))[-1] == "RecommendationAddressed"
    assert not any("deficiency" in flag.text for flag in cut(YEAR, PUBLIC).book.flags)


def test_the_state_learns_of_an_unannounced_evaluation_when_the_visit_ends(pool: Table) -> None:
    programmed(pool, form="unannounced")
    pool.do("FR", "evidence.record", evaluation=NAME, evidence="visit", text="Two centres were full.")
    italy = Seat("member_state", "IT")
    assert kinds(Seat("member_state", "FR")) == ["EvaluationProgrammed", "EvidenceRecorded"]
    assert kinds(italy) == kinds(PUBLIC) == []
    pool.do("commission", "activity.end", evaluation=NAME)
    assert kinds(italy) == ["EvaluationProgrammed", "EvidenceRecorded", "ActivityEnded"]
    assert kinds(PUBLIC) == ["EvaluationProgrammed"]


def test_an_evaluation_that_is_hidden_reads_like_one_that_does_not_exist(pool: Table) -> None:
    programmed(pool, form="unannounced")
    told = []
    for name in (NAME, "nothing"):
        with pytest.raises(InvalidError) as error:
            pool.do("IT", "comments.give", evaluation=name, text="We disagree.")
        told.append(error.value.problems)
    assert told[0] == told[1] == [("evaluation", "no evaluation of this name is on record")]


def test_only_the_team_records_evidence_and_findings(review: Table) -> None:
    asked: dict[str, Any] = {"evaluation": NAME, "text": "We looked."}
    assert review.refused("DE", "evidence.record", evidence="look", **asked) == "SEMM 15"
    grade = {"grade": "compliant", "criterion": "coherence", "figures": ["relocated"]}
    assert review.refused("IT", "finding.record", finding="fine", **asked, **grade) == "SEMM 15"


def test_nothing_is_evaluated_before_there_is_a_pool(table: Table) -> None:
    package(table)
    assert table.refused("commission", "evaluation.programme", evaluation=NAME, template="peer_review", title="T")
    table.do("DE", "plan.deliver", plan="strategy")
    assert cut(YEAR, PUBLIC).book.plans.keys() == {("DE", "strategy")}


def test_a_step_names_the_provision_of_its_own_model(pool: Table) -> None:
    programmed(pool, template="open_coordination", state="", team=[])
    pool.do("council", "guidelines.adopt", evaluation=NAME, guidelines={"places": "Every state has places."})
    pool.do("DE", "questionnaire.answer", evaluation=NAME, answers={"places": "We have."})
    pool.do(
        "commission", "finding.record", evaluation=NAME, finding="most", grade="compliant", criterion="relevance",
        text="Most states have places.", figures=["reception_places"],
    )  # fmt: skip
    found = pool.book.evaluations[NAME]
    assert [event.basis for event in found.events] == ["TFEU 148(1)", "TFEU 148(2)", "TFEU 148(3)", "TFEU 148(4)"]
    assert found.of(FindingRecorded)[0].capacity == "commission"


def test_a_state_reports_indicators_of_its_own_and_the_coordinator_of_all(pool: Table) -> None:
    pool.do("coordinator", "indicator.report", indicator="relocated", value=3, state="IT")
    pool.do("DE", "indicator.report", indicator="relocated", value=2, state="DE", towards="IT")
    with pytest.raises(InvalidError):
        pool.do("DE", "indicator.report", indicator="relocated", value=2, state="FR")
    assert len(cut(YEAR, Seat("member_state", "ES")).book.indicators) == 2
    assert not cut(YEAR, PUBLIC).book.indicators  # a count of persons of this size is not public


@pytest.mark.parametrize(
    ("indicator", "value", "field"),
    [
        ("no_such", "1", "indicator"),
        ("load_ratio", "1", "indicator"),  # it is computed
        ("consented", "1.01", "value"),
        ("consented", "-0.1", "value"),
        ("reception_places", "2.5", "value"),
        ("reception_places", "-1", "value"),
    ],
)
def test_an_indicator_is_one_that_is_supplied_and_its_value_fits_its_unit(
    pool: Table, indicator: str, value: str, field: str
) -> None:
    with pytest.raises(InvalidError) as error:
        pool.do("IT", "indicator.report", indicator=indicator, value=value, state="IT")
    assert [name for name, _ in error.value.problems] == [field]


@pytest.mark.parametrize(("indicator", "value"), [("consented", "1"), ("office_staff", "12.5"), ("projected", "0")])
def test_a_whole_half_a_post_and_nothing_are_values(pool: Table, indicator: str, value: str) -> None:
    pool.do("coordinator", "indicator.report", indicator=indicator, value=value)
    assert pool.book.indicators[indicator, "", ""].value == Decimal(value)


def test_an_evaluation_that_takes_the_name_of_a_corrected_one_opens_nothing_of_it(pool: Table) -> None:
    pool.do(
        "commission", "evaluation.programme", evaluation=NAME, template="peer_review", title="Detention", state="EL",
        form="unannounced",
    )  # fmt: skip
    first = pool.book.evaluations[NAME].programmed.id
    pool.do("commission", "correction.make", event_id=first)
    programmed(pool)
    pool.do("FR", "evidence.record", evaluation=NAME, evidence="visit", text="Two centres were full.")
    pool.do("commission", "activity.end", evaluation=NAME)
    for seat in (PUBLIC, Seat("member_state", "EL"), Seat("member_state", "IT")):
        assert "Detention" not in [getattr(event, "title", "") for event in cut(YEAR, seat).events]
    assert first in {event.id for event in cut(YEAR, Seat("commission")).events}


def test_a_body_of_the_union_reports_on_a_recommendation_to_it(review: Table) -> None:
    review.on("2027-02-10")
    review.do("commission", "evaluation_report.adopt", evaluation=NAME)
    review.do(
        "council", "recommendation.address", evaluation=NAME, recommendation="money", text="Pay sooner.",
        findings=["full"],
    )  # fmt: skip
    review.do("commission", "progress.report", evaluation=NAME, recommendation="money", progress="under_way")
    assert review.book.evaluations[NAME].progress["money"].state == ""
