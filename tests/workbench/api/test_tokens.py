"""A token asks as its owner, for a time, and never more than its owner may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from fairshare.workbench.actions.models import Motion
from fairshare.workbench.api.models import LONGEST, PREFIX, Token
from fairshare.workbench.people.colleagues import deactivate, reactivate
from fairshare.workbench.people.commands import start_over
from fairshare.workbench.people.models import User
from fairshare.workbench.record.models import Cycle

from .conftest import Caller


def bearer(token: str) -> Caller:
    """A program that sends a token, and no cookie."""
    client = Client(enforce_csrf_checks=True)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return Caller(client)


def test_a_token_acts_as_its_owner(person: Callable[..., User], cycle: Cycle) -> None:
    program = bearer(Token.issue(person("commission"), "program", "act", timedelta(days=1)))
    assert program.get("/me").json()["seat"]["capacity"] == "commission"
    assert program.act("consultation.open", state="IT").status_code == 200


def test_a_token_for_reading_does_not_act(person: Callable[..., User], cycle: Cycle) -> None:
    program = bearer(Token.issue(person("commission"), "program", "read", timedelta(days=1)))
    assert program.act("consultation.open", state="IT").status_code == 403
    assert program.get("/me").json() | {"seat": None} == {
        "signed_in": True, "scope": "read", "seat": None, "actions": [],
    }  # fmt: skip


def test_the_seat_is_that_of_the_moment(person: Callable[..., User], cycle: Cycle) -> None:
    user = person("commission")
    program = bearer(Token.issue(user, "program", "act", timedelta(days=1)))
    User.objects.filter(pk=user.pk).update(function="reader", cleared=False)
    assert program.act("consultation.open", state="IT").status_code == 403
    assert not program.get("/me").json()["seat"]["cleared"]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert program.get("/me").status_code == 401


@pytest.mark.parametrize("fields", [{"revoked": timezone.now()}, {"expires": timezone.now() - timedelta(seconds=1)}])
def test_a_token_that_is_over_opens_nothing(person: Callable[..., User], fields: dict[str, Any]) -> None:
    program = bearer(Token.issue(person("commission"), "program", "act", timedelta(days=1)))
    Token.objects.update(**fields)
    assert (program.get("/me").status_code, program.get("/cycles").status_code) == (401, 401)


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "Bearer \xe9", "Bearer " + "x" * 5000])
def test_what_is_no_token_is_refused_rather_than_ignored(header: str) -> None:
    client = Client()
    assert client.get("/api/cycles", headers={"Authorization": header}).status_code == 401


def test_only_the_digest_is_kept(person: Callable[..., User]) -> None:
    text = Token.issue(person("commission"), "program", "act", timedelta(days=1))
    kept = Token.objects.values().get()
    assert text.startswith(PREFIX)
    assert text.removeprefix(PREFIX) not in str(kept)


@pytest.mark.parametrize("valid", [timedelta(), timedelta(days=-1), LONGEST + timedelta(seconds=1)])
def test_a_token_lives_ninety_days_at_most(person: Callable[..., User], valid: timedelta) -> None:
    with pytest.raises(ValueError, match="90 days"):
        Token.issue(person("commission"), "program", "act", valid)


def test_a_second_factor_is_needed_to_make_a_token_and_to_use_it(
    person: Callable[..., User], settings: Any, cycle: Cycle
) -> None:
    settings.DEMO = False
    user = person("commission")
    program = bearer(Token.issue(user, "program", "act", timedelta(days=1)))
    assert program.get("/me").status_code == 401
    user.set_password("a password that is long")
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert program.get("/me").status_code == 200
    assert program.act("consultation.open", state="IT").status_code == 200


def test_a_session_that_owes_a_second_factor_is_the_public_and_confirms_nothing(
    sits: Callable[..., Caller], before_the_act: Callable[[], None], settings: Any
) -> None:
    before_the_act()
    number = sits("member_state", "FR").act("pledge.make", measure="financial", amount="1").json()["motion"]
    settings.DEMO = False
    second = sits("member_state", "FR")
    assert second.get("/me").json()["seat"]["capacity"] == "public"
    assert second.get("/motions").status_code == 403
    for verb in ("confirm", "drop"):
        assert second.post(f"/motions/{number}/{verb}").status_code == 403
    assert Motion.objects.get(pk=number).status == Motion.WAITING


def test_the_page_shows_a_new_token_once_and_revokes_it(sits: Callable[..., Caller]) -> None:
    client = sits("member_state", "DE").client
    made = client.post("/account/tokens/", {"name": "nightly", "scope": "read", "days": "30"})
    text = re.search(rf"{PREFIX}[\w-]+", made.content.decode())
    assert text is not None and Token.of(text[0]) is not None
    assert text[0] not in client.get("/account/tokens/").content.decode()
    assert "no-store" in made["Cache-Control"]
    client.post(f"/account/tokens/{Token.objects.get().pk}/revoke")
    assert Token.of(text[0]) is None


def test_nobody_revokes_the_token_of_another(sits: Callable[..., Caller], person: Callable[..., User]) -> None:
    Token.issue(person("member_state", "DE"), "program", "read", timedelta(days=1))
    sits("member_state", "DE").client.post(f"/account/tokens/{Token.objects.get().pk}/revoke")
    assert Token.objects.get().valid


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scope": "all"}, {"days": "91"}, {"days": "0"}])
def test_a_token_that_is_not_filled_in_is_not_made(sits: Callable[..., Caller], wrong: dict[str, str]) -> None:
    asked = {"name": "nightly", "scope": "read", "days": "30"} | wrong
    assert sits("member_state", "DE").client.post("/account/tokens/", asked).status_code == 422
    assert not Token.objects.exists()


def test_a_token_does_not_come_back_with_an_account_that_was_closed(person: Callable[..., User]) -> None:
    head, user = person("commission", function="head"), person("commission")
    program = bearer(Token.issue(user, "program", "act", timedelta(days=1)))
    deactivate(head, user.handle)
    reactivate(head, user.handle)
    assert program.get("/me").status_code == 401


def test_who_starts_over_has_no_tokens_left(person: Callable[..., User]) -> None:
    user = person("commission")
    program = bearer(Token.issue(user, "program", "act", timedelta(days=1)))
    start_over(user.email)
    assert program.get("/me").status_code == 401
