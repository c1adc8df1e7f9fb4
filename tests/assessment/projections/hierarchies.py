"""Hierarchies for the tests, and the textbook's summing matrix of one."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from fairshare.assessment.projections.hierarchy import Hierarchy
from fairshare.assessment.projections.panel import Floats

CROSSED = Hierarchy.of({"state": ["EL", "EL", "CY", "CY"], "citizenship": ["SYR", "AFG", "SYR", "AFG"]})


def summing(hierarchy: Hierarchy) -> Floats:
    """The slow and obvious version: S of Hyndman and Athanasopoulos 2021, 11.2, a row of 0 and 1 a node."""
    rows = [
        [float(member == group) for member in partition.group.tolist()]
        for partition in hierarchy.partitions
        for group in range(len(partition.names))
    ]
    return np.array(rows + np.eye(len(hierarchy.bottom)).tolist())


@st.composite
def hierarchies(draw: st.DrawFn) -> Hierarchy:
    size = draw(st.integers(1, 8))
    labels = {
        name: draw(st.lists(st.sampled_from("ABC"), min_size=size, max_size=size))
        for name in draw(st.sets(st.sampled_from(["state", "route"])))
    }
    return Hierarchy.of(labels, [str(place) for place in range(size)])
