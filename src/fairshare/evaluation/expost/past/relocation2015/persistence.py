"""Who was lost before the transfer and who stayed after it: few states, early days, mostly told by the press."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from fairshare.evaluation.expost.document import Fig, Grid, Paragraph, Section, Shown, State, say
from fairshare.evaluation.expost.measured import Figures, Measured, computed, part_of
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.relocation2015.states_section import day_of
from fairshare.evaluation.expost.past.tables import ByKey, rows_of, taken

_ALL: Final = "all"


def persistence(read: Read) -> tuple[Measured, ...]:
    """Keys ``candidates.STATE.TIME``, ``lost...``, ``lost_of_candidates...``; ``arrived.STATE.TIME``, ``left...`` and
    ``persistent_of_relocated...``; ``states_counted``. ``all`` stands for all states together."""
    rows = rows_of(read, "relocation_persistence")
    found: list[Measured] = []
    for of in dict.fromkeys(key.rpartition("/")[0] for key in rows):
        found += _lost(rows, of) if f"{of}/candidates" in rows else _stayed(rows, of)
    return (*found, states_counted("states_counted", (one for one in found if one.definition == "arrived")))


def states_counted(key: str, arrived: Iterable[Measured]) -> Measured:
    """How many states counted at all."""
    counts = tuple(arrived)
    value = Fraction(len({count.key.split(".")[1] for count in counts}))
    return computed(key, "states_counted", states_counted, counts, value)


def _lost(rows: ByKey, of: str) -> tuple[Measured, ...]:
    at = of.replace("/", ".")
    candidates = taken(rows[f"{of}/candidates"], f"candidates.{at}", "candidates")
    lost = taken(rows[f"{of}/lost"], f"lost.{at}", "lost")
    return candidates, lost, part_of(f"lost_of_candidates.{at}", "lost_of_candidates", lost, candidates)


def _stayed(rows: ByKey, of: str) -> tuple[Measured, ...]:
    at = of.replace("/", ".")
    arrived = taken(rows[f"{of}/arrived"], f"arrived.{at}", "arrived")
    left = taken(rows[f"{of}/left"], f"left.{at}", "left")
    return arrived, left, stayed(f"persistent_of_relocated.{at}", arrived, left)


def stayed(key: str, arrived: Measured, left: Measured) -> Measured:
    """Those who had not left as a part of those who had arrived; unknown where one is, or nobody had arrived."""
    value = 1 - left.value / arrived.value if left.value is not None and arrived.value else None
    return computed(key, "persistent_of_relocated", stayed, (arrived, left), value)


def persistence_section(figures: Figures) -> Section:
    """What is known of both, each with the day on which it was counted."""
    return Section(
        "persistence",
        say("Who was lost before, who was still there after"),
        (
            Grid(
                "lost",
                say("Candidates from Greece who refused or could not be found before the transfer"),
                (say("State"), say("told on"), say("Candidates"), say("Lost"), say("Part")),
                _rows(figures, ("candidates", "lost", "lost_of_candidates")),
                (say("These are early figures: few had been relocated by then."),),
            ),
            Grid(
                "stayed",
                say("Persons received and persons who had left, as counted"),
                (say("State"), say("told on"), say("Arrived"), say("Left"), say("Still there")),
                _rows(figures, ("arrived", "left", "persistent_of_relocated")),
                (
                    say("For {state}, those who left are told as more than half.", state=State("LV")),
                    say(
                        "The counts of {state} and {other} include persons resettled from Türkiye.",
                        state=State("EE"), other=State("LT"),
                    ),
                    say("Whoever was away on that day counts as having left; some came back."),
                ),
            ),
            Paragraph(
                (
                    say(
                        "No state publishes how many of the persons relocated were still there after a year. What is "
                        "known covers {count} states and cannot be applied to the others.",
                        count=Fig("states_counted"),
                    ),
                )
            ),
        ),
        "effectiveness",
    )  # fmt: skip


def _rows(figures: Figures, names: tuple[str, str, str]) -> tuple[tuple[Shown | None, ...], ...]:
    first, *others = names
    found: list[tuple[Shown | None, ...]] = []
    for key, figure in figures.items():
        name, _, at = key.partition(".")
        if name == first:
            state = at.partition(".")[0]
            head = say("All states") if state == _ALL else State(state)
            found.append((head, day_of(figure), Fig(key), *(Fig(f"{other}.{at}") for other in others)))
    return tuple(found)
