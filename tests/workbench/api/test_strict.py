"""JSON is read exactly or refused."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.workbench.api.strict import MAX_DEPTH, SyntaxFaultError, read, written

_plain = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(st.characters(codec="utf-8"), max_size=8)
_values = st.recursive(_plain, lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner), max_leaves=12)


@settings(max_examples=60)
@given(st.dictionaries(st.text("abcdef"), _values, max_size=4))
def test_what_is_written_is_read_back(value: dict[str, object]) -> None:
    try:
        assert read(written(value)) == value
    except SyntaxFaultError as refused:
        assert "deep" in str(refused)


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode(errors="surrogatepass")))
def test_whatever_is_sent_is_an_object_or_a_fault(text: bytes) -> None:
    try:
        assert isinstance(read(text), dict)
    except SyntaxFaultError as refused:
        assert len(str(refused)) < 120


def test_brackets_within_texts_are_no_nesting() -> None:
    assert read(b'{"a": "' + b"[{" * 50 + b'\\"[["}')["a"] == "[{" * 50 + '"[['
    assert read(b'{"a": ' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}")
    with pytest.raises(SyntaxFaultError, match="deep"):
        read(b'{"a": ' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}")


@pytest.mark.parametrize(("text", "value"), [(b"1.0", 1), (b"0.5", 0.5), (b"-0", 0), (b"1e3", 1000), (b"1E-3", 0.001)])
def test_numbers_are_read_as_they_are_meant(text: bytes, value: float) -> None:
    found = read(b'{"n": ' + text + b"}")["n"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text", [b'"\\"' * 300_000 + b"\\", b'"' * 999_999, b'{"a": "' + b"\\" * 900_001, b"{" * 900_000]
)
def test_what_is_made_to_take_long_is_refused_at_once(text: bytes) -> None:
    start = process_time()
    with pytest.raises(SyntaxFaultError):
        read(text)
    assert process_time() - start < 1
