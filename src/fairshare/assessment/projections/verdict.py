"""What is said wherever a projection is used: whether its model beat the random walk, and over how many origins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from fairshare.assessment.projections.leaderboard import Leaderboard
from fairshare.assessment.projections.origins import ENOUGH
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    from fairshare.assessment.projections.project import Projection


@dataclass(frozen=True, slots=True)
class Verdict:
    """``beats`` and ``fails``: months ahead at which the model does and does not beat the reference by ``loss`` (what
    could not be tested is a no). ``origins``: the fewest that any of these horizons had."""

    model: str
    reference: str
    loss: str
    group: str
    beats: tuple[int, ...]
    fails: tuple[int, ...]
    origins: int

    @property
    def warn(self) -> bool:
        """Whether the projection must not be used without a warning."""
        return bool(self.fails) or self.origins < ENOUGH

    @property
    def text(self) -> str:
        """One line for a person.

        >>> Verdict("theta", "random_walk", "mase", "all", (1, 3), (6, 12), 36).text
        'theta does not beat the random walk at 6 and 12 months (36 origins)'
        """
        months = f"{_listed(self.fails or self.beats)} month{'s' if (self.fails or self.beats) != (1,) else ''}"
        few = f", fewer than {ENOUGH}" if self.origins < ENOUGH else ""
        name = self.reference.replace("_", " ")
        if self.model == self.reference:
            return f"{self.model} is the {name} itself, which others have to beat ({self.origins} origins{few})"
        says = "does not beat" if self.fails else "beats"
        return f"{self.model} {says} the {name} at {months} ({self.origins} origins{few})"


def verdict(board: Leaderboard, model: str, horizon: int, *, loss: str = "mase", group: str = "all") -> Verdict:
    """The verdict on a model for a projection of so many months: at each horizon that was scored up to there.

    Raises :class:`~fairshare.faults.BadInputError` for a model, a group or a horizon that was not scored."""
    rows = [row for row in board.rows if (row.model, row.group) == (model, group) and row.horizon <= horizon]
    if not rows:
        raise bad_argument("model", f"{model} was not scored in {group} at {horizon} months or less", "one that was")
    beats = tuple(row.horizon for row in rows if row.beats(loss))
    fails = tuple(row.horizon for row in rows if not row.beats(loss))
    return Verdict(model, board.reference, loss, group, beats, fails, min(row.origins for row in rows))


def judged(projection: Projection, board: Leaderboard, *, loss: str = "mase", group: str = "all") -> Projection:
    """The projection with what the evaluation found of its model: "yes" or "no" by months ahead that were scored, and
    the verdict as a warning where it is one.

    Raises :class:`~fairshare.faults.BadInputError` for a model, a group or horizons that were not scored."""
    found = verdict(board, projection.model, len(projection.months), loss=loss, group=group)
    answers = dict.fromkeys(found.fails, "no") | dict.fromkeys(found.beats, "yes")
    warnings = (*projection.warnings, found.text) if found.warn else projection.warnings
    return replace(projection, verdict=MappingProxyType({**projection.verdict, **answers}), warnings=warnings)


def _listed(months: Sequence[int]) -> str:
    *most, last = map(str, months)
    return f"{', '.join(most)} and {last}" if most else last
