"""What a call of ``fairshare evaluate`` asks for, and the evaluation that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from fairshare.cli.output import given_choices
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.past import PAST, past
from fairshare.evaluation.expost.plain_text import text_of
from fairshare.faults import bad_argument
from fairshare.figures import cycles, reference

FORMATS: Final = ("html", "pdf", "docx", "xlsx", "json")
SECTIONS: Final = ("15(4)", "79")
_OF_A_POOL: Final = ("path", "as_of", "known_on", "section")
_OPTIONS: Final = {"path": "--file", "as_of": "--as-of", "known_on": "--known-on", "section": "--section"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A cycle that can be evaluated: its name, title, and when it ran."""

    name: str
    title: str
    start: date
    end: date

    def to_json(self) -> dict[str, str]:
        """The entry as JSON."""
        days = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return {"name": self.name, "title": self.title} | days


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. ``name`` is empty where ``path`` alone says which cycle; days are ``YYYY-MM-DD`` or empty;
    ``path`` and ``league`` are files."""

    name: str
    path: str = ""
    as_of: str = ""
    known_on: str = ""
    section: str = ""
    league: str = ""
    lang: str = "en"
    formats: tuple[str, ...] = FORMATS
    choices: Mapping[str, str] = field(default_factory=dict)


def catalogue() -> list[Listed]:
    """The cycles that can be evaluated, the latest first."""
    pools = [
        Listed(str(year), "Annual Solidarity Pool", date(year, 1, 1), date(year, 12, 31)) for year in cycles.years()
    ]
    ended = [Listed(one.name, text_of(one.title, {}), one.start, one.end) for one in PAST.values()]
    return sorted([*pools, *ended], key=lambda one: one.start, reverse=True)


def request_of(name: str | None, options: Mapping[str, Any]) -> Request:
    """The request of a call, checked. Raises :class:`~fairshare.faults.BadInputError`."""
    if not name and not options["path"]:
        raise bad_argument("NAME", "neither a cycle nor --file is given", "fairshare evaluate 2026; --list says more")
    choices = given_choices(options["choice"], options["choices_file"])
    given = {option: options[option] or "" for option in _OF_A_POOL}
    request = Request(
        name or "",
        **given,
        league=options["league"] or "",
        lang=options["lang"] or "en",
        formats=_formats(options["formats"]),
        choices=choices,
    )
    if given["section"] and options["league"]:
        raise bad_argument("--league", "does not go with --section", "the whole evaluation")
    if given["section"] and given["section"] not in SECTIONS:
        raise bad_argument("--section", f"{given['section']!r} is no such report", " or ".join(SECTIONS))
    if _is_past(request):
        past(request.name)
        named = [_OPTIONS[option] for option in _OF_A_POOL if given[option]] + (["--choice"] if choices else [])
        if named:
            raise bad_argument(
                named[0], f"does not go with {name}", "a pool year: a past cycle has no record of events"
            )
    return request


def _formats(text: str | None) -> tuple[str, ...]:
    named = [part.strip() for part in text.split(",")] if text is not None else list(FORMATS)
    wrong = [one for one in named if one not in FORMATS]
    if wrong:
        raise bad_argument("--format", f"{wrong[0]!r} is no format", "of " + ", ".join(FORMATS))
    return tuple(one for one in FORMATS if one in named)


def _is_past(request: Request) -> bool:
    """A name in digits is that of a pool year; a file of events holds one too."""
    return not request.name.isdecimal() and not (request.path and not request.name)


def evaluated(request: Request) -> Evaluation:
    """The evaluation that is asked for. Raises :class:`~fairshare.faults.BadInputError` for a cycle not held."""
    from fairshare.cli.league_file import league_json
    from fairshare.evaluation.expost.simulated import with_simulated
    from fairshare.evaluation.mechanisms.league_document import league

    found = past(request.name).evaluation(reference.table) if _is_past(request) else _of_pool(request)
    if request.league:
        return with_simulated(found, league(league_json(request.league)))
    return _reports()[request.section](found) if request.section else found


def _reports() -> dict[str, Callable[[Evaluation], Evaluation]]:
    from fairshare.evaluation.expost.pool_year.reports import report_15_4, review_79

    return dict(zip(SECTIONS, (report_15_4, review_79), strict=True))


def _of_pool(request: Request) -> Evaluation:
    from fairshare.evaluation.expost.pool_year.cycle import evaluation
    from fairshare.evaluation.pool import pool_report
    from fairshare.evaluation.pool.beside import beside
    from fairshare.figures.tables import read_text
    from fairshare.ledger import parse

    year = int(request.name) if request.name else None
    own = request.path
    cycle = parse(read_text(own), own) if own else parse(cycles.text(year or 0), f"cycle of {year}")
    if year is not None and cycle.year != year:
        raise bad_argument("NAME", f"the file holds the pool of {cycle.year}, not {year}")
    report = pool_report(
        cycle,
        _day(request.as_of, "--as-of") or cycle.last_day,
        request.choices,
        known_on=_day(request.known_on, "--known-on"),
        **beside(cycle.year, shipped=not own),
    )
    before = cycle.year - 1
    previous = _of_pool(Request(str(before), choices=request.choices)) if before in cycles.years() else None
    return evaluation(report, reference.table, previous=previous)


def _day(text: str, option: str) -> date | None:
    from fairshare.law.time_limits import iso_day

    day = iso_day(text) if text else None
    if text and day is None:
        raise bad_argument(option, f"{text!r} is no day", "a day such as 2026-01-31")
    return day


def without_folders(request: Request) -> Request:
    """The request as a manifest keeps it: own files by their names, not by where they lie."""
    return replace(request, path=_file_name(request.path), league=_file_name(request.league))


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
