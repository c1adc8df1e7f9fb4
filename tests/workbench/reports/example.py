"""A small evaluation with every kind of block, status and part: two states help two others; a figure is unknown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from fairshare.evaluation.expost.document import (
    Bars,
    Cite,
    Evaluation,
    Fig,
    Flows,
    Gap,
    Grid,
    Link,
    Name,
    Paragraph,
    Points,
    Section,
    State,
    StateMap,
    say,
)
from fairshare.evaluation.expost.measured import Measured, collected, part_of, summed

REPORT = "Report on relocation, COM(2017) 74, https://example.org/com-74"
ACTS = "Decisions (EU) 2015/1523 and 2015/1601"


def taken(key: str, value: int | None, status: str = "reported", source: str = REPORT) -> Measured:
    exact = None if value is None else Fraction(value)
    return Measured(key, key.partition(".")[0], exact, status, "2017-09-26", (source,))  # type: ignore[arg-type]


def example() -> Evaluation:
    flows = [
        taken("relocated.IT.DE", 1200),
        taken("relocated.IT.MT", 67),
        taken("relocated.EL.DE", 2391),
        taken("relocated.EL.MT", 101, "official"),
    ]
    event = Measured("decided.EL", "decided", Fraction(66400), "official", "2015-09-22", events=("act-2015",))
    decided = [taken("decided.IT", 39600, "official", ACTS), event]
    unknown = taken("committed", None, "unknown")
    by_state = [
        summed(f"relocated_to.{to}", "relocated", [f for f in flows if f.key.endswith(to)]) for to in ("DE", "MT")
    ]
    total = summed("relocated", "relocated", flows)
    whole = summed("decided", "decided", decided)
    part = part_of("relocated_of_decided", "relocated_of_decided", total, whole)
    figures = collected([*flows, *decided, unknown, *by_state, total, whole, part])
    to = {"DE": "relocated_to.DE", "MT": "relocated_to.MT"}
    cells = {(one.key[10:12], one.key[13:]): one.key for one in flows}
    return Evaluation(
        name="example",
        title=say("Emergency relocation from {first} and {second}", first=State("IT"), second=State("EL")),
        start=date(2015, 9, 24),
        end=date(2017, 9, 26),
        as_of=date(2017, 9, 26),
        headline=(
            say("Of {decided} persons decided, {relocated} were relocated: {part}.", decided=Fig("decided"),
                relocated=Fig("relocated"), part=Fig("relocated_of_decided")),
            say("How many were committed is {committed}.", committed=Fig("committed")),
        ),
        sections=(
            Section(
                "delivery",
                say("Delivery"),
                (
                    Paragraph((
                        say("The acts were {acts} ({cite}).", acts=Name(ACTS), cite=Cite("TFEU 78(3)")),
                        say("They ended on {end}; see {other}.", end=date(2017, 9, 26),
                            other=Link("evaluation", "voluntary-2022")),
                    )),
                    Points((say("{state} took {persons} <persons> & more.", state=State("DE"),
                                persons=Fig("relocated_to.DE")),)),
                    Grid(
                        "chain",
                        say("From decision to relocation"),
                        (say("Step"), say("Persons"), say("Remark")),
                        (
                            (say("Decided"), Fig("decided"), None),
                            (say("Committed"), Fig("committed"), say("See {source}", source=Name("COM(2017) 74"))),
                            (say("Relocated"), Fig("relocated"), None),
                        ),
                        (say("Persons, not applications."),),
                    ),
                ),
                "effectiveness",
            ),
            Section(
                "states",
                say("By state"),
                (
                    StateMap("map", say("Persons relocated, by state"), to),
                    Bars("bars", say("Persons taken"), tuple((State(code), key) for code, key in to.items())),
                    Flows("flows", say("Persons relocated, from state to state"), cells),
                ),
            ),
        ),
        figures=figures,
        gaps=(Gap("committed", "Member States", say("No source of the day {day} tells it.", day=date(2017, 9, 26))),),
        limits=(say("Persons only."),),
        choices={"ROUNDING": "ceil"},
        inputs={"relocation_2015": "ab" * 32},
    )  # fmt: skip
