"""I1 to I14: the key, the Commission proposal, the Council act and the pledges in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairshare.figures import cycles
from fairshare.law.keys import key_shares
from fairshare.law.solidarity.contributions import check_pledge, reference_number, value
from fairshare.law.solidarity.proposal import indicative_contributions, may_show
from fairshare.law.voting import qualified_majority
from fairshare.ledger import parse
from fairshare.ledger.events import (
    ActAdopted,
    DeductionDecided,
    DeductionRequested,
    ForumHeld,
    KeyFrozen,
    NoticeReceived,
    PledgeRecorded,
    ProposalAdopted,
)
from fairshare.ledger.handlers.offsets import figures
from fairshare.states import PART_IV

Build = Callable[..., Any]
NOT_IN_THE_KEY = {"DK", "IS", "NO", "CH", "LI"}
STATES = sorted(PART_IV)
magnitudes = st.lists(st.integers(1, 10**8).map(Fraction), min_size=26, max_size=26)


def frozen_2026() -> KeyFrozen:
    event = parse(cycles.text(2026), "2026").events[0]
    assert isinstance(event, KeyFrozen)
    return event


def shares_of(population: dict[str, Fraction], gdp: dict[str, Fraction]) -> dict[str, Fraction]:
    inputs = {state: {"population": population[state], "gdp": gdp[state]} for state in population}
    return {state: row.share for state, row in key_shares("ammr", inputs).states.items()}


@pytest.mark.law("AMMR 66", "AMMR Annex I")
def test_i1_shares_are_not_negative_sum_to_one_and_follow_from_the_frozen_inputs() -> None:
    event, book = frozen_2026(), parse(cycles.text(2026), "2026").book()
    assert sum(book.shares.values()) == 1
    assert min(book.shares.values()) > 0
    assert book.shares == shares_of(event.population, event.gdp)


@pytest.mark.law("AMMR 66", "AMMR Annex I")
def test_i2_denmark_and_the_associated_states_have_no_share_and_ireland_has() -> None:
    event = frozen_2026()
    wider = {state: Fraction(10**6) for state in NOT_IN_THE_KEY}
    shares = shares_of(event.population | wider, event.gdp | wider)
    assert shares.keys() == PART_IV and "IE" in shares and not shares.keys() & NOT_IN_THE_KEY
    assert shares == shares_of(event.population, event.gdp)


@pytest.mark.law("AMMR 66", "AMMR 57(3)")
def test_i3_a_share_does_not_depend_on_the_role(prepared: Build) -> None:
    before = prepared().pledge("AT", "relocation", 500)
    full = {"state": "AT", "article": "62"}
    after = (
        before.then(NoticeReceived, "2027-01-10", state="IT")
        .then(DeductionRequested, "2027-01-11", **full)
        .then(DeductionDecided, "2027-03-01", **full, amounts={"relocation": Decimal(500)})
    )
    assert (after.book.role("IT"), after.book.role("AT")) == ("benefitting", "deducted")
    assert after.book.shares == before.book.shares
    assert after.book.fair == before.book.fair


@pytest.mark.law("AMMR 66", "AMMR Annex I")
@settings(max_examples=30)
@given(people=magnitudes, wealth=magnitudes)
def test_i4_half_population_and_half_total_gdp(people: list[Fraction], wealth: list[Fraction]) -> None:
    shares = shares_of(dict(zip(STATES, people, strict=True)), dict(zip(STATES, wealth, strict=True)))
    for state, number, product in zip(STATES, people, wealth, strict=True):
        assert shares[state] == (number / sum(people) + product / sum(wealth)) / 2


@pytest.mark.law("AMMR 66")
def test_i5_one_snapshot_a_cycle(prepared: Build) -> None:
    """Population and GDP come in one event; another snapshot needs a correction of the first."""
    event = frozen_2026()
    second = {"population": event.population, "gdp": event.gdp}
    assert prepared().refused(KeyFrozen, "2026-12-11", **second) == "AMMR 66"
    assert {"source", "basis", "recorded"} <= set(KeyFrozen.__dataclass_fields__)


@pytest.mark.law("AMMR 12(2)", "AMMR 12(4)")
def test_i6_a_proposal_reaches_the_floors_or_records_that_there_is_no_need(empty: Build) -> None:
    below = {"relocations": 29_999, "financial": Decimal(29_999 * 20_000)}
    assert empty().refused(ProposalAdopted, "2026-10-15", **below) == "AMMR 12(2)(a)"
    justified = empty().then(ProposalAdopted, "2026-10-15", **below, no_need="few arrivals").book
    assert justified.proposal.relocations == 29_999
    assert [flag.text for flag in justified.flags] == ["no need in 2027: few arrivals (AMMR 12(4))"]


@pytest.mark.law("AMMR 12(3)", "AMMR 57(1)")
def test_i7_the_ratio_binds_the_proposal_and_warns_of_the_act(empty: Build) -> None:
    off = {"relocations": 30_000, "financial": Decimal(660_000_000)}
    assert empty().refused(ProposalAdopted, "2026-10-15", **off) == "AMMR 12(3)"
    warnings = reference_number(30_000, Fraction(660_000_000)).warnings
    assert warnings == ("EUR 22,000.00 per relocation is not the ratio of AMMR 12(3)",)


@pytest.mark.law("AMMR 12(2)")
def test_i8_an_indicative_amount_is_share_times_total() -> None:
    shares = parse(cycles.text(2026), "2026").book().shares
    amounts = indicative_contributions(shares, 30_000, Fraction(600_000_000))
    assert all(amounts[s].relocations == shares[s] * 30_000 for s in shares)
    assert sum(amount.eur for amount in amounts.values()) == 600_000_000


@pytest.mark.law("AMMR 12(6)")
def test_i9_proposal_numbers_stay_with_authorised_viewers_until_declassified(prepared: Build) -> None:
    for declassified in (False, True):
        assert not may_show("proposal", authorised=False, act_adopted=False, declassified=declassified).shown
        assert may_show("proposal", authorised=False, act_adopted=True, declassified=declassified).shown is declassified
    assert figures(prepared().book, show_proposal=False).proposed is None
    shipped = [e for e in parse(cycles.text(2026), "2026").events if isinstance(e, ProposalAdopted)]
    assert [(e.relocations, e.disclosure) for e in shipped] == [(30_000, "statutory_floor")]


@pytest.mark.law("AMMR 57(1)", "AMMR 13(2)", "TEU 16(4)")
def test_i10_an_act_rests_on_proposal_forum_and_majority_and_a_late_one_keeps_its_day(empty: Build) -> None:
    act = {"relocations": 26_000, "financial": Decimal(520_000_000)}
    assert empty().refused(ActAdopted, "2026-12-10", **act) == "AMMR 57(1)"
    floors = {"relocations": 30_000, "financial": Decimal(600_000_000)}
    proposed = empty().then(ProposalAdopted, "2026-10-15", **floors)
    assert proposed.refused(ActAdopted, "2026-12-10", **act) == "AMMR 57(1)"
    late = proposed.then(ForumHeld, "2026-10-20").then(ActAdopted, "2027-01-15", **act)
    assert late.book.act_dates == [date(2027, 1, 15)]
    assert any("adopted after 31 December 2026" in flag.text for flag in late.book.flags)
    adopted = next(e for e in parse(cycles.text(2026), "2026").events if isinstance(e, ActAdopted))
    votes = dict.fromkeys(PART_IV, "for") | dict.fromkeys(adopted.against, "against")
    assert qualified_majority(votes | dict.fromkeys(adopted.abstained, "abstain"), frozen_2026().population).met


@pytest.mark.law("AMMR 57(1)", "AMMR 57(4)")
def test_i11_the_act_holds_pledges_by_state_and_type_in_kind_with_its_value(opened: Build) -> None:
    held = {state: [(fact.measure, fact.amount) for fact in facts] for state, facts in opened().book.pledges.items()}
    assert held["DE"] == [("relocation", 600)]
    assert held["NL"] == [("alternative", 1_000_000_000)]  # cents
    worthless = {"state": "LV", "measure": "alternative", "amount": Decimal(0), "item": "tents"}
    assert opened().refused(PledgeRecorded, "2027-02-01", **worthless) == "AMMR 57(4)"


@pytest.mark.law("AMMR 57(3)", "AMMR 57(4)")
def test_i12_a_pledge_below_the_fair_share_is_flagged_never_corrected(opened: Build) -> None:
    pool = opened()
    assert pool.of("DE", "pledged") == -600
    assert pool.of("DE", "unpledged", "share") == 400 * 20_000
    assert check_pledge(value(600, Fraction(0), Fraction(0)), pool.book.fair["DE"].eur).shortfall == 8_000_000
    assert pool.of("HU", "pledged") == 0 and pool.of("HU", "unpledged", "share") == 20_000_000


@pytest.mark.law("AMMR 56(2)", "AMMR 57(4)")
@given(parts=st.tuples(*[st.integers(0, 400)] * 3))
def test_i13_every_mix_of_types_of_equal_value_counts_the_same(parts: tuple[int, int, int]) -> None:
    relocations, money, in_kind = parts
    mixed = value(relocations, Fraction(money * 20_000), Fraction(in_kind * 20_000))
    fair = Fraction(1_000 * 20_000)
    assert check_pledge(mixed, fair) == check_pledge(value(sum(parts), Fraction(0), Fraction(0)), fair)


@pytest.mark.law("AMMR 57(3)", "AMMR 57(4)")
def test_i14_a_pledge_above_the_fair_share_stands_and_is_voluntary(prepared: Build) -> None:
    pool = prepared().pledge("SE", "financial", 25_000_000)
    assert pool.of("SE", "pledged", "financial") == -25_000_000
    assert pool.of("SE", "voluntary", "share") == -5_000_000
    assert pool.of("SE", "unpledged", "share") == 0
    assert check_pledge(Fraction(25_000_000), pool.book.fair["SE"].eur).voluntary == 5_000_000
