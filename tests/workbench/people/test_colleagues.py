"""The head of a seat invites, closes and opens accounts of that seat, and of no other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django.fixtures import Settings

from fairshare.workbench.people.colleagues import TakenError, deactivate, invite, reactivate, renew
from fairshare.workbench.people.models import SecurityEvent, SignInLink, User

Person = Callable[..., User]
PAGE = "/account/people/"
ASKED = {"email": "new@example.test", "name": "New Person", "function": "delegate"}


@pytest.fixture
def head(member: Person, client: Client, sign_in: Callable[..., object], confirm: Callable[[Client], None]) -> User:
    """The head of the German delegation, signed in, who confirmed it a moment ago."""
    user = member("member_state", "DE", function="head")
    sign_in(client, user)
    confirm(client)
    return user


def link_in(page: str) -> str:
    found = re.search(r'value="http://testserver(/account/link/[^"]+)"', page)
    assert found is not None
    return found[1]


def test_an_invited_person_sets_a_password_then_a_factor_and_sits_in_the_same_seat(client: Client, head: User) -> None:
    link = link_in(client.post(PAGE, ASKED).content.decode())
    guest = Client()
    assert guest.post(link).status_code == 302
    assert guest.get("/desk/").headers["location"] == "/account/password/set/"
    new = "quiet-harbour-forty-two"
    guest.post("/account/password/set/", {"password1": new, "password2": new})
    assert guest.get("/desk/").headers["location"] == "/account/factors/"
    invited = User.objects.get(email=ASKED["email"])
    assert invited.seat.speaks_for(head.seat)
    assert (invited.function, invited.cleared, invited.invited_by) == ("delegate", False, head)
    kinds = set(SecurityEvent.objects.filter(user=invited).values_list("kind", flat=True))
    assert kinds >= {SecurityEvent.Kind.INVITED, SecurityEvent.Kind.ACCEPTED, SecurityEvent.Kind.PASSWORD_SET}


def test_a_session_that_was_left_open_invites_and_closes_nobody(
    client: Client, member: Person, sign_in: Callable[..., object]
) -> None:
    head, colleague = member("member_state", "DE", function="head"), member("member_state", "DE")
    sign_in(client, head)
    for form in (PAGE, f"{PAGE}{colleague.handle}/deactivate/", f"{PAGE}{colleague.handle}/invite/"):
        assert client.post(form, ASKED).headers["location"].startswith("/account/factors/confirm/")
    assert set(User.objects.all()) == {head, colleague}
    assert not User.objects.filter(is_active=False).exists()


def test_the_link_is_shown_once(client: Client, head: User) -> None:
    answer = client.post(PAGE, ASKED)
    link = link_in(answer.content.decode())
    assert "no-store" in answer.headers["cache-control"]
    assert link not in client.get(PAGE).content.decode()


def test_the_link_is_mailed_where_mail_is_set(client: Client, head: User, settings: Settings) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    link = link_in(client.post(PAGE, ASKED).content.decode())
    assert [message.to for message in mail.outbox] == [["new@example.test"]]
    assert link in mail.outbox[0].body


def test_a_mail_server_that_fails_leaves_the_link(
    client: Client, head: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_CONFIG = ("mail.example.test", 587, "", "")
    monkeypatch.setattr(
        "fairshare.workbench.people.views.colleagues.send_mail",
        lambda *_: (_ for _ in ()).throw(ConnectionRefusedError()),
    )
    assert link_in(client.post(PAGE, ASKED).content.decode())


@pytest.mark.parametrize(
    ("change", "field"),
    [({"email": "nobody"}, "id_email"), ({"name": ""}, "id_name"), ({"function": "head"}, "id_function")],
)
def test_an_invitation_that_does_not_fit_is_told_at_its_field(
    client: Client, head: User, change: dict[str, str], field: str
) -> None:
    answer = client.post(PAGE, ASKED | change)
    assert answer.status_code == 422
    assert f'id="{field}_error"' in answer.content.decode()
    assert User.objects.count() == 1


def test_an_address_has_one_account(client: Client, head: User) -> None:
    answer = client.post(PAGE, ASKED | {"email": head.email.upper()})
    assert (answer.status_code, User.objects.count()) == (422, 1)
    with pytest.raises(TakenError):
        invite(head, head.email, "Twice", "reader", cleared=False)


def test_only_a_cleared_head_clears(person: Person) -> None:
    plain = person("agency", body="EUAA", function="head")
    cleared = person("commission", function="head")
    with pytest.raises(PermissionDenied):
        invite(plain, "a@example.test", "A", "reader", cleared=True)
    assert invite(cleared, "b@example.test", "B", "reader", cleared=True)[0].cleared


@pytest.mark.parametrize("function", ["delegate", "caseworker"])
def test_who_is_no_head_invites_nobody(
    client: Client, member: Person, sign_in: Callable[..., object], confirm: Callable[[Client], None], function: str
) -> None:
    sign_in(client, member("member_state", "DE", function=function))
    confirm(client)
    assert client.get(PAGE).status_code == client.post(PAGE, ASKED).status_code == 403
    assert client.get(f"{PAGE}log/").status_code == 403
    assert User.objects.count() == 1


def test_a_head_reaches_no_other_seat(client: Client, head: User, person: Person) -> None:
    stranger = person("member_state", "FR")
    for change in ("deactivate", "reactivate", "invite"):
        assert client.post(f"{PAGE}{stranger.handle}/{change}/").status_code == 403
    stranger.refresh_from_db()
    assert stranger.is_active
    assert stranger.name not in client.get(PAGE).content.decode()


def test_closing_ends_sessions_and_voids_links_and_opening_brings_the_account_back(
    client: Client, head: User, member: Person, sign_in: Callable[..., object]
) -> None:
    colleague = member("member_state", "DE")
    other = Client()
    sign_in(other, colleague)
    token = SignInLink.issue(colleague, SignInLink.INVITATION)
    assert client.post(f"{PAGE}{colleague.handle}/deactivate/").status_code == 302
    assert other.get("/").content == b"public"
    assert not SignInLink.holds(token)
    assert client.post(f"{PAGE}{colleague.handle}/reactivate/").status_code == 302
    assert other.get("/").content == b"public"
    sign_in(other, colleague)
    assert other.get("/").content == b"member_state"
    kinds = set(SecurityEvent.objects.filter(user=colleague, by=head).values_list("kind", flat=True))
    assert kinds == {SecurityEvent.Kind.DEACTIVATED, SecurityEvent.Kind.REACTIVATED}


def test_a_head_is_always_left(person: Person) -> None:
    first, second = (person("commission", function="head") for _ in range(2))
    with pytest.raises(PermissionDenied):
        deactivate(first, first.handle)
    stale = User.objects.get(pk=second.pk)
    deactivate(first, second.handle)
    with pytest.raises(PermissionDenied):
        deactivate(stale, first.handle)
    assert User.objects.filter(is_active=True, function="head").count() == 1
    assert reactivate(first, second.handle).is_active


def test_an_invitation_is_renewed_until_a_password_is_set(person: Person) -> None:
    head = person("commission", function="head")
    user, first = invite(head, "a@example.test", "A", "reader", cleared=False)
    _, second = renew(head, user.handle)
    assert (SignInLink.holds(first), SignInLink.holds(second)) == (False, True)
    user.set_password("quiet-harbour-forty-two")
    user.save()
    with pytest.raises(PermissionDenied):
        renew(head, user.handle)
