"""Answers about responsibility for a person to read: short, as a table, or with every rule that was tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any, Final

import click

from fairshare.cli.output import WIDTH, table
from fairshare.law.choices import CHOICES, KEYS
from fairshare.law.responsibility.evidence import proofs_of
from fairshare.states import NAMES

_MARGIN: Final = 15
_STATUS: Final = {
    "determined": "determined by the criteria",
    "accepted_tacit": "accepted by silence: the state asked did not reply in time",
    "shifted": "shifted: responsibility has moved to this state",
    "ceased": "determined anew: an earlier responsibility had ceased",
    "pending": "pending: something that decides is still open",
}
_RULES: Final = {
    "ammr": "Regulation (EU) 2024/1351 (AMMR)",
    "ammr-relocated": "Regulation (EU) 2024/1351 (AMMR), the criteria left after a relocation",
    "ammr-crisis": "Regulations (EU) 2024/1351 (AMMR) and 2024/1359 (CFMR)",
    "dublin3": "Regulation (EU) No 604/2013 (DUBLIN3)",
    "convention1990": "the Dublin Convention of 1990 (CONVENTION1990)",
    "com2016": "the proposal COM(2016) 270 (COM2016)",
}

Document = Mapping[str, Any]


def name_of(state: str | None) -> str:
    """A state for a person: ``Sweden (SE)``."""
    return "a state still to be found" if state is None else f"{NAMES[state]} ({state})" if state in NAMES else state


def answer_lines(document: Document) -> Iterator[str]:
    """The answer of one case in a few lines: state, basis, next step, or what a person must decide."""
    yield from _wrapped(f"{document['id']}: {_headline(document)}", "")
    yield from _field("basis", document["basis"] or "none yet")
    yield from _field("status", _STATUS.get(document["status"], str(document["status"]).replace("_", " ")))
    if document.get("tested_on"):
        yield from _field("tested on", f"{_day(document['tested_on'])}, by {name_of(document['determining'])}")
    yield from _decision(document.get("needs_decision"))
    yield from _next_step(document["next_step"])
    for flag in document["flags"]:
        yield from _field("open reading", _reading(flag, document.get("choices") or {}))


def _headline(document: Document) -> str:
    state = document["responsible"]
    if state is None:
        return "a person must decide first" if document["human"] else "no state is responsible"
    also = "; a person must still decide" if document["human"] else ""
    return f"{name_of(state)} is responsible{also}"


def _decision(needs: Mapping[str, Any] | None) -> Iterator[str]:
    if not needs:
        return
    cite = f" ({needs['cite']})" if needs.get("cite") else ""
    yield from _field("to decide", f"{needs['question']}{cite}")
    options = [name_of(one) if one in NAMES else str(one) for one in needs.get("options") or ()]
    if options:
        yield from _field("options", ", ".join(options))
    if needs.get("finding"):
        yield from _field("record it as", f"a finding of the kind {needs['finding']}, with its author")


def _next_step(step: Mapping[str, Any] | None) -> Iterator[str]:
    if not step:
        yield from _field("next step", "none: nothing is due")
        return
    due = f", by {_day(step['due'])}" if step.get("due") else ""
    cite = f" ({step['cite']})" if step.get("cite") else ""
    actor = f"{name_of(step['actor'])}: " if step.get("actor") else ""
    yield from _field("next step", f"{actor}{step['act']}{due}{cite}")
    if step.get("consequence_if_missed"):
        yield from _field("if missed", str(step["consequence_if_missed"]))


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%a} {text}"


def _reading(flag: str, choices: Mapping[str, str]) -> str:
    """What is contested, and how it is read here."""
    choice = CHOICES.get(KEYS.get(flag, flag))
    if choice is None:
        return flag
    answer = choices.get(flag, choice.default)
    usual = "the default" if answer == choice.default else f"not the default, {choice.default}"
    return f"{flag} ({choice.cite}). {choice.question} Read here: {choice.options.get(answer, answer)} ({usual})."


def explanation_lines(document: Document) -> Iterator[str]:
    """Everything about one case: the answer, each rule tested in order with its reason, and the evidence."""
    yield from answer_lines(document)
    if document.get("regime"):
        rules = _RULES.get(document["regime"], str(document["regime"]))
        crisis = any(link["rule"].startswith("CFMR") for link in document["chain"])
        yield from _field("rules of", _RULES["ammr-crisis"] if crisis else rules)
    chain = document["chain"]
    yield ""
    yield "Rules tested, in order"
    yield from _rows([(link["rule"], link["outcome"], link["why"]) for link in chain] or [("none", "", "")])
    yield ""
    yield "Evidence on record"
    pieces = [(piece["item"], piece["kind"], f"supports {piece['supports']}") for piece in document["evidence"]]
    yield from _rows(pieces) if pieces else _no_evidence(document)
    for item in document.get("evidence_not_listed") or ():
        yield from _rows([(item, "not listed", "a person may count it as evidence of the same kind")])
    changed = {name: value for name, value in (document.get("choices") or {}).items() if _is_changed(name, value)}
    if changed:
        yield ""
        yield "Readings that you chose"
        yield from _rows([(name, value, _meaning(name, value)) for name, value in changed.items()])


def _no_evidence(document: Document) -> Iterator[str]:
    """What would prove the provision that decides, where nothing on record does."""
    proofs = proofs_of(document["basis"] or "")
    yield "  none for the provision that decides"
    if proofs:
        yield from _wrapped(f"the official lists name as proof: {'; '.join(proofs)}", "  ", "  ")


def _is_changed(name: str, value: str) -> bool:
    return name in CHOICES and CHOICES[name].default != value


def _meaning(name: str, value: str) -> str:
    return f"{CHOICES[name].question} {CHOICES[name].options.get(value, value)}"


def _field(name: str, text: str) -> Iterator[str]:
    yield from _wrapped(text, f"  {name:<{_MARGIN - 2}}", " " * _MARGIN)


def _wrapped(text: str, first: str, later: str | None = None) -> Iterator[str]:
    lines = wrap(text, WIDTH, initial_indent=first, subsequent_indent="  " if later is None else later)
    yield from lines or [first.rstrip()]


def _rows(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Three columns, the last wrapped beside the others."""
    left = min(max(len(row[0]) for row in rows), 34)
    middle = min(max(len(row[1]) for row in rows), 24)
    for first, second, third in rows:
        head = f"  {first:<{left}}  {second:<{middle}}  "
        if len(head) > left + middle + 6:  # a long piece stands on a line of its own
            yield from _wrapped(f"{first}  {second}", "  ", "    ")
            head = " " * (left + middle + 6)
        yield from _wrapped(third, head, " " * (left + middle + 6))


def show(documents: Sequence[Document], explain: bool) -> None:
    """Print one answer, or a table of several; with ``explain`` everything about each."""
    if explain:
        for number, document in enumerate(documents):
            _echo([*([""] if number else []), *explanation_lines(document)])
    elif len(documents) == 1:
        _echo(answer_lines(documents[0]))
    else:
        _table(documents)


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line.rstrip())


def _table(documents: Sequence[Document]) -> None:
    columns = {"Case": "left", "State": "left", "Basis": "left", "Status": "left", "Next step": "left", "Due": "left"}
    rows = [
        (
            document["id"],
            document["responsible"] or ("person decides" if document["human"] else "none"),
            document["basis"],
            str(document["status"]).replace("_", " "),
            _brief(document["next_step"]),
            (document["next_step"] or {}).get("due"),
        )
        for document in documents
    ]
    human = sum(bool(document["human"]) for document in documents)
    notes = [f"{human} of {len(rows)} wait for a person's decision; `--explain` shows the questions."] if human else []
    table("Responsible state", columns, rows, notes)


def _brief(step: Mapping[str, Any] | None) -> str:
    return f"{step['actor']}: {step['act']}" if step and step.get("actor") else str(step["act"]) if step else ""
