"""The first screen tells what others have to do, and what a state receives or gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from cycle_2027 import YEAR, Table, forum, opened, package

from fairshare.evaluation.agenda import Duty, duties
from fairshare.workbench.pages.desk import others, panels_of
from fairshare.workbench.pages.stages.deliveries import money, relocations
from fairshare.workbench.record.cut import cut
from fairshare.workbench.record.due import due, would_see

pytestmark = pytest.mark.django_db


def duty(state: str = "", **told: Any) -> Duty:
    """A duty that is open, of a state unless another is named."""
    plain = {"who": "member_state", "body": "", "what": "Vote", "due": None, "opens": None, "state_of": "open",
             "done_on": None, "cite": "AMMR 57(1)", "settles": "vote_cast", "consequence": "", "about": ""}  # fmt: skip
    return Duty(state=state, **plain | told)


def test_a_duty_of_few_names_them_and_of_many_counts_them() -> None:
    few = [duty(state, what="Needs") for state in ("IT", "EL")]
    many = [duty(state) for state in ("AT", "BE", "CY", "DE")]
    agencies = [duty(who="agency", body=name, what="Data") for name in ("EUAA", "Frontex", "FRA", "Europol")]
    rows = others([*few, *many, *agencies, duty(who="council", what="Act")])
    assert {row.duty.what: row.who for row in rows} == {
        "Needs": "Italy, Greece",
        "Vote": "4 Member States",
        "Data": "EUAA, Frontex, FRA, Europol",
        "Act": "Council of the European Union",
    }


def test_what_is_late_comes_first_then_by_the_last_day_and_what_is_done_or_to_come_not_at_all() -> None:
    rows = others([
        duty("AT", what="no day"),
        duty("AT", what="soon", due=date(2027, 3, 1)),
        duty("AT", what="late", state_of="late", due=date(2027, 5, 1)),
        duty("AT", what="to come", state_of="upcoming"),
        duty("AT", what="done", state_of="done"),
    ])  # fmt: skip
    assert [row.duty.what for row in rows] == ["late", "soon", "no day"]


@pytest.mark.parametrize(
    ("who", "proposal", "relocations", "confirmations"),
    [("DE", True, False, True), ("IT", True, True, True), ("coordinator", True, True, True),
     ("EUAA", False, False, True)],
)  # fmt: skip
def test_of_others_is_told_only_what_the_seat_would_see_done(
    table: Table, who: str, proposal: bool, relocations: bool, confirmations: bool
) -> None:
    opened(table)
    view = cut(YEAR, table.user(who).seat)
    kinds = [duty("", who="commission", settles="proposal_adopted"), duty("AT", settles="implemented", about="IT"),
             duty("AT", settles="delivery_confirmed")]  # fmt: skip
    assert [would_see(view, one) for one in kinds] == [proposal, relocations, confirmations]


def test_no_desk_calls_late_what_its_seat_may_not_see(table: Table) -> None:
    opened(table)
    view = cut(YEAR, table.user("EUAA").seat)
    late = [one.settles for one in duties(view.book, date(2027, 3, 1)) if one.state_of == "late"]
    assert "proposal_adopted" in late  # the masked book does not hold it
    mine, theirs = due(view, date(2027, 3, 1))
    assert theirs and "proposal_adopted" not in {one.settles for one in (*mine, *theirs)}


def test_others_are_told_of_nothing_that_their_seat_may_not_see(table: Table) -> None:
    day = date(2026, 10, 27)
    seat = table.user("EUAA").seat
    package(table)
    before = due(cut(YEAR, seat), day)
    forum(table)
    assert due(cut(YEAR, seat), day) == before


@pytest.fixture
def drawn(table: Table) -> Table:
    """Italy benefits: 740 relocations and 10 million euro are drawn, and 250 persons arrive in Germany."""
    opened(table)
    table.do("IT", "needs.state", needs={"relocation": 2_000, "financial": 10_000_000}, programme="AMIF")
    table.on("2027-01-15")
    table.do("coordinator", "technical_forum.hold", occasion="first")
    table.do("coordinator", "draw.agree", towards="IT", measure="relocation", amount=740)
    table.do("coordinator", "draw.agree", towards="IT", measure="financial", amount=10_000_000)
    table.on("2027-04-01")
    table.do("DE", "relocation.accept", towards="IT", persons=300)
    table.do("DE", "contribution.deliver", towards="IT", measure="relocation", amount=250)
    return table


def test_a_benefitting_state_sees_what_it_receives_from_whom_and_since_when(drawn: Table) -> None:
    persons, euro = (panel.table for panel in panels_of(cut(YEAR, drawn.user("IT").seat)))
    assert persons is not None
    assert euro is not None
    rows = {row["state"]: row for row in persons.rows}
    assert set(rows) == {"AT", "DE", "FR"}
    assert (rows["DE"]["accepted"], rows["DE"]["implemented"]) == (50, 250)
    assert (rows["DE"]["since"], rows["DE"]["last"]) == (date(2027, 1, 15), date(2027, 4, 1))
    assert sum(row["committed"] for row in euro.rows) == 10_000_000  # type: ignore[misc]
    assert {row["state"] for row in euro.rows} == {"NL", "SE"}


def test_a_contributor_sees_its_own_part_only(drawn: Table) -> None:
    persons, euro = (panel.table for panel in panels_of(cut(YEAR, drawn.user("DE").seat)))
    assert persons is not None
    assert euro is not None
    assert ([row["state"] for row in persons.rows], euro.rows) == (["DE"], ())


def test_who_neither_gives_nor_receives_has_no_panels(drawn: Table) -> None:
    assert panels_of(cut(YEAR, drawn.user("ES").seat)) == []
    assert panels_of(cut(YEAR, drawn.user("commission").seat)) == []


def test_all_pairs_together_are_what_the_ledger_holds(drawn: Table) -> None:
    book = drawn.book
    held = sum(amount for (_, account, kind, towards), amount in book.balances.items()
               if (account, kind) == ("committed", "relocation") and towards)  # fmt: skip
    assert sum(row["committed"] for row in relocations(book).rows) == held  # type: ignore[misc]
    assert {row["measure"] for row in money(book).rows} <= {"financial", "alternative"}
