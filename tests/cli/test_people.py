"""The first head of a delegation is made on the server, and nowhere else."""

from __future__ import annotations

import json

import pytest

from fairshare.cli.app import run
from fairshare.workbench.people.models import SignInLink, User

pytestmark = pytest.mark.django_db


def test_a_first_head_gets_an_invitation(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["people", "head", "A@example.test", "A Name", "member_state", "--state", "SE", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    token = told["invitation"].split("/")[-2]
    head = User.objects.get(email="a@example.test")
    assert (head.capacity, head.state, head.function, head.cleared) == ("member_state", "SE", "head", False)
    redeemed = SignInLink.redeem(token)
    assert redeemed is not None and redeemed.user == head


def test_what_does_not_fit_is_told_line_by_line_and_nobody_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["people", "head", "nobody", "A Name", "member_state"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and all(line.startswith("argument:1: ") for line in lines)
    assert not User.objects.exists()


def test_who_lost_everything_starts_over(capsys: pytest.CaptureFixture[str]) -> None:
    run(["people", "head", "a@example.test", "A Name", "commission"])
    assert run(["people", "start-over", "a@example.test"]) == 0
    assert run(["people", "start-over", "b@example.test"]) == 2
    assert "has no open account" in capsys.readouterr().err
