"""Detention, Articles 44 and 45: shorter limits for what the states do, and release where one is missed."""

from __future__ import annotations

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import Bool, Happened
from fairshare.law.responsibility.course import Course
from fairshare.law.responsibility.days import NO_DAY
from fairshare.law.responsibility.steps.moment import Moment, on


@on(Happened.DETAINED)
@cites("AMMR 45(1)", "AMMR 45(4)")
def detained(course: Course, m: Moment, at: Bool) -> None:
    """The person is detained; the ordinary limits go on beside the shorter ones."""
    course.detained_since = np.where(at, m.day, course.detained_since).astype(np.int32)
    course.detained_until = np.where(at, m.until, course.detained_until).astype(np.int32)


@on(Happened.RELEASED)
@cites("AMMR 45(4)")
def released(course: Course, m: Moment, at: Bool) -> None:
    """The person is released."""
    course.detained_since = np.where(at, NO_DAY, course.detained_since).astype(np.int32)
    course.detained_until = np.where(at, NO_DAY, course.detained_until).astype(np.int32)
