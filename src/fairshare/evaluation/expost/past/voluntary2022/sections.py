"""What the evaluation of the declaration says: the answer first, then delivery, states, changes, and origins."""

from __future__ import annotations

from datetime import date
from typing import Final

from fairshare.evaluation.expost.document import (
    Bars,
    Fig,
    Grid,
    Name,
    Paragraph,
    Points,
    Section,
    Sentence,
    Shown,
    State,
    StateMap,
    say,
)
from fairshare.evaluation.expost.measured import Figures
from fairshare.evaluation.expost.past.tables import ByKey, stated
from fairshare.evaluation.expost.past.voluntary2022.figures import COUNTS, JANUARY, LAST, YEAR_ON, YEARS
from fairshare.evaluation.expost.past.yardstick import reach_sentence


def headline() -> tuple[Sentence, ...]:
    """The answer."""
    return (
        say(
            "{pledging} states pledged {committed} places. By {day}, {relocated} persons had been relocated: {rate} "
            "of the places.",
            pledging=Fig("states_pledging"),
            committed=Fig("committed"),
            day=date(2024, 6, 12),
            relocated=Fig(f"relocated.{LAST}"),
            rate=Fig(f"rate.{LAST}"),
        ),
        say(
            "The places were meant for one year. By {day}, after its end, {relocated} persons had been relocated: "
            "{rate} of the places.",
            day=date(2023, 8, 22),
            relocated=Fig(f"relocated.{YEAR_ON}"),
            rate=Fig(f"rate.{YEAR_ON}"),
        ),
        reach_sentence(YEARS[0], YEARS[-1]),
        say(
            "Which state took how many was not published, and the number pledged is known for {named} states only. Of "
            "these, {one} gave money instead, {other} put off selecting more from {italy}, and {third} suspended its "
            "pledge.",
            named=Fig("states_named"),
            one=State("IE"),
            other=State("DE"),
            italy=State("IT"),
            third=State("LU"),
        ),
    )


def delivery() -> Section:
    """Persons relocated, day by day, and as a part of the places."""
    days: tuple[Shown, ...] = (
        date(2022, 8, 31),
        Name("2022-12"),
        Name("2023-01"),
        date(2023, 8, 22),
        date(2024, 2, 5),
        date(2024, 6, 12),
    )
    counts = tuple(zip(days, COUNTS, strict=True))
    bound = say(
        "On {day} the source says more than this number, and more than half of the places: it is a lower bound.",
        day=date(2024, 2, 5),
    )
    return Section(
        "delivery",
        say("What was pledged and what was delivered"),
        (
            Bars(
                "delivery-over-time",
                say("Persons relocated until the day told"),
                tuple((day, f"relocated.{count}") for day, count in counts),
                (bound,),
            ),
            Grid(
                "delivery-rate",
                say("Persons relocated, and as a part of the places pledged"),
                (say("Until"), say("Relocated"), say("Of the places pledged")),
                tuple((day, Fig(f"relocated.{count}"), Fig(f"rate.{count}")) for day, count in counts),
                (bound,),
            ),
        ),
        "effectiveness",
    )


_JOINED: Final = {
    "signed": say("signed"),
    "listed later": say("named as a participant later"),
    "no": say("did not join"),
}
_ROLE: Final = {
    "benefitting": say("benefits"),
    "pledged": say("pledged places"),
    "no pledge": say("no pledge known"),
}


def participants(rows: ByKey, figures: Figures) -> Section:
    """Who joined, pledged and received: ``rows`` say who, ``figures`` how many."""
    heads = {state: key for state in stated(rows, "role") if (key := f"places_per_million.{state}") in figures}
    return Section(
        "participants",
        say("Who took part"),
        (
            _counted(),
            StateMap(
                "places-map",
                say("Places pledged for each million inhabitants, where a state pledged"),
                heads,
                (say("{one} and {other} pledged too.", one=State("IS"), other=State("NO")),),
            ),
            _by_state(rows, figures),
        ),
        "coherence",
    )


def _counted() -> Points:
    return Points(
        (
            say(
                "{members} Member States and {associated} associated states signed on {day}. {one} and {other} were "
                "named as participants by {later}.",
                members=Fig("states_joined.members"), associated=Fig("states_joined.associated"),
                day=date(2022, 6, 22), one=State("DK"), other=State("IS"), later=date(2022, 11, 11),
            ),
            say(
                "{pledging} states pledged places, {benefitting} benefit. By {day}, {receiving} states had received "
                "persons; the source does not name them.",
                pledging=Fig("states_pledging"), benefitting=Fig("states_benefitting"), day=date(2024, 2, 5),
                receiving=Fig("states_receiving"),
            ),
            say(
                "For {state}, one report says {one} places and another {other}. So the states whose number is not "
                "known pledged {unnamed} places together, or {unnamed_other}.",
                state=State("FR"), one=Fig("committed.FR"), other=Fig("committed.FR.other"),
                unnamed=Fig("committed_unnamed"), unnamed_other=Fig("committed_unnamed.other"),
            ),
        )
    )  # fmt: skip


def _by_state(rows: ByKey, figures: Figures) -> Grid:
    def line(state: str, role: str) -> tuple[Shown | None, ...]:
        keys = (f"committed.{state}", f"relocated.{JANUARY}.{state}", f"relocated.{state}")
        joined = _JOINED[str(rows[f"{state}/joined"].value)]
        return (State(state), joined, _ROLE[role], *(Fig(key) if key in figures else None for key in keys))

    return Grid(
        "by-state",
        say("State by state"),
        (
            say("State"),
            say("Declaration"),
            say("Role"),
            say("Places pledged"),
            say("Relocated by {day}", day=Name(JANUARY)),
            say("Relocated, latest known"),
        ),
        tuple(line(state, str(role.value)) for state, role in stated(rows, "role").items()),
        (
            say(
                "Latest known: {germany} by {day}, {norway} in the course of {year}.",
                germany=State("DE"), day=date(2023, 9, 13), norway=State("NO"), year=Name("2023"),
            ),
            say("That nobody came by {day} is inferred: three states make up the total.", day=Name(JANUARY)),
        ),
    )  # fmt: skip


def changed() -> Section:
    """Pledges that became something else, and what is known of their delivery."""
    return Section(
        "changed",
        say("Pledges that changed form"),
        (
            Points((_ireland(), _germany(), *_others())),
            Grid(
                "norway",
                say("Places and persons of {state} by origin", state=State("NO")),
                (say("From"), say("Places pledged"), say("Relocated")),
                tuple(
                    (State(origin), Fig(f"committed.NO.{origin}"), Fig(f"relocated.NO.{origin}"))
                    for origin in ("EL", "IT", "CY")
                ),
            ),
        ),
        "efficiency",
    )


def _ireland() -> Sentence:
    return say(
        "{state} replaced its {places} places by {money} in {when}: {each} for a place. In the pool of {year} a place "
        "stands for {unit}, so this is {part} of it.",
        state=State("IE"), places=Fig("committed.IE"), money=Fig("money.IE"), when=Name("2023-06"),
        each=Fig("money_per_place.IE"), year=Name("2026"), unit=Fig("unit_value"), part=Fig("money_of_unit.IE"),
    )  # fmt: skip


def _germany() -> Sentence:
    return say(
        "{state} pledged {places} places. Its ministry said on {day} that about {came} persons had come, {rate} of "
        "the places, and that it put off selecting more from {origin}, which had stopped transfers under the Dublin "
        "rules. Days later it said that interviews could be taken up again at any time.",
        state=State("DE"), places=Fig("committed.DE"), day=date(2023, 9, 13), came=Fig("relocated.DE"),
        rate=Fig("rate.DE"), origin=State("IT"),
    )  # fmt: skip


def _others() -> tuple[Sentence, ...]:
    return (
        say(
            "{state} pledged {places} places and suspended them in {when}.",
            state=State("LU"), places=Fig("committed.LU"), when=Name("2023-09"),
        ),
        say("{state} pledged {places} places as an upper limit.", state=State("FI"), places=Fig("committed.FI")),
        say(
            "{state} is the only state of which both the pledge and the delivery are known by origin: {came} of "
            "{places} places in the course of {year}, or {rate}.",
            state=State("NO"), came=Fig("relocated.NO"), places=Fig("committed.NO"), year=Name("2023"),
            rate=Fig("rate.NO"),
        ),
    )  # fmt: skip


def origin() -> Section:
    """Persons relocated by the state that they left."""
    return Section(
        "origin",
        say("From which states"),
        (
            Paragraph(
                (
                    say(
                        "By {day}, {italy} of {all} persons had come from {state}, which is {part}; {others} came "
                        "from the other states that benefit.",
                        day=date(2023, 8, 22),
                        italy=Fig("left.IT"),
                        all=Fig(f"relocated.{YEAR_ON}"),
                        state=State("IT"),
                        part=Fig("part.IT"),
                        others=Fig("left.others"),
                    ),
                    say(
                        "{state} had been told to expect {expected} relocations by summer of {year}: {rate} had been "
                        "carried out.",
                        state=State("IT"),
                        expected=Fig("expected.IT"),
                        year=Name("2023"),
                        rate=Fig("rate.IT"),
                    ),
                    say(
                        "From {state}, {early} persons had been relocated by {day} and {late} by {later}, when this "
                        "evaluation had ended.",
                        state=State("CY"),
                        early=Fig("left.CY"),
                        day=date(2023, 4, 11),
                        late=Fig("left.CY.2025-09-17"),
                        later=date(2025, 9, 17),
                    ),
                )
            ),
        ),
        "relevance",
    )
