"""Relocation from Malta (EUREMA), evaluated: the first scheme, of 255 places in one phase and 323 in the next."""

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
    Points,
    Section,
    Sentence,
    State,
    say,
)
from fairshare.evaluation.expost.measured import Figures, collected, part_of, summed
from fairshare.evaluation.expost.past import SEARCHED, Past, Read
from fairshare.evaluation.expost.past.tables import ByKey, all_taken, digests, remainder, rows_of, stated, taken
from fairshare.evaluation.expost.past.unknown import PERSISTENCE, PLEDGES, by_state, last_count

_CONFERENCE: Final = date(2011, 5, 12)
_COUNTED: Final = date(2012, 6, 6)
_TAKEN: Final = {
    "protected": ("protected", "protected"),
    "pledging/1": ("states_pledging.1", "states_pledging"),
    "receiving/1": ("states_receiving.1", "states_receiving"),
    "joined": ("states_joined", "states_joined"),
    "bilateral": ("states_joined.bilateral", "states_joined"),
    "apart": ("states_apart", "states_apart"),
    "pledged/1": ("committed.1", "committed"),
    "pledged/2": ("committed.2", "committed"),
    "approached/1": ("approached.1", "approached"),
    "counselled/1": ("approached.1.counselled", "approached"),
    "submitted/1": ("approached.1.submitted", "approached"),
    "relocated/1": ("relocated.1", "relocated"),
    "relocated/2": ("relocated.2", "relocated"),
    "DE/pledged/2": ("committed.2.DE", "committed"),
    "NL/came/2": ("relocated.2.NL", "relocated"),
}


def evaluation(past: Past, read: Read) -> Evaluation:
    """The evaluation from the reference table."""
    rows = rows_of(read, "malta_2009")
    figures = _figures(rows)
    return Evaluation(
        past.name,
        past.title,
        past.start,
        past.end,
        SEARCHED,
        _headline(),
        (_phases(), _steps(), _participants(rows, figures), _fairness()),
        figures,
        gaps=tuple(_gaps(figures)),
        limits=_limits(),
        inputs=digests(read, ("malta_2009",)),
    )


def _figures(rows: ByKey) -> Figures:
    found = {one.key: one for one in all_taken(rows, _TAKEN)}
    came = {state: taken(row, f"relocated.1.{state}", "relocated") for state, row in stated(rows, "came/1").items()}
    known = [one for one in came.values() if one.value is not None]
    committed = summed("committed", "committed", (found["committed.1"], found["committed.2"]))
    relocated = summed("relocated", "relocated", (found["relocated.1"], found["relocated.2"]))
    return collected(
        (
            *found.values(),
            *came.values(),
            committed,
            relocated,
            part_of("rate.1", "relocated_of_committed", found["relocated.1"], found["committed.1"]),
            part_of("rate.2", "relocated_of_committed", found["relocated.2"], found["committed.2"]),
            part_of("rate", "relocated_of_committed", relocated, committed),
            part_of("rate.submitted", "relocated_of_submitted", found["relocated.1"], found["approached.1.submitted"]),
            part_of("rate.protected", "relocated_of_protected", found["relocated.1"], found["protected"]),
            remainder("relocated.1.others", "relocated", found["relocated.1"], *known),
        )
    )


def _headline() -> tuple[Sentence, ...]:
    return (
        say(
            "In the first phase {pledging} states pledged {committed} places; {relocated} persons moved to "
            "{receiving} of them: {rate} of the places.",
            pledging=Fig("states_pledging.1"),
            committed=Fig("committed.1"),
            relocated=Fig("relocated.1"),
            receiving=Fig("states_receiving.1"),
            rate=Fig("rate.1"),
        ),
        say(
            "At the conference of {day} states pledged {committed} more, of which {germany} were from {state}. By "
            "{later}, {relocated} more persons had moved: {rate}.",
            day=_CONFERENCE,
            committed=Fig("committed.2"),
            germany=Fig("committed.2.DE"),
            state=State("DE"),
            later=_COUNTED,
            relocated=Fig("relocated.2"),
            rate=Fig("rate.2"),
        ),
        say(
            "Those relocated in the first phase are {part} of the {protected} protected persons for whom Malta sought "
            "a place.",
            part=Fig("rate.protected"),
            protected=Fig("protected"),
        ),
        say(
            "In both phases {joined} Member States took part; {bilateral} states made agreements of their own with "
            "Malta, and {apart} Member States did neither.",
            joined=Fig("states_joined"),
            bilateral=Fig("states_joined.bilateral"),
            apart=Fig("states_apart"),
        ),
    )


def _phases() -> Section:
    return Section(
        "delivery",
        say("What was pledged and what was delivered"),
        (
            Grid(
                "phases",
                say("Places pledged and persons relocated, by phase"),
                (say("Phase"), say("Places pledged"), say("Relocated"), say("Of the places pledged")),
                (
                    (say("first phase"), Fig("committed.1"), Fig("relocated.1"), Fig("rate.1")),
                    (say("second phase"), Fig("committed.2"), Fig("relocated.2"), Fig("rate.2")),
                    (say("both"), Fig("committed"), Fig("relocated"), Fig("rate")),
                ),
                (
                    say(
                        "The second phase is counted until {day}, with what states agreed with Malta alone.",
                        day=_COUNTED,
                    ),
                ),
            ),
        ),
        "effectiveness",
    )


def _steps() -> Section:
    return Section(
        "steps",
        say("From selection to transfer"),
        (
            Paragraph(
                (
                    say(
                        "In the first phase {approached} persons were asked, {counselled} counselled, and {submitted} "
                        "put forward. {rate} of those put forward moved: states chose for themselves whom to take.",
                        approached=Fig("approached.1"),
                        counselled=Fig("approached.1.counselled"),
                        submitted=Fig("approached.1.submitted"),
                        rate=Fig("rate.submitted"),
                    ),
                )
            ),
            Grid(
                "steps",
                say("Persons at each step of the first phase"),
                (say("Step"), say("Persons")),
                (
                    (say("asked"), Fig("approached.1")),
                    (say("counselled"), Fig("approached.1.counselled")),
                    (say("put forward"), Fig("approached.1.submitted")),
                    (say("relocated"), Fig("relocated.1")),
                ),
            ),
        ),
        "efficiency",
    )


_FIRST: Final = {"received": say("received persons"), "pledged only": say("pledged and received nobody"), "no": None}
_SECOND: Final = {"promised": say("said that it would take persons"), "not named": None}


def _participants(rows: ByKey, figures: Figures) -> Section:
    first, second = stated(rows, "phase/1"), stated(rows, "phase/2")
    return Section(
        "participants",
        say("Who took part"),
        (
            Points(
                (
                    say(
                        "{one} received {first} and {other} at least {second} of the first phase; all others together "
                        "received at most {others}.",
                        one=State("DE"),
                        first=Fig("relocated.1.DE"),
                        other=State("FR"),
                        second=Fig("relocated.1.FR"),
                        others=Fig("relocated.1.others"),
                    ),
                    say(
                        "{state} took {persons} persons in {year}, after a pledge of the conference, and paid for it "
                        "itself.",
                        state=State("NL"),
                        persons=Fig("relocated.2.NL"),
                        year=Name("2012"),
                    ),
                )
            ),
            Grid(
                "by-state",
                say("State by state"),
                (say("State"), say("First phase"), say("Relocated in the first phase"), say("Second phase")),
                tuple(
                    (
                        State(state),
                        _FIRST[str(row.value)],
                        Fig(key) if (key := f"relocated.1.{state}") in figures else None,
                        _SECOND[str(second[state].value)],
                    )
                    for state, row in first.items()
                ),
                (
                    say("For {state} the number is that of one departure; more may have followed.", state=State("FR")),
                    say(
                        "How many persons each state pledged is not known, but for {state} in the second phase.",
                        state=State("DE"),
                    ),
                ),
            ),
        ),
        "coherence",
    )


def _fairness() -> Section:
    return Section(
        "fairness",
        say("Fairness against the key"),
        (
            Paragraph(
                (
                    say(
                        "How far this scheme reached against the key is unknown: first-time applications by state are "
                        "held from {year} on.",
                        year=Name("2014"),
                    ),
                )
            ),
        ),
        "relevance",
    )


def _gaps(figures: Figures) -> Iterator[Gap]:
    yield from by_state(figures, "Maltese ministry of home affairs")
    yield PLEDGES
    yield Gap("first_time", "Eurostat", say("First-time applications of all states are not held for these years."))
    yield PERSISTENCE


def _limits() -> tuple[Sentence, ...]:
    return (
        last_count(_COUNTED),
        say(
            "The number of protected persons in need of a place is one of the press, rounded, and of {day}.",
            day=date(2009, 9, 22),
        ),
        say(
            "Persons here were under protection already; in {link} and later schemes they were applicants.",
            link=Link("evaluation", "relocation-2015"),
        ),
    )
