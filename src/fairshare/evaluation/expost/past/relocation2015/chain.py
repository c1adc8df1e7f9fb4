"""The chain of the scheme: decided, allotted, committed, offered, relocated by day; and what does not add up."""

from __future__ import annotations

from datetime import date
from typing import Final

from fairshare.evaluation.expost.document import Cite, Fig, Grid, Name, Paragraph, Section, Sentence, Shown, State, say
from fairshare.evaluation.expost.measured import Figures, Measured, part_of, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.relocation2015.states import ORIGINS
from fairshare.evaluation.expost.past.tables import ByKey, all_taken, remainder, rows_of, taken

DAYS: Final = (date(2017, 2, 7), date(2017, 5, 12), date(2017, 7, 13), date(2017, 9, 1), date(2018, 2, 5))
"""The days of which the persons relocated until then are known."""

OFFERED_ON: Final = date(2017, 2, 8)
"""The day of which the places offered until then are known."""

END: Final = "2019-11-13"
"""When the Court of Auditors told how many had been relocated in the end."""

_ACTS: Final = {
    "decided": ("decided", "decided"),
    "decided/1523": ("decided.1523", "decided"),
    "decided/1601": ("decided.1601", "decided"),
    "not_allotted": ("not_allotted", "not_allotted"),
    "annex_1": ("annex_text.IT", "committed"),
    "annex_2": ("annex_text.EL", "committed"),
    "july_2015": ("july_text", "committed"),
    "committed": ("committed", "committed"),
    "committed/IT": ("committed.IT", "committed"),
    "committed/EL": ("committed.EL", "committed"),
    "committed/auditors": ("committed_audited", "committed"),
    "relocated": ("relocated", "relocated"),
    f"relocated/{END}/IT": ("relocated.IT", "relocated"),
    f"relocated/{END}/EL": ("relocated.EL", "relocated"),
    "relocated_rounded": ("relocated_rounded", "relocated"),
    "eligible/IT": ("eligible.IT", "eligible"),
    "eligible/EL": ("eligible.EL", "eligible"),
    "audited/IT": ("relocated_of_applicants.IT", "relocated_of_applicants"),
    "audited/EL": ("relocated_of_applicants.EL", "relocated_of_applicants"),
}


def published(read: Read) -> tuple[Measured, ...]:
    """The totals as published, the rates against both denominators, and the same at each day told.

    Keys ``decided``, ``committed``, ``relocated`` and more; ``.ORIGIN`` for one state of departure, ``.DAY`` for what
    had been relocated (``relocated.DAY``) or offered (``places.DAY``) until then."""
    rows = rows_of(read, "relocation_2015")
    acts = {figure.key: figure for figure in all_taken(rows, _ACTS)}
    decided, committed = acts["decided"], acts["committed"]
    allotted = remainder("allotted", "allotted", decided, acts["not_allotted"])
    found = [
        *acts.values(),
        allotted,
        part_of("allotted_of_decided", "part_of_decided", allotted, decided),
        part_of("committed_of_decided", "part_of_decided", committed, decided),
    ]
    for name, day in (("places", OFFERED_ON), *(("relocated", day) for day in DAYS)):
        found += _at(rows, name, day, decided, committed)
    final = acts["relocated"]
    return (
        *found,
        part_of("relocated_of_decided", "relocated_of_decided", final, decided),
        part_of("relocated_of_committed", "relocated_of_committed", final, committed),
    )


def _at(rows: ByKey, name: str, day: date, decided: Measured, committed: Measured) -> tuple[Measured, ...]:
    """What was offered or relocated until a day: by state of departure, together, and as parts of both denominators."""
    each = tuple(taken(rows[f"{name}/{day}/{origin}"], f"{name}.{day}.{origin}", name) for origin in ORIGINS)
    whole = summed(f"{name}.{day}", name, each)
    return (
        *each,
        whole,
        part_of(f"{name}_of_decided.{day}", f"{name}_of_decided", whole, decided),
        part_of(f"{name}_of_committed.{day}", f"{name}_of_committed", whole, committed),
    )


def differences(figures: Figures) -> tuple[Measured, ...]:
    """The sums of the rows (``sum.NAME``), and how far they are from what is stated (``difference.NAME``).

    ``figures`` hold those of :func:`published` and those by state."""
    found: list[Measured] = []
    for name, (stated, rows) in _CHECKED.items():
        whole = summed(f"sum.{name}", "committed", (one for key, one in figures.items() if _row(key, rows)))
        found += [whole, remainder(f"difference.{name}", "text_difference", whole, figures[stated])]
    return tuple(found)


_CHECKED: Final = {
    "annex_1": ("annex_text.IT", "annex.IT"),
    "annex_2": ("annex_text.EL", "annex.EL"),
    "july": ("july_text", "july"),
    "committed_IT": ("committed.IT", "committed.IT"),
    "committed_EL": ("committed.EL", "committed.EL"),
    "committed": ("committed", "committed"),
}
"""What is stated and the rows that should add to it."""


def _row(key: str, of: str) -> bool:
    """Whether a key is that of a state's figure under ``of``."""
    head, _, state = key.rpartition(".")
    return head == of and len(state) == 2 and f"{of}.{state}" not in {"committed.IT", "committed.EL"}


def chain_section(figures: Figures) -> Section:
    """From decided to relocated, with both denominators in every row that has one."""
    return Section(
        "chain",
        say("From decided to relocated"),
        (
            Paragraph(
                (
                    say(
                        "{decided} persons were decided: {first} by {act}, {second} by {other}.",
                        decided=Fig("decided"), first=Fig("decided.1523"), act=Name("Decision (EU) 2015/1523"),
                        second=Fig("decided.1601"), other=Name("Decision (EU) 2015/1601"),
                    ),
                    say(
                        "{count} of them were never allotted: they were meant for relocation from {state}, which did "
                        "not wish to benefit. Under {act}, Syrians whom a state admitted from Türkiye could be set off "
                        "against them ({cite}).",
                        count=Fig("not_allotted"), state=State("HU"), act=Name("Decision (EU) 2016/1754"),
                        cite=Cite("Decision (EU) 2015/1601 Article 4(3a)"),
                    ),
                )
            ),
            Grid(
                "chain",
                say("The chain, in persons"),
                (
                    say("Step"), say("Until"), say("From Italy"), say("From Greece"), say("Together"),
                    say("Part of those decided"), say("Part of those committed"),
                ),
                _chain_rows(figures),
                (say("What was offered or relocated is always told with both denominators."),),
            ),
        ),
        "effectiveness",
    )  # fmt: skip


def _chain_rows(figures: Figures) -> tuple[tuple[Shown | None, ...], ...]:
    def row(words: Sentence, until: date | None, name: str) -> tuple[Shown | None, ...]:
        head, at = name, f".{until}" if until else ""
        keys = (f"{head}{at}.IT", f"{head}{at}.EL", f"{head}{at}", f"{head}_of_decided{at}", f"{head}_of_committed{at}")
        return (words, until, *(Fig(key) if key in figures else None for key in keys))

    return (
        row(say("Decided"), None, "decided"),
        row(say("Allotted or open to pledges"), None, "allotted"),
        row(say("Committed"), None, "committed"),
        row(say("Places offered"), OFFERED_ON, "places"),
        *(row(say("Relocated"), day, "relocated") for day in DAYS),
        row(say("Relocated in the end"), None, "relocated"),
    )


def sums_section() -> Section:
    """Where published numbers do not add up, shown with the difference."""
    words = {
        "annex_1": say("Annex for Italy"),
        "annex_2": say("Annex for Greece"),
        "july": say("Pledges of July {year}", year=Name("2015")),
        "committed_IT": say("Committed, from Italy"),
        "committed_EL": say("Committed, from Greece"),
        "committed": say("Committed"),
    }
    return Section(
        "sums",
        say("What does not add up"),
        (
            Grid(
                "sums",
                say("Sums of the rows beside the sums that are stated, in persons"),
                (say("Table"), say("Stated"), say("Sum of the rows"), say("Difference")),
                tuple(
                    (head, Fig(_CHECKED[name][0]), Fig(f"sum.{name}"), Fig(f"difference.{name}"))
                    for name, head in words.items()
                ),
                (
                    say("The acts state {italy} and {greece}; their annexes add to {first} and {second}.",
                        italy=Fig("annex_text.IT"), greece=Fig("annex_text.EL"), first=Fig("sum.annex_1"),
                        second=Fig("sum.annex_2")),
                    say("The Court of Auditors counts {audited} persons committed, the Commission {committed}.",
                        audited=Fig("committed_audited"), committed=Fig("committed")),
                    say("The Commission gives {rounded} relocated persons, rounded; the Court of Auditors {relocated}.",
                        rounded=Fig("relocated_rounded"), relocated=Fig("relocated")),
                ),
            ),
        ),
        "coherence",
    )  # fmt: skip
