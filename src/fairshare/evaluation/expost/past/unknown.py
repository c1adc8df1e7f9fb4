"""What none of the voluntary schemes published, as gaps with an owner, and where their counts end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from fairshare.evaluation.expost.document import Gap, Sentence, say
from fairshare.evaluation.expost.measured import Figures

COMMISSION: Final = "European Commission"

PERSISTENCE: Final = Gap(
    "persistent_of_relocated", "States of relocation", say("Nobody published how many were still there later.")
)
PLEDGES: Final = Gap("committed", COMMISSION, say("Who pledged how many places was not published."))
TRANSFER_DAYS: Final = Gap(
    "transfer_days", "European Union Agency for Asylum", say("The time from pledge to transfer is not published.")
)

_WHY: Final = {
    "committed": say("How many places the state pledged was not published."),
    "relocated": say("How many persons the state took was not published."),
}


def by_state(figures: Figures, owner: str = COMMISSION) -> Iterator[Gap]:
    """A gap for each figure ``committed...STATE`` or ``relocated...STATE`` that is unknown."""
    for key, figure in figures.items():
        theme, state = key.partition(".")[0], key.rpartition(".")[2]
        if figure.value is None and theme in _WHY:
            yield Gap(theme, owner, _WHY[theme], state)


def last_count(day: date) -> Sentence:
    """That the evaluation ends before the scheme did."""
    return say(
        "Relocation went on after the last count for all states. This evaluation ends with that count, {day}.", day=day
    )
