"""A later registration: a new application where responsibility has ceased, a case of crisis, or a take back."""

from __future__ import annotations

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import Bool
from fairshare.law.responsibility.course import Course
from fairshare.law.responsibility.steps.crisis import authorised
from fairshare.law.responsibility.steps.ended import determined_anew
from fairshare.law.responsibility.steps.moment import Moment, Noted, on
from fairshare.law.responsibility.steps.take_back import registered_elsewhere


@on(Noted.REGISTERED_AGAIN)
@cites("AMMR 37(2)", "AMMR 37(4)", "AMMR 37(5)", "AMMR 36(1)(b)", "CFMR 13(2)")
def registered_again(course: Course, m: Moment, at: Bool) -> None:
    """Responsibility that has ended is determined anew; where it lasts, the person is found elsewhere."""
    left = at & ~determined_anew(course, m, at)
    registered_elsewhere(course, m, left & ~authorised(course, m, left))
