"""Fixed texts of the core that pages show in the reader's language: found in its tables, never copied from them.

The core states what is due, of whom and what follows in plain English and knows of no other language. Its texts are
therefore the texts that a catalogue translates, word for word. Texts with figures in them stay English.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final

from fairshare.evaluation.agenda import deliveries, evaluation, procedures
from fairshare.evaluation.agenda.calendar_rows import ROWS
from fairshare.evaluation.agenda.stages import STAGES
from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.pool import report
from fairshare.law import voting
from fairshare.law.choices import CHOICES
from fairshare.law.evaluation.plans import BUILDING_BLOCKS, PLANS, plan_rule
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.law.parameters import parameter
from fairshare.law.solidarity import offsets
from fairshare.law.solidarity.cycle import calendar
from fairshare.law.solidarity.determination import EFFECTS
from fairshare.law.solidarity.documents import contents, documents
from fairshare.law.solidarity.proposal import check_proposal
from fairshare.law.solidarity.relocation import GROUNDS
from fairshare.law.solidarity.relocation_clock import PERSONS, relocation_clock
from fairshare.workbench.translation.written import said, texts_for

_SAMPLE: Final = date(2027, 1, 4)
"""Any day: in its year every step takes place that a duty names, and texts do not depend on it."""

_SHOWN_CHOICES: Final = ("OFFSET_REPLY_SILENCE", "LAPSED_TRANSFER_LIMIT")
"""The readings that a page tells as what follows from silence, whichever of them a cycle chose."""

EXPOST: Final = Path(__file__).parents[2] / "evaluation" / "expost"
"""Where evaluations are written."""

_DUTY: Final = ("what", "consequence")
_TEST: Final = ("question",)


def core_texts() -> dict[str, str]:
    """Every fixed text, with the table or module that it comes from."""
    found: dict[str, str] = {}
    for place, texts in _sources():
        for text in texts:
            if text:
                found.setdefault(text, place)
    return found


def _sources() -> Iterator[tuple[str, Iterator[str]]]:
    yield "law/parameters/cycle.yaml", _calendar()
    yield "law/parameters/documents.yaml", (item.text for name in documents() for item in contents(name))
    yield "evaluation/agenda/calendar_rows.py", (row.consequence for row in ROWS)
    yield "evaluation/agenda/procedures.py", texts_for(procedures, _DUTY, {"occasion": procedures._MEETINGS})
    yield "evaluation/agenda/deliveries.py", texts_for(deliveries, _DUTY)
    yield "evaluation/agenda/evaluation.py", texts_for(evaluation, _DUTY)
    yield "evaluation/agenda/stages.py", (text for stage in STAGES for text in (stage.name, stage.actor))
    yield "evaluation/pool/report.py", texts_for(report, _TEST)
    yield "law/solidarity/determination.py", (effect.what for effect in EFFECTS)
    yield "law/solidarity/offsets.py", texts_for(offsets, _TEST)
    yield "law/solidarity/proposal.py", _proposal()
    yield "law/solidarity/relocation.py", (ground.says for ground in GROUNDS.values())
    yield "law/solidarity/relocation_clock.py", _clock()
    yield "law/mechanisms", (text for one in CATALOGUE.values() for text in (one.title, *one.omits))
    yield "law/voting.py", texts_for(voting, _TEST)
    yield "law/choices.py", _choices()
    yield "evaluation/expost/catalogue", _definitions()
    yield "law/parameters/evaluation.yaml", _plans()
    yield from said(EXPOST)


def _calendar() -> Iterator[str]:
    """The steps that are duties, as a duty writes them: with a capital letter."""
    steps = {step.step: step.what for step in calendar(_SAMPLE.year)}
    return (steps[row.step][:1].upper() + steps[row.step][1:] for row in ROWS)


def _clock() -> Iterator[str]:
    """What follows from a day that is missed, and how each limit is told."""
    for person in PERSONS:
        for step in relocation_clock(_SAMPLE, "DE", person=person).steps:
            yield from (step.if_missed, step.limit)


def _proposal() -> Iterator[str]:
    """The questions that a proposal is checked for: those of one that stands on both floors."""
    persons, money = (Fraction(parameter(name, _SAMPLE)) for name in ("floor_relocations", "floor_financial"))
    return (test.question for test in check_proposal(int(persons), money, _SAMPLE.year).tests)


def _choices() -> Iterator[str]:
    """Every open question with the reading taken, and the other readings where a page may tell them."""
    for name, choice in CHOICES.items():
        yield from (choice.question, choice.meaning(choice.default))
        yield from choice.options.values() if name in _SHOWN_CHOICES else ()


def _definitions() -> Iterator[str]:
    """What an indicator is called and says, where it comes from, when it is known and who owes it."""
    for one in DEFINITIONS.values():
        yield from (one.title, one.says, one.source, one.lag, one.owner)


def _plans() -> Iterator[str]:
    """The plans of the states, and the building blocks that they are read by."""
    yield from BUILDING_BLOCKS.values()
    yield from (plan_rule(name).title for name in PLANS)
