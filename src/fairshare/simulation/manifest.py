"""What a run rests on, as checksums: two runs with the same manifest give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np

from fairshare import __version__
from fairshare.simulation.behaviour import Parameter
from fairshare.simulation.ensemble import Study


def manifest(study: Study, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Version, seed, sample, parts, years and mechanisms of a study, and the checksums of its figures and assumptions.

    The number of draws is no part of it: further draws continue a run."""
    return {
        "fairshare": __version__,
        "seed": study.seed,
        "sample": study.sample,
        "parts": study.parts,
        "matching": study.matching,
        "years": list(study.years),
        "mechanisms": {one.name: checksum(one) for one in study.mechanisms},
        "inputs": checksum(study.inputs),
        "parameters": checksum(parameters),
    }


def checksum(value: Any) -> str:
    """SHA-256 of a value made of dataclasses, mappings, sequences, arrays, texts, numbers and functions (by name)."""
    digest = hashlib.sha256()
    for piece in _pieces(value):
        digest.update(len(piece).to_bytes(8, "little") + piece)
    return digest.hexdigest()


def _pieces(value: Any) -> Iterator[bytes]:
    """A value as bytes, piece by piece; kinds and lengths are told, so that no two values give the same."""
    inner = _inner(value)
    if inner is None:
        yield from _leaf(value)
        return
    yield f"{type(value).__qualname__} {len(inner)}".encode()
    for one in inner:
        yield from _pieces(one)


def _inner(value: Any) -> Sequence[Any] | None:
    """What a value is made of, in an order of its own; ``None`` for a leaf."""
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, Mapping):
        return [part for name in sorted(value, key=str) for part in (str(name), value[name])]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, partial):
        return value.func, value.args, value.keywords
    return value if isinstance(value, (tuple, list)) else None


def _leaf(value: Any) -> Iterator[bytes]:
    """An array, a function by its name, or a text or number."""
    if isinstance(value, np.ndarray):
        yield f"array {value.dtype.str} {value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif isinstance(value, FunctionType):
        yield f"function {value.__module__}.{value.__qualname__}".encode()
    else:
        yield f"{type(value).__name__} {value!r}".encode()
