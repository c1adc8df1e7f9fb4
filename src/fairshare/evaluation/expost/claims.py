"""Check a claim: statements in circulation on the pool, and what the text and the figures say.

A claim is data. Its figures come from :mod:`fairshare.evaluation.expost.claims_figures`, so that none is typed into a
sentence. The statements were read in the press or in public notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from fairshare.evaluation.expost.claims_figures import YEAR, claim_figures, claim_inputs
from fairshare.evaluation.expost.document import (
    Cite,
    Evaluation,
    Fig,
    Link,
    Name,
    Paragraph,
    Section,
    Sentence,
    State,
    say,
)
from fairshare.evaluation.expost.past import Read

Verdict: TypeAlias = Literal["wrong", "reading", "incomplete", "unconfirmed", "open"]

VERDICTS: Final[dict[Verdict, Sentence]] = {
    "wrong": say("Wrong"),
    "reading": say("Read otherwise here"),
    "incomplete": say("Incomplete"),
    "unconfirmed": say("Not confirmed"),
    "open": say("An open question"),
}
"""The word for each verdict. ``reading``: the text does not say so, but some read it so; the reading taken here is a
named choice. ``open``: the text can be read in more than one way, or sources contradict each other."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement in circulation. ``name`` is its address; ``says`` the statement; ``answer`` what is known of it, with
    its figures; ``cite`` the provisions that it is checked against."""

    name: str
    says: Sentence
    verdict: Verdict
    answer: tuple[Sentence, ...]
    cite: str


_POOL: Final = Name(str(YEAR))
_FLOORS: Final = {"relocations": Fig("floor_relocations"), "money": Fig("floor_eur")}

CLAIMS: Final = (
    Claim(
        "council-floor",
        say("{relocations} relocations or {money} are the legal floor of the pool.", **_FLOORS),
        "reading",
        (
            say("The floors are addressed to the proposal of the Commission ({article}).", article=Cite("AMMR 12(2)")),
            say(
                "Nothing in {article} repeats them for the Council, which can amend the proposal by qualified "
                "majority.",
                article=Cite("AMMR 57"),
            ),
            say(
                "The pool of {year}, with {relocations} relocations or {money}, keeps the ratio and is below the "
                "floors.",
                year=_POOL, relocations=Fig("adopted"), money=Fig("pool_eur"),
            ),
            say("Some read it otherwise; the reading taken here is the choice {choice}.",
                choice=Link("choice", "COUNCIL_FLOOR")),
        ),
        "AMMR 12(2), 12(3), 57",
    ),
    Claim(
        "price-in-the-law",
        say("{money} a person is in the law.", money=Fig("unit")),
        "wrong",
        (
            say("It is not in the text: it is the quotient of two floors, {money} and {relocations} relocations.",
                **_FLOORS),
            say("The law asks only that the ratio between the totals be kept ({article}).", article=Cite("AMMR 12(3)")),
        ),
        "AMMR 12(2), 12(3)",
    ),
    Claim(
        "germany-exempt",
        say("{state} is exempt.", state=State("DE")),
        "wrong",
        (
            say("It is identified neither as under pressure nor as in a significant migratory situation."),
            say("It is not known to have asked for a deduction."),
            say(
                "It is reported to have pledged in full, {pledged} relocations, to be met by offsets.",
                pledged=Fig("pledged.DE"),
            ),
        ),
        "AMMR 61, 62, 63",
    ),
    Claim(
        "at-risk-exempt",
        say("The {count} states at risk are exempt, or may draw on the pool.", count=Fig("at_risk")),
        "wrong",
        (
            say("Being at risk opens neither access nor a deduction."),
            say("Access needs pressure ({access}).", access=Cite("AMMR 58, 59")),
            say(
                "A deduction needs pressure or a significant migratory situation ({deduction}); "
                "{count} of the states at risk are in such a situation too.",
                deduction=Cite("AMMR 61, 62"), count=Fig("at_risk.significant"),
            ),
        ),
        "AMMR 11, 58, 59, 61, 62",
    ),
    Claim(
        "austria-thousands",
        say(
            "{state} must take {low} to {high} persons a year.",
            state=State("AT"), low=Fig("claimed.AT.low"), high=Fig("claimed.AT.high"),
        ),
        "wrong",
        (
            say(
                "Even of a pool of {relocations} relocations the key gives {units} units.",
                relocations=Fig("floor_relocations"), units=Fig("fair_share.AT"),
            ),
            say(
                "For {year} the act is reported to set its contribution to {pledged} units.",
                year=_POOL, pledged=Fig("pledged.AT"),
            ),
        ),
        "AMMR 57(3), 66",
    ),
    Claim(
        "portugal-amount",
        say("{state} pays {money}.", state=State("PT"), money=Fig("claimed.PT")),
        "wrong",
        (
            say(
                "Papers that quote the Official Journal say {money}, which is {units} units.",
                money=Fig("money.PT"), units=Fig("units.PT"),
            ),
        ),
        "AMMR 57(1)",
    ),
    Claim(
        "undelivered-becomes-money",
        say("A relocation that was not delivered becomes money."),
        "wrong",
        (
            say(
                "It can become an offset, on request of the benefitting state ({article}).",
                article=Cite("AMMR 63(5)"),
            ),
            say(
                "What becomes money is a measure in kind that nobody asked for ({article}).",
                article=Cite("AMMR 57(4)"),
            ),
        ),
        "AMMR 57(4), 63(5)",
    ),
    Claim(
        "minimum-of-each-type",
        say("At least so much of each type must be pledged."),
        "wrong",
        (say("There is no minimum of any type: a state is free in the type and in the mix."),),
        "AMMR 57(4)",
    ),
    Claim(
        "offsets-below-part-of-needs",
        say("Offsets become mandatory below {part} of the needs.", part=Fig("mandatory_offset_part")),
        "reading",
        (
            say(
                "The text compares relocation pledges with the higher of {floor} relocations and {part} of the "
                "reference number.",
                floor=Fig("floor_relocations"), part=Fig("mandatory_offset_part"),
            ),
            say(
                "For {year} these are {floor} and {number}: the higher is {higher}.",
                year=_POOL, floor=Fig("floor_relocations"), number=Fig("offsets.part"), higher=Fig("offsets.number"),
            ),
            say("It also asks that the Forum was reconvened ({article}).", article=Cite("AMMR 13(4), 63(3)")),
            say(
                "The weaker reading comes from a recital of the Crisis Regulation; the reading taken here is the "
                "choice {choice}.",
                choice=Link("choice", "MANDATORY_OFFSET_THRESHOLD"),
            ),
        ),
        "AMMR 13(4), 63(3)",
    ),
    Claim(
        "old-cases-as-offsets",
        say("Old cases of Dublin transfers can be counted as offsets."),
        "open",
        (
            say("An offset needs a time limit that has not run out ({article}).", article=Cite("AMMR 63(8)(c)")),
            say("A settlement of cases whose limits have run out is no offset under that article."),
            say("Which limit is meant is open; the reading taken here is the choice {choice}.",
                choice=Link("choice", "OFFSET_TIME_LIMIT")),
        ),
        "AMMR 39(1), 46(1), 63(8)",
    ),
    Claim(
        "nobody-evaluates",
        say("Nobody evaluates what the mechanism achieves."),
        "incomplete",
        (
            say("{articles} ask for reports and reviews.", articles=Cite("AMMR 15(4), 60(6), 64(5), 64(6), 70, 79")),
            say(
                "The first yearly review is due on {review}, the first evaluation by {evaluation}.",
                review=date(2028, 2, 1), evaluation=date(2031, 7, 1),
            ),
            say("What the yearly cycle itself lacks is an evaluation by peers, as the Schengen area has it."),
        ),
        "AMMR 15(4), 60(6), 64(5), 64(6), 70, 79",
    ),
    Claim(
        "poland-for-years",
        say("{state} is exempt for many years.", state=State("PL")),
        "wrong",
        (
            say(
                "For {year} the act is reported to set its contribution to {pledged} units.",
                year=_POOL, pledged=Fig("pledged.PL"),
            ),
            say("A pool, and with it a deduction, is for one year ({article}).", article=Cite("AMMR 57(1), 61, 62")),
        ),
        "AMMR 57(1), 61, 62",
    ),
    Claim(
        "all-pledged-but-two",
        say("All states pledged something except {first} and {second}.", first=State("HU"), second=State("SK")),
        "open",
        (
            say(
                "{count} states are reported with a contribution that the act itself sets to zero.",
                count=Fig("adjusted_to_zero"),
            ),
            say("Both can be true if the annex prints a zero for them; the annex could not be read in full."),
        ),
        "AMMR 57(1)",
    ),
    Claim(
        "real-pool",
        say(
            "The real pool is {relocations} relocations and {money}.",
            relocations=Fig("stated.relocations"), money=Fig("stated.eur"),
        ),
        "unconfirmed",
        (
            say("This is a statement of {state}, made with the vote on the act.", state=State("ES")),
            say(
                "The arithmetic holds: {units} units, {part} of the {adopted} adopted.",
                units=Fig("stated.units"), part=Fig("stated.part"), adopted=Fig("adopted"),
            ),
            say("No published list of what states deliver confirms it; pledges to be met by offsets are not in it."),
        ),
        "AMMR 57(1), 63",
    ),
    Claim(
        "adopted-before",
        say("The act was adopted on {day}.", day=date(2025, 12, 19)),
        "wrong",
        (
            say(
                "The Official Journal first printed that day; a corrigendum of {corrigendum} replaces it by {day}.",
                corrigendum=date(2026, 1, 19), day=date(2025, 12, 22),
            ),
        ),
        "AMMR 57(1)",
    ),
    Claim(
        "relocation-target-met",
        say(
            "{relocated} persons were relocated between {start} and {end}, so the target was met.",
            relocated=Fig("relocated"), start=date(2015, 9, 24), end=date(2017, 9, 26),
        ),
        "incomplete",
        (
            say(
                "Say of which number: it is {of_committed} of the {committed} committed and {of_decided} of the "
                "{decided} decided.",
                of_committed=Fig("relocated_of_committed"), committed=Fig("committed"),
                of_decided=Fig("relocated_of_decided"), decided=Fig("decided"),
            ),
            say("Every step is in the evaluation: {evaluation}.", evaluation=Link("evaluation", "relocation-2015")),
        ),
        "TFEU 78(3)",
    ),
)  # fmt: skip
"""The claims, those on the law first."""


def claims_evaluation(read: Read) -> Evaluation:
    """The claims as a document: a section each, so that whatever shows an evaluation can show them."""
    return Evaluation(
        name="claims",
        title=say("Check a claim"),
        start=date(YEAR, 1, 1),
        end=date(YEAR, 12, 31),
        as_of=date(2026, 11, 23),
        headline=(say("Statements in circulation, and what the text and the figures say."),),
        sections=tuple(
            Section(claim.name, claim.says, (Paragraph((VERDICTS[claim.verdict], *claim.answer)),)) for claim in CLAIMS
        ),
        figures=claim_figures(read),
        limits=(say("The statements were read in the press or in public notes; who made them first is not known."),),
        inputs=claim_inputs(read),
    )
