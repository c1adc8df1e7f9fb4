"""Relocation ship by ship from 2018 to 2022, evaluated: persons taken over from Italy and Malta after rescue at sea."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from fairshare.evaluation.expost.document import (
    Evaluation,
    Fig,
    Gap,
    Grid,
    Link,
    Name,
    Paragraph,
    Section,
    Sentence,
    Shown,
    State,
    say,
)
from fairshare.evaluation.expost.measured import Figures, collected, part_of, summed
from fairshare.evaluation.expost.past import SEARCHED, Past, Read
from fairshare.evaluation.expost.past.tables import ByKey, all_taken, digests, rows_of, stated, taken
from fairshare.evaluation.expost.past.unknown import PERSISTENCE, PLEDGES, TRANSFER_DAYS, by_state
from fairshare.evaluation.expost.past.yardstick import (
    YARDSTICK_TABLES,
    reach_sentence,
    yardstick,
    yardstick_limits,
    yardstick_sections,
)

_TABLES: Final = ("ships_2018", *YARDSTICK_TABLES)
_YEARS: Final = (2018, 2019, 2020, 2021)
_COUNTED: Final = date(2020, 12, 21)
_FROM: Final = ("IT", "MT")
_TAKEN: Final = {
    "relocated": ("relocated", "relocated"),
    "operations": ("operations", "operations"),
    "deadline": ("deadline", "deadline"),
    "DE/pledged/2019-09": ("committed.DE.2019-09", "committed"),
    "DE/came/2019-09": ("relocated.DE.2019-09", "relocated"),
    "FR/came/2021": ("relocated.FR.2021", "relocated"),
    "FR/operations/2021": ("operations.FR.2021", "operations"),
    **{f"{origin}/left/2021-04": (f"left.{origin}", "relocated") for origin in _FROM},
    **{f"{origin}/landed": (f"landed.{origin}", "landed") for origin in _FROM},
    **{f"{origin}/landings": (f"landings.{origin}", "operations") for origin in _FROM},
    **{f"DE/pledged/{origin}": (f"committed.DE.{origin}", "committed") for origin in _FROM},
    **{f"DE/came/{origin}": (f"relocated.DE.{origin}", "relocated") for origin in _FROM},
}


def evaluation(past: Past, read: Read) -> Evaluation:
    """The evaluation from the reference tables."""
    own = _own(rows_of(read, "ships_2018"))
    figures = collected((*own.values(), *yardstick(read, _YEARS, 2017, own["relocated"])))
    return Evaluation(
        past.name,
        past.title,
        past.start,
        past.end,
        SEARCHED,
        _headline(),
        (_origin(), _pledges(figures), _time(), *yardstick_sections(figures)),
        figures,
        gaps=tuple(_gaps(figures)),
        limits=_limits(),
        inputs=digests(read, _TABLES),
    )


def _own(rows: ByKey) -> Figures:
    """The figures of the scheme itself."""
    found = {one.key: one for one in all_taken(rows, _TAKEN)}
    sums = {
        name: summed(name, definition, (found[f"{name}.{origin}"] for origin in _FROM))
        for name, definition in (
            ("left", "relocated"),
            ("landed", "landed"),
            ("committed.DE", "committed"),
            ("relocated.DE", "relocated"),
        )
    }
    both = found | sums
    ends = (*(f".{origin}" for origin in _FROM), "")
    return collected(
        (
            *both.values(),
            *(taken(row, f"relocated.{state}", "relocated") for state, row in stated(rows, "came").items()),
            *(part_of(f"part{end}", "part_of_relocated", both[f"left{end}"], both["left"]) for end in ends if end),
            *(
                part_of(f"rate_landed{end}", "relocated_of_landed", both[f"left{end}"], both[f"landed{end}"])
                for end in ends
            ),
            *(
                part_of(
                    f"rate.DE{end}", "relocated_of_committed", both[f"relocated.DE{end}"], both[f"committed.DE{end}"]
                )
                for end in (*ends, ".2019-09")
            ),
        )
    )


def _headline() -> tuple[Sentence, ...]:
    return (
        say(
            "About {relocated} persons were relocated from {one} and {other} since {year}, says the Commission, in "
            "agreements for one ship after another.",
            relocated=Fig("relocated"),
            one=State("IT"),
            other=State("MT"),
            year=Name("2018"),
        ),
        say(
            "The {count} whose state of departure is known are {all} of all who had landed there: {malta} in {other} "
            "and {italy} in {one}. How many of these had been rescued at sea is not told.",
            count=Fig("left"),
            all=Fig("rate_landed"),
            malta=Fig("rate_landed.MT"),
            other=State("MT"),
            italy=Fig("rate_landed.IT"),
            one=State("IT"),
        ),
        say(
            "{state}, the only state whose pledges are known, took {came} of up to {pledged} persons by {day}: {rate}.",
            state=State("DE"),
            came=Fig("relocated.DE"),
            pledged=Fig("committed.DE"),
            day=_COUNTED,
            rate=Fig("rate.DE"),
        ),
        say(
            "Persons were to move within {days} days. Organisations report that states did not keep to this time; how "
            "long it took is not published.",
            days=Fig("deadline"),
        ),
        reach_sentence(_YEARS[0], _YEARS[-1]),
    )


def _of_origin(origin: str) -> tuple[Shown, ...]:
    figures = ("landings", "landed", "left", "part", "rate_landed")
    return (State(origin), *(Fig(f"{key}.{origin}") for key in figures))


def _origin() -> Section:
    return Section(
        "origin",
        say("From which states"),
        (
            Paragraph(
                (
                    say(
                        "By {day}, {all} persons had been relocated in {operations} operations agreed from {start} to "
                        "{end}.",
                        day=Name("2021-04"),
                        all=Fig("left"),
                        operations=Fig("operations"),
                        start=Name("2019-01"),
                        end=Name("2020-09"),
                    ),
                )
            ),
            Grid(
                "by-origin",
                say("Persons landed and relocated, by the state of landing"),
                (
                    say("From"),
                    say("Landings"),
                    say("Landed"),
                    say("Relocated"),
                    say("Of all relocated"),
                    say("Of those landed"),
                ),
                (
                    *(_of_origin(origin) for origin in _FROM),
                    (say("both"), None, Fig("landed"), Fig("left"), None, Fig("rate_landed")),
                ),
                (
                    say(
                        "Landings are counted from {year} until {day}, relocations until {later}.",
                        year=Name("2018"),
                        day=_COUNTED,
                        later=Name("2021-04"),
                    ),
                ),
            ),
        ),
        "relevance",
    )


_GERMAN: Final[tuple[tuple[Shown, str], ...]] = ((State("IT"), ".IT"), (State("MT"), ".MT"), (say("both"), ""))


def _pledges(figures: Figures) -> Section:
    return Section(
        "delivery",
        say("What was pledged and what was delivered"),
        (
            Grid(
                "germany",
                say("Places and persons of {state} by origin", state=State("DE")),
                (say("From"), say("Places pledged"), say("Relocated"), say("Of the places pledged")),
                tuple(
                    (head, Fig(f"committed.DE{end}"), Fig(f"relocated.DE{end}"), Fig(f"rate.DE{end}"))
                    for head, end in _GERMAN
                ),
                (
                    say(
                        "The places are upper limits. Counted from {start} until {day}.",
                        start=Name("2018-06"),
                        day=_COUNTED,
                    ),
                    say(
                        "In {when} it was {came} of {places} places, or {rate}.",
                        when=Name("2019-09"),
                        came=Fig("relocated.DE.2019-09"),
                        places=Fig("committed.DE.2019-09"),
                        rate=Fig("rate.DE.2019-09"),
                    ),
                ),
            ),
            Grid(
                "by-state",
                say("Persons relocated to the states that reports name"),
                (say("State"), say("Relocated"), say("Counted")),
                (
                    (State("DE"), Fig("relocated.DE"), say("until {day}", day=_COUNTED)),
                    (State("FR"), Fig("relocated.FR.2021"), say("in {year} only", year=Name("2021"))),
                    *((State(key[-2:]), Fig(key), None) for key in _unknown(figures)),
                ),
                (say("Others may have taken part."),),
            ),
            Paragraph(
                (
                    say(
                        "{state} took {persons} persons in {operations} operations in {year}.",
                        state=State("FR"),
                        persons=Fig("relocated.FR.2021"),
                        operations=Fig("operations.FR.2021"),
                        year=Name("2021"),
                    ),
                )
            ),
        ),
        "effectiveness",
    )


def _time() -> Section:
    return Section(
        "time",
        say("Time to the transfer"),
        (
            Paragraph(
                (
                    say(
                        "The states agreed on {days} days from landing to transfer. Organisations that followed "
                        "persons of {year} report that the states did not meet this time.",
                        days=Fig("deadline"),
                        year=Name("2019"),
                    ),
                    say(
                        "In that time the agreement was made for each ship anew, before it could land. {link} "
                        "replaced it with pledges for a year.",
                        link=Link("evaluation", "voluntary-2022"),
                    ),
                )
            ),
        ),
        "efficiency",
    )


def _unknown(figures: Figures) -> Iterator[str]:
    """Keys of the states that took part with an unknown number of persons."""
    return (key for key, figure in figures.items() if figure.value is None and key.startswith("relocated."))


def _gaps(figures: Figures) -> Iterator[Gap]:
    yield from by_state(figures)
    yield from (PLEDGES, TRANSFER_DAYS, PERSISTENCE)


def _limits() -> tuple[Sentence, ...]:
    return (
        say(
            "The total is a round number of the Commission, about {relocated}; the day of its count is not told.",
            relocated=Fig("relocated"),
        ),
        say(
            "Those who landed and those who were relocated are counted over different times, so their ratio is a "
            "magnitude and no rate of delivery.",
        ),
        *yardstick_limits(_YEARS[0], _YEARS[-1]),
        say("Nothing here says what would have happened without these agreements."),
    )
