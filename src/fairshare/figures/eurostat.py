"""Population and GDP from Eurostat's statistics API: few small requests, read from JSON-stat 2.0, exact and with flags.

One year is asked per call, with every other dimension fixed, so that no answer is refused as too large (413). An
answer that Eurostat still has to prepare ("asynchronous") is asked for again after a pause. The reader knows JSON-stat
datasets as https://json-stat.org/full/ describes them; the kept readers need pandas, which nothing else here does.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from typing import TYPE_CHECKING, Any, Final, TypeGuard, TypeVar

from fairshare.faults import bad_argument
from fairshare.states import EU27

if TYPE_CHECKING:
    import httpx

_T = TypeVar("_T")
BASE: Final = "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/"
BASE_VARIABLE: Final = "FAIRSHARE_EUROSTAT_URL"
MOST_CELLS: Final = 500_000  # Eurostat answers no more than this at once; a year of the 27 has 27
LEAST: Final = Decimal("1e-6")
MOST: Final = Decimal("1e15")


class EurostatError(Exception):
    """Eurostat gave no usable answer. One line; nothing was stored."""


class NoNetworkError(EurostatError):
    """Eurostat cannot be reached from here."""


class NotHeldError(EurostatError):
    """Eurostat does not hold what was asked: an unknown dataset or position."""


@dataclass(frozen=True, slots=True)
class Query:
    """A dataset with the position taken in each dimension but state and year."""

    dataset: str
    filters: Mapping[str, str]
    unit: str
    whole: bool


QUERIES: Final[Mapping[str, tuple[Query, ...]]] = {
    "population": (
        Query("demo_gind", {"indic_de": "JAN"}, "persons", True),
        Query("demo_pjan", {"age": "TOTAL", "sex": "T", "unit": "NR"}, "persons", True),
    ),
    "gdp": (Query("nama_10_gdp", {"na_item": "B1GQ", "unit": "CP_MEUR"}, "million EUR", False),),
}
"""What is asked for each table; a later query is used where Eurostat does not hold the dataset of the one before."""


@dataclass(frozen=True, slots=True, order=True)
class Observation:
    """One value of a state and year, with Eurostat's flags (``p`` provisional, ``b`` break, ``e`` estimated, …).

    ``ValueError`` for a state outside the 27 or a value that is no plausible amount."""

    state: str
    year: int
    value: Decimal
    flag: str = ""

    def __post_init__(self) -> None:
        if self.state not in EU27:
            raise ValueError(f"{self.state!r} is not one of the 27")
        if not (self.value.is_finite() and LEAST <= self.value <= MOST and int(self.value.as_tuple().exponent) >= -10):
            raise ValueError(f"{self.value} is no amount ({self.state}, {self.year})")


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read of a dataset in one go, under one ``updated`` stamp."""

    dataset: str
    filters: Mapping[str, str]
    unit: str
    updated: str
    url: str
    observations: tuple[Observation, ...]


# --- JSON-stat ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a JSON-stat dataset: its position by dimension, and its status (empty: none)."""

    position: Mapping[str, str]
    value: Decimal
    status: str


def parse_json(text: str | bytes) -> Any:
    """JSON with exact numbers (``Decimal`` where not whole); NaN and infinity are refused as ``ValueError``."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is not a number")

    return json.loads(text, parse_float=Decimal, parse_constant=refuse)


def read_jsonstat(document: object) -> Iterator[Cell]:
    """The cells of a JSON-stat 2.0 dataset that have a value, in the order of the answer.

    Values may be an array or an object by index, statuses these or one string for all. Raises :class:`EurostatError`
    for anything else."""
    if not isinstance(document, Mapping) or document.get("class") != "dataset":
        raise EurostatError("the answer is not a JSON-stat dataset")
    names, sizes = document.get("id"), document.get("size")
    if not (_is_list_of(names, str) and _is_list_of(sizes, int)) or not len(names) == len(set(names)) == len(sizes):
        raise EurostatError("the answer's dimensions and sizes do not match")
    total = prod(sizes)
    if min(sizes, default=0) < 0 or total > MOST_CELLS:
        raise EurostatError(f"the answer's size is not one of 0 to {MOST_CELLS:,} cells")
    dimensions = document.get("dimension")
    axes = [_codes(dimensions, name, size) for name, size in zip(names, sizes, strict=True)]
    values = _by_index(document.get("value"), total, "values")
    statuses = _statuses(document.get("status"), total)
    return (
        Cell(dict(zip(names, _position(index, axes), strict=True)), _exact(value), statuses.get(index, ""))
        for index, value in values.items()
        if value is not None
    )


def _is_list_of(value: object, kind: type[_T]) -> TypeGuard[list[_T]]:
    return isinstance(value, list) and all(type(item) is kind for item in value)


def _codes(dimensions: object, name: str, size: int) -> list[str]:
    """The codes of a dimension in their order; the index may be an object, an array, or absent for a single code."""
    try:
        category = dimensions[name]["category"]  # type: ignore[index]
        index = category.get("index")
        if index is None:
            index = list(category["label"])
        codes = sorted(index, key=index.__getitem__) if isinstance(index, Mapping) else list(index)
    except (KeyError, TypeError, AttributeError):
        raise EurostatError(f"the answer's dimension {name} has no categories") from None
    wrong_order = isinstance(index, Mapping) and sorted(index.values()) != list(range(size))
    if wrong_order or not _is_list_of(codes, str) or not len(codes) == len(set(codes)) == size:
        raise EurostatError(f"the answer's dimension {name} does not have the {size} categories that it promises")
    return codes


def _by_index(values: object, total: int, what: str) -> dict[int, Any]:
    if isinstance(values, list):
        if len(values) != total:
            raise EurostatError(f"the answer has {len(values)} of {total} {what}")
        return dict(enumerate(values))
    if not isinstance(values, Mapping):
        raise EurostatError(f"the answer has no {what}")
    if any(not (str(key).isascii() and str(key).isdigit() and int(key) < total) for key in values):
        raise EurostatError(f"the answer has {what} outside its {total} cells")
    return {int(key): value for key, value in values.items()}


def _statuses(statuses: object, total: int) -> dict[int, str]:
    if statuses is None:
        return {}
    if isinstance(statuses, str):
        return dict.fromkeys(range(total), statuses)
    return {
        index: status for index, status in _by_index(statuses, total, "statuses").items() if isinstance(status, str)
    }


def _position(index: int, axes: Sequence[Sequence[str]]) -> list[str]:
    """The codes at a flat index; the last dimension varies fastest."""
    codes: list[str] = []
    for axis in reversed(axes):
        index, place = divmod(index, len(axis))
        codes.append(axis[place])
    return codes[::-1]


def _exact(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise EurostatError(f"the answer has {value!r} where a number belongs")
    return Decimal(value)


def observations(document: object, query: Query) -> tuple[Observation, ...]:
    """The values of the 27 by state and year. Raises :class:`EurostatError` if the answer is not what was asked for."""
    found = []
    for cell in read_jsonstat(document):
        position = dict(cell.position)
        state, year = position.pop("geo", ""), position.pop("time", "")
        if any(position.get(name, code) != code for name, code in query.filters.items()):
            raise EurostatError(f"the answer does not keep to the filter of {query.dataset}")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise EurostatError(f"the answer has {year!r} where a year belongs")
        if state not in EU27:
            continue
        try:
            row = Observation(state, int(year), cell.value, cell.status)
        except ValueError as error:
            raise EurostatError(f"the answer's value {error}") from None
        if query.whole and row.value % 1:
            raise EurostatError(f"the answer's value {row.value} ({state}, {year}) is no number of {query.unit}")
        found.append(row)
    if len({(row.state, row.year) for row in found}) < len(found):
        raise EurostatError("the answer has several values for a state and year: a dimension was left open")
    return tuple(sorted(found))


# --- the API --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Client:
    """How Eurostat is asked. ``transport`` and ``sleep`` are replaced in tests; ``tell`` hears why a pause is made."""

    base: str = field(default_factory=lambda: os.environ.get(BASE_VARIABLE) or BASE)
    attempts: int = 5
    pause: float = 1.0
    timeout: float = 30.0
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    tell: Callable[[str], None] = lambda message: None

    def __post_init__(self) -> None:
        if not self.base.startswith(("http://", "https://")):
            raise bad_argument(BASE_VARIABLE, f"{self.base!r} is not a web address", "http://… or https://…")

    def url(self, dataset: str) -> str:
        """Where a dataset is asked for."""
        return f"{self.base.rstrip('/')}/{dataset}"

    def ask(self, dataset: str, parameters: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """The JSON document of one request. Waits and asks again where that can help; else :class:`EurostatError`."""
        import httpx

        wait = httpx.Timeout(self.timeout, connect=10.0)
        with httpx.Client(transport=self.transport, timeout=wait, follow_redirects=True) as http:
            for attempt in range(self.attempts):
                document, why = self._once(http, dataset, parameters)
                if document is not None:
                    return document
                if attempt + 1 < self.attempts:
                    seconds = self.pause * 2**attempt
                    self.tell(f"{dataset}: {why}; asking again in {seconds:g} s")
                    self.sleep(seconds)
        raise EurostatError(f"{dataset}: {why}, {self.attempts} times")

    def _once(
        self, http: httpx.Client, dataset: str, parameters: Sequence[tuple[str, str]]
    ) -> tuple[dict[str, Any] | None, str]:
        """One request: the document, or ``None`` and why it is worth asking again."""
        import httpx

        try:
            response = http.get(self.url(dataset), params=list(parameters))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise NoNetworkError(_one_line(error)) from None
        except httpx.TimeoutException:
            return None, "no answer in time"
        except (httpx.TransportError, httpx.DecodingError):
            return None, "the answer broke off"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EurostatError(f"{dataset}: {_one_line(error)}") from None
        return _document(dataset, response)


def _document(dataset: str, response: httpx.Response) -> tuple[dict[str, Any] | None, str]:
    if response.status_code == 429 or response.status_code >= 500:
        return None, f"Eurostat answers {response.status_code}"
    try:
        document = parse_json(response.content)
    except (ValueError, RecursionError):
        document = None
    label = _complaint(document)
    if "ASYNCHRONOUS" in label.upper():
        return None, "Eurostat still prepares the answer"
    if response.status_code in {400, 404}:
        raise NotHeldError(f"{dataset}: {label or 'Eurostat does not hold this'}")
    if response.status_code == 413:
        raise EurostatError(f"{dataset}: {label or 'too large'} (413)")
    if label or response.status_code != 200:
        raise EurostatError(f"{dataset}: {label or f'Eurostat answers {response.status_code}'}")
    if not isinstance(document, dict):
        raise EurostatError(f"{dataset}: the answer is not JSON")
    return document, ""


def _complaint(document: object) -> str:
    """The label of the error or warning that a document carries, on one line; empty if it carries none."""
    if not isinstance(document, Mapping):
        return ""
    entry = document.get("error") or document.get("warning")
    first = entry[0] if isinstance(entry, list) and entry else entry
    label = first.get("label") if isinstance(first, Mapping) else first
    return _one_line(label) if label else ""


def _one_line(text: object) -> str:
    return " ".join(str(text).split())[:300] or type(text).__name__


def fetch(table: str, years: Sequence[int], client: Client) -> Extract:
    """The figures of a table for the 27 and some years, under one ``updated`` stamp.

    A year that Eurostat does not hold yet is left out. Raises :class:`EurostatError` (and :class:`NoNetworkError`) if
    there is no usable answer, :class:`~fairshare.faults.BadInputError` for an unknown table."""
    if table not in QUERIES:
        raise bad_argument("TABLE", f"{table!r} cannot be refreshed", "one of " + ", ".join(QUERIES))
    missing: NotHeldError | None = None
    for query in QUERIES[table]:
        try:
            return _fetch(query, sorted(set(years)), client)
        except NotHeldError as error:
            missing = missing or error
    raise missing or NotHeldError(table)


def _fetch(query: Query, years: Sequence[int], client: Client) -> Extract:
    found: list[Observation] = []
    stamps: list[str] = []
    for year in years:
        try:
            document = client.ask(query.dataset, _parameters(query, year))
        except NotHeldError:
            if not found:
                raise
            continue  # the same question was answered for an earlier year: this year is not out yet
        try:
            rows = observations(document, query)
        except EurostatError as error:
            raise EurostatError(f"{query.dataset}: {error}") from None
        if {row.year for row in rows} - {year}:
            raise EurostatError(f"{query.dataset}: asked for {year}, the answer has other years")
        found += rows
        stamps.append(_stamp(document, query.dataset))
    if not found:
        raise NotHeldError(f"{query.dataset}: no figure for " + ", ".join(map(str, years)))
    if len(set(stamps)) > 1:
        raise EurostatError(f"{query.dataset}: the dataset was updated while it was read; ask again")
    return Extract(query.dataset, query.filters, query.unit, stamps[0], client.url(query.dataset), tuple(sorted(found)))


def _parameters(query: Query, year: int) -> list[tuple[str, str]]:
    fixed = {"format": "JSON", "lang": "EN"} | dict(query.filters)
    period = {"sinceTimePeriod": str(year), "untilTimePeriod": str(year)}
    return [*fixed.items(), *(("geo", state) for state in sorted(EU27)), *period.items()]


def _stamp(document: Mapping[str, Any], dataset: str) -> str:
    stamp = document.get("updated")
    if not isinstance(stamp, str) or not stamp.strip():
        raise EurostatError(f"{dataset}: the answer has no update stamp")
    return stamp.strip()
