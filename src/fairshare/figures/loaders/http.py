"""How a publisher is asked: one address each, patient where waiting can help, and every failure in one line."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from fairshare import __version__
from fairshare.faults import bad_argument

if TYPE_CHECKING:
    import httpx

_T = TypeVar("_T")
ADDRESSES: Final[Mapping[str, tuple[str, str]]] = {
    "eurostat": (
        "FAIRSHARE_EUROSTAT_URL",
        "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/",
    ),
    "unhcr": ("FAIRSHARE_UNHCR_URL", "https://api.unhcr.org/population/v1/"),
    "frontex": (
        "FAIRSHARE_FRONTEX_URL",
        "https://www.frontex.europa.eu/what-we-do/monitoring-and-risk-analysis/migratory-map/",
    ),
}
"""For each publisher: the environment variable that overrides its address, and the address."""


class LoadError(Exception):
    """A publisher gave no usable answer. One line; nothing was stored."""


class NoNetworkError(LoadError):
    """The publisher cannot be reached from here."""


class NotHeldError(LoadError):
    """The publisher does not hold what was asked: an unknown dataset, position or year."""


class TooLargeError(LoadError):
    """The publisher does not answer as much at once (413)."""


class AskAgainError(Exception):
    """An answer that may be another one later. ``seconds``: how long the publisher asks to wait (0: not said)."""

    def __init__(self, why: str, seconds: float = 0.0) -> None:
        super().__init__(why)
        self.seconds = seconds


def _address(publisher: str) -> Callable[[], str]:
    variable, address = ADDRESSES[publisher]
    return lambda: os.environ.get(variable) or address


def is_web_address(place: str) -> bool:
    """Whether a place is asked over the network; another one is a file.

    >>> is_web_address("https://ec.europa.eu/"), is_web_address("detections.xlsx")
    (True, False)
    """
    return place.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Client:
    """How publishers are asked.

    ``eurostat`` and ``unhcr`` are base addresses; ``frontex`` is the page that links the workbook, the workbook's
    address, or the path of a copy. A question is put ``attempts`` times with pauses of ``pause`` seconds that double,
    or as long as the publisher asks, but never longer than ``longest``. ``transport`` and ``sleep`` are replaced in
    tests; ``tell`` hears why a pause is made."""

    eurostat: str = field(default_factory=_address("eurostat"))
    unhcr: str = field(default_factory=_address("unhcr"))
    frontex: str = field(default_factory=_address("frontex"))
    attempts: int = 5
    pause: float = 1.0
    longest: float = 120.0
    timeout: float = 30.0
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = field(default_factory=lambda: time.sleep)
    tell: Callable[[str], None] = lambda message: None

    def __post_init__(self) -> None:
        for publisher in ("eurostat", "unhcr"):
            place = getattr(self, publisher)
            if not is_web_address(place):
                problem = f"{place!r} is not a web address"
                raise bad_argument(ADDRESSES[publisher][0], problem, "http://… or https://…")
        if "://" in self.frontex and not is_web_address(self.frontex):
            problem = f"{self.frontex!r} is neither a web address nor a path"
            raise bad_argument(ADDRESSES["frontex"][0], problem, "http://…, https://… or the path of a workbook")

    def get(
        self, what: str, url: str, parameters: Sequence[tuple[str, str]], judge: Callable[[httpx.Response], _T]
    ) -> _T:
        """What ``judge`` makes of the answer; it raises :class:`AskAgainError` where asking again can help.

        ``what`` opens the line of a failure. Raises :class:`LoadError`."""
        import httpx

        wait = httpx.Timeout(self.timeout, connect=10.0)
        headers = {"User-Agent": f"fairshare/{__version__}"}
        with httpx.Client(transport=self.transport, timeout=wait, follow_redirects=True, headers=headers) as http:
            attempt = 1
            while True:
                try:
                    return judge(_response(http, what, url, parameters))
                except AskAgainError as again:
                    if attempt >= self.attempts:
                        raise LoadError(f"{what}: {again}, {attempt} times") from None
                    self._wait(what, again, attempt)
                attempt += 1

    def _wait(self, what: str, again: AskAgainError, attempt: int) -> None:
        if again.seconds > self.longest:
            raise LoadError(f"{what}: {again} and asks to wait {again.seconds:.0f} s; ask again then") from None
        seconds = max(min(self.pause * 2 ** (attempt - 1), self.longest), again.seconds)
        self.tell(f"{what}: {again}; asking again in {seconds:g} s")
        self.sleep(seconds)


def _response(http: httpx.Client, what: str, url: str, parameters: Sequence[tuple[str, str]]) -> httpx.Response:
    import httpx

    try:
        response = http.get(url, params=list(parameters)) if parameters else http.get(url)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
        raise NoNetworkError(one_line(error)) from None
    except httpx.TimeoutException:
        raise AskAgainError("no answer in time") from None
    except (httpx.TransportError, httpx.DecodingError):
        raise AskAgainError("the answer broke off") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise LoadError(f"{what}: {one_line(error)}") from None
    if response.status_code == 429 or response.status_code >= 500:
        raise AskAgainError(f"the publisher answers {response.status_code}", _retry_after(response))
    return response


def _retry_after(response: httpx.Response) -> float:
    """The seconds of a Retry-After header, which holds seconds or a date; 0 without a usable one."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def found(what: str, response: httpx.Response, label: str = "") -> httpx.Response:
    """The response if it answers what was asked; ``label`` is what the publisher says is wrong (empty: nothing).

    Raises :class:`NotHeldError` (400, 404, 410), :class:`TooLargeError` (413) or :class:`LoadError`."""
    status = response.status_code
    if status in {400, 404, 410}:
        raise NotHeldError(f"{what}: {label or 'the publisher does not hold this'}")
    if status == 413:
        raise TooLargeError(f"{what}: {label or 'too large'} (413)")
    if label or status != 200:
        raise LoadError(f"{what}: {label or f'the publisher answers {status}'}")
    return response


def parse_json(text: str | bytes) -> Any:
    """JSON with exact numbers (``Decimal`` where not whole); NaN and infinity are refused as ``ValueError``."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is not a number")

    return json.loads(text, parse_float=Decimal, parse_constant=refuse)


def json_object(what: str, response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer. One that breaks off is worth asking again for, anything else is not."""
    try:
        document = parse_json(response.content)
    except json.JSONDecodeError:
        if response.content.lstrip().startswith(b"{"):
            raise AskAgainError("the answer broke off") from None
        document = None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise LoadError(f"{what}: the answer is not JSON")
    return document


def one_line(text: object) -> str:
    """A message of somebody else's on one line of at most 300 characters."""
    return " ".join(str(text).split())[:300] or type(text).__name__
