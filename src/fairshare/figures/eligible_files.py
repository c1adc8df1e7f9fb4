"""What follows from the gate before a matching, as the tables CASES and EXCLUSIONS of contract 9, CSV or Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from fairshare.faults import bad_argument
from fairshare.figures.person_files import PersonTable
from fairshare.figures.whole_files import check_target, whole_file
from fairshare.law.responsibility.codes import BOUND, NONE, STATES, Array, Bool, Codes, Masks, Whys, states_of
from fairshare.law.responsibility.trace import REASONS
from fairshare.law.solidarity.relocation import GROUNDS, Families, Status, Why, closed_to_beneficiaries

if TYPE_CHECKING:
    import polars as pl

ENDINGS: Final = (".csv", ".parquet")
_PAIR: Final = GROUNDS[Why.NO_AGREEMENT_OF_THE_TWO]


@dataclass(frozen=True, slots=True)
class Gate:
    """Persons with what the gate found: ``grounds`` by person, the others by case.

    ``third`` are the states of a possible double transfer as bits, ``basis`` the numbers of their reasons; both are
    ``None`` where no applications were looked at."""

    table: PersonTable
    grounds: Codes
    families: Families
    agreed: Masks
    third: Masks | None = None
    basis: Whys | None = None

    @property
    def eligible(self) -> Bool:
        """The cases that may be matched."""
        answer: Bool = self.families.ground == NONE
        return answer

    @property
    def goes(self) -> Bool:
        """The persons who may be matched."""
        answer: Bool = self.eligible[self.table.family] & (self.grounds == NONE)
        return answer

    @property
    def sizes(self) -> Array:
        """The persons of each case."""
        return np.diff(np.append(self.table.starts, self.table.family.size))

    def any_of(self, persons: Bool) -> Bool:
        """The cases with one of the persons."""
        answer: Bool = np.logical_or.reduceat(persons, self.table.starts)
        return answer


def cases_frame(gate: Gate) -> pl.DataFrame:
    """The table CASES, in the order of the cases; of a case of which only some go, those are counted and looked at.

    ``nationality`` is that of most, of equal numbers the first of the alphabet. An empty cell is null."""
    import polars as pl

    table, eligible = gate.table, gate.eligible
    counts = gate.goes | ~eligible[table.family]
    made = {
        "case": table.cases,
        "persons": np.where(eligible, gate.families.goes, gate.sizes),
        "present_in": states(table.persons.present[table.starts]),
        "vulnerable": gate.any_of(table.vulnerable & counts).astype(np.int64),
        "nationality": _nationality(table, counts),
        "eligible": eligible.astype(np.int64),
        "reason": reasons(gate),
    }
    if gate.third is not None and gate.basis is not None:
        words = {mask: " ".join(states_of(mask)) or None for mask in np.unique(gate.third).tolist()}
        rules = {why: REASONS[why].rule if why >= 0 else None for why in np.unique(gate.basis).tolist()}
        made["third_state"] = _words(gate.third, words)
        made["third_state_basis"] = _words(gate.basis, rules)
    return pl.DataFrame(made)


def exclusions_frame(gate: Gate) -> pl.DataFrame:
    """The table EXCLUSIONS: a beneficiary goes to no state without an agreement; by case and state."""
    import polars as pl

    table = gate.table
    bound = gate.any_of(gate.goes & (table.persons.status == Status.BENEFICIARY))
    present = table.persons.present[table.starts]
    closed = closed_to_beneficiaries(present, gate.agreed, BOUND)
    pairs = [(mask, state) for mask in np.unique(closed[bound]).tolist() for state in sorted(states_of(mask))]
    barred = pl.DataFrame(pairs, {"closed": pl.Int64, "state": pl.String}, orient="row")
    cases = pl.DataFrame({"case": table.cases, "closed": closed}).filter(pl.Series(bound))
    told = pl.lit(f"{_PAIR.says} ({_PAIR.cite})").alias("reason")
    return cases.join(barred, on="closed").select("case", "state", told).sort("case", "state")


def states(codes: Codes) -> pl.Series:
    """The words of states."""
    return _words(codes, {code: STATES[code] for code in np.unique(codes).tolist()})


def reasons(gate: Gate) -> pl.Series:
    """For each case who is kept out, for which ground and by which provision; null where nobody is."""
    import polars as pl

    row = gate.families.row
    at = np.flatnonzero(row != NONE)
    grounds = gate.grounds[row[at]]
    words = {
        why: (f"{Why(why).code}: ", f": {GROUNDS[Why(why)].says} ({GROUNDS[Why(why)].cite})")
        for why in np.unique(grounds).tolist()
    }
    told = pl.DataFrame(
        {
            "case": at,
            "goes": np.where(gate.eligible[at], "without person ", "person "),
            "code": _words(grounds, {why: before for why, (before, _) in words.items()}),
            "person": gate.table.person[row[at]],
            "says": _words(grounds, {why: after for why, (_, after) in words.items()}),
            "stays": gate.families.stays[at],
            "size": gate.sizes[at],
        }
    )
    several = pl.format("; {} of {} persons may not go", "stays", "size")
    more = pl.when(pl.col("stays") > 1).then(several).otherwise(pl.lit(""))
    told = told.select("case", pl.concat_str("code", "goes", "person", "says", more).alias("reason"))
    every = pl.DataFrame({"case": np.arange(row.size)})
    return every.join(told, on="case", how="left", maintain_order="left")["reason"]


def _words(codes: Array, words: Mapping[int, str | None]) -> pl.Series:
    """The word of each number."""
    import polars as pl

    return pl.Series(codes).replace_strict(words, return_dtype=pl.String)


def _nationality(table: PersonTable, counts: Bool) -> pl.Series:
    import polars as pl

    members = pl.DataFrame({"case": table.family, "nationality": table.nationality})
    named = members.filter(pl.Series(counts) & (table.nationality != ""))
    number = (
        named.group_by("case", "nationality")
        .len()
        .sort("nationality")
        .sort("len", descending=True, maintain_order=True)
    )
    every = pl.DataFrame({"case": np.arange(table.cases.len())})
    first = number.unique("case", keep="first", maintain_order=True).drop("len")
    return every.join(first, on="case", how="left", maintain_order="left")["nationality"]


def check_targets(given: Mapping[str, str | None], *inputs: str) -> None:
    """Refuse, before any work is done, files (by option) that cannot be written, are inputs, or are one file."""
    targets = {option: path for option, path in given.items() if path is not None}
    for option, path in targets.items():
        check_target(path, option, ENDINGS[path.endswith(ENDINGS[1])], *inputs)
    if len({Path(path).absolute() for path in targets.values()}) < len(targets):
        raise bad_argument(" and ".join(targets), "are one file", "two files")


def write_frames(frames: Sequence[tuple[str, str, pl.DataFrame]]) -> None:
    """Write tables, each with the option that names its file and the path: all of them, or none."""
    with ExitStack() as stack:
        for option, path, frame in frames:
            part = stack.enter_context(whole_file(path, option))
            if path.endswith(ENDINGS[1]):
                frame.write_parquet(part)
            else:
                frame.write_csv(part)
