"""The annex of an act, read later, takes the place of what the press told of it before."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from fairshare.faults import BadInputError
from fairshare.figures import cycles
from fairshare.ledger import Cycle, dump, parse, with_act
from fairshare.ledger.events import ActAdopted, NoticeReceived, PledgeRecorded

ACT = """
year: 2026
events:
- {event: act_adopted, date: 2025-12-22, actor: Council, capacity: council, basis: AMMR 57(1), relocations: 21000,
   financial: "420000000", source: annex}
- {event: share_published, date: 2025-12-22, actor: Council, capacity: council, basis: AMMR 57(3), state: LT,
   share: "0.0055", units: 116}
- {event: pledge_recorded, date: 2025-12-22, actor: Lithuania, capacity: member_state, basis: AMMR 57(1), state: LT,
   measure: relocation, amount: 58}
- {event: pledge_recorded, date: 2025-12-22, actor: Germany, capacity: member_state, basis: AMMR 57(1), state: DE,
   measure: relocation, amount: 4555}
"""


@pytest.fixture
def shipped() -> Cycle:
    return parse(cycles.text(2026), "2026")


def test_pledges_of_the_annex_replace_the_reported_ones(shipped: Cycle) -> None:
    merged = with_act(shipped, parse(ACT, "annex"))
    pledges = [event for event in merged.events if isinstance(event, PledgeRecorded)]
    assert [(p.state, p.amount) for p in pledges] == [("LT", Decimal(58)), ("DE", Decimal(4555))]
    book = merged.book()
    assert book.balance("LT", "open", "relocation") == 58
    assert "IE" not in book.pledges


def test_what_no_annex_prints_is_kept(shipped: Cycle) -> None:
    """Votes, the rescue percentage, who says that it will offset, and every event that is not of the act."""
    known = cycles.text(2026).replace("  abstained: [CY", '  rescue_percentage: "0.42"\n  abstained: [CY')
    merged = with_act(parse(known, "2026"), parse(ACT, "annex"))
    act = next(event for event in merged.events if isinstance(event, ActAdopted))
    assert (act.source, act.against, act.rescue_percentage) == ("annex", ("HU", "SK"), Fraction(42, 100))
    germany = next(e for e in merged.events if isinstance(e, PledgeRecorded) and e.state == "DE")
    assert germany.discharge == "offset"
    assert sum(isinstance(event, NoticeReceived) for event in merged.events) == 4
    assert merged.not_covered == shipped.not_covered


def test_the_merged_cycle_can_be_written_and_read_again(shipped: Cycle) -> None:
    merged = with_act(shipped, parse(ACT, "annex"))
    again = parse(dump(merged.year, merged.events, merged.choices, merged.not_covered))
    assert again.book().balances == merged.book().balances
    assert again.not_covered == merged.not_covered


def test_the_percentage_of_the_annex_stands_where_it_has_one(shipped: Cycle) -> None:
    text = ACT.replace("source: annex}", 'source: annex, rescue_percentage: "0.3"}')
    act = next(e for e in with_act(shipped, parse(text)).events if isinstance(e, ActAdopted))
    assert act.rescue_percentage is not None
    assert float(act.rescue_percentage) == 0.3


def test_a_cycle_with_corrections_is_refused_rather_than_misread() -> None:
    """A correction names an event by its number, and numbers change when events are put in between."""
    correction = "{event: corrected, date: 2026-07-01, actor: us, capacity: public_source, basis: ledger, event_id: e4}"
    with pytest.raises(BadInputError, match="corrections"):
        with_act(parse(f"{cycles.text(2026)}- {correction}\n"), parse(ACT))


def test_an_act_of_another_year_or_none_is_a_fault(shipped: Cycle) -> None:
    with pytest.raises(BadInputError, match="the same year"):
        with_act(shipped, parse(ACT.replace("year: 2026", "year: 2027")))
    with pytest.raises(BadInputError, match="holds no act"):
        with_act(shipped, parse("year: 2026\nevents: []\n"))
