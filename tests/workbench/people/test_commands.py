"""The command line makes the first heads, helps who is locked out, and peoples a demonstration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django.fixtures import Settings

from fairshare.faults import BadInputError
from fairshare.workbench.people.commands import create_head, demo_links, demo_people, start_over
from fairshare.workbench.people.models import SecurityEvent, SignInLink, User


def test_a_head_is_made_with_an_invitation(client: Client) -> None:
    user, token = create_head("Head@Example.test", "Head", "member_state", "DE", cleared=True)
    assert (user.email, user.seat.function, user.seat.state, user.cleared) == ("head@example.test", "head", "DE", True)
    assert client.post(f"/account/link/{token}/").status_code == 302
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.ACCEPTED, user=user).count() == 1


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (("nobody", "", "king", "", ""), {"email", "name", "capacity"}),
        (("a@example.test", "A", "member_state", "", ""), {"state"}),
        (("a@example.test", "A", "member_state", "US", ""), {"state"}),
        (("a@example.test", "A", "commission", "DE", ""), {"state"}),
        (("a@example.test", "A", "agency", "", ""), {"body"}),
        (("a@example.test", "A", "public", "", ""), {"capacity"}),
    ],
)
def test_every_argument_that_does_not_fit_is_told_at_once(given: tuple[str, ...], fields: set[str]) -> None:
    with pytest.raises(BadInputError) as refused:
        create_head(*given)
    assert {fault.field for fault in refused.value.faults} == fields
    assert not User.objects.exists()


def test_an_address_has_one_account() -> None:
    create_head("a@example.test", "A", "commission")
    with pytest.raises(BadInputError, match="has an account"):
        create_head("A@EXAMPLE.test", "B", "commission")


def test_who_is_locked_out_starts_over_with_an_invitation(
    client: Client, member: Callable[..., User], sign_in: Callable[..., object]
) -> None:
    user = member("commission")
    sign_in(client, user)
    _, token = start_over(user.email)
    assert client.get("/").content == b"public"
    assert not Authenticator.objects.exists()
    assert client.post(f"/account/link/{token}/").status_code == 302
    assert client.get("/desk/").headers["location"] == "/account/password/set/"
    with pytest.raises(BadInputError, match="no open account"):
        start_over("nobody@example.test")


def test_a_demonstration_has_everybody_once() -> None:
    people = demo_people()
    assert [user.pk for user in demo_people()] == [user.pk for user in people]
    assert Counter((user.capacity, user.function) for user in people) == {
        ("member_state", "head"): 26, ("member_state", "delegate"): 26, ("member_state", "caseworker"): 26,
        ("commission", "head"): 1, ("commission", "delegate"): 1, ("coordinator", "head"): 1,
        ("coordinator", "delegate"): 1, ("council", "head"): 1, ("council", "delegate"): 1,
        ("presidency", "head"): 1, ("presidency", "delegate"): 1, ("agency", "delegate"): 4,
    }  # fmt: skip
    assert {user.capacity for user in people if not user.cleared} == {"agency", "member_state"}
    assert not any(user.cleared for user in people if user.function == "caseworker")
    assert not any(user.has_usable_password() for user in people)
    assert "Germany, head of delegation" in {user.name for user in people}


def test_links_of_a_demonstration_sign_in(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    demo_people()
    ((name, token), (other, _)) = demo_links(["de-head", "frontex"])
    assert (name, other) == ("Germany, head of delegation", "Frontex, delegate")
    client.post(f"/account/link/{token}/")
    assert client.get("/desk/").content == b"member_state"
    with pytest.raises(BadInputError, match="xx-head"):
        demo_links(["de-head", "xx-head"])


def test_links_of_a_demonstration_are_worthless_in_production(client: Client) -> None:
    demo_people()
    ((_, token),) = demo_links(["de-head"])
    assert client.post(f"/account/link/{token}/").status_code == 410
    assert not SignInLink.objects.exclude(used=None).exists()
