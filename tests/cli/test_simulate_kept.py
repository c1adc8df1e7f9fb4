"""The folder of a league: draws are kept as they come, and never mixed with draws of another run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fairshare.cli.simulate_kept import Kept, Shape
from fairshare.faults import BadInputError

SHAPE = Shape(("a", "b"), (2024, 2025), ("hoover", "limbo", "paid"))
RUN = {"fairshare": "1", "seed": 1, "mechanisms": {"a": "0" * 64}}


def scores(number: int) -> np.ndarray:
    found = np.random.default_rng(number).random((2, 2, 3))
    found[0, 0, 0] = np.nan
    return found


def kept(folder: Path, **changes: object) -> Kept:
    return Kept.at(str(folder / "out"), RUN | changes, SHAPE)


def test_blocks_come_back_to_the_bit(tmp_path: Path) -> None:
    kept(tmp_path).keep({0: scores(0), 1: scores(1)})
    kept(tmp_path).keep({2: scores(2)})
    found = kept(tmp_path).read()
    assert {number: one.tobytes() for number, one in found.items()} == {n: scores(n).tobytes() for n in range(3)}


def test_a_finished_folder_holds_the_draws_in_one_file_with_their_names(tmp_path: Path) -> None:
    run = kept(tmp_path)
    run.keep({1: scores(1)})
    run.finish({1: scores(1), 0: scores(0)}, {"league.parquet": pl.DataFrame({"mean": [1.0]})})
    assert sorted(path.name for path in run.folder.iterdir()) == ["draws.parquet", "league.parquet", "manifest.json"]
    frame = pl.read_parquet(run.folder / "draws.parquet")
    one = frame.filter(draw=1, mechanism="b", year=2025, measure="limbo")
    assert one["value"].to_list() == [scores(1)[1, 1, 1]]
    document = json.loads((run.folder / "manifest.json").read_text())
    assert document["draws"] == 2 and set(document["outputs"]) == {"draws.parquet", "league.parquet"}


def test_the_same_draws_give_the_same_bytes_in_whatever_blocks_they_came(tmp_path: Path) -> None:
    files = []
    for place, blocks in enumerate(([[0, 1, 2]], [[2], [0], [1]])):
        run = kept(tmp_path / str(place))
        for block in blocks:
            run.keep({number: scores(number) for number in block})
        run.finish(run.read(), {})
        files.append({path.name: path.read_bytes() for path in run.folder.iterdir()})
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("changes", "said"), [({"seed": 2}, "seed: 1 there, 2 here"), ({"mechanisms": {}}, "mechanisms")]
)
def test_a_folder_of_another_run_is_refused_and_says_what_differs(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    kept(tmp_path).keep({0: scores(0)})
    with pytest.raises(BadInputError, match=f"holds another run .*{said}"):
        kept(tmp_path, **changes)
    assert set(kept(tmp_path).read()) == {0}


@pytest.mark.parametrize(
    ("name", "said"),
    [("thesis.docx", "holds other files .thesis.docx"), ("draws.parquet", "has draws and no manifest.json")],
)
def test_a_folder_with_anything_else_is_refused(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine")
    with pytest.raises(BadInputError, match=said):
        kept(tmp_path)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(BadInputError, match="is no folder that can be written"):
        kept(tmp_path)


def test_what_a_kill_left_unfinished_is_taken_away_and_a_broken_block_is_named(tmp_path: Path) -> None:
    folder = kept(tmp_path).folder
    (folder / "draws-0000000.parquet.x1.part").write_bytes(b"PAR1")
    assert [path.name for path in kept(tmp_path).folder.iterdir()] == ["manifest.json"]
    (folder / "draws-0000000.parquet").write_bytes(b"PAR1")
    with pytest.raises(BadInputError, match=r"draws-0000000.parquet:1: file: is broken"):
        kept(tmp_path).read()


def test_a_manifest_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = kept(tmp_path).folder
    for text in ("", "[]", "{"):
        (folder / "manifest.json").write_text(text)
        with pytest.raises(BadInputError, match="cannot be read"):
            kept(tmp_path)
