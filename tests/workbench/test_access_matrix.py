"""Every address of the Workbench, asked for by every kind of seat, of its own state and of others.

Who is told what stands in one table. An address that is not in it fails the test: nothing is open by having been
forgotten. The operations of the API have the same test in ``api/test_seats.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fairshare.ledger.events import ProposalAdopted
from fairshare.workbench.actions.models import Motion
from fairshare.workbench.actions.permission import permits
from fairshare.workbench.actions.registry import actions
from fairshare.workbench.api.models import Token
from fairshare.workbench.cases.models import Case, Run
from fairshare.workbench.jobs.models import Job
from fairshare.workbench.people.models import DemoDay, SignInLink, User
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.store import append

pytestmark = pytest.mark.django_db

WHO: Final[dict[str, tuple[str, str, str, str, bool]]] = {
    "Spain, head": ("member_state", "ES", "", "head", True),
    "Spain, caseworker": ("member_state", "ES", "", "caseworker", False),
    "Germany, head": ("member_state", "DE", "", "head", True),
    "Germany, delegate": ("member_state", "DE", "", "delegate", True),
    "Germany, caseworker": ("member_state", "DE", "", "caseworker", False),
    "Germany, reader": ("member_state", "DE", "", "reader", False),
    "France, head": ("member_state", "FR", "", "head", True),
    "France, caseworker": ("member_state", "FR", "", "caseworker", False),
    "Commission": ("commission", "", "", "head", True),
    "Commission, reader": ("commission", "", "", "reader", False),
    "Council": ("council", "", "", "delegate", True),
    "Presidency": ("presidency", "", "", "head", True),
    "Coordinator": ("coordinator", "", "", "head", True),
    "EUAA": ("agency", "", "EUAA", "delegate", False),
}
"""The seats: a benefitting state, a contributing one that a case is proposed to, one that has no part in it, and the
institutions; with and without clearance, acting and only reading."""

Answer = Callable[[Seat], int]


def _signed_in(seat: Seat) -> int:
    return 200 if seat.who else 302


def _acting(seat: Seat) -> int:
    return 302 if not seat.who else 200 if seat.acts else 403


def _cleared(seat: Seat) -> int:
    return 302 if not seat.who else 200 if seat.cleared else 404


def _heads(seat: Seat) -> int:
    return 302 if not seat.who else 200 if seat.function == "head" else 403


def _officers(seat: Seat) -> int:
    """Whom cases concern at all."""
    if not seat.who:
        return 302
    return 200 if seat.capacity == "coordinator" or (seat.capacity == "member_state" and seat.acts) else 404


def _concerned(seat: Seat) -> int:
    """The two states concerned by the case, and the Coordinator."""
    if _officers(seat) != 200:
        return _officers(seat)
    return 200 if seat.state in {"", "ES", "DE"} else 404


def _benefitting(seat: Seat) -> int:
    if _officers(seat) != 200:
        return _officers(seat)
    return 200 if seat.state in {"", "ES"} else 404


def _registers(seat: Seat) -> int:
    if not seat.who:
        return 302
    return 200 if seat.capacity == "member_state" and seat.acts else 404


def _always(status: int) -> Answer:
    return lambda _: status


def _post_only(seat: Seat) -> int:
    return 405


def _own(status: int) -> Answer:
    """A page of the account itself: of who is signed in, and of nobody else."""
    return lambda seat: status if seat.who else 302


GET: Final[dict[str, Mapping[str, Answer]]] = {
    # --- anybody ---
    "home": {"/": _always(200)},
    "pool": {"/pool/2026/": _always(200), "/pool/2027/": _always(404), "/pool/2031/": _always(404)},
    "state": {"/pool/2026/DE/": _always(200), "/pool/2027/DE/": _always(404), "/pool/2026/XX/": _always(404)},
    "states": {"/states/": _always(200)},
    "history": {"/history/": _always(200)},
    "method": {"/method/": _always(200)},
    "evaluations": {"/evaluations/": _always(200)},
    "evaluation": {
        "/evaluations/2026/": _always(200), "/evaluations/2027/": _always(404), "/evaluations/2031/": _always(404),
        "/evaluations/ships-2018/": _always(200), "/evaluations/nothing/": _always(404),
    },
    "evaluation-figures": {
        "/evaluations/2026/figures/": _always(200), "/evaluations/2027/figures/": _always(404),
    },
    "evaluation-file": {
        "/evaluations/2026/report.json": _always(200), "/evaluations/2026/report.exe": _always(404),
        "/evaluations/2027/report.json": _always(404),
    },
    "scoreboard": {
        "/evaluations/2026/scoreboard/": _always(200), "/evaluations/2027/scoreboard/": _always(404),
        "/evaluations/2031/scoreboard/": _always(404),
    },
    "claims": {"/claims/": _always(200)},
    "claims-figures": {"/claims/figures/": _always(200)},
    "claims-file": {"/claims/report.json": _always(200), "/claims/report.exe": _always(404)},
    "open-data": {"/data/": _always(200)},
    "dcat": {"/data/catalogue.jsonld": _always(200)},
    "heads": {"/data/heads.json": _always(200)},
    "dataset": {"/data/2026/pool.csv": _always(200), "/data/2027/pool.csv": _always(404)},
    "annex": {"/cycles/2026/annex.pdf": _always(200), "/cycles/2027/annex.pdf": _always(404)},
    "openapi": {"/api/openapi.json": _always(200)},
    "api-docs": {"/api/docs": _always(200)},
    # --- who takes part ---
    "desk": {"/desk/": _signed_in},
    "desk-year": {"/desk/2027/": _signed_in, "/desk/2031/": _own(404)},
    "cycle": {"/cycles/2026/": _signed_in, "/cycles/2027/": _signed_in},
    "cycle-stage": {
        "/cycles/2027/preparation/": _signed_in, "/cycles/2027/package/": _signed_in,
        "/cycles/2027/forum/": _cleared, "/cycles/2026/forum/": _signed_in, "/cycles/2027/act/": _signed_in,
        "/cycles/2026/year/": _signed_in, "/cycles/2027/evaluation/": _signed_in, "/cycles/2026/nothing/": _own(404),
    },
    "cycle-report": {"/cycles/2026/report/": _signed_in, "/cycles/2027/report/": _own(404)},
    "cycle-figures": {"/cycles/2026/report/figures/": _signed_in, "/cycles/2027/report/figures/": _own(404)},
    "cycle-report-file": {
        "/cycles/2026/report.json": _signed_in, "/cycles/2026/report.exe": _own(404),
        "/cycles/2027/report.json": _own(404),
    },
    "forum-papers": {"/cycles/2027/forum.pdf": _cleared},
    "account-pdf": {"/cycles/2026/account-FR.pdf": _signed_in, "/cycles/2027/account-FR.pdf": _own(404)},
    "record": {"/cycles/2027/record/": _signed_in},
    "motions": {"/motions/": _acting},
    "jobs": {"/jobs/": _acting},
    # --- cases: of Spain, one of them proposed to Germany ---
    "cases": {"/cases/": _officers},
    "cases-year": {"/cases/2027/": _officers},
    "case-new": {"/cases/2027/new/": _registers},
    "case-runs": {"/cases/2027/runs/": _officers},
    "case-run": {"/cases/2027/runs/RUN/": _benefitting},
    "case-agreements": {"/cases/2027/agreements/": _officers},
    "case-json": {"/cases/2027/case/CASE.json": _concerned},
    "case": {"/cases/2027/case/CASE/": _concerned, "/cases/2027/case/222222222222/": lambda s: 404 if s.who else 302},
    # --- one's own account ---
    "account": {"/account/": _own(200)},
    "people_log": {"/account/log/": _own(200)},
    "usersessions_list": {"/account/sessions/": _own(200)},
    "tokens": {"/account/tokens/": _own(200)},
    "people_colleagues": {"/account/people/": _heads},
    "people_seat_log": {"/account/people/log/": _heads},
    # --- acts: nothing happens by looking ---
    "demo-day": {"/demo/day/": _post_only},
    "set_language": {"/i18n/setlang/": _always(302)},
    "motion": {"/motions/1/confirm/": _post_only},
    "job-stop": {"/jobs/1/stop/": _post_only},
    "token-revoke": {"/account/tokens/1/revoke": lambda s: 405 if s.who else 302},
    "people_renew": {},
    "people_change": {},
    "do": {},
    "case-do": {},
}  # fmt: skip
"""By the name of an address, what each seat is answered."""

ENTRANCE: Final = {
    "account_login", "account_logout", "account_inactive", "mfa_authenticate", "people_link", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
"""Signing in and one's own factors: held to their rules in ``people/``."""

MACHINES: Final = {"healthz", "readyz", "metrics"}
"""For probes: held to their rules in ``ops/``."""


@pytest.fixture
def held(person: Callable[..., User]) -> Iterator[dict[str, str]]:
    """The pool of 2026 as history has it, and that of 2027 with a proposal that is restricted still."""
    seed(shipped(2026))
    DemoDay.pretend(date(2026, 10, 20))
    Cycle.objects.create(year=2027)
    commission: Any = {"actor": "European Commission", "capacity": "commission", "date": date(2026, 10, 15)}
    proposal = ProposalAdopted(
        **commission, basis="AMMR 12(2)", relocations=31_337, financial=Decimal(626_740_000)
    )  # fmt: skip
    append(2027, Seat("commission", who="test"), "test", [], lambda *_: ([proposal], {}))
    day = date(2026, 10, 20)
    case = Case.unscoped.create(
        cycle_id=2027, present_in="ES", destination="DE", persons=3, vulnerable=False, kind="applicant",
        status="matched", latest=day, proposed=day,
    )  # fmt: skip
    run = Run.unscoped.create(cycle_id=2027, present_in="ES", by="test", made=day, mechanism="max-weight", policy={})
    yield {"CASE": case.public, "RUN": run.public}


def _client(person: Callable[..., User], who: str) -> tuple[Client, Seat]:
    client = Client(SERVER_NAME="localhost")
    if who == "public":
        return client, PUBLIC
    capacity, state, body, function, cleared = WHO[who]
    user = person(capacity, state, body, function, cleared=cleared)
    client.force_login(user)
    return client, user.seat


@pytest.mark.parametrize("who", ["public", *WHO])
def test_every_address_answers_every_seat_as_the_table_says(
    who: str, held: dict[str, str], person: Callable[..., User]
) -> None:
    client, seat = _client(person, who)
    wrong = []
    for name, addresses in GET.items():
        for address, expected in addresses.items():
            for word, public in held.items():
                address = address.replace(word, public)
            answer = client.get(address)
            if answer.status_code != expected(seat):
                wrong.append((name, address, answer.status_code, expected(seat)))
    assert not wrong


@pytest.mark.parametrize("who", ["public", *WHO])
def test_the_form_of_an_action_is_shown_to_whom_it_is_permitted_and_to_nobody_else(
    who: str, held: dict[str, str], person: Callable[..., User]
) -> None:
    client, seat = _client(person, who)
    wrong = []
    for name, action in actions().items():
        if name.startswith("case."):
            continue
        expected = 302 if not seat.who else 403 if not seat.acts else 200 if permits(action, seat) else 404
        status = client.get(f"/cycles/2027/do/{name}/").status_code
        if status != expected:
            wrong.append((name, status, expected))
    assert not wrong


@pytest.mark.parametrize("who", ["public", *WHO])
def test_a_step_of_a_case_is_for_those_concerned(who: str, held: dict[str, str], person: Callable[..., User]) -> None:
    client, seat = _client(person, who)
    for name in ("case.inform", "case.security", "case.confirm", "case.terminate"):
        status = client.get(f"/cases/2027/case/{held['CASE']}/{name}/").status_code
        if _concerned(seat) != 200:
            assert status == _concerned(seat)
        else:
            assert status in {200, 404}  # which step is open to which of the two is for the machine of cases


def test_what_waits_in_a_delegation_is_neither_seen_nor_ended_by_another(
    held: dict[str, str], person: Callable[..., User]
) -> None:
    german = person("member_state", "DE", "", "head")
    motion = Motion.objects.create(
        cycle_id=2027, action="vote.cast", data={"subject": "act", "position": "for"}, by=german, key="x",
        capacity="member_state", state="DE", to_capacity="member_state", to_state="DE",
    )  # fmt: skip
    job = Job.unscoped.create(kind="match.run", owner=german, capacity="member_state", state="DE")
    token = Token.issue(german, "mine", "read", timedelta(days=30))
    for who in ("Spain, head", "France, head", "Commission", "EUAA"):
        client, _seat = _client(person, who)
        assert client.post(f"/motions/{motion.pk}/confirm/").status_code == 404
        assert client.post(f"/motions/{motion.pk}/drop/").status_code == 404
        assert client.post(f"/jobs/{job.pk}/stop/").status_code == 404
        client.post(f"/account/tokens/{Token.objects.get(user=german).pk}/revoke")
        assert "vote.cast" not in client.get("/motions/").content.decode()
    assert Motion.objects.get(pk=motion.pk).status == Motion.WAITING
    assert Token.objects.get(user=german).revoked is None and token
    client, _seat = _client(person, "Germany, delegate")
    assert client.get("/motions/").status_code == 200


SECRETS: Final = ("31,337", "31337", "626,740,000", "626740000", "31\u202f337", "31.337")
"""The numbers of the proposal, as pages could write them."""


@pytest.mark.parametrize("who", [name for name, row in WHO.items() if not row[4]] + ["public"])
def test_no_page_tells_the_proposal_before_the_act_to_who_is_not_cleared(
    who: str, held: dict[str, str], person: Callable[..., User]
) -> None:
    client, _seat = _client(person, who)
    for addresses in GET.values():
        for address in addresses:
            for word, public in held.items():
                address = address.replace(word, public)
            answer = client.get(address)
            told = b"" if answer.streaming else answer.content
            headers = str(answer.headers)
            assert not any(secret.encode() in told or secret in headers for secret in SECRETS), address


def test_a_cleared_seat_does_see_it(held: dict[str, str], person: Callable[..., User]) -> None:
    client, _seat = _client(person, "Spain, head")
    answer: HttpResponse = client.get("/cycles/2027/package/")  # type: ignore[assignment]
    assert any(secret in answer.content.decode() for secret in SECRETS)


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def test_every_address_is_in_the_table() -> None:
    listed = GET.keys() | ENTRANCE | MACHINES
    assert set(_names(get_resolver().url_patterns)) == listed


def test_a_link_that_was_used_signs_nobody_in(person: Callable[..., User]) -> None:
    token = SignInLink.issue(person("commission"))
    first, second = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    assert first.post(f"/account/link/{token}/").status_code == 302
    assert second.post(f"/account/link/{token}/").status_code == 410
