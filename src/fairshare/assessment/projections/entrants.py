"""Models of the catalogue as the evaluation asks them: each series alone, or a hierarchy as a projection does."""

from __future__ import annotations

import numpy as np

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.models import model_named, points
from fairshare.assessment.projections.origins import Entrant, own_errors
from fairshare.assessment.projections.panel import Floats, Panel
from fairshare.assessment.projections.paths import futures
from fairshare.assessment.projections.project import nodes_of
from fairshare.assessment.projections.reconcile import reconcile


def alone(model: str, *, workers: int = 1) -> Entrant:
    """Each series by itself, with intervals from the errors that the model itself made (:func:`~.origins.own_errors`).

    Raises :class:`~fairshare.faults.BadInputError` for an unknown model."""
    model_named(model)
    return Entrant(lambda known, horizon: points(known, model, horizon, workers=workers), own_errors)


def as_projected(
    model: str, hierarchy: Hierarchy, *, method: str = "wls", draws: int = 500, seed: int = 0, workers: int = 1
) -> Entrant:
    """All nodes of a hierarchy, made to add up, with the intervals of :func:`~.project.project`.

    For panels of nodes (:meth:`~.hierarchy.Hierarchy.panel`). The seed is the same at each origin.
    Raises :class:`~fairshare.faults.BadInputError` for an unknown model."""
    chosen = model_named(model)

    def then(known: Panel) -> Panel:
        """The nodes as a projection made at that time has them: sums of what was known then."""
        return nodes_of(known.rows(range(hierarchy.groups, len(known.names))), hierarchy)

    def ahead(known: Panel, horizon: int) -> Floats:
        known = then(known)
        alone_each = points(known, model, horizon, workers=workers)
        return reconcile(hierarchy, alone_each, method, np.diff(known.values, axis=1))

    def drawn(known: Panel, expected: Floats, said: Floats, came: Floats) -> Floats:
        paths = futures(hierarchy, then(known), expected, chosen.spread, draws, seed)
        return np.stack([paths.month(step) for step in range(expected.shape[1])], axis=1).astype(np.float64)

    return Entrant(ahead, drawn)
