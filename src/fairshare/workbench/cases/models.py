"""Cases, what is known of them, and the matching runs. No field holds a name, a number of a document or free text.

Rows are read for a seat only (:mod:`~fairshare.workbench.cases.scope`): the default manager of everything personal
fails. What is erased is erased with its case: everything personal hangs on it.
"""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import Any, ClassVar, Final, NoReturn

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models

from fairshare.workbench.cases.facts import Facts
from fairshare.workbench.record.models import Cycle

_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"


def new_pseudonym() -> str:
    """A name for a case at random, of 12 characters that are hard to mistake: it tells nothing of the family.

    >>> len(new_pseudonym()), new_pseudonym() == new_pseudonym()
    (12, False)
    """
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


class UnscopedError(RuntimeError):
    """Cases were asked for without saying for whom: use :mod:`fairshare.workbench.cases.scope`."""


class Scoped(models.Manager[Any]):
    """The default manager of what is personal: it fails, so that nobody reads it without a scope by mistake."""

    def get_queryset(self) -> NoReturn:
        """Fails."""
        raise UnscopedError("cases are read for a seat: use cases.scope")


def code(length: int, **options: Any) -> models.CharField[str, str]:
    """A field for a word of a closed list, or for nothing."""
    plain = RegexValidator(r"\A[A-Za-z_-]*\Z", "is no word of the list")
    return models.CharField(max_length=length, blank=True, default="", validators=[plain], **options)


class Case(models.Model):
    """One family, by pseudonym; the fields are those of :class:`~fairshare.workbench.cases.facts.Facts`."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    public = models.CharField(max_length=12, unique=True, default=new_pseudonym, editable=False)
    present_in = code(2, db_index=True)
    destination = code(2, db_index=True)
    status = code(20)
    persons = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    vulnerable = models.BooleanField()
    nationality = code(2)
    kind = code(12)
    granted = models.DateField(null=True)
    consent = models.BooleanField(null=True)
    security = models.BooleanField(null=True)
    family = code(4)
    ground = code(24)
    confirmed_by = code(8)
    suspends = models.BooleanField(null=True)
    informed = models.DateField(null=True)
    linked = models.DateField(null=True)
    proposed = models.DateField(null=True)
    sent = models.DateField(null=True)
    received = models.DateField(null=True)
    postponed = models.DateField(null=True)
    refused = models.DateField(null=True)
    confirmed = models.DateField(null=True)
    decided = models.DateField(null=True)
    notified = models.DateField(null=True)
    appealed = models.DateField(null=True)
    appeal_decided = models.DateField(null=True)
    transferred = models.DateField(null=True)
    arrived = models.DateField(null=True)
    ended = models.DateField(null=True)
    latest = models.DateField()

    objects = Scoped()
    unscoped: ClassVar[models.Manager[Case]] = models.Manager()

    class Meta:
        """By status and state, as lists ask for them."""

        base_manager_name = "unscoped"
        indexes: ClassVar = [
            models.Index(fields=["cycle", "present_in", "status"], name="cases_by_presence"),
            models.Index(fields=["cycle", "destination", "status"], name="cases_by_destination"),
        ]

    def __str__(self) -> str:
        return self.public

    @property
    def facts(self) -> Facts:
        """The case as the rules read it."""
        return Facts(**{name: getattr(self, name) for name in FACTS})


FACTS: Final = tuple(field.name for field in fields(Facts))
"""The columns of a case that the rules read and write."""


class OfCase(models.Model):
    """Something that hangs on a case, and goes with it."""

    objects = Scoped()
    unscoped: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        """No table of its own."""

        abstract = True
        base_manager_name = "unscoped"


class Link(OfCase):
    """A meaningful link to a state (67(3)): kind and strength as the matching weighs them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    kind = code(10)
    state = code(2)
    strength = models.DecimalField(max_digits=3, decimal_places=2)

    class Meta(OfCase.Meta):
        """Each kind of link to a state once."""

        abstract = False
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "kind", "state"], name="one_link_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Refusal(OfCase):
    """A state that refused the case, and the ground of the closed list: the case isn't proposed to it again."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="refusals")
    state = code(2)
    ground = code(24)

    def __str__(self) -> str:
        return f"{self.state} {self.ground}"


class Trace(OfCase):
    """Which entry of the record tells of the case: the way from a case to its history."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="traces")
    number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return str(self.number)


class Agreement(models.Model):
    """One of two states says that they agreed to relocate beneficiaries (56(2)(a)(ii)); it counts once both said so."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    present_in = code(2)
    destination = code(2)
    said_by = code(2)

    class Meta:
        """Each state says it once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "present_in", "destination", "said_by"], name="one_agreement")
        ]

    def __str__(self) -> str:
        return f"{self.present_in} {self.destination}"


class Run(models.Model):
    """One matching: what it was asked, and what came of it for all cases together. ``present_in`` empty: all states."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    public = models.CharField(max_length=12, unique=True, default=new_pseudonym, editable=False)
    present_in = code(2)
    mechanism = code(30)
    policy = models.JSONField()
    seed = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=12)
    made = models.DateField()
    job = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)

    objects = Scoped()
    unscoped: ClassVar[models.Manager[Run]] = models.Manager()

    class Meta:
        """Newest first."""

        base_manager_name = "unscoped"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.public


class Placement(OfCase):
    """Where a run would place a case, and why: the words of :mod:`fairshare.matching.explain`."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="placements")
    case = models.ForeignKey(Case, models.CASCADE, related_name="placements")
    state = code(2)
    reason = code(20)
    why = models.TextField(blank=True)
    others = models.JSONField(default=list)
    proposed = models.DateField(null=True)

    class Meta(OfCase.Meta):
        """A run places a case once."""

        abstract = False
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "case"], name="one_placement_a_run")]

    def __str__(self) -> str:
        return self.state


class Tally(models.Model):
    """What is kept of erased cases: how many, by pair of states, month of the end, outcome and size. Not personal."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    present_in = code(2)
    destination = code(2)
    month = models.CharField(max_length=7)
    outcome = code(20)
    size = models.CharField(max_length=4)
    cases = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a cell."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "present_in", "destination", "month", "outcome", "size"], name="one_tally_a_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.present_in} {self.destination} {self.month} {self.outcome} {self.size}"
