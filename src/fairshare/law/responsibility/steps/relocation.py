"""Relocation and responsibility: Articles 33(3), 38(5), 67(2), 67(5) and 68."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.anew import determine_anew
from fairshare.law.responsibility.codes import NONE, Bool, Happened
from fairshare.law.responsibility.course import Course, Status
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.limits import Act, due
from fairshare.law.responsibility.regimes import AMMR_RELOCATED
from fairshare.law.responsibility.steps.moment import Moment, on
from fairshare.law.responsibility.trace import MET, NOTED, REASONS, reason

_SECURITY: Final = reason(
    "AMMR 67(2)",
    MET,
    "a threat to security excludes relocation to {1:state}; {0:state}, which would have benefitted, is responsible",
)
_CONFIRMED: Final = reason(
    "AMMR 67(9)", NOTED, "{0:state} confirmed on {1:day} that it relocates the person; the transfer is due by {2:day}"
)
_MOVED: Final = reason(
    "AMMR 68(3)",
    MET,
    "relocated to {0:state} on {1:day}; the benefitting state was responsible, so responsibility moved with the person",
)
_SAME_STATUS: Final = reason(
    "AMMR 68(4)", MET, "{0:state}, to which the beneficiary was relocated on {1:day}, grants the same status"
)
_FAMILY_KEPT: Final = reason(
    "AMMR 67(5)", NOTED, "{0:state} was responsible by family: the person was not to be relocated"
)
_UNDETERMINED: Final = reason(
    "AMMR 68(2)",
    NOTED,
    "relocated to {0:state} on {1:day} before the responsible state was determined: that state determines, by what "
    "is left of the criteria",
)


@on(Happened.RELOCATION_CONFIRMED)
@cites("AMMR 67(2)", "AMMR 67(11)", "AMMR 38(5)")
def confirmed(course: Course, m: Moment, at: Bool) -> None:
    """A state of relocation confirms. A threat to security found before excludes the person from every relocation."""
    at = at & (course.act == Act.AMMR)
    to = np.where(m.by == NONE, np.where(m.state == NONE, m.to, m.state), m.by).astype(np.int8)
    threat = at & (course.facts.security_threat == 1)
    _keep(course, threat, to)
    here = at & ~threat & (to != NONE)
    if not here.any():
        return
    start = np.where(here, m.day, NO_DAY).astype(np.int32)
    limit = due("relocation_transfer", start, Act.AMMR, course.determining, course.calendar)
    course.relocating[here] = to[here]
    course.relocate_due[here] = limit[here]
    course.say(here, _CONFIRMED, to, m.day, limit)


def _keep(course: Course, at: Bool, to: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> None:
    """Article 67(2): the benefitting state keeps the person and is responsible."""
    at = at & (course.why != _SECURITY)
    course.hold(at, course.determining, _SECURITY, Status.DETERMINED, course.determining, to)


@on(Happened.RELOCATED)
@cites("AMMR 68(2)", "AMMR 68(3)", "AMMR 68(4)", "AMMR 67(2)")
def relocated(course: Course, m: Moment, at: Bool) -> None:
    """The person arrives in the state of relocation: it determines by the criteria left, or is responsible."""
    at = at & (course.act == Act.AMMR)
    to = np.where(m.to == NONE, np.where(m.state == NONE, m.by, m.state), m.to).astype(np.int8)
    threat = at & (course.facts.security_threat == 1)
    _keep(course, threat, to)
    here = at & ~threat & (to != NONE)
    course.relocating[here] = NONE
    course.relocate_due[here] = NO_DAY
    course.elsewhere[here] = NONE
    course.back.close(here)
    protected = here & (course.facts.protected_in != NONE)
    course.hold(protected, to, _SAME_STATUS, Status.SHIFTED, to, m.day)
    here &= ~protected
    course.say(here & _by_family(course), _FAMILY_KEPT, course.determining)
    moved = here & course.fixed
    course.hold(moved, to, _MOVED, Status.SHIFTED, to, m.day)
    open_still = here & ~moved
    if open_still.any():
        course.say(open_still, _UNDETERMINED, to, m.day)
        determine_anew(course, open_still, m.day, to, AMMR_RELOCATED)


def _by_family(course: Course) -> Bool:
    """Where the criteria made the benefitting state responsible by family: Article 67(5)."""
    by_family = np.array([r.rule.startswith(_FAMILY) for r in REASONS] + [False], np.bool_)
    answer: Bool = by_family[course.found.why] & (course.state == course.determining)
    return answer


_FAMILY: Final = ("AMMR 25(2)", "AMMR 25(3)", "AMMR 25(4)", "AMMR 26", "AMMR 27", "AMMR 28", "AMMR 34")


@cites("AMMR 67(5)")
def kept_by_family(basis: str, responsible: str | None, benefitting: str) -> bool:
    """Whether Article 67(5) excludes an applicant from relocation: the benefitting state is responsible by family.

    Articles 25 to 28 and 34 exclude, but not Article 25(5), the state of first registration of a minor without family.
    """
    return responsible == benefitting and basis.startswith(_FAMILY)
