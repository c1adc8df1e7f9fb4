"""What older rows of cases become."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from office import Office

from fairshare.workbench.cases.models import Case

pytestmark = pytest.mark.django_db

suspension = import_module("fairshare.workbench.cases.migrations.0002_suspension")


def test_who_had_not_asked_to_suspend_may_still_ask_and_an_appeal_that_waits_stays_as_it_is(office: Office) -> None:
    before = {"notified": False, "suspended": True, "appealed": False}
    for status, suspends in before.items():
        Case.unscoped.filter(public=office.family()).update(status=status, suspends=suspends)
    suspension.not_asked(apps, None)
    after = dict(Case.unscoped.values_list("status", "suspends"))
    assert after == {"notified": None, "suspended": True, "appealed": False}
