"""The Voluntary Solidarity Declaration of 2022, evaluated: places pledged by 13 states, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from fairshare.evaluation.expost.document import Evaluation, Fig, Gap, Link, Sentence, State, say
from fairshare.evaluation.expost.measured import Figures, collected
from fairshare.evaluation.expost.past import SEARCHED, Past, Read
from fairshare.evaluation.expost.past.tables import digests, rows_of
from fairshare.evaluation.expost.past.unknown import COMMISSION, PERSISTENCE, TRANSFER_DAYS, by_state, last_count
from fairshare.evaluation.expost.past.voluntary2022 import sections
from fairshare.evaluation.expost.past.voluntary2022.figures import LAST, YEARS, own_figures, places_per_head
from fairshare.evaluation.expost.past.yardstick import YARDSTICK_TABLES, yardstick, yardstick_limits, yardstick_sections

_TABLES: Final = ("voluntary_2022", "act_2026", *YARDSTICK_TABLES)


def evaluation(past: Past, read: Read) -> Evaluation:
    """The evaluation from the reference tables."""
    rows = rows_of(read, "voluntary_2022")
    own = own_figures(rows, rows_of(read, "act_2026"))
    measured = yardstick(read, YEARS, 2021, own[f"relocated.{LAST}"])
    figures = collected((*own.values(), *measured, *places_per_head(own, measured)))
    return Evaluation(
        past.name,
        past.title,
        past.start,
        past.end,
        SEARCHED,
        sections.headline(),
        (
            sections.delivery(),
            sections.participants(rows, figures),
            sections.changed(),
            sections.origin(),
            *yardstick_sections(figures),
        ),
        figures,
        gaps=tuple(_gaps(figures)),
        limits=_limits(),
        inputs=digests(read, _TABLES),
    )


def _gaps(figures: Figures) -> Iterator[Gap]:
    yield from by_state(figures)
    for state in ("EL", "ES", "MT"):
        yield Gap("relocated", COMMISSION, say("How many left the state was not published."), state)
    yield Gap("states_receiving", COMMISSION, say("The states that received persons were counted and not named."))
    yield Gap("money_instead", "States that pledged", say("What other states gave instead of places is not known."))
    yield from (PERSISTENCE, TRANSFER_DAYS)


def _limits() -> tuple[Sentence, ...]:
    return (
        say(
            "Numbers by state come from ministries and the press and are of different days. They do not add up to the "
            "totals of the Commission."
        ),
        say(
            "For {state}, one report tells about {came} persons from {italy} alone, two others as many in all and a "
            "little more than {part} from {italy}. Only the latter goes with the {left} whom the Commission counted "
            "from {italy} to all states.",
            state=State("DE"),
            came=Fig("relocated.DE"),
            italy=State("IT"),
            part=Fig("relocated.DE.IT"),
            left=Fig("left.IT"),
        ),
        last_count(date(2024, 6, 12)),
        *yardstick_limits(YEARS[0], YEARS[-1]),
        say(
            "Another evaluation of the time before is {link}. Nothing here says what would have happened without the "
            "declaration.",
            link=Link("evaluation", "ships-2018"),
        ),
    )
