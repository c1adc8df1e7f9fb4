"""``fairshare match arrivals``: the command around bid prices; the mechanism itself is tested in its own room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fairshare.cli.app import run

pytestmark = pytest.mark.law("AMMR 67(4)")

FILES = ("--cases", "now/cases.csv", "--links", "now/links.csv", "--quotas", "now/quotas.csv")
PAST = ("--past-cases", "past/cases.csv", "--past-links", "past/links.csv")


@pytest.fixture(autouse=True)
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, seed in (("now", "2"), ("past", "3")):
        assert run(["match", "sample", "600", "--seed", seed, "--places", "0.5", "--out", name]) == 0


def document(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["match", "arrivals", *FILES, *more, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_prices_beat_taking_the_best_place_at_hand_and_hindsight_beats_both(capsys: pytest.CaptureFixture[str]) -> None:
    rows = document(capsys, *PAST)["mechanisms"]
    assert rows["greedy"]["share"] < rows["bid prices"]["share"] < rows["hindsight"]["share"] == 1
    assert rows["bid prices"]["share"] > 0.95


def test_without_futures_it_is_greedy(capsys: pytest.CaptureFixture[str]) -> None:
    rows = document(capsys, "--futures", "0")["mechanisms"]
    assert rows["bid prices"] == rows["greedy"]


def test_the_order_of_arrival_can_be_given_and_then_the_seed_draws_futures_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = document(capsys, "--seed", "5")
    Path("order.csv").write_text("case\n" + "\n".join(found["order"]) + "\n", encoding="utf-8")
    again = document(capsys, "--seed", "5", "--order", "order.csv")
    assert again["order"] == found["order"]
    assert again["mechanisms"]["greedy"] == found["mechanisms"]["greedy"]
    assert set(found["placements"]) == set(found["order"])


def test_a_person_reads_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "arrivals", *FILES]) == 0
    assert "hindsight" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("case\nF0000001\nX9\n", "order.csv:3: case: 'X9' is no case"),
        ("case\nF0000001\nF0000001\n", "order.csv:3: case: 'F0000001' stands on line 2 already"),
        ("case\nF0000001\n", "missing"),
    ],
)
def test_a_wrong_order_is_told(order: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("order.csv").write_text(order, encoding="utf-8")
    assert run(["match", "arrivals", *FILES, "--order", "order.csv"]) == 2
    assert message in capsys.readouterr().err


def test_a_past_needs_its_links_and_states_of_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["match", "arrivals", *FILES, PAST[0], PAST[1]]) == 2
    assert "belong together" in capsys.readouterr().err
    text = Path("past/cases.csv").read_text(encoding="utf-8").replace(",IT,", ",CH,")
    Path("past/cases.csv").write_text(text, encoding="utf-8")
    assert run(["match", "arrivals", *FILES, *PAST]) == 2
    assert "CH" in capsys.readouterr().err
