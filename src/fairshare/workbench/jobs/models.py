"""Jobs: one row is the place in the queue and the state of one piece of work. And the workers that are alive."""

from __future__ import annotations

from typing import Any, ClassVar, Final, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


ENDED: Final = (Status.DONE, Status.FAILED, Status.CANCELLED)
"""A job with one of these never moves again."""


class UnscopedError(RuntimeError):
    """Jobs were asked for without saying for whom: use :func:`fairshare.workbench.jobs.queue.of_seat`."""


class Scoped(models.Manager["Job"]):
    """The default manager of jobs: it fails, so that nobody shows jobs of others by mistake."""

    def get_queryset(self) -> NoReturn:
        """Fails."""
        raise UnscopedError("jobs are read for a seat: use jobs.queue.of_seat")


class Job(models.Model):
    """One piece of work. ``attempt`` counts the times it was taken up, and names the only worker that may write to it.

    ``file`` is the path of a result under the folder of the Workbench; ``text`` says what it is at, and ``reason`` why
    it failed, to a person: English sources of translated texts; ``reason_values`` fill the places of the second."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    text = models.CharField(max_length=200, blank=True)
    heartbeat = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=3)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    file = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    reason_values = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=20)
    state = models.CharField(max_length=2, blank=True)
    body = models.CharField(max_length=20, blank=True)
    created = models.DateTimeField(db_default=Now())
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    objects = Scoped()
    unscoped: ClassVar[models.Manager[Job]] = models.Manager()

    class Meta:
        """First come, first served."""

        base_manager_name = "unscoped"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["status", "id"], name="jobs_by_status"),
            models.Index(fields=["capacity", "state", "body"], name="jobs_by_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in ENDED

    @property
    def step(self) -> str:
        """What it is at, in the language of who reads; empty where it did not say."""
        return gettext(self.text) if self.text else ""

    @property
    def problem(self) -> str:
        """Why it failed, in the language of who reads; empty where it did not."""
        text = gettext(self.reason) if self.reason else ""
        return text % self.reason_values if self.reason_values else text

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Only what has ended goes; a worker may still write to anything else."""
        if not self.has_ended:
            raise ValueError("a job that has not ended is cancelled, not deleted")
        return super().delete(*args, **kwargs)


class Worker(models.Model):
    """A worker that is alive, or was not long ago."""

    name = models.CharField(max_length=80, primary_key=True)
    started = models.DateTimeField(db_default=Now())
    seen = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
