"""A process of its own on a database of its own: ``prepare`` cases that wait, or ``work`` on them as one worker."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import django

FORMS = 12


def prepare() -> None:
    """A database with cases whose reply is long overdue."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from office import Office

    from fairshare.workbench.people.models import User

    def person(capacity: str, state: str = "", function: str = "delegate", **fields: Any) -> User:
        number = User.objects.count()
        return User.objects.create_user(
            f"p{number}@example.test", name=f"p{number}", capacity=capacity, state=state, function=function, **fields
        )

    office = Office(person)
    for _ in range(FORMS):
        office.received("2027-03-02")


def work(start: float) -> None:
    """Look for silence, at the same moment as the others."""
    from fairshare.workbench.cases.work import settle_silence

    time.sleep(max(0.0, start - time.time()))
    print(settle_silence(date(2027, 4, 20))["confirmed"])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    django.setup()
    prepare() if sys.argv[1] == "prepare" else work(float(sys.argv[2]))
