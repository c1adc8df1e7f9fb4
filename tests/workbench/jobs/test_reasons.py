"""Why a job failed is told in the language of who reads it, whatever language the worker speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from fairshare.faults import bad_argument
from fairshare.law.outcome import RefusedError
from fairshare.matching.optimum import STAGES
from fairshare.workbench.cases.work import STAGES_TOLD
from fairshare.workbench.jobs.models import Job
from fairshare.workbench.jobs.queue import GAVE_UP, Hold
from fairshare.workbench.jobs.registry import KINDS, JobError
from fairshare.workbench.jobs.worker import UNEXPECTED, UNKNOWN, reason_of

HOLD = Hold(7, 1, "test.none", {})
FRENCH = {
    GAVE_UP: "Le travail a été repris %(attempts)s fois.",
    UNKNOWN: "Le type %(kind)s est inconnu.",
    UNEXPECTED: "Erreur inattendue (%(error)s), travail %(job)s.",
    "there is no place for family %(family)s": "il n'y a pas de place pour la famille %(family)s",
}


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a catalogue might say."""
    for source, translated in FRENCH.items():
        monkeypatch.setitem(translation("fr")._catalog._catalogs[0], source, translated)
    with override("fr"):
        yield


def told(error: Exception) -> str:
    reason, values = reason_of(error, HOLD)
    return Job(reason=reason, reason_values=values).problem


@pytest.mark.parametrize(
    ("error", "english", "in_french"),
    [
        (JobError("there is no place for family %(family)s", family="F-3"),
         "there is no place for family F-3", "il n'y a pas de place pour la famille F-3"),
        (KeyError("test.none"), "This version knows no job of the kind test.none.", "Le type test.none est inconnu."),
        (ValueError("password=hunter2"),
         "An unexpected error (ValueError). Tell the operator the number of the job: 7.",
         "Erreur inattendue (ValueError), travail 7."),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("french")
def test_a_failure_is_told_in_the_language_of_who_reads(error: Exception, english: str, in_french: str) -> None:
    assert told(error) == in_french
    with override("en"):
        assert told(error) == english


@pytest.mark.usefixtures("french")
def test_so_is_a_job_whose_workers_died() -> None:
    assert Job(reason=GAVE_UP, reason_values={"attempts": 3}).problem == "Le travail a été repris 3 fois."


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (JobError("100% of the places are taken"), "100% of the places are taken"),
        (RefusedError("AMMR 67(2)", "the 50 % are used up"), "the 50 % are used up"),
        (bad_argument("seed", "is negative"), "argument:1: seed: is negative"),
        (JobError("x" * 600), "x" * 600),
    ],
)
def test_a_text_without_places_is_told_as_it_is(error: Exception, text: str) -> None:
    assert text in told(error)


def test_a_job_that_did_not_fail_has_no_problem() -> None:
    with override("fr"):  # an empty text is the head of a catalogue
        assert Job().problem == Job().step == ""


@pytest.mark.parametrize("language", ["fr", "de"])
def test_what_a_matching_is_at_is_told_in_the_language_of_who_reads(language: str) -> None:
    assert set(STAGES_TOLD) == set(STAGES)
    with override(language):
        for text in STAGES_TOLD.values():
            assert Job(text=text).step not in {"", text}


def test_a_kind_that_is_known_and_fails_by_a_missing_key_is_unexpected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "test.none", lambda arguments, report: {})
    assert reason_of(KeyError("run"), HOLD)[0] == UNEXPECTED
