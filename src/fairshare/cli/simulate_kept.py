"""The folder of a league: finished draws are kept as they come, so that a run that was stopped goes on from there.

``manifest.json`` says what the draws rest on; a folder with another one is refused. ``draws-N.parquet``: blocks of
draws, written under another name and renamed when whole. When all are there: ``draws.parquet`` (draw, mechanism, year,
measure, value), ``league.parquet`` and ``pairs.parquet``, and the blocks go. The same run gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.figures.whole_files import whole_file

if TYPE_CHECKING:
    import polars as pl

    from fairshare.simulation.inputs import Floats

OPTION: Final = "--out"
MANIFEST: Final = "manifest.json"
DRAWS: Final = "draws.parquet"
_OWN: Final = re.compile(r"manifest\.json|(draws(-\d+)?|league|pairs)\.parquet|.+\.part")
_LEFTOVER: Final = ".part"


@dataclass(frozen=True, slots=True)
class Shape:
    """What an array of a draw is of: mechanisms x years x measures."""

    mechanisms: Sequence[str]
    years: Sequence[int]
    measures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder of a run, with what its draws rest on."""

    folder: Path
    manifest: Mapping[str, Any]
    shape: Shape

    @classmethod
    def at(cls, path: str, manifest: Mapping[str, Any], shape: Shape) -> Kept:
        """The folder of a new run, or of one that goes on. Raises :class:`~fairshare.faults.BadInputError` for a folder
        that cannot be made, holds other files, or is of a run that rests on other things."""
        folder = Path(path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            names = sorted(item.name for item in folder.iterdir())
        except (OSError, ValueError) as error:
            raise bad_argument(OPTION, f"{path!r} is no folder that can be written ({error})", "a folder") from None
        if foreign := [name for name in names if not _OWN.fullmatch(name)]:
            expected = "a folder that is new, empty or of an earlier run"
            raise bad_argument(OPTION, f"{path} holds other files ({', '.join(foreign[:3])})", expected)
        kept = cls(folder, manifest, shape)
        kept._check(names)
        for name in names:
            if name.endswith(_LEFTOVER):
                (folder / name).unlink(missing_ok=True)
        kept._write_json({**manifest})
        return kept

    def _check(self, names: Sequence[str]) -> None:
        """Draws that rest on other things are never mixed in."""
        if MANIFEST not in names:
            if any(name.endswith(".parquet") for name in names):
                raise bad_argument(OPTION, f"{self.folder} has draws and no {MANIFEST}", "an empty folder")
            return
        try:
            there = json.loads((self.folder / MANIFEST).read_text("utf-8"))
            other = [key for key in self.manifest if there.get(key) != self.manifest[key]]
        except (ValueError, AttributeError, OSError):
            raise bad_argument(OPTION, f"{self.folder / MANIFEST} cannot be read", "an empty folder") from None
        if other:
            said = ", ".join(_said(key, there.get(key), self.manifest[key]) for key in other)
            raise bad_argument(OPTION, f"{self.folder} holds another run ({said})", "the same run, or another folder")

    def read(self) -> dict[int, Floats]:
        """The draws that are there, by number. Raises :class:`~fairshare.faults.BadInputError` for a broken file."""
        found: dict[int, Floats] = {}
        for path in sorted(self.folder.glob("draws*.parquet")):
            found |= self._read(path)
        return found

    def _read(self, path: Path) -> dict[int, Floats]:
        import polars as pl

        size = tuple(len(part) for part in (self.shape.mechanisms, self.shape.years, self.shape.measures))
        try:
            frame = pl.read_parquet(path, columns=["draw", "value"])
            numbers = frame["draw"].unique(maintain_order=True).to_list()
            values = frame["value"].to_numpy().reshape(len(numbers), *size)
        except (pl.exceptions.PolarsError, OSError, ValueError):
            raise BadInputError(
                [Fault(str(path), 1, "file", "is broken", "a block of draws; delete it, and it is computed again")]
            ) from None
        return dict(zip(numbers, values, strict=True))

    def keep(self, draws: Mapping[int, Floats]) -> None:
        """Write a block of draws, whole or not at all."""
        self._write(f"draws-{min(draws):07d}.parquet", self.frame(draws))

    def finish(self, draws: Mapping[int, Floats], tables: Mapping[str, pl.DataFrame]) -> None:
        """Write all draws and the ``tables`` (by name of file) with their checksums, and take the blocks away."""
        frames = {DRAWS: self.frame(draws), **tables}
        for name, frame in frames.items():
            self._write(name, frame)
        for path in self.folder.glob("draws-*.parquet"):
            path.unlink()
        digests = {name: hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in frames}
        self._write_json({**self.manifest, "draws": len(draws), "outputs": digests})

    def frame(self, draws: Mapping[int, Floats]) -> pl.DataFrame:
        """Draws in long form, by number."""
        import numpy as np
        import polars as pl

        shape = self.shape
        each, several = len(shape.years) * len(shape.measures), len(draws)
        names = [pl.Series(part, dtype=pl.String) for part in (shape.mechanisms, shape.measures)]
        size = len(shape.mechanisms) * each
        return pl.DataFrame(
            {
                "draw": np.repeat(np.array(sorted(draws), np.int32), size),
                "mechanism": names[0].gather(np.tile(np.repeat(np.arange(len(names[0])), each), several)),
                "year": np.tile(
                    np.repeat(np.array(shape.years, np.int16), len(names[1])), several * len(shape.mechanisms)
                ),
                "measure": names[1].gather(np.tile(np.arange(len(names[1])), several * size // max(len(names[1]), 1))),
                "value": np.concatenate([draws[number].ravel() for number in sorted(draws)]),
            }
        )

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        with whole_file(self.folder / name, OPTION) as part:
            frame.write_parquet(part, compression="zstd", row_group_size=262_144)

    def _write_json(self, document: Mapping[str, Any]) -> None:
        with whole_file(self.folder / MANIFEST, OPTION) as part:
            part.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _said(key: str, there: object, here: object) -> str:
    plain = all(isinstance(value, (str, int, float)) and len(str(value)) < 40 for value in (there, here))
    return f"{key}: {there} there, {here} here" if plain else key
