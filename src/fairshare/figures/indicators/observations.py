"""The form in which every loader gives what it read, and in which snapshots hold it: one observation a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from fairshare.faults import bad_argument

SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "geo": pl.String(),
    "partner": pl.String(),
    "citizen": pl.String(),
    "kind": pl.String(),
    "period": pl.String(),
    "value": pl.Decimal(38, 10),
    "flag": pl.String(),
}
"""``geo``: a state by Eurostat's code, an aggregate as the publisher writes it, or ``EU`` for the external border;
``partner``: the other state, or the route; ``citizen``: ISO 3166 alpha-3, ``TOTAL``, or an aggregate; ``kind``: what
else tells rows apart (decision, border); ``period``: YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD; ``value``: exact,
null where it is suppressed or unknown; ``flag``: the publisher's (``p`` provisional, ``b`` break, ``e`` estimated,
``c`` confidential, …). A column that a series does not use is empty, never null."""
KEY: Final = ("geo", "partner", "citizen", "kind", "period")
_EXACT: Final = r"^-?\d{1,28}(\.\d{1,10}0*)?$"
"""Of values in words: Polars would round what has more decimals."""
PERIOD: Final = r"^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def observations(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of observations from a frame that has some of the columns of :data:`SCHEMA`; sorted, checked.

    Raises :class:`~fairshare.faults.BadInputError` for a column that is not of the schema, a row without ``geo``, a
    period in another form, a value that is negative or has more than ten decimals, and rows with one key."""
    unknown = set(frame.columns) - set(SCHEMA)
    if unknown or not {"geo", "period", "value"} <= set(frame.columns):
        raise bad_argument("columns", f"are {', '.join(frame.columns)}", "geo, period, value, and of " + ", ".join(KEY))
    whole = frame.with_columns(pl.lit("").alias(name) for name in SCHEMA if name not in frame.columns)
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in SCHEMA if name != "value"]
    if whole.schema["value"] == pl.String and not whole["value"].drop_nulls().str.contains(_EXACT).all():
        raise bad_argument("value", "is no amount, or has more than ten decimals", "a plain decimal number")
    try:
        rows = whole.select(*texts, pl.col("value").cast(SCHEMA["value"])).select(list(SCHEMA)).sort(KEY)
    except pl.exceptions.InvalidOperationError:
        raise bad_argument("value", "is no amount of at most 28 digits", "a number, 0 or more") from None
    wrong = {
        "a row without geo": rows["geo"] == "",
        "a period in another form": ~rows["period"].str.contains(PERIOD),
        "a day that is none": (rows["period"].str.len_chars() == 10)
        & rows["period"].str.to_date("%Y-%m-%d", strict=False).is_null(),
        "a negative value": (rows["value"] < 0).fill_null(False),
        "a row that stands twice": rows.select(KEY).is_duplicated(),
    }
    for what, where in wrong.items():
        if where.any():
            first = rows.filter(where).row(0, named=True)
            raise bad_argument("observations", f"have {what} ({', '.join(str(first[name]) for name in KEY)})")
    return rows


@dataclass(frozen=True)
class Extract:
    """What was read of one source of a series in one go.

    ``years`` are those that the reading covers, whole: a figure of such a year that is not among the rows is not
    published (any more). ``updated`` is the publisher's stamp (empty: none), ``url`` where it was read (for files: the
    path within the folder). ``notes`` say what was left out or repaired."""

    series: str
    access: str
    dataset: str
    filters: Mapping[str, str]
    unit: str
    updated: str
    url: str
    years: tuple[int, ...]
    rows: pl.DataFrame
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if dict(self.rows.schema) != dict(SCHEMA):
            raise TypeError("the rows of an extract are made by observations()")
        outside = set(self.rows["period"].str.head(4).unique()) - set(map(str, self.years))
        if outside:
            raise bad_argument("years", f"rows of {', '.join(sorted(outside))} are not in them")

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of dataset, filters, years and rows: the same figures give the same one, whenever they were read."""
        head = json.dumps([self.dataset, sorted(self.filters.items()), sorted(self.years)], separators=(",", ":"))
        return hashlib.sha256(head.encode() + self.rows.write_csv().encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What it is, without the rows."""
        names = ("series", "access", "dataset", "filters", "unit", "updated", "url", "years", "notes")
        return {name: getattr(self, name) for name in names} | {"rows": len(self.rows), "sha256": self.checksum}
