"""Every kind of entry is told in one sentence, in the language of the reader, to whom it concerns."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from django.utils.translation import override

from fairshare.ledger.events import (
    AccessRefused,
    Corrected,
    DeterminationAdopted,
    Event,
    Implemented,
    NoticeReceived,
    YearClosed,
)
from fairshare.ledger.notation import EVENT_TYPES
from fairshare.ledger.procedure import InformationDelivered, PledgeMade, VoteCast
from fairshare.workbench.people.seat import PUBLIC, Seat
from fairshare.workbench.record.sentences import SENTENCES, addressed, sentence

COMMON: dict[str, Any] = {"date": date(2027, 1, 10), "actor": "Germany", "capacity": "member_state", "basis": "AMMR"}
VALUES: dict[Any, Any] = {
    str: "a text", int: 1_234, bool: True, date: date(2027, 5, 1), Decimal: Decimal("1234.50"), Fraction: Fraction(1, 4)
}  # fmt: skip


def value(name: str, hint: Any) -> Any:
    """A value of a field's type."""
    if name in {"state", "towards"}:
        return {"state": "DE", "towards": "EL"}[name]
    if name == "subject":
        return "refusal:PL"
    if type(None) in get_args(hint):
        return value(name, get_args(hint)[0])
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        return (value(name, inner[0]),)
    if origin is dict:
        key = "IT" if inner[0] is str else value(name, inner[0])
        return {key: value(name, inner[1])}
    return VALUES[hint] if hint in VALUES else next(option for option in inner if option)


def variants(kind: type[Event]) -> list[Event]:
    """Events of a kind: with all that it may hold, with no more than it must, and with each of its words."""
    hints = get_type_hints(kind)
    own = [field for field in fields(kind) if field.name not in {f.name for f in fields(Event)}]
    full = {field.name: value(field.name, hints[field.name]) for field in own}
    needed = {
        f.name: full[f.name]
        for f in own
        if f.name == "state" or (f.default is MISSING and f.default_factory is MISSING)
    }
    words = [
        full | {name: word}
        for name in full
        for word in (
            (True, False) if hints[name] is bool else get_args(hints[name]) if "Literal" in str(hints[name]) else ()
        )
        if isinstance(word, (str, bool))
    ]
    return [kind(**COMMON, **given) for given in (full, needed, *words)]


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=EVENT_TYPES)
@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_every_kind_of_entry_has_its_sentence(kind: type[Event], language: str) -> None:
    with override(language):
        for event in variants(kind):
            told = sentence(event)
            assert told.strip() == told != ""
            assert told.endswith(".")
            assert "%(" not in told
            assert "None" not in told


def test_there_is_no_sentence_too_many() -> None:
    assert {*SENTENCES, Corrected} == set(EVENT_TYPES.values())


def pledge(**given: Any) -> PledgeMade:
    """A pledge of Germany."""
    values: dict[str, Any] = COMMON | {"state": "DE", "measure": "relocation", "amount": Decimal(4_555)} | given
    return PledgeMade(**values)


def test_sentences_are_plain() -> None:
    assert sentence(pledge()) == "Germany pledges 4,555 relocations."
    assert sentence(pledge(amount=Decimal(1))) == "Germany pledges 1 relocation."
    assert sentence(pledge(measure="financial", amount=Decimal(2_000_000))) == (
        "Germany pledges €2,000,000 in financial contributions."
    )
    assert sentence(pledge(amount=Decimal(0))) == "Germany withdraws a pledge."
    assert sentence(NoticeReceived(**COMMON, state="EL")) == "Greece gives notice that it will use the pool."
    delivered = Implemented(**COMMON, state="DE", towards="EL", measure="relocation", amount=Decimal(250))
    assert sentence(delivered) == "Germany delivers to Greece: 250 relocations."
    vote = VoteCast(**COMMON, state="DE", subject="deduction-62:AT", position="against")
    assert sentence(vote) == "Germany votes against the deduction of Austria under Article 62."
    for subject, told in (
        ("act", "the act on the pool"),
        ("deduction-61:PL", "the deduction of Poland under Article 61"),
        ("refusal:PL", "the refusal of access to Poland"),
        ("reconvening", "another meeting of the High-Level Forum"),
    ):
        assert sentence(replace(vote, subject=subject)) == f"Germany votes against {told}."


def test_names_and_numbers_are_those_of_the_reader() -> None:
    with override("de"):
        assert "Deutschland" in sentence(pledge())
        assert "4.555" in sentence(pledge())


def test_a_correction_tells_what_it_corrects_to_those_who_see_it() -> None:
    corrected = Corrected(**COMMON, event_id="x")
    assert sentence(corrected) == "An earlier entry is corrected."
    assert "Germany pledges 4,555 relocations." in sentence(corrected, {"x": pledge()})


GERMANY, FRANCE, GREECE = (Seat("member_state", state) for state in ("DE", "FR", "EL"))
COMMISSION, COORDINATOR, COUNCIL = (Seat(name) for name in ("commission", "coordinator", "council"))


def test_the_states_concerned_and_the_office_in_charge_are_told() -> None:
    delivered = Implemented(**COMMON, state="DE", towards="EL", measure="relocation", amount=Decimal(250))
    told = [seat for seat in (GERMANY, FRANCE, GREECE, COMMISSION, COORDINATOR) if addressed(delivered, seat)]
    assert told == [GREECE, COORDINATOR]


def test_whom_the_law_names_is_told_of_a_notice_and_of_a_refusal() -> None:
    notice = NoticeReceived(**COMMON | {"actor": "Greece"}, state="EL")  # 58(1): the Commission and the Council
    assert all(addressed(notice, seat) for seat in (COMMISSION, COUNCIL, COORDINATOR))
    refusal = AccessRefused(**COMMON | {"actor": "European Commission", "capacity": "commission"}, state="EL")
    presidency = Seat("presidency")
    assert all(addressed(refusal, seat) for seat in (GREECE, COUNCIL, COORDINATOR, presidency))


def test_general_acts_are_for_everybody_but_who_did_them() -> None:
    closed = YearClosed(**COMMON | {"actor": "European Commission", "capacity": "commission"})
    decided = DeterminationAdopted(
        **COMMON | {"actor": "European Commission", "capacity": "commission"}, labels={"EL": ("pressure",)}
    )
    agency = Seat("agency", body="EUAA")
    for event in (closed, decided):
        assert all(addressed(event, seat) for seat in (GERMANY, FRANCE, GREECE, COORDINATOR, COUNCIL, agency))
        assert not addressed(event, COMMISSION)
        assert not addressed(event, PUBLIC)


def test_information_of_a_body_is_for_the_commission() -> None:
    event = InformationDelivered(**COMMON | {"actor": "EUAA", "capacity": "agency"}, round="june", body="EUAA")
    assert addressed(event, COMMISSION)
    assert not any(
        addressed(event, seat) for seat in (GERMANY, Seat("agency", body="EUAA"), Seat("agency", body="FRA"))
    )
