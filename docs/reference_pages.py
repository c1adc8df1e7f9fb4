"""The pages of ``docs/reference`` that are written by the program itself, so that they cannot go stale.

A test compares them with what stands in the folder; ``python docs/build.py --renew`` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields
from inspect import cleandoc
from typing import Any, Final

import behaviour_page
import evaluation_page
import event_types

_NOTE: Final = "<!-- Written by docs/reference_pages.py; change the program, not this page. -->\n"


def _cell(text: object) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(header)
    lines = [head, ["---"] * len(head), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def _plain_doc(text: str | None) -> str:
    """A docstring as Markdown: roles and double back-quotes become code."""
    words = re.sub(r":\w+:`~?([^`]+)`", lambda m: f"`{m[1].rpartition('.')[2]}`", cleandoc(text or ""))
    return re.sub(r"``([^`]+)``", r"`\1`", words)


# --- commands ---------------------------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its help, as ``--help`` prints it."""
    from fairshare.cli.app import app

    root = app.make_context("fairshare", [], resilient_parsing=True, terminal_width=88)
    parts = [_NOTE, "# Commands\n", _COMMANDS_INTRO]
    parts += [_help(context) for context in _contexts(root)]
    return "\n".join(parts)


_COMMANDS_INTRO: Final = """\
What `fairshare COMMAND --help` prints, for each command. All commands share these habits:

- `--json` writes one JSON document to standard output and nothing else there. Warnings go to standard error.
- The exit code is 0 when done, 2 for bad input or usage, 1 for anything else.
- Bad input gets one line a fault: `FILE:LINE: FIELD: what is wrong; expected …`. Nothing is written then.
- States are Eurostat codes (`EL` for Greece). `GR`, `GB` and English names are understood too.
- Days are written `2026-12-31`. Figures have a decimal point and no separators.
- Where the text of the law is open, the answer names the choice that it used. Set one with `--choice NAME=value`.
"""


def _contexts(context: Any) -> Iterator[Any]:
    import click

    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            assert command is not None
            yield from _contexts(command.make_context(name, [], context, resilient_parsing=True))


def _help(context: Any) -> str:
    depth = "##" if context.parent is None or context.parent.parent is None else "###"
    return f"{depth} {context.command_path}\n\n```text\n{context.get_help().rstrip()}\n```\n"


# --- events -----------------------------------------------------------------------------------------------------------


def events() -> str:
    """Every type of event with its fields, from the dataclasses of the ledger."""
    from typing import get_args

    from fairshare.ledger.events import Capacity, Event, Label
    from fairshare.ledger.handlers import HANDLERS
    from fairshare.ledger.notation import EVENT_TYPES

    common = {field.name for field in fields(Event)}
    parts = [
        _NOTE,
        "# Events\n",
        _EVENTS_INTRO,
        "## Fields of every event\n",
        _table(("field", "holds", "needed"), (_field_row(field) for field in fields(Event))),
        f"`capacity` is one of {', '.join(map(_code, get_args(Capacity)))}. ",
        f"A label is one of {', '.join(map(_code, get_args(Label)))}.\n",
    ]
    for name, cls in EVENT_TYPES.items():
        handler = HANDLERS.get(cls)
        cites = ", ".join(getattr(handler.function, "__cites__", ())) if handler else ""
        waits = (
            f" Not before the day from which Article {handler.waits_for} applies."
            if handler and handler.waits_for
            else ""
        )
        own = [field for field in fields(cls) if field.name not in common]
        parts.append(f"## {name}\n\n{_plain_doc(cls.__doc__)}\n")
        parts.append(f"{cites}.{waits}\n" if cites else "It undoes the postings of an earlier event.\n")
        if own:
            parts.append(_table(("field", "holds", "needed"), (_field_row(field) for field in own)))
    return "\n".join(parts)


def _field_row(field: Any) -> tuple[str, str, str]:
    optional = field.default is not MISSING or field.default_factory is not MISSING
    return _code(field.name), event_types.words(field.name, str(field.type)), "" if optional else "yes"


_EVENTS_INTRO: Final = """\
What can stand in the list `events` of a [cycle file](files.md#cycle-file). The name of the heading is the value
of `event`. Persons are whole numbers, money is EUR, shares are parts of 1 (`0.216890`, or `"1/2"`). Write
numbers with a decimal point in quotation marks, so that no program on the way turns them into something else.

Each event is held against the law before it has an effect. One that the law does not allow is refused with the
provision.
"""


# --- choices, provisions, keys, tables --------------------------------------------------------------------------------


def choices() -> str:
    """Every open question with its answers."""
    from fairshare.law.choices import CHOICES

    parts = [_NOTE, "# Choices\n", _CHOICES_INTRO]
    for choice in CHOICES.values():
        number = (
            f"[{choice.ambiguity}](../explanation/ambiguities.md#{choice.ambiguity.lower()}). "
            if choice.ambiguity
            else ""
        )
        parts.append(f"## {choice.name}\n\n{number}{choice.question} ({choice.cite})\n")
        rows = (
            (_code(value) + (" (default)" if value == choice.default else ""), text)
            for value, text in choice.options.items()
        )
        parts.append(_table(("answer", "means"), rows))
    return "\n".join(parts)


_CHOICES_INTRO: Final = """\
Where the text is silent or can be read in two ways, the program does not guess: it holds one named choice, with
a default. Set one with `--choice NAME=answer`, or several with a YAML file and `--choices FILE`. Every result
names the choices that it used. Why each default is the default stands in [Where the text is
open](../explanation/ambiguities.md).
"""


def _registered() -> tuple[Any, ...]:
    """Every provision with its rules, once all rooms that hold rules are imported."""
    from importlib import import_module

    from fairshare.cli.law import import_rules
    from fairshare.law import register
    from fairshare.law.citation import REGISTER

    import_rules()
    import_module("fairshare.workbench.cases.guards")  # the only rules outside the core
    return register.provisions({name: rule for name, rule in REGISTER.items() if name.startswith("fairshare.")})


def provisions() -> str:
    """The register: provisions with the functions that carry them out, and the choices and invariants behind them."""
    from fairshare.law import register

    listed = _registered()
    parts = [
        _NOTE,
        "# Register of provisions\n",
        _PROVISIONS_INTRO.format(done=sum(bool(p.rules) for p in listed), all=len(listed)),
    ]
    articles: dict[str, list[Any]] = {}
    for provision in listed:
        articles.setdefault(register.article(provision.cite.removeprefix("AMMR ")), []).append(provision)
    for article, members in articles.items():
        parts.append(f"## {article if article.startswith('Annex') else f'Article {article}'}\n")
        rows = ((p.cite.removeprefix("AMMR "), p.says, _functions(p.rules)) for p in members)
        parts.append(_table(("", "says", "carried out by"), rows))
    return "\n".join(parts)


def part_iii() -> str:
    """What the program makes of each provision of Articles 16 to 46."""
    import part_iii

    from fairshare.law import register

    return f"{_NOTE}\n{part_iii.page(_registered(), register.article, _table)}"


def _functions(rules: Iterable[Any]) -> str:
    names = sorted(rule.function.removeprefix("fairshare.") for rule in rules)
    return "<br>".join(map(_code, names)) or "none"


_PROVISIONS_INTRO: Final = """\
The paragraphs of Parts II to IV of Regulation (EU) 2024/1351, and of Annex I, that have operative content, in
the project's own words, with the functions that carry each of them out. {done} of {all} have a function. Where
it says *none*, no function does: most of them are the steps of a relocation that the Workbench takes as a procedure
(Article 67), and data protection, which is for those who use it.

`fairshare law` shows the same with the tests beside it; `fairshare law --article 63` shows one article in full.
The authentic text is in the [Official Journal](http://data.europa.eu/eli/reg/2024/1351/oj).
"""


def keys() -> str:
    """Every distribution key with formula, source, columns and remarks."""
    from fairshare.law.keys import KEYS, RATES

    parts = [_NOTE, "# Keys\n", _KEYS_INTRO]
    for key in KEYS.values():
        columns = ", ".join(map(_code, key.columns)) or "those named in `--weights`"
        given = f" ({' and '.join(map(_code, RATES))} only where the table has them)" if key.rates_if_given else ""
        states = (
            "all states of the table" if key.states is None else f"{len(key.states)}: {', '.join(sorted(key.states))}"
        )
        remarks = "".join(f"- {note}\n" for note in key.notes)
        parts.append(
            f"## {key.name}\n\n{_cell(key.formula)}\n\n"
            f"Source: {key.source}. Columns: {columns}{given}. States: {states}.\n\n{remarks}"
        )
    return "\n".join(parts)


_KEYS_INTRO: Final = """\
A key gives each state a share; the shares add up to exactly 1. Notation, for the states in the key: a state's
*effect* of a factor is its part of the factor's sum. P and G are the effects of population and GDP. An
*inverse* effect is a state's part of the sum of 1/rate. A *min-max index* is (value - least) / (greatest -
least). Published keys stay as published, faults included; the remarks name them. How to use a key: [Compute a
key from your own figures](../how-to/compute-a-key.md).
"""


def tables() -> str:
    """The bundled tables with what they hold, and the sources behind them."""
    from fairshare.figures import reference
    from fairshare.figures.provenance import sources

    rows = []
    for name in reference.names():
        table = reference.table(name)
        statuses = ", ".join(f"{count} {status}" for status, count in table.statuses.items())
        rows.append((_code(name), table.title, len(table), statuses, table.as_of))
    used = sorted({source for name in reference.names() for row in reference.table(name) for source in [row.source]})
    parts = [
        _NOTE,
        "# Bundled tables\n",
        _TABLES_INTRO,
        _table(("table", "what it holds", "rows", "status", "as of"), rows),
        "## Sources\n",
        "".join(f"- {_linked(text)}\n" for text in dict.fromkeys(sources().values())),
    ]
    assert used
    return "\n".join(parts)


def _linked(text: str) -> str:
    return re.sub(r"(https?://\S+)", r"<\1>", " ".join(text.split()))


_TABLES_INTRO: Final = """\
Figures that are shipped with the program. Each value has a status, a date and a source; `fairshare data show
TABLE` prints them. *Unknown* means that the value exists and was not recovered; it is never counted as 0. What
the statuses mean: [How certain is a figure](../explanation/certainty.md).
"""


def flat_case_table() -> str:
    """Every column of the flat case table."""
    import flat_table

    return f"{_NOTE}\n{flat_table.page(_table, _plain_doc)}"


_INDICATORS_INTRO: Final = """\
The indicators of Article 9(3)(a), the further information of Article 10, and the public series that serve them.
`fairshare data catalogue` prints them; `fairshare data trace STATE SERIES PERIOD` says where one figure is from.
"""


def indicators() -> str:
    """The catalogue: points of the Regulation, series, sources by preference, faults."""
    from fairshare.figures.indicators.catalogue import catalogue, points

    named = ((p.cite, p.what, ", ".join(f"[{name}](#{name})" for name in p.series), p.note) for p in points())
    parts = [_NOTE, "# Indicators and their sources\n", _INDICATORS_INTRO]
    parts.append(_table(("provision", "what", "series", "note"), named))
    for held in catalogue().values():
        parts.append(f"## {held.name} {{#{held.name}}}\n\n{held.title}, in {held.unit}{_marks(held)}.\n")
        rows = (
            (
                _code(source.dataset),
                source.access,
                source.period,
                source.status,
                " ".join(_code(f"{name}={value}") for name, value in source.filters.items()),
                "; ".join(source.faults),
            )
            for source in held.sources
        )
        parts.append(_table(("dataset", "read from", "by", "status", "filter", "known faults"), rows))
    return "\n".join(parts)


def _marks(held: Any) -> str:
    stock = ", as of the end of a period" if held.stock else ""
    return stock + (", 0 where there is no row" if held.absent_is_zero else "")


# --- the Workbench ----------------------------------------------------------------------------------------------------


def actions() -> str:
    """Every action of the Workbench."""
    import workbench_pages

    return f"{_NOTE}\n{workbench_pages.actions(_table)}"


def workbench() -> str:
    """Settings of the Workbench, who sees what, and its addresses."""
    import workbench_pages

    return f"{_NOTE}\n{workbench_pages.workbench(_table)}"


def third_party() -> str:
    """What others made."""
    import workbench_pages

    return f"{_NOTE}\n{workbench_pages.third_party(_table)}"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "reference/commands.md": commands,
    "reference/events.md": events,
    "reference/choices.md": choices,
    "reference/provisions.md": provisions,
    "reference/part-iii.md": part_iii,
    "reference/flat-case-table.md": flat_case_table,
    "reference/keys.md": keys,
    "reference/tables.md": tables,
    "reference/indicators.md": indicators,
    "reference/actions.md": actions,
    "reference/workbench.md": workbench,
    "reference/third-party.md": third_party,
    "explanation/behaviour.md": behaviour_page.page,
    "reference/evaluation.md": evaluation_page.page,
}
"""The generated pages, by their place in ``docs``."""
