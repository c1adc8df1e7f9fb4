"""How well what was predicted fits what happened: plain measures, none of which hides behind another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

CLOSE: Final = 1.25
"""A total within this factor of the observed counts as close. Chosen before any comparison was made."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """One comparison. ``judged`` and ``fitted``: the years or days compared, and those the prediction rests on;
    ``in_sample``: whether they overlap, so that the fit says little. ``cases``: how many figures were compared.

    ``ratio``: predicted by observed total; ``mae``: mean absolute error a case; ``wape``: sum of absolute errors by the
    observed total, ``rival``: the same of a plain rival (named in ``against``); ``correlation`` over the cases;
    ``inside``: part of the cases within their 90 % interval. ``None``: not defined, or not asked.
    """

    name: str
    says: str
    judged: str
    fitted: str
    in_sample: bool
    predicted: float
    observed: float
    cases: int
    mae: float
    wape: float | None
    correlation: float | None
    against: str = ""
    rival: float | None = None
    inside: float | None = None

    @property
    def ratio(self) -> float | None:
        """Predicted by observed total; ``None`` where nothing was observed."""
        return self.predicted / self.observed if self.observed else None

    @property
    def verdict(self) -> str:
        """The total in words: close, or too high or too low by which factor.

        >>> fit("x", "", "2013", "2012", np.array([30.0]), np.array([10.0])).verdict
        'too high by a factor of 3.0'
        """
        ratio = self.ratio
        if ratio is None:
            return "nothing was observed"
        if 1 / CLOSE <= ratio <= CLOSE:
            return "close"
        if not ratio:
            return "nothing was predicted"
        return f"too {'high' if ratio > 1 else 'low'} by a factor of {max(ratio, 1 / ratio):.1f}"

    def as_json(self) -> dict[str, Any]:
        """Every field, the ratio and the verdict."""
        return {name: getattr(self, name) for name in (*self.__slots__, "ratio", "verdict")}


def fit(
    name: str, says: str, judged: str, fitted: str, predicted: Floats, observed: Floats, in_sample: bool = False
) -> Fit:
    """Compare figures case by case (arrays of one shape)."""
    errors = np.abs(predicted - observed)
    total = float(observed.sum())
    varied = observed.size > 2 and observed.std() > 0 and predicted.std() > 0
    return Fit(
        name,
        says,
        judged,
        fitted,
        in_sample,
        float(predicted.sum()),
        total,
        observed.size,
        float(errors.mean()) if errors.size else math.nan,
        wape(predicted, observed),
        float(np.corrcoef(predicted.ravel(), observed.ravel())[0, 1]) if varied else None,
    )


def wape(predicted: Floats, observed: Floats) -> float | None:
    """Sum of absolute errors by the observed total: 0 is perfect, 1 is as bad as predicting nothing.

    >>> wape(np.array([2.0, 0.0]), np.array([1.0, 1.0]))
    1.0
    """
    total = float(observed.sum())
    return float(np.abs(predicted - observed).sum()) / total if total else None
