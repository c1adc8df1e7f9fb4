"""The documents: what stands in them is read as HTML, what makes them accessible from the bytes of the PDF."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fairshare.evaluation.pool import PoolReport, pool_report
from fairshare.figures import cycles
from fairshare.law.outcome import RefusedError
from fairshare.ledger import parse
from fairshare.workbench.documents import Papers, Section, act_annex, forum_papers, render, state_account
from fairshare.workbench.documents.render import BundledFiles
from fairshare.workbench.tables import Column, Table
from fairshare.workbench.tables.tables_of_pool import offset_tests_table, pool_table


@pytest.fixture(scope="module")
def report() -> PoolReport:
    cycle = parse(cycles.text(2026), "2026")
    return pool_report(cycle, cycle.last_day)


@pytest.fixture
def papers(report: PoolReport) -> Papers:
    figures = Section("Figures", ("By state.",), (pool_table(report), offset_tests_table(report)))
    day = date(2025, 12, 8)
    return Papers(
        "High-Level Forum", day, day, ("Opening", "Pledges"), (figures,), marking="RESTREINT UE/EU RESTRICTED"
    )


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of each document that is made, which then is not set on pages: that takes long."""
    seen: list[str] = []

    class Unset:
        def __init__(self, string: str, **_options: Any) -> None:
            seen.append(string)

        def write_pdf(self, **_options: Any) -> bytes:
            return b""

    monkeypatch.setattr(render, "HTML", Unset)
    return seen


def inflated(pdf: bytes) -> bytes:
    """The bytes of a PDF with what is in its streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
    parts = [pdf]
    for stream in streams:
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_document_is_tagged_has_its_language_and_a_title(report: PoolReport) -> None:
    pdf = act_annex(report, "fr")
    content = inflated(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    for part in (b"/StructTreeRoot", b"/Marked true", b"/Lang (fr)", b"/DisplayDocTitle true", b"/TH", b"/Caption"):
        assert part in content, part
    assert re.search(rb"pdfuaid:part[^0-9]{1,3}1", content)


def test_a_document_of_one_state_of_knowledge_has_one_sequence_of_bytes(report: PoolReport) -> None:
    pdf = state_account(report, "IE", "de")
    assert pdf == state_account(report, "IE", "de")
    for field in (b"CreationDate", b"ModDate"):
        assert re.search(field + rb"\s*\(D:20261123", inflated(pdf)), field


@pytest.mark.slow
def test_another_process_with_other_hashes_writes_the_same_bytes(report: PoolReport) -> None:
    script = (
        "import django, hashlib; django.setup()\n"
        "from fairshare.evaluation.pool import pool_report; from fairshare.figures import cycles\n"
        "from fairshare.ledger import parse; from fairshare.workbench.documents import act_annex\n"
        "cycle = parse(cycles.text(2026), '2026')\n"
        "print(hashlib.sha256(act_annex(pool_report(cycle, cycle.last_day), 'de')).hexdigest())"
    )
    made = [
        subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert made[0] == made[1] != ""


def test_the_annex_has_reference_numbers_pledges_and_votes(report: PoolReport, written: list[str]) -> None:
    act_annex(report, "en")
    (text,) = written
    for part in (
        "21,000",
        "€420,000,000",
        "22 December 2025",
        "Germany",
        "4,555",
        "responsibility offsets",
        "in favour",
    ):
        assert part in text, part
    assert "state of knowledge of 23 November 2026" in text


def test_the_account_shows_every_event_behind_a_balance(report: PoolReport, written: list[str]) -> None:
    state_account(report, "IE", "de")
    (text,) = written
    for part in ('lang="de"', "Irland", "9.260.000\xa0€", "22.12.2025", "minister, several papers", "2,1234"):
        assert part in text, part


def test_a_state_without_accounts_has_no_document(report: PoolReport) -> None:
    with pytest.raises(RefusedError, match="nothing is recorded of DK"):
        state_account(report, "DK", "en")


def test_the_papers_hold_what_the_caller_gives_and_bear_the_marking(papers: Papers, written: list[str]) -> None:
    forum_papers(papers, "en")
    forum_papers(replace(papers, sections=(), agenda=(), marking=""), "en")
    full, bare = written
    assert full.count("<table") == 2 and "RESTREINT UE/EU RESTRICTED" in full and "<li>Pledges</li>" in full
    assert "<table" not in bare and "RESTREINT" not in bare and "<ol" not in bare


@pytest.mark.parametrize("lang", ["bg", "el", "ga", "mt", "fi"])
def test_a_document_is_made_in_languages_that_django_or_a_catalogue_lacks(papers: Papers, lang: str) -> None:
    assert f"/Lang ({lang})".encode() in inflated(forum_papers(replace(papers, sections=()), lang))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.test/a.css", "http://127.0.0.1/", "file:///etc/passwd", "static:../settings.py", "static:",
        "static:/etc/passwd", "data:text/css,x", "print.css", "STATIC:print.css", "static:print.css?x",
    ],
)  # fmt: skip
def test_a_document_fetches_nothing_but_what_is_bundled(url: str) -> None:
    with pytest.raises(ValueError, match="not bundled"):
        BundledFiles().fetch(url)


def test_the_style_sheet_is_bundled() -> None:
    assert b"@page" in BundledFiles().fetch("static:print.css").read()


def test_what_is_recorded_is_text_and_never_markup(papers: Papers, written: list[str]) -> None:
    evil = '<img src="http://127.0.0.1:9/x">'
    table = Table("t", evil, (Column("a", evil),), ({"a": evil},), notes=(evil,), source=evil)
    section = Section(evil, (evil,), (table,))
    forum_papers(replace(papers, title=evil, agenda=(evil,), sections=(section,), marking=evil, source=evil), "en")
    assert "<img" not in written[0] and "&lt;img" in written[0]
