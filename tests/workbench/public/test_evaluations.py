"""Evaluations for everybody: the answer first, every figure with its entry, files, and claims that were checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from fairshare.evaluation.expost.claims import CLAIMS
from fairshare.evaluation.expost.past import PAST
from fairshare.ledger.evaluation import EvaluationProgrammed, EvidenceRecorded, FindingRecorded
from fairshare.states import state_code
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.public import reported
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.store import append

pytestmark = pytest.mark.django_db
Get = Callable[[str], str]

BY: dict[str, Any] = {
    "date": date(2026, 11, 24), "actor": "European Commission", "capacity": "commission", "basis": "SEMM 13"
}  # fmt: skip


@pytest.fixture(autouse=True)
def kept_in_memory(settings: Any) -> None:
    """Printed reports are kept by each test for itself, not in the database that other tests share."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["local"]}
    cache.clear()


@pytest.fixture
def get(client: Client) -> Get:
    """A page as everybody sees it."""

    def found(address: str) -> str:
        answer = client.get(address, SERVER_NAME="localhost")
        assert answer.status_code == 200, address
        return answer.content.decode()

    return found


@pytest.fixture
def pool() -> None:
    """The pool of 2026 as history has it."""
    seed(shipped(2026))


def test_every_past_cycle_is_listed_where_no_pool_is_adopted(get: Get) -> None:
    told = get("/evaluations/")
    assert all(f'<a href="/evaluations/{name}/">' in told for name in PAST)
    assert "/evaluations/2026/" not in told


def test_the_list_gives_the_answer_and_its_figures(get: Get, pool: None) -> None:
    told = get("/evaluations/")
    assert '<a href="/evaluations/2026/">' in told
    assert 'href="/evaluations/2026/figures/#f-adopted"' in told


def test_the_scoreboard_has_a_page_of_its_own_with_states_in_order_and_no_rank(get: Get, pool: None) -> None:
    assert '<a href="/evaluations/2026/scoreboard/">' in get("/evaluations/")
    told = get("/evaluations/2026/scoreboard/")
    tables = re.findall(r"<tbody>(.*?)</tbody>", told, re.DOTALL)
    assert tables
    for table in tables:
        states = re.findall(r"<th[^>]*>(?:<[^>]*>)*([^<]+)", table)
        assert len(states) > 4
        assert states == sorted(states, key=lambda name: state_code(name) or "")
    assert "there is no rank" in told


def test_public_pages_lead_to_the_observatory_where_there_is_one(get: Get, settings: Any) -> None:
    assert "Observatory" not in get("/evaluations/")
    settings.OBSERVATORY = "https://observatory.example/"
    assert '<a href="https://observatory.example/">' in get("/evaluations/")


@pytest.mark.parametrize("name", ["2026", *PAST])
def test_every_figure_of_a_report_has_its_entry(get: Get, pool: None, name: str) -> None:
    linked = set(re.findall(rf'href="/evaluations/{name}/figures/#(f-[^"]+)"', get(f"/evaluations/{name}/")))
    entries = set(re.findall(r'id="(f-[^"]+)"', get(f"/evaluations/{name}/figures/")))
    assert linked
    assert linked <= entries


@pytest.mark.parametrize("name", ["2026", *PAST])
def test_every_source_of_a_figure_stands_in_the_report(get: Get, pool: None, name: str) -> None:
    linked = set(re.findall(rf'href="/evaluations/{name}/#(source-\d+)"', get(f"/evaluations/{name}/figures/")))
    assert linked <= set(re.findall(r'id="(source-\d+)"', get(f"/evaluations/{name}/")))


def test_links_of_a_report_lead_to_pages(client: Client, pool: None) -> None:
    for name in PAST:
        text = client.get(f"/evaluations/{name}/", SERVER_NAME="localhost").content.decode()
        for address in set(re.findall(r'href="(/(?:evaluations|claims|pool)/[^"#]*)', text)):
            if "/report." not in address:
                assert client.get(address, SERVER_NAME="localhost").status_code == 200, address


def test_a_report_is_a_file_for_programs_too(client: Client, pool: None) -> None:
    answer = client.get("/evaluations/2026/report.json", SERVER_NAME="localhost")
    assert json.loads(answer.content)["name"] == "2026"
    assert "fairshare-evaluation-2026-en.json" in answer["Content-Disposition"]


@pytest.mark.parametrize(("ending", "start"), [("docx", b"PK"), ("xlsx", b"PK")])
def test_office_files_are_written(client: Client, ending: str, start: bytes) -> None:
    assert client.get(f"/claims/report.{ending}", SERVER_NAME="localhost").content.startswith(start)


def test_a_report_is_printed_once_and_its_numbers_lead_to_the_page_of_figures(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def pdf(template: str, context: dict[str, Any], lang: str, as_of: date) -> bytes:
        printed.append(context["report"])
        return b"%PDF"

    monkeypatch.setattr(reported, "pdf", pdf)
    for _ in range(2):
        answer = client.get("/evaluations/ships-2018/report.pdf", SERVER_NAME="localhost")
        assert answer.content == b"%PDF"
    assert len(printed) == 1
    assert 'href="http://localhost/evaluations/ships-2018/figures/#f-' in printed[0]


def test_each_claim_has_an_address_a_verdict_and_its_figures(get: Get) -> None:
    told = get("/claims/")
    for claim in CLAIMS:
        assert f'<section id="{claim.name}"' in told
    assert told.count('<span class="tag">') == len(CLAIMS)
    linked = set(re.findall(r'href="/claims/figures/#(f-[^"]+)"', told))
    assert linked
    assert linked <= set(re.findall(r'id="(f-[^"]+)"', get("/claims/figures/")))


def test_findings_are_not_public_before_their_report(get: Get, pool: None) -> None:
    steps = [
        EvaluationProgrammed(evaluation="places", template="peer_review", title="Reception", state="IT", **BY),
        EvidenceRecorded(evaluation="places", evidence="visit", text="Two centres were full.", **BY),
        FindingRecorded(
            evaluation="places", finding="full", grade="non_compliant", criterion="coherence",
            text="Places are short.", evidence=("visit",), **BY,
        ),
    ]  # fmt: skip
    append(2026, Seat("commission", who="test"), "test", [], lambda *_: (steps, {}))
    for address in ("/evaluations/2026/", "/evaluations/2026/figures/", "/evaluations/2026/report.json"):
        told = get(address)
        assert "Places are short." not in told
        assert "Two centres were full." not in told
