"""Cycles of the past, evaluated from reference tables: one file each, with ``evaluation(read)``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Final, Protocol, TypeAlias

from fairshare.evaluation.expost.document import Evaluation, Sentence, say
from fairshare.faults import bad_argument
from fairshare.figures.provenance import Datum


class Rows(Protocol):
    """A reference table: its rows, and one by its key."""

    def __iter__(self) -> Iterator[Datum]:
        """The rows."""

    def __getitem__(self, key: str, /) -> Datum:
        """The row with a key."""


SEARCHED: Final = date(2026, 11, 23)
"""The day until which public sources were searched for what the tables of past cycles hold."""

Read: TypeAlias = Callable[[str], Rows]
"""Reads a reference table by name, such as :func:`fairshare.figures.reference.table`."""


@dataclass(frozen=True, slots=True)
class Past:
    """A past cycle: its name on the command line, its title, and when it ran: to its end, or the last count of it."""

    name: str
    title: Sentence
    start: date
    end: date
    module: str

    def evaluation(self, read: Read) -> Evaluation:
        """The evaluation from the reference tables."""
        found: Evaluation = import_module(f"{__name__}.{self.module}").evaluation(self, read)
        return found


_ALL: Final = (
    Past(
        "relocation-2015",
        say("Emergency relocation from Italy and Greece"),
        date(2015, 9, 14),
        date(2017, 9, 26),
        "relocation2015",
    ),
    Past(
        "voluntary-2022", say("Voluntary Solidarity Declaration"), date(2022, 6, 22), date(2024, 6, 12), "voluntary2022"
    ),
    Past("malta-2009", say("Relocation from Malta (EUREMA)"), date(2009, 7, 1), date(2012, 6, 6), "malta2009"),
    Past("ships-2018", say("Relocation ship by ship"), date(2018, 6, 1), date(2022, 6, 22), "ships2018"),
)

PAST: Final = {one.name: one for one in _ALL}
"""Past cycles by name."""


def past(name: str) -> Past:
    """A past cycle by name. Raises :class:`~fairshare.faults.BadInputError` for another name."""
    if name not in PAST:
        raise bad_argument(
            "NAME", f"{name!r} is no cycle that can be evaluated", "a pool year, or one of " + ", ".join(PAST)
        )
    return PAST[name]
