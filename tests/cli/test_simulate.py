"""``fairshare simulate``: a league with intervals, the same to the byte, going on where it was stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from fairshare.cli import simulate_answer, simulate_validate
from fairshare.cli.app import run
from fairshare.evaluation.mechanisms.measures import MEASURES
from fairshare.evaluation.mechanisms.sensitivity import Decision, Influence
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.simulation.fits import fit

SMALL = ("--years", "2024-2025", "--sample", "0.0005", "--mechanisms", "ammr,tradable-quotas", "--workers", "1")

Simulate = Callable[..., tuple[int, str, str]]


@pytest.fixture
def simulate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Simulate:
    """Run a command of the group in an empty folder; its exit code, and what it said on both streams."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["simulate", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def folder(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(name).iterdir())}


def test_the_document_of_the_contract(simulate: Simulate) -> None:
    code, out, _ = simulate("league", *SMALL, "--draws", "2", "--json")
    assert code == 0
    found = json.loads(out)
    assert set(found["mechanisms"]) == {"ammr", "tradable-quotas"}
    for by_year in found["mechanisms"].values():
        assert set(by_year) == {"2024", "2025"}
        for measures in by_year.values():
            assert "hoover_persons" in measures
            assert all(set(one) == {"mean", "low", "high"} for one in measures.values())
            assert all(one["low"] <= one["mean"] <= one["high"] for one in measures.values())
    assert found["notes"] and found["ranked_by"] == "hoover_persons"


def test_the_key_is_fairer_by_its_own_measure_in_every_draw(simulate: Simulate) -> None:
    code, out, _ = simulate("league", *SMALL, "--mechanisms", "ammr,pure-key", "--draws", "20", "--json")
    found = json.loads(out)
    assert code == 0
    assert [one["mechanism"] for one in found["ranking"]] == ["pure-key", "ammr"]
    assert [one["verdict"] for one in found["pairs"]] == ["pure-key fairer than ammr in 100 % of draws"]


def test_two_draws_tell_nothing_apart_and_the_tables_say_so(simulate: Simulate) -> None:
    code, out, _ = simulate("league", *SMALL, "--draws", "2")
    assert code == 0
    assert "Of 1 pairs of mechanisms 0 can be told apart" in out
    assert "Nothing can be told apart with fewer than 20 draws" in out
    assert ": not distinguishable" in out
    assert all(len(line) <= 100 for line in out.splitlines())


def test_the_answer_is_told_first_and_every_table_stands_in_the_order_of_the_ranking(simulate: Simulate) -> None:
    _, out, _ = simulate("league", *SMALL, "--mechanisms", "no-system,ammr,pure-key", "--draws", "20")
    words = " ".join(out.split())
    assert words.index(") of all persons would have to be") < words.index("League of mechanisms")
    first = [line.split()[0] for line in out.splitlines() if line.startswith((" pure-key", " ammr", " no-system"))]
    ranked = [line.split()[4] for line in out.splitlines() if " to " in line and line.startswith("  ")][:3]
    assert set(ranked) == set(first) and ranked[0] == "pure-key" and first == ranked * 2


def test_a_sample_of_nobody_is_refused(simulate: Simulate) -> None:
    code, out, err = simulate("league", *SMALL, "--sample", "1e-9", "--draws", "1")
    assert (code, out) == (2, "") and "sample: 1e-09 of the families is nobody" in err


def test_a_measure_without_values_is_said_to_rank_nothing(simulate: Simulate) -> None:
    code, out, _ = simulate("league", *SMALL, "--measure", "reception_max", "--draws", "1")
    assert code == 0 and out.startswith("Nothing can be ranked")


def test_a_year_without_years_before_it_says_so(simulate: Simulate) -> None:
    note = "people who were in procedures then are missing"
    for year, said in (("2014", True), ("2024", False)):
        _, out, _ = simulate("league", *SMALL, "--years", year, "--draws", "1", "--json")
        assert any(note in one for one in json.loads(out)["notes"]) == said


def test_the_same_call_gives_the_same_bytes_and_another_seed_others(simulate: Simulate) -> None:
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        assert simulate("league", *SMALL, "--draws", "2", "--seed", seed, "--out", name)[0] == 0
    assert folder("a") == folder("b")
    assert folder("a")["draws.parquet"] != folder("c")["draws.parquet"]


def test_further_draws_go_on_from_those_that_are_there(simulate: Simulate, monkeypatch: pytest.MonkeyPatch) -> None:
    simulate("league", *SMALL, "--draws", "3", "--out", "whole")
    simulate("league", *SMALL, "--draws", "2", "--out", "more")
    asked = []
    real = simulate_answer.all_scores

    def watched(study: Any, draws: Any, *rest: Any) -> Any:
        asked.extend(draw.number for draw in draws)
        return real(study, draws, *rest)

    monkeypatch.setattr(simulate_answer, "all_scores", watched)
    assert simulate("league", *SMALL, "--draws", "3", "--out", "more")[0] == 0
    assert asked == [2]
    assert folder("whole") == folder("more")
    code, _, err = simulate("league", *SMALL, "--draws", "1", "--out", "more")
    assert code == 2 and "holds 3 draws" in err


def test_what_was_done_before_a_fault_is_kept(simulate: Simulate, monkeypatch: pytest.MonkeyPatch) -> None:
    real = simulate_answer.all_scores

    def breaks(*arguments: Any) -> Any:
        yield next(real(*arguments))
        raise MemoryError

    monkeypatch.setattr(simulate_answer, "all_scores", breaks)
    assert simulate("league", *SMALL, "--draws", "2", "--out", "out")[0] == 1
    assert pl.read_parquet("out/draws-0000000.parquet")["draw"].unique().to_list() == [0]


def test_draws_of_another_run_are_never_mixed_in(simulate: Simulate) -> None:
    simulate("league", *SMALL, "--draws", "1", "--out", "out")
    before = folder("out")
    code, _, err = simulate("league", *SMALL, "--draws", "1", "--out", "out", "--seed", "9")
    assert code == 2 and "--out: out holds another run (seed: 1 there, 9 here)" in err
    assert folder("out") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--years", "1990-2024"), "--years: '1990-2024' is out of range"),
        (("--years", "2025-2024"), "--years: '2025-2024' does not run forward"),
        (("--mechanisms", "dublin5"), "'dublin5' is not a mechanism"),
        (("--mechanisms", ","), "--mechanisms: names none"),
        (("--measure", "beauty"), "--measure: 'beauty' is unknown"),
        (("--measure", "applications"), "--measure: of applications, neither more nor less is better"),
        (("--sample", "0"), "sample"),
        (("--sample", "1.5"), "sample"),
        (("--sample", "nan"), "sample"),
        (("--draws", "0"), "draws"),
        (("--level", "1.5"), "level"),
        (("--workers", "0"), "workers"),
        (("--data", "nowhere"), "nowhere"),
        (("--plot", "league.pdf"), "--plot"),
        (("--report", "nowhere/league.html"), "--report"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    simulate: Simulate, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = simulate("league", "--draws", "1", "--out", "out", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not list(tmp_path.iterdir())


def test_projected_applications_take_the_place_of_the_year_that_was_repeated(simulate: Simulate) -> None:
    Path("sums.csv").write_text("state,low,middle,high\nIT,1,400000,2\nDE,1,50000,2\n", encoding="utf-8")
    arguments = (*SMALL, "--years", "2025-2026", "--draws", "1", "--json")
    before, after = (
        json.loads(simulate("league", *arguments, *more)[1]) for more in ((), ("--arrivals", "2026=sums.csv"))
    )
    persons = [found["mechanisms"]["ammr"]["2026"]["applications"]["mean"] for found in (before, after)]
    assert persons[1] > 1.2 * persons[0]
    assert "applications of 2026 are projected" in after["notes"]
    assert before["mechanisms"]["ammr"]["2025"] == after["mechanisms"]["ammr"]["2025"]


@pytest.mark.parametrize("given", ["2025=sums.csv", "2028=sums.csv", "sums.csv", "2026=", "2026=nowhere.csv"])
def test_a_projection_of_a_known_year_or_of_nothing_is_refused(simulate: Simulate, given: str) -> None:
    Path("sums.csv").write_text("state,middle\nIT,1\n", encoding="utf-8")
    code, _, err = simulate("league", *SMALL, "--years", "2025-2026", "--draws", "1", "--arrivals", given)
    assert code == 2 and ("--arrivals" in err or "nowhere.csv:1" in err)


def test_the_lists_name_everything(simulate: Simulate) -> None:
    for what, names in (("mechanisms", list(CATALOGUE)), ("measures", [one.name for one in MEASURES])):
        code, out, _ = simulate(what, "--json")
        assert code == 0 and [one["name"] for one in json.loads(out)] == names
    code, out, _ = simulate("parameters", "--json")
    assert code == 0 and all(one["source"] and one["low"] <= one["best"] <= one["high"] for one in json.loads(out))


def test_one_mechanism_says_what_it_follows_and_what_it_leaves_out(simulate: Simulate) -> None:
    _, out, _ = simulate("mechanisms", "ammr")
    text = " ".join(out.split())
    assert all(sentence in text for sentence in CATALOGUE["ammr"].omits)
    assert all(provision in text for provision in CATALOGUE["ammr"].implements)
    assert simulate("mechanisms", "dublin5")[0] == simulate("parameters", "beauty")[0] == 2


def test_the_assumption_that_alone_varies_decides_alone(simulate: Simulate) -> None:
    pytest.importorskip("SALib")
    arguments = ("--years", "2024-2025", "--sample", "0.0005", "--size", "2", "--workers", "1", "--json")
    code, out, err = simulate("sensitivity", "ammr", "pure-key", *arguments, "--parameters", "request")
    assert code == 0, err
    found = json.loads(out)
    assert [one["parameter"] for one in found["influences"]] == ["request"]
    assert found["least"] < found["mean"] < found["most"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--size", "3"), "--size: 3 is no power of 2"),
        (("--parameters", "beauty"), "--parameters: beauty is unknown"),
        (("--years", "2030"), "--years"),
    ],
)
def test_a_sensitivity_that_cannot_be_had_is_refused(simulate: Simulate, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = simulate("sensitivity", "ammr", "tradable-quotas", "--workers", "1", *arguments)
    assert code == 2 and said in err


@pytest.mark.parametrize(("total", "said"), [(0.8, "Most is decided by onward "), (0.2, "too few to tell which")])
def test_an_assumption_is_said_to_decide_only_where_its_index_is_beyond_its_error(
    simulate: Simulate, monkeypatch: pytest.MonkeyPatch, total: float, said: str
) -> None:
    influences = (Influence("onward", 0.1, 0.3, total, 0.3), Influence("request", 0.0, 0.1, 0.1, 0.1))
    found = Decision(influences, 0.1, -0.1, 0.2, 0.25)
    monkeypatch.setattr("fairshare.evaluation.mechanisms.sensitivity.decision", lambda *_: found)
    code, out, _ = simulate("sensitivity", "ammr", "no-system", "--workers", "1")
    assert code == 0 and said in out


def test_a_mechanism_is_not_compared_with_itself(simulate: Simulate) -> None:
    code, _, err = simulate("sensitivity", "ammr", "ammr")
    assert code == 2 and "ammr is compared with itself" in err


def test_the_past_cannot_be_judged_without_its_figures(simulate: Simulate) -> None:
    code, _, err = simulate("validate")
    assert code == 2 and "--data: is missing" in err


def test_what_was_foreseen_is_counted_first_and_like_comparisons_are_told_apart(
    simulate: Simulate, monkeypatch: pytest.MonkeyPatch
) -> None:
    ten, thirty = np.array([10.0]), np.array([30.0])
    found = (
        fit("total", "transfers", "2023", "2008-2012", thirty, ten),
        fit("total", "transfers", "2023", "2014-2019", ten, ten),
        replace(fit("known", "transfers", "2023", "the same year", ten, ten), in_sample=True),
    )
    monkeypatch.setattr(simulate_validate, "_fits", lambda *_: found)
    code, out, _ = simulate("validate", "--data", "anywhere")
    assert code == 0 and out.startswith("Of 2 totals that no figure of the same years went into, 1 are close")
    assert [line.split() for line in out.splitlines() if line.startswith((" total", " known"))] == [
        ["total", "2008-2012", "2023", "30", "10", "3.00", "2.00", "-", "too", "high"],
        ["total", "2014-2019", "2023", "10", "10", "1.00", "0.00", "-", "close"],
        ["known", "*", "the", "same", "year", "2023", "10", "10", "1.00", "0.00", "-", "close"],
    ]


KILLED = """
from fairshare.cli import simulate_answer
from fairshare.cli.app import run
simulate_answer.KEEP_EVERY = 0
raise SystemExit(run(["simulate", "league", *{arguments!r}, "--out", "killed"]))
"""


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_to_the_bytes_of_one_that_was_not(simulate: Simulate, tmp_path: Path) -> None:
    arguments = (*SMALL, "--draws", "12")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED.format(arguments=arguments)], cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while time.monotonic() < until and not list(tmp_path.glob("killed/draws-*.parquet")):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    kept = pl.concat(pl.read_parquet(path) for path in tmp_path.glob("killed/draws-*.parquet"))["draw"].n_unique()
    assert 0 < kept < 12
    assert simulate("league", *arguments, "--out", "killed")[0] == 0
    assert simulate("league", *arguments, "--out", "whole")[0] == 0
    assert folder("killed") == folder("whole")


@pytest.mark.slow
def test_processes_write_the_bytes_of_one_process(simulate: Simulate) -> None:
    for workers in ("1", "2"):
        arguments = (*SMALL[:-1], workers)
        assert simulate("league", *arguments, "--draws", "3", "--parts", "2", "--out", workers)[0] == 0
    assert folder("1") == folder("2")


def test_the_chart_and_the_page_are_written_beside_the_answer_the_same_each_time(simulate: Simulate) -> None:
    pytest.importorskip("altair")
    written = []
    for _ in range(2):
        code, _, err = simulate("league", *SMALL, "--draws", "2", "--plot", "l.svg", "--report", "l.html", "--json")
        assert code == 0, err
        written.append((Path("l.svg").read_bytes(), Path("l.html").read_bytes()))
    assert written[0] == written[1]
    assert all(CATALOGUE["ammr"].title.split(":")[0].split(",")[0].encode() in one for one in written[0])


def test_a_draw_in_a_file_is_what_the_league_is_made_of(simulate: Simulate) -> None:
    _, out, _ = simulate("league", *SMALL, "--draws", "3", "--out", "out", "--json")
    draws = pl.read_parquet("out/draws.parquet").filter(mechanism="ammr", year=2025, measure="hoover_par")
    shown = json.loads(out)["mechanisms"]["ammr"]["2025"]["hoover_par"]
    assert shown["mean"] == pytest.approx(float(np.mean(draws["value"].to_numpy())))
    row = pl.read_parquet("out/league.parquet").filter(mechanism="ammr", year=2025, measure="hoover_par")
    assert row["mean"].to_list() == [shown["mean"]]
