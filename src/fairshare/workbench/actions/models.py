"""What waits for a second person."""

from __future__ import annotations

from secrets import randbelow
from typing import ClassVar, Final

from django.conf import settings
from django.db import models

from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.models import Cycle

_NUMBERS: Final = 2**53
"""Whole numbers below this are exact in every reader of JSON."""


def new_number() -> int:
    """A number at random: one in a row would tell every delegation how many motions the others made (12(6))."""
    return randbelow(_NUMBERS - 1) + 1


class Motion(models.Model):
    """A binding act proposed by one person of a delegation, until another confirms or drops it (four-eyes): of the same
    delegation, or where two states act jointly, of the other one (``to_…``). ``effect`` is a digest of what it does;
    ``restricted``: only cleared seats know of it."""

    WAITING, CONFIRMED, DROPPED = "waiting", "confirmed", "dropped"

    id = models.BigIntegerField(primary_key=True, default=new_number, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT)
    action = models.CharField(max_length=60)
    data = models.JSONField()
    capacity = models.CharField(max_length=20)
    state = models.CharField(max_length=2, blank=True)
    body = models.CharField(max_length=20, blank=True)
    to_capacity = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=2, blank=True)
    to_body = models.CharField(max_length=20, blank=True)
    effect = models.CharField(max_length=64, blank=True)
    restricted = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="motions")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, default=WAITING)
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-made", "-id"]

    def __str__(self) -> str:
        return f"{self.action} of {self.state or self.body or self.capacity}"

    @property
    def is_joint(self) -> bool:
        """Whether another delegation confirms than the one that proposes."""
        return (self.capacity, self.state, self.body) != (self.to_capacity, self.to_state, self.to_body)

    def is_of(self, seat: Seat) -> bool:
        """Whether the seat belongs to the delegation that proposes."""
        return (self.capacity, self.state, self.body) == (seat.capacity, seat.state, seat.body)

    def waits_for(self, seat: Seat) -> bool:
        """Whether the seat belongs to the delegation that confirms."""
        return (self.to_capacity, self.to_state, self.to_body) == (seat.capacity, seat.state, seat.body)

    @classmethod
    def known_to(cls, seat: Seat) -> models.QuerySet[Motion]:
        """The motions that a seat may know of: of its own delegation, or for it to confirm; restricted ones only if it
        is cleared. Whether it may do such things at all is for
        :func:`~fairshare.workbench.actions.permission.permits` to say."""
        own = models.Q(capacity=seat.capacity, state=seat.state, body=seat.body)
        asked = models.Q(to_capacity=seat.capacity, to_state=seat.state, to_body=seat.body)
        found = cls.objects.filter(own | asked)
        return found if seat.cleared else found.filter(restricted=False)
