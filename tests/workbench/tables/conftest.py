"""A small table with every kind of value, and the report on the pool of 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from fairshare.workbench.tables import Column, Table

COLUMNS = (
    Column("state", "State", "state"),
    Column("share", "Share", "share", note="of the key"),
    Column("units", "Units", "count", status="units_status"),
    Column("money", "Money", "eur"),
    Column("part", "Part", "percent"),
    Column("day", "Day", "date"),
    Column("done", "Done", "flag"),
    Column("role", "Role", words={"giver": "contributing", "taker": "benefitting"}),
    Column("remark", "Remark"),
)
IRELAND = {
    "state": "IE", "share": Fraction(1, 3), "units": 463, "units_status": "inferred", "money": Fraction(9_260_000),
    "part": Fraction(1, 8), "day": date(2026, 1, 31), "done": True, "role": "giver", "remark": "all in money",
}  # fmt: skip
GREECE = {
    "state": "EL", "share": Fraction(2, 3), "units": Fraction(57, 2), "units_status": "reported",
    "money": Decimal("0.50"), "part": Fraction(1), "day": date(2025, 12, 22), "done": False, "role": "taker",
    "remark": "=SUM(A1:A9)",
}  # fmt: skip
MALTA = {
    "state": "MT", "share": None, "units": None, "units_status": "unknown", "money": None, "part": None, "day": None,
    "done": None, "role": "giver", "remark": "",
}  # fmt: skip


@pytest.fixture
def table() -> Table:
    """Three states: all known, all known but with parts of units and a remark that looks like a formula, unknown."""
    return Table("pool", "A pool", COLUMNS, (IRELAND, GREECE, MALTA), notes=("A note.",), source="A source")
