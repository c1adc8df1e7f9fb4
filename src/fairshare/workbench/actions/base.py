"""An action: who may do it, what it asks, under which provision, and which entries it appends.

The legal precondition is the rule's own: folding the event refuses it with its article. An action adds no law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from re import compile as pattern
from typing import Annotated, Any, ClassVar, Final, TypeVar, get_args, get_origin, get_type_hints

from django.utils.functional import Promise
from django.utils.translation import gettext
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    create_model,
    field_validator,
)
from pydantic.fields import FieldInfo

from fairshare.law.solidarity.documents import contents
from fairshare.ledger.book import Book
from fairshare.ledger.events import Event
from fairshare.states import NAMES, state_code
from fairshare.workbench.people.seat import Capacity, Function, Seat
from fairshare.workbench.record.ledgers import Folded
from fairshare.workbench.record.store import Step, Written

COMMON: Final = frozenset(field.name for field in fields(Event))
"""Fields that every event has; an action fills them in."""

ACTORS: Final[dict[str, str]] = {
    "commission": "European Commission",
    "council": "Council of the European Union",
    "presidency": "Council Presidency",
    "coordinator": "EU Solidarity Coordinator",
}


def _state(text: str) -> str:
    code = state_code(text)
    if code is None:
        raise ValueError("is no state: a Eurostat code such as DE or EL, or an English name")
    return code


StateCode = Annotated[str, AfterValidator(_state)]
"""A state, by code or English name; kept as its Eurostat code."""


def _state_or_none(text: str) -> str:
    return _state(text) if text else ""


_StateOrNone = Annotated[str, AfterValidator(_state_or_none)]
"""A state, or nothing where none is meant."""


def _once(value: Any) -> Any:
    """Refuse a state that stands twice, under two of its codes or names."""
    codes = [state_code(key) or key for key in value if isinstance(key, str)] if isinstance(value, Mapping) else []
    if len(set(codes)) < len(codes):
        raise ValueError("a state stands twice")
    return value


_V = TypeVar("_V")
PerState = Annotated[dict[StateCode, _V], BeforeValidator(_once)]
"""Something for each of several states, each state once."""

_STATE_FIELDS: Final = frozenset({"state", "towards"})
_STATE_LISTS: Final = frozenset({"shortcomings", "lots", "rescue_states", "team"})
_STATE_KEYS: Final = frozenset({"population", "gdp", "labels", "parts"})

_NO_TEXT: Final = pattern(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_NUMBER: Final = pattern(r"[+-]?(?:[0-9.]*[eE][+-]?[0-9]+|[0-9]{25,}.*)")
_LARGEST: Final = 10**24


class Form(BaseModel):
    """What an action asks. ``on`` is the legal day (today if left out), ``note`` a remark for the record."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_max_length=4000)

    on: date | None = None
    note: str = ""

    @field_validator("*", mode="before")
    @classmethod
    def _is_text(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse what no database and no file can hold, numbers that nobody can mean, and days given as numbers."""
        annotation = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, (int, float)) and date in (annotation, *get_args(annotation)):
            raise ValueError("is no day: expected one such as 2026-01-31")
        left = [value]
        while left:
            part = left.pop()
            if isinstance(part, Mapping):
                left += [*part, *part.values()]
            elif isinstance(part, (list, tuple)):
                left += part
            elif problem := _unwritable(part, annotation is str):
                raise ValueError(problem)
        return value


def _unwritable(value: Any, is_text: bool) -> str:
    """What stands against a text or number, if anything. A text may look like a number that nobody can mean: the id of
    an entry is one of twelve hexadecimal digits."""
    if isinstance(value, str):
        if _NO_TEXT.search(value):
            return "holds characters that are no text"
        number = None if is_text else _NO_NUMBER.fullmatch(value)
        return "is a number with an exponent or with too many digits" if number else ""
    if isinstance(value, (int, float)) and not -_LARGEST < value < _LARGEST:
        return "is too large a number"
    return ""


@dataclass(frozen=True, slots=True)
class Context:
    """Where an action acts: who, the ledger under the lock, and the day."""

    seat: Seat
    state: Folded
    today: date

    @property
    def book(self) -> Book:
        """The book as it stands, with nothing masked: for rules only, never for an answer."""
        return self.state.ledger.book


class Action:
    """One thing that can be done. Subclasses set the class variables, and :meth:`entries` where it is no single event.

    ``own``: the field that names the acting state, filled in by the seat. ``binding``: needs two persons of the seat
    (four-eyes). ``elsewhere``: it records what was done elsewhere (a meeting, an act of the Council, an arrival), which
    may bear an earlier day; any other is done by recording it, so that its day is today. ``restricted``: only for seats
    cleared for RESTREINT UE. ``exact``: refused where the record has moved on since the page was shown, or where what
    it would do has changed since a first person proposed it.
    ``has_page``: it has a template of its own. ``writes``: the types of events that it appends.
    ``documents``: which document of ``law.solidarity.documents`` a field lists."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    says: ClassVar[str | Promise] = ""
    cites: ClassVar[tuple[str, ...]]
    who: ClassVar[frozenset[Capacity]]
    functions: ClassVar[frozenset[Function]] = frozenset({"head", "delegate"})
    own: ClassVar[str] = ""
    binding: ClassVar[bool] = False
    elsewhere: ClassVar[bool] = True
    restricted: ClassVar[bool] = False
    exact: ClassVar[bool] = False
    stage: ClassVar[str] = ""
    form: ClassVar[type[Form]] = Form
    documents: ClassVar[Mapping[str, str]] = {}
    has_page: ClassVar[bool] = False
    writes: ClassVar[tuple[type[Event], ...]] = ()

    def hides(self, form: Form, context: Context) -> bool:
        """Whether only cleared seats may know that it is proposed."""
        return self.is_restricted(form)

    def options(self, field: str) -> tuple[tuple[str, str], ...]:
        """The values that a field with several may hold, with their words: the contents of its document."""
        name = self.documents.get(field)
        return tuple((item.key, f"{gettext(item.text)} ({item.cite})") for item in contents(name)) if name else ()

    def is_restricted(self, form: Form | None = None) -> bool:
        """Whether it is only for cleared seats: what the form asks, or without one whatever could be asked."""
        return self.restricted

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The entries to append, in order. Raises ``RefusedError`` for what the law does not allow."""
        raise NotImplementedError

    def seconds(self, form: Form, context: Context) -> Seat:
        """Of which seat the second person is, where the action binds: of one's own, unless two states do it jointly."""
        return context.seat

    def answer(self, form: Form, context: Context) -> dict[str, Any]:
        """What to tell beside the entries written."""
        return {}

    def after(self, form: Form, context: Context, written: Written) -> None:
        """Save what is no entry, in the transaction of the entries. ``context`` is as it was before them."""


class EventAction(Action):
    """An action that appends one event; its form has the fields of the event. It binds, and is done by recording it,
    unless it says otherwise."""

    binding = True
    elsewhere = False
    event: ClassVar[type[Event]]
    left_out: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make the form from the event."""
        super().__init_subclass__(**kwargs)
        if "form" not in cls.__dict__ and "event" in cls.__dict__:
            cls.form = form_of(cls.event, {*cls.left_out, cls.own})
        if "writes" not in cls.__dict__ and "event" in cls.__dict__:
            cls.writes = (cls.event,)

    def entries(self, form: Form, context: Context) -> Sequence[Event | Step]:
        """The one event."""
        return (made(self, self.event, form, context, **asked(form)),)


def asked(form: Form) -> dict[str, Any]:
    """What a form holds of the event itself."""
    return {name: value for name, value in form if name not in {"on", "note"}}


def made(action: Action, event: type[Event], form: Form, context: Context, /, **values: Any) -> Event:
    """An event by the seat that acts, on the legal day of the form; on the first provision of the action unless
    ``basis`` is among the values."""
    seat = context.seat
    if action.own and action.own in {field.name for field in fields(event)}:
        values.setdefault(action.own, seat.state)
    return event(
        date=form.on or context.today,
        actor=actor_of(seat),
        capacity=seat.capacity,  # type: ignore[arg-type]
        recorded=context.today,
        note=form.note,
        **{"basis": action.cites[0]} | values,
    )


def actor_of(seat: Seat) -> str:
    """Who acts, as the record names them."""
    return NAMES.get(seat.state) or seat.body or ACTORS[seat.capacity]


def form_of(event: type[Event], without: Iterable[str] = (), **instead: Any) -> type[Form]:
    """The form that asks the fields of an event. ``instead`` gives a field another type and default."""
    hints = get_type_hints(event)
    fields_asked: dict[str, Any] = {}
    for field in fields(event):
        if field.name in COMMON or field.name in set(without):
            continue
        hint = _with_states(field.name, hints[field.name])
        if hint is StateCode and field.default == "":
            hint = _StateOrNone
        if field.default_factory is not MISSING:
            fields_asked[field.name] = (hint, FieldInfo(default_factory=field.default_factory))
        else:
            fields_asked[field.name] = (hint, ... if field.default is MISSING else field.default)
    return create_model(f"{event.__name__}Form", __base__=Form, **fields_asked | instead)


def _with_states(name: str, hint: Any) -> Any:
    """The type of a field, its states read as states."""
    if name in _STATE_FIELDS:
        return StateCode
    if name in _STATE_LISTS and get_origin(hint) is tuple:
        return tuple[StateCode, ...]
    if name in _STATE_KEYS and get_origin(hint) is dict:
        return PerState[get_args(hint)[1]]  # type: ignore[misc]
    return hint
