"""Cycles and their entries. An entry is never changed or deleted: the database itself refuses it (migration 0002)."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from fairshare.workbench.record.chain import START, Sealed, origin


class UnscopedError(RuntimeError):
    """Entries were asked for without saying for whom: use :func:`fairshare.workbench.record.cut.cut`."""


class Scoped(models.Manager["Entry"]):
    """The default manager of entries: it fails, so that nobody reads entries without a scope by mistake."""

    def get_queryset(self) -> NoReturn:
        """Fails."""
        raise UnscopedError("entries are read for a seat: use record.cut.cut")


class Cycle(models.Model):
    """The cycle of one pool year, and the end of its chain."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    choices = models.JSONField(default=dict)
    not_covered = models.JSONField(default=list)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=START)

    def __str__(self) -> str:
        return str(self.year)

    @property
    def origin(self) -> str:
        """What the first entry is chained to."""
        return origin(self.year, self.choices, self.not_covered)


class Entry(models.Model):
    """One entry of the record of a cycle: ``payload`` is canonical JSON, ``kind`` an event of the ledger or a case."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    payload = models.TextField()
    capacity = models.CharField(max_length=20)
    state = models.CharField(max_length=2, blank=True)
    body = models.CharField(max_length=20, blank=True)
    who = models.CharField(max_length=12, blank=True)
    recorded = models.CharField(max_length=32)
    key = models.CharField(max_length=80)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = Scoped()
    unscoped: ClassVar[models.Manager[Entry]] = models.Manager()

    class Meta:
        """One order, and one entry for a key: a request that comes twice is kept once."""

        base_manager_name = "unscoped"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_entry_a_number"),
            models.UniqueConstraint(fields=["cycle", "key"], name="one_entry_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.number} {self.kind}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """The record is never deleted."""
        raise TypeError("the record is never deleted")

    @property
    def sealed(self) -> Sealed:
        """What the digest covers."""
        return Sealed(
            self.cycle_id, self.number, self.kind, self.payload, self.capacity, self.state, self.body, self.who,
            self.recorded, self.key, self.prev,
        )  # fmt: skip


class Receipt(models.Model):
    """What a request with a key led to, so that the same request again gets the same answer and does nothing."""

    key = models.CharField(max_length=80, primary_key=True)
    who = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key
