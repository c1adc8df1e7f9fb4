"""Short case documents for tests, and how to look at what is read of them."""

from __future__ import annotations

from typing import Any

from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.days import NO_DAY, as_date
from fairshare.law.responsibility.notation import read_cases
from fairshare.law.responsibility.table import CaseTable


def case(**given: Any) -> dict[str, Any]:
    """A case of one adult who is registered in France on 1 September 2026."""
    registered = [{"state": "FR", "registered": "2026-09-01"}]
    return {"id": "1", "applicant": "a", "persons": [{"id": "a"}], "registrations": registered} | given


def read(**given: Any) -> Cases:
    """The case that :func:`case` gives, as it is read."""
    return read_cases([case(**given)])


def table(**given: Any) -> CaseTable:
    """The columns of the case that :func:`case` gives."""
    return read(**given).table


def people(*ids: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """Persons by their ids, with what more is said of some."""
    return [{"id": one} | more.get(one, {}) for one in ids]


def own(person: str, day: str = "2026-09-01", state: str = "FR") -> dict[str, Any]:
    """A registration of one person."""
    return {"person": person, "state": state, "registered": day}


def link(one: str, other: str, kind: str, **more: Any) -> dict[str, Any]:
    """A link: ``other`` is the ``kind`` of ``one``."""
    return {"from": one, "to": other, "kind": kind} | more


def day(number: Any) -> str | None:
    """A day of a column, as it is written."""
    return None if int(number) == NO_DAY else as_date(int(number)).isoformat()


def cells(group: Any, name: str, row: int = 0) -> list[int]:
    """What the filled slots of a row hold in one column."""
    values = getattr(group, name)[:, row].tolist()
    return [value for value, filled in zip(values, group.filled[:, row].tolist(), strict=True) if filled]
