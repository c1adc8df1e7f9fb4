"""The cycle of 2027 from the first information to the last settlement, each step by whoever takes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cycle_2027 import YEAR, Table, act, forum, package

from fairshare.ledger.events import RemainderAdded
from fairshare.ledger.notation import parse
from fairshare.states import PART_IV
from fairshare.workbench.people.models import User
from fairshare.workbench.people.seat import AGENCIES, Seat
from fairshare.workbench.record.chain import breaks
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.models import Cycle, Entry
from fairshare.workbench.record.pool import pool_of
from fairshare.workbench.record.seed import cycle_file

pytestmark = pytest.mark.django_db


def preparation(table: Table) -> None:
    """Information of everybody in two rounds, two assessments, and the consultation of who may get a label."""
    for day, round_, meeting, on in (
        ("2026-05-29", "june", "initial", "2026-07-10"),
        ("2026-08-28", "september", "consolidated", "2026-09-25"),
    ):
        table.on(day)
        for who in (*sorted(PART_IV), *AGENCIES):
            table.do(who, "information.deliver", round=round_)
        table.on(on)
        table.do("commission", "assessment.make", round=meeting)
    for state, label in (("IT", "pressure"), ("EL", "pressure"), ("AT", "significant_situation")):
        table.do("commission", "consultation.open", state=state, labels=[label], until="2026-10-05")
        table.on("2026-09-30")
        table.do(state, "view.give", text="We agree with the finding.")
    table.do("commission", "credit.grant", state="LU", units=5, until="2031-06-30")


def the_year(table: Table) -> None:
    """Notices, needs, a draw, deliveries, a measure in kind, a deduction and offsets."""
    table.on("2027-01-10")
    table.do("IT", "notice.give")
    table.do("IT", "needs.state", needs={"relocation": 2_000, "financial": 10_000_000}, programme="AMIF")
    table.on("2027-01-15")
    table.do("coordinator", "technical_forum.hold", occasion="first")
    table.do("coordinator", "technical_forum.hold", occasion="notice")
    table.do("DE", "preferences.state", text="Families first.")
    table.do("coordinator", "understanding.reach", measure="relocation", parts={"IT": "1"})
    table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=740)

    table.on("2027-02-01")
    table.do("PL", "pressure.notify")
    table.do("PL", "needs.state", needs={"financial": 5_000_000}, reasoning="Crossings at the land border.")
    table.do("commission", "preparedness.ask", state="PL", measure="reception plan", until="2027-05-01")
    table.do("PL", "preparedness.answer", measure="reception plan", done=True)
    table.do("commission", "pressure.decide", state="PL", accepted=True)
    table.on("2027-02-10")
    for state in sorted(PART_IV - {"PL"}):
        table.do(state, "vote.cast", subject="refusal:PL", position="for")
    table.do("council", "access.refuse", state="PL", ground="other_reasons")

    table.on("2027-03-01")
    needed = ["deduction", "stabilisation", "other_type", "vulnerabilities", "capacity_limit"]
    table.do("AT", "deduction.request", article="62", contents=needed)
    table.do("commission", "deduction.assess", state="AT", article="62", favourable=True)
    for state in sorted(PART_IV - {"HU"}):
        table.do(state, "vote.cast", subject="deduction-62:AT", position="for")
    table.do("council", "deduction.decide", state="AT", article="62", amounts={"relocation": 100})

    table.on("2027-04-01")
    table.do("DE", "relocation.accept", towards="IT", persons=300)
    table.do("DE", "relocation.fail", towards="IT", persons=10)
    table.do("DE", "contribution.deliver", towards="IT", measure="relocation", amount=250)
    table.do("IT", "in_kind.request", state="BE", item="officers")
    table.do("BE", "in_kind.value", state="IT", item="officers", value=2_500_000)
    table.do("BE", "contribution.deliver", towards="IT", measure="alternative", amount=1_000_000, item="officers")

    table.on("2027-05-01")
    # 63(1) asks for pledges of half of the 30,000 that the Commission proposed, 63(2)(b) for half of Germany's share
    assert table.refused("IT", "offset.request", state="DE", cases=200) == "AMMR 63(1)"
    table.do("IT", "offset.agree", state="DE", cases=200)
    table.do("DE", "offset.take", towards="IT", cases=150, paragraph="63(2)")
    table.do("IT", "action.identify", name="Reception centre", amount=8_000_000, programme="AMIF", purpose="reception")
    table.do("IT", "action.report", name="Reception centre", progress="running", spent=1_000_000)
    table.do("commission", "shortcomings.record", state="IT")
    table.do("FR", "shield.waive", towards="IT")
    table.do("commission", "shortcomings.record", state="IT", ended=True)


def the_end(table: Table) -> None:
    """The year is closed, confirmed, settled, caught up with and reported on."""
    table.on("2027-12-31")
    table.do("coordinator", "year.close")
    table.on("2028-01-20")
    table.do("DE", "delivery.confirm", levels={"relocation": 250})
    table.do("BE", "delivery.confirm", levels={"alternative": 1_000_000})
    table.do("commission", "settlement.settle", state="NL", amount=20_000_000)
    table.do("commission", "funds.allocate", towards="IT", amount=8_000_000)
    table.do("commission", "remainder.add", amount=5_000_000)
    table.do("IT", "catch_up.request", state="DE", cases=100)
    table.do("DE", "offset.take", towards="IT", cases=100, paragraph="63(5)")
    table.do("commission", "proposal.declassify")
    table.on("2028-10-10")
    table.do("commission", "report.adopt", contents=["implementation_state", "financial_progress"])
    wrong = table.do("commission", "settlement.settle", state="SE", amount=1_000_000)
    table.do("commission", "correction.make", event_id=wrong.events[0], note="booked for the wrong state")


@pytest.fixture
def played(person: Callable[..., User], cycle: Cycle) -> Table:
    """The whole cycle, played."""
    table = Table(person)
    for scene in (preparation, package, forum, act, the_year, the_end):
        scene(table)
    return table


def test_a_whole_cycle_comes_to_the_book_of_the_core(played: Table) -> None:
    roles = {state: played.book.role(state) for state in ("IT", "EL", "DE", "PL", "AT")}
    assert roles == {
        "IT": "benefitting", "EL": "contributing", "DE": "contributing", "PL": "refused_access", "AT": "contributing",
    }  # fmt: skip
    # 740 relocations drawn on 4,000 + 3,000 + 400 pledged: a tenth of each
    assert played.of("DE", "implemented") == 250
    assert played.of("DE", "carried_over") == 40
    assert played.of("DE", "offset") == 250
    assert played.of("AT", "deducted") == 100
    assert played.of("BE", "implemented", "alternative") == 1_000_000
    assert played.of("NL", "settled", "financial") == 20_000_000
    assert played.of("SE", "settled", "financial") == 0
    assert played.book.allocated == {"IT": 800_000_000, "AMIF": 500_000_000}
    assert played.book.credits == {"LU": 5}
    assert not [flag for flag in played.book.flags if "DE confirms" in flag.text]

    seen = {who: {type(e) for e in cut(YEAR, Seat(who)).events} for who in ("council", "public")}
    assert RemainderAdded in seen["council"] - seen["public"]  # with what is allocated it would tell what was paid

    report = pool_of(cut(YEAR, Seat("public")))
    assert report.reference_relocations.value == 21_000

    row = played.row
    again = parse(cycle_file(row)).book()
    assert again == played.book
    entries = Entry.unscoped.filter(cycle=row).order_by("number")
    assert not list(breaks(((e.sealed, e.hash) for e in entries), (row.length, row.head)))
    assert cut(YEAR, Seat("public")).book.balances == again.balances
