"""A vote on the act is restricted as the proposal is; one on a deduction, after the act, is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cycle_2027 import YEAR, Table, forum, opened, package
from django.test import Client

from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.perform import ConflictError, ForbiddenError, confirm, drop, perform
from fairshare.workbench.people.models import User

pytestmark = pytest.mark.django_db

ON_THE_ACT = {"subject": "act", "position": "for"}
NEEDED = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit"]


@pytest.fixture
def uncleared(person: Callable[..., User]) -> list[User]:
    """Two delegates of Germany without clearance."""
    return [person("member_state", "DE", cleared=False) for _ in range(2)]


def test_a_delegate_without_clearance_votes_on_a_deduction(table: Table, uncleared: list[User]) -> None:
    opened(table)
    table.do("AT", "deduction.request", article="62", contents=NEEDED)
    vote = {"subject": "deduction-62:AT", "position": "for"}
    done = perform("vote.cast", uncleared[0], YEAR, vote, "vote")
    assert done.motion is not None
    confirm(done.motion, uncleared[1])
    assert table.book.votes_cast["deduction-62:AT", "DE"] == "for"


def test_a_delegate_without_clearance_is_told_nothing_of_a_vote_on_the_act(table: Table, uncleared: list[User]) -> None:
    texts = set()
    for scene in (package, forum):
        scene(table)
        before = table.traces
        with pytest.raises(ForbiddenError) as error:
            perform("vote.cast", uncleared[0], YEAR, ON_THE_ACT, "vote")
        texts.add(str(error.value))
        assert table.traces == before
    assert len(texts) == 1


def test_a_vote_on_the_act_that_waits_is_known_to_the_cleared_alone(table: Table, uncleared: list[User]) -> None:
    package(table)
    forum(table)
    motion = table.proposed("DE", "vote.cast", **ON_THE_ACT).motion
    assert motion is not None
    for end in (confirm, drop):
        with pytest.raises(ForbiddenError, match="not for you"):
            end(motion, uncleared[0])
    listed = {}
    for user in (uncleared[0], table.user("DE", 2)):
        client = Client()
        client.force_login(user)
        page, api = client.get("/motions/").content.decode(), client.get("/api/motions").json()["motions"]
        listed[user.cleared] = (f"/motions/{motion}/" in page, motion in [row["motion"] for row in api])
    assert listed == {False: (False, False), True: (True, True)}


def test_who_lost_their_clearance_voted_on_nothing(table: Table) -> None:
    package(table)
    forum(table)
    motion = table.proposed("DE", "vote.cast", **ON_THE_ACT).motion
    assert motion is not None
    User.objects.filter(pk=table.user("DE").pk).update(cleared=False)
    with pytest.raises(ConflictError, match="propose it anew"):
        confirm(motion, table.user("DE", 2))
    assert Motion.objects.get(pk=motion).status == Motion.WAITING
