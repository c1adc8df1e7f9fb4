"""Models side by side, by loss: whether each beat the projection that next month will be as this month.

Which model is best depends on the loss, so each loss has its own winner. All models are scored on the same cells
(origin, series, month): where any of them has no figure, none is scored, and what it lacked is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from fairshare.assessment.projections.comparison import Comparison, compare_losses
from fairshare.assessment.projections.metrics import Share, pinball, share
from fairshare.assessment.projections.origins import ENOUGH, LEVELS, QUANTILES, TAIL, Past, Record
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    import polars as pl

Cells = npt.NDArray[np.bool_]

REFERENCE: Final = "random_walk"
HORIZONS: Final = (1, 3, 6, 12, 18)
LOSSES: Final = ("mase", "rmsse", "crps", "tail")
"""Absolute error, squared error (its root is printed), ranked probability score, and too little room: the pinball loss
of the 90 % quantile. All scaled by the naive miss of each series, so 1 is what one naive month misses."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Cells (origins x series x horizon) that have a figure to compare with, those of them where all models have
    points, and those where all that have draws have them."""

    wanted: Cells
    shared: Cells
    drawn: Cells


@dataclass(frozen=True, slots=True)
class Standing:
    """One model at one horizon in one group of series.

    ``loss`` by name, ``None`` without figures or without draws: the mean over origins for each series, then over
    series. ``coverage`` by per cent of interval. ``against`` the reference by loss, on means over series per origin.
    ``cells`` scored; ``lacking``: cells with a figure to compare with, but none of this model.
    """

    model: str
    horizon: int
    group: str
    series: int
    origins: int
    cells: int
    lacking: int
    loss: Mapping[str, float | None]
    coverage: Mapping[int, Share | None]
    against: Mapping[str, Comparison]

    def beats(self, loss: str = "mase") -> bool:
        """Whether it beats the reference by this loss: yes or no; what cannot be tested is a no."""
        return self.against[loss].better


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Standings by model, horizon and group. ``unscaled``: series left out because all naive misses were 0 (or there
    were none) at some origin, with how many origins that were. ``warnings``: what a reader has to know."""

    rows: tuple[Standing, ...]
    reference: str
    origins: int
    unscaled: Mapping[str, int]
    warnings: tuple[str, ...]

    def row(self, model: str, horizon: int, group: str = "all") -> Standing:
        """One standing. Raises :class:`~fairshare.faults.BadInputError` where there is none."""
        for row in self.rows:
            if (row.model, row.horizon, row.group) == (model, horizon, group):
                return row
        raise bad_argument("model", f"{model} at {horizon} months in {group} was not scored", "a row of the table")

    def best(self, loss: str, horizon: int, group: str = "all") -> str | None:
        """The model of least loss; ``None`` where no model has a figure."""
        found = [
            (value, row.model)
            for row in self.rows
            if (row.horizon, row.group) == (horizon, group) and (value := row.loss[loss]) is not None
        ]
        return min(found)[1] if found else None

    def document(self) -> dict[str, Any]:
        """Everything, for strict JSON."""
        return {
            "reference": self.reference,
            "origins": self.origins,
            "unscaled": dict(self.unscaled),
            "warnings": list(self.warnings),
            "best": [
                {"horizon": horizon, "group": group} | {loss: self.best(loss, horizon, group) for loss in LOSSES}
                for horizon, group in dict.fromkeys((row.horizon, row.group) for row in self.rows)
            ],
            "rows": [_flat(row) for row in self.rows],
        }

    def to_frame(self) -> pl.DataFrame:
        """A row per standing, with a column for each loss, p value, answer and coverage."""
        import polars as pl

        return pl.DataFrame([_flat(row) for row in self.rows], infer_schema_length=None)


def _flat(row: Standing) -> dict[str, Any]:
    flat: dict[str, Any] = {
        name: getattr(row, name) for name in ("model", "horizon", "group", "series", "origins", "cells", "lacking")
    }
    for loss in LOSSES:
        tested = row.against[loss]
        flat |= {loss: row.loss[loss], f"p_{loss}": tested.p, f"p_strict_{loss}": tested.p_strict}
        flat |= {f"beats_{loss}": row.beats(loss), f"note_{loss}": tested.note}
    for level, found in row.coverage.items():
        flat[f"coverage_{level}"] = found.value if found else None
        flat[f"coverage_{level}_low"], flat[f"coverage_{level}_high"] = (
            (found.low, found.high) if found else (None,) * 2
        )
    return flat


def size_groups(panel: Panel, apart: Iterable[str] = ()) -> dict[str, tuple[int, ...]]:
    """All series, and thirds of them by mean level: large, medium, small. Each series ``apart`` (a total, say) is a
    group of its own and in no other."""
    single = {name: (panel.names.index(name),) for name in apart}
    rest = [row for row, name in enumerate(panel.names) if name not in single and np.isfinite(panel.values[row]).any()]
    ordered = sorted(rest, key=lambda row: (-float(np.nanmean(panel.values[row])), panel.names[row]))
    thirds = np.array_split(np.array(ordered, np.int64), 3)
    sizes = {n: tuple(t.tolist()) for n, t in zip(("large", "medium", "small"), thirds, strict=True) if len(t)}
    return ({"all": tuple(rest)} if rest else {}) | single | (sizes if len(rest) > 2 else {})


def series_groups(panel: Panel) -> dict[str, tuple[int, ...]]:
    """Each series as a group of its own."""
    return {name: (row,) for row, name in enumerate(panel.names)}


def leaderboard(
    record: Record,
    groups: Mapping[str, Sequence[int]],
    *,
    horizons: Sequence[int] = HORIZONS,
    reference: str = REFERENCE,
    months: Cells | None = None,
) -> Leaderboard:
    """Score what was rolled. ``months`` (origins x horizon): only these targets; all without it.

    Raises :class:`~fairshare.faults.BadInputError` where the reference was not rolled, or a horizon not reached."""
    if reference not in record.past:
        raise bad_argument("models", f"{reference} is not among them", "the model that the others are compared with")
    beyond = [horizon for horizon in horizons if not 1 <= horizon <= record.horizon]
    if beyond:
        raise bad_argument("horizons", f"{beyond[0]} months were not projected", f"1 to {record.horizon}")
    scaled = (record.scale > 0) & (record.root_scale > 0)
    wanted = ~np.isnan(record.actual) & scaled[:, :, None]
    if months is not None:
        wanted &= months[:, None, :]
    shared = wanted.copy()
    for past in record.past.values():
        given = ~np.isnan(past.points)
        if (given & wanted).any():
            shared &= given
    drawn = shared.copy()
    for past in record.past.values():
        if past.crps is not None and (~np.isnan(past.crps) & shared).any():
            drawn &= ~np.isnan(past.crps)
    cells = Scored(wanted, shared, drawn)
    losses = {name: _losses(record, past, cells) for name, past in record.past.items()}
    rows = tuple(
        _standing(record, name, horizon, (group, list(chosen)), cells, losses, reference)
        for group, chosen in groups.items()
        for horizon in horizons
        for name in record.past
    )
    unscaled = {name: int(count) for name, count in zip(record.panel.names, (~scaled).sum(0), strict=True) if count}
    return Leaderboard(rows, reference, len(record.origins), unscaled, _warnings(rows, horizons, unscaled))


def _losses(record: Record, past: Past, cells: Scored) -> dict[str, Floats]:
    """Scaled losses by name, origins x series x horizon; NaN outside the shared cells."""
    scale = np.where(record.scale > 0, record.scale, np.nan)[:, :, None]
    miss = np.where(cells.shared, record.actual - past.points, np.nan)
    found = {"mase": np.abs(miss) / scale, "rmsse": (miss / np.where(scale > 0, record.root_scale[:, :, None], 1)) ** 2}
    if past.crps is not None and past.quantiles is not None:
        upper = past.quantiles[..., QUANTILES.index(TAIL)]
        found["crps"] = np.where(cells.drawn, past.crps, np.nan) / scale
        found["tail"] = np.where(cells.drawn, pinball(upper, record.actual, TAIL), np.nan) / scale
    return found


def _standing(
    record: Record,
    name: str,
    horizon: int,
    group: tuple[str, list[int]],
    cells: Scored,
    losses: Mapping[str, Mapping[str, Floats]],
    reference: str,
) -> Standing:
    at, chosen = horizon - 1, group[1]
    scored, asked = cells.shared[:, chosen, at], cells.wanted[:, chosen, at]
    own = {loss: values[:, chosen, at] for loss, values in losses[name].items()}
    bar = {loss: values[:, chosen, at] for loss, values in losses[reference].items()}
    against = {
        loss: compare_losses(_mean(bar[loss] - own[loss], 1), horizon)
        if name != reference and loss in own and loss in bar
        else Comparison(None, None, None, None, 0, "the reference" if name == reference else "no draws")
        for loss in LOSSES
    }
    return Standing(
        name,
        horizon,
        group[0],
        int(scored.any(0).sum()),
        int(scored.any(1).sum()),
        int(scored.sum()),
        int((asked & np.isnan(record.past[name].points[:, chosen, at])).sum()),
        {loss: _average(loss, own.get(loss)) for loss in LOSSES},
        _coverage(record, record.past[name], chosen, at, cells.drawn[:, chosen, at]),
        against,
    )


def _mean(values: Floats, axis: int) -> Floats:
    """The mean of what is known along an axis; NaN where nothing is."""
    known = (~np.isnan(values)).sum(axis)
    total: Floats = np.nansum(values, axis)
    found: Floats = np.divide(total, known, out=np.full(total.shape, np.nan), where=known > 0)
    return found


def _average(loss: str, values: Floats | None) -> float | None:
    if values is None or np.isnan(values).all():
        return None
    by_series = _mean(values, 0)
    return float(np.nanmean(np.sqrt(by_series) if loss == "rmsse" else by_series))


def _coverage(record: Record, past: Past, chosen: list[int], at: int, scored: Cells) -> dict[int, Share | None]:
    if past.quantiles is None:
        return dict.fromkeys(LEVELS)
    actual, quantiles = record.actual[:, chosen, at], past.quantiles[:, chosen, at]
    bounds = {level: [QUANTILES.index((100 + sign * level) / 200) for sign in (-1, 1)] for level in LEVELS}
    inside = {
        level: (quantiles[..., low] <= actual) & (actual <= quantiles[..., high]) & scored
        for level, (low, high) in bounds.items()
    }
    return {level: share(int(hits.sum()), int(scored.sum())) for level, hits in inside.items()}


def _warnings(rows: Sequence[Standing], horizons: Sequence[int], unscaled: Mapping[str, int]) -> tuple[str, ...]:
    most = {horizon: max((row.origins for row in rows if row.horizon == horizon), default=0) for horizon in horizons}
    few = [f"{count} at {horizon} months" for horizon, count in most.items() if count < ENOUGH]
    lacking = {row.model: max(r.lacking for r in rows if r.model == row.model) for row in rows if row.lacking}
    found = [f"fewer than {ENOUGH} origins: {', '.join(few)}"] if few else []
    found += [
        f"{model} lacks up to {count:,} projections; no model is scored there" for model, count in lacking.items()
    ]
    if unscaled:
        found.append(f"{len(unscaled)} series could not be scaled at some origins: {', '.join(sorted(unscaled))}")
    return tuple(found)
