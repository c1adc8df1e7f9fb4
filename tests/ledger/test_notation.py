"""A cycle as a file: YAML and JSON Lines give the same events, writing is read back, every fault has its line."""

from __future__ import annotations

import json
import time
from ast import literal_eval
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from cycles import WEIGHTS, YEAR, draw, event, notice, pledge, prepared
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures import cycles as shipped
from fairshare.law.choices import CHOICES
from fairshare.law.evaluation.plans import PLANS
from fairshare.law.outcome import Status
from fairshare.ledger import Cycle, dump, fold, parse
from fairshare.ledger.evaluation import Grade, Progress, Template
from fairshare.ledger.events import MEASURES, Capacity, Event, Label
from fairshare.ledger.layouts import printable, shown
from fairshare.ledger.notation import DELIVERY_ACCOUNTS, EVENT_TYPES
from fairshare.states import NAMES

HEAD = "year: 2027\nevents:\n"
COMMON = "date: 2027-02-01, actor: a, capacity: coordinator, basis: b"


def one(kind: str, fields: str, common: str = COMMON) -> str:
    """A file with one event, on line 3."""
    return f"{HEAD}- {{event: {kind}, {common}, {fields}}}\n"


def faults(text: str) -> list[str]:
    with pytest.raises(BadInputError) as error:
        parse(text, "f")
    for line in str(error.value).split("\n"):
        assert line.isprintable()
    return [str(fault) for fault in error.value.faults]


def fault(text: str) -> str:
    found = faults(text)
    assert len(found) == 1, found
    return found[0]


# --- reading --------------------------------------------------------------------------------------


def test_a_readable_file() -> None:
    cycle = parse(
        """\
# what happened
year: 2027
note: an example
choices: {ROUNDING: nearest, GENERAL_APPLICATION_DATE: 2026-07-01}
not_covered: [implemented, offset]
events:
- event: key_frozen
  date: 2026-10-15
  recorded: 2026-11-01
  actor: European Commission
  capacity: commission
  basis: AMMR 66
  source: Eurostat
  population: {Germany: 83456045, GR: 10400720.5}
  gdp: {DE: 4305327, EL: "1/3"}
- {event: pledge_recorded, date: 2026-12-10, actor: Norway, capacity: member_state, basis: AMMR 57(1),
   state: NO, measure: financial, amount: 1250000.50, id: norway}
""",
        "cycle.yaml",
    )
    assert (cycle.name, cycle.year, cycle.not_covered) == ("cycle.yaml", 2027, ("implemented", "offset"))
    assert cycle.choices == {"ROUNDING": "nearest", "GENERAL_APPLICATION_DATE": "2026-07-01"}
    key, norway = cycle.events
    assert key.population == {"DE": 83456045, "EL": Fraction("10400720.5")}  # type: ignore[attr-defined]
    assert key.gdp == {"DE": 4305327, "EL": Fraction(1, 3)}  # type: ignore[attr-defined]
    assert (key.recorded, key.source, key.status, key.id) == (date(2026, 11, 1), "Eurostat", "official", "e1")
    assert (norway.id, norway.amount) == ("norway", Decimal("1250000.50"))  # type: ignore[attr-defined]
    assert cycle.lines == (7, 16)
    assert cycle.last_day == date(2026, 12, 10)


def as_json_lines(year: int, events: list[Event], **head: Any) -> str:
    """The same cycle as JSON Lines, from its YAML."""
    import yaml

    document = yaml.load(dump(year, events), Loader=yaml.BaseLoader)
    lines = [{"year": year, **head}, *document["events"]]
    return "".join(json.dumps(line) + "\n\n" for line in lines)


def test_json_lines_give_the_same_events() -> None:
    events = [*prepared(), pledge("DE", "relocation", 600), notice("IT"), draw("IT", 90, parts={"DE": 90})]
    yaml_cycle, json_cycle = parse(dump(YEAR, events)), parse(as_json_lines(YEAR, events))
    assert yaml_cycle.events == json_cycle.events
    assert json_cycle.lines == tuple(range(3, 2 * len(events) + 2, 2))
    assert yaml_cycle.book() == json_cycle.book()
    assert parse(as_json_lines(YEAR, events, choices={"ROUNDING": "floor"})).choices == {"ROUNDING": "floor"}


def test_exact_numbers_of_json() -> None:
    line = '{"event":"pledge_recorded","date":"2026-12-10","actor":"a","capacity":"council","basis":"b","state":"DE",'
    cycle = parse('{"year": 2027}\n' + line + '"measure":"financial","amount":0.1000000000000000055}')
    assert cycle.events[0].amount == Decimal("0.1000000000000000055")  # type: ignore[attr-defined]


def test_the_shipped_cycle_is_read_and_written_back() -> None:
    cycle = parse(shipped.text(2026), "2026")
    again = parse(dump(cycle.year, cycle.events, {"ROUNDING": "floor"}))
    assert again.events == cycle.events
    assert again.choices == {"ROUNDING": "floor"}


def test_dump_reads_like_a_file() -> None:
    text = dump(YEAR, [notice("IT"), notice("ES")])
    assert text == (
        "year: 2027\nevents:\n"
        "- event: notice_received\n  date: 2027-01-10\n  actor: test\n  capacity: coordinator\n"
        "  basis: test\n  state: IT\n"
        "- event: notice_received\n  date: 2027-01-10\n  actor: test\n  capacity: coordinator\n"
        "  basis: test\n  state: ES\n"
    )


# --- writing is read back: every type of event ----------------------------------------------------

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12)
STATES = st.sampled_from(sorted(NAMES))
MONEY = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
SHARES = st.fractions(-10, 10, max_denominator=10**9)
COUNTS = st.integers(-(10**20), 10**20)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "day": DAYS,
    "day | None": st.none() | DAYS,
    "str": TEXT,
    "bool": st.booleans(),
    "int": COUNTS,
    "int | None": st.none() | COUNTS,
    "Decimal": MONEY,
    "Decimal | None": st.none() | MONEY,
    "Fraction": SHARES,
    "Fraction | None": st.none() | SHARES,
    "dict[str, Fraction]": st.dictionaries(STATES, SHARES, max_size=3),
    "dict[str, Decimal]": st.dictionaries(STATES, MONEY, max_size=3),
    "dict[Measure, Decimal]": st.dictionaries(st.sampled_from(MEASURES), MONEY, max_size=3),
    "dict[str, tuple[Label, ...]]": st.dictionaries(
        STATES, st.lists(st.sampled_from(get_args(Label)), max_size=2).map(tuple), max_size=3
    ),
    "tuple[str, ...]": st.lists(STATES, max_size=3).map(tuple),
    "tuple[str, ...] | None": st.none() | st.lists(TEXT, max_size=3).map(tuple),
    "tuple[Label, ...]": st.lists(st.sampled_from(get_args(Label)), max_size=2).map(tuple),
    "Capacity": st.sampled_from(get_args(Capacity)),
    "Status": st.sampled_from(get_args(Status)),
    "Measure": st.sampled_from(MEASURES),
    "Measure | None": st.none() | st.sampled_from(MEASURES),
    "Template": st.sampled_from(get_args(Template)),
    "Grade": st.sampled_from(get_args(Grade)),
    "Progress": st.sampled_from(get_args(Progress)),
    "PlanName": st.sampled_from(PLANS),
    "dict[str, str]": st.dictionaries(TEXT, TEXT, max_size=3),
    "dict[str, day]": st.dictionaries(TEXT, DAYS, max_size=3),
}


def values_of(name: str, annotation: str) -> st.SearchStrategy[Any]:
    """Values of one field: a state, one of the words that its type lists, or any value of its type."""
    if name in {"state", "towards"}:
        return STATES
    if annotation.startswith("Literal["):
        return st.sampled_from(literal_eval(f"({annotation[8:-1]},)"))
    return VALUES[annotation]


@st.composite
def events_of(draw: Any, kind: str) -> Event:
    from dataclasses import fields

    cls = EVENT_TYPES[kind]
    given = {field.name: draw(values_of(field.name, str(field.type))) for field in fields(cls) if field.name != "id"}
    return cls(**given, id="the-event")


@pytest.mark.parametrize("kind", sorted(EVENT_TYPES))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back(kind: str, data: st.DataObject) -> None:
    written = data.draw(events_of(kind))
    cycle = parse(dump(YEAR, [written]))
    assert cycle.events == (written,)
    assert parse(dump(cycle.year, cycle.events)) == cycle
    assert parse(as_json_lines(YEAR, [written])).events == (written,)


def test_every_type_of_event_is_in_the_table() -> None:
    assert len(EVENT_TYPES) == 73
    assert EVENT_TYPES["pledge_recorded"].__name__ == "PledgeRecorded"


# --- faults of the file ---------------------------------------------------------------------------

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f:1: yaml: is no mapping; expected lines of the form name: value"),
        ("# nothing\n", "f:1: yaml: is no mapping; expected lines of the form name: value"),
        ("- 1\n", "f:1: yaml: is no mapping; expected lines of the form name: value"),
        ("a word", "f:1: yaml: is no mapping; expected lines of the form name: value"),
        ("year: 2027\n", "f:1: events: is missing or no list; expected a list of events"),
        ("year: 2027\nevents: 5\n", "f:2: events: is missing or no list; expected a list of events"),
        ("year: 2027\nevents:\n- 5\n", "f:3: yaml: is no mapping; expected lines of the form name: value"),
        ("year: 2027\nyear: 2028\nevents: []\n", "f:1: yaml: a name stands twice; expected each name once"),
        ("year: 2027\n\tevents: []\n", "f:2: yaml: found a tab character that violates indentation"),
        ("year: 2027\nevents: [\n", "f:3: yaml: did not find expected node content; expected valid YAML"),
        ("year: 2027\n---\nevents: []\n", "f:2: yaml: but found another document; expected valid YAML"),
        ("note: a\nyear: \x00\n", "f:2: yaml: control characters are not allowed; expected text without"),
        ("year: \ud800\n", "f:1: yaml: holds characters that are no text; expected valid YAML"),
        ("\x89PNG\r\n\x1a\n\x00", "f:1: yaml: control characters are not allowed"),
        (LAUGHS + "year: *a19\nevents: []\n", "f:2: yaml: an alias stands for a list or mapping; expected valid YAML"),
        ("year: 2027\nevents: &a [*a]\n", "f:2: yaml: an alias stands for a list or mapping; expected valid YAML"),
        ("year: *nobody\nevents: []\n", "f:1: yaml: found undefined alias 'nobody'; expected valid YAML"),
        ("year: 2027\nnote: " + "[" * 300_000, "f:2: yaml: nests deeper than 16 levels; expected valid YAML"),
        ("- " * 300_000, "f:1: yaml: nests deeper than 16 levels; expected valid YAML"),
        ("year: !!python/object:os.system x\nevents: []\n", "f:1: yaml: could not determine a constructor for the tag"),
        ("? [a]\n: 1\n", "f:1: yaml: found unhashable key; expected valid YAML"),
    ],
)  # fmt: skip
def test_what_is_no_cycle(text: str, said: str) -> None:
    before = time.process_time()
    assert fault(text).startswith(said)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "f:1: json: cannot be read (Expecting property name"),
        ('{"year": 2027, "year": 2026}', "f:1: json: cannot be read (a name stands twice)"),
        ('{"year": 2027}\n\n[1]', "f:3: json: is no object; expected one JSON object a line"),
        ('{"year": 2027, "events": []}', "f:1: events: stands in the line; expected one event a line, below the year"),
        ('{"year": 2027}\n' + "[" * 100_000, "f:2: json: cannot be read (maximum recursion depth exceeded"),
        ('{"year": 2027}\n{"event": ' + "9" * 5000 + "}", "f:2: json: cannot be read (Exceeds the limit"),
        ('{"year": 2027}\n{"event": "notice_received", "a\\nb": 1}', "f:2: 'a\\nb': is no field of notice_received"),
    ],
)  # fmt: skip
def test_what_is_no_json_line(text: str, said: str) -> None:
    assert any(line.startswith(said) for line in faults(text)), faults(text)


def test_every_broken_line_of_json_is_told() -> None:
    assert [line[:10] for line in faults('{"year": 2027}\n{\n5\n{"a"}')] == ["f:2: json:", "f:3: json:", "f:4: json:"]


# --- faults of the head ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "year", ["", "~", "2023", "2101", "true", "'2027'", "2027.0", "1e3", "[2027]", "0x7eb", "-2027", "9" * 5000]
)
def test_what_is_no_pool_year(year: str) -> None:
    assert fault(f"note: a\nyear: {year}\nevents: []\n").startswith("f:2: year: ")


def test_faults_of_the_head_have_their_lines() -> None:
    assert faults("year: 2027\nchoices: {ROUNDING: up, COLOUR: red}\nyaer: 1\nnot_covered: [all]\nevents: []\n") == [
        "f:2: COLOUR: is not a choice; expected one of " + ", ".join(CHOICES),
        "f:2: ROUNDING: 'up' is not an answer; expected one of ceil, nearest, floor, from-proposal",
        "f:3: yaer: is unknown; expected year, choices, note, not_covered, events",
        "f:4: not_covered: ['all'] is no list of accounts; expected " + ", ".join(sorted(DELIVERY_ACCOUNTS)),
    ]
    assert fault("year: 2027\nchoices: [1]\nevents: []\n").startswith("f:2: choices: is no mapping")
    assert fault("year: 2027\nnot_covered: all\nevents: []\n").startswith("f:2: not_covered: 'all' is no list")
    assert parse("events: []\nyear: 2027\n").events == ()


# --- faults of an event ---------------------------------------------------------------------------


def test_an_unknown_event() -> None:
    for kind in ("pledge", "~", "[1]", "{a: 1}", "5"):
        assert fault(one(kind, "state: DE")).startswith("f:3: event: ")
    assert "is no type of event; expected one of access_refused, act_adopted" in fault(one("pledge", "state: DE"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("state: DE, towards: IT", "persons: field required"),
        ("state: DE, towards: IT, persons: 1, colour: red", "colour: is no field of relocation_accepted"),
        ("state: DE, towards: IT, persons: 1.5", "persons: input should be a valid integer"),
        ("state: DE, towards: IT, persons: '1/2'", "persons: input should be a valid integer"),
        ("state: DE, towards: IT, persons: many", "persons: 'many' is not a number"),
        ("state: DE, towards: IT, persons: true", "persons: True is no value here"),
        ("state: DE, towards: IT, persons: [1]", "persons: [1] is not a number"),
        ("state: DE, towards: IT, persons: {a: 1}", "persons: "),
        ("state: DE, towards: IT, persons: ~", "persons: "),
        ("state: Atlantis, towards: IT, persons: 1", "state: 'Atlantis' is not a known state"),
        ("state: false, towards: IT, persons: 1", "state: False is no value here"),
        ("state: 5, towards: IT, persons: 1", "state: 5 is not a known state"),
        ("state: [DE], towards: IT, persons: 1", "state: ['DE'] is not a known state"),
        ("state: ~, towards: IT, persons: 1", "state: None is not a known state"),
        ("state: DE, towards: IT, persons: 1, source: 5", "source: input should be a valid string"),
        ("state: DE, towards: IT, persons: 1, status: certain", "status: input should be 'official'"),
        ("state: DE, towards: IT, persons: 1, recorded: 5", "recorded: 5 is no day"),
        ('state: DE, towards: IT, persons: 1, note: "\\ud800"', "yaml: "),
    ],
)
def test_faults_of_fields(fields: str, said: str) -> None:
    found = fault(one("relocation_accepted", fields))
    assert found.startswith(f"f:3: {said}"), found


@pytest.mark.parametrize(
    "day", ["20270201", "'1767225600'", "true", "~", "2027-02-30", "2027-13-01", "1.5", ".nan", "'1 February'", "[1]",
            "2027-02-01 10:00:00", "''"]
)  # fmt: skip
def test_what_is_no_day(day: str) -> None:
    common = COMMON.replace("2027-02-01", day)
    assert fault(one("notice_received", "state: IT", common)).startswith("f:3: date: ")


@pytest.mark.parametrize("day", ["20270201", "'1767225600'", "2027-02-30", "[2027-02-01]"])
def test_what_is_no_day_in_a_plan(day: str) -> None:
    fields = f"evaluation: e, state: IT, actions: {{r: build}}, until: {{r: {day}}}"
    assert fault(one("action_plan_submitted", fields)).startswith("f:3: until")
    assert parse(one("action_plan_submitted", fields.replace(day, "2027-12-01"))).events


@pytest.mark.parametrize(
    ("amount", "exact"),
    [("010", "10"), ("1250000.50", "1250000.50"), ("+5", "5"), ("-5", "-5"), ("0", "0"), ("'12'", "12")],
)
def test_numbers_as_they_are_written(amount: str, exact: str) -> None:
    cycle = parse(one("settled", f"state: DE, amount: {amount}"))
    assert str(cycle.events[0].amount) == exact  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "amount", [".nan", ".inf", "-.inf", "NaN", "1e999999", "1e5", "0x1F", "0o17", "0b1", "1_000", "12:30:45", "'1,5'",
               "'1.000,00'", "true", "yes", "5 EUR", "''", "' 5'", "9" * 5000, "1." + "0" * 25, "'५'", "2027-01-01"]
)  # fmt: skip
def test_what_is_no_number(amount: str) -> None:
    assert fault(one("settled", f"state: DE, amount: {amount}")).startswith("f:3: amount: ")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1e999999", "1e5"])
def test_what_is_no_number_in_json(constant: str) -> None:
    line = '{"event":"settled","date":"2028-03-01","actor":"a","capacity":"commission","basis":"b","state":"DE",'
    assert fault('{"year": 2027}\n' + line + f'"amount": {constant}}}').startswith(f"f:2: amount: '{constant}' is not")


@pytest.mark.parametrize("fraction", ["1/0", "1/x", "1//2", "1/2/3", "/2"])
def test_what_is_no_fraction(fraction: str) -> None:
    assert fault(one("share_published", f"state: DE, share: {fraction}")).startswith("f:3: share: ")


@pytest.mark.parametrize("spelling", ["NO", "no", "No", '"NO"', "Norway"])
def test_norway_is_a_state(spelling: str) -> None:
    assert parse(one("notice_received", f"state: {spelling}")).events[0].state == "NO"  # type: ignore[attr-defined]
    listed = parse(one("draw_agreed", f"towards: IT, measure: relocation, amount: 1, lots: [{spelling}, DE]"))
    assert listed.events[0].lots == ("NO", "DE")  # type: ignore[attr-defined]
    keyed = parse(one("draw_agreed", f"towards: IT, measure: relocation, amount: 1, parts: {{{spelling}: 1}}"))
    assert keyed.events[0].parts == {"NO": 1}  # type: ignore[attr-defined]


def test_yes_and_true() -> None:
    for word, meant in (("yes", True), ("true", True), ("NO", False), ("false", False)):
        found = parse(one("pressure_decided", f"state: DE, accepted: {word}")).events[0]
        assert found.accepted is meant  # type: ignore[attr-defined]
    assert fault(one("pressure_decided", "state: DE, accepted: maybe")).startswith("f:3: accepted: ")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("population: {DE: 1, Germany: 2}, gdp: {DE: 1}", "population: a state stands twice"),
        ("population: {Atlantis: 1}, gdp: {DE: 1}", "population: 'Atlantis' is not a known state"),
        ("population: {DE: true}, gdp: {DE: 1}", "population: True is not a number"),
        ("population: {DE: .nan}, gdp: {DE: 1}", "population: '.nan' is not a number"),
        ("population: {DE: 9999999999999999999999999}, gdp: {DE: 1}", "population: '9999999999"),
        ("population: {DE: {FR: {IT: 1}}}, gdp: {DE: 1}", "population.DE: "),
        ("population: [1], gdp: {DE: 1}", "population: [1] is not a number"),
        ("population: 5, gdp: {DE: 1}", "population: input should be a valid dictionary"),
    ],
)
def test_faults_of_mappings(fields: str, said: str) -> None:
    assert fault(one("key_frozen", fields)).startswith(f"f:3: {said}")


def test_lists_of_states() -> None:
    act = "relocations: 1, financial: 1, against: "
    assert parse(one("act_adopted", act + "[Hungary, SK]")).events[0].against == ("HU", "SK")  # type: ignore[attr-defined]
    assert fault(one("act_adopted", act + "[Hungary, 5]")).startswith("f:3: against: 5 is not a known state")
    assert fault(one("act_adopted", act + "HU")).startswith("f:3: against: ")


def test_each_fault_has_the_line_of_its_field() -> None:
    text = f"""{HEAD}- event: relocation_accepted
  date: 2027-02-01
  actor: a
  capacity: nobody
  basis: b
  state: DE
  towards: Atlantis
  persons: many
- {{event: unheard_of}}
- event: notice_received
  state: IT
"""
    assert [line.partition("; ")[0].partition(": is not ")[0][:45] for line in faults(text)] == [
        "f:9: towards: 'Atlantis' is not a known state",
        "f:10: persons: 'many' is not a number",
        "f:11: event: 'unheard_of' is no type of event",
        "f:12: actor: field required",
        "f:12: basis: field required",
        "f:12: capacity: field required",
        "f:12: date: field required",
    ]


def test_events_out_of_order_and_ids_that_stand_twice() -> None:
    first, second = notice("IT", "02-01"), notice("ES", "01-31")
    text = dump(YEAR, [first, second, notice("EL", "02-01")])
    said = (
        "f:9: date: 2027-01-31 lies before an earlier event (2027-02-01); expected events in the order of their dates"
    )
    assert fault(text) == said
    twice = (
        HEAD
        + f"- {{event: notice_received, {COMMON}, state: IT, id: e2}}\n"
        + (f"- {{event: notice_received, {COMMON}, state: ES}}\n")
    )
    assert fault(twice) == "f:4: id: 'e2' is the event of line 3 already; expected an id of its own"


NOTICE = '{"event":"notice_received","date":"2027-02-01","actor":"ACTOR","capacity":"council","basis":"b","state":"IT"}'


def test_a_surrogate_in_json_is_no_text() -> None:
    line = NOTICE.replace("ACTOR", "\\ud800")
    assert fault('{"year": 2027}\n' + line) == "f:2: actor: '\\ud800' is no text; expected characters of Unicode"
    fine = line.replace("\\ud800", "Ελλάδα")
    assert parse('{"year": 2027}\n' + fine).events[0].actor == "Ελλάδα"


def test_a_line_separator_inside_a_json_text_is_no_new_line() -> None:
    line = NOTICE.replace("ACTOR", "a\u2028b")
    assert parse('{"year": 2027}\r\n' + line).events[0].actor == "a\u2028b"


def test_an_alias_of_one_value_is_fine() -> None:
    text = (
        f"year: 2027\nnote: &why a source\nevents:\n- {{event: notice_received, {COMMON}, state: IT, source: *why}}\n"
    )
    assert parse(text).events[0].source == "a source"


def test_what_a_fault_shows_is_short_and_on_one_line() -> None:
    assert printable("state") == "state"
    assert printable("a\nb") == "'a\\nb'"
    assert printable("") == "''"
    assert len(printable("x" * 1000)) <= 60
    assert len(shown({n: [[[n]] * 99] * 99 for n in range(99)})) < 500


# --- from the file to the book --------------------------------------------------------------------


def test_a_refused_event_is_named_by_file_line_and_provision() -> None:
    cycle = parse(dump(YEAR, [*prepared(), notice("DE")]), "mine.yaml")
    with pytest.raises(BadInputError) as error:
        cycle.book()
    line = cycle.lines[-1]
    assert str(error.value) == (
        f"mine.yaml:{line}: notice_received: refused: only a state identified as under migratory pressure may give "
        "notice of use (AMMR 58(1))"
    )


def test_figures_that_no_rule_can_use_are_named_by_their_line() -> None:
    negative = event("key_frozen", "2026-10-15", population=WEIGHTS | {"DE": -5}, gdp=WEIGHTS)
    with pytest.raises(BadInputError) as error:
        parse(dump(YEAR, [negative]), "mine.yaml").book()
    assert str(error.value).startswith("mine.yaml:3: key_frozen: refused: population")


def test_choices_stand_over_those_of_the_file() -> None:
    cycle = parse("year: 2027\nchoices: {ROUNDING: floor}\nevents: []\n")
    assert cycle.book().choices["ROUNDING"] == "floor"
    assert cycle.book({"ROUNDING": "ceil"}).choices["ROUNDING"] == "ceil"
    events = [*prepared(), notice("IT", "06-01")]
    assert parse(dump(YEAR, events)).book(as_of=date(2027, 5, 31)) == fold(parse(dump(YEAR, events)).events[:-1], YEAR)


# --- any text, any bytes --------------------------------------------------------------------------

SNIPPETS = st.sampled_from(
    ["year: 2027\n", "events:\n", "- event: ", "notice_received\n", "  date: 2027-01-01\n", "  state: NO\n", "{", "}",
     "[", "]", "- ", ": ", "&a ", "*a ", "<<: ", "!!int ", "!!binary ", "!!set ", "? ", "|\n", '"', "'", "\n", "  ",
     '{"year": 2027}\n', '{"event": "settled", "amount": NaN}', "null", "true", "1e9999", "\t", "\x00", "\ufeff", "%"]
)  # fmt: skip


@settings(max_examples=300, deadline=timedelta(seconds=2), suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), st.lists(SNIPPETS, max_size=40).map("".join)))
def test_any_text_is_a_cycle_or_a_list_of_faults(text: str) -> None:
    try:
        found = parse(text, "f")
    except BadInputError as error:
        assert error.faults
        assert all(fault.file == "f" and 1 <= fault.line <= text.count("\n") + 2 for fault in error.faults)
        assert all(line.isprintable() for line in str(error).split("\n"))
        assert len(str(error).split("\n")) == len(error.faults)
    else:
        assert isinstance(found, Cycle)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["DE", "2027-01-01", "1/0"]),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=timedelta(seconds=2), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(EVENT_TYPES)), st.data())
def test_any_values_in_the_fields_of_an_event(kind: str, data: st.DataObject) -> None:
    from dataclasses import fields

    names = [field.name for field in fields(EVENT_TYPES[kind])]
    values = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING))
    plain = {"date": "2027-02-01", "actor": "a", "capacity": "council", "basis": "b"}
    lines = [{"year": 2027}, {"event": kind} | plain | values]
    try:
        cycle = parse("\n".join(map(json.dumps, lines)), "f")
    except BadInputError as error:
        assert all(fault.line == 2 for fault in error.faults)
        return
    try:
        cycle.book()
    except BadInputError as error:  # whatever was read is folded, or refused with the line
        assert [fault.line for fault in error.faults] == [2]
