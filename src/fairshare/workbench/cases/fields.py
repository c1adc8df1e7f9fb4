"""The forms of cases as a page shows them, and what a page sends as the data of an action."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, Union, get_args, get_origin

from django.http import QueryDict
from django.utils.translation import get_language
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fairshare.states import PART_IV
from fairshare.workbench.cases.words import FIELDS, LINK_KINDS, STRENGTHS, VALUES, WEIGHTS
from fairshare.workbench.pages.fields import Field, Kind, Option, plain
from fairshare.workbench.tables.formats import state_name

LEFT_TO_PAGES: Final = frozenset({"note", "cases", "links", "left_out", "run"})
"""Fields that no input stands for: a page knows them, or draws them itself."""

LINK_ROWS: Final = 6
_STATES: Final = frozenset({"present_in", "destination"})


def fields_of(
    form: type[BaseModel], given: Mapping[str, Any] | None = None, problems: Iterable[tuple[str, str]] = ()
) -> list[Field]:
    """The inputs of a form, filled with what was given, each with what is wrong with it; the day last."""
    wrong, values = list(problems), given or {}
    names = [name for name in form.model_fields if name not in LEFT_TO_PAGES or _is_weight(form, name)]
    names.sort(key=lambda name: name == "on")
    return [_field(name, form.model_fields[name], values.get(name), wrong) for name in names]


def _is_weight(form: type[BaseModel], name: str) -> bool:
    return name == "links" and form.model_fields[name].annotation is Decimal


def _field(name: str, info: FieldInfo, value: Any, wrong: Iterable[tuple[str, str]]) -> Field:
    kind, options = _shape(name, info, value)
    shown = info.get_default() if value is None and kind in {"text", "amount"} and not info.is_required() else value
    told = tuple(plain(text) for place, text in wrong if place.rpartition(".")[2] == name)
    words, needed = WEIGHTS if info.annotation is Decimal else FIELDS, info.is_required() or bool(info.get_default())
    return Field(
        name, words.get(name, name), kind, needed, "" if shown is None else str(shown), options,
        problems=told,
    )  # fmt: skip


def _shape(name: str, info: FieldInfo, value: Any) -> tuple[Kind, tuple[Option, ...]]:
    bare = _bare(info.annotation)
    if name in _STATES:
        return "choice", tuple(Option(code, label, code == value) for code, label in (_UNCHOSEN, *states()))
    if bare is bool and info.get_default() is None:
        return "choice", tuple(Option(code, VALUES[word], code == value) for code, word in _TRUTHS)
    if get_origin(bare) is Literal:
        words = [(word, VALUES.get(word, word)) for word in get_args(bare)]
        if info.is_required():
            words.insert(0, _UNCHOSEN)
        elif info.get_default() is None:
            words.insert(0, ("", VALUES[""]))
        return "choice", tuple(Option(code, label, code == (value or info.get_default())) for code, label in words)
    kinds: dict[Any, Kind] = {date: "day", bool: "check", int: "amount", Decimal: "amount"}
    return kinds.get(bare, "text"), ()


_UNCHOSEN: Final = ("", "–")
_TRUTHS: Final = (("", ""), ("true", "yes"), ("false", "no"))


def _bare(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def states() -> list[tuple[str, str]]:
    """The states of Part IV with their names, in the order of the names."""
    language = get_language() or "en"
    return sorted(((code, state_name(code, language)) for code in PART_IV), key=lambda pair: pair[1])


def data_of(form: type[BaseModel], sent: QueryDict) -> dict[str, Any]:
    """What a page sent, as the data of the action: empty inputs are left out."""
    found: dict[str, Any] = {}
    for name, info in form.model_fields.items():
        if name in LEFT_TO_PAGES and not _is_weight(form, name):
            continue
        bare = _bare(info.annotation)
        value: Any = (name in sent) if bare is bool and info.get_default() is False else sent.get(name, "").strip()
        if value not in ("", False):
            found[name] = value
    return found


def links_of(sent: QueryDict) -> list[dict[str, str]]:
    """The links that a page sent: one row each, without those left empty."""
    rows = [
        {name: value for name in ("kind", "state", "strength") if (value := sent.get(f"link-{n}-{name}"))}
        for n in range(LINK_ROWS)
    ]
    return [row for row in rows if "kind" in row or "state" in row]


def link_rows(given: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The rows of links that a page shows: those on record, and empty ones."""
    on_record = [dict(row) for row in given][:LINK_ROWS]
    rows = on_record + [{}] * (LINK_ROWS - len(on_record))
    return [
        {
            "number": n,
            "kinds": [Option(code, word, code == row.get("kind")) for code, word in LINK_KINDS.items()],
            "states": [Option(code, word, code == row.get("state")) for code, word in states()],
            "strengths": [Option(code, word, code == row.get("strength", "1")) for code, word in STRENGTHS.items()],
        }
        for n, row in enumerate(rows)
    ]
