"""A record goes out and in to the same bytes; whatever was altered on the way is refused with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.workbench.people.seat import Seat
from fairshare.workbench.record.chain import Sealed, canonical
from fairshare.workbench.record.models import Cycle, Entry, Receipt
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.store import Step, append
from fairshare.workbench.record.transfer import lines, take_in
from fairshare.workbench.record.triggers import LIFTS
from fairshare.workbench.record.verify import verify

pytestmark = pytest.mark.django_db

Damage = Callable[[list[str]], list[str]]
"""What somebody does to the lines of a file."""


def erase(year: int) -> None:
    """Make a database that lacks a year, which no user can."""
    with connection.cursor() as cursor:
        for statement in LIFTS[connection.vendor]:
            cursor.execute(statement)
        cursor.execute("DELETE FROM record_entry WHERE cycle_id = %s", [year])
    Cycle.objects.filter(pk=year).delete()
    Receipt.objects.all().delete()


def written(path: Path, text: list[str]) -> Path:
    path.write_bytes("".join(f"{line}\n" for line in text).encode())
    return path


@pytest.fixture
def out() -> list[str]:
    """The record of 2026 as lines, in a database that lacks it."""
    seed(shipped(2026))
    text = list(lines(2026))
    erase(2026)
    return text


def test_out_in_and_out_again_gives_the_same_bytes(out: list[str], tmp_path: Path) -> None:
    cycle = take_in(written(tmp_path / "2026.jsonl", out))
    assert list(lines(2026)) == out
    assert (cycle.length, verify(2026)[1]) == (len(out) - 1, ())


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
steps = st.builds(Step, kind=st.just("case_step"), values=st.dictionaries(texts, st.integers() | texts, max_size=4))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(steps, max_size=3), max_size=4), not_covered=st.sampled_from([[], ["offset"]]))
def test_any_record_goes_out_and_in_to_the_same_bytes(
    db: None, tmp_path: Path, batches: list[list[Step]], not_covered: list[str]
) -> None:
    with transaction.atomic():
        Cycle.objects.create(year=2027, not_covered=not_covered)
        for number, batch in enumerate(batches):
            append(2027, Seat("coordinator", who="c0"), f"key-{number}", number, lambda *_, b=batch: (b, {}))
        text = list(lines(2027))
        erase(2027)
        take_in(written(tmp_path / "2027.jsonl", text))
        assert list(lines(2027)) == text
        assert verify(2027)[1] == ()
        transaction.set_rollback(True)


def altered(number: int, /, **values: object) -> Damage:
    """Change values of a line, and leave its digest as it was."""
    return lambda text: [*text[: number - 1], canonical(json.loads(text[number - 1]) | values), *text[number:]]


def forged(number: int, /, **values: object) -> Damage:
    """Change values of a line, and give it the digest that fits: the next line does not follow then."""

    def damage(text: list[str]) -> list[str]:
        entry = json.loads(text[number - 1]) | values
        entry["hash"] = Sealed(**{name: value for name, value in entry.items() if name != "hash"}).hash
        return [*text[: number - 1], canonical(entry), *text[number:]]

    return damage


def rechained(number: int, /, **values: object) -> Damage:
    """Change values of a line, and forge every line after it and the head: only the law can object."""

    def damage(text: list[str]) -> list[str]:
        head, entries = json.loads(text[0]), [json.loads(line) for line in text[1:]]
        prev = entries[0]["prev"]
        entries[number - 2] |= values
        for entry in entries:
            entry["prev"] = prev
            prev = entry["hash"] = Sealed(**{name: value for name, value in entry.items() if name != "hash"}).hash
        return [canonical(head | {"head": prev}), *map(canonical, entries)]

    return damage


def payload_of(number: int, old: str, new: str) -> Damage:
    """Rechain with a payload in which a text is replaced."""
    return lambda text: rechained(number, payload=json.loads(text[number - 1])["payload"].replace(old, new))(text)


DAMAGES: list[tuple[Damage, str]] = [
    (altered(9, who="somebody"), "2026.jsonl:9: entry 8: was changed: its content has another digest"),
    (forged(9, who="somebody"), "2026.jsonl:10: entry 9: does not follow the entry before it"),
    (lambda text: [*text[:9], *text[10:]], "2026.jsonl:10: number: is 10; expected 9: entries in order, none left out"),
    (lambda text: text[:-1], "2026.jsonl:52: entry 51: is the last, but the cycle had 52 entries"),
    (lambda text: [*text[:4], text[5], text[4], *text[6:]], "2026.jsonl:5: number: is 5; expected 4"),
    (lambda text: [text[0], *text[1:9], text[9].replace(",", ", ", 1), *text[10:]], ":10: line: is not written in"),
    (lambda text: [*text[:9], "{", *text[9:]], "2026.jsonl:10: line: is no JSON"),
    (lambda text: [*text[:9], "[" * 100_000, *text[9:]], "2026.jsonl:10: line: is no JSON"),
    (lambda text: [*text[:9], "x" * (1 << 21), *text[9:]], "2026.jsonl:10: line: has more than 1048576 bytes"),
    (lambda text: [*text[:9], "{}", *text[9:]], "2026.jsonl:10: line: lacks or adds 'body, capacity,"),
    (altered(9, number="8"), "2026.jsonl:9: number: is no int"),
    (altered(9, number=2**40), "2026.jsonl:9: number: 1099511627776 is out of range"),
    (altered(9, kind="k" * 41), "2026.jsonl:9: kind: has 41 characters; expected 40 or fewer"),
    (altered(1, format="other/1"), "2026.jsonl:1: format: is 'other/1'; expected fairshare-record/1"),
    (altered(1, year=1999), "2026.jsonl:1: year: 1999 is no pool year"),
    (altered(1, choices={"NO_SUCH": "x"}), "2026.jsonl:1: NO_SUCH: "),
    (altered(1, not_covered=["everything"]), "2026.jsonl:1: not_covered: is no list of accounts"),
    (altered(1, not_covered=[]), "2026.jsonl:2: entry 1: does not follow the choices of the cycle"),
    (altered(1, length=40), "is the last, but the cycle had 40 entries"),
    (lambda _: [], "2026.jsonl:1: file: is empty"),
    (rechained(9, cycle=2025), "2026.jsonl:9: entry 8: belongs to the cycle of 2025"),
    (rechained(9, key="seed-2026/0"), "2026.jsonl:9: entry 8: has the key of an earlier entry"),
    (rechained(9, kind="settled"), "2026.jsonl:9: entry 8: is of another kind than its payload says"),
    (rechained(9, payload="[]"), "2026.jsonl:9: entry 8: holds a payload that is no canonical JSON object"),
    (
        payload_of(2, '"AT":"481940"', '"AT":"-481940"'),
        "2026.jsonl:2: entry 1: is refused: gdp AT is negative (AMMR 66)",
    ),
    (payload_of(9, '"date":', '"dates":'), "2026.jsonl:9: entry 8: holds an event without a day"),
]


@pytest.mark.parametrize(("damage", "fault"), DAMAGES)
def test_what_was_altered_is_refused_with_its_line(out: list[str], tmp_path: Path, damage: Damage, fault: str) -> None:
    with pytest.raises(BadInputError) as refused:
        take_in(written(tmp_path / "2026.jsonl", damage(out)))
    assert fault in str(refused.value)
    assert not Cycle.objects.exists()
    assert not Entry.unscoped.exists()


def test_a_file_that_was_cut_off_is_refused(out: list[str], tmp_path: Path) -> None:
    path = written(tmp_path / "2026.jsonl", out)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(BadInputError, match=r"2026\.jsonl:53: line: does not end"):
        take_in(path)


def test_a_year_that_is_held_is_not_taken_in(out: list[str], tmp_path: Path) -> None:
    path = written(tmp_path / "2026.jsonl", out)
    take_in(path)
    with pytest.raises(BadInputError, match=r"2026\.jsonl:1: year: the cycle of 2026 is held already"):
        take_in(path)


def test_a_record_can_be_read_by_the_core(out: list[str]) -> None:
    """Whoever has the file can check it without the Workbench: payloads are events, in the notation of the ledger."""
    first = json.loads(json.loads(out[1])["payload"])
    assert (first["event"], date.fromisoformat(first["date"])) == ("key_frozen", date(2025, 11, 11))
