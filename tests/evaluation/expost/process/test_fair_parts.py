"""Pledges and deliveries as parts of fair shares, now and a year before."""

from __future__ import annotations

from fractions import Fraction

from cycles import ledger, notice, prepared

from fairshare.evaluation.expost.measured import Measured, collected
from fairshare.evaluation.expost.process.fair_parts import fair_parts


def figure(key: str, value: int | None) -> Measured:
    exact, status = (None, "unknown") if value is None else (Fraction(value), "official")
    definition = key.removeprefix("previous.").partition(".")[0]
    return Measured(key, definition, exact, status, "2027-12-31", ("a table",))  # type: ignore[arg-type]


def parts(**by_key: int | None) -> dict[str, Fraction | None]:
    figures = collected(figure(key.replace("__", "."), value) for key, value in by_key.items())
    return {found.key: found.value for found in fair_parts(ledger(prepared()).book, figures)}


def test_a_part_of_the_fair_share_and_its_change() -> None:
    year = {"fair_share__DE": 200, "pledged__DE": 50, "fair_share__FR": 70, "pledged__FR": None}
    before = {"previous__fair_share__DE": 100, "previous__pledged__DE": 50}
    assert parts(**year) == {"pledged_of_fair_share.DE": Fraction(1, 4), "pledged_of_fair_share.FR": None}
    assert parts(**year, **before) == {
        "pledged_of_fair_share.DE": Fraction(1, 4),
        "previous.pledged_of_fair_share.DE": Fraction(1, 2),
        "change.pledged_of_fair_share.DE": -25,
        "pledged_of_fair_share.FR": None,
    }


def test_a_state_without_a_fair_share_or_without_a_pledge_to_make_has_no_part() -> None:
    assert parts(pledged__DE=50, fair_share__FR=70) == {}
    benefitting = figure("fair_share.IT", 70), figure("pledged.IT", 0)
    book = ledger([*prepared(), notice("IT")]).book
    assert list(fair_parts(book, collected(benefitting))) == []
