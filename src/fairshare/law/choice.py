"""One open question of the law with its answers. All of them stand in :mod:`fairshare.law.choices`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Choice:
    """One open question with its answers. ``options`` maps each value to what it means; the first is the default.

    Where ``any_day`` is set, any other day is an answer too.
    """

    name: str
    ambiguity: str
    question: str
    cite: str
    options: Mapping[str, str]
    any_day: bool = False

    @property
    def default(self) -> str:
        """The value used unless a person sets another."""
        return next(iter(self.options))

    def takes(self, value: str) -> bool:
        """Whether a value is an answer.

        >>> since = choice("D", "", "Since when?", "AMMR 85", any_day=True, june="12 June 2026")
        >>> [since.takes(day) for day in ("2026-06-13", "2026-06-31", "20260613")]
        [True, False, False]
        """
        return value in self.options or (self.any_day and _is_day(value))

    def meaning(self, value: str) -> str:
        """What an answer means: an option as it is explained, a day as it stands."""
        return self.options.get(value, value)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def choice(name: str, ambiguity: str, question: str, cite: str, *, any_day: bool = False, **options: str) -> Choice:
    """A choice whose options are given as keywords: an underscore there stands for a hyphen."""
    named = {key.replace("_", "-"): text for key, text in options.items()}
    return Choice(name, ambiguity, question, cite, named, any_day)
