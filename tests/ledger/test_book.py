"""The book: balances, sums over benefitting states, taking from several accounts, posting, copying."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from cycles import draw, ledger, notice, pledge, prepared
from hypothesis import given
from hypothesis import strategies as st

from fairshare.law.choices import DEFAULTS
from fairshare.law.outcome import RefusedError
from fairshare.ledger import Book
from fairshare.ledger.book import TOWARDS
from fairshare.ledger.postings import ConservationError, move
from fairshare.states import NAMES


def empty() -> Book:
    return Book(2027, DEFAULTS, date(2026, 6, 12))


def with_germany() -> Book:
    """100 relocations pledged: 70 open, 20 for Italy, 10 for Spain."""
    book = empty()
    book.post(move("DE", "relocation", "pledged", "open", 100))
    book.post(move("DE", "relocation", "open", "committed", 20, "IT", ""))
    book.post(move("DE", "relocation", "open", "committed", 10, "ES", ""))
    return book


def test_balance_total_towards() -> None:
    book = with_germany()
    assert book.balance("DE", "open", "relocation") == 70
    assert book.balance("DE", "committed", "relocation") == 0
    assert book.balance("DE", "committed", "relocation", "IT") == 20
    assert book.total("DE", "committed", "relocation") == 30
    assert book.total("FR", "committed", "relocation") == 0
    assert book.towards("DE", "committed", "relocation") == {"ES": 10, "IT": 20}
    assert list(book.towards("DE", "committed", "relocation")) == ["ES", "IT"]
    assert set(TOWARDS) == {"", *NAMES}


@given(st.dictionaries(st.sampled_from(TOWARDS), st.integers(1, 1000)))
def test_sums_are_those_of_a_slow_scan(amounts: dict[str, int]) -> None:
    book = empty()
    for towards, amount in amounts.items():
        book.post(move("DE", "financial", "pledged", "committed", amount, towards, ""))
    found = {t: n for (s, a, m, t), n in book.balances.items() if (s, a, m) == ("DE", "committed", "financial")}
    assert book.total("DE", "committed", "financial") == sum(found.values())
    assert book.towards("DE", "committed", "financial") == dict(sorted(found.items()))


def test_take_in_turn_and_what_could_not_be_found() -> None:
    book = with_germany()
    sources = [("committed", "IT"), ("committed", "EL"), ("open", "")]
    legs, rest = book.take("DE", "relocation", sources, "offset", 25, "IT")
    assert rest == 0
    assert legs == [
        *move("DE", "relocation", "committed", "offset", 20, "IT"),
        *move("DE", "relocation", "open", "offset", 5, "IT", ""),
    ]
    assert book.take("DE", "relocation", sources, "offset", 100, "IT")[1] == 10
    assert book.take("FR", "relocation", sources, "offset", 1, "IT") == ([], 1)


def test_posting_nothing_is_no_entry() -> None:
    book = empty()
    book.post([])
    assert book.journal == []


def test_no_account_is_overdrawn_but_those_that_amounts_come_from() -> None:
    book = with_germany()
    with pytest.raises(RefusedError, match=r"DE has not that much open \(relocation\) \(ledger\)"):
        book.post(move("DE", "relocation", "open", "committed", 71, "IT", ""))
    with pytest.raises(RefusedError, match=r"committed \(relocation IT\)"):
        book.post(move("DE", "relocation", "committed", "accepted", 21, "IT"))
    assert book.balance("DE", "pledged", "relocation") == -100


def test_what_does_not_add_up_is_never_posted() -> None:
    book = with_germany()
    before = dict(book.balances)
    with pytest.raises(ConservationError):
        book.post([("DE", "open", "relocation", "", 1)])
    assert book.balances == before


def test_a_copy_shares_nothing_that_changes() -> None:
    held = ledger([*prepared(), pledge("DE", "relocation", 10), notice("IT"), draw("IT", 5)]).book
    twin = held.copy()
    assert twin == held
    for field in fields(Book):
        value = getattr(held, field.name)
        if isinstance(value, (list, dict, set)):
            assert getattr(twin, field.name) is not value
    twin.post(move("DE", "relocation", "open", "committed", 1, "IT", ""))
    twin.pledges["DE"].append(held.pledges["DE"][0])
    twin.set_standing("DE", notice=True)
    twin.flag("AMMR 57(1)", "only in the copy")
    assert held.balance("DE", "open", "relocation") == 5
    assert len(held.pledges["DE"]) == 1
    assert held.role("DE") == "contributing"
    assert held.flags == []


def test_what_is_asked_before_something_may_happen() -> None:
    book = empty()
    with pytest.raises(RefusedError, match=r"no act on the pool is adopted yet \(AMMR 57\(1\)\)"):
        book.require_act("AMMR 57(1)")
    book.require_contributor("DE", "AMMR 60(3)")
    with pytest.raises(RefusedError, match=r"DE has no access to the pool \(AMMR 60\(3\)\)"):
        book.require_benefitting("DE", "AMMR 60(3)")
    book.set_standing("DE", notice=True)
    book.require_benefitting("DE", "AMMR 60(3)")
    with pytest.raises(RefusedError, match="DE is benefitting and implements no pledge this year"):
        book.require_contributor("DE", "AMMR 60(3)")
