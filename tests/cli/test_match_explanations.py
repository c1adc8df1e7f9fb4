"""Explanations as files and documents: the columns of all families, one sentence each, and one family at length."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fairshare.cli import match_explanations
from fairshare.cli.match_explanations import explanation_document, show_explanation, write_explanations
from fairshare.matching.explain import Explanation, Notes, explain
from fairshare.matching.optimum import solve
from fairshare.matching.policy import Policy
from fairshare.matching.problem import Problem

pytestmark = pytest.mark.law("AMMR 67(3)")

CASES = pl.Series(["=cmd", "F2", "F3"])


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    """Two families in Italy with a link to Germany, where there is one place; and one that is not eligible."""
    one, none = np.array([0, 1]), np.zeros(0, np.int64)
    it = Problem(
        ("DE", "EL", "FR", "IT"),
        persons=np.array([1, 1, 9]),
        present_in=np.array([3, 3, 1]),
        vulnerable=np.zeros(3, np.bool_),
        eligible=np.array([True, True, False]),
        nationality=np.zeros(3, np.int64),
        link_family=one,
        link_state=np.zeros(2, np.int64),
        link=np.array([0.9, 0.4]),
        barred_family=none,
        barred_state=none,
        row_state=np.array([0, 2]),
        row_present=np.array([-1, -1]),
        places=np.array([1, 5]),
        policy=Policy(),
    )
    return explain(solve(it), Notes(kind=np.zeros(2, np.int64)))


@pytest.mark.parametrize("at_a_time", [1, 2, 100])
def test_a_file_has_every_family_with_its_sentence(
    at_a_time: int, explanation: Explanation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_explanations, "AT_A_TIME", at_a_time)
    done: list[int] = []
    write_explanations(tmp_path / "all.parquet", explanation, CASES, done.append)
    found = pl.read_parquet(tmp_path / "all.parquet")
    assert sum(done) == 3
    assert found["case"].to_list() == CASES.to_list()
    assert found["state"].to_list() == ["DE", "FR", ""]
    assert found["reason"].to_list() == ["link", "no-link-there", "not-eligible"]
    assert found["next_state"].to_list() == ["FR", "DE", ""]
    assert found["better_state"].to_list() == ["", "DE", ""]
    assert found["next_loss"].null_count() == 1  # nothing is next best to one that is not eligible
    assert found["sentence"].to_list() == [explanation.sentence(family) for family in range(3)]
    write_explanations(tmp_path / "all.csv", explanation, CASES)
    text = pl.read_csv(tmp_path / "all.csv").with_columns(pl.col(pl.String).fill_null(""))
    assert text["case"].to_list() == ["'=cmd", "F2", "F3"]
    assert text.drop("case").equals(found.drop("case"))


def test_a_document_has_the_ladder_of_states(explanation: Explanation) -> None:
    found = explanation_document(explanation, "F2", 1)
    assert (found["case"], found["state"], found["reason"], found["cite"]) == (
        "F2",
        "FR",
        "no-link-there",
        "AMMR 67(3)",
    )
    assert [option["state"] for option in found["options"] if option["chosen"]] == ["FR"]
    assert found["options"][0]["price"] == "0"
    assert explanation_document(explanation, "F3", 2)["state"] is None


def test_a_person_reads_the_sentence_and_the_ladder(
    explanation: Explanation, capsys: pytest.CaptureFixture[str]
) -> None:
    show_explanation(explanation, "F2", 1)
    printed = capsys.readouterr().out
    assert printed.startswith("F2: Placed in France, without a link there; ")
    assert "family link" in printed
    assert max(map(len, printed.splitlines())) <= 100


def test_no_families_make_an_empty_table(tmp_path: Path, explanation: Explanation) -> None:
    nobody = explain(solve(_nobody(explanation.problem)))
    write_explanations(tmp_path / "none.parquet", nobody, CASES[:0])
    write_explanations(tmp_path / "none.csv", nobody, CASES[:0])
    assert pl.read_parquet(tmp_path / "none.parquet").height == 0
    assert len((tmp_path / "none.csv").read_text(encoding="utf-8").splitlines()) == 1


def _nobody(it: Problem) -> Problem:
    columns = {
        name: getattr(it, name)[:0] for name in ("persons", "present_in", "vulnerable", "eligible", "nationality")
    }
    links = {name: getattr(it, name)[:0] for name in ("link_family", "link_state", "link")}
    return Problem(
        it.states, **columns, **links, barred_family=it.barred_family, barred_state=it.barred_state,
        row_state=it.row_state, row_present=it.row_present, places=it.places, policy=it.policy,
    )  # fmt: skip
