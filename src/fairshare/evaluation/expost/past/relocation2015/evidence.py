"""What auditors found of the need, and what an evaluation of this scheme cannot know."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.document import Cite, Fig, Gap, Name, Paragraph, Section, Sentence, State, say
from fairshare.evaluation.expost.past.relocation2015.fairness import YEARS
from fairshare.evaluation.expost.past.yardstick import reach_sentence

_RECEIVING: Final = "Member States of relocation"
_COMMISSION: Final = "European Commission"
_REPORT: Final = Name("Special Report 24/2019")

GAPS: Final = (
    Gap(
        "persistent_of_relocated",
        _RECEIVING,
        say("How many stayed was counted in a few states, on days of their own, not a year after the transfer."),
    ),
    Gap(
        "lost_of_candidates",
        "Italy and Greece",
        say("Candidates lost before the transfer are known for one week and one state of departure."),
    ),
    Gap(
        "transfer_days",
        "Italy and Greece",
        say("One mean for Greece is known; no table of the days from an offer to the transfer was found."),
    ),
    Gap("paid", _COMMISSION, say("What was paid for persons relocated was not found by state.")),
    Gap(
        "relocated",
        _COMMISSION,
        say("The last table by state was not found; what states took in the end is told by several sources."),
    ),
    Gap("places", _COMMISSION, say("Places offered by state were published but not recovered.")),
    Gap(
        "resettled_beside",
        _COMMISSION,
        say("Syrians admitted from Türkiye and set off against persons never allotted were not found by state."),
    ),
)
"""What would have to be known, and who owes it."""

LIMITS: Final = (
    say(
        "The acts were to relieve {italy} and {greece} of persons likely to be protected. They did not aim at this "
        "key, and not all states of the key were bound: {one} and {other} were not.",
        italy=State("IT"), greece=State("EL"), one=State("DK"), other=State("UK"),
    ),
    say("Nothing here says what the scheme changed: it is set beside the key and other years, without a design."),
    say("By state, only what was committed is a denominator: not all that was decided was shared out among states."),
    say("Figures by state are of different days, because each is the last one that a source tells."),
    say("First-time applications stand for responsibility. They do not tell who arrived, moved on or was protected."),
    say(
        "Persons relocated over two years are set beside the applications of {first} and {second}; persons taken by "
        "states outside the key, or not told by state, leave the account.",
        first=Name("2015"), second=Name("2016"),
    ),
    say("Counts of who left are of the press, early, and of different definitions."),
)  # fmt: skip
"""What the evaluation does not show."""


def need_section() -> Section:
    """How many may have been eligible, by the auditors' count."""
    return Section(
        "need",
        say("The need"),
        (
            Paragraph(
                (
                    say(
                        "The Court of Auditors counted at least {greece} persons in Greece who may have been eligible, "
                        "and {italy} in Italy ({report}).",
                        greece=Fig("eligible.EL"), italy=Fig("eligible.IT"), report=_REPORT,
                    ),
                    say(
                        "By its count, those relocated were about {italy} of all asylum seekers in Italy in that time, "
                        "and about {greece} in Greece.",
                        italy=Fig("relocated_of_applicants.IT"), greece=Fig("relocated_of_applicants.EL"),
                    ),
                    say("It found that the schemes did not reach their targets ({report}).", report=_REPORT),
                )
            ),
        ),
        "relevance",
    )  # fmt: skip


def headline(most: str) -> tuple[Sentence, ...]:
    """What the evaluation says first. ``most``: the state that took most persons."""
    return (
        say(
            "Of {decided} persons decided, {relocated} were relocated ({part}). Of {committed} persons committed, that "
            "is {other}.",
            decided=Fig("decided"), relocated=Fig("relocated"), part=Fig("relocated_of_decided"),
            committed=Fig("committed"), other=Fig("relocated_of_committed"),
        ),
        say(
            "{count} of those decided were never allotted to a state; Syrians admitted from Türkiye could be set off "
            "against them ({cite}).",
            count=Fig("not_allotted"), cite=Cite("Decision (EU) 2015/1601 Article 4(3a)"),
        ),
        say(
            "Of the states bound to take persons, {all} took as many as that or more and {none} took nobody. Most "
            "persons went to {most}: {persons}.",
            all=Fig("all_taken"), none=Fig("no_transfer"), most=State(most), persons=Fig(f"relocated.{most}"),
        ),
        reach_sentence(*YEARS),
        say(
            "Of the persons moved, {part} moved towards the key, less those moved the other way: before solidarity, "
            "{state} bore {less} times its share of the key, {other} {second} times and {most} {more} times.",
            part=Fig("towards_key"), state=State("IT"), less=Fig("ratio.before.IT"), other=State("EL"),
            second=Fig("ratio.before.EL"), most=State(most), more=Fig(f"ratio.before.{most}"),
        ),
        say("How many were still there later is known for few states and early days only."),
    )  # fmt: skip
