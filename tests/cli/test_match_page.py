"""The page of a matching in the cases that small runs do not bring up: long lists, many states, other mechanisms."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from lxml import html

from fairshare.cli.charts import SERIES
from fairshare.cli.match_page import match_page
from fairshare.cli.match_report_files import TABLES
from fairshare.cli.match_texts import LONGEST
from fairshare.matching.explain import explain
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import Problem
from fairshare.matching.report import DoubleTransfer, Report, report
from fairshare.matching.sensitivity import Change

pytestmark = pytest.mark.law("AMMR 67(3)")

STATES = ("BG", "CY", "DE", "EL", "ES", "HR", "HU", "IT", "MT", "PL", "SI")
PRESENT = [number for number, state in enumerate(STATES) if state != "DE"]
FAMILIES = 150
CASES = [f"F{number:03d}" for number in range(FAMILIES)]
MANIFEST = {"fairshare": "1.2.3", "seed": 7, "policy": {"place": "8", "kinds": {"family": "1"}}}


@pytest.fixture(scope="module")
def counted() -> Report:
    """150 families of one in ten states; Germany has 100 places."""
    whole, none = np.ones(FAMILIES, np.int64), np.zeros(0, np.int64)
    truth = np.ones(FAMILIES, np.bool_)
    it = Problem(
        STATES,
        persons=whole,
        present_in=np.array(PRESENT)[np.arange(FAMILIES) % len(PRESENT)],
        vulnerable=~truth,
        eligible=truth,
        nationality=-whole,
        link_family=none,
        link_state=none,
        link=np.zeros(0),
        barred_family=none,
        barred_state=none,
        row_state=np.array([2]),
        row_present=np.array([-1]),
        places=np.array([100]),
        policy=Policy(),
    )
    return report(explain(solve(it)), dict.fromkeys(range(FAMILIES), (("FR",), "AMMR 26")))


def page(counted: Report) -> html.HtmlElement:
    return html.document_fromstring(match_page(counted, CASES, MANIFEST))


def rows(found: html.HtmlElement, section: str) -> list[list[str]]:
    return [
        [cell.text_content() for cell in row.xpath("./th | ./td")]
        for row in found.xpath(f"//section[@id='{section}']//tbody/tr")
    ]


@pytest.mark.law("AMMR 68(2)")
def test_a_long_list_is_cut_and_says_where_the_rest_is(counted: Report) -> None:
    found = page(counted)
    assert len(rows(found, "double-transfers")) == LONGEST
    assert "50 more are in double_transfers.csv." in found.xpath("//section[@id='double-transfers']")[0].text_content()
    assert {row[4] for row in rows(found, "double-transfers")} == {"possible"}
    one = replace(counted, double_transfers=(DoubleTransfer(0, ("DE",), "AMMR 26", resolved=True),))
    assert rows(page(one), "double-transfers")[0][4].startswith("none: ")
    assert "One family for which" in page(one).text_content()
    assert "point to a third state in no case" in page(replace(counted, double_transfers=())).text_content()


def test_more_benefitting_states_than_patterns_share_the_last_one(counted: Report) -> None:
    legend = page(counted).xpath("//figure//text/text()")[:SERIES]
    assert len(PRESENT) > SERIES
    assert legend[-1] == "other states"
    assert len(rows(page(counted), "flows")[0]) == 1 + len(PRESENT) + 1


def test_other_mechanisms_stand_beside_this_one(counted: Report) -> None:
    compared = (
        {"mechanism": "Greatest total value", "persons": 100, "value": 1234.5678, "envy": 0.25, "proved": True},
        {"mechanism": "First come", "persons": 99, "value": None},
    )
    with_them = replace(counted, compared=compared)
    assert rows(page(with_them), "mechanisms") == [
        ["Greatest total value", "100", "1,234.57", "0.25", "True"],
        ["First come", "99", "–", "–", "–"],
    ]
    assert list(TABLES["mechanisms.csv"][1](with_them, CASES))[-2:] == [
        ("First come", "persons", 99),
        ("First come", "value", ""),
    ]
    assert "No other mechanism was run" in page(counted).text_content()


def test_what_changes_with_a_weight_is_told_in_a_row(counted: Report) -> None:
    change = Change("links", Fraction(9, 10), 3, 60, 7, 2, 1, 0.5, 1000.0, 0.0)
    assert rows(page(replace(counted, changes=(change,))), "sensitivity") == [
        ["links\xa0−10\xa0%", "3", "5.0 %", "7", "2", "1", "0.50", "5.0e-04"]
    ]
    assert "Not computed for this run." in page(counted).text_content()


def test_what_is_not_proved_to_the_end_is_not_called_optimal(counted: Report) -> None:
    assert "no placement of these families is worth more" in page(counted).text_content()
    explanation = counted.explanation
    found = replace(explanation.optimum, bound=explanation.optimum.objective + 1, gap=0.00125)
    told = page(replace(counted, explanation=replace(explanation, optimum=found))).text_content()
    assert "no placement is worth more than 801.00, 1 points above it" in told
    assert "no placement of these families is worth more" not in told


def test_the_run_is_told_by_weights_seed_and_version(counted: Report) -> None:
    told = dict(row[:2] for row in rows(page(counted), "run"))
    assert (told["version"], told["seed of the lot"]) == ("Fairshare 1.2.3", "7")
    assert (told["policy: place"], told["policy: kinds family"]) == ("8", "1")


def test_places_that_no_family_fits_into_are_explained(counted: Report) -> None:
    row = replace(counted.places[0], filled=99, unfilled="too-few-left", waiting=3, last_family=-1, last_bid=-0.5)
    told = rows(page(replace(counted, places=(row,))), "places")[0]
    assert told[-2:] == [
        "nobody",
        "the families without a place that could go there are larger than the places left (the smallest has 3 persons)",
    ]
    below = replace(row, last_family=5, equals=1)
    assert rows(page(replace(counted, places=(below,))), "places")[0][-2] == "F005 (−0.50)"


def test_everybody_placed_is_said(counted: Report) -> None:
    assert "Every family is placed." in page(replace(counted, unplaced=())).text_content()
