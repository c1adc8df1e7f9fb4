"""The pages of ``docs/reference`` on the Workbench, written from its registry, its levels and its addresses."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]

STAGES: Final = {
    "preparation": "Preparation",
    "package": "The Commission's package",
    "forum": "High-Level Forum",
    "act": "The act",
    "year": "The year",
    "deductions": "Deductions",
    "contributions": "Contributions",
    "offsets": "Offsets",
    "cases": "Cases",
    "closing": "Closing",
    "evaluation": "Evaluation",
}
"""Headings of the stages."""

WORDS: Final = {
    "member_state": "states",
    "commission": "Commission",
    "council": "Council",
    "presidency": "Presidency",
    "coordinator": "Coordinator",
    "agency": "agencies",
}
"""The capacities, short."""

LEVEL_WORDS: Final = {
    "_everyone": "everybody",
    "_participants": "all who take part in the cycle",
    "_cleared": "seats cleared for RESTREINT UE",
    "_concerned": "the states that it names, the Commission, the Coordinator",
    "_of_persons": "the states that it names, the Coordinator; the Commission where it is not of persons",
    "_nobody": "nobody; steps of an evaluation after the act: record/levels_evaluation.py",
    "_unless_small": "everybody; the public no count of 1 to 4 persons",
}
"""The rules of ``record/levels.py`` in words."""

ENVIRONMENT: Final = (
    ("FAIRSHARE_HOME", "folder of the SQLite file, the secret, results of jobs, collected files; mode 0700",
     "`~/.local/share/fairshare`"),
    ("DATABASE_URL", "`postgresql://user:password@host:port/name`; a socket as `?host=/run/postgresql`; `sslmode`, "
     "`sslrootcert`, `connect_timeout`, `options`, no other; `sqlite:///path/to/file` (from the root)",
     "SQLite in the folder"),
    ("FAIRSHARE_HOSTS", "the names under which it is served, with commas; any name makes it production", "loopback"),
    ("FAIRSHARE_SECRET", "the secret key, 50 random characters or more; production must set it",
     "made once, kept in the folder"),
    ("FAIRSHARE_SECRET_FALLBACKS", "earlier secrets, with commas: they still open what they sealed, until "
     "workers sealed it anew (a day)", "none"),
    ("FAIRSHARE_DEMO", "`1`: made-up people, no second factor; ignored in production",
     "on for `serve` on loopback, else off"),
    ("FAIRSHARE_MAIL", "`smtp://user:password@host:587`, always with STARTTLS", "no mail is sent"),
    ("FAIRSHARE_BEHIND_PROXY", "`1` where a proxy ends TLS: `X-Forwarded-Proto` and one address of "
     "`X-Forwarded-For` are believed", "off"),
    ("FAIRSHARE_CASE_MONTHS", "how many months a case is kept after its end, 1 to 120 (the controller decides)",
     "12"),
    ("FAIRSHARE_STATIC", "where collected style sheets and scripts lie", "`static` in the folder"),
    ("FAIRSHARE_METRICS_TOKEN", "who sends it as `Authorization: Bearer …` may read `/metrics`",
     "only loopback, outside production"),
    ("FAIRSHARE_OBSERVATORY", "address of the Observatory: public pages lead to it", "no link"),
    ("PROMETHEUS_MULTIPROC_DIR", "where several server processes share their numbers; `serve` sets it itself", ""),
)  # fmt: skip
"""Name, meaning and default of what the Workbench reads from the environment."""


def ready() -> None:
    """Django with the settings of a demonstration in a folder that goes when the process ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairshare.workbench.settings")
    import django
    from django.apps import apps

    if apps.ready:
        return
    os.environ["FAIRSHARE_HOME"] = folder = tempfile.mkdtemp(prefix="fairshare-docs-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["FAIRSHARE_DEMO"] = "1"
    os.environ.pop("FAIRSHARE_HOSTS", None)
    django.setup()


# --- actions ----------------------------------------------------------------------------------------------------------

_ACTIONS_INTRO: Final = """\
Everything that can be done in the Workbench. The page, the API (`POST /api/cycles/{year}/actions/NAME`) and the
command line (`fairshare act NAME`) call the same class. An action adds no law: it appends events, and folding the
events refuses what the law does not allow, with the provision.

*Who* says which seats may at all; without a remark it is for heads and delegates. *Marks*: **two** persons (the
act binds: one proposes, another confirms); **cleared** seats only (RESTREINT UE); **exact** (refused where the record
has moved on since the person looked); **today** (done by recording it; the others may bear an earlier day). *Entries*
are the [events](events.md) that it appends; a case action without any writes a step of the case.
"""


def actions(table: Table) -> str:
    """Every action by stage, then what each seat may do."""
    ready()
    from django.utils.translation import override

    from fairshare.workbench.actions.registry import actions as registry
    from fairshare.workbench.actions.registry import stage_of

    with override("en"):
        found = list(registry().values())
        parts = ["# Actions\n", f"{len(found)} actions. {_ACTIONS_INTRO}"]
        for stage, title in STAGES.items():
            rows = [_action_row(action) for action in found if stage_of(action) == stage]
            parts += [f"## {title}\n", table(("action", "does", "who", "marks", "rests on", "entries"), rows)]
        parts += ["## By seat\n", _SEATS_INTRO, table(("seat", "function", "may do"), _seat_rows(found))]
    return "\n".join(parts)


def _action_row(action: Any) -> tuple[str, ...]:
    from fairshare.ledger.notation import tag

    who = ", ".join(word for capacity, word in WORDS.items() if capacity in action.who)
    marks = [word for word, on in _marks(action) if on]
    return (
        f"`{action.name}`",
        f"{action.label}. {action.says}".strip(),
        who + (" (also caseworkers)" if "caseworker" in action.functions else ""),
        ", ".join(marks),
        "; ".join(action.cites),
        ", ".join(f"`{tag(event)}`" for event in action.writes),
    )


def _marks(action: Any) -> tuple[tuple[str, bool], ...]:
    today = ("today", not action.elsewhere)
    return ("two", action.binding), ("cleared", action.restricted), ("exact", action.exact), today


_SEATS_INTRO: Final = """\
A seat is a capacity, a state or body, and a function. Readers read and do nothing. Heads also invite and close
accounts of their own seat. What needs a clearance is counted in.
"""


def _seat_rows(found: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    actions_ = list(found)
    for capacity, word in WORDS.items():
        for function, told in (("delegate", "head, delegate"), ("caseworker", "caseworker")):
            names = [a.name for a in actions_ if capacity in a.who and function in a.functions]
            if names:
                yield word, told, ", ".join(f"`{name}`" for name in names)


# --- what others made -------------------------------------------------------------------------------------------------

_THIRD_INTRO: Final = """\
What of others is in Fairshare or is installed with it. Packages are named with version and licence in
`build/licences.csv` and `build/sbom.json` (CycloneDX), which `make sbom` writes anew; neither is committed. It fails
where a package has a licence that is not on its list: permissive licences, LGPL, MPL and EUPL are, GPL, AGPL and
the unknown are not.

Figures and their sources stand in [Bundled tables](tables.md).
"""


def third_party(table: Table) -> str:
    """What is bundled and is no package, and the packages whose licence a person read."""
    import sys
    from importlib import import_module
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / ".ci"))
    bill = import_module("bill_of_materials")
    assets = [(one.name, one.licence, f"<{one.source}>", f"`{one.where}`", one.use) for one in bill.ASSETS]
    return "\n".join([
        "# Third-party material\n", _THIRD_INTRO,
        "## Bundled\n", table(("what", "licence", "from", "where", "for"), assets),
        "## Licences read by hand\n",
        table(("package", "found"), [(f"`{name}`", reason) for name, reason in bill.BY_HAND.items()]),
    ])  # fmt: skip


# --- settings, visibility, addresses ----------------------------------------------------------------------------------

_INTRO: Final = """\
Settings, who sees what, and addresses. What can be done stands in [Actions](actions.md), how to run it in
[Run the Workbench](../how-to/run-the-workbench.md), how it is built in the
[developer book](../developer/workbench.md).

## Settings

All from the environment, read once at the start. A value that cannot be used is one line of error and exit code 2.
"""

_LEVELS_INTRO: Final = """\
By the kind of an entry in the record, before and after the act on the pool is adopted. What is not listed nobody sees.
A page, an export and an answer of the API are made from the entries that a seat sees, and from a book folded without
the others (before the act) or masked (after it). Written from `record/levels.py`.
"""

_PROPOSAL: Final = "cleared seats; others as the choice on disclosure says, or once it is declassified"

_ADDRESSES_INTRO: Final = """\
Every address and who may open it. *Acting* seats are those of heads, delegates and caseworkers. Whether somebody sees
anything there is decided again by what the page shows. A test asks every address as every seat, and fails on one
that is not in its table.
"""

_API_INTRO: Final = """\
JSON over HTTPS, described by OpenAPI 3.1 at `/api/openapi.json` and as a page at `/api/docs`. Errors are
`application/problem+json` (RFC 9457); `cite` holds the provision where the law refused. A program sends a personal
token (`Authorization: Bearer fairshare_…`, made at `/account/tokens/`, for reading or for acting, 90 days at most); a
browser session sends its CSRF token. Each change carries an `Idempotency-Key`: the same key does nothing twice. Answers
about a cycle have an `ETag`; sent back as `If-Match` it refuses an action where the record has moved on (412), and
*exact* actions need it (428).
"""


def workbench(table: Table) -> str:
    """Settings, levels, addresses, API."""
    ready()
    settings = [(f"`{name}`", meaning, default) for name, meaning, default in ENVIRONMENT]
    return "\n".join([
        "# The Workbench\n", _INTRO, table(("variable", "meaning", "without it"), settings),
        "## Who sees what\n", _LEVELS_INTRO, table(("entries", "before the act", "after it"), _level_rows()),
        "Cases are apart: the states where a family is and where it may go, and the Coordinator, see a case; nobody "
        "else does. Motions that wait are seen by the delegation that proposes and by the one that confirms.\n",
        "## Addresses\n", _ADDRESSES_INTRO, table(("address", "for whom"), _address_rows()),
        "## API\n", _API_INTRO, table(("", "address", "does"), _api_rows()),
    ])  # fmt: skip


def _level_rows() -> Iterator[tuple[str, str, str]]:
    from fairshare.workbench.record.levels import LEVELS

    groups: dict[tuple[str, str], list[str]] = {}
    for kind, (before, after) in LEVELS.items():
        words = LEVEL_WORDS[before.__name__], LEVEL_WORDS[after.__name__]
        groups.setdefault((words[0], _PROPOSAL) if kind == "proposal_adopted" else words, []).append(kind)
    for (before_, after_), kinds in groups.items():
        yield ", ".join(f"`{kind}`" for kind in kinds), before_, after_


def _address_rows() -> Iterator[tuple[str, str]]:
    from fairshare.workbench.urls import urlpatterns

    for route, view in _views(urlpatterns):
        if not route.startswith("api/") or route in {"api/docs", "api/openapi.json"}:
            yield f"`/{route.replace('|', ' or ')}`", _told(getattr(view, "access", None))


def _views(patterns: Iterable[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from _views(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _told(access: Any) -> str:
    if access is None:
        return "machines: answers before sessions"
    if access.kind == "public":
        return "everybody"
    if access.kind == "signed_in":
        return "who is signed in, also before the second factor" if access.own else "who is signed in"
    seats = ", ".join(word for capacity, word in WORDS.items() if capacity in access.capacities)
    return f"acting seats: {seats}" if seats else "acting seats"


def _api_rows() -> Iterator[tuple[str, str, str]]:
    from fairshare.workbench.api.application import schema
    from fairshare.workbench.api.document import operations

    acts = "/cycles/{year}/actions/"
    yield "POST", f"`/api{acts}NAME`", "does an [action](actions.md); 202 where a second person confirms it"
    for method, path, operation in operations(schema()):
        if acts not in path:
            yield method.upper(), f"`{path}`", operation["summary"]
