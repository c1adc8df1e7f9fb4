"""Is one model better than another, or was it luck? The test of Diebold and Mariano, two ways.

F. X. Diebold and R. S. Mariano, *Comparing predictive accuracy*, Journal of Business & Economic Statistics 13 (1995),
253-263. Projections h months ahead overlap by h - 1 months, so their losses move together that far, and the variance of
their mean has to count it. Both ways of doing so are reported:

- the usual one, with the correction for few origins of D. Harvey, S. Leybourne and P. Newbold, *Testing the equality
  of prediction mean squared errors*, International Journal of Forecasting 13 (1997), 281-291. With 36 origins it takes
  luck for skill in about 12 % of cases at 12 months, where 5 % are allowed (simulated in the tests);
- a smoothed periodogram with Student's t at twice as many degrees of freedom as frequencies (L. Coroneo and F. Iacone,
  *Comparing predictive accuracy in small samples using fixed-smoothing asymptotics*, Journal of Applied Econometrics 35
  (2020), 391-409), over fewer frequencies where months overlap much. It keeps to 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, pi, sin, sqrt
from typing import Final

import numpy as np

from fairshare.assessment.projections.panel import Floats

SIGNIFICANT: Final = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """``difference``: mean loss of the reference less that of the model, above 0 where the model is better.

    ``p``: how probable as much or more would be if neither were better (one-sided), by Harvey, Leybourne and Newbold
    for their ``statistic``; ``p_strict``: the same by the smoothed periodogram. ``note`` says why there is none, or
    how the variance was mended. All over ``origins`` months with a figure.
    """

    difference: float | None
    statistic: float | None
    p: float | None
    p_strict: float | None
    origins: int
    note: str = ""

    @property
    def better(self) -> bool:
        """Whether the model has the lower loss and both tests call it more than luck."""
        if self.difference is None or self.p is None or self.p_strict is None:
            return False
        return self.difference > 0 and max(self.p, self.p_strict) < SIGNIFICANT


def compare_losses(differential: Floats, horizon: int) -> Comparison:
    """Test whether loss differences (reference less model, one a month in their order, NaN for none) average above 0.

    The variance of the usual test is the sum of autocovariances up to lag ``horizon`` - 1, all with weight 1 (a
    rectangular window), and Student's t has one degree of freedom less than there are origins. Where that sum is not
    above 0, which overlapping months can bring about, Bartlett's declining weights take its place. Months without a
    figure before the first and after the last are left out: cycles are counted in the span that has figures. Those
    between add nothing to either variance (E. Parzen, Sankhya A 25, 1963, 383-392). No test of fewer origins than twice
    the horizon.
    """
    places = np.flatnonzero(~np.isnan(differential))
    if not len(places):
        return Comparison(None, None, None, None, 0, "no data")
    differential = differential[places[0] : places[-1] + 1]
    known = ~np.isnan(differential)
    count = len(places)
    mean = float(differential[known].mean())
    if not differential[known].any():
        return Comparison(0.0, None, None, None, count, "no difference at any origin")
    if count < max(2 * horizon, 4):
        return Comparison(mean, None, None, None, count, f"{count} origins are too few at {horizon} months")
    if np.ptp(differential[known]) == 0:
        return Comparison(mean, None, None, None, count, "the same difference at every origin")
    centred = np.where(known, differential - mean, 0.0)
    variance, note = _variance(centred, horizon, count)
    correction = sqrt((count + 1 - 2 * horizon + horizon * (horizon - 1) / count) / count)
    statistic = correction * mean / sqrt(variance / count)
    frequencies = _frequencies(count, horizon)
    strict = mean / sqrt(_periodogram(centred, frequencies, count) / count)
    return Comparison(mean, statistic, _above(statistic, count - 1), _above(strict, 2 * frequencies), count, note)


def _variance(centred: Floats, horizon: int, count: int) -> tuple[float, str]:
    lags = range(1, horizon)
    own = float(centred @ centred) / count
    shifted = [2 * float(centred[lag:] @ centred[:-lag]) / count for lag in lags]
    rectangular = own + sum(shifted)
    if rectangular > 0:
        return rectangular, ""
    bartlett = own + sum((1 - lag / horizon) * part for lag, part in zip(lags, shifted, strict=True))
    return bartlett, "the variance was not above 0; Bartlett's weights were taken"


def _frequencies(count: int, horizon: int) -> int:
    """As many as the cube root of the origins, but only of cycles longer than twice the overlap."""
    return max(1, min(int(count ** (1 / 3) + 1e-9), count // (2 * horizon)))


def _periodogram(centred: Floats, frequencies: int, count: int) -> float:
    return float((np.abs(np.fft.fft(centred)[1 : frequencies + 1]) ** 2).mean()) / count


def _above(statistic: float, freedom: int) -> float:
    """Student's t: the probability of more, by the finite sums of M. Abramowitz and I. A. Stegun, *Handbook of
    Mathematical Functions* (1964), 26.7.3 and 26.7.4."""
    angle = atan2(statistic, sqrt(freedom))
    odd = freedom % 2
    part = total = (cos(angle) if freedom > 1 else 0.0) if odd else 1.0
    for step in range(2 + odd, freedom, 2):
        part *= cos(angle) ** 2 * (step - 1) / step
        total += part
    inside = 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
    return (1 - inside) / 2
