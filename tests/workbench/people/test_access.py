"""Every view says who may open it, and the saying holds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from ninja import NinjaAPI

from fairshare.workbench.people.access import acting, public_page, require, signed_in, unguarded
from fairshare.workbench.people.models import User

Member = Callable[..., User]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def urlconf(name: str, patterns: list[object]) -> str:
    sys.modules[name] = ModuleType(name)
    sys.modules[name].urlpatterns = patterns  # type: ignore[attr-defined]
    return name


def test_every_view_of_accounts_declares_its_access() -> None:
    assert unguarded("fairshare.workbench.people.urls") == []


def test_a_forgotten_declaration_is_found() -> None:
    conf = urlconf("urls_with_a_gap", [path("told/", signed_in(plain)), path("forgotten/", plain)])
    assert [gap.split(" → ")[0] for gap in unguarded(conf)] == ["forgotten/"]


def test_a_forgotten_declaration_of_an_operation_is_found() -> None:
    api = NinjaAPI(urls_namespace="gap", openapi_url=None, docs_url=None)

    @api.get("/told")
    @acting("commission")
    def told(request: HttpRequest, year: int) -> dict[str, int]:
        return {"year": year}

    @api.get("/forgotten")
    def forgotten(request: HttpRequest) -> dict[str, int]:
        return {}

    gaps = [gap.split(" → ")[0] for gap in unguarded(urlconf("api_with_a_gap", [path("api/", api.urls)]))]
    assert "api/forgotten" in gaps
    assert "api/told" not in gaps


def test_a_view_declares_once() -> None:
    with pytest.raises(TypeError, match="twice"):
        public_page(signed_in(plain))


@pytest.mark.parametrize("page", ["/desk/", "/commission/", "/reading/", "/account/", "/account/people/"])
def test_who_is_not_signed_in_is_asked_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["location"]) == (302, f"/account/login/?next={page}")


def test_the_api_answers_who_is_not_signed_in_without_a_page(client: Client) -> None:
    answer = client.get("/api/desk/")
    assert (answer.status_code, answer.json()) == (401, {"detail": "sign in first"})


@pytest.mark.parametrize(
    ("seat", "desk", "commission", "reading"),
    [
        (("commission",), 200, 200, 200),
        (("member_state", "DE"), 200, 403, 200),
        (("member_state", "DE", "", "reader"), 403, 403, 200),
    ],
)
def test_capacity_and_function_open_pages(
    client: Client, member: Member, sign_in: Callable[..., object], seat: tuple[str, ...], desk: int, commission: int,
    reading: int,
) -> None:  # fmt: skip
    sign_in(client, member(*seat))
    assert [client.get(page).status_code for page in ("/desk/", "/commission/", "/reading/")] == [
        desk, commission, reading,
    ]  # fmt: skip


def test_require_names_the_seat_or_refuses(member: Member, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = member("member_state", "DE")
    assert require(request, "member_state").state == "DE"
    with pytest.raises(PermissionDenied):
        require(request, "commission", "coordinator")


def test_a_closed_account_is_the_public_at_once(client: Client, member: Member, sign_in: Callable[..., object]) -> None:
    user = member("member_state", "DE")
    sign_in(client, user)
    assert client.get("/").content == b"member_state"
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/").content == b"public"
