"""What each state was bound to take, what it took, and the rate: tables, a map, bars and flows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from fairshare.evaluation.expost.document import (
    Bars,
    Fig,
    Flows,
    Grid,
    Name,
    Points,
    Section,
    State,
    StateMap,
    say,
)
from fairshare.evaluation.expost.measured import Figures, Measured
from fairshare.evaluation.expost.past.relocation2015.states import ASSOCIATED, FLOWS_ON, ORIGINS


def day_of(figure: Measured) -> date | Name:
    """As of when a figure is: a day, or the month or year that its source gives."""
    return date.fromisoformat(figure.as_of) if is_day(figure.as_of) else Name(figure.as_of)


def is_day(as_of: str) -> bool:
    """Whether a time is a day, and not a month or year."""
    return len(as_of) == len("2017-07-13")


def commitments_section(bound: tuple[str, ...]) -> Section:
    """What states were bound to take, by state."""
    parts = ("annex.IT", "annex.EL", "july", "committed.IT", "committed.EL", "committed")
    grid = Grid(
        "commitments",
        say("What each state was bound to take, in persons"),
        (
            say("State"),
            say("Allotted by annex, from Italy"),
            say("Allotted by annex, from Greece"),
            say("Pledged in July {year}", year=Name("2015")),
            say("Committed, from Italy"),
            say("Committed, from Greece"),
            say("Committed"),
        ),
        tuple((State(state), *(Fig(f"{part}.{state}") for part in parts)) for state in bound),
        (
            say(
                "The commitment towards Italy was published by state. That towards Greece is rebuilt from the annex "
                "and the rest of the pledge; the sums meet the published ones."
            ),
        ),
    )
    exemptions = (
        say(
            "{part} of the allotment of {state} was suspended for a year ({act}).",
            state=State("AT"), part=Fig("suspended.AT"), act=Name("Implementing Decision (EU) 2016/408"),
        ),
        say("{state} was relieved for a time ({act}).", state=State("SE"), act=Name("Decision (EU) 2016/946")),
        say(
            "{state} took part later and is not in the annexes: what counts here is its pledge of July {year}. Its "
            "government agreed to take {agreed}.",
            state=State("IE"), year=Name("2015"), agreed=Fig("agreed.IE"),
        ),
        say("{state} and {other} did not take part.", state=State("DK"), other=State("UK")),
    )  # fmt: skip
    return Section("commitments", say("What states were bound to do"), (grid, Points(exemptions)), "coherence")


def deliveries_section(bound: tuple[str, ...], figures: Figures) -> Section:
    """What states took, by state: a table, a map of the rate, and bars."""
    rates = {state: f"relocated_of_committed.{state}" for state in bound}
    above = [state for state in bound if _value(figures, rates[state]) > 1]
    points = (
        say("{count} states took nobody:", count=Fig("no_transfer")),
        *(
            say("{state}: none of {committed} persons.", state=State(state), committed=Fig(f"committed.{state}"))
            for state in bound
            if figures[f"relocated.{state}"].value == 0
        ),
        *(
            say(
                "{state} took {relocated} persons and was bound to take {committed}.",
                state=State(state), relocated=Fig(f"relocated.{state}"), committed=Fig(f"committed.{state}"),
            )
            for state in above
        ),
        say(
            "The Court of Justice found on {day} that {one}, {two} and {three} had failed to fulfil their obligations "
            "({cases}).",
            day=date(2020, 4, 2), one=State("CZ"), two=State("HU"), three=State("PL"),
            cases=Name("C-715/17, C-718/17, C-719/17"),
        ),
    )  # fmt: skip
    days = say("Each figure is as last told. Their days differ and stand in the table.")
    return Section(
        "deliveries",
        say("What states did"),
        (
            Points(points),
            _delivered(bound, figures),
            StateMap("delivery-map", say("Relocated as a part of what each state was bound to take"), rates, (days,)),
            Bars(
                "delivery-bars",
                say("Relocated as a part of what each state was bound to take, most first"),
                tuple((State(state), rates[state]) for state in by_rate(bound, figures)),
                (days,),
            ),
            StateMap(
                "per-head-map",
                say("Persons relocated to each state, for each million of its inhabitants"),
                {state: f"relocated_per_million.{state}" for state in bound},
                (days,),
            ),
        ),
        "effectiveness",
    )


def most(bound: tuple[str, ...], figures: Figures) -> str:
    """The state that took most persons."""
    return max(bound, key=lambda state: _value(figures, f"relocated.{state}"))


def by_rate(bound: tuple[str, ...], figures: Figures) -> list[str]:
    """States in the order of the part that they took of what they were bound to take, the largest first."""
    return sorted(bound, key=lambda state: -_value(figures, f"relocated_of_committed.{state}"))


def _value(figures: Figures, key: str) -> Fraction:
    return figures[key].value or Fraction(0)


def _delivered(bound: tuple[str, ...], figures: Figures) -> Grid:
    return Grid(
        "deliveries",
        say("What each state took, in persons, as last told, and as a part of what it was bound to take"),
        (
            say("State"),
            say("From Italy"),
            say("From Greece"),
            say("Together"),
            say("told on"),
            say("Part of those committed"),
        ),
        tuple((State(state), *_cells(figures, state)) for state in (*bound, *ASSOCIATED)),
        (
            say("By state of departure only where that is told of the same day."),
            say("States without a part were associated and took persons of their own will."),
            say("For {state} the source says more than this number: it is a lower bound.", state=State("NL")),
            say(
                "{rest} persons of {relocated} are in no figure by state that can be cited.",
                rest=Fig("not_told_by_state"), relocated=Fig("relocated"),
            ),
        ),
    )  # fmt: skip


def _cells(figures: Figures, state: str) -> tuple[Fig | date | Name | None, ...]:
    key, rate = f"relocated.{state}", f"relocated_of_committed.{state}"
    origins = (_same_day(figures, figures[key].as_of, origin, state) for origin in ORIGINS)
    return (*origins, Fig(key), day_of(figures[key]), Fig(rate) if rate in figures else None)


def _same_day(figures: Figures, day: str, origin: str, state: str) -> Fig | None:
    """What is told of a flow on a day, if anything."""
    keys = (f"relocated.{origin}.{state}", f"relocated.{FLOWS_ON}.{origin}.{state}")
    return next((Fig(key) for key in keys if key in figures and figures[key].as_of == day), None)


def flows_section(bound: tuple[str, ...]) -> Section:
    """From Italy and Greece to each state, on the last day on which both are known for all."""
    keys = {
        (origin, state): f"relocated.{FLOWS_ON}.{origin}.{state}"
        for origin in ORIGINS
        for state in (*bound, *ASSOCIATED)
    }
    return Section(
        "flows",
        say("From where to where"),
        (
            Flows(
                "flows",
                say("Persons relocated up to {day}, from and to", day=FLOWS_ON),
                keys,
                (
                    say("{day} is the last day on which both flows are known for all states.", day=FLOWS_ON),
                    say("The two figures of {state} are what the others leave of the stated sums.", state=State("SI")),
                ),
            ),
        ),
        "effectiveness",
    )
