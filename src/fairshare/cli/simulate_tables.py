"""The tables of a run as Parquet, draw by draw, in a folder that is there whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairshare.evaluation.mechanisms.by_state import Columns, pair_years, state_months, state_years
from fairshare.evaluation.mechanisms.measures import NAMES
from fairshare.evaluation.mechanisms.yardstick import Yardstick, yardstick
from fairshare.figures.whole_folders import whole_folder
from fairshare.simulation.ensemble import Draw, Outcomes, Study
from fairshare.simulation.inputs import Floats
from fairshare.simulation.outcome import Outcome

MANIFEST: Final = "manifest.json"


class Tables:
    """The folder of a run in progress; nothing is written where ``out`` is ``None``.

    The files hold one row group for each draw and mechanism, in their order, with both as their first columns."""

    def __init__(self, out: str | None, study: Study, files: Collection[str]) -> None:
        self.study = study
        self.scale = yardstick(study.inputs, study.years)
        self._out, self._files = out, files
        self._stack = ExitStack()
        self._folder: Path | None = None
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Tables:
        if self._out:
            self._folder = self._stack.enter_context(whole_folder(self._out, "--out", self._files))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        self._stack.__exit__(kind, error, trace)

    def add(self, draw: Draw, outcomes: Outcomes, scores: Floats) -> None:
        """Write what a draw ended with."""
        if self._folder is None:
            return
        for name, outcome, score in zip(self.study.names, outcomes, scores, strict=True):
            for table, columns in _tables(outcome, self.scale, draw, 1 / self.study.sample, score):
                rows = len(next(iter(columns.values())))
                labels = {"draw": np.full(rows, draw.number, np.int32), "mechanism": np.full(rows, name)}
                self._write(self._folder, table, pa.table({**labels, **columns}))

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest, with the checksums of the tables."""
        self._close()
        if self._folder is None:
            return
        digests = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(self._folder.glob("*.parquet"))
        }
        text = json.dumps({**manifest, "outputs": digests}, ensure_ascii=False, indent=2)
        (self._folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    def _write(self, folder: Path, name: str, table: pa.Table) -> None:
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema, compression="zstd")
        self._writers[name].write_table(table)

    def _close(self) -> None:
        while self._writers:
            self._writers.popitem()[1].close()


def _tables(
    outcome: Outcome, scale: Yardstick, draw: Draw, weight: float, score: Floats
) -> Iterator[tuple[str, Columns]]:
    """The tables of one outcome: by state and month, by state and year, by pair and year, and its measures."""
    yield "state_months", state_months(outcome, scale, weight)
    yield "state_years", state_years(outcome, scale, draw.behaviour, weight)
    yield "flows", pair_years(outcome, scale, weight)
    years = np.repeat(np.array(scale.years), len(NAMES))
    yield "measures", {"year": years, "measure": np.tile(np.array(NAMES), len(scale.years)), "value": score.reshape(-1)}
