"""How persons passed through the procedure in Greece, how long it took, and who came from Türkiye beside it."""

from __future__ import annotations

from typing import Final

from fairshare.evaluation.expost.document import Bars, Fig, Paragraph, Section, say
from fairshare.evaluation.expost.measured import Figures, Measured, part_of
from fairshare.evaluation.expost.past import Read
from fairshare.evaluation.expost.past.relocation2015.states_section import day_of
from fairshare.evaluation.expost.past.tables import all_taken, rows_of

_TAKEN: Final = {
    "greece/registered": ("registered", "candidates"),
    "greece/requested": ("requested", "requested"),
    "greece/accepted": ("accepted", "accepted"),
    "greece/rejected": ("rejected", "rejected"),
    "greece/pending": ("pending", "requested"),
    "greece/transferred": ("transferred", "relocated"),
    "greece/transfer_days": ("transfer_days", "transfer_days"),
    "tuerkiye/resettled": ("resettled", "resettled_beside"),
}


def procedure(read: Read) -> tuple[Measured, ...]:
    """The steps in Greece on one day of 2017, the mean time, and ``resettled``: Syrians taken from Türkiye."""
    steps = {figure.key: figure for figure in all_taken(rows_of(read, "relocation_2015"), _TAKEN)}
    return (
        *steps.values(),
        part_of("accepted_of_requested", "accepted_of_requested", steps["accepted"], steps["requested"]),
        part_of("transferred_of_registered", "relocated_of_candidates", steps["transferred"], steps["registered"]),
    )


def procedure_section(figures: Figures) -> Section:
    """The steps as bars, and the time."""
    return Section(
        "procedure",
        say("The procedure in Greece"),
        (
            Bars(
                "steps",
                say("Persons by step in Greece until {day}", day=day_of(figures["registered"])),
                (
                    (say("Registered for relocation"), "registered"),
                    (say("Requested of a state"), "requested"),
                    (say("Accepted"), "accepted"),
                    (say("Relocated"), "transferred"),
                    (say("Rejected"), "rejected"),
                    (say("Without an answer"), "pending"),
                ),
            ),
            Paragraph(
                (
                    say(
                        "States accepted {part} of the requests. Of those registered, {other} had been relocated.",
                        part=Fig("accepted_of_requested"), other=Fig("transferred_of_registered"),
                    ),
                    say(
                        "Until {day} it took {days} days on average from the registration to the transfer.",
                        day=day_of(figures["transfer_days"]), days=Fig("transfer_days"),
                    ),
                    say(
                        "Until {day}, {count} Syrians had been resettled from Türkiye; how many of them states set off "
                        "is not told.",
                        day=day_of(figures["resettled"]), count=Fig("resettled"),
                    ),
                )
            ),
        ),
        "efficiency",
    )  # fmt: skip
