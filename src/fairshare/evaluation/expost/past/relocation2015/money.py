"""Money of the Union's budget: what was due for the persons relocated at the rates of the acts. Not what was paid."""

from __future__ import annotations

from collections.abc import Iterable

from fairshare.evaluation.expost.document import Cite, Fig, Grid, Paragraph, Section, State, say
from fairshare.evaluation.expost.measured import Figures, Measured, computed, summed
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.relocation2015.states import ORIGINS
from fairshare.evaluation.expost.past.tables import rows_of, taken


def dues(read: Read, figures: Figures, bound: Iterable[str]) -> tuple[Measured, ...]:
    """The two rates (``lump_sum.receiving``, ``lump_sum.sending``) and what they make: ``due.STATE``, ``due.receiving``
    (the sum over the states of relocation), ``due.IT``, ``due.EL``."""
    rows = rows_of(read, "relocation_2015")
    receiving, sending = (
        taken(rows[f"{role}_eur"], f"lump_sum.{role}", "lump_sum") for role in ("receiving", "sending")
    )
    taking = [due(f"due.{state}", receiving, figures[f"relocated.{state}"]) for state in bound]
    return (
        receiving,
        sending,
        *taking,
        summed("due.receiving", "due", taking),
        *(due(f"due.{origin}", sending, figures[f"relocated.{origin}"]) for origin in ORIGINS),
    )


def due(key: str, rate: Measured, persons: Measured) -> Measured:
    """A rate times the persons relocated, in EUR; unknown where one is."""
    value = None if rate.value is None or persons.value is None else rate.value * persons.value
    return computed(key, "due", due, (rate, persons), value)


def money_section(bound: tuple[str, ...], figures: Figures) -> Section:
    """The rates, the sums, and what was due by state of relocation."""
    paid_for = [state for state in bound if figures[f"due.{state}"].value]
    return Section(
        "money",
        say("Money"),
        (
            Paragraph(
                (
                    say(
                        "A state received {receiving} for each person whom it took, Italy and Greece at least "
                        "{sending} for each person who left ({cite}).",
                        receiving=Fig("lump_sum.receiving"), sending=Fig("lump_sum.sending"),
                        cite=Cite("Decision (EU) 2015/1601 Article 10"),
                    ),
                    say(
                        "For the persons told by state, {due} were due to the states that were bound to take them; at "
                        "least {italy} to Italy and {greece} to Greece.",
                        due=Fig("due.receiving"), italy=Fig("due.IT"), greece=Fig("due.EL"),
                    ),
                    say("This is what the rates make of the persons relocated; what was paid was not found."),
                )
            ),
            Grid(
                "due",
                say("What was due to each state for the persons whom it took"),
                (say("State"), say("Relocated"), say("Due")),
                tuple((State(state), Fig(f"relocated.{state}"), Fig(f"due.{state}")) for state in paid_for),
            ),
        ),
        "efficiency",
    )  # fmt: skip
