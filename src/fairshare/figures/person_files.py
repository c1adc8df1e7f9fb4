"""Files of persons whom benefitting states look at for relocation, and of agreements on beneficiaries: CSV or Parquet.

What is not on record stays so: an empty cell is neither yes nor no. A table of millions is read as columns, and every
different day is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from fairshare.faults import BadInputError
from fairshare.figures.match_cells import STATES, Bools, Cells, Ints, quoted
from fairshare.figures.match_tables import Layout, read_table
from fairshare.law.responsibility import codes
from fairshare.law.responsibility.codes import NONE, STATE_CODE, Codes, Days, Masks, Rows
from fairshare.law.responsibility.days import FIRST_DAY, LAST_DAY, NO_DAY, day_number
from fairshare.law.solidarity.relocation import Persons, Status
from fairshare.law.time_limits import iso_day

if TYPE_CHECKING:
    import polars as pl

PERSONS: Final = Layout(
    required=("case", "person", "status", "present_in"),
    optional=(
        "vulnerable",
        "nationality",
        "protection_granted",
        "written_consent",
        "security_ground",
        "kept_by_family",
    ),
    numbers=("vulnerable", "written_consent", "security_ground", "kept_by_family"),
    closed=True,
    least=1,
)
AGREEMENTS: Final = Layout(required=("present_in", "state"), closed=True)

_CODES: Final = np.array([STATE_CODE[state] for state in STATES], np.int8)
"""The code in the engine of each state of a table."""
_Made = TypeVar("_Made")
_DAY: Final = "a day such as 2025-12-19, from 1900 to 2100"


@dataclass(frozen=True, slots=True)
class PersonTable:
    """Persons in the order of case and person. ``family`` numbers the case of each row; ``cases`` has their ids.

    ``person`` and ``nationality`` hold words (``""``: not on record); ``vulnerable`` is true only where on record."""

    persons: Persons
    cases: pl.Series
    family: Ints
    person: pl.Series
    vulnerable: Bools
    nationality: pl.Series

    @property
    def starts(self) -> Rows:
        """The first row of each case."""
        return np.flatnonzero(np.diff(self.family, prepend=-1))


def read_persons(path: str) -> PersonTable:
    """The persons of a file.

    Raises :class:`~fairshare.faults.BadInputError` with every fault, by line: among them a person who stands twice in a
    case, and a case whose persons are in different states."""
    return _read(path, PERSONS, _persons)


def read_agreements(path: str) -> Masks:
    """By the code of a benefitting state, the states that agreed with it to relocate beneficiaries, as bits."""
    return _read(path, AGREEMENTS, _agreements)


def _read(path: str, layout: Layout, make: Callable[[Cells], _Made]) -> _Made:
    """What ``make`` makes of a file without a fault."""
    cells = Cells(read_table(path, layout))
    made = make(cells)
    if cells.faults():
        raise BadInputError(cells.faults())
    return made


def agreed(pairs: Iterable[tuple[int, int]]) -> Masks:
    """The masks of pairs of codes, each a benefitting state and one that agreed with it."""
    masks = np.zeros(len(codes.STATES), np.int64)
    for present, state in pairs:
        masks[present] |= 1 << state
    return masks


def _agreements(cells: Cells) -> Masks:
    present, state = _CODES[cells.state("present_in")], _CODES[cells.state("state")]
    sound = ~cells.faulty
    cells.fault(np.flatnonzero(sound & (present == state)), "state", lambda _: "is that of present_in", "another state")
    rows = np.flatnonzero(sound)
    _, first = np.unique(present[rows].astype(np.int64) * len(STATES) + state[rows], return_index=True)
    again = np.delete(rows, first)
    cells.fault(
        again, "state", lambda row: f"{_said(cells, 'state', row)} stands above with this state", "each pair once"
    )
    return agreed(zip(present.tolist(), state.tolist(), strict=True))


def _persons(cells: Cells) -> PersonTable:
    import polars as pl

    case, person = cells.named("case"), cells.named("person")
    persons = Persons(
        status=cells.word("status", [status.name.lower() for status in Status]).astype(np.int8),
        present=_CODES[cells.state("present_in")],
        granted=_days(cells, "protection_granted"),
        consent=_truth(cells, "written_consent"),
        security=_truth(cells, "security_ground"),
        family=_truth(cells, "kept_by_family"),
    )
    vulnerable, nationality = cells.flag("vulnerable", default=False), cells.text("nationality")
    frame = pl.DataFrame({"case": case, "person": person, "present": persons.present})
    _check_families(cells, frame)
    order = frame.select(pl.arg_sort_by("case", "person")).to_series().to_numpy().astype(np.intp)
    case = case[order]
    return PersonTable(
        persons=Persons(**{one.name: getattr(persons, one.name)[order] for one in fields(Persons)}),
        cases=case.unique(maintain_order=True),
        family=case.rle_id().to_numpy().astype(np.int64),
        person=person[order],
        vulnerable=vulnerable[order],
        nationality=nationality[order],
    )


def _check_families(cells: Cells, frame: pl.DataFrame) -> None:
    """Each person once in a case, and all persons of a case in one state."""
    import polars as pl

    rows = frame.with_row_index("row").filter(pl.Series(~cells.faulty))  # of the others it is not known
    twice = rows.filter(pl.col("row") != pl.col("row").first().over("case", "person"))["row"]
    apart = rows.filter(pl.col("present") != pl.col("present").first().over("case"))["row"]
    person, case = frame["person"], frame["case"]
    cells.fault(
        twice.to_numpy().astype(np.int64),
        "person",
        lambda at: f"{quoted(person[at])} stands in case {quoted(case[at])} above already",
        "each person of a case once",
    )
    cells.fault(
        apart.to_numpy().astype(np.int64),
        "present_in",
        lambda at: f"{_said(cells, 'present_in', at)} is another state than above in case {quoted(case[at])}",
        "one state for the persons of a case",
    )


def _said(cells: Cells, field: str, row: int) -> str:
    return quoted(cells.table.columns[field][row])


def _truth(cells: Cells, field: str) -> Codes:
    """1, 0, or NONE where a cell is empty or the column is not there."""
    if not cells.has(field):
        return np.full(cells.table.rows, NONE, np.int8)
    holds = cells.flag(field, default=False)
    return np.where(cells.table.columns[field].is_null().to_numpy(), NONE, holds).astype(np.int8)


def _days(cells: Cells, field: str) -> Days:
    """Days as numbers, NO_DAY where none is on record."""
    import polars as pl

    if not cells.has(field):
        return np.full(cells.table.rows, NO_DAY, np.int32)
    words = cells.table.columns[field]
    different = words.drop_nulls().unique().to_list()
    numbers = [_day(word) for word in different]
    found = words.replace_strict(different, numbers, default=None, return_dtype=pl.Int32)
    unread = np.flatnonzero((found.is_null() & words.is_not_null()).to_numpy())
    cells.fault(unread, field, lambda row: f"{_said(cells, field, row)} is no day", _DAY)
    return found.fill_null(NO_DAY).to_numpy().astype(np.int32)


def _day(word: str) -> int | None:
    day = iso_day(word)
    return day_number(day) if day is not None and FIRST_DAY <= day_number(day) <= LAST_DAY else None
