"""Frames put together as the figures that a simulation starts from, named as its inputs are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from fairshare.figures.simulate.applications import applications, origins_of
from fairshare.figures.simulate.frames import STATES, Axes, Frames, carried, named, scatter
from fairshare.figures.simulate.rates import decision_months, recognition, returned
from fairshare.figures.simulate.routes import irregular, visa_free

LEFT_THE_UNION: int = 2021
"""The United Kingdom is among the states until the end of the transition on 31 December 2020."""

_NOTES = (
    "the 60 origins with most applications are named, all others are one",
    "detections at the border are not persons: their ratio to applications over three years is used, cut to 95 %",
    "first entries by state follow the project's own table of routes, and UNHCR's arrivals by sea where they are held",
    "time to a decision is the pending stock over the decisions of first instance, by state, the same in every year",
    "the part of the refused who leave is persons returned over refusals, and not all who were returned were refused",
    "a year without a figure of population or GDP repeats the nearest that has one (GDP: none before 2017 is held)",
    "reception capacity is not public for the Union: unknown",
    "the United Kingdom is left out from 2021 on",
)


def assembled(frames: Frames, fit: tuple[int, int]) -> Mapping[str, Any]:
    """Arrays by the names of the inputs of a simulation, for every year of the applications in ``frames``."""
    held = frames.applications.filter(pl.col("value") > 0)["year"]
    years = tuple(range(int(held.min()), int(held.max()) + 1))  # type: ignore[arg-type]
    origins = origins_of(frames)
    applied = applications(frames, years, origins)
    applied[[year >= LEFT_THE_UNION for year in years], :, STATES.index("UK")] = 0.0
    detected, entered, by_sea = irregular(frames, years, origins, applied.sum(axis=(1, 2)))
    pairs: Axes = {"geo": STATES, "partner": STATES}
    fitted = pl.col("year").is_between(*fit)
    by_year: Axes = {"year": years, "geo": STATES}
    return {
        "years": years,
        "origins": origins,
        "applications": applied,
        "detected": detected,
        "entered": entered,
        "by_sea": by_sea,
        "visa_free": visa_free(years, origins),
        "stock": scatter(named(frames.stock, origins), {"origin": origins, "geo": STATES}),
        "recognition": recognition(frames, years, origins),
        "population": carried(scatter(frames.population, by_year, missing=np.nan)),
        "gdp": carried(scatter(frames.gdp, by_year, missing=np.nan)),
        "requested": scatter(frames.requested.filter(fitted), pairs),
        "accepted": scatter(frames.accepted.filter(fitted), pairs),
        "transferred": scatter(frames.transferred.filter(fitted), pairs),
        "decision_months": decision_months(frames),
        "returned": returned(frames, origins),
        "capacity": np.full(len(STATES), np.nan),
        "observed_until": years[-1],
        "notes": (*frames.notes, *_NOTES, f"Dublin figures by pair of states: {fit[0]} to {fit[1]}"),
    }
