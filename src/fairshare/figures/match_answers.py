"""The answer of a matching as a folder: who goes where, the document of the run, and what reproduces it.

``assignment.parquet`` (or ``.csv``): ``case,state,value,link,reason``; an empty state is no placement. ``result.json``:
the document of the command without ``seconds``. ``manifest.json``: version, mechanism, seed, policy, options, and the
SHA-256 of every file read and of the assignment. Nothing in them changes from run to run: no time, no folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from fairshare import __version__
from fairshare.plain import share_text

if TYPE_CHECKING:
    import polars as pl

FORMATS: Final = ("parquet", "csv")
ASSIGNMENTS: Final = tuple(f"assignment.{ending}" for ending in FORMATS)
MANIFEST: Final = "manifest.json"
RESULT: Final = "result.json"
OWN: Final = (*ASSIGNMENTS, MANIFEST, RESULT)
"""Every file of such a folder; who writes more into it adds the names."""


@dataclass(frozen=True)
class Assignment:
    """The answer by case (n): numbers of ``states`` (-1: not placed) and of ``reasons``, values and links."""

    cases: pl.Series
    state: NDArray[np.int64]
    value: NDArray[np.float64]
    link: NDArray[np.float64]
    reason: NDArray[np.int64]
    states: Sequence[str]
    reasons: Sequence[str]


def write_answer(
    folder: Path,
    assignment: Assignment,
    result: Mapping[str, Any],
    manifest: Mapping[str, Any],
    ending: str = "parquet",
) -> None:
    """Write the three files into ``folder`` (see :func:`~fairshare.figures.whole_folders.whole_folder`).

    ``manifest`` as :func:`run_manifest` gives it; the checksum of the assignment is added here."""
    path = folder / f"assignment.{ending}"
    write_assignment(path, assignment)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _write_json(folder / RESULT, {name: value for name, value in result.items() if name != "seconds"})
    _write_json(folder / MANIFEST, {**manifest, "outputs": {path.name: digest}})


def write_assignment(path: Path, assignment: Assignment) -> None:
    """Write the assignment as CSV or Parquet by the ending of ``path``; the same columns give the same bytes."""
    import polars as pl

    def texts(words: Sequence[str], codes: NDArray[np.int64]) -> pl.Series:
        return pl.Series([*words, ""], dtype=pl.String).gather(np.where(codes < 0, len(words), codes))

    columns = {
        "case": assignment.cases.rechunk(),
        "state": texts(assignment.states, assignment.state),
        "value": assignment.value,
        "link": assignment.link,
        "reason": texts(assignment.reasons, assignment.reason),
    }
    frame = pl.DataFrame(columns)
    if path.suffix == ".csv":
        empty_as_nothing = (pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in ("state", "reason"))
        frame.with_columns(empty_as_nothing).write_csv(path)
    else:
        frame.write_parquet(path, compression="zstd", compression_level=1, row_group_size=262_144)


def run_manifest(
    inputs: Mapping[str, tuple[str | Path, str]],
    policy: Mapping[str, Any],
    *,
    mechanism: str,
    seed: int,
    options: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What a run rests on. ``inputs``: the path and the SHA-256 of each file by its option; the folder is left out.

    Fractions are written as decimals. ``options``: whatever else was set on the command line."""
    return {
        "fairshare": __version__,
        "mechanism": mechanism,
        "seed": seed,
        "policy": plain(policy),
        "options": plain(options or {}),
        "inputs": {option: {"file": Path(path).name, "sha256": digest} for option, (path, digest) in inputs.items()},
    }


def plain(value: Any) -> Any:
    """A policy or options as JSON has them: a fraction as decimal text."""
    if isinstance(value, Fraction):
        return share_text(value)
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    return value


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
