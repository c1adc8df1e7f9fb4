"""The figures that claims are checked with, each from a reference table, the law, or the statement itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.measured import Figures, Measured, collected, computed, part_of
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.tables import digests, taken
from fairshare.figures.provenance import Datum
from fairshare.law.choices import DEFAULTS
from fairshare.law.keys import reference_key
from fairshare.law.outcome import Status
from fairshare.law.parameters import parameter, reference
from fairshare.law.solidarity.contributions import whole_units
from fairshare.law.solidarity.offsets import mandatory_threshold
from fairshare.states import PART_IV

YEAR: Final = 2026
"""The pool that the statements are about."""

_ACT: Final = f"act_{YEAR}"
_PLEDGES: Final = f"pledges_{YEAR}"
_REGULATION: Final = "Regulation (EU) 2024/1351"
_IN_FORCE: Final = "2024-06-11"
_CIRCULATING: Final = "A statement in circulation, as published notes and the press repeat it"

_FROM_LAW: Final = {
    "floor_relocations": "floor_relocations",
    "floor_eur": "floor_financial",
    "mandatory_offset_part": "mandatory_offset_share",
}
"""By key, which is also the definition: the parameter."""

_FROM_TABLES: Final = (
    ("adopted", "adopted", _ACT, "reference_relocations"),
    ("pool_eur", "pool_eur", _ACT, "reference_eur"),
    ("stated.relocations", "stated_relocations", _ACT, "spain_relocations"),
    ("stated.eur", "stated_money", _ACT, "spain_eur"),
    ("pledged.DE", "pledged_relocation", _PLEDGES, "DE/relocation"),
    ("pledged.AT", "pledged_relocation", _PLEDGES, "AT/relocation"),
    ("pledged.PL", "pledged_relocation", _PLEDGES, "PL/relocation"),
    ("money.PT", "pledged_financial", _PLEDGES, "PT/financial"),
    ("decided", "decided", "relocation_2015", "decided"),
    ("committed", "committed", "relocation_2015", "committed"),
    ("relocated", "relocated", "relocation_2015", "relocated_rounded"),
)
"""Key, definition, table and row."""

_STATED: Final = (
    ("claimed.AT.low", "claimed_persons", 2_000),
    ("claimed.AT.high", "claimed_persons", 3_000),
    ("claimed.PT", "claimed_eur", 8_100_000),
)
"""What statements give: key, definition, value."""


TABLES: Final = (_ACT, _PLEDGES, "determination_2025", "relocation_2015", "population", "gdp")


def claim_inputs(read: Read) -> dict[str, str]:
    """The tables that the figures come from, with a SHA-256 each."""
    return digests(read, TABLES)


def claim_figures(read: Read) -> Figures:
    """The figures of all claims by key. Raises ``ValueError`` where a table lacks one."""
    taken = [*_of_law(), *_stated(), *(_row(read, *place) for place in _FROM_TABLES), *_counts(read), _key_part(read)]
    held = {one.key: one for one in taken}
    return collected([*taken, *_computed(held)])


def _of_law() -> Iterator[Measured]:
    for key, name in _FROM_LAW.items():
        source = f"{_REGULATION}, {reference(name)}"
        yield Measured(key, key, Fraction(parameter(name)), "official", _IN_FORCE, (source,))


def _stated() -> Iterator[Measured]:
    for key, definition, value in _STATED:
        yield Measured(key, definition, Fraction(value), "reported", "2026-11-23", (_CIRCULATING,))


def _row(read: Read, key: str, definition: str, name: str, row: str) -> Measured:
    return taken(read(name)[row], key, definition)


def _counts(read: Read) -> Iterator[Measured]:
    """Of how many states something is on record."""
    determined = [row for row in read("determination_2025") if "at_risk" in str(row.value).split()]
    yield _count("at_risk", "labelled_states", determined)
    yield _count(
        "at_risk.significant", "labelled_states", [row for row in determined if "significant" in str(row.value)]
    )
    adjusted = [row for row in read(_PLEDGES) if row.key.endswith("/adjustment") and row.value == 100]
    yield _count("adjusted_to_zero", "adjusted_to_zero", adjusted)


def _count(key: str, definition: str, rows: list[Datum]) -> Measured:
    status: Status = "official" if all(row.status == "official" for row in rows) else "reported"
    sources = tuple(dict.fromkeys(row.source for row in rows))
    note = ", ".join(row.key.partition("/")[0] for row in rows)
    return Measured(key, definition, Fraction(len(rows)), status, max(row.as_of for row in rows), sources, note=note)


def _key_part(read: Read) -> Measured:
    """Austria's part of the key, by the figures of population and GDP that the cycle stands on."""
    columns = {name: read(name) for name in ("population", "gdp")}
    place = f"{{}}/{YEAR - 2}"
    inputs = {
        state: {name: rows[place.format(state)].number for name, rows in columns.items()} for state in sorted(PART_IV)
    }
    own = [rows[place.format("AT")] for rows in columns.values()]
    return Measured(
        "key.AT",
        "key_share",
        reference_key(inputs).states["AT"].share,
        "inferred",
        max(row.as_of for row in own),
        tuple(row.source for row in own),
        rule="fairshare.law.keys.reference_key",
    )


def _computed(held: dict[str, Measured]) -> Iterator[Measured]:
    known = {key: one.value or Fraction(0) for key, one in held.items()}
    floor, adopted = held["floor_relocations"], held["adopted"]
    price = computed(
        "unit",
        "unit_value",
        eur_a_relocation,
        (held["floor_eur"], floor),
        eur_a_relocation(known["floor_eur"], known["floor_relocations"]),
    )
    yield price
    unit = price.value or Fraction(1)
    yield computed("units.PT", "units_of_money", units_of, (held["money.PT"], price), units_of(known["money.PT"], unit))
    share = held["key.AT"]
    number = int(known["floor_relocations"])
    whole = whole_units(known["key.AT"] * number, number, DEFAULTS["ROUNDING"])
    yield computed("fair_share.AT", "fair_share_of_proposal", whole_units, (share, floor), Fraction(whole))
    part = held["mandatory_offset_part"]
    sixty = known["mandatory_offset_part"] * known["adopted"]
    yield computed("offsets.part", "mandatory_offset_number", mandatory_threshold, (part, adopted), sixty)
    higher = mandatory_threshold(int(known["adopted"]))
    yield computed("offsets.number", "mandatory_offset_number", mandatory_threshold, (floor, part, adopted), higher)
    stated = (held["stated.relocations"], held["stated.eur"], price)
    units = known["stated.relocations"] + units_of(known["stated.eur"], unit)
    effective = computed("stated.units", "effective", units_of, stated, units)
    yield effective
    yield part_of("stated.part", "effective_of_adopted", effective, adopted)
    yield part_of("relocated_of_committed", "relocated_of_committed", held["relocated"], held["committed"])
    yield part_of("relocated_of_decided", "relocated_of_decided", held["relocated"], held["decided"])


def eur_a_relocation(money: Fraction, relocations: Fraction) -> Fraction:
    """EUR that count as one relocation: the quotient of two totals (12(3))."""
    return money / relocations


def units_of(money: Fraction, price: Fraction) -> Fraction:
    """Money in units of one relocation."""
    return money / price
