"""JSON, strictly: what a request sends is read exactly or refused; what is answered has one spelling."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Final, NoReturn

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 12
MAX_DIGITS: Final = 24
"""Digits of a number before the point, and after it: as many as the notation of a cycle reads."""

_FLOAT_DIGITS: Final = 15
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{\]}]', re.DOTALL)
"""A text (to its end, or to that of everything: the search never goes back), or a bracket."""

_STEP: Final = {"[": 1, "{": 1, "]": -1, "}": -1}


class SyntaxFaultError(ValueError):
    """The text is no JSON as this API reads it. The text of the error tells why, never what was sent."""


def written(value: Any) -> bytes:
    """A value as JSON: no NaN, no infinity, characters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def read(text: bytes) -> dict[str, Any]:
    """The object that ``text`` holds. Refused: anything else, a name that stands twice, numbers that are none or lose
    digits, and deep nesting. Raises :class:`SyntaxFaultError`."""
    try:
        decoded = text.decode("utf-8")
        _shallow(decoded)
        value = json.loads(
            decoded, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole, parse_float=_exact
        )
    except UnicodeDecodeError:
        raise SyntaxFaultError("the text is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise SyntaxFaultError(f"no JSON at line {error.lineno}, column {error.colno}") from None
    if not isinstance(value, dict):
        raise SyntaxFaultError("an object is expected")
    return value


def _shallow(text: str) -> None:
    """Refuse deep nesting before the parser goes down into it; brackets within texts do not count."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += _STEP.get(token[0], 0)
        if depth > MAX_DEPTH:
            raise SyntaxFaultError(f"nested more than {MAX_DEPTH} deep")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise SyntaxFaultError("a name stands twice in an object")
        found[name] = value
    return found


def _no_number(_: str) -> NoReturn:
    raise SyntaxFaultError("NaN and Infinity are no numbers")


def _whole(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise SyntaxFaultError(f"a number has more than {MAX_DIGITS} digits")
    return int(text)


def _exact(text: str) -> int | float:
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    if len(number.as_tuple().digits) > _FLOAT_DIGITS or not isinstance(exponent, int) or abs(exponent) > MAX_DIGITS:
        raise SyntaxFaultError("a number has too many digits to be read exactly: write it as a text")
    return int(number) if number == number.to_integral_value() else float(number)
