"""The settings wire the accounts: what these tests switch on for themselves is on in the Workbench."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import fairshare.workbench.settings as workbench
from fairshare.faults import BadInputError
from fairshare.workbench.environment import observatory
from fairshare.workbench.people.access import unguarded

OWN = "fairshare.workbench.people"


def test_the_middleware_stands_in_its_order() -> None:
    wanted = [
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        f"{OWN}.middleware.AccountLogMiddleware",
        f"{OWN}.middleware.SessionAgeMiddleware",
        f"{OWN}.middleware.LimitsMiddleware",
        f"{OWN}.middleware.SecondFactorMiddleware",
    ]
    assert [name for name in workbench.MIDDLEWARE if name in wanted] == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCOUNT_ADAPTER", f"{OWN}.adapters.ClosedAdapter"),
        ("ACCOUNT_USER_MODEL_USERNAME_FIELD", None),
        ("ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS", False),
        ("MFA_ADAPTER", f"{OWN}.adapters.SealedAdapter"),
        ("MFA_TOTP_ISSUER", "Fairshare"),
        ("MFA_TOTP_TOLERANCE", 1),
        ("USERSESSIONS_TRACK_ACTIVITY", False),
    ],
)
def test_allauth_is_held_as_the_accounts_need_it(name: str, value: object) -> None:
    assert getattr(workbench, name, "missing") == value


def test_attempts_are_counted_in_the_database_and_the_api_in_memory() -> None:
    backends = {name: cache["BACKEND"].rpartition(".")[2] for name, cache in workbench.CACHES.items()}
    assert backends == {"default": "DatabaseCache", "local": "LocMemCache"}


def test_nothing_of_allauth_is_reachable_without_a_declaration() -> None:
    assert [gap for gap in unguarded(workbench.ROOT_URLCONF) if "allauth" in gap] == []


@pytest.mark.parametrize(("given", "keys"), [("", []), ("earlier", ["earlier"]), ("later,first", ["later", "first"])])
def test_earlier_secrets_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str, keys: list[str]
) -> None:
    monkeypatch.setenv("FAIRSHARE_HOME", str(tmp_path))
    monkeypatch.setenv("FAIRSHARE_SECRET_FALLBACKS", given)
    assert runpy.run_path(str(workbench.__file__))["SECRET_KEY_FALLBACKS"] == keys


@pytest.mark.parametrize(("given", "address"), [("", ""), ("https://name.example/o/", "https://name.example/o/")])
def test_the_address_of_the_observatory_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: str, address: str
) -> None:
    monkeypatch.setenv("FAIRSHARE_OBSERVATORY", given)
    assert observatory() == address


@pytest.mark.parametrize("given", ["javascript:alert(1)", "observatory", "https://", "http://[::1"])
def test_what_is_no_address_of_a_page_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("FAIRSHARE_OBSERVATORY", given)
    with pytest.raises(BadInputError, match="FAIRSHARE_OBSERVATORY"):
        observatory()
