"""axe finds nothing wrong on any page, for anybody, at the beginning, in the middle and at the end of a cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from fairshare.workbench.actions.permission import permitted
from fairshare.workbench.cases.models import Case, Run
from fairshare.workbench.pages.stages import PAGES
from fairshare.workbench.people.models import User

from .conftest import Open
from .scenes import YEAR
from .windows import Window

ROLES = {
    "public": "",
    "commission": "commission-head",
    "coordinator": "coordinator-head",
    "presidency": "presidency-head",
    "council": "council-head",
    "contributor": "de-head",
    "benefitting": "it-head",
    "bystander": "es-head",
    "caseworker": "de-caseworker",
    "caseworker of a benefitting state": "it-caseworker",
    "agency": "euaa",
    "reader": "reader",
}
"""A representative of every role; the reader is made by the test."""

OF_THE_CYCLE = {
    "desk": ["desk/"],
    "desk-year": [f"desk/{YEAR}/"],
    "cycle": [f"cycles/{YEAR}/"],
    "cycle-stage": [f"cycles/{YEAR}/{page.slug}/" for page in PAGES],
    "cycle-report": [f"cycles/{YEAR}/report/"],
    "cycle-figures": [f"cycles/{YEAR}/report/figures/"],
    "record": [f"cycles/{YEAR}/record/"],
    "motions": ["motions/"],
    "jobs": ["jobs/"],
    "cases": ["cases/"],
    "cases-year": [f"cases/{YEAR}/"],
    "case-new": [f"cases/{YEAR}/new/"],
    "case-runs": [f"cases/{YEAR}/runs/"],
    "case-run": [f"cases/{YEAR}/runs/{{run}}/"],
    "case-agreements": [f"cases/{YEAR}/agreements/"],
    "case": [f"cases/{YEAR}/case/{{case}}/", f"cases/{YEAR}/case/none/"],
}
PUBLIC = {
    "home": [""],
    "pool": [f"pool/{YEAR}/"],
    "state": [f"pool/{YEAR}/DE/", f"pool/{YEAR}/IT/", f"pool/{YEAR}/XX/"],
    "states": ["states/"],
    "history": ["history/"],
    "method": ["method/"],
    "evaluations": ["evaluations/"],
    "evaluation": [f"evaluations/{YEAR}/", "evaluations/relocation-2015/"],
    "evaluation-figures": [f"evaluations/{YEAR}/figures/"],
    "scoreboard": [f"evaluations/{YEAR}/scoreboard/"],
    "claims": ["claims/"],
    "claims-figures": ["claims/figures/"],
    "open-data": ["data/"],
    "api-docs": ["api/docs"],
}
ACCOUNT = {
    "account_login": ["account/login/"],
    "account_logout": ["account/logout/"],
    "account_inactive": ["account/inactive/"],
    "mfa_authenticate": ["account/factor/"],
    "people_link": ["account/link/none/"],
    "account_reset_password": ["account/password/reset/"],
    "account_reset_password_done": ["account/password/reset/sent/"],
    "account_reset_password_from_key": ["account/password/reset/none-none/"],
    "account_reset_password_from_key_done": ["account/password/reset/changed/"],
    "account": ["account/"],
    "people_log": ["account/log/"],
    "usersessions_list": ["account/sessions/"],
    "account_change_password": ["account/password/"],
    "account_set_password": ["account/password/set/"],
    "account_reauthenticate": ["account/confirm/"],
    "mfa_index": ["account/factors/"],
    "mfa_reauthenticate": ["account/factors/confirm/"],
    "mfa_activate_totp": ["account/factors/app/add/"],
    "mfa_deactivate_totp": ["account/factors/app/remove/"],
    "mfa_view_recovery_codes": ["account/factors/codes/"],
    "mfa_generate_recovery_codes": ["account/factors/codes/renew/"],
    "mfa_list_webauthn": ["account/factors/keys/"],
    "mfa_add_webauthn": ["account/factors/keys/add/"],
    "mfa_reauthenticate_webauthn": ["account/factors/keys/confirm/"],
    "mfa_remove_webauthn": ["account/factors/keys/1/remove/"],
    "mfa_edit_webauthn": ["account/factors/keys/1/name/"],
    "people_colleagues": ["account/people/"],
    "people_seat_log": ["account/people/log/"],
    "tokens": ["account/tokens/"],
}
BY_SEAT = {"do", "case-do"}
"""Filled by what a seat may do."""

NO_PAGES = {
    "healthz", "readyz", "metrics", "openapi", "dcat", "heads", "dataset", "case-json",  # data
    "annex", "forum-papers", "account-pdf", "mfa_download_recovery_codes",  # files
    "evaluation-file", "claims-file", "cycle-report-file",  # files too
    "motion", "demo-day", "set_language", "people_renew", "people_change",  # take a form
    "token-revoke", "job-stop",
}  # fmt: skip


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Every route with its name."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, str(pattern.name)


def test_every_address_is_looked_at_and_its_name_is_its_own() -> None:
    pages = {"api-docs", "openapi"}
    found = [name for route, name in routes(get_resolver().url_patterns) if route[:4] != "api/" or name in pages]
    assert sorted(found) == sorted(OF_THE_CYCLE.keys() | PUBLIC.keys() | ACCOUNT.keys() | BY_SEAT | NO_PAGES)
    named = [name for _, name in routes(get_resolver().url_patterns) if name != "None"]
    assert len(named) == len(set(named))


def paths(state: str, user: User | None) -> list[str]:
    """The pages to look at in a state of the cycle: those of accounts at the beginning, forms in the middle."""
    groups = [PUBLIC, OF_THE_CYCLE] if user is None or state == "middle" else [OF_THE_CYCLE]
    if state == "early":
        groups.append(ACCOUNT)
    names = {"case": known("case"), "run": known("run")}
    found = [path.format(**names) for group in groups for several in group.values() for path in several]
    return found + (forms(user) if user and state == "middle" else [])


def known(kind: str) -> str:
    """The name of the first case or run, if there is any."""
    kinds: dict[str, type[Case] | type[Run]] = {"case": Case, "run": Run}
    return kinds[kind].unscoped.order_by("pk").values_list("public", flat=True).first() or "none"


def forms(user: User) -> list[str]:
    """The forms of all that somebody may do; those of cases stand with the case."""
    may = [action.name for action in permitted(user.seat)]
    of_cases = [f"cases/{YEAR}/case/{known('case')}/{name}/" for name in may if name.startswith("case.")]
    return [f"cycles/{YEAR}/do/{name}/" for name in may if not name.startswith("case.")] + of_cases


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """What stands between the frames of the pages that were looked at, for all roles and states of the cycle."""
    return set()


def faults(window: Window, path: str, looked_at: set[str], frame: bool) -> list[str]:
    """What axe finds on a page in light, and of its colours in dark.

    Many roles see the same page in a frame of their own. It is looked at once, letter for letter; with ``frame`` in
    any case, so that each role's frame is looked at too.
    """
    window.open(f"/{path}")
    content = window.content()
    if content in looked_at and not frame:
        return []
    looked_at.add(content)
    light = window.axe()
    window.page.emulate_media(color_scheme="dark")
    dark = window.axe("color-contrast")
    window.page.emulate_media(color_scheme="light")
    return [f"/{path} {fault}" for fault in (*light, *dark)]


@pytest.fixture
def reader(server: str) -> User:
    """Somebody of a delegation who only reads."""
    return User.objects.create_user(
        "reader@demonstration.invalid", name="Spain, reader", capacity="member_state", state="ES", function="reader"
    )


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["early", "middle", "end"])
def test_axe_finds_nothing(
    state: str, role: str, held: Callable[[str], None], open_window: Open, reader: User, looked_at: set[str]
) -> None:
    held(state)
    window = open_window(ROLES[role])
    window.refused |= {403, 404, 410}
    found = [faults(window, path, looked_at, frame=n == 0) for n, path in enumerate(paths(state, window.user))]
    assert [fault for several in found for fault in several] == []
