"""How publishers are asked: patience where it helps, one line where it does not, and an address for each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from publishers import Publisher

from fairshare import __version__
from fairshare.faults import BadInputError
from fairshare.figures.loaders.http import (
    ADDRESSES,
    Client,
    LoadError,
    NoNetworkError,
    NotHeldError,
    TooLargeError,
    found,
    json_object,
)

GOOD = httpx.Response(200, json={"answer": 42})
URL = "https://publisher.example/data"


def ask(publisher: Publisher, **other):
    judge = lambda response: json_object("set", found("set", response))  # noqa: E731
    return publisher.client(**other).get("set", URL, [("year", "2024")], judge)


@pytest.mark.parametrize(
    "hindrance",
    [
        httpx.Response(503),
        httpx.Response(500, text="<html>"),
        httpx.Response(429, json={}),
        httpx.ReadTimeout("slow"),
        httpx.PoolTimeout("slow"),
        httpx.RemoteProtocolError("peer closed connection"),
        httpx.ReadError("reset"),
        httpx.DecodingError("no gzip"),
        httpx.Response(200, text='{"answer": 4'),
    ],
    ids=["503", "500", "429", "timeout", "pool", "cut short", "reset", "decoding", "half a document"],
)
def test_what_passes_is_waited_for_with_growing_pauses(hindrance):
    publisher = Publisher(lambda request: GOOD, hindrance, hindrance)
    assert ask(publisher) == {"answer": 42} and publisher.slept == [1, 2]
    assert len(publisher.told) == 2 and publisher.told[1].endswith("asking again in 2 s")
    assert len(set(map(str, publisher.asked))) == 1  # the same question again


def test_what_does_not_pass_is_given_up():
    publisher = Publisher(lambda request: httpx.Response(502))
    with pytest.raises(LoadError, match=r"^set: the publisher answers 502, 3 times$"):
        ask(publisher, attempts=3)
    assert len(publisher.asked) == 3 and publisher.slept == [1, 2]


@pytest.mark.parametrize(("header", "slept"), [("7", 7), ("0", 1), ("soon", 1), ("", 1), ("-5", 1), ("Mon, 99", 1)])
def test_a_publisher_that_says_how_long_to_wait_is_heard(header, slept):
    publisher = Publisher(lambda request: GOOD, httpx.Response(429, headers={"Retry-After": header}))
    assert ask(publisher) == {"answer": 42} and publisher.slept == [slept]


def test_retry_after_may_be_a_date():
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    past = "Wed, 21 Oct 2015 07:28:00"  # without a zone, as some servers write
    script = [httpx.Response(503, headers={"Retry-After": date}) for date in (until, past)]
    publisher = Publisher(lambda request: GOOD, *script)
    assert ask(publisher) == {"answer": 42}
    assert 50 < publisher.slept[0] <= 60 and publisher.slept[1] == 2


def test_a_longer_wait_than_is_borne_is_an_error_that_says_so():
    publisher = Publisher(lambda request: GOOD, httpx.Response(429, headers={"Retry-After": "3600"}))
    with pytest.raises(LoadError, match=r"^set: the publisher answers 429 and asks to wait 3600 s; ask again then$"):
        ask(publisher)
    assert publisher.slept == []


def test_pauses_do_not_grow_beyond_the_longest():
    publisher = Publisher(lambda request: GOOD, *[httpx.Response(503)] * 5)
    assert ask(publisher, attempts=6, longest=5) == {"answer": 42} and publisher.slept == [1, 2, 4, 5, 5]


@pytest.mark.parametrize(
    ("step", "error", "problem"),
    [
        (httpx.Response(404), NotHeldError, "set: the publisher does not hold this"),
        (httpx.Response(400, text="no"), NotHeldError, "set: the publisher does not hold this"),
        (httpx.Response(410), NotHeldError, "set: the publisher does not hold this"),
        (httpx.Response(413, text="<html>"), TooLargeError, "set: too large (413)"),
        (httpx.Response(403), LoadError, "set: the publisher answers 403"),
        (httpx.Response(204), LoadError, "set: the publisher answers 204"),
        (httpx.Response(200, text="<html>login</html>"), LoadError, "set: the answer is not JSON"),
        (httpx.Response(200, text=""), LoadError, "set: the answer is not JSON"),
        (httpx.Response(200, text="[1]"), LoadError, "set: the answer is not JSON"),
        (httpx.Response(200, text="[" * 100_000), LoadError, "set: the answer is not JSON"),
        (httpx.Response(200, text='{"a": NaN}'), LoadError, "set: the answer is not JSON"),
        (httpx.Response(200, text='{"a": 4'), LoadError, "set: the answer broke off, 1 times"),
        (httpx.TooManyRedirects("round\nand round"), LoadError, "set: round and round"),
        (httpx.ConnectError("[Errno -2] Name or service not known"), NoNetworkError, "Name or service not known"),
        (httpx.ConnectTimeout(""), NoNetworkError, "ConnectTimeout"),
        (httpx.ProxyError("403 Forbidden"), NoNetworkError, "403 Forbidden"),
    ],
)
def test_no_usable_answer_is_one_line(step, error, problem):
    publisher = Publisher(lambda request: GOOD, step)
    with pytest.raises(LoadError) as caught:
        ask(publisher, attempts=1)
    assert type(caught.value) is error
    assert problem in str(caught.value) and "\n" not in str(caught.value)
    assert not publisher.slept


def test_redirects_are_followed_and_the_program_says_who_asks():
    def moved(request: httpx.Request) -> httpx.Response:
        assert request.headers["User-Agent"] == f"fairshare/{__version__}"
        return GOOD if request.url.path == "/new" else httpx.Response(301, headers={"Location": "/new"})

    assert ask(Publisher(moved)) == {"answer": 42}


@pytest.mark.parametrize("publisher", ADDRESSES)
def test_each_address_can_be_set_and_must_be_one(publisher, monkeypatch):
    variable, address = ADDRESSES[publisher]
    monkeypatch.delenv(variable, raising=False)
    assert getattr(Client(), publisher) == address
    monkeypatch.setenv(variable, "http://127.0.0.1:9/x")
    assert getattr(Client(), publisher) == "http://127.0.0.1:9/x"
    monkeypatch.setenv(variable, "ftp://example.eu")
    with pytest.raises(BadInputError, match=rf"{variable}: 'ftp://example\.eu' is n"):
        Client()


def test_the_workbook_of_frontex_may_be_a_file(monkeypatch):
    monkeypatch.setenv("FAIRSHARE_FRONTEX_URL", "copies/detections.xlsx")
    assert Client().frontex == "copies/detections.xlsx"
