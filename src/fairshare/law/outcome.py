"""Results as values: a rule returns its figure with cite, steps and reasons, or says who must decide what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["official", "reported", "inferred", "unknown"]
"""How certain a figure or an event is, from read in an official text to known to exist but not recovered."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation, so that a page, a test and a person can replay it."""

    what: str
    value: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class NeedsDecision:
    """A question that the text leaves to a person: the program stops here and names the options."""

    question: str
    options: tuple[str, ...]
    cite: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A threshold of the law with the numbers on both sides; ``met`` is ``None`` where a number is unknown."""

    __test__ = False  # not a pytest class

    cite: str
    question: str
    met: bool | None
    figures: dict[str, str] = field(default_factory=dict)
    note: str = ""
    choices: dict[str, str] = field(default_factory=dict)


class RefusedError(ValueError):
    """An act that the law does not allow. Names the provision; whatever it was to change stays as it was."""

    def __init__(self, cite: str, reason: str) -> None:
        self.cite = cite
        self.reason = reason
        super().__init__(f"{reason} ({cite})")
