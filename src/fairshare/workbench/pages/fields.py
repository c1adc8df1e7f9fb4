"""The fields of an action's form as a page shows them, and what a page sends as the data of an action.

The form itself (types, what is needed) is that of the action; nothing is validated here.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, Union, get_args, get_origin

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from pydantic.fields import FieldInfo

from fairshare.ledger.events import MEASURES, Label
from fairshare.states import PART_IV
from fairshare.workbench.actions.base import Action
from fairshare.workbench.pages.words import HELP, LABELS, LONG, PROBLEMS, VALUES
from fairshare.workbench.tables.formats import plain_number, state_name

STATE_FIELDS: Final = frozenset({"state", "towards"})
STATE_LISTS: Final = frozenset({"against", "abstained", "shortcomings", "rescue_states", "team"})
CLOSED: Final = frozenset({"subject", "event_id", "evaluation", "indicator", "block", "recommendation"})
"""Texts that can only be one of those offered; others may be new."""

LINES: Final = frozenset({"lots", "in_kind", "figures"})
"""Fields with several texts whose order counts, or which nobody can list: one a line."""

FEW: Final = 6
"""So many inputs of an optional field are shown; more are folded away until they are asked for."""

FOLDED: Final = frozenset({"entries"})
"""Choices of which there are as many as entries in the record."""

NAMED: Final = frozenset({str, date})
"""What a field may hold by a free name: one input for each name that the record offers, or a line ``name: text``."""

NUMBERS: Final = frozenset({int, Decimal, Fraction})
"""Types of fields that hold a number."""

Kind = Literal["day", "text", "long", "amount", "check", "choice", "checks", "amounts", "grid", "texts", "days"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen."""

    value: str
    label: str | Promise
    on: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One input of a field with several: a type of contribution, a state."""

    name: str
    label: str | Promise
    value: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as a page shows it."""

    name: str
    label: str | Promise
    kind: Kind
    needed: bool
    value: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    help: str | Promise = ""
    problems: tuple[str, ...] = field(default=())

    @property
    def folded(self) -> bool:
        """Whether the parts are folded away: many, none of them needed, none filled in and nothing wrong with them."""
        if self.name in FOLDED:
            return not (self.problems or any(option.on for option in self.options))
        return not (self.needed or self.problems or len(self.parts) <= FEW or any(part.value for part in self.parts))

    @property
    def described(self) -> str:
        """The ids of what describes the field."""
        ids = [f"{self.name}-help"] * bool(self.help) + [f"{self.name}-error"] * bool(self.problems)
        return " ".join(ids)


def fields_of(
    action: Action,
    given: Mapping[str, Any] | None = None,
    problems: Iterable[tuple[str, str]] = (),
    offers: Mapping[str, Iterable[tuple[str, str]]] | None = None,
) -> tuple[Field, ...]:
    """The fields of an action, filled with what was given, each with its problems; ``on`` (where the day
    may be another than today) and ``note`` last."""
    values, wrong = dict(given or {}), list(problems)
    info = action.form.model_fields
    last = ("on", "note") if action.elsewhere else ("note",)
    order = [*(name for name in info if name not in {"on", "note"}), *last]
    fields = (_field(action, name, info[name], values.get(name), wrong) for name in order)
    return tuple(
        _offering(field, (offers or {}).get(field.name, ()), values.get(field.name), _named_by(info[field.name]))
        for field in fields
    )


def _named_by(info: FieldInfo) -> Any:
    """What the field holds by free names, if it does."""
    inner = get_args(info.annotation)[1] if get_origin(info.annotation) is dict else None
    return inner if inner in NAMED else None


def _offering(field: Field, offers: Iterable[tuple[str, str]], given: Any, named: Any) -> Field:
    """A field of text with what the record offers for it: of a closed list a choice, of names an input each."""
    pairs = list(offers)
    if named is not None and pairs:
        values = given if isinstance(given, Mapping) else {}
        parts = (Part(f"{field.name}.{name}", label, str(values.get(name, ""))) for name, label in pairs)
        return replace(field, kind="texts" if named is str else "days", value="", help="", parts=tuple(parts))
    on = {field.value, *(given if isinstance(given, (list, tuple)) else ())}
    options = [Option(value, label, value in on) for value, label in pairs]
    if field.name not in CLOSED or not options:
        return replace(field, options=(*field.options, *options))
    if not any(option.on for option in options):
        options.insert(0, Option(field.value, field.value or "–", True))
    return replace(field, kind="choice", options=tuple(options))


def _field(action: Action, name: str, info: FieldInfo, value: Any, wrong: list[tuple[str, str]]) -> Field:
    annotation, optional = _bare(info.annotation)
    kind, options, parts = _shape(action, name, annotation, value)
    if optional and kind == "choice" and name not in STATE_FIELDS:
        options = (Option("", "–", value in (None, "")), *options)
    told = tuple(plain(text) for place, text in wrong if place.partition(".")[0] == name)
    shown = _shown(name, value)
    needed = info.is_required() and not optional
    label, help_ = (words.get(f"{action.name}.{name}", words.get(name, "")) for words in (LABELS, HELP))
    return Field(name, label or name, kind, needed, shown, options, parts, help_, told)


def _shown(name: str, value: Any) -> str:
    """What a field of one input holds."""
    if name in LINES and value:
        return "\n".join(value)
    if isinstance(value, Mapping) and all(isinstance(part, str) for part in value.values()):
        return "\n".join(f"{key}: {text}" for key, text in value.items())
    return "" if value is None or isinstance(value, (dict, list, tuple)) else str(value)


def plain(problem: str) -> str:
    """What is wrong with a field, in plain words."""
    return next((str(word) for start, word in PROBLEMS.items() if problem.startswith(start)), problem)


def _bare(annotation: Any) -> tuple[Any, bool]:
    """A type without its ``None``, and whether it had one."""
    if get_origin(annotation) in (Union, types.UnionType):
        members = [part for part in get_args(annotation) if part is not type(None)]
        return members[0], len(members) < len(get_args(annotation))
    return annotation, False


def _shape(action: Action, name: str, annotation: Any, value: Any) -> tuple[Kind, tuple[Option, ...], tuple[Part, ...]]:
    origin = get_origin(annotation)
    if origin is dict and get_args(annotation)[1] not in NAMED:
        return _mapping(annotation, name, value or {})
    if origin is dict or name in LINES:
        return "long", (), ()
    if origin is tuple:
        return "checks", _several(action, name, annotation, set(value or ())), ()
    if origin is Literal:
        return "choice", _of(get_args(annotation), {value}), ()
    if name in STATE_FIELDS:
        return "choice", (Option("", "–"), *_states({value})), ()
    kinds: dict[Any, Kind] = {date: "day", bool: "check", **dict.fromkeys(NUMBERS, "amount")}
    return kinds.get(annotation, "long" if name in LONG else "text"), (), ()


def _several(action: Action, name: str, annotation: Any, on: set[str]) -> tuple[Option, ...]:
    inner = get_args(annotation)[0]
    if name in STATE_LISTS:
        return _states(on)
    if get_origin(inner) is Literal:
        return _of(get_args(inner), on)
    return tuple(Option(key, text, key in on) for key, text in action.options(name))


def _mapping(annotation: Any, name: str, value: Mapping[str, Any]) -> tuple[Kind, tuple[Option, ...], tuple[Part, ...]]:
    key, inner = get_args(annotation)
    if get_origin(inner) is tuple:
        parts = tuple(
            Part(f"{name}.{code}", label, options=_of(get_args(Label), set(value.get(code, ()))))
            for code, label in _names()
        )
        return "grid", _of(get_args(Label), set()), parts
    keys = [(m, VALUES[m]) for m in MEASURES] if get_origin(key) is Literal else _names()
    return "amounts", (), tuple(Part(f"{name}.{k}", label, str(value.get(k, ""))) for k, label in keys)


def _names() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return sorted(((code, state_name(code, language)) for code in PART_IV), key=lambda pair: pair[1])


def _states(on: set[Any]) -> tuple[Option, ...]:
    return tuple(Option(code, label, code in on) for code, label in _names())


def _of(values: Iterable[str], on: set[Any]) -> tuple[Option, ...]:
    return tuple(Option(value, VALUES.get(value, value), value in on) for value in values)


def data_of(action: Action, sent: QueryDict) -> dict[str, Any]:
    """What a page sent, as the data of the action: empty inputs are left out."""
    found: dict[str, Any] = {}
    for name, info in action.form.model_fields.items():
        annotation, _ = _bare(info.annotation)
        value = _sent(name, annotation, sent)
        if value not in (None, "", {}, []):
            found[name] = value
    return found


def _sent(name: str, annotation: Any, sent: QueryDict) -> Any:
    origin = get_origin(annotation)
    if origin is dict:
        inner = get_args(annotation)[1]
        several = get_origin(inner) is tuple
        pairs = {key.partition(".")[2]: sent.getlist(key) for key in sent if key.startswith(f"{name}.")}
        told = {key: values if several else _typed(inner, values[0]) for key, values in pairs.items() if any(values)}
        return told | (_lines(sent.get(name, "")) if inner in NAMED else {})
    if name in LINES:
        return [line.strip() for line in sent.get(name, "").splitlines() if line.strip()]
    if origin is tuple:
        return sent.getlist(name)
    if annotation is bool:
        return name in sent
    return _typed(annotation, sent.get(name, ""))


def _lines(text: str) -> dict[str, str]:
    """Texts by name, a line each."""
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): told.strip() for name, _, told in pairs}


def _typed(annotation: Any, text: str) -> str:
    """What was typed into one input; a number as plain digits, however the reader's language groups them."""
    return plain_number(text.strip()) if annotation in NUMBERS else text.strip()
