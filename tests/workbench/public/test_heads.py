"""The digests of days that anybody may keep: they show a record that was replaced, and tell nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from fairshare.cli.app import run
from fairshare.workbench.public.heads import differing, heads
from fairshare.workbench.record import store
from fairshare.workbench.record.chain import Sealed
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.seed import seed, shipped
from fairshare.workbench.record.store import entry_of
from fairshare.workbench.record.triggers import LIFTS

pytestmark = pytest.mark.django_db

Chain = Callable[..., None]


@pytest.fixture
def chain() -> Chain:
    """Puts entries recorded on these days into the record of a year, each chained to the one before."""

    def put(year: int, *days: str, who: str = "a") -> None:
        cycle, _ = Cycle.objects.get_or_create(year=year)
        for day in days:
            number, prev = cycle.length + 1, cycle.head if cycle.length else cycle.origin
            kept = Sealed(
                year, number, "x", "{}", "commission", "", "", who, f"{day}T10:00:00+00:00", f"k{number}", prev
            )
            entry_of(kept, kept.hash).save(force_insert=True)
            cycle.length, cycle.head = number, kept.hash
            cycle.save()

    return put


def test_every_day_has_a_digest_of_its_own_whatever_happened_on_it(chain: Chain) -> None:
    chain(2027, "2026-11-02", "2026-11-04")
    told = heads(date(2026, 11, 7))
    assert list(told) == [f"2026-11-0{day}" for day in range(2, 7)]
    assert len(set(told.values())) == 5
    assert not {row.hash for row in Entry.unscoped.all()} & set(told.values())


def test_what_is_entered_changes_no_day_that_is_over(chain: Chain) -> None:
    chain(2027, "2026-11-02")
    before = heads(date(2026, 11, 5))
    chain(2027, "2026-11-05")
    chain(2028, "2026-11-06")
    assert heads(date(2026, 11, 5)) == before


def test_an_entry_after_a_clock_was_set_back_changes_no_day_that_is_over(chain: Chain) -> None:
    chain(2027, "2026-11-02", "2026-11-06")
    before = heads(date(2026, 11, 6))
    chain(2027, "2026-11-03")
    assert heads(date(2026, 11, 6)) == before


def test_a_record_without_entries_has_no_days(cycle: Cycle) -> None:
    assert heads() == {}


def test_the_days_that_are_over_are_public(chain: Chain) -> None:
    chain(2027, "2026-11-02")
    answer = Client().get("/data/heads.json")
    assert answer.json() == {"format": "fairshare-heads/1", "heads": heads()}


def test_a_valid_record_put_in_the_place_of_another_shows(chain: Chain, tmp_path: Path) -> None:
    chain(2027, "2026-11-02", "2026-11-04")
    chain(2028, "2026-11-03")
    kept = tmp_path / "heads.json"
    kept.write_text(json.dumps({"format": "fairshare-heads/1", "heads": heads(date(2026, 11, 6))}))
    assert differing(kept) == (4, [])
    with connection.cursor() as cursor:
        for statement in LIFTS[connection.vendor]:
            cursor.execute(statement)
        cursor.execute("DELETE FROM record_entry WHERE cycle_id = 2028")
    Cycle.objects.filter(year=2028).delete()
    chain(2028, "2026-11-03", who="b")
    assert differing(kept) == (4, ["2026-11-03", "2026-11-04", "2026-11-05"])


class Earlier(datetime):
    """A clock that stands still at a day that is over."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Earlier:
        """The second of November 2026."""
        return cls(2026, 11, 2, 10, tzinfo=tz)


def test_the_command_compares_with_what_was_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "datetime", Earlier)
        seed(shipped(2026))
    kept = tmp_path / "heads.json"
    kept.write_text(json.dumps({"format": "fairshare-heads/1", "heads": heads()}))
    assert run(["ledger", "verify", "--heads", str(kept)]) == 0
    assert capsys.readouterr().out.endswith(" days: 0 differ\n")
    first = "2026-11-02"
    kept.write_text(json.dumps({"format": "fairshare-heads/1", "heads": {first: "0" * 64}}))
    assert run(["ledger", "verify", "--heads", str(kept), "--json"]) == 1
    out, error = capsys.readouterr()
    assert json.loads(out)["heads"] == {"days": 1, "differ": [first]}
    assert f"{first}: the record up to this day is another one" in error


@pytest.mark.parametrize("text", ["", "[]", '{"format":"x"}', '{"format":"fairshare-heads/1","heads":{"monday":"1"}}'])
def test_another_file_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "heads.json"
    kept.write_text(text)
    assert run(["ledger", "verify", "--heads", str(kept)]) == 2
    assert "heads.json:1: file: is no document of format fairshare-heads/1" in capsys.readouterr().err


def test_a_day_that_is_not_over_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "heads.json"
    kept.write_text(json.dumps({"format": "fairshare-heads/1", "heads": {"2026-11-02": "0", "9999-12-31": "0"}}))
    assert run(["ledger", "verify", "--heads", str(kept)]) == 2
    out, error = capsys.readouterr()
    assert (out, error.count("\n")) == ("", 1)
    assert "heads.json:1: file: has a head of 9999-12-31, a day that is not over" in error
