"""What is wrong with an input: one value per fault, and the error that carries them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of an input file.

    ``line`` counts from 1 (the header of a table is line 1); a fault of the whole file stands on line 1.
    ``expected`` says what would have been right.

    >>> print(Fault("inputs.csv", 3, "population", "'-5' is negative", "a number of persons above 0"))
    inputs.csv:3: population: '-5' is negative; expected a number of persons above 0
    """

    file: str
    line: int
    field: str
    problem: str
    expected: str = ""

    def __str__(self) -> str:
        ending = f"; expected {self.expected}" if self.expected else ""
        return f"{self.file}:{self.line}: {self.field}: {self.problem}{ending}"


class BadInputError(ValueError):
    """Input that cannot be used. Carries every :class:`Fault` that was found, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type[BadInputError], tuple[tuple[Fault, ...]]]:
        """Faults survive the way from a worker process."""
        return type(self), (self.faults,)


def bad_argument(name: str, problem: str, expected: str = "") -> BadInputError:
    """The error for one unusable argument of a function or option of a command."""
    return BadInputError([Fault("argument", 1, name, problem, expected)])
