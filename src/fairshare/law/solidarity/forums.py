"""The High-Level and the Technical-Level Forum and the Coordinator (Articles 13 to 15), by
``parameters/forums.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.outcome import NeedsDecision, RefusedError
from fairshare.law.parameters import table
from fairshare.law.time_limits import last_day, limit
from fairshare.law.voting import VoteResult, simple_majority
from fairshare.states import ASSOCIATED, NAMES, PART_IV

INITIATORS: Final = ("Member State", "Commission")
_TRIGGERS: Final = {
    "act": None,
    "notice": "technical_forum_after_notice",
    "decision": "technical_forum_after_decision",
}


@dataclass(frozen=True, slots=True)
class Forum:
    """Who convenes and chairs a forum, at which level its members are, and where that stands."""

    name: str
    convened_by: str
    chair: str
    level: str
    cites: tuple[str, ...]


@cites("AMMR 13(1)", "AMMR 13(2)", "AMMR 14(1)", "AMMR 14(2)")
def forum(name: str) -> Forum:
    """The forum ``high-level`` or ``technical-level``."""
    row = _row(name)
    where = (row["convened_by"]["cite"], row["chair"]["cite"], row["level_cite"])
    return Forum(name, row["convened_by"]["who"], row["chair"]["who"], row["level"], tuple(dict.fromkeys(where)))


def _row(name: str) -> Mapping[str, Any]:
    forums: Mapping[str, Any] = table("forums")["forums"]
    if name not in forums:
        raise bad_argument("forum", f"{name!r} is unknown", " or ".join(forums))
    row: Mapping[str, Any] = forums[name]
    return row


@dataclass(frozen=True, slots=True)
class Attendance:
    """Whether a participant is admitted, and as what."""

    admitted: bool
    capacity: str
    cite: str


@cites("AMMR 13(1)", "AMMR 14(2)", "AMMR 14(3)", "AMMR 14(4)")
def may_attend(forum: str, participant: str, invited: bool = False) -> Attendance | NeedsDecision:
    """Whether a state (Eurostat code) or body may attend a forum.

    Those whom the text does not name (Denmark, Europol) need a decision of the chair. Raises
    :class:`~fairshare.faults.BadInputError` for an unknown forum or participant.
    """
    row, bodies = _row(forum), table("forums")["bodies"]
    if participant not in NAMES and participant not in bodies:
        raise bad_argument("participant", f"{participant!r} is unknown", "a state or one of " + ", ".join(bodies))
    group = "bound" if participant in PART_IV else "associated" if participant in ASSOCIATED else participant
    seat = row["attendance"].get(group)
    if seat is None:
        article = "AMMR 13(1)" if forum == "high-level" else "AMMR 14(2)-(4)"
        question = f"the text does not name {participant}; may it attend the {forum} forum?"
        return NeedsDecision(question, ("admit", "do not admit"), article, row["chair"]["who"])
    return Attendance(seat["as"] != "invited" or invited, seat["as"], seat["cite"])


@dataclass(frozen=True, slots=True)
class Task:
    """What a forum, the Coordinator, the Commission or the Member States must do."""

    who: str
    what: str
    cite: str


@cites("AMMR 13(3)", "AMMR 14(5)", "AMMR 15(1)", "AMMR 15(2)", "AMMR 15(3)", "AMMR 15(4)", "AMMR 15(5)")
def tasks(who: str) -> tuple[Task, ...]:
    """The tasks of a forum (``high-level``, ``technical-level``), of the ``Coordinator``, the ``Commission`` (towards
    the Coordinator) or the ``Member States`` (likewise)."""
    rows = [Task(row["who"], row["what"], row["cite"]) for row in table("forums")["tasks"]]
    known = tuple(dict.fromkeys(task.who for task in rows))
    if who not in known:
        raise bad_argument("who", f"{who!r} has no tasks here", ", ".join(known))
    return tuple(task for task in rows if task.who == who)


@dataclass(frozen=True, slots=True)
class Reconvening:
    """Whether the High-Level Forum is reconvened: on which grounds, by which vote, and what it is for."""

    reconvened: bool
    grounds: tuple[str, ...]
    initiator: str
    vote: VoteResult
    then: str
    cite: str = "AMMR 13(4)"


@cites("AMMR 13(4)", "AMMR 59(7)", invariants=("I29",))
def reconvening(grounds: Collection[str], votes: Mapping[str, str], initiator: str = "Member State") -> Reconvening:
    """Whether the Council reconvenes the High-Level Forum: on a ground of 13(4), by simple majority of the members.

    Refuses a vote without a ground. Whether a ground holds is for the Council to find; here it is a recorded input.
    New pledges change the act only as Article 57 says.
    """
    known: Mapping[str, str] = table("forums")["reconvening"]
    unknown = sorted(set(grounds) - set(known))
    if unknown:
        raise bad_argument("grounds", f"{', '.join(unknown)} is no ground of Article 13(4)", ", ".join(known))
    if initiator not in INITIATORS:
        raise bad_argument("initiator", f"{initiator!r} cannot start it", " or ".join(INITIATORS))
    if not grounds:
        raise RefusedError(
            "AMMR 13(4)", "the High-Level Forum is reconvened on a ground of this paragraph; none is given"
        )
    vote = simple_majority(votes)
    then = "additional contributions are asked; new pledges follow Article 57" if vote.met else "nothing changes"
    return Reconvening(vote.met, tuple(g for g in known if g in grounds), initiator, vote, then)


@cites("AMMR 14(5)", "AMMR 58(3)", "AMMR 59(6)")
def technical_forum_due(trigger: str, on: date, access_refused: bool = False) -> date | None:
    """Last day to convene the Technical-Level Forum after an ``act`` (no day is set: ``None``), the receipt of a
    ``notice`` (10 days) or the transmission of a ``decision`` under 59(4) (two weeks; ``None`` if access is refused).

    The Coordinator, no Member State, must act: the day is not moved (see :func:`fairshare.law.time_limits.expiry`).

    >>> technical_forum_due("notice", date(2026, 7, 1))
    datetime.date(2026, 7, 11)
    """
    if trigger not in _TRIGGERS:
        raise bad_argument("trigger", f"{trigger!r} is unknown", ", ".join(_TRIGGERS))
    name = _TRIGGERS[trigger]
    return None if name is None or access_refused else last_day(on, limit(name))
