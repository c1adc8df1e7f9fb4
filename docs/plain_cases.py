"""Random cases for the benchmark and the comparison of ladders: as columns, as a flat table, and as objects.

The columns are those of the case table; :func:`facts_of` gives the same cases as :class:`plain_ladder.Facts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from plain_ladder import Diploma, Document, Entry, Facts, Relative

from fairshare.law.responsibility.codes import (
    STATES,
    Link,
    Mode,
    Paper,
    PaperType,
    Place,
    Standing,
    bit,
    states_of,
)
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.flat import column_of, words_of
from fairshare.law.responsibility.table import DAY, STATE, STATE_SET, TRUTH, CaseTable, Column
from fairshare.states import PART_III

_WORDS: Mapping[str, tuple[str, ...]] = {
    "link": ("spouse", "child", "parent", "sibling", "aunt_uncle"),
    "status": ("beneficiary", "former_beneficiary_now_citizen", "citizen", "eu_long_term_resident", "applicant"),
    "kind": ("residence", "visa"),
    "mode": ("irregular", "sar", "visa_free", "visa", "regular"),
}
_EPOCH = date(1970, 1, 1)
_FIRST_DAY = (date(2026, 6, 13) - _EPOCH).days


def columns(rows: int, seed: int = 0, edges: bool = False) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Random columns of the case table: scalars and groups. ``edges`` puts days near the ends of the look-backs."""
    return _Draw(rows, seed, edges).all()


class _Draw:
    """Columns by chance, each case with about two of the things that criteria ask for."""

    def __init__(self, rows: int, seed: int, edges: bool) -> None:
        self.rng = np.random.default_rng(seed)
        self.rows = rows
        self.edges = edges
        self.bound = np.array([code for code, state in enumerate(STATES) if state in PART_III], np.int8)
        self.registered = (_FIRST_DAY + self.rng.integers(0, 900, rows)).astype(np.int32)
        self.birth_date = self.before(20_000, 216, after=-1)

    def truth(self, share: float) -> Any:
        return (self.rng.random(self.rows) < share).astype(np.int8)

    def perhaps(self, unknown: float) -> Any:
        """Yes, no, or not known."""
        return np.where(self.rng.random(self.rows) < unknown, -1, self.truth(0.6)).astype(np.int8)

    def state(self, share: float = 1.0) -> Any:
        """States; none for some."""
        few = self.bound[:6] if self.edges else self.bound  # few states meet more often
        return np.where(self.rng.random(self.rows) < share, self.rng.choice(few, self.rows), -1).astype(np.int8)

    def word(self, enum: Any, name: str) -> Any:
        codes = np.array([enum[word.upper()] for word in _WORDS[name]], np.int8)
        return self.rng.choice(codes, self.rows)

    def before(self, most: int, *months: int, after: int = 5) -> Any:
        """Days before the registration; with ``edges`` mostly a day before, on or after a look-back begins."""
        days = self.registered - self.rng.integers(-after, most, self.rows)
        if self.edges and months:
            exact = _months_before(self.registered, self.rng.choice(months, self.rows))
            near = exact + self.rng.integers(-2, 3, self.rows)
            days = np.where(self.rng.random(self.rows) < 0.6, near, days)
        return days.astype(np.int32)

    def all(self) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        place = np.where(self.truth(0.05) == 1, Place.AIRPORT_TRANSIT_AREA, Place.TERRITORY).astype(np.int8)
        scalars = {
            "asked_on": self.registered + np.int32(20),
            "birth_date": self.birth_date,
            "accompanied": self.truth(0.5),
            "security_threat": self.truth(0.01),
            "best_interests": np.where(self.truth(0.5) == 1, 1, -1).astype(np.int8),
        }
        registrations = {"state": self.state(), "registered": self.registered, "place": place, "first": self.truth(1.0)}
        groups = {
            "registrations": {name: column[None] for name, column in registrations.items()},
            "relatives": {name: column[None] for name, column in self.relative().items()},
            "documents": _stacked(
                [self.document(0.8 if self.edges else 0.3), self.document(0.6 if self.edges else 0.1)]
            ),
            "diplomas": {name: column[None] for name, column in self.diploma().items()},
            "entries": self.entries(),
        }
        return scalars, groups

    def relative(self) -> dict[str, Any]:
        there = self.truth(0.3) == 1
        link = self.word(Link, "link")
        wrote = self.truth(0.7)
        status = self.word(Standing, "status")
        decided = np.where(self.truth(0.5) == 1, self.before(400, 0), NO_DAY).astype(np.int32)
        return {
            "who": np.where(there, 1, -1).astype(np.int32),
            "link": np.where(there, link, -1).astype(np.int8),
            "existed": np.where(link == Link.SPOUSE, self.truth(0.8), 1).astype(np.int8),
            "birth_date": self.of_relative(link),
            "state": self.state(),
            "status": np.where(there, status, -1).astype(np.int8),
            "since": self.before(2_000, 0),
            "citizen_of": self.state(),
            "first_decision": decided,
            "applicant_wrote": wrote,
            "relative_wrote": wrote,
            "able_to_care": self.perhaps(0.3),
            "best_interests": self.perhaps(0.6),
            "dependency": np.where(self.truth(0.3) == 1, 1, -1).astype(np.int8),
        }

    def of_relative(self, link: Any) -> Any:
        """Birth dates of relatives: parents are older, children younger than the applicant."""
        drawn = self.before(20_000, 216)
        older, younger = np.minimum(drawn, self.birth_date - 1), np.maximum(drawn, self.birth_date + 1)
        return np.select([link == Link.PARENT, link == Link.CHILD], [older, younger], drawn).astype(np.int32)

    def document(self, share: float) -> dict[str, Any]:
        kind = self.word(Paper, "kind")
        visa = self.rng.choice(np.array([PaperType.SHORT_STAY, PaperType.LONG_STAY], np.int8), self.rows)
        valid_to = self.before(1_500, 0, 18, 36, after=500)
        return {
            "issuer": self.state(share),
            "kind": kind,
            "type": np.where(kind == Paper.VISA, visa, PaperType.RESIDENCE_PERMIT).astype(np.int8),
            "valid_from": valid_to - self.rng.integers(5, 400, self.rows).astype(np.int32),
            "valid_to": valid_to,
            "conferred": (self.rng.integers(1, 4, self.rows) * 180).astype(np.int32),
        }

    def diploma(self) -> dict[str, Any]:
        return {
            "issuer": self.state(0.1),
            "issued": self.before(3_000, 72),
            "study_months": self.rng.integers(6, 14, self.rows).astype(np.int32),
            "isced": self.rng.integers(1, 8, self.rows).astype(np.int8),
            "online": self.truth(0.1),
        }

    def entries(self) -> dict[str, Any]:
        """Two entries at most, the earlier first."""
        slots = [self.entry(0.8), self.entry(0.3)]
        days = np.stack([slot["date"] for slot in slots])
        days = np.where(np.stack([slot["state"] for slot in slots]) == -1, np.iinfo(np.int32).max, days)
        order = np.argsort(days, axis=0, kind="stable")
        return {name: np.take_along_axis(column, order, axis=0) for name, column in _stacked(slots).items()}

    def entry(self, share: float) -> dict[str, Any]:
        state = self.state(share)
        return {
            "state": state,
            "date": self.before(900, 12, 20, 0),
            "mode": np.where(state == -1, -1, self.word(Mode, "mode")).astype(np.int8),
            "from_third_country": self.truth(0.9),
            "visa_not_required_in": bit(self.state(0.7)) | bit(self.state(0.7)) | bit(state),
        }


def _stacked(slots: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: np.stack([slot[name] for slot in slots]) for name in slots[0]}


def _months_before(days: Any, months: Any) -> Any:
    moved = days.astype("datetime64[D]").astype("datetime64[M]")
    of_month = days - moved.astype("datetime64[D]").astype(np.int64)
    return (moved - months.astype("timedelta64[M]")).astype("datetime64[D]").astype(np.int64) + of_month


def facts_of(table: CaseTable) -> Iterator[Facts]:
    """The cases of a table as objects, one at a time."""
    for row in range(table.rows):
        yield Facts(
            registered=_day(table.registrations.registered[0, row]),
            state=_state(table.registrations.state[0, row]),
            place=Place(table.registrations.place[0, row]).name.lower(),
            birth_date=_day(table.birth_date[row]),
            accompanied=bool(table.accompanied[row] == 1),
            security_threat=bool(table.security_threat[row] == 1),
            best_interests=_perhaps(table.best_interests[row]),
            relative=_relative(table, row),
            documents=list(_documents(table, row)),
            diploma=_diploma(table, row),
            entries=list(_entries(table, row)),
        )


def _day(number: Any) -> date:
    return _EPOCH + timedelta(days=int(number))


def _state(code: Any) -> str:
    return STATES[code] if code >= 0 else ""


def _perhaps(code: Any) -> bool | None:
    return None if code < 0 else bool(code)


def _relative(table: CaseTable, row: int) -> Relative | None:
    held, decided = table.relatives, table.relatives.first_decision[0, row]
    if held.who[0, row] < 0:
        return None
    return Relative(
        link=Link(held.link[0, row]).name.lower(),
        tie_existed=bool(held.existed[0, row] == 1),
        birth_date=_day(held.birth_date[0, row]),
        state=_state(held.state[0, row]),
        status=Standing(held.status[0, row]).name.lower(),
        since=_day(held.since[0, row]),
        citizen_of=_state(held.citizen_of[0, row]),
        no_decision_yet=bool(decided == NO_DAY or decided > table.registrations.registered[0, row]),
        both_wrote=bool(held.applicant_wrote[0, row] == 1 and held.relative_wrote[0, row] == 1),
        able_to_care=_perhaps(held.able_to_care[0, row]),
        best_interests=_perhaps(held.best_interests[0, row]),
        dependency=bool(held.dependency[0, row] == 1),
    )


def _documents(table: CaseTable, row: int) -> Iterator[Document]:
    held = table.documents
    for slot in np.flatnonzero(held.filled[:, row]):
        yield Document(
            kind=Paper(held.kind[slot, row]).name.lower(),
            type=PaperType(held.type[slot, row]).name.lower(),
            issuer=_state(held.issuer[slot, row]),
            valid_from=_day(held.valid_from[slot, row]),
            valid_to=_day(held.valid_to[slot, row]),
            conferred=int(held.conferred[slot, row]),
        )


def _diploma(table: CaseTable, row: int) -> Diploma | None:
    held = table.diplomas
    if held.issuer[0, row] < 0:
        return None
    return Diploma(
        issuer=_state(held.issuer[0, row]),
        issued=_day(held.issued[0, row]),
        study_months=int(held.study_months[0, row]),
        isced=int(held.isced[0, row]),
        online=bool(held.online[0, row] == 1),
    )


def _entries(table: CaseTable, row: int) -> Iterator[Entry]:
    held = table.entries
    for slot in np.flatnonzero(held.filled[:, row]):
        yield Entry(
            state=_state(held.state[slot, row]),
            day=_day(held.date[slot, row]),
            mode=Mode(held.mode[slot, row]).name.lower(),
            from_third_country=bool(held.from_third_country[slot, row] == 1),
            visa_not_required_in=frozenset(states_of(int(held.visa_not_required_in[slot, row]))),
        )


# --- as a flat table --------------------------------------------------------------------------------------------------


def flat_table(rows: int, seed: int = 0, edges: bool = False, first: int = 0) -> pa.Table:
    """The same columns as a flat table in Arrow, one row a case, the cases numbered from ``first``."""
    scalars, groups = columns(rows, seed, edges)
    given = dict(scalars)
    for group, held in groups.items():
        for name, slots in held.items():
            given |= {f"{group}_{place}_{name}": slot for place, slot in enumerate(slots, start=1)}
    arrays = {name: _arrow(column, given[name]) for name in given if (column := column_of(name)) is not None}
    return pa.table({"case": pa.array(np.arange(first, first + rows)).cast(pa.string()), **arrays})


def _arrow(column: Column, values: Any) -> pa.Array:
    words = STATES if column.kind == STATE else words_of(column)
    if words is not None:
        return pa.DictionaryArray.from_arrays(pa.array(values, mask=values < 0), pa.array(words, pa.string()))
    if column.kind == DAY:
        return pa.array(values, mask=values == NO_DAY).cast(pa.date32())
    if column.kind == STATE_SET:
        different, place = np.unique(values, return_inverse=True)
        return pa.DictionaryArray.from_arrays(place, [" ".join(states_of(mask)) for mask in different.tolist()])
    numbers = pa.array(values, mask=values < 0)
    return numbers.cast(pa.bool_()) if column.kind == TRUTH else numbers
